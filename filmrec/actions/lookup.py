"""Films looked up: by words, by name, by likeness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.errors import NotReadyError

if TYPE_CHECKING:
    from datetime import date, datetime

    from filmrec.films import Film, FilmFacts, Mark, Offer, Rating, Recommendation
    from filmrec.library import Library


@dataclass(frozen=True, slots=True)
class FilmCard:
    """Everything known of one film, and what the person said of it.

    `marks` have the time of each, None where it is unknown; `viewings` are days, the first first.
    `facts` are what TMDb told, `outlook` is how the film would stand in a list for the person; None
    where nothing was told, or there is no model, or no rating to go by.
    """

    film: Film
    rating: Rating | None
    marks: dict[Mark, datetime | None]
    viewings: tuple[date, ...] = ()
    facts: FilmFacts | None = None
    outlook: Recommendation | None = None


@dataclass(frozen=True, slots=True)
class WhereToWatch:
    """The services that show a film in a region, as JustWatch knew it at that time."""

    film: Film
    region: str
    offers: tuple[Offer, ...]
    fetched_at: datetime


def where(library: Library, film: Film, region: str) -> WhereToWatch:
    """Where a film can be watched.

    Raises
    ------
    NotReadyError
        When TMDb was not asked about it.
    """
    facts = library.tmdb.facts(film.film_id)
    if facts is None:
        raise NotReadyError(
            f"TMDb was not asked about {film.name} yet",
            hint=f'`filmrec import-tmdb --film "{film.name}"` does that',
        )
    offers = tuple(offer for offer in facts.offers if offer.region == region)
    return WhereToWatch(film, region, offers, facts.fetched_at)


def card(library: Library, film: Film) -> FilmCard:
    return FilmCard(
        film,
        rating=library.rating(film.film_id),
        marks=library.marks(film.film_id),
        viewings=tuple(library.viewings(film.film_id)),
        facts=library.tmdb.facts(film.film_id),
    )
