"""`filmrec seen`, `unseen`, `hide`, `unhide` and `watchlist`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from filmrec.cli.find import find_film
from filmrec.cli.options import (
    CsvOption,
    FilmsArgument,
    GenreOption,
    JsonOption,
    NotGenreOption,
    ShownOption,
    YearOption,
)
from filmrec.cli.output import note, out, show_list
from filmrec.cli.session import open_shelf, session_of
from filmrec.cli.told_options import (
    NOTHING,
    ToldOptions,
    read_told_options,
    say_what_could_not_be_judged,
    takes_told_options,
)
from filmrec.errors import UsageError
from filmrec.films import Mark

FilmsOrListArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILM...", help='Titles, "Title (Year)", ids like ml:6, or addresses.'),
]
ListOption = Annotated[bool, typer.Option("--list", help="Show these films, the newest first.")]


@dataclass(frozen=True, slots=True)
class _Listing:
    """How a list of marked films was asked for."""

    wanted: bool
    genre: list[str] | None = None
    not_genre: list[str] | None = None
    year: str | None = None
    count: int | None = None
    as_json: bool = False
    as_csv: bool = False
    told: ToldOptions = NOTHING


def seen(
    ctx: typer.Context,
    films: FilmsOrListArgument = None,
    wanted: ListOption = False,
    genre: GenreOption = None,
    not_genre: NotGenreOption = None,
    year: YearOption = None,
    count: ShownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Mark films as seen without rating them: they are not recommended, nor on the watchlist."""
    listing = _Listing(wanted, genre, not_genre, year, count, as_json, as_csv)
    _mark_or_list(ctx, films, Mark.SEEN, listing)


def unseen(ctx: typer.Context, films: FilmsArgument) -> None:
    """Take the mark `seen` away again."""
    _unmark(ctx, films, Mark.SEEN)


def hide(
    ctx: typer.Context,
    films: FilmsOrListArgument = None,
    wanted: ListOption = False,
    genre: GenreOption = None,
    not_genre: NotGenreOption = None,
    year: YearOption = None,
    count: ShownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Not for me: films that are never recommended. `search` and `show` still find them."""
    listing = _Listing(wanted, genre, not_genre, year, count, as_json, as_csv)
    _mark_or_list(ctx, films, Mark.HIDDEN, listing)


def unhide(ctx: typer.Context, films: FilmsArgument) -> None:
    """Let hidden films be recommended again."""
    _unmark(ctx, films, Mark.HIDDEN)


watchlist = typer.Typer(
    help="Films to watch one day: add, remove, list. `recommend --watchlist` ranks them.",
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
)


@watchlist.command("add")
def watchlist_add(ctx: typer.Context, films: FilmsArgument) -> None:
    """Put films on the watchlist; rated or marked as seen they leave it again."""
    _mark(ctx, films, Mark.WATCHLIST)


@watchlist.command("remove")
def watchlist_remove(ctx: typer.Context, films: FilmsArgument) -> None:
    """Take films off the watchlist."""
    _unmark(ctx, films, Mark.WATCHLIST)


@watchlist.command("list")
@takes_told_options
def watchlist_list(
    ctx: typer.Context,
    genre: GenreOption = None,
    not_genre: NotGenreOption = None,
    year: YearOption = None,
    count: ShownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    told: ToldOptions = NOTHING,
) -> None:
    """The films on the watchlist, the newest first."""
    listing = _Listing(True, genre, not_genre, year, count, as_json, as_csv, told)
    _show(ctx, Mark.WATCHLIST, listing)


def _mark_or_list(
    ctx: typer.Context, films: list[str] | None, mark: Mark, listing: _Listing
) -> None:
    asks_for_list = listing != _Listing(wanted=False)
    if films and asks_for_list:
        raise UsageError("FILM and --list do not go together", hint="do one after the other")
    if asks_for_list:
        _show(ctx, mark, listing)
    elif films:
        _mark(ctx, films, mark)
    else:
        command = f"filmrec {ctx.info_name}"
        raise UsageError(
            "which film?", hint=f'write `{command} "Heat (1995)"`, or `{command} --list`'
        )


def _mark(ctx: typer.Context, films: list[str], mark: Mark) -> None:
    from filmrec.actions.marks import mark as give
    from filmrec.render.messages import mark_change

    with open_shelf(session_of(ctx)) as library:
        changes = give(library, [find_film(library, film) for film in films], mark)
    out("\n".join(map(mark_change, changes)))


def _unmark(ctx: typer.Context, films: list[str], mark: Mark) -> None:
    from filmrec.actions.marks import unmark as take_away
    from filmrec.render.messages import mark_change

    with open_shelf(session_of(ctx)) as library:
        changes = take_away(library, [find_film(library, film) for film in films], mark)
    out("\n".join(map(mark_change, changes)))


def _show(ctx: typer.Context, mark: Mark, listing: _Listing) -> None:
    session = session_of(ctx)
    from filmrec.actions.filters import read_filters
    from filmrec.actions.marks import marked
    from filmrec.render.documents import MARKED_COLUMNS, marked_document
    from filmrec.render.messages import marked_shown
    from filmrec.render.tables import marked_table

    with open_shelf(session) as library:
        filters = read_filters(
            *(library.genres(), listing.genre or (), listing.not_genre or (), listing.year),
            read_told_options(session, library, listing.told),
        )
        shown = marked(library, mark, filters)[: listing.count]
        n_marked = library.count_marked(mark)
        if filters.told:
            films = [row.film for row in library.marked(mark)]
            say_what_could_not_be_judged(session, filters, library, films)
    rows = [marked_document(row) for row in shown]
    show_list(
        rows,
        MARKED_COLUMNS,
        lambda width: marked_table(shown, width),
        as_json=listing.as_json,
        as_csv=listing.as_csv,
    )
    note(session, marked_shown(mark, len(shown), n_marked))
