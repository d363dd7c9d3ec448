"""The words that every room of the house speaks: a film, a rating, a mark.

Values only: no storage, no arrays, no terminal.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

MIN_STARS = 0.5
MAX_STARS = 5.0
# Ids beyond stand in for those of films that MovieLens numbers differently elsewhere (ml-100k).
LAST_MOVIELENS_ID = 999_999_999
# The `source` of what was read out of a chat: any other outweighs it.
CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Film:
    """A film as the library knows it.

    `title` is in natural order ("The Matrix"); `alternative_titles` holds every other name it is
    found by ("Matrix, The", "Nikita"). `film_id` is this library's own number and means nothing
    outside of it; the other ids are those of the outside catalogues, None where unknown.
    `local_title` is the one in the person's language where TMDb told one that is another.
    `community_mean` is in stars, None where nobody in the community rated the film. A film that
    `is_own` is known from the person's files only: no catalogue has it.
    """

    film_id: int
    title: str
    year: int | None = None
    genres: tuple[str, ...] = ()
    movielens_id: int | None = None
    tmdb_id: int | None = None
    imdb_id: str | None = None
    original_title: str | None = None
    alternative_titles: tuple[str, ...] = ()
    community_mean: float | None = None
    n_community_ratings: int = 0
    is_own: bool = False
    local_title: str | None = None

    @property
    def item_id(self) -> int | None:
        """By what a model knows the film: its MovieLens id or, without one, minus that of TMDb."""
        if self.movielens_id is not None or self.tmdb_id is None:
            return self.movielens_id
        return -self.tmdb_id

    @property
    def shown_title(self) -> str:
        """The title as the person reads it; the film is found by it as well."""
        return self.local_title or self.title

    @property
    def name(self) -> str:
        """Title and year, as the film is named on a command line: `Heat (1995)`."""
        return f"{self.title} ({self.year})" if self.year is not None else self.title


class NamedFilm(NamedTuple):
    """A film as somebody else's file names it: which film that is here, is yet to be found.

    `address` is the film's own page where the file gives it (`boxd.it/29lS`): it stays the same
    when the film is renamed. Ids are None where the file has none.
    """

    title: str
    year: int | None = None
    original_title: str | None = None
    genres: tuple[str, ...] = ()
    movielens_id: int | None = None
    tmdb_id: int | None = None
    imdb_id: str | None = None
    address: str | None = None

    @property
    def name(self) -> str:
        """Title and year, as a film is named on a command line: `Heat (1995)`."""
        return f"{self.title} ({self.year})" if self.year is not None else self.title


class OfferKind(enum.StrEnum):
    """How a service shows a film: with a subscription, for nothing, with ads, or for money."""

    STREAM = "stream"
    FREE = "free"
    ADS = "ads"
    RENT = "rent"
    BUY = "buy"


class Offer(NamedTuple):
    """A service that shows a film in a region (`UA`).

    `link` is the page that lists every offer of that film there.
    """

    region: str
    kind: OfferKind
    service: str
    link: str | None = None


class Certificate(NamedTuple):
    """From what age a film may be seen, in the words of a region: `US`, `PG-13`."""

    region: str
    certificate: str


class Person(NamedTuple):
    """Somebody who made a film; `character` is whom an actor plays."""

    tmdb_id: int | None
    name: str
    character: str | None = None


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What TMDb tells of a film, in one language; None and () where it tells nothing.

    `runtime` is in minutes, `countries` and regions are ISO 3166 codes, `original_language` and
    `language` ISO 639. `cast` holds the first actors in the order of the credits. `offers` come
    from JustWatch, the best-known service first. `fetched_at` is in UTC.
    """

    tmdb_id: int
    title: str
    fetched_at: datetime
    language: str | None = None
    imdb_id: str | None = None
    original_title: str | None = None
    alternative_titles: tuple[str, ...] = ()
    released: date | None = None
    runtime: int | None = None
    original_language: str | None = None
    countries: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    overview: str | None = None
    tagline: str | None = None
    directors: tuple[Person, ...] = ()
    cast: tuple[Person, ...] = ()
    keywords: tuple[str, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    offers: tuple[Offer, ...] = ()
    poster_path: str | None = None
    collection: str | None = None
    popularity: float | None = None
    vote_average: float | None = None
    vote_count: int = 0
    is_adult: bool = False

    @property
    def year(self) -> int | None:
        return None if self.released is None else self.released.year


@dataclass(frozen=True, slots=True)
class FoundFilm:
    """A film of a list of TMDb's: search, popular, newly released."""

    tmdb_id: int
    title: str
    original_title: str | None = None
    original_language: str | None = None
    released: date | None = None
    genre_ids: tuple[int, ...] = ()
    overview: str | None = None
    poster_path: str | None = None
    popularity: float | None = None
    vote_count: int = 0
    is_adult: bool = False

    @property
    def year(self) -> int | None:
        return None if self.released is None else self.released.year

    @property
    def name(self) -> str:
        """Title and year, as a film is named on a command line: `Heat (1995)`."""
        return f"{self.title} ({self.year})" if self.year is not None else self.title


class FoundFilms(NamedTuple):
    """One page of such a list; `n_pages` counts those that TMDb would give."""

    films: tuple[FoundFilm, ...]
    page: int = 1
    n_pages: int = 1
    n_films: int = 0


class Mark(enum.StrEnum):
    """What a person can say of a film without rating it.

    NOT_SEEN is an answer to a question: it is not asked again, and may still be recommended.
    LIKED is the heart of sites that have one beside the stars.
    """

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    WATCHLIST = "watchlist"
    HIDDEN = "hidden"
    LIKED = "liked"


@dataclass(frozen=True, slots=True)
class Rating:
    """One film rated by the person: `stars` from 0.5 to 5 in halves, `rated_at` in UTC.

    `rated_at` is None where the file that it came from holds no date. `source` says where it came
    from: "rate" for the command line, "letterboxd" and the like for files, CHAT for what was read
    out of a chat.
    """

    film: Film
    stars: float
    rated_at: datetime | None
    source: str


@dataclass(frozen=True, slots=True)
class Marked:
    """One film that bears a mark: since when in UTC, and where the mark came from.

    `marked_at` is None where the file that it came from holds no date.
    """

    film: Film
    mark: Mark
    marked_at: datetime | None
    source: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One film of a list picked for a person.

    `score` only ranks: it is no number of stars and cannot be compared between people. `match` is
    the share, in per cent, of people with such a score who gave the film 4 stars or more; None
    where the list is not personal. `because` are the person's own films that speak for this one,
    the strongest first.
    """

    rank: int
    film: Film
    score: float
    match: int | None
    because: tuple[Film, ...]


def half_stars(stars: float) -> int:
    """Stars as a whole number of halves, 1 to 10, the form in which they are stored.

    Raises
    ------
    ValueError
        When `stars` is not one of 0.5, 1, ... 5.
    """
    doubled = stars * 2
    if not (MIN_STARS <= stars <= MAX_STARS) or doubled != int(doubled):
        raise ValueError(f"stars go from 0.5 to 5 in halves, not {stars:g}")
    return int(doubled)
