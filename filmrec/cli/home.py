"""`filmrec` alone, `status`, `paths` and `about`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from filmrec.cli.options import JsonOption
from filmrec.cli.output import out, show, show_json
from filmrec.cli.session import community_of, described_since, open_shelf, session_of
from filmrec.render.text import printable

if TYPE_CHECKING:
    from filmrec.cli.session import Session


def show_home(session: Session) -> None:
    """Where you stand and the next thing to do, in five lines."""
    from filmrec.actions.status import shelf_of, size_of
    from filmrec.render.messages import home

    with open_shelf(session) as library:
        shelf = shelf_of(library)
    has_model = size_of(session.settings.model_path) > 0
    out("\n".join(home(shelf, community_of(session), has_model=has_model)))


def status(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """What is in your library, what the model was learnt from, and what is missing."""
    session = session_of(ctx)
    from filmrec.actions.status import status as read_status
    from filmrec.cli.session import now
    from filmrec.render.documents import status_document

    with open_shelf(session) as library:
        found = read_status(
            library,
            session.settings.model_path,
            community_of(session),
            described_since=described_since(session),
        )
    if as_json:
        show_json(status_document(found))
    else:
        from filmrec.render.status import status_table

        show(status_table(found, now()))


def paths(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Where every file is; FILMREC_HOME moves them."""
    session = session_of(ctx)
    settings = session.settings
    found = {
        "library": str(settings.library_path),
        "backups": str(settings.backups_dir),
        "model": str(settings.model_path),
        "community": str(community_of(session).folder),
        "config": str(settings.config_path),
        "tmdb-token": str(settings.token_path),
        "tmdb-cache": str(settings.tmdb_cache_path),
    }
    if as_json:
        show_json(found)
    else:
        width = max(map(len, found))
        out("\n".join(f"{name:<{width}}  {printable(path)}" for name, path in found.items()))


def about(ctx: typer.Context) -> None:
    """Licences and notices."""
    from filmrec.render.messages import about as text

    out(text(community_of(session_of(ctx))))
