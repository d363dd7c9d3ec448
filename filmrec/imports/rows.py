"""What every reader of export files gives: rows, each a film and what was said of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

    from filmrec.films import Mark, NamedFilm


class Format(enum.StrEnum):
    """Where a file came from; the value is also the `source` of the ratings it brings."""

    LETTERBOXD = "letterboxd"
    IMDB = "imdb"
    TRAKT = "trakt"
    MOVIELENS = "movielens"
    CRITICKER = "criticker"
    TMDB = "tmdb"
    SIMKL = "simkl"
    FILMREC = "filmrec"


class Fact(enum.StrEnum):
    """The kinds of things that a row can say."""

    RATING = "rating"
    SEEN = "seen"
    WATCHLIST = "watchlist"
    LIKED = "liked"


class ListAs(enum.StrEnum):
    """What a film means that stands on a list without a rating."""

    WATCHLIST = "watchlist"
    SEEN = "seen"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Viewing:
    """One time that the film was watched; `is_rewatch` as the file says it."""

    watched_on: date
    is_rewatch: bool = False


class Row(NamedTuple):
    """One row of a file: the film it names, and what it says of it.

    A file has thousands, and a named tuple is made several times as fast as a frozen dataclass.

    `line` counts from 1: the line on which the row starts, in JSON the number of the item in its
    list. Times are UTC; a date without a time is its midnight; None is unknown. `half_stars` goes
    from 1 to 10. A row that `is_log` tells of one viewing: its stars are those of that day and
    give way to a plain rating of the same source. `other_mark` and a `source` other than the
    file's format are found in filmrec's own export only.
    """

    file: str
    line: int
    film: NamedFilm
    half_stars: int | None = None
    rated_at: datetime | None = None
    is_seen: bool = False
    seen_at: datetime | None = None
    is_on_watchlist: bool = False
    listed_at: datetime | None = None
    is_liked: bool = False
    liked_at: datetime | None = None
    viewing: Viewing | None = None
    is_log: bool = False
    other_mark: Mark | None = None
    other_marked_at: datetime | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is understood and brings nothing, mostly for not being about a film.

    `reason` is "TV series", "TV episode" ... or, of a film, what it lacks: "not rated".
    """

    file: str
    line: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be read, or a part of it: `message` says what and why."""

    file: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Export:
    """Everything that one file says.

    `notes` tell what was inferred ("scores taken as 0 to 100"). `complete` are the kinds of facts
    of which the file holds all that its source had: a film that it no longer names has vanished
    there. A list is complete of nothing.
    """

    format: Format
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    complete: frozenset[Fact] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a file; the defaults are for one of which nothing is known.

    `format` None: told from the content. `scale` is the highest score of a file whose scale is the
    person's own, None: inferred.
    """

    format: Format | None = None
    scale: float | None = None
    list_as: ListAs = ListAs.WATCHLIST
