"""What asking TMDb brought: counts, then the films that need a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from filmrec.render.documents import film_document
from filmrec.render.tables import new_table
from filmrec.render.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from filmrec.actions.import_tmdb import TmdbReport, TmdbRow

# What a terminal shows of each list; a pipe and `--json` have all.
SHOWN = 20
_LABELS = {
    "fetched": "fetched",
    "joined": "numbers found",
    "new": "new in the catalogue",
    "unsure": "left open: TMDb may mean another film",
    "not_found": "not found at TMDb",
    "failed": "failed",
}


def tmdb_summary(report: TmdbReport, *, full: bool) -> Group:
    """Counts of films, then tables of those left open and those that failed."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right")
    counts = {outcome.value: n for outcome, n in report.counts().items()}
    for outcome, label in _LABELS.items():
        if counts[outcome]:
            grid.add_row(Text(f"{counts[outcome]:,}"), Text(label))
    if report.n_fresh:
        grid.add_row(Text(f"{report.n_fresh:,}"), Text("known already"))
    parts: list[RenderableType] = [
        grid if grid.row_count else Text("there was nothing to ask for", style="dim")
    ]
    for title, outcome, table_of in (
        (
            'Left open; `filmrec import-tmdb --film "Title (Year)" --as ID` decides:',
            "unsure",
            _open_table,
        ),
        ("Failed; the next run asks again:", "failed", _failed_table),
    ):
        rows = [row for row in report.rows if row.outcome.value == outcome]
        if rows:
            shown = rows if full else rows[:SHOWN]
            parts += [Text(), Text(title), table_of(shown)]
            if len(rows) > len(shown):
                rest = f"and {plural(len(rows) - len(shown), 'film')} more (`--json` has all)"
                parts.append(Text(rest, style="dim"))
    return Group(*parts)


def _open_table(rows: Sequence[TmdbRow]) -> Table:
    table = new_table()
    table.add_column("film", overflow="fold")
    table.add_column("may be", overflow="fold")
    for row in rows:
        names = [f"{film.name} tmdb:{film.tmdb_id}" for film in row.candidates]
        names += [film.name for film in row.near]
        table.add_row(Text(printable(row.name)), Text(printable(", ".join(names))))
    return table


def _failed_table(rows: Sequence[TmdbRow]) -> Table:
    table = new_table()
    table.add_column("film", overflow="fold")
    table.add_column("why", overflow="fold")
    for row in rows:
        table.add_row(Text(printable(row.name)), Text(printable(row.reason or "")))
    return table


def tmdb_report_document(report: TmdbReport) -> dict[str, Any]:
    return {
        "counts": {outcome.value: n for outcome, n in report.counts().items()},
        "n_fresh": report.n_fresh,
        "n_left": report.n_left,
        "stopped": None if report.stopped is None else report.stopped.message,
        "films": [_row_document(row) for row in report.rows],
    }


def _row_document(row: TmdbRow) -> dict[str, Any]:
    return {
        **(film_document(row.film) if row.film is not None else {"title": row.name}),
        "outcome": row.outcome.value,
        "reason": row.reason,
        "candidates": [
            {"title": film.title, "year": film.year, "tmdb_id": film.tmdb_id}
            for film in row.candidates
        ],
        "near": [film_document(film) for film in row.near],
    }
