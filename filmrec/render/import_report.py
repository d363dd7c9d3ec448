"""What an import did: counts, then every film of which one cannot be sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from filmrec.render.documents import film_document
from filmrec.render.tables import MOST_COLUMNS, film_text, new_table
from filmrec.render.text import film_key, plural, printable, stars_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from filmrec.actions.import_report import Change, ImportReport, OpenFilm
    from filmrec.actions.review import Question

# What a terminal shows of each list; `--report FILE` and a pipe have all.
SHOWN = 20
SHOWN_CANDIDATES = 3
SHOWN_PLACES = 3

_LABELS = {
    "new": ("new ratings", "of films that you had not rated here"),
    "updated": ("changed ratings", "newer than those that were here"),
    "unchanged": ("unchanged", "said already"),
    "older": ("older ratings", "what is here is newer and was kept"),
    "seen": ("seen", "marked as seen"),
    "watchlist": ("watchlist", "put on your watchlist"),
    "liked": ("liked", "marked as liked"),
    "logged": ("viewings", "days on which you watched a film"),
    "marked": ("marked", "hidden and the like"),
    "not_a_film": ("not a film", "series, episodes and the like"),
    "unreadable": ("unreadable", "rows that make no sense"),
    "left_out": ("left out", "as you decided"),
}


def import_summary(report: ImportReport, width: int, *, full: bool) -> Group:
    """Counts of rows, then tables of what needs a look; `full` cuts none of them."""
    parts: list[RenderableType] = [Text(_heading(report), style="bold"), _counts(report, width)]
    for title, table in (
        (_open_title(report), _open_table(report.open_films, width, full=full)),
        ("Ratings that differ:", _changes_table(report.changes, full=full)),
        (_vanished_title(report), _vanished_table(report, full=full)),
        ("Left out, not a film:", _reasons_table(report)),
        ("Rows that make no sense:", _problems_table(report, full=full)),
    ):
        if table is not None:
            parts += [Text(), Text(title), table]
    return Group(*parts)


def _heading(report: ImportReport) -> str:
    names = ", ".join(
        f"{printable(file.name)} ({file.export.format.value})" for file in report.files
    )
    done = "would become of it" if report.is_rehearsal else "became of it"
    return f"{names}: {plural(len(report.rows), 'row')}, and what {done}"


def _counts(report: ImportReport, width: int) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right")
    grid.add_column()
    counts = report.counts()
    for outcome, (label, meaning) in _LABELS.items():
        if counts[outcome]:
            meant = [Text(meaning, style="dim")] if width >= MOST_COLUMNS else []
            grid.add_row(Text(f"{counts[outcome]:,}"), Text(label), *meant)
    for count, label, meaning in (
        (report.n_off_watchlist, "off the watchlist", "watched now"),
        (report.n_joined, "became one", "films that were here under two names"),
    ):
        if count:
            meant = [Text(meaning, style="dim")] if width >= MOST_COLUMNS else []
            grid.add_row(Text(f"{count:,}"), Text(label), *meant)
    return grid


def _open_title(report: ImportReport) -> str:
    """`7 films are kept under the names in the files: 6 are not in the catalogue, ...`."""
    counts = report.counts()
    why = []
    if counts["unmatched"]:
        why.append(f"{_are(counts['unmatched'])} not in the catalogue")
    if counts["ambiguous"]:
        why.append(f"{counts['ambiguous']:,} may be one of several films")
    total = len(report.open_films)
    verb = "is" if total == 1 else "are"
    return f"{plural(total, 'film')} {verb} kept under the name in the file: {', '.join(why)}."


def _are(count: int) -> str:
    return f"{count:,} {'is' if count == 1 else 'are'}"


def _open_table(films: Sequence[OpenFilm], width: int, *, full: bool) -> RenderableType | None:
    if not films:
        return None
    table = new_table()
    table.add_column("row", overflow="fold")
    table.add_column("film", overflow="fold")
    if width >= MOST_COLUMNS:
        table.add_column("why", no_wrap=True)
    table.add_column("may be", overflow="fold")
    # Those that wait for an answer first.
    ordered = sorted(films, key=lambda film: (not film.candidates, film.standing.value))
    shown = ordered if full else ordered[:SHOWN]
    for film in shown:
        why = [Text(film.standing.value, style="dim")] if width >= MOST_COLUMNS else []
        table.add_row(
            Text(_places(film), style="dim"), film_text(film.film), *why, _candidates(film)
        )
    return _with_rest(table, len(films) - len(shown))


def _candidates(film: OpenFilm) -> Text:
    """The films that it may be; those of one name with the id by which each can be named."""
    names = [candidate.name for candidate in film.candidates]
    near = []
    for candidate in film.candidates[:SHOWN_CANDIDATES]:
        text = film_text(candidate)
        if names.count(candidate.name) > 1:
            text.append(f" {film_key(candidate)}", style="dim")
        near.append(text)
    return Text(", ").join(near) if near else Text("-", style="dim")


def _places(film: OpenFilm) -> str:
    shown = [f"{printable(file)}:{line}" for file, line in film.places[:SHOWN_PLACES]]
    return ", ".join(shown) + (" ..." if len(film.places) > SHOWN_PLACES else "")


def _changes_table(changes: Sequence[Change], *, full: bool) -> RenderableType | None:
    if not changes:
        return None
    table = new_table()
    table.add_column("row", overflow="fold")
    table.add_column("film", overflow="fold")
    table.add_column("now", no_wrap=True)
    table.add_column("instead of", no_wrap=True)
    shown = changes if full else changes[:SHOWN]
    for change in shown:
        table.add_row(
            Text(f"{printable(change.file)}:{change.line}", style="dim"),
            film_text(change.film),
            _given(change.stars, change.source, change.rated_at),
            _given(change.other_stars, change.other_source, change.other_rated_at),
        )
    return _with_rest(table, len(changes) - len(shown))


def _given(stars: float, source: str, rated_at: str | None) -> Text:
    """`4.5 (letterboxd, 2020-05-01)`."""
    day = "undated" if rated_at is None else rated_at[:10]
    return Text(f"{stars_text(stars)} ({printable(source)}, {printable(day)})")


def _vanished_title(report: ImportReport) -> str:
    if report.is_mirror:
        return "No longer in the source, and removed here:"
    return "No longer in the source, and kept here (`--mirror` removes them):"


def _vanished_table(report: ImportReport, *, full: bool) -> RenderableType | None:
    if not report.vanished:
        return None
    table = new_table()
    table.add_column("film", overflow="fold")
    table.add_column("was", no_wrap=True)
    table.add_column("source", no_wrap=True)
    shown = report.vanished if full else report.vanished[:SHOWN]
    for one in shown:
        table.add_row(film_text(one.film), Text(one.subject), Text(printable(one.source)))
    return _with_rest(table, len(report.vanished) - len(shown))


def _reasons_table(report: ImportReport) -> Table | None:
    reasons: dict[str, int] = {}
    for row in report.rows:
        if row.outcome == "not_a_film":
            reasons[row.detail] = reasons.get(row.detail, 0) + 1
    if not reasons:
        return None
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right")
    for reason, count in sorted(reasons.items(), key=lambda pair: -pair[1]):
        grid.add_row(Text(f"{count:,}"), Text(printable(reason)))
    return grid


def _problems_table(report: ImportReport, *, full: bool) -> RenderableType | None:
    problems = [
        (row.file, row.line, row.detail) for row in report.rows if row.outcome == "unreadable"
    ]
    problems += [(warning.file, warning.line, warning.message) for warning in report.warnings]
    if not problems:
        return None
    grid = Table.grid(padding=(0, 2))
    shown = problems if full else problems[:SHOWN]
    for file, line, message in shown:
        grid.add_row(Text(f"{printable(file)}:{line}", style="dim"), Text(printable(message)))
    return _with_rest(grid, len(problems) - len(shown))


def _with_rest(table: Table, n_more: int) -> RenderableType:
    if not n_more:
        return table
    return Group(table, Text(f"and {n_more:,} more (`--report FILE` has all)", style="dim"))


def open_film_document(film: OpenFilm) -> dict[str, Any]:
    return {
        **film_document(film.film),
        "standing": film.standing.value,
        "rows": [{"file": file, "line": line} for file, line in film.places],
        "candidates": [film_document(candidate) for candidate in film.candidates],
    }


def question_document(question: Question) -> dict[str, Any]:
    return {
        **film_document(question.film),
        "reason": question.reason,
        "stars": None if question.rating is None else question.rating.stars,
        "marks": sorted(mark.value for mark in question.marks),
        "candidates": [film_document(candidate) for candidate in question.candidates],
    }


REPORT_COLUMNS = ("file", "line", "name", "outcome", "standing", "film_id", "detail")


def row_documents(report: ImportReport) -> Iterable[dict[str, Any]]:
    """Every row of the files and what was done with it."""
    near = {film.film.film_id: film.candidates for film in report.open_films}
    for row in report.rows:
        candidates = ", ".join(film.name for film in near.get(row.film_id or 0, ()))
        yield {
            "file": row.file,
            "line": row.line,
            "name": row.name,
            "outcome": row.outcome,
            "standing": None if row.standing is None else row.standing.value,
            "film_id": row.film_id,
            "detail": row.detail or (f"may be {candidates}" if candidates else None),
        }


def report_document(report: ImportReport) -> dict[str, Any]:
    return {
        "files": [
            {
                "name": file.name,
                "format": file.export.format.value,
                "notes": list(file.export.notes),
            }
            for file in report.files
        ],
        "dry_run": report.is_rehearsal,
        "n_rows": len(report.rows),
        "counts": {
            **report.counts(),
            "off_watchlist": report.n_off_watchlist,
            "joined": report.n_joined,
        },
        "open": [open_film_document(film) for film in report.open_films],
        "changes": [
            {
                **film_document(change.film),
                "file": change.file,
                "line": change.line,
                "stars": change.stars,
                "source": change.source,
                "rated_at": change.rated_at,
                "other_stars": change.other_stars,
                "other_source": change.other_source,
                "other_rated_at": change.other_rated_at,
                "updated": change.is_update,
            }
            for change in report.changes
        ],
        "vanished": [
            {**film_document(one.film), "source": one.source, "subject": one.subject}
            for one in report.vanished
        ],
        "warnings": [
            {"file": one.file, "line": one.line, "message": one.message} for one in report.warnings
        ],
        "rows": list(row_documents(report)),
    }
