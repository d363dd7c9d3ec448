"""One film, set out in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from filmrec.films import Mark
from filmrec.render.tables import film_text
from filmrec.render.text import film_key, plural, printable, stars_text

if TYPE_CHECKING:
    from datetime import datetime

    from filmrec.actions.lookup import FilmCard

MARK_NAMES = {
    Mark.SEEN: "seen",
    Mark.NOT_SEEN: "not seen",
    Mark.WATCHLIST: "on the watchlist",
    Mark.HIDDEN: "hidden",
    Mark.LIKED: "liked",
}


def film_card(card: FilmCard) -> Table:
    """The film's name as the title of a two-column list; what is not known has no line."""
    film = card.film
    lines = {
        "genres": ", ".join(film.genres),
        "also known as": " · ".join(film.alternative_titles),
        "original title": film.original_title or "",
        "community": _community(card),
        "your rating": _rating(card),
        "watched": _viewings(card),
        "marked": ", ".join(_mark(mark, at) for mark, at in card.marks.items()),
        "ids": _ids(card),
    }
    grid = Table.grid(padding=(0, 2))
    grid.title = film_text(film)
    grid.title.stylize("bold")
    grid.title_justify = "left"
    grid.title_style = ""
    for name, value in lines.items():
        if value:
            grid.add_row(Text(name, style="dim"), Text(printable(value)))
    return grid


def _community(card: FilmCard) -> str:
    film = card.film
    if film.community_mean is None:
        return ""
    people = plural(film.n_community_ratings, "person", "people")
    return f"{film.community_mean:.1f} stars on average from {people}"


def _rating(card: FilmCard) -> str:
    if card.rating is None:
        return "not rated"
    when = f", on {card.rating.rated_at:%Y-%m-%d}" if card.rating.rated_at is not None else ""
    return f"{stars_text(card.rating.stars)} stars{when}"


def _viewings(card: FilmCard) -> str:
    if not card.viewings:
        return ""
    last = card.viewings[-1].isoformat()
    if len(card.viewings) == 1:
        return f"once, on {last}"
    return f"{len(card.viewings):,} times, last on {last}"


def _mark(mark: Mark, marked_at: datetime | None) -> str:
    when = f" (since {marked_at:%Y-%m-%d})" if marked_at is not None else ""
    return f"{MARK_NAMES[mark]}{when}"


def _ids(card: FilmCard) -> str:
    film = card.film
    ids = (
        film_key(film) if film.movielens_id is not None else None,
        f"tmdb:{film.tmdb_id}" if film.tmdb_id is not None else None,
        film.imdb_id,
    )
    return "  ".join(id_ for id_ in ids if id_)
