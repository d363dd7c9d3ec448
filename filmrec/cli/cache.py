"""`filmrec cache`: what is kept of TMDb's answers, and how it goes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from filmrec.cli.options import JsonOption
from filmrec.cli.output import out, show_json
from filmrec.cli.session import described_since, open_shelf, session_of
from filmrec.render.text import plural

if TYPE_CHECKING:
    from datetime import datetime

cache = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    help="What is kept of TMDb's answers: info, clear.",
)


@cache.command("info")
def info(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """How much of TMDb's is kept, answers and facts of films, and from when."""
    from filmrec.sources.cache import cache_info

    session = session_of(ctx)
    path = session.settings.tmdb_cache_path
    found = cache_info(path)
    with open_shelf(session) as library:
        told = library.tmdb.info()
    if as_json:
        show_json(
            {
                "path": str(path),
                "n_answers": found.n_answers,
                "oldest": _iso(found.oldest),
                "newest": _iso(found.newest),
                "bytes": found.n_bytes,
                "films": {
                    "n_films": told.n_films,
                    "oldest": _iso(told.oldest),
                    "newest": _iso(told.newest),
                },
            }
        )
        return
    lines = []
    if found.oldest is not None and found.newest is not None:
        answers = f"{plural(found.n_answers, 'answer')} of TMDb's, {_size(found.n_bytes)}"
        lines.append(f"{answers}, fetched {_between(found.oldest, found.newest)}")
    if told.oldest is not None and told.newest is not None:
        films = f"facts of {plural(told.n_films, 'film')} in the library"
        lines.append(f"{films}, fetched {_between(told.oldest, told.newest)}")
    if lines:
        lines.append("none is kept for more than half a year")
    out("\n".join(lines or ["nothing of TMDb's is kept"]))


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:.1f} MB" if n_bytes >= 100_000 else f"{n_bytes / 1e3:.1f} kB"


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _between(oldest: datetime, newest: datetime) -> str:
    first, last = f"{oldest:%Y-%m-%d}", f"{newest:%Y-%m-%d}"
    return f"on {first}" if first == last else f"from {first} to {last}"


@cache.command("clear")
def clear(ctx: typer.Context) -> None:
    """Delete everything that is kept of TMDb's; ratings, marks and settings stay."""
    from filmrec.sources.cache import clear_cache

    session = session_of(ctx)
    with open_shelf(session) as library:
        n_films = library.tmdb.forget_all()
    if described_since(session) is not None:
        # It has learnt from what is deleted.
        session.settings.model_path.unlink(missing_ok=True)
    n_bytes = clear_cache(session.settings.tmdb_cache_path)
    deleted = [f"{_size(n_bytes)} of TMDb's answers"] if n_bytes else []
    if n_films:
        deleted.append(f"what it told of {plural(n_films, 'film')}")
    if deleted:
        out(f"deleted {' and '.join(deleted)}; your ratings stay")
    else:
        out("nothing of TMDb's was kept")
