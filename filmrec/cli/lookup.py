"""`filmrec search`, `show`, `where` and `similar`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from filmrec.cli.find import find_film
from filmrec.cli.options import CountOption, CsvOption, FilmArgument, JsonOption
from filmrec.cli.output import note, show, show_json, show_list
from filmrec.cli.poster import show_poster
from filmrec.cli.session import community_of, described_since, open_shelf, region_of, session_of
from filmrec.cli.told_options import (
    NOTHING,
    ToldOptions,
    read_told_options,
    say_what_could_not_be_judged,
    takes_told_options,
)
from filmrec.errors import FilmNotFoundError
from filmrec.render.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.cli.session import Session
    from filmrec.films import Film, Recommendation
    from filmrec.library import Library

# Filters look at so many films whose titles fit.
MOST_FILTERED = 1_000


@takes_told_options
def search(
    ctx: typer.Context,
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="Words of a title, in any order.")
    ],
    count: CountOption = 20,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    told: ToldOptions = NOTHING,
) -> None:
    """Films by their titles, forgiving of order, accents and typing errors."""
    session = session_of(ctx)
    words = " ".join(text)
    with open_shelf(session) as library:
        if told == NOTHING:
            films = library.search(words, limit=count)[:count]
        else:
            films = _filtered(session, library, library.search(words, limit=MOST_FILTERED), told)
    if not films:
        raise FilmNotFoundError(f"no title is like {words!r}", hint="try fewer or other words")
    from filmrec.render.documents import FOUND_COLUMNS, found_document
    from filmrec.render.tables import films_table

    rows = [found_document(film) for film in films[:count]]
    show_list(
        rows,
        FOUND_COLUMNS,
        lambda width: films_table(films[:count], width),
        as_json=as_json,
        as_csv=as_csv,
    )


def _filtered(
    session: Session, library: Library, films: Sequence[Film], told: ToldOptions
) -> list[Film]:
    from filmrec.actions.filters import Filters

    filters = Filters(told=read_told_options(session, library, told))
    say_what_could_not_be_judged(session, filters, library, films)
    found = [film for film in films if filters.admit(film)]
    if films and not found:
        names = ", ".join(one.name for one in filters.told)
        raise FilmNotFoundError(f"of {plural(len(films), 'film')} none passes {names}")
    return found


def show_film(
    ctx: typer.Context,
    film: FilmArgument,
    poster: Annotated[
        bool, typer.Option("--poster", help="The poster as well; TMDb is asked for it.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """What is known of a film, what you said of it, and how it would stand in your list."""
    from filmrec.actions.lookup import card
    from filmrec.render.documents import card_document

    session = session_of(ctx)
    with open_shelf(session) as library:
        found = card(library, find_film(library, film))
        if found.rating is None:
            found = replace(found, outlook=_outlook(session, library, found.film))
    if as_json:
        show_json(card_document(found))
        return
    from filmrec.render.cards import film_card

    if poster:
        show_poster(session, found)
    show(film_card(found, region_of(session)))


def _outlook(session: Session, library: Library, film: Film) -> Recommendation | None:
    """How the film would stand in the person's list, if that can be told at once."""
    from filmrec.actions.recommend import Request, taste_of
    from filmrec.actions.status import size_of

    path = session.settings.model_path
    if film.movielens_id is None or not size_of(path) or not taste_of(library, Request()):
        return None
    from filmrec.actions.models import ModelState, find_model
    from filmrec.actions.personal import outlook

    ready = find_model(path, community_of(session), described_since=described_since(session))
    if ready.model is None or ready.state is not ModelState.CURRENT:
        return None
    return outlook(library, ready.model, film)


def where(
    ctx: typer.Context,
    film: FilmArgument,
    region: Annotated[
        str | None, typer.Option("--region", metavar="CODE", help="Another region than yours: UA.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Where a film can be streamed, rented or bought, as of when TMDb was asked."""
    from filmrec.actions.lookup import where as read_where
    from filmrec.actions.told import checked_region
    from filmrec.render.documents import where_document

    session = session_of(ctx)
    wanted = checked_region(region or region_of(session), "--region UA")
    with open_shelf(session) as library:
        found = read_where(library, find_film(library, film), wanted)
    if as_json:
        show_json(where_document(found))
    else:
        from filmrec.render.cards import where_table

        show(where_table(found))


def similar(
    ctx: typer.Context,
    film: FilmArgument,
    count: CountOption = 10,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Films that people who like FILM like as well."""
    session = session_of(ctx)
    from filmrec.actions.similar import similar as find_similar
    from filmrec.cli.models import ready_model
    from filmrec.render.documents import SIMILAR_COLUMNS, similar_document
    from filmrec.render.tables import similar_table

    with open_shelf(session) as library:
        wanted = find_film(library, film)
        found = find_similar(library, ready_model(session), wanted, count)
    if wanted.n_community_ratings:
        note(session, f"liked by the people who like {wanted.name}")
    else:
        note(session, f"nobody in the community rated {wanted.name}: liked by who likes its kind")
    rows = [similar_document(row) for row in found]
    show_list(rows, SIMILAR_COLUMNS, lambda _: similar_table(found), as_json=as_json, as_csv=as_csv)
