"""The words in which it is said which film a file's name means, and how sure that is."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from filmrec.library.titles import normalise

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from filmrec.library.readings import Reading

MOST_CANDIDATES = 5
# What `title_row` is made from: `titles` joined with `films`.
TITLE_COLUMNS = (
    "film_id, kind, titles.title, titles.folded, key, titles.year, titles.n_community_ratings, "
    "is_own, movielens_id, tmdb_id, imdb_id"
)


class Outcome(enum.Enum):
    """AMBIGUOUS: several films may be meant, or one may; UNMATCHED: it is none that is known."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    UNMATCHED = "unmatched"


class Evidence(enum.StrEnum):
    """What speaks for the film, or for the candidates; the strongest first."""

    ID = "id"
    TITLE_AND_YEAR = "title and year"
    TITLE_AND_NEAR_YEAR = "title and near year"
    TITLE_ALONE = "title alone"
    SUBTITLE = "title but its subtitle, and year"
    SPELLING = "spelling and year"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Match:
    """`film_id` where MATCHED; else `candidates`, the most probable first, at most five."""

    outcome: Outcome
    film_id: int | None
    evidence: Evidence
    candidates: tuple[int, ...] = ()

    @property
    def possible(self) -> tuple[int, ...]:
        """Every film that may be meant, the most probable first."""
        return self.candidates if self.film_id is None else (self.film_id, *self.candidates)


class Equality(enum.IntEnum):
    """How a title of a film equals the one that a file gives."""

    MAIN_TITLE = 0
    OTHER_TITLE = 1
    BUT_ARTICLES = 2
    WRITTEN_OTHERWISE = 3


class Ids(NamedTuple):
    movielens_id: int | None
    tmdb_id: int | None
    imdb_id: str | None


class TitleRow(NamedTuple):
    """One title of a film, with what tells the film from others."""

    film_id: int
    kind: str
    title: str
    folded: str
    key: str
    year: int | None
    n_ratings: int
    is_own: bool
    ids: Ids


class Found(NamedTuple):
    """A film that has one of the names; the least is the likeliest but for its year."""

    is_part: bool
    equality: Equality
    less_known: int
    film_id: int
    year: int | None
    is_own: bool
    title: str


def title_rows(cursor: sqlite3.Cursor) -> Iterator[TitleRow]:
    """The rows of a statement that selects TITLE_COLUMNS."""
    for film_id, kind, title, folded, key, year, n_ratings, is_own, *ids in cursor:
        yield TitleRow(film_id, kind, title, folded, key, year, n_ratings, bool(is_own), Ids(*ids))


def equality(reading: Reading, row: TitleRow) -> Equality:
    if row.folded == reading.folded:
        is_main = row.kind in {"main", "original"}
        return Equality.MAIN_TITLE if is_main else Equality.OTHER_TITLE
    if normalise(row.title) == normalise(reading.title):
        return Equality.BUT_ARTICLES
    return Equality.WRITTEN_OTHERWISE


def left_open(outcome: Outcome, evidence: Evidence, candidates: Iterable[int]) -> Match:
    """No match, with the first few candidates, each once."""
    return Match(outcome, None, evidence, tuple(dict.fromkeys(candidates))[:MOST_CANDIDATES])
