"""What was done to the library, command by command, read back from the journal."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from filmrec.library.catalogue import load_films
from filmrec.library.journal import RATING
from filmrec.library.rows import moment, parsed

if TYPE_CHECKING:
    import sqlite3

    from filmrec.films import Film

# Of a step that changed more films than these, only their number is told.
MOST_NAMED = 3


class StepState(enum.StrEnum):
    """Whether a command stands. SUPERSEDED: undone, and what came after it rules out a redo."""

    DONE = "done"
    UNDONE = "undone"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Step:
    """One command that changed the library, by the number that undoes it.

    `films` are those of the `n_films` that it changed; none are told where they are many, or are
    no longer here. A step that changed the rating of its only film says from what to what, None
    for unrated.
    """

    number: int
    made_at: datetime
    command: str
    state: StepState
    n_films: int
    films: tuple[Film, ...] = ()
    stars: float | None = None
    stars_before: float | None = None


_STEPS = """
    SELECT group_id, made_at, command, state, (
        SELECT count(DISTINCT film_id) FROM journal
        WHERE journal.group_id = journal_groups.group_id AND film_id > 0
    )
    FROM journal_groups
"""


def steps(db: sqlite3.Connection, limit: int, *, standing: bool) -> list[Step]:
    """The newest steps, the newest first; `standing` leaves out those that were undone."""
    rows = db.execute(
        f"{_STEPS} WHERE state = 'done' OR NOT ? ORDER BY group_id DESC LIMIT ?",
        (standing, limit),
    ).fetchall()
    return [_step(db, *row) for row in rows]


def step(db: sqlite3.Connection, number: int) -> Step | None:
    row = db.execute(f"{_STEPS} WHERE group_id = ?", (number,)).fetchone()
    return row and _step(db, *row)


def count_steps(db: sqlite3.Connection, *, standing: bool) -> int:
    count: int
    (count,) = db.execute(
        "SELECT count(*) FROM journal_groups WHERE state = 'done' OR NOT ?", (standing,)
    ).fetchone()
    return count


def _step(
    db: sqlite3.Connection, number: int, made_at: str, command: str, state: str, n_films: int
) -> Step:
    films: list[Film] = []
    if n_films <= MOST_NAMED:
        rows = db.execute(
            "SELECT film_id FROM journal WHERE group_id = ? AND film_id > 0 "
            "GROUP BY film_id ORDER BY min(change_id)",
            (number,),
        )
        films = load_films(db, [film_id for (film_id,) in rows])
    before, after = _stars(db, number) if n_films == 1 else (None, None)
    return Step(
        number=number,
        made_at=moment(made_at),
        command=command,
        state=StepState(state),
        n_films=n_films,
        films=tuple(films),
        stars=after,
        stars_before=before,
    )


def _stars(db: sqlite3.Connection, number: int) -> tuple[float | None, float | None]:
    """Stars before and after a step about one film."""
    changes = db.execute(
        "SELECT before, after FROM journal WHERE group_id = ? AND subject = ? ORDER BY change_id",
        (number, RATING),
    ).fetchall()
    if not changes:
        return None, None
    before, after = (
        None if text is None else parsed(text)["half_stars"] / 2
        for text in (changes[0][0], changes[-1][1])
    )
    return before, after
