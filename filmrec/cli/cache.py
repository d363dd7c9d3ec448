"""`filmrec cache`: what is kept of TMDb's answers, and how it goes away."""

from __future__ import annotations

import typer

from filmrec.cli.options import JsonOption
from filmrec.cli.output import out, show_json
from filmrec.cli.session import session_of
from filmrec.render.text import plural

cache = typer.Typer(
    no_args_is_help=False,
    rich_markup_mode=None,
    help="What is kept of TMDb's answers: info, clear.",
)


@cache.command("info")
def info(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """How many answers of TMDb are kept, from when, and how large they are."""
    from filmrec.sources.cache import cache_info

    path = session_of(ctx).settings.tmdb_cache_path
    found = cache_info(path)
    if as_json:
        show_json(
            {
                "path": str(path),
                "n_answers": found.n_answers,
                "oldest": None if found.oldest is None else found.oldest.isoformat(),
                "newest": None if found.newest is None else found.newest.isoformat(),
                "bytes": found.n_bytes,
            }
        )
    elif found.oldest is None or found.newest is None:
        out("nothing of TMDb's is kept")
    else:
        out(
            f"{plural(found.n_answers, 'answer')} of TMDb's, {found.n_bytes / 1e6:.1f} MB, fetched "
            f"from {found.oldest:%Y-%m-%d} to {found.newest:%Y-%m-%d}; "
            "none is kept for more than half a year"
        )


@cache.command("clear")
def clear(ctx: typer.Context) -> None:
    """Delete everything that is kept of TMDb's answers; ratings and settings stay."""
    from filmrec.sources.cache import clear_cache

    n_bytes = clear_cache(session_of(ctx).settings.tmdb_cache_path)
    if n_bytes:
        out(f"deleted {n_bytes / 1e6:.1f} MB of TMDb's answers; your ratings stay")
    else:
        out("nothing of TMDb's was kept")
