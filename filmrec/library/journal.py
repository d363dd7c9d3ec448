"""Every change of ratings and marks, grouped by the command that made it.

The journal stores a row as it was before and as it is after, so that undoing and redoing put
back exactly what was there, dates and source included.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from filmrec.errors import FilmrecError
from filmrec.library.rows import moment, parsed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

# A row without its film: column -> value. None: there is no row.
Values = dict[str, Any] | None

RATING = "rating"


def timestamp(moment: datetime) -> str:
    """UTC in ISO 8601, always of the same length, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(slots=True)
class Group:
    """The changes of one command; `group_id` is None until the first."""

    command: str
    now: Callable[[], datetime]
    group_id: int | None = None

    def change(self, db: sqlite3.Connection, film_id: int, subject: str, after: Values) -> Values:
        """Set a film's rating or mark to `after`, note it, and return what was there before."""
        before = read(db, film_id, subject)
        if before == after:
            return before
        if self.group_id is None:
            self._begin(db)
        db.execute(
            "INSERT INTO journal (group_id, film_id, subject, before, after) "
            "VALUES (?, ?, ?, ?, ?)",
            (self.group_id, film_id, subject, _as_json(before), _as_json(after)),
        )
        _write(db, film_id, subject, after)
        return before

    def _begin(self, db: sqlite3.Connection) -> None:
        db.execute("UPDATE journal_groups SET state = 'superseded' WHERE state = 'undone'")
        (self.group_id,) = db.execute(
            "INSERT INTO journal_groups (command, made_at) VALUES (?, ?) RETURNING group_id",
            (self.command, timestamp(self.now())),
        ).fetchone()


@dataclass(frozen=True, slots=True)
class Undone:
    """A command taken back (or done again), and the films it had changed, in its order."""

    group_id: int
    command: str
    made_at: datetime
    film_ids: tuple[int, ...]


def read(db: sqlite3.Connection, film_id: int, subject: str) -> Values:
    """What is stored of a film under this subject: its rating, or one of its marks."""
    if subject == RATING:
        row = db.execute(
            "SELECT half_stars, rated_at, source FROM ratings WHERE film_id = ?", (film_id,)
        ).fetchone()
        return row and dict(zip(("half_stars", "rated_at", "source"), row, strict=True))
    row = db.execute(
        "SELECT marked_at FROM marks WHERE film_id = ? AND mark = ?", (film_id, subject)
    ).fetchone()
    return row and {"marked_at": row[0]}


def _write(db: sqlite3.Connection, film_id: int, subject: str, values: Values) -> None:
    if subject == RATING:
        db.execute("DELETE FROM ratings WHERE film_id = ?", (film_id,))
        if values is not None:
            db.execute(
                "INSERT INTO ratings (film_id, half_stars, rated_at, source) "
                "VALUES (:film_id, :half_stars, :rated_at, :source)",
                {"film_id": film_id, **values},
            )
        return
    db.execute("DELETE FROM marks WHERE film_id = ? AND mark = ?", (film_id, subject))
    if values is not None:
        db.execute(
            "INSERT INTO marks (film_id, mark, marked_at) VALUES (?, ?, ?)",
            (film_id, subject, values["marked_at"]),
        )


def undo(db: sqlite3.Connection, now: datetime, group_id: int | None = None) -> Undone | None:
    """Take back one command: the newest that stands, or the one named.

    Returns
    -------
    Undone or None
        None when there is nothing to take back.

    Raises
    ------
    FilmrecError
        When a later command has changed the same film: that one must be undone first.
    """
    group = db.execute(
        "SELECT group_id, command, made_at FROM journal_groups "
        "WHERE state = 'done' AND group_id = coalesce(?, group_id) "
        "ORDER BY group_id DESC LIMIT 1",
        (group_id,),
    ).fetchone()
    if group is None:
        return None
    undone = _apply(db, group, forwards=False)
    db.execute(
        "UPDATE journal_groups SET state = 'undone', undone_at = ? WHERE group_id = ?",
        (timestamp(now), undone.group_id),
    )
    return undone


def redo(db: sqlite3.Connection) -> Undone | None:
    """Do again the command that was undone last; None when there is none, or others came since."""
    group = db.execute(
        "SELECT group_id, command, made_at FROM journal_groups "
        "WHERE state = 'undone' ORDER BY group_id LIMIT 1"
    ).fetchone()
    if group is None:
        return None
    redone = _apply(db, group, forwards=True)
    db.execute(
        "UPDATE journal_groups SET state = 'done', undone_at = NULL WHERE group_id = ?",
        (redone.group_id,),
    )
    return redone


def _apply(db: sqlite3.Connection, group: tuple[int, str, str], *, forwards: bool) -> Undone:
    group_id, command, made_at = group
    changes = db.execute(
        "SELECT film_id, subject, before, after FROM journal WHERE group_id = ? ORDER BY change_id",
        (group_id,),
    ).fetchall()
    for film_id, subject, before, after in changes if forwards else reversed(changes):
        old, new = (before, after) if forwards else (after, before)
        if read(db, film_id, subject) != _from_json(old):
            raise FilmrecError(
                f"`{command}` cannot be {'redone' if forwards else 'undone'}: "
                "another command has changed the same film since",
                hint="undo that command first",
            )
        _write(db, film_id, subject, _from_json(new))
    return Undone(
        group_id=group_id,
        command=command,
        made_at=moment(made_at),
        film_ids=tuple(dict.fromkeys(film_id for film_id, *_ in changes)),
    )


def _as_json(values: Values) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)


def _from_json(text: str | None) -> Values:
    values: Values = None if text is None else parsed(text)
    return values
