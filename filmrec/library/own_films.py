"""Films that no catalogue has: what a person's file said of them, kept until one brings them.

They are rows among the films, found by search like all others, with no community behind them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from filmrec.library import names
from filmrec.library.rows import parsed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

ID_COLUMNS = ("movielens_id", "tmdb_id", "imdb_id")
_COLUMNS = ("title", "original_title", "year", "genres")
# Everything that a person can have said of a film.
_SAID = ("ratings", "marks", "viewings", "aliases", "questions", "chat_lines")


class FilmInUseError(Exception):
    """Something is still said of a film that is to go."""


def read_film(db: sqlite3.Connection, film_id: int) -> dict[str, Any] | None:
    """What a film is apart from its ids; None where there is none."""
    row = db.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM films WHERE film_id = ?",  # noqa: S608 - the columns are ours
        (film_id,),
    ).fetchone()
    if row is None:
        return None
    film = dict(zip(_COLUMNS, row, strict=True))
    return {**film, "genres": parsed(film["genres"])}


def write_films(db: sqlite3.Connection, films: Mapping[int, Mapping[str, Any]]) -> None:
    """Make the films, by film_id, with their names."""
    db.executemany(
        f"INSERT INTO films (film_id, is_own, n_community_ratings, {', '.join(_COLUMNS)}) "  # noqa: S608 - the columns are ours
        "VALUES (?, 1, 0, ?, ?, ?, ?)",
        (
            (
                *(film_id, film["title"], film["original_title"], film["year"]),
                json.dumps(film["genres"], ensure_ascii=False),
            )
            for film_id, film in films.items()
        ),
    )
    named = [
        names.Name(film_id, kind, title, film["year"], 0)
        for film_id, film in films.items()
        for kind, title in (("main", film["title"]), ("original", film["original_title"]))
        if title
    ]
    names.add(db, named)


def delete_films(db: sqlite3.Connection, film_ids: Sequence[int]) -> None:
    """Remove films with their names; lists that showed them forget them.

    Raises
    ------
    FilmInUseError
        When something is said of one of them.
    """
    if not film_ids:
        return
    gone = json.dumps(list(film_ids))
    among = "WHERE film_id IN (SELECT value FROM json_each(?))"
    for table in _SAID:
        if db.execute(f"SELECT 1 FROM {table} {among} LIMIT 1", (gone,)).fetchone():  # noqa: S608 - names are ours
            raise FilmInUseError
    names.forget(db, film_ids)
    for table in ("recommendations", "films"):
        db.execute(f"DELETE FROM {table} {among}", (gone,))  # noqa: S608 - names are ours


def read_id(db: sqlite3.Connection, film_id: int, column: str) -> dict[str, Any] | None:
    """The outside id in `column` as `{"value": id}`; None where the film has none."""
    if column not in ID_COLUMNS:
        raise ValueError(f"no column of ids: {column!r}")
    row = db.execute(f"SELECT {column} FROM films WHERE film_id = ?", (film_id,)).fetchone()  # noqa: S608 - one of ours
    return None if row is None or row[0] is None else {"value": row[0]}


def write_ids(
    db: sqlite3.Connection, ids: Mapping[tuple[int, str], Mapping[str, Any] | None]
) -> None:
    """Set ids, by (film_id, column), to `{"value": id}` or None.

    One film may hand an id over to another: first all let go of theirs.
    """
    for column in ID_COLUMNS:
        wanted = [
            (id_ and id_["value"], film_id)
            for (film_id, name), id_ in ids.items()
            if name == column
        ]
        db.execute(
            f"UPDATE films SET {column} = NULL WHERE {column} IS NOT NULL "  # noqa: S608 - one of ours
            "AND film_id IN (SELECT value FROM json_each(?))",
            (json.dumps([film_id for _, film_id in wanted]),),
        )
        db.executemany(f"UPDATE films SET {column} = ? WHERE film_id = ?", wanted)  # noqa: S608 - one of ours


def taken_over(db: sqlite3.Connection, film_ids: Sequence[int]) -> set[int]:
    """Those of these films that a catalogue has by now."""
    rows = db.execute(
        "SELECT film_id FROM films "
        "WHERE NOT is_own AND film_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(film_ids)),),
    )
    return {film_id for (film_id,) in rows}
