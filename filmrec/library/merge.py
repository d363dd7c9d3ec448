"""Two rows that are one film become one: the person's own film goes into the catalogue's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from filmrec.films import CHAT, NamedFilm
from filmrec.library import aliases, own_films
from filmrec.library.catalogue import titles_of
from filmrec.library.intake import chat_lines, said
from filmrec.library.journal import ALIAS, FILM, ID, QUESTION, RATING, Change, Key, read
from filmrec.library.matching import Outcome, match_films
from filmrec.library.titles import key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from filmrec.library.journal import Group, Values


def merge(db: sqlite3.Connection, group: Group, film_id: int, into: int) -> None:
    """Let everything said of an own film be said of another; the own film goes.

    Of two ratings the newer counts, one read out of a chat for less than any other; a mark that
    both have keeps the date of the film that stays.
    """
    film = read(db, Key(film_id, FILM))
    if film is None or film_id == into or film_id in own_films.taken_over(db, [film_id]):
        raise ValueError(f"no film of the person's own: {film_id}")
    changes = [Change(Key(film_id, FILM), film, None)]
    changes += _handed_over(said(db, [film_id]), said(db, [into]), into)
    changes += _handed_over(chat_lines(db, [film_id]), chat_lines(db, [into]), into)
    for alias in aliases.of_films(db, [film_id]).get(film_id, []):
        named = Key(0, ALIAS, alias)
        before = read(db, named)
        changes.append(Change(named, before, {**(before or {}), "film_id": into}))
    for column in own_films.ID_COLUMNS:
        given, kept = (read(db, Key(number, ID, column)) for number in (film_id, into))
        changes.append(Change(Key(film_id, ID, column), given, None))
        if kept is None:
            changes.append(Change(Key(into, ID, column), None, given))
    question = Key(film_id, QUESTION)
    changes.append(Change(question, read(db, question), None))
    group.change_all(db, changes)


def _handed_over(given: dict[Key, Values], there: dict[Key, Values], into: int) -> Iterable[Change]:
    for what, values in given.items():
        yield Change(what, values, None)
        other = what._replace(film_id=into)
        standing = there.get(other)
        if standing is None or (what.subject == RATING and _is_newer(values, standing)):
            yield Change(other, standing, values)


def _is_newer(one: Values, other: Values) -> bool:
    return _weight(one or {}) > _weight(other or {})


def _weight(rating: Mapping[str, Any]) -> tuple[bool, str]:
    return rating.get("source") != CHAT, rating.get("rated_at") or ""


def join_own_films(db: sqlite3.Connection, group: Group) -> int:
    """Merge own films with those films of the catalogue that they certainly are.

    Films of which the person said that they are films of their own are let be.

    Returns
    -------
    int
        How many were merged.
    """
    rows = db.execute(
        "SELECT film_id, title, original_title, year, movielens_id, tmdb_id, imdb_id FROM films "
        "WHERE is_own AND film_id NOT IN "
        "(SELECT film_id FROM aliases WHERE origin = ? AND film_id IS NOT NULL) ORDER BY film_id",
        (aliases.REVIEW,),
    ).fetchall()
    named = [
        NamedFilm(title, year, original_title, movielens_id=ml, tmdb_id=tmdb_id, imdb_id=imdb_id)
        for _, title, original_title, year, ml, tmdb_id, imdb_id in rows
    ]
    merged = 0
    for (film_id, *_), match in zip(rows, match_films(db, named, catalogue_only=True), strict=True):
        if match.outcome is Outcome.MATCHED and match.film_id is not None:
            if _have_two_addresses(db, film_id, match.film_id):
                continue
            merge(db, group, film_id, match.film_id)
            merged += 1
    return merged


def join_named_so(
    db: sqlite3.Connection, group: Group, named: Sequence[tuple[NamedFilm, int]]
) -> dict[int, int]:
    """Merge own films with those that files now call by the same name, and by an id that they have.

    `named` are names and the films that have their ids. What contradicts it lets a film be: other
    ids or addresses, the person's decision, an open question.

    Returns
    -------
    dict
        The films that went, and which ones they became.
    """
    titles = titles_of(db, {film_id for _, film_id in named})
    # Of the very title that the film has, an own one would be found by it.
    otherwise = [(film, into) for film, into in named if film.title != titles[into]]
    own = _by_name(db, {key(film.title) for film, _ in otherwise}) if otherwise else {}
    joined: dict[int, int] = {}
    for film, meant in otherwise if own else ():
        into = joined.get(meant, meant)
        for film_id in own.get((key(film.title), film.year), ()):
            if film_id not in {into, *joined} and not _are_two(db, film_id, into, film):
                merge(db, group, film_id, into)
                joined[film_id] = into
    return joined


def _by_name(
    db: sqlite3.Connection, keys: Collection[str]
) -> dict[tuple[str, int | None], list[int]]:
    """Own films of these names of which nothing was decided and nothing is asked."""
    found: dict[tuple[str, int | None], list[int]] = {}
    for film_id, title_key, year in db.execute(
        "SELECT film_id, key, films.year FROM titles JOIN films USING (film_id) "
        "WHERE key IN (SELECT value FROM json_each(?)) AND is_own AND kind = 'main' "
        "AND films.year IS NOT NULL AND film_id NOT IN (SELECT film_id FROM questions) "
        "AND film_id NOT IN "
        "(SELECT film_id FROM aliases WHERE origin = ? AND film_id IS NOT NULL)",
        (json.dumps(sorted(keys), ensure_ascii=False), aliases.REVIEW),
    ):
        found.setdefault((title_key, year), []).append(film_id)
    return found


def _have_two_addresses(db: sqlite3.Connection, film_id: int, other: int) -> bool:
    known = aliases.addresses(db, [film_id, other])
    return len(known) == 2 and known[film_id] != known[other]


def _are_two(db: sqlite3.Connection, film_id: int, into: int, named: NamedFilm) -> bool:
    if _have_two_addresses(db, film_id, into):
        return True
    for column in own_films.ID_COLUMNS:
        ids = {(read(db, Key(number, ID, column)) or {}).get("value") for number in (film_id, into)}
        if len((ids | {getattr(named, column)}) - {None}) > 1:
            return True
    return False
