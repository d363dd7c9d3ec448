"""`filmrec rate`, `unrate` and `ratings`."""

from __future__ import annotations

from typing import Annotated

import typer

from filmrec.cli.find import find_film
from filmrec.cli.options import (
    CsvOption,
    FilmArgument,
    GenreOption,
    JsonOption,
    NotGenreOption,
    ShownOption,
    YearOption,
)
from filmrec.cli.output import is_interactive, note, out, show_list
from filmrec.cli.session import open_shelf, session_of
from filmrec.cli.told_options import (
    NOTHING,
    ToldOptions,
    read_told_options,
    say_what_could_not_be_judged,
    takes_told_options,
)
from filmrec.errors import UsageError

ReverseOption = Annotated[bool, typer.Option("--reverse", "-r", help="The other way round.")]


def rate(
    ctx: typer.Context,
    film: Annotated[
        str | None,
        typer.Argument(
            metavar="FILM", help="As `filmrec search` shows it; without it you are asked."
        ),
    ] = None,
    stars: Annotated[
        str | None, typer.Argument(metavar="STARS", help="0.5 to 5 in halves.")
    ] = None,
) -> None:
    """Rate a film; rating it again changes it. Alone it asks for films, one after the other."""
    session = session_of(ctx)
    from filmrec.actions.ratings import parse_stars
    from filmrec.actions.ratings import rate as store

    if film is None:
        if not is_interactive():
            raise UsageError(
                "there is nobody to ask", hint='write `filmrec rate "Heat (1995)" 4.5`'
            )
        from filmrec.cli.interview import interview

        interview(session)
        return
    if stars is None:
        raise UsageError("how many stars?", hint=f'write `filmrec rate "{film}" 4.5`')
    given = parse_stars(stars)
    with open_shelf(session) as library:
        change = store(library, find_film(library, film), given)
    from filmrec.render.messages import rating_change

    out(rating_change(change))
    if change.n_ratings == 1:
        note(session, "the next `filmrec recommend` counts it")


def unrate(ctx: typer.Context, film: FilmArgument) -> None:
    """Take back a rating, or what the questions of `filmrec rate` were answered with."""
    from filmrec.actions.ratings import unrate as take_back
    from filmrec.render.messages import rating_change

    with open_shelf(session_of(ctx)) as library:
        change = take_back(library, find_film(library, film))
    out(rating_change(change))


@takes_told_options
def ratings(
    ctx: typer.Context,
    genre: GenreOption = None,
    not_genre: NotGenreOption = None,
    year: YearOption = None,
    stars: Annotated[
        str | None,
        typer.Option("--stars", "-s", metavar="STARS", help="Only so many: 5, 4-5, 4- or -2.5."),
    ] = None,
    sort: Annotated[
        str, typer.Option("--sort", help="date, stars, title or year.", metavar="BY")
    ] = "date",
    reverse: ReverseOption = False,
    count: ShownOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    told: ToldOptions = NOTHING,
) -> None:
    """The films you rated, the newest first."""
    session = session_of(ctx)
    from filmrec.actions.filters import parse_sort, parse_star_range, read_filters
    from filmrec.actions.ratings import SORTED_BY
    from filmrec.actions.ratings import ratings as read
    from filmrec.render.documents import RATING_COLUMNS, rating_document
    from filmrec.render.messages import ratings_shown
    from filmrec.render.tables import ratings_table

    with open_shelf(session) as library:
        filters = read_filters(
            *(library.genres(), genre or (), not_genre or (), year),
            read_told_options(session, library, told),
        )
        found = read(
            library,
            filters=filters,
            stars=None if stars is None else parse_star_range(stars),
            sort=parse_sort(sort, SORTED_BY),
            reverse=reverse,
        )
        n_ratings = library.count_ratings()
        if filters.told:
            rated = [rating.film for rating in library.ratings()]
            say_what_could_not_be_judged(session, filters, library, rated)
    shown = found[:count]
    rows = [rating_document(rating) for rating in shown]
    show_list(
        rows,
        RATING_COLUMNS,
        lambda width: ratings_table(shown, width),
        as_json=as_json,
        as_csv=as_csv,
    )
    note(session, ratings_shown(len(shown), n_ratings))
