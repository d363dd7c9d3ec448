"""Dates as files write them, read as times in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from filmrec.imports.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from filmrec.imports.findings import Findings

# Nobody watched a film before there was cinema; the future is open, for there is no clock here.
FIRST_YEAR, LAST_YEAR = 1900, 2200

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_WEEKDAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
# 1/29/2017, 29.1.2017, 29-01-2017; a time of day may follow.
_NUMBERED = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})"
    r"(?:,?[ T]+(?P<time>\d{1,2}:\d{2}(?::\d{2})?))?",
    re.ASCII,
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Dates:
    """Every date text of one file with its time in UTC, None where it cannot be read.

    `note` says which order of day and month was taken where the file does not show it.
    """

    by_text: Mapping[str, datetime | None]
    note: str | None = None


def read_dates(texts: Iterable[str]) -> Dates:
    """The dates of one file, read together: which of `3/4/2017` is the month, the others tell."""
    distinct = set(texts)
    distinct.discard("")
    numbered = [match for text in distinct if (match := _NUMBERED.fullmatch(text.strip()))]
    is_day_first, note = _order_of(numbered)
    return Dates({text: _read(text.strip(), is_day_first) for text in distinct}, note)


def dated(text: str, dates: Dates, line: int, found: Findings) -> datetime | None:
    """The time that a row gives; where it gives one that cannot be read, None and a problem."""
    moment = dates.by_text.get(text)
    if moment is None and text.strip():
        found.problem(
            line,
            f"date {harmless(text, 30)!r} cannot be read as one from {FIRST_YEAR} to {LAST_YEAR}",
        )
    return moment


def _order_of(numbered: list[re.Match[str]]) -> tuple[bool, str | None]:
    """Whether the day comes first, and a note when that was a guess."""
    slashed = [match for match in numbered if match["mark"] != "."]
    day_first = sum(int(match["first"]) > 12 for match in slashed)
    month_first = sum(int(match["second"]) > 12 for match in slashed)
    if not slashed or (day_first == 0) != (month_first == 0):
        return day_first > 0, None
    # The same example on every run, whatever the order of a set.
    example = min(match[0] for match in slashed)
    return False, f"dates such as {example} were read with the month first"


def _read(text: str, is_day_first: bool) -> datetime | None:
    if not text or len(text) > _LONGEST:
        return None
    if text.isascii() and text.isdecimal():
        return _of_digits(text)
    try:
        # Nearly every date is a day: read in UTC at once, which is faster than to make it so.
        is_day = len(text) == len("2017-01-29") and text[4] == "-"
        return _in_utc(datetime.fromisoformat(f"{text}T00:00Z" if is_day else text))
    except ValueError:
        pass
    try:
        if (match := _NUMBERED.fullmatch(text)) is not None:
            return _of_numbers(match, is_day_first)
        return _of_words(text)
    except ValueError:
        return None


def _of_digits(text: str) -> datetime | None:
    """`20170129`, or seconds or milliseconds since 1970."""
    try:
        match len(text):
            case 8:
                return _in_utc(datetime.fromisoformat(text))
            case 9 | 10:
                return _EPOCH + timedelta(seconds=int(text))
            case 12 | 13:
                return _EPOCH + timedelta(milliseconds=int(text))
    except ValueError:
        pass
    return None


def _of_numbers(match: re.Match[str], is_day_first: bool) -> datetime | None:
    first, second = int(match["first"]), int(match["second"])
    # A full stop is the mark of countries that write the day first; above 12, it can only be a day.
    day_leads = match["mark"] == "." or first > 12 or (is_day_first and second <= 12)
    day, month = (first, second) if day_leads else (second, first)
    return _in_utc(datetime(int(match["year"]), month, day, *_clock(match["time"] or "0:00")))


def _of_words(text: str) -> datetime | None:
    """`Sun Jan 29 00:00:00 2017`, `Jun 21 2014, 22:06`, `21 June 2014`: English months."""
    year = month = day = None
    clock = (0, 0, 0)
    for word in text.replace(",", " ").split():
        beginning = word[:3].lower()
        if ":" in word:
            clock = _clock(word)
        elif beginning in _MONTHS and month is None:
            month = _MONTHS[beginning]
        elif word.isascii() and word.isdecimal() and len(word) == 4 and year is None:
            year = int(word)
        elif word.isascii() and word.isdecimal() and len(word) <= 2 and day is None:
            day = int(word)
        elif beginning not in _WEEKDAYS:
            return None
    if year is None or month is None or day is None:
        return None
    return _in_utc(datetime(year, month, day, *clock))


def _clock(text: str) -> tuple[int, int, int]:
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"no time of day: {text}")
    return int(match[1]), int(match[2]), int(match[3] or 0)


def _in_utc(moment: datetime) -> datetime | None:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    if moment.tzinfo is UTC:
        return moment
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
