"""Taking in what a person's file names and says: films of their own, ids, what was said before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from filmrec.library.catalogue import next_film_id
from filmrec.library.journal import CHAT_LINE, FILM, ID, RATING, VIEWING, Change, Key
from filmrec.library.own_films import ID_COLUMNS
from filmrec.library.rows import parsed, storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from filmrec.films import NamedFilm
    from filmrec.library.journal import Group, Values

# What an import calls itself in the history.
IMPORT_COMMAND = "import "


def add_own_films(
    db: sqlite3.Connection, group: Group, films: Sequence[NamedFilm], *, ids: bool = True
) -> list[int]:
    """Make films of the person's own; returns their numbers, in this order.

    An id that another film has already stays there.
    """
    numbered = list(enumerate(films, start=next_film_id(db)))
    group.change_all(
        db,
        [
            Change(
                Key(film_id, FILM),
                None,
                {
                    "title": storable(film.title),
                    "original_title": film.original_title and storable(film.original_title),
                    "year": film.year,
                    "genres": [storable(genre) for genre in film.genres],
                },
            )
            for film_id, film in numbered
        ],
    )
    adopt_ids(db, group, numbered)
    return [film_id for film_id, _ in numbered]


def adopt_ids(db: sqlite3.Connection, group: Group, pairs: Iterable[tuple[int, NamedFilm]]) -> None:
    """Give films the outside ids that files name them by, where they have none yet.

    An id that another film has already stays there.
    """
    named = [pair for pair in pairs if any(getattr(pair[1], name) for name in ID_COLUMNS)]
    changes = []
    for column in ID_COLUMNS:
        wanted: dict[Any, int] = {}
        for film_id, film in named:
            outside_id = getattr(film, column)
            if outside_id is not None:
                wanted.setdefault(outside_id, film_id)
        lacking = {
            film_id
            for (film_id,) in db.execute(
                f"SELECT film_id FROM films WHERE {column} IS NULL "  # noqa: S608 - one of ours
                "AND film_id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(wanted.values())),),
            )
        }
        held = {
            outside_id
            for (outside_id,) in db.execute(
                f"SELECT {column} FROM films "  # noqa: S608 - one of ours
                f"WHERE {column} IN (SELECT value FROM json_each(?))",
                (json.dumps(list(wanted)),),
            )
        }
        for outside_id, film_id in wanted.items():
            if film_id in lacking and outside_id not in held:
                lacking.remove(film_id)
                changes.append(Change(Key(film_id, ID, column), None, {"value": outside_id}))
    group.change_all(db, changes)


def said(db: sqlite3.Connection, film_ids: Iterable[int] | None = None) -> dict[Key, Values]:
    """Ratings, marks and viewings of these films, or of all."""
    among, values = "", ()
    if film_ids is not None:
        among = "WHERE film_id IN (SELECT value FROM json_each(?))"
        values = (json.dumps(list(film_ids)),)  # type: ignore[assignment]
    return dict(_rows(db, among, values))


def _rows(
    db: sqlite3.Connection, among: str, values: tuple[str, ...]
) -> Iterator[tuple[Key, Values]]:
    for film_id, half_stars, rated_at, source in db.execute(
        f"SELECT film_id, half_stars, rated_at, source FROM ratings {among}",  # noqa: S608 - one of two texts
        values,
    ):
        rating = {"half_stars": half_stars, "rated_at": rated_at, "source": source}
        yield Key(film_id, RATING), rating
    for film_id, mark, marked_at, source in db.execute(
        f"SELECT film_id, mark, marked_at, source FROM marks {among}",  # noqa: S608 - one of two texts
        values,
    ):
        yield Key(film_id, mark), {"marked_at": marked_at, "source": source}
    for film_id, watched_on, is_rewatch, source in db.execute(
        f"SELECT film_id, watched_on, is_rewatch, source FROM viewings {among}",  # noqa: S608 - one of two texts
        values,
    ):
        yield Key(film_id, VIEWING, watched_on), {"is_rewatch": is_rewatch, "source": source}


def chat_lines(db: sqlite3.Connection, film_ids: Iterable[int] | None = None) -> dict[Key, Values]:
    """The lines of chats that were decided on, for these films or for all."""
    rows = db.execute("SELECT film_id, line_hash, opinion FROM chat_lines")
    if film_ids is not None:
        rows = db.execute(
            "SELECT film_id, line_hash, opinion FROM chat_lines "
            "WHERE film_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(film_ids)),),
        )
    return {
        Key(film_id, CHAT_LINE, line_hash): {"opinion": opinion}
        for film_id, line_hash, opinion in rows
    }


def taken_away(db: sqlite3.Connection) -> dict[Key, Values]:
    """What the person took away by hand, and nothing has brought back: as it was before that."""
    return {
        Key(film_id, subject, detail): parsed(before)
        for film_id, subject, detail, before, command, _ in db.execute(
            "SELECT film_id, subject, detail, before, command, max(change_id) "
            "FROM journal JOIN journal_groups USING (group_id) "
            "WHERE after IS NULL AND before IS NOT NULL AND state = 'done' "
            "GROUP BY film_id, subject, detail"
        )
        if not command.startswith(IMPORT_COMMAND)
    }


class Holdings(NamedTuple):
    """What a library holds of its person, besides what was said.

    `film_ids` are the films of which something is said or known by name, and the person's own.
    `aliases` are (alias, origin) by film, in alphabetical order; `left_out` are those that mean no
    film.
    """

    film_ids: frozenset[int]
    aliases: dict[int, tuple[tuple[str, str], ...]]
    questions: dict[int, str]
    left_out: tuple[str, ...]


def holdings(db: sqlite3.Connection) -> Holdings:
    by_film: dict[int, list[tuple[str, str]]] = {}
    left_out = []
    for alias, film_id, origin in db.execute(
        "SELECT alias, film_id, origin FROM aliases ORDER BY alias"
    ):
        if film_id is None:
            left_out.append(alias)
        else:
            by_film.setdefault(film_id, []).append((alias, origin))
    film_ids = {
        film_id
        for (film_id,) in db.execute(
            "SELECT film_id FROM ratings UNION SELECT film_id FROM marks "
            "UNION SELECT film_id FROM viewings UNION SELECT film_id FROM films WHERE is_own"
        )
    }
    return Holdings(
        film_ids=frozenset(film_ids | by_film.keys()),
        aliases={film_id: tuple(several) for film_id, several in by_film.items()},
        questions=dict(db.execute("SELECT film_id, reason FROM questions").fetchall()),
        left_out=tuple(left_out),
    )
