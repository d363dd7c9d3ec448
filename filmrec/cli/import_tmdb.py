"""`filmrec import-tmdb`: what TMDb knows of films, asked for as politely as it wishes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from filmrec.cli.find import find_film
from filmrec.cli.options import JsonOption
from filmrec.cli.output import note, show, show_json, stdout_console
from filmrec.cli.progress import progress_bar
from filmrec.cli.session import now, open_shelf, session_of
from filmrec.errors import OfflineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.actions.import_tmdb import TmdbReport
    from filmrec.cli.session import Session
    from filmrec.library import Library
    from filmrec.sources.tmdb import Tmdb

USUAL_LIMIT = 1_000
_HINT = "see `filmrec import-tmdb --help`"
EARLIEST_YEAR, LATEST_YEAR = 1870, 2999


def import_tmdb(
    ctx: typer.Context,
    limit: Annotated[
        int,
        typer.Option(
            "-n", "--limit", min=1, max=10_000, help="So many films in all, and yours in any case."
        ),
    ] = USUAL_LIMIT,
    all_: Annotated[bool, typer.Option("--all", help="Every film of the catalogue.")] = False,
    films: Annotated[
        list[str] | None,
        typer.Option("--film", metavar="FILM", help="Only this film, anew (repeatable)."),
    ] = None,
    as_id: Annotated[
        int | None,
        typer.Option("--as", metavar="ID", help="With one --film: its number at TMDb."),
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="Popular releases that the catalogue lacks.")
    ] = False,
    since: Annotated[
        int | None,
        typer.Option(
            *("--since",),
            min=EARLIEST_YEAR,
            max=LATEST_YEAR,
            metavar="YEAR",
            help="With --new: from this year on, not from the newest of the community.",
        ),
    ] = None,
    ids: Annotated[
        bool, typer.Option("--ids", help="Only find out the numbers of films at TMDb.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Fetch what TMDb knows: ids, people, runtime, where to watch, and newer films.

    Your own films come first, then those best known to the community. What was fetched is not
    asked for again within 90 days; a run that was stopped goes on where it was.
    """
    session = session_of(ctx)
    _check(films, as_id, since, new=new, all_=all_, ids=ids)
    source = ctx.get_parameter_source("limit")
    if (all_ or films) and source is not None and source.name == "COMMANDLINE":
        raise UsageError("--limit does not go with --all or --film", hint=_HINT)
    if session.offline:
        raise OfflineError(
            "import-tmdb asks TMDb, and filmrec is offline", hint="run it without --offline"
        )
    from filmrec.cli.online import open_tmdb

    with (
        _stopped_with_a_word(session),
        open_shelf(session) as library,
        open_tmdb(session) as tmdb,
        progress_bar(session, "asking TMDb") as progress,
    ):
        from filmrec.actions.import_tmdb import import_films, import_new, targets

        if new:
            report = import_new(
                library, tmdb, since=since, limit=limit, now=now(), progress=progress
            )
        elif films:
            report = _import_named(library, tmdb, films, as_id, ids_only=ids)
        else:
            wanted = targets(library, None if all_ else limit)
            report = import_films(library, tmdb, wanted, now=now(), ids_only=ids, progress=progress)
    _show(session, report, as_json=as_json)
    if report.stopped is not None:
        raise report.stopped


@contextmanager
def _stopped_with_a_word(session: Session) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        note(session, "stopped; what was fetched is kept, and the next run goes on")
        raise


def _check(
    films: list[str] | None,
    as_id: int | None,
    since: int | None,
    *,
    new: bool,
    all_: bool,
    ids: bool,
) -> None:
    if as_id is not None and len(films or ()) != 1:
        raise UsageError("--as needs one --film", hint=_HINT)
    if as_id is not None and ids:
        raise UsageError("--as and --ids do not go together", hint=_HINT)
    if since is not None and not new:
        raise UsageError("--since needs --new", hint=_HINT)
    if sum((new, all_, bool(films))) > 1 or (new and ids):
        raise UsageError("--new, --all, --film and --ids do not go together", hint=_HINT)


def _import_named(
    library: Library, tmdb: Tmdb, names: list[str], as_id: int | None, *, ids_only: bool
) -> TmdbReport:
    from filmrec.actions.import_tmdb import LIFETIME_NAMED, import_as, import_films

    films = [find_film(library, name) for name in names]
    if as_id is not None:
        return import_as(library, tmdb, films[0], as_id)
    film_ids = list(dict.fromkeys(film.film_id for film in films))
    return import_films(
        library, tmdb, film_ids, now=now(), ids_only=ids_only, lifetime=LIFETIME_NAMED
    )


def _show(session: Session, report: TmdbReport, *, as_json: bool) -> None:
    from filmrec.render.tmdb_report import tmdb_report_document, tmdb_summary

    if as_json:
        show_json(tmdb_report_document(report))
    elif report.rows or report.stopped is None:
        show(tmdb_summary(report, full=not stdout_console().is_terminal))
    if report.stopped is not None and report.n_left and (report.rows or report.n_fresh):
        note(session, f"{report.n_left:,} more were to be asked for; the next run goes on there")
