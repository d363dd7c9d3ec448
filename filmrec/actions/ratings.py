"""Rating films, and reading one's ratings back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.errors import UsageError
from filmrec.films import Mark, half_stars

if TYPE_CHECKING:
    from filmrec.actions.filters import Filters
    from filmrec.films import Film, Rating
    from filmrec.library import Library

SORTED_BY = ("date", "stars", "title", "year")


@dataclass(frozen=True, slots=True)
class RatingChange:
    """What became of one film: `stars` now and before, None for unrated.

    `was_hidden` and `was_listed` tell of marks that went with it, `is_hidden` of one that stays.
    """

    film: Film
    stars: float | None
    before: float | None
    n_ratings: int
    was_hidden: bool = False
    was_listed: bool = False
    is_hidden: bool = False


def parse_stars(written: str) -> float:
    """`4`, `4.5`, `4,5`, `4½` or `****` as stars.

    Raises
    ------
    UsageError
        When it is no number of half stars from 0.5 to 5.
    """
    text = written.strip().removesuffix("/5").replace(",", ".").replace("½", ".5")
    if text and not text.strip("*★"):
        text = str(len(text))
    try:
        stars = float(text)
        half_stars(stars)
    except ValueError as error:
        raise UsageError(
            f"{written!r} is no rating", hint="stars go from 0.5 to 5 in halves, like 4 or 3.5"
        ) from error
    return stars


def rate(library: Library, film: Film, stars: float) -> RatingChange:
    """Store a rating; a second one for the same film replaces the first.

    Who rated a film has seen it: it leaves the watchlist.
    """
    with library.transaction("rate"):
        before = library.rate(film.film_id, stars)
        was_listed = library.unmark(film.film_id, Mark.WATCHLIST)
        library.unmark(film.film_id, Mark.NOT_SEEN)
    return RatingChange(
        film,
        stars,
        _stars_of(before),
        library.count_ratings(),
        was_listed=was_listed,
        is_hidden=Mark.HIDDEN in library.marks(film.film_id),
    )


def unrate(library: Library, film: Film) -> RatingChange:
    """Take back what was answered of a film: its stars, or else `never show` and `not seen`."""
    was_hidden = False
    with library.transaction("unrate"):
        before = library.unrate(film.film_id)
        if before is None:
            was_hidden = library.unmark(film.film_id, Mark.HIDDEN)
            library.unmark(film.film_id, Mark.NOT_SEEN)
    return RatingChange(
        film,
        None,
        _stars_of(before),
        library.count_ratings(),
        was_hidden=was_hidden,
        is_hidden=Mark.HIDDEN in library.marks(film.film_id),
    )


def _stars_of(rating: Rating | None) -> float | None:
    return None if rating is None else rating.stars


def ratings(
    library: Library,
    *,
    filters: Filters,
    stars: tuple[float, float] | None = None,
    sort: str = "date",
    reverse: bool = False,
) -> list[Rating]:
    """The person's ratings; the newest, the best, A, or the oldest film first unless reversed."""
    found = [
        rating
        for rating in library.ratings()
        if filters.admit(rating.film) and (stars is None or stars[0] <= rating.stars <= stars[1])
    ]
    if sort == "stars":
        found.sort(key=lambda rating: -rating.stars)
    elif sort == "title":
        found.sort(key=lambda rating: rating.film.title.casefold())
    elif sort == "year":
        found.sort(key=lambda rating: rating.film.year or 0)
    return found[::-1] if reverse else found
