"""The names by which films are found: rows in `titles`, the word index and the vocabulary."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from filmrec.library import vocabulary
from filmrec.library.titles import fold, key, natural

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


# From a catalogue or a file, and from TMDb.
OWN_KINDS = ("main", "original", "alternative")
TMDB = "tmdb"
KINDS = (*OWN_KINDS, TMDB)


class Name(NamedTuple):
    """One title of a film: `kind` is main, original, alternative or tmdb.

    What search orders by stands beside each title, so that it need not visit the films.
    """

    film_id: int
    kind: str
    title: str
    year: int | None
    n_community_ratings: int


def add(db: sqlite3.Connection, names: Iterable[Name]) -> None:
    rows = [
        (
            *(name.film_id, name.kind, name.title, fold(natural(name.title)), key(name.title)),
            *(name.year, name.n_community_ratings),
        )
        for name in names
    ]
    if not rows:
        return
    (last,) = db.execute("SELECT coalesce(max(title_id), 0) FROM titles").fetchone()
    db.executemany(
        "INSERT INTO titles (film_id, kind, title, folded, key, year, n_community_ratings) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    db.execute(
        "INSERT INTO title_words (rowid, folded) "
        "SELECT title_id, folded FROM titles WHERE title_id > ?",
        (last,),
    )
    vocabulary.learn(db, {word for row in rows for word in row[3].split()})


def forget(db: sqlite3.Connection, film_ids: Iterable[int], kinds: Iterable[str] = KINDS) -> None:
    """Remove the names of these films; the words that only they had stay in the vocabulary."""
    chosen = (json.dumps(list(film_ids)), json.dumps(list(kinds)))
    among = (
        "WHERE film_id IN (SELECT value FROM json_each(?)) "
        "AND kind IN (SELECT value FROM json_each(?))"
    )
    # The word index keeps no text of its own: it must be told what to forget, and first.
    db.execute(
        "INSERT INTO title_words (title_words, rowid, folded) "  # noqa: S608 - the words are ours
        f"SELECT 'delete', title_id, folded FROM titles {among}",
        chosen,
    )
    db.execute(f"DELETE FROM titles {among}", chosen)  # noqa: S608 - the words are ours
