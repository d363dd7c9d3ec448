"""Films looked up: by words, by name, by likeness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.films import Mark

if TYPE_CHECKING:
    from filmrec.films import Film, Rating
    from filmrec.library import Library


@dataclass(frozen=True, slots=True)
class FilmCard:
    """Everything known of one film, and what the person said of it."""

    film: Film
    rating: Rating | None
    marks: frozenset[Mark]


def card(library: Library, film: Film) -> FilmCard:
    return FilmCard(film, library.rating(film.film_id), library.marks(film.film_id))
