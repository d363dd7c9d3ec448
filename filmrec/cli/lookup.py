"""`filmrec search`, `show` and `similar`."""

from __future__ import annotations

from typing import Annotated

import typer

from filmrec.cli.find import find_film
from filmrec.cli.options import CountOption, CsvOption, FilmArgument, JsonOption
from filmrec.cli.output import note, show, show_json, show_list
from filmrec.cli.session import open_shelf, session_of
from filmrec.errors import FilmNotFoundError


def search(
    ctx: typer.Context,
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="Words of a title, in any order.")
    ],
    count: CountOption = 20,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Films by their titles, forgiving of order, accents and typing errors."""
    words = " ".join(text)
    with open_shelf(session_of(ctx)) as library:
        films = library.search(words, limit=count)[:count]
    if not films:
        raise FilmNotFoundError(f"no title is like {words!r}", hint="try fewer or other words")
    from filmrec.render.documents import FOUND_COLUMNS, found_document
    from filmrec.render.tables import films_table

    rows = [found_document(film) for film in films]
    show_list(
        rows,
        FOUND_COLUMNS,
        lambda width: films_table(films, width),
        as_json=as_json,
        as_csv=as_csv,
    )


def show_film(ctx: typer.Context, film: FilmArgument, as_json: JsonOption = False) -> None:
    """What is known of a film, and what you said of it."""
    from filmrec.actions.lookup import card
    from filmrec.render.documents import card_document

    with open_shelf(session_of(ctx)) as library:
        found = card(library, find_film(library, film))
    if as_json:
        show_json(card_document(found))
    else:
        from filmrec.render.cards import film_card

        show(film_card(found))


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
    note(session, f"liked by the people who like {wanted.name}")
    rows = [similar_document(row) for row in found]
    show_list(rows, SIMILAR_COLUMNS, lambda _: similar_table(found), as_json=as_json, as_csv=as_csv)
