"""`filmrec import`: files in, a report out; and the questions that imports leave."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from filmrec.cli.files import STDIN, name_of, read_bytes, target_of, write_text
from filmrec.cli.options import JsonOption
from filmrec.cli.output import note, show, show_json, stdout_console, warn
from filmrec.cli.progress import progress_bar
from filmrec.cli.session import open_shelf, session_of
from filmrec.errors import StorageError, UsageError
from filmrec.imports.rows import Format, ListAs
from filmrec.render.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filmrec.actions.import_report import ImportReport, NamedExport
    from filmrec.cli.session import Session
    from filmrec.imports.rows import Reading

FILE_HINT = "name an export: a zip, CSV or JSON file of Letterboxd, IMDb, Trakt ..., or - for stdin"

MAX_SCALE = 1000
_ONE_OF_BOTH = "leave one of them out; `filmrec import --review --json` only lists"


def import_files(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE...", help="Zip, CSV or JSON as exported; - reads stdin."),
    ] = None,
    format_: Annotated[
        Format | None, typer.Option("--format", help="Where FILE is from, if it is not seen.")
    ] = None,
    scale: Annotated[
        float | None,
        typer.Option(metavar="MOST", help="The best score, where the scale is your own."),
    ] = None,
    list_as: Annotated[
        ListAs, typer.Option("--as", help="What films of a list without stars are to you.")
    ] = ListAs.WATCHLIST,
    mirror: Annotated[
        bool, typer.Option("--mirror", help="Remove what the same source says no longer.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    review: Annotated[
        bool, typer.Option("--review", help="Ask about the films that one cannot be sure of.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", help="Write every row and what became of it (.csv or .json)."),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Replace the file of --report; let --mirror remove most of what a source said.",
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Take in ratings, watched films and watchlists from files of other programs."""
    session = session_of(ctx)
    if review and dry_run:
        raise UsageError("--review keeps every answer, and --dry-run nothing", hint=_ONE_OF_BOTH)
    if files:
        from filmrec.imports.rows import Reading

        if scale is not None and not 0 < scale <= MAX_SCALE:
            raise UsageError(f"no scale ends at {scale:g}", hint=f"give a number up to {MAX_SCALE}")
        reading = Reading(format=format_, scale=scale, list_as=list_as)
        target = report and _report_target(session, report, files, force=force)
        exports = _read(files, reading, mirror=mirror)
        with (
            open_shelf(session) as library,
            progress_bar(session, "matching films") as progress,
        ):
            from filmrec.actions.import_files import import_exports

            result = import_exports(
                *(library, exports), keep=not dry_run, mirror=mirror, force=force, progress=progress
            )
        with _stored_already(result):
            if target is not None:
                _write_report(result, target)
            _show(session, result, as_json=as_json)
    elif mirror or report is not None or not review:
        raise UsageError("no file was named", hint=FILE_HINT)
    if review:
        from filmrec.cli.review import review_questions

        review_questions(session, as_json=as_json and not files)


def _report_target(session: Session, report: Path, files: Sequence[str], *, force: bool) -> Path:
    """Where the report goes: asked before the import, for it cannot be written after that."""
    imported = (Path(file) for file in files if file != STDIN)
    return target_of(report, overwrite=force, spared=(*session.settings.own_files, *imported))


@contextmanager
def _stored_already(result: ImportReport) -> Iterator[None]:
    """Say of what goes wrong with the report that the import itself did not."""
    try:
        yield
    except StorageError as error:
        if result.is_rehearsal:
            raise
        raise StorageError(
            f"the import is stored, but {error.message}",
            hint=f"{error.hint}; `filmrec undo` takes the import back",
        ) from error


def _read(files: Sequence[str], reading: Reading, *, mirror: bool) -> list[NamedExport]:
    from filmrec.actions.import_report import NamedExport
    from filmrec.imports.own import read_own_export
    from filmrec.imports.read import MAX_FILE_BYTES, is_own_export, read_export

    if files.count(STDIN) > 1:
        raise UsageError("stdin can be read only once", hint="name - once")
    exports: list[NamedExport] = []
    for file in files:
        name, content = name_of(file), read_bytes(file, MAX_FILE_BYTES, FILE_HINT)
        if is_own_export(content):
            if mirror or reading.format not in {None, Format.FILMREC}:
                option = "--mirror" if mirror else f"--format {reading.format}"
                raise UsageError(
                    f"{name} is filmrec's own export, and {option} is not for those",
                    hint=f"import it without {option}",
                )
            own = read_own_export(name, content)
            exports.append(NamedExport(name, own.export, own))
        else:
            exports.append(NamedExport(name, read_export(name, content, reading)))
    return exports


def _write_report(result: ImportReport, path: Path) -> None:
    from filmrec.render.documents import to_csv, to_json
    from filmrec.render.import_report import REPORT_COLUMNS, report_document, row_documents

    if path.suffix.lower() == ".json":
        text = to_json(report_document(result))
    else:
        text = to_csv(list(row_documents(result)), REPORT_COLUMNS)
    write_text(path, text)


def _show(session: Session, result: ImportReport, *, as_json: bool) -> None:
    from filmrec.render.import_report import import_summary, report_document

    for file in result.files:
        for text in file.export.notes:
            note(session, text if file.name in text else f"{file.name}: {text}")
    if as_json:
        show_json(report_document(result))
    else:
        console = stdout_console()
        show(import_summary(result, console.width, full=not console.is_terminal))
    asked = sum(bool(film.candidates) for film in result.open_films)
    if result.is_rehearsal:
        warn("nothing was changed: this was a dry run")
        return
    if asked:
        note(session, f"`filmrec import --review` asks about {plural(asked, 'film')}")
    if any(row.outcome != "unchanged" for row in result.rows):
        note(session, "`filmrec recommend` counts it from now on; `filmrec undo` takes it back")
