"""What the person said of films: ratings and marks, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.films import Film, Mark, Marked, Rating
from filmrec.library import journal
from filmrec.library.catalogue import ITEM_ID, load_films
from filmrec.library.rows import day, optional_moment

if TYPE_CHECKING:
    import sqlite3
    from datetime import date, datetime


def as_rating(film: Film, values: journal.Values) -> Rating | None:
    if values is None:
        return None
    return Rating(
        film=film,
        stars=values["half_stars"] / 2,
        rated_at=optional_moment(values["rated_at"]),
        source=values["source"],
    )


def ratings(db: sqlite3.Connection) -> list[Rating]:
    """All ratings, newest first, those of unknown date last."""
    rows = db.execute(
        "SELECT film_id, half_stars, rated_at, source FROM ratings "
        "ORDER BY rated_at DESC, film_id DESC"
    ).fetchall()
    films = load_films(db, [film_id for film_id, *_ in rows])
    return [
        Rating(film, half_stars / 2, optional_moment(rated_at), source)
        for film, (_, half_stars, rated_at, source) in zip(films, rows, strict=True)
    ]


def rated_items(db: sqlite3.Connection) -> list[tuple[int, float, str | None, str]]:
    """(item_id, stars, rated_at in ISO 8601, source) of rated films that have such an id.

    In the order of their ids, so that equal ratings are an equal list.
    """
    # CROSS JOIN has SQLite go from what was rated to the films: left to choose it goes through the
    # whole catalogue, which took 70 times as long.
    return db.execute(
        f"SELECT {ITEM_ID} AS item_id, half_stars / 2.0, rated_at, source FROM ratings "  # noqa: S608 - ours
        "CROSS JOIN films USING (film_id) WHERE item_id IS NOT NULL ORDER BY item_id"
    ).fetchall()


def count_ratings(db: sqlite3.Connection) -> int:
    count: int = db.execute("SELECT count(*) FROM ratings").fetchone()[0]
    return count


def marked(db: sqlite3.Connection, mark: Mark) -> list[Marked]:
    """Films with this mark, the newest mark first, those of unknown date last."""
    rows = db.execute(
        "SELECT film_id, marked_at, source FROM marks WHERE mark = ? "
        "ORDER BY marked_at DESC, film_id DESC",
        (mark.value,),
    ).fetchall()
    films = load_films(db, [film_id for film_id, *_ in rows])
    return [
        Marked(film, mark, optional_moment(marked_at), source)
        for film, (_, marked_at, source) in zip(films, rows, strict=True)
    ]


def count_marked(db: sqlite3.Connection, mark: Mark) -> int:
    count: int
    (count,) = db.execute("SELECT count(*) FROM marks WHERE mark = ?", (mark.value,)).fetchone()
    return count


def marks(db: sqlite3.Connection, film_id: int) -> dict[Mark, datetime | None]:
    """The marks of a film, each with its date."""
    rows = db.execute(
        "SELECT mark, marked_at FROM marks WHERE film_id = ? ORDER BY mark", (film_id,)
    )
    return {Mark(mark): optional_moment(marked_at) for mark, marked_at in rows}


def viewings(db: sqlite3.Connection, film_id: int) -> list[date]:
    """The days on which a film was watched, the first one first."""
    rows = db.execute(
        "SELECT watched_on FROM viewings WHERE film_id = ? ORDER BY watched_on", (film_id,)
    )
    return [day(watched_on) for (watched_on,) in rows]


def item_ids_marked(db: sqlite3.Connection, *wanted: Mark) -> list[int]:
    """Item ids, ascending, of the films that have any of these marks."""
    rows = db.execute(
        f"SELECT DISTINCT {ITEM_ID} AS item_id, mark FROM marks CROSS JOIN films USING (film_id) "  # noqa: S608 - ours
        "WHERE item_id IS NOT NULL ORDER BY item_id"
    )
    chosen = {mark.value for mark in wanted}
    return list(dict.fromkeys(item_id for item_id, mark in rows if mark in chosen))
