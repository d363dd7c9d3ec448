"""A chat as plain text: one message a line, who wrote it in front or not."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from filmrec.chats.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SIGNED = re.compile(
    r"(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?\s*)?"
    r"(?:(?P<name>[^\W\d_][^:<>\n]{0,39}):\s+|<(?P<nick>[^<>\s]{1,40})>\s+)(?P<text>.*)"
)
# Names are of few words: `What I thought of it: great` is none.
_MOST_WORDS = 4


def senders_in(lines: Iterable[str]) -> frozenset[str]:
    """The names in front of lines; none where what stands there are no names.

    Names come back: a text where nearly each line has another word and a colon in front is a
    list of things.
    """
    counts: Counter[str] = Counter()
    n_lines = 0
    for line in lines:
        n_lines += bool(line.strip())
        name, _ = _signed(line)
        if name:
            counts[name] += 1
    n_signed = counts.total()
    if n_signed < n_lines * 0.6 or len(counts) > max(2, n_signed / 2):
        return frozenset()
    # A name met once in a long chat is what a message happens to begin with.
    least = 2 if n_signed > 20 else 1
    return frozenset(name for name, count in counts.items() if count >= least)


def read_messages(lines: Iterable[str], senders: frozenset[str]) -> Iterator[Message]:
    """The messages; without senders all of them are the person's own."""
    sender = ""
    for line in lines:
        if not line.strip():
            continue
        name, text = _signed(line) if senders else ("", line)
        if name in senders:
            sender, line = name, text
        if line.strip():
            yield Message(sender, None, line.strip(), own=None if senders else True)


def _signed(line: str) -> tuple[str, str]:
    match = _SIGNED.match(line.lstrip("\ufeff\u200e\u200f "))
    if match is None:
        return "", line
    name = (match["name"] or match["nick"]).strip()
    return (name, match["text"]) if len(name.split()) <= _MOST_WORDS else ("", line)
