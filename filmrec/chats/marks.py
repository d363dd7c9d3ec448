"""Marks that are a message by themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from filmrec.chats.clauses import mark_of

if TYPE_CHECKING:
    from collections import deque

    from filmrec.chats.focus import Focus
    from filmrec.chats.sightings import Sighted

_MARK = re.compile(
    r"(?:(?:a|an|like|maybe|solid|strong|about|десь|мабуть|тверда|на|хіба)\s+){0,3}"
    r"(?P<mark>10|\d(?:[.,]\d)?)\W*(?:\s(?:tbh|imo|for me|maybe|easily|no contest|мабуть)\W*)?",
    re.IGNORECASE,
)


def mark_given(one: Sighted, focus: deque[Focus]) -> tuple[tuple[int, ...], str]:
    """The films that a message gives a mark to that is nothing but a number, and what it is worth.

    It is of ten unless stars were asked for.
    """
    before = focus[-1] if focus else None
    match = _MARK.fullmatch(one.scan.text.strip())
    if match is None or before is None or before.is_mine or before.age > 1 or not before.last:
        return (), ""
    given = float(match["mark"].replace(",", "."))
    most = 5 if before.asks_stars and given <= 5 else 10
    return before.last, "" if given > most else mark_of(given / most)
