"""What was recommended and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from filmrec.library.catalogue import load_films
from filmrec.library.rows import moment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from filmrec.films import Film


@dataclass(frozen=True, slots=True)
class Run:
    """A list that was shown: `films` best first, `scores` beside them."""

    run_id: int
    made_at: datetime
    films: tuple[Film, ...]
    scores: tuple[float, ...]


def record_run(db: sqlite3.Connection, made_at: str, shown: Sequence[tuple[int, float]]) -> int:
    """Note a list of (film_id, score), best first; returns its run_id."""
    run_id: int
    (run_id,) = db.execute(
        "INSERT INTO recommendation_runs (made_at) VALUES (?) RETURNING run_id", (made_at,)
    ).fetchone()
    db.executemany(
        "INSERT INTO recommendations (run_id, rank, film_id, score) VALUES (?, ?, ?, ?)",
        (
            (run_id, rank, film_id, float(score))
            for rank, (film_id, score) in enumerate(shown, start=1)
        ),
    )
    return run_id


def last_run(db: sqlite3.Connection) -> Run | None:
    row = db.execute(
        "SELECT run_id, made_at FROM recommendation_runs ORDER BY run_id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    run_id, made_at = row
    shown = db.execute(
        "SELECT film_id, score FROM recommendations WHERE run_id = ? ORDER BY rank", (run_id,)
    ).fetchall()
    return Run(
        run_id=run_id,
        made_at=moment(made_at),
        films=tuple(load_films(db, [film_id for film_id, _ in shown])),
        scores=tuple(score for _, score in shown),
    )
