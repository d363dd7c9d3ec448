"""What outside names mean here: addresses of films, and what the person decided of a name.

An alias is the address of a film (`boxd.it/29lS`), an id (`tt0113277`, `tmdb:949`, `ml:6`) or a
title with its year (`name:heat:1995`). It means a film, or, decided by the person, none at all.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from filmrec.library.journal import ALIAS, Change, Key
from filmrec.library.titles import key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from filmrec.films import NamedFilm
    from filmrec.library.journal import Group

IMPORT, REVIEW = "import", "review"
# Addresses that each mean one film, so that two of them are two films.
FILM_ADDRESS = "boxd.it/"


class Meaning(NamedTuple):
    """`film_id` None: no film, to be left out. `origin` is import or review (the person)."""

    film_id: int | None
    origin: str


def certain(film: NamedFilm) -> list[str]:
    """The aliases that can mean no other film: its address and its ids."""
    found = [film.address] if film.address else []
    if film.imdb_id is not None:
        found.append(film.imdb_id)
    if film.tmdb_id is not None:
        found.append(f"tmdb:{film.tmdb_id}")
    if film.movielens_id is not None:
        found.append(f"ml:{film.movielens_id}")
    return found


def by_name(film: NamedFilm) -> str:
    """The alias that its title and year make; a file may mean another film by the same."""
    return f"name:{key(film.title)}:{film.year or ''}"


def any_by_name(db: sqlite3.Connection) -> bool:
    """Whether anything is known by its name."""
    # The semicolon comes right after the colon.
    found = db.execute("SELECT 1 FROM aliases WHERE alias >= 'name:' AND alias < 'name;' LIMIT 1")
    return found.fetchone() is not None


def meanings(db: sqlite3.Connection, aliases: Iterable[str]) -> dict[str, Meaning]:
    """Those of the aliases that mean something."""
    rows = db.execute(
        "SELECT alias, film_id, origin FROM aliases "
        "WHERE alias IN (SELECT value FROM json_each(?))",
        (json.dumps(list(aliases), ensure_ascii=False),),
    )
    return {alias: Meaning(film_id, origin) for alias, film_id, origin in rows}


def of_films(db: sqlite3.Connection, film_ids: Sequence[int]) -> dict[int, list[str]]:
    """The aliases of these films, each in alphabetical order; films without any are left out."""
    found: dict[int, list[str]] = {}
    for film_id, alias in db.execute(
        "SELECT film_id, alias FROM aliases "
        "WHERE film_id IN (SELECT value FROM json_each(?)) ORDER BY alias",
        (json.dumps(list(film_ids)),),
    ):
        found.setdefault(film_id, []).append(alias)
    return found


def addresses(db: sqlite3.Connection, film_ids: Sequence[int]) -> dict[int, set[str]]:
    """Of these films the addresses that mean no other film; films without any are left out."""
    return {
        film_id: found
        for film_id, several in of_films(db, film_ids).items()
        if (found := {alias for alias in several if alias.startswith(FILM_ADDRESS)})
    }


def set_meanings(db: sqlite3.Connection, group: Group, wanted: Mapping[str, Meaning]) -> None:
    """Let aliases mean what is wanted from now on."""
    before = meanings(db, wanted)
    group.change_all(
        db,
        [
            Change(
                Key(0, ALIAS, alias),
                before[alias]._asdict() if alias in before else None,
                meaning._asdict(),
            )
            for alias, meaning in wanted.items()
        ],
    )
