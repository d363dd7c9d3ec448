"""Which film of the library a file's name means, or that it cannot be told.

Ids go first, then the title with the year, then a year beside it. A film is MATCHED only where
the evidence leaves no other that it could as well be: the wrong film is worse than none.
"""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from filmrec.library import readings
from filmrec.library.titles import normalise

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from filmrec.films import NamedFilm
    from filmrec.library.readings import Name, Reading

# Among films of one name and year, the one that this share of the community's ratings is for.
_NO_DOUBT = 0.995
_MOST_CANDIDATES = 5
# A year that is off by one, or missing, is made up for by a name of so many letters and words.
_LONG_KEY = 10
_MANY_WORDS = 2
_ID_COLUMNS = ("movielens_id", "tmdb_id", "imdb_id")


class Outcome(enum.Enum):
    """AMBIGUOUS: several films may be meant, or one may; UNMATCHED: none of this name is known."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    UNMATCHED = "unmatched"


class Evidence(enum.StrEnum):
    """What speaks for the film, or for the candidates; the strongest first."""

    ID = "id"
    TITLE_AND_YEAR = "title and year"
    TITLE_AND_NEAR_YEAR = "title and near year"
    TITLE_ALONE = "title alone"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Match:
    """`film_id` where MATCHED; else `candidates`, the most probable first, at most five."""

    outcome: Outcome
    film_id: int | None
    evidence: Evidence
    candidates: tuple[int, ...] = ()


class _Equality(enum.IntEnum):
    """How a title of a film equals the one that a file gives."""

    MAIN_TITLE = 0
    OTHER_TITLE = 1
    BUT_ARTICLES = 2
    WRITTEN_OTHERWISE = 3


class _Ids(NamedTuple):
    """A film's outside ids and whose film it is."""

    is_own: int
    movielens_id: int | None
    tmdb_id: int | None
    imdb_id: str | None


class _TitleRow(NamedTuple):
    film_id: int
    kind: str
    title: str
    folded: str
    year: int | None
    n_ratings: int
    ids: _Ids


class _Found(NamedTuple):
    """A film that has one of the names; the least is the likeliest but for its year."""

    is_part: bool
    equality: _Equality
    less_known: int
    film_id: int
    year: int | None
    is_own: int


def match_films(
    db: sqlite3.Connection, named: Sequence[NamedFilm], *, catalogue_only: bool = False
) -> list[Match]:
    """For each named film the one of the library that it is, or why that cannot be told.

    A film that the catalogue leaves open is the own film of that name and year, where there is
    one; `catalogue_only` passes over own films.
    """
    names = [readings.read(film) for film in named]
    rows = _titles_by_key(db, {reading.key for name in names for reading in name.readings})
    holders = _holders(db, named)
    matches = []
    for film, name in zip(named, names, strict=True):
        by_id = {
            film_id: is_own
            for column in _ID_COLUMNS
            if (held := holders[column].get(getattr(film, column))) is not None
            for film_id, is_own in [held]
            if not (catalogue_only and is_own)
        }
        found = _found(film, name, rows, by_id)
        matches.append(_match(name, by_id, found, catalogue_only=catalogue_only))
    return matches


def _titles_by_key(db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, list[_TitleRow]]:
    by_key: dict[str, list[_TitleRow]] = {}
    for looked_up, film_id, kind, title, folded, year, n_ratings, *ids in db.execute(
        "SELECT key, film_id, kind, titles.title, folded, titles.year, "
        "titles.n_community_ratings, is_own, movielens_id, tmdb_id, imdb_id "
        "FROM titles JOIN films USING (film_id) WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(keys), ensure_ascii=False),),
    ):
        row = _TitleRow(film_id, kind, title, folded, year, n_ratings, _Ids(*ids))
        by_key.setdefault(looked_up, []).append(row)
    return by_key


def _holders(
    db: sqlite3.Connection, named: Sequence[NamedFilm]
) -> dict[str, dict[int | str | None, tuple[int, bool]]]:
    """By column and id, the film that has the id and whether it is an own one."""
    holders: dict[str, dict[int | str | None, tuple[int, bool]]] = {}
    for column in _ID_COLUMNS:
        wanted = {getattr(film, column) for film in named} - {None}
        rows = db.execute(
            f"SELECT {column}, film_id, is_own FROM films "  # noqa: S608 - one of our columns
            f"WHERE {column} IN (SELECT value FROM json_each(?))",
            (json.dumps(list(wanted)),),
        )
        holders[column] = {held: (film_id, bool(is_own)) for held, film_id, is_own in rows}
    return holders


def _found(
    film: NamedFilm,
    name: Name,
    rows: Mapping[str, Sequence[_TitleRow]],
    by_id: Mapping[int, bool],
) -> list[_Found]:
    """The films that have one of the names, likeliest first, without those of another id."""
    best: dict[int, _Found] = {}
    for reading in name.readings:
        for row in rows.get(reading.key, ()):
            if row.film_id not in by_id and _has_another_id(row.ids, film):
                continue
            found = _Found(
                not reading.is_whole,
                _equality(reading, row),
                -row.n_ratings,
                row.film_id,
                row.year,
                row.ids.is_own,
            )
            known = best.get(row.film_id)
            if known is None or found[:2] < known[:2]:
                best[row.film_id] = found
    return sorted(best.values(), key=lambda found: found[:4])


