"""Every change of what the person said, grouped by the command that made it.

The journal stores a row as it was before and as it is after, so that undoing and redoing put
back exactly what was there, dates and source included.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from filmrec.errors import FilmrecError
from filmrec.films import Mark
from filmrec.library import own_films
from filmrec.library.rows import moment, parsed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping

# A row without what names it: column -> value. None: there is no row.
Values = dict[str, Any] | None

RATING, VIEWING, ALIAS, QUESTION = "rating", "viewing", "alias", "question"
CHAT_LINE = "chat_line"
# Of films that are the person's own: the film itself, and the ids that a file gave a film.
FILM, ID = "film", "id"


class Key(NamedTuple):
    """What a change is about: of which film what.

    `detail` is the day of a viewing, the column of an id, the hash of a line of a chat, and the
    name of an alias, which belongs to no film: its `film_id` is 0.
    """

    film_id: int
    subject: str
    detail: str = ""


class Change(NamedTuple):
    """`before` must be what is stored now."""

    key: Key
    before: Values
    after: Values


# Where in a Key stands what a column names a row by.
_PLACES = {
    "film_id": "film_id",
    "mark": "subject",
    "watched_on": "detail",
    "alias": "detail",
    "line_hash": "detail",
}


class _Table(NamedTuple):
    """Where the rows of a subject are: `named_by` are columns that a Key gives, in this order."""

    name: str
    named_by: tuple[str, ...]
    columns: tuple[str, ...]

    def name_of(self, key: Key) -> tuple[int | str, ...]:
        return tuple(getattr(key, _PLACES[column]) for column in self.named_by)

    @property
    def condition(self) -> str:
        return " AND ".join(f"{column} = ?" for column in self.named_by)


_MARKS = _Table("marks", ("film_id", "mark"), ("marked_at", "source"))
_TABLES = {
    RATING: _Table("ratings", ("film_id",), ("half_stars", "rated_at", "source")),
    **{mark.value: _MARKS for mark in Mark},
    VIEWING: _Table("viewings", ("film_id", "watched_on"), ("is_rewatch", "source")),
    QUESTION: _Table("questions", ("film_id",), ("reason",)),
    ALIAS: _Table("aliases", ("alias",), ("film_id", "origin")),
    CHAT_LINE: _Table("chat_lines", ("film_id", "line_hash"), ("opinion",)),
}


def timestamp(moment: datetime) -> str:
    """UTC in ISO 8601, always of the same length, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(slots=True)
class Group:
    """The changes of one command; `group_id` is None until the first."""

    command: str
    now: Callable[[], datetime]
    group_id: int | None = None

    def change(self, db: sqlite3.Connection, key: Key, after: Values) -> Values:
        """Set what `key` names to `after`, note it, and return what was there before."""
        before = read(db, key)
        self.change_all(db, [Change(key, before, after)])
        return before

    def change_all(self, db: sqlite3.Connection, changes: Iterable[Change]) -> int:
        """Make and note the changes, in their order; those that change nothing are passed over.

        Returns
        -------
        int
            How many there were.
        """
        real = [change for change in changes if change.before != change.after]
        if not real:
            return 0
        if self.group_id is None:
            self._begin(db)
        db.executemany(
            "INSERT INTO journal (group_id, film_id, subject, detail, before, after) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                (self.group_id, *change.key, _as_json(change.before), _as_json(change.after))
                for change in real
            ),
        )
        _write_all(db, {change.key: change.after for change in real})
        return len(real)

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


def read(db: sqlite3.Connection, key: Key) -> Values:
    """What is stored under this key."""
    if key.subject == FILM:
        return own_films.read_film(db, key.film_id)
    if key.subject == ID:
        return own_films.read_id(db, key.film_id, key.detail)
    table = _TABLES[key.subject]
    row = db.execute(
        f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE {table.condition}",  # noqa: S608 - names are ours
        table.name_of(key),
    ).fetchone()
    return row and dict(zip(table.columns, row, strict=True))


def _write_all(db: sqlite3.Connection, values: Mapping[Key, Values]) -> None:
    """Put the rows; a film is made before and goes after what refers to it."""
    by_subject: dict[str, dict[Key, Values]] = {}
    for key, after in values.items():
        by_subject.setdefault(key.subject, {})[key] = after
    films = by_subject.pop(FILM, {})
    own_films.write_films(db, {key.film_id: film for key, film in films.items() if film})
    ids = by_subject.pop(ID, {})
    own_films.write_ids(db, {(key.film_id, key.detail): id_ for key, id_ in ids.items()})
    for subject, rows in by_subject.items():
        _write_rows(db, _TABLES[subject], rows)
    own_films.delete_films(db, [key.film_id for key, film in films.items() if film is None])


def _write_rows(db: sqlite3.Connection, table: _Table, rows: Mapping[Key, Values]) -> None:
    names = (*table.named_by, *table.columns)
    db.executemany(
        f"DELETE FROM {table.name} WHERE {table.condition}",  # noqa: S608 - names are ours
        (table.name_of(key) for key, values in rows.items() if values is None),
    )
    db.executemany(
        f"INSERT OR REPLACE INTO {table.name} ({', '.join(names)}) "  # noqa: S608 - names are ours
        f"VALUES ({', '.join('?' * len(names))})",
        (
            (*table.name_of(key), *(values[column] for column in table.columns))
            for key, values in rows.items()
            if values is not None
        ),
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
        "WHERE state = 'undone' ORDER BY undone_at DESC, group_id LIMIT 1"
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
    """Put all rows of a group as they were before it (or after it), if nobody changed them since.

    A key may occur more than once in a group: its first `before` and its last `after` count.
    """
    group_id, command, made_at = group
    first: dict[Key, Values] = {}
    last: dict[Key, Values] = {}
    for film_id, subject, detail, before, after in db.execute(
        "SELECT film_id, subject, detail, before, after FROM journal "
        "WHERE group_id = ? ORDER BY change_id",
        (group_id,),
    ):
        key = Key(film_id, subject, detail)
        first.setdefault(key, _from_json(before))
        last[key] = _from_json(after)
    expected, wanted = (first, last) if forwards else (last, first)
    # A film that a catalogue has taken over since stays, whatever becomes of the rest.
    taken_over = own_films.taken_over(db, [key.film_id for key in wanted if key.subject == FILM])
    stays = {key for key in wanted if key.subject in {FILM, ID} and key.film_id in taken_over}
    conflict = FilmrecError(
        f"`{command}` cannot be {'redone' if forwards else 'undone'}: "
        "another command has changed the same film since",
        hint="undo that command first (`filmrec history` shows them)",
    )
    if any(read(db, key) != expected[key] for key in wanted.keys() - stays):
        raise conflict
    try:
        _write_all(db, {key: values for key, values in wanted.items() if key not in stays})
    except own_films.FilmInUseError as error:
        raise conflict from error
    return Undone(
        group_id=group_id,
        command=command,
        made_at=moment(made_at),
        film_ids=tuple(dict.fromkeys(key.film_id for key in first if key.film_id)),
    )


# Made once: `json.dumps` with any option makes one for every value.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def _as_json(values: Values) -> str | None:
    return None if values is None else _encode(values)


def _from_json(text: str | None) -> Values:
    values: Values = None if text is None else parsed(text)
    return values
