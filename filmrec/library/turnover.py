"""Films that a new community does not have: they leave, unless something is known of them here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from filmrec.films import LAST_MOVIELENS_ID
from filmrec.library import own_films

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

# Their rows go with the film; `tmdb_facts` keep it, but make it nobody's own.
_OF_THE_FILM = frozenset({"titles", "recommendations", "tmdb_doubts", "tmdb_facts"})


def leave(db: sqlite3.Connection, kept: Iterable[int]) -> None:
    """Take films without one of the MovieLens ids `kept` out of the catalogue.

    Those of which anything is said or remembered become films of the person's own, those of which
    TMDb told something become films that it alone has: the next catalogue that has them takes
    them over again. What TMDb alone had brought stays as it is.
    """
    leaving = {
        film_id
        for (film_id,) in db.execute(
            "SELECT film_id FROM films WHERE NOT is_own AND movielens_id IS NOT NULL "
            "AND movielens_id NOT IN (SELECT value FROM json_each(?))",
            (json.dumps(list(kept)),),
        )
    }
    if not leaving:
        return
    own = leaving & _in_use(db)
    told = (leaving - own) & _told(db)
    _let_go(db, own, is_own=True)
    _let_go(db, told, is_own=False)
    # For every film that goes SQLite looks for lists that showed it.
    db.execute("CREATE INDEX turnover_film_id ON recommendations (film_id)")
    own_films.delete_films(db, sorted(leaving - own - told))
    db.execute("DROP INDEX turnover_film_id")


def _in_use(db: sqlite3.Connection) -> set[int]:
    """Films that any row of the library is about, and those that an undo would need."""
    found = {film_id for (film_id,) in db.execute("SELECT DISTINCT film_id FROM journal")}
    tables = db.execute(
        'SELECT tables.name, keys."from" FROM sqlite_schema AS tables, '
        "pragma_foreign_key_list(tables.name) AS keys "
        "WHERE tables.type = 'table' AND keys.\"table\" = 'films'"
    ).fetchall()
    for table, column in tables:
        if table not in _OF_THE_FILM:
            rows = db.execute(f'SELECT DISTINCT "{column}" FROM "{table}"')  # noqa: S608 - names of our schema
            found.update(film_id for (film_id,) in rows)
    return found


def _told(db: sqlite3.Connection) -> set[int]:
    return {film_id for (film_id,) in db.execute("SELECT film_id FROM tmdb_facts")}


def _let_go(db: sqlite3.Connection, film_ids: Iterable[int], *, is_own: bool) -> None:
    among = "WHERE film_id IN (SELECT value FROM json_each(?))"
    ids = json.dumps(sorted(film_ids))
    # What is no number of MovieLens says nothing where its set is not in use; and a film that is
    # TMDb's alone has none.
    last = LAST_MOVIELENS_ID if is_own else 0
    db.execute(
        "UPDATE films SET is_own = ?, community_mean = NULL, n_community_ratings = 0, "  # noqa: S608 - ours
        f"movielens_id = iif(movielens_id > ?, NULL, movielens_id) {among}",
        (is_own, last, ids),
    )
    db.execute(f"UPDATE titles SET n_community_ratings = 0 {among}", (ids,))  # noqa: S608 - ours