def _has_another_id(ids: _Ids, film: NamedFilm) -> bool:
    return (
        None is not film.imdb_id != ids.imdb_id is not None
        or None is not film.tmdb_id != ids.tmdb_id is not None
        or None is not film.movielens_id != ids.movielens_id is not None
    )


def _equality(reading: Reading, row: _TitleRow) -> _Equality:
    if row.folded == reading.folded:
        is_other = row.kind == "alternative"
        return _Equality.OTHER_TITLE if is_other else _Equality.MAIN_TITLE
    if normalise(row.title) == normalise(reading.title):
        return _Equality.BUT_ARTICLES
    return _Equality.WRITTEN_OTHERWISE


def _match(
    name: Name, by_id: Mapping[int, bool], found: Sequence[_Found], *, catalogue_only: bool
) -> Match:
    in_catalogue = [film for film in found if not film.is_own]
    match = _by_id(by_id, found) or _by_name(name, in_catalogue)
    if match.outcome is Outcome.MATCHED or catalogue_only:
        return match
    return _own(name, [film for film in found if film.is_own]) or match


def _by_id(by_id: Mapping[int, bool], found: Sequence[_Found]) -> Match | None:
    """The film that has the ids; None where there is none.

    A film of the catalogue goes before an own one, and among several the one of that title.
    """
    holders = [film_id for film_id, is_own in by_id.items() if not is_own] or list(by_id)
    if len(holders) > 1:
        named_so = [film.film_id for film in found if film.film_id in holders]
        if len(named_so) != 1:
            return Match(Outcome.AMBIGUOUS, None, Evidence.ID, tuple(holders))
        holders = named_so
    return Match(Outcome.MATCHED, holders[0], Evidence.ID) if holders else None


def _own(name: Name, found: Sequence[_Found]) -> Match | None:
    """The own film that was made from such a name; None where there is none, or no single one."""
    made_so = [
        film
        for film in found
        if (film.is_part, film.equality, film.year) == (False, _Equality.MAIN_TITLE, name.year)
    ]
    if len(made_so) == 1:
        evidence = Evidence.TITLE_ALONE if name.year is None else Evidence.TITLE_AND_YEAR
        return Match(Outcome.MATCHED, made_so[0].film_id, evidence)
    match = _by_name(name, found)
    return match if match.outcome is Outcome.MATCHED else None


def _by_name(name: Name, found: Sequence[_Found]) -> Match:
    """The film of that name, by the year that it is of."""
    if name.year is None:
        return _only(name, found, found, Evidence.TITLE_ALONE)
    same = [film for film in found if film.year == name.year]
    if same:
        return _likeliest(same, found, name.year)
    near = [film for film in found if film.year is None or abs(film.year - name.year) == 1]
    if near:
        return _only(name, near, found, Evidence.TITLE_AND_NEAR_YEAR)
    return Match(Outcome.UNMATCHED, None, Evidence.NOTHING, _candidates(found, name.year))


def _likeliest(same: Sequence[_Found], found: Sequence[_Found], year: int) -> Match:
    """The film whose title is the more exact, or beyond doubt the better known."""
    best = same[0]
    alike = [film for film in same if film[:2] == best[:2]]
    # One is added to each count: a film that nobody rated may still be the one.
    n_ratings = [1 - film.less_known for film in alike]
    if n_ratings[0] >= _NO_DOUBT * sum(n_ratings):
        return Match(Outcome.MATCHED, best.film_id, Evidence.TITLE_AND_YEAR)
    return Match(Outcome.AMBIGUOUS, None, Evidence.TITLE_AND_YEAR, _candidates(found, year))


def _only(
    name: Name, likely: Sequence[_Found], found: Sequence[_Found], evidence: Evidence
) -> Match:
    """The one film that bears a name which is no other's; where others do, it is ambiguous."""
    if len(found) == 1 and not likely[0].is_part and _is_distinctive(name.readings[0]):
        return Match(Outcome.MATCHED, likely[0].film_id, evidence)
    outcome = Outcome.AMBIGUOUS if likely else Outcome.UNMATCHED
    return Match(
        outcome, None, evidence if likely else Evidence.NOTHING, _candidates(found, name.year)
    )


def _is_distinctive(reading: Reading) -> bool:
    return len(reading.key) >= _LONG_KEY and len(reading.folded.split()) >= _MANY_WORDS


def _candidates(found: Sequence[_Found], year: int | None) -> tuple[int, ...]:
    if year is not None:
        found = sorted(found, key=lambda film: abs((film.year or year) - year))
    return tuple(film.film_id for film in found[:_MOST_CANDIDATES])
