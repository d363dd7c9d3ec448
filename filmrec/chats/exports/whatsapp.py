"""WhatsApp's `_chat.txt`: lines that begin with a time in whatever way the phone writes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from filmrec.chats.exports.clocks import Order, order_of, read_time
from filmrec.chats.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

# Marks of direction, which may stand anywhere, and spaces that are none of ours.
_MARKS = dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009"), " ")
_HARMLESS = {**_MARKS, 0xFEFF: None, **_SPACES}

_DATE = r"(?P<date>\d{1,4} ?[./\-\u2010-\u2012] ?\d{1,2} ?[./\-\u2010-\u2012] ?\d{1,4}\.?)"
_HALF = r"[^\W\d_]\.? ?[^\W\d_]?\.?|[^\W\d_]{1,4}\.?|午前|午後|上午|下午|오전|오후"
_TIME = rf"(?P<time>(?:(?:{_HALF}) ?)?\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?(?: ?(?:{_HALF}))?)"
_HEAD = re.compile(
    rf"(?:\[{_DATE}(?:,|،|;)? (?:[^\W\d_]{{1,3}} )?{_TIME}\] ?"
    rf"|{_DATE.replace('date', 'day')}(?:,|،|;)? (?:[^\W\d_]{{1,3}} )?"
    rf"{_TIME.replace('time', 'clock')} [-\u2013] )"
)
_FIRST = frozenset("0123456789[\u200e\u200f\u202a\u202b\ufeff\u2068")
_SENDER = re.compile(r"(?P<sender>[^\"\u201c\u201d\u00ab\n]{1,80}?): ?(?P<text>.*)", re.DOTALL)
# What stands for a picture: in angle brackets on Android, behind a mark of direction on iPhones.
_ATTACHED = re.compile(r"<[^<>]{3,60}>|[^\n]{0,80}\.\w{2,4} \([^()\n]{3,30}\)")
_EDITED = re.compile(r" ?<[^<>\n]{5,60}>$")


class _Head(NamedTuple):
    date: str
    time: str
    end: int


def is_chat(lines: Iterable[str]) -> bool:
    """Whether one of the first lines begins as WhatsApp's do."""
    return any(_head(plain) is not None for plain in map(_plain, lines))


def dates_in(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The dates of the lines with their times, as written."""
    for line in lines:
        head = _head(_plain(line))
        if head is not None:
            yield head.date, head.time


def read_order(lines: Iterable[str]) -> Order:
    """Which of the three numbers of a date is what, told from the file as a whole."""
    return order_of(dates_in(lines))


def read_messages(lines: Iterable[str], order: Order) -> Iterator[Message]:
    when: datetime | None = None
    held: list[str] = []
    for line in lines:
        plain = _plain(line)
        head = _head(plain)
        if head is None:
            if held:
                held.append(plain)
            continue
        yield from _message(held, when)
        when = read_time(head.date, head.time, order)
        rest = plain[head.end :]
        _, _, said = line.partition(": ")
        # On iPhones, what the app itself says bears a mark that typed text does not have.
        held = [] if said.startswith("\u200e") else [rest]
    yield from _message(held, when)


def _message(held: list[str], when: datetime | None) -> Iterator[Message]:
    match = _SENDER.match("\n".join(held)) if held else None
    if match is None:
        return
    text = _EDITED.sub("", match["text"]).strip()
    if text and not _ATTACHED.fullmatch(text):
        yield Message(match["sender"].strip(), when, text)


def _plain(line: str) -> str:
    return line if line.isascii() else line.translate(_HARMLESS)


def _head(line: str) -> _Head | None:
    if not (line[:1] == "[" or line[:1].isdecimal()):
        return None
    match = _HEAD.match(line)
    if match is None:
        return None
    date, time = match["date"] or match["day"], match["time"] or match["clock"]
    return _Head(date, time, match.end())
