"""`filmrec export`."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from filmrec.cli.files import target_of, write_text
from filmrec.cli.output import note, out
from filmrec.cli.session import open_shelf, session_of


class ExportFormat(enum.StrEnum):
    JSON = "json"
    LETTERBOXD = "letterboxd"


def export(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to; without it to stdout.")
    ] = None,
    format_: Annotated[
        ExportFormat,
        typer.Option("--format", help="json holds everything; letterboxd is a CSV for that site."),
    ] = ExportFormat.JSON,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
) -> None:
    """Write out everything you said: ratings, dates, marks and decisions."""
    session = session_of(ctx)
    from filmrec.actions.export import LETTERBOXD_COLUMNS, export_document, letterboxd_rows
    from filmrec.render.documents import to_csv, to_json

    target = file and target_of(file, overwrite=force, spared=session.settings.own_files)
    with open_shelf(session) as library:
        if format_ is ExportFormat.JSON:
            document = export_document(library)
            count, text = len(document["films"]), to_json(document) + "\n"
        else:
            rows = letterboxd_rows(library)
            count, text = len(rows), to_csv(rows, LETTERBOXD_COLUMNS)
    if target is None:
        out(text)
        return
    write_text(target, text)
    note(session, f"{count:,} {'films' if format_ is ExportFormat.JSON else 'rows'} in {file}")
