"""Which film of the library a file's name means, or that it cannot be told.

Ids go first, unless the name beside them is quite another film's; then the title with the year,
then a year beside it, a subtitle more or less, and slips of the finger. A film is MATCHED only
where the evidence leaves no other that it could as well be: the wrong film is worse than none.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from filmrec.library import close_names, contradictions, namesakes, readings
from filmrec.library.verdicts import Equality, Evidence, Found, Match, Outcome, left_open

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from filmrec.films import NamedFilm
    from filmrec.library.readings import Name

__all__ = ["Evidence", "Match", "Outcome", "match_films"]

# What other names cannot unsettle.
_SETTLED = frozenset((Evidence.ID, Evidence.TITLE_AND_YEAR))
_ID_COLUMNS = ("movielens_id", "tmdb_id", "imdb_id")


def match_films(
    db: sqlite3.Connection,
    named: Sequence[NamedFilm],
    *,
    catalogue_only: bool = False,
    progress: Callable[[float], None] | None = None,
) -> list[Match]:
    """For each named film the one of the library that it is, or why that cannot be told.

    A film that the catalogue leaves open is the own film of that name and year, where there is
    one; `catalogue_only` passes over own films. What own films there are never changes what is
    matched in the catalogue. `progress` is told the share that is done, 0 to 1.
    """
    by_id = _held(db, named, catalogue_only=catalogue_only)
    # Where an id says it there is no need to look at titles.
    matches = {
        at: Match(Outcome.MATCHED, next(iter(held)), Evidence.ID)
        for at, held in enumerate(by_id)
        if len(held) == 1
    }
    open_ = [at for at in range(len(named)) if at not in matches]
    names = {at: readings.read(named[at]) for at in open_}
    rows = namesakes.titles_by_key(db, {r.key for name in names.values() for r in name.readings})
    found = {at: namesakes.found(named[at], names[at], rows, by_id[at]) for at in open_}
    for at in open_:
        in_catalogue = [one for one in found[at] if not one.is_own]
        matches[at] = _by_id(by_id[at], found[at]) or namesakes.by_year(names[at], in_catalogue)
    for at, doubt in contradictions.doubts(db, named, matches).items():
        matches[at], names[at], found[at] = doubt
    _weigh_close_names(db, named, names, matches, progress)
    if not catalogue_only:
        for at in found:
            if matches[at].outcome is not Outcome.MATCHED:
                own = [one for one in found[at] if one.is_own]
                matches[at] = _own(names[at], own) or matches[at]
    return [matches[at] for at in range(len(named))]


def own_films_named(db: sqlite3.Connection, named: Sequence[NamedFilm]) -> list[int | None]:
    """For each named film the one of the person's own that has its ids, or its name.

    Among those of one name it is the one that has no other id. None where there is no single one.
    """
    names = [readings.read(film) for film in named]
    rows = namesakes.titles_by_key(db, {r.key for name in names for r in name.readings})
    found: list[int | None] = []
    for film, name, held in zip(named, names, _held(db, named, catalogue_only=False), strict=True):
        ids = (film.movielens_id, film.tmdb_id, film.imdb_id)
        own = {film_id for film_id, is_own in held.items() if is_own} or {
            row.film_id
            for row in rows.get(name.readings[0].key if name.readings else "", ())
            if row.is_own and row.year == name.year and row.ids == ids
        }
        if not own:
            called_so = [one for one in namesakes.found(film, name, rows, held) if one.is_own]
            match = _own(name, called_so)
            own = set() if match is None or match.film_id is None else {match.film_id}
        found.append(own.pop() if len(own) == 1 else None)
    return found


def _weigh_close_names(
    db: sqlite3.Connection,
    named: Sequence[NamedFilm],
    names: Mapping[int, Name],
    matches: dict[int, Match],
    progress: Callable[[float], None] | None,
) -> None:
    """Change those matches that are not settled by what the films near in name say."""
    unsettled = [
        (at, name.year)
        for at, name in names.items()
        if name.year is not None and matches[at].evidence not in _SETTLED
    ]
    if not unsettled:
        return
    shelf = close_names.Shelf(db, [(names[at], year) for at, year in unsettled])
    for n_done, (at, year) in enumerate(unsettled, start=1):
        matches[at] = close_names.closest(shelf, named[at], names[at], year, matches[at])
        if progress is not None:
            progress(n_done / len(unsettled))


def _held(
    db: sqlite3.Connection, named: Sequence[NamedFilm], *, catalogue_only: bool
) -> list[dict[int, bool]]:
    """For each named film those that have its ids, and whether each is an own one."""
    holders = _holders(db, named)
    return [
        {
            film_id: is_own
            for column in _ID_COLUMNS
            if (outside_id := getattr(film, column)) is not None
            for film_id, is_own in holders[column].get(outside_id, ())
            if not (is_own and catalogue_only)
        }
        for film in named
    ]


def _holders(
    db: sqlite3.Connection, named: Sequence[NamedFilm]
) -> dict[str, dict[int | str | None, tuple[tuple[int, bool], ...]]]:
    """By column and id, the film that has the id and whether it is an own one."""
    holders: dict[str, dict[int | str | None, tuple[tuple[int, bool], ...]]] = {}
    for column in _ID_COLUMNS:
        wanted = {getattr(film, column) for film in named} - {None}
        rows = db.execute(
            f"SELECT {column}, film_id, is_own FROM films "  # noqa: S608 - one of our columns
            f"WHERE {column} IN (SELECT value FROM json_each(?))",
            (json.dumps(list(wanted)),),
        )
        holders[column] = {held: ((film_id, bool(is_own)),) for held, film_id, is_own in rows}
    return holders


def _by_id(held: Mapping[int, bool], found: Sequence[Found]) -> Match | None:
    """The film that has the ids; None where there is none.

    A film of the catalogue goes before an own one, and among several the one of that title.
    """
    if not held:
        return None
    holders = [film_id for film_id, is_own in held.items() if not is_own] or list(held)
    if len(holders) > 1:
        named_so = [film.film_id for film in found if film.film_id in holders]
        if len(named_so) != 1:
            return left_open(Outcome.AMBIGUOUS, Evidence.ID, holders)
        holders = named_so
    return Match(Outcome.MATCHED, holders[0], Evidence.ID)


def _own(name: Name, found: Sequence[Found]) -> Match | None:
    """The own film that was made from such a name; None where there is none, or no single one."""
    made_so = [
        film
        for film in found
        if (film.is_part, film.equality, film.year) == (False, Equality.MAIN_TITLE, name.year)
    ]
    if len(made_so) == 1:
        evidence = Evidence.TITLE_ALONE if name.year is None else Evidence.TITLE_AND_YEAR
        return Match(Outcome.MATCHED, made_so[0].film_id, evidence)
    match = namesakes.by_year(name, found)
    return match if match.outcome is Outcome.MATCHED else None
