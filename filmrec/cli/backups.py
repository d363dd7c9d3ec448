"""`filmrec backup` and `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from filmrec.cli.output import note, out
from filmrec.cli.session import now, open_shelf, session_of
from filmrec.render.text import plural, printable


def backup(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="Where to; without it a new file in the folder of backups."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
) -> None:
    """Write a copy of your library, whole and checked, even while another terminal changes it."""
    session = session_of(ctx)
    with open_shelf(session) as library:
        written = library.backup(session.settings.backups_dir, file, replace=force)
        n_ratings = library.count_ratings()
    out(printable(str(written)))
    note(session, f"{plural(n_ratings, 'rating')}; `filmrec restore FILE` puts it back")


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A copy that `backup` wrote.")],
) -> None:
    """Put a copy back in the place of your library, which is kept as a backup first."""
    from filmrec.library.backups import restore as put_back

    settings = session_of(ctx).settings
    result = put_back(settings.library_path, file, settings.backups_dir, now=now())
    out(f"restored {printable(str(file))}: {plural(result.n_ratings, 'rating')}")
    if result.kept is not None:
        out(f"the library that was there is kept: {printable(str(result.kept))}")
    if result.set_aside is not None:
        out(f"the damaged library is set aside: {printable(str(result.set_aside))}")
