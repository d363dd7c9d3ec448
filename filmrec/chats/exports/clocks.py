"""Dates and times of day as phones all over the world write them."""

from __future__ import annotations

import enum
import functools
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBERS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
# The second half of the day, in the languages whose phones have clocks of 12 hours.
_AFTERNOON = frozenset(("pm", "p", "пп", "дня", "вечора", "午後", "下午", "오후", "م", "μμ", "ch"))
_MORNING = frozenset(("am", "a", "дп", "ночі", "ранку", "午前", "上午", "오전", "ص", "πμ", "sa"))


class Order(enum.Enum):
    """What the three numbers of a date are; the value gives the places of year, month and day."""

    DAY_FIRST = (2, 1, 0)
    MONTH_FIRST = (2, 0, 1)
    YEAR_FIRST = (0, 1, 2)


def order_of(dates: Iterable[tuple[str, str]]) -> Order:
    """The order in which every date of a file makes sense, and time does not run backwards.

    Where several do, full stops and clocks of 24 hours speak for the day first, and other
    clocks for the month.
    """
    n_bad = dict.fromkeys(Order, 0)
    last: dict[Order, tuple[int, ...]] = {}
    before = ""
    is_dotted = is_twelve = False
    for date, time in dates:
        if date == before:
            continue
        before = date
        is_dotted |= "." in date
        is_twelve |= _half_of_day(time) is not None
        for order in Order:
            day = _day(date, order)
            if day is None:
                n_bad[order] += 100
            else:
                n_bad[order] += day < last.get(order, day)
                last[order] = day
    likely = Order.MONTH_FIRST if is_twelve and not is_dotted else Order.DAY_FIRST
    return min(Order, key=lambda order: (n_bad[order], order is not likely))


# Chats have many messages a day.
@functools.lru_cache(maxsize=256)
def read_time(date: str, time: str, order: Order) -> datetime | None:
    """The time in UTC, None where there is no such time."""
    day = _day(date, order)
    clock = [int(number) for number in _NUMBERS.findall(time)]
    if day is None or len(clock) < 2:
        return None
    hour = clock[0]
    half = _half_of_day(time)
    if half is not None and hour <= 12:
        hour = hour % 12 + 12 * half
    try:
        return datetime(*day, hour, clock[1], sum(clock[2:3]), tzinfo=UTC)
    except ValueError:
        return None


def _day(date: str, order: Order) -> tuple[int, int, int] | None:
    numbers = _NUMBERS.findall(date)
    year_at, month_at, day_at = order.value
    if len(numbers) != 3 or len(numbers[year_at]) not in {2, 4}:
        return None
    year, month, day = int(numbers[year_at]), int(numbers[month_at]), int(numbers[day_at])
    year += 2000 if len(numbers[year_at]) == 2 else 0
    is_day = 1900 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= 31
    return (year, month, day) if is_day else None


def _half_of_day(time: str) -> int | None:
    """0 for the first half of the day, 1 for the second, None where none is named."""
    words = _LETTERS.findall(time.casefold())
    joined = "".join(words)
    if joined in _AFTERNOON:
        return 1
    return 0 if joined in _MORNING else None
