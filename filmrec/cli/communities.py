"""`filmrec import-movielens`: another community whose taste is learnt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from filmrec.cli.output import note
from filmrec.cli.progress import progress_bar
from filmrec.cli.session import open_shelf, session_of
from filmrec.errors import OfflineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.actions.import_community import ImportedCommunity
    from filmrec.cli.session import Session

_HINT = "name small, 100k, 1m, 10m, 20m, 25m, 32m or latest, a zip or folder, or its address"


def import_movielens(
    ctx: typer.Context,
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="SET",
            help="small, 100k, 1m, 10m, 20m, 25m, 32m or latest; a zip, a folder or an address.",
        ),
    ] = None,
    starter: Annotated[
        bool, typer.Option("--starter", help="Go back to the community inside the package.")
    ] = False,
) -> None:
    """Learn from another community: a data set of MovieLens, up to 32 million ratings.

    What you said stays. Stopped or failed, the community in use stays as well.
    """
    session = session_of(ctx)
    if starter == (source is not None):
        raise UsageError("a set or --starter must be named, and not both", hint=_HINT)
    try:
        result = _go_back(session) if source is None else _import(session, source)
    except KeyboardInterrupt:
        note(session, "stopped; the community in use stays as it was")
        raise
    for line in _said(result):
        note(session, line)


def _go_back(session: Session) -> ImportedCommunity:
    from filmrec.actions.import_community import use_starter
    from filmrec.cli.session import now
    from filmrec.library import open_library

    settings = session.settings
    # Not `open_shelf`: the community in use may be what is damaged.
    with open_library(settings.library_path, now=now) as library:
        return use_starter(library, settings.communities_dir)


def _import(session: Session, source: str) -> ImportedCommunity:
    from filmrec.sources.movielens_download import download, named_set

    settings = session.settings
    if Path(source).exists():
        return _import_path(session, Path(source))
    wanted = named_set(source, settings.movielens_url)
    if wanted is None:
        raise UsageError(f"there is no set and no file {source!r}", hint=_HINT)
    if session.offline:
        raise OfflineError(
            f"{wanted.name} would have to be downloaded, and filmrec is offline",
            hint="give a file that was downloaded before, or run it without --offline",
        )
    with progress_bar(session, f"downloading {wanted.name}", patience=0.0) as progress:
        path = download(wanted, settings.downloads_dir, progress)
    result = _import_path(session, path)
    # It is in the community now; a failed import leaves it for another attempt.
    path.unlink(missing_ok=True)
    return result


def _import_path(session: Session, path: Path) -> ImportedCommunity:
    from filmrec.actions.import_community import import_community

    with (
        open_shelf(session) as library,
        progress_bar(session, f"reading {path.name}") as progress,
    ):
        return import_community(library, session.settings.communities_dir, path, progress)


def _said(result: ImportedCommunity) -> Iterator[str]:
    community = result.community
    yield (
        f"now in use: {community.title}, {community.n_ratings:,} ratings of"
        f" {community.n_items:,} films by {community.n_users:,} people"
    )
    if result.n_new_films:
        yield f"{result.n_new_films:,} films are new in the catalogue"
    yield f"its licence: {community.terms}; `filmrec about` says whom to cite"
    yield "the next list learns from it first; `filmrec train` does it now"
