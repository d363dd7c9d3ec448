"""Ids that lead to another film than the one that the file names beside them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from filmrec.library import aliases, namesakes, readings
from filmrec.library.catalogue import titles_of
from filmrec.library.titles import key_words
from filmrec.library.verdicts import Evidence, Match, Outcome, left_open

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence

    from filmrec.films import NamedFilm
    from filmrec.library.readings import Name
    from filmrec.library.verdicts import Found

# By how many years files may differ on a film that they call by titles of two languages.
_NEAR = 3


class Doubt(NamedTuple):
    """No match any more, how the name is read, and the films that it may mean all the same."""

    match: Match
    name: Name
    found: list[Found]


class _Called(NamedTuple):
    """What a film is called: its year, and the keys and the words of all its titles."""

    year: int | None
    keys: set[str]
    words: set[str]


def doubts(
    db: sqlite3.Connection, named: Sequence[NamedFilm], matches: Mapping[int, Match]
) -> dict[int, Doubt]:
    """Those of the matches by an id that the name beside the id speaks against.

    It does where no word of it is in any title of the film, and either the year is far off as
    well, or the catalogue has a film of that very name and year.
    """
    otherwise = _named_otherwise(db, named, matches)
    if not otherwise:
        return {}
    called = _called(db, set(otherwise.values()))
    names = {at: readings.read(named[at]) for at in otherwise}
    strange = [at for at, name in names.items() if _is_strange(name, called[otherwise[at]])]
    rows = namesakes.titles_by_key(db, {r.key for at in strange for r in names[at].readings})
    found: dict[int, Doubt] = {}
    for at in strange:
        # What another id rules out is just what is asked here.
        nameless = named[at]._replace(movielens_id=None, tmdb_id=None, imdb_id=None)
        called_so = namesakes.found(nameless, names[at], rows, ())
        by_name = namesakes.by_year(names[at], [one for one in called_so if not one.is_own])
        is_another = by_name.film_id is not None and by_name.evidence is Evidence.TITLE_AND_YEAR
        if is_another or _are_far(names[at].year, called[otherwise[at]].year):
            candidates = (otherwise[at], by_name.film_id, *by_name.candidates)
            known = [film_id for film_id in candidates if film_id is not None]
            match = left_open(Outcome.AMBIGUOUS, Evidence.ID, known)
            possible = namesakes.found(named[at], names[at], rows, ())
            found[at] = Doubt(match, names[at], possible)
    return found


def _named_otherwise(
    db: sqlite3.Connection, named: Sequence[NamedFilm], matches: Mapping[int, Match]
) -> dict[int, int]:
    """Names that are not the title of the film which has their id, and that film.

    Nearly all are, to the letter, and need no further look.
    """
    by_id = {
        at: match.film_id
        for at, match in matches.items()
        if match.evidence is Evidence.ID and match.film_id is not None
    }
    titles = titles_of(db, set(by_id.values()))
    return {
        at: film_id
        for at, film_id in by_id.items()
        # A row without a title is called by its id.
        if named[at].title != titles[film_id] and named[at].title not in aliases.certain(named[at])
    }


def _called(db: sqlite3.Connection, film_ids: Collection[int]) -> dict[int, _Called]:
    called: dict[int, _Called] = {}
    for film_id, title, key, year in db.execute(
        "SELECT film_id, titles.title, key, films.year FROM titles JOIN films USING (film_id) "
        "WHERE film_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(film_ids)),),
    ):
        _, keys, words = called.setdefault(film_id, _Called(year, set(), set()))
        keys.add(key)
        words.update(key_words(title))
    return called


def _is_strange(name: Name, called: _Called) -> bool:
    return not any(
        reading.key in called.keys or not called.words.isdisjoint(key_words(reading.title))
        for reading in name.readings
    )


def _are_far(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and abs(one - other) > _NEAR
