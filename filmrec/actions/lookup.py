"""Films looked up: by words, by name, by likeness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from filmrec.films import Film, Mark, Rating
    from filmrec.library import Library


@dataclass(frozen=True, slots=True)
class FilmCard:
    """Everything known of one film, and what the person said of it.

    `marks` have the time of each, None where it is unknown; `viewings` are days, the first first.
    """

    film: Film
    rating: Rating | None
    marks: dict[Mark, datetime | None]
    viewings: tuple[date, ...] = ()


def card(library: Library, film: Film) -> FilmCard:
    return FilmCard(
        film,
        rating=library.rating(film.film_id),
        marks=library.marks(film.film_id),
        viewings=tuple(library.viewings(film.film_id)),
    )
