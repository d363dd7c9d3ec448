"""TMDb's answers in our own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from filmrec.films import (
    Certificate,
    FilmFacts,
    FoundFilm,
    FoundFilms,
    Offer,
    OfferKind,
    Person,
)
from filmrec.sources.fields import (
    ShapeError,
    code,
    day,
    imdb_id,
    link,
    number,
    objects,
    poster_path,
    prose,
    real,
    section,
    text,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# What `append_to_response` brings with a film.
SECTIONS = (
    *("credits", "keywords", "external_ids", "alternative_titles", "release_dates"),
    "watch/providers",
)
_LONGEST_CAST = 15
# Longer than any film that was ever shown: the number is a slip.
_LONGEST_MINUTES = 6000
_KINDS = {
    "flatrate": OfferKind.STREAM,
    "free": OfferKind.FREE,
    "ads": OfferKind.ADS,
    "rent": OfferKind.RENT,
    "buy": OfferKind.BUY,
}
# Kinds of a release by how much its certificate is the one people know: cinema, limited, premiere,
# digital, disc, television.
_RELEASE_ORDER = (3, 2, 1, 4, 5, 6)


class Images(NamedTuple):
    """Where posters are, and how wide they can be had (`w342`), the smallest first."""

    base_url: str
    poster_sizes: tuple[str, ...]


def film_facts(
    document: dict[str, Any], tmdb_id: int, language: str | None, fetched_at: datetime
) -> FilmFacts:
    """A film with everything that was asked for with it.

    Raises
    ------
    ShapeError
        When this is another film, or none.
    """
    if number(document.get("id")) != tmdb_id:
        raise ShapeError("id")
    original = text(document.get("original_title"))
    title = text(document.get("title")) or original
    if title is None:
        raise ShapeError("title")
    runtime = number(document.get("runtime"))
    outside = section(document, "external_ids")
    return FilmFacts(
        tmdb_id=tmdb_id,
        title=title,
        fetched_at=fetched_at,
        language=language,
        imdb_id=imdb_id(document.get("imdb_id")) or imdb_id(outside.get("imdb_id")),
        original_title=original,
        alternative_titles=_alternative_titles(document, {title, original}),
        released=day(document.get("release_date")),
        runtime=runtime if runtime is not None and runtime <= _LONGEST_MINUTES else None,
        original_language=code(document.get("original_language")),
        countries=_countries(document),
        genres=_names(document.get("genres"), "genres"),
        overview=prose(document.get("overview")),
        tagline=prose(document.get("tagline")),
        directors=_directors(document),
        cast=_cast(document),
        keywords=_names(section(document, "keywords").get("keywords"), "keywords"),
        certificates=tuple(_certificates(document)),
        offers=tuple(_offers(document)),
        poster_path=poster_path(document.get("poster_path")),
        collection=text(section(document, "belongs_to_collection").get("name")),
        popularity=real(document.get("popularity")),
        vote_average=real(document.get("vote_average")),
        vote_count=number(document.get("vote_count")) or 0,
        is_adult=document.get("adult") is True,
    )


def _names(value: object, what: str) -> tuple[str, ...]:
    return texts(row.get("name") for row in objects(value, what))


def _alternative_titles(document: dict[str, Any], known: set[str | None]) -> tuple[str, ...]:
    rows = objects(section(document, "alternative_titles").get("titles"), "titles")
    titles = texts(row.get("title") for row in rows)
    return tuple(title for title in titles if title not in known)


def _countries(document: dict[str, Any]) -> tuple[str, ...]:
    rows = objects(document.get("production_countries"), "production_countries")
    found = [code(row.get("iso_3166_1")) for row in rows]
    return tuple(dict.fromkeys(country for country in found if country is not None))


def _people(rows: Iterator[dict[str, Any]]) -> Iterator[Person]:
    for row in rows:
        name = text(row.get("name"))
        if name is not None:
            yield Person(number(row.get("id")), name, text(row.get("character")))


def _directors(document: dict[str, Any]) -> tuple[Person, ...]:
    crew = objects(section(document, "credits").get("crew"), "crew")
    directors = _people(row for row in crew if row.get("job") == "Director")
    return tuple(dict.fromkeys(Person(person.tmdb_id, person.name) for person in directors))


def _cast(document: dict[str, Any]) -> tuple[Person, ...]:
    cast = list(objects(section(document, "credits").get("cast"), "cast"))
    orders = [real(row.get("order")) for row in cast]
    # Who has no place in the credits stands behind those who have, in the order given.
    ranks = [float("inf") if order is None else order for order in orders]
    ranked = sorted(zip(ranks, range(len(cast)), strict=True))
    people = dict.fromkeys(_people(cast[index] for _, index in ranked))
    return tuple(people)[:_LONGEST_CAST]


def _certificates(document: dict[str, Any]) -> Iterator[Certificate]:
    regions = objects(section(document, "release_dates").get("results"), "release_dates")
    for row in regions:
        region = code(row.get("iso_3166_1"))
        releases = [
            (_rank(release.get("type")), certificate)
            for release in objects(row.get("release_dates"), "release_dates")
            if (certificate := text(release.get("certification"))) is not None
        ]
        if region is not None and releases:
            # The first of those that tell most, in the order given.
            yield Certificate(region, min(releases, key=lambda release: release[0])[1])


def _rank(kind: object) -> int:
    known = number(kind)
    return _RELEASE_ORDER.index(known) if known in _RELEASE_ORDER else len(_RELEASE_ORDER)


def _offers(document: dict[str, Any]) -> Iterator[Offer]:
    regions = section(section(document, "watch/providers"), "results")
    for name in regions:
        region = code(name)
        if region is None:
            continue
        row = section(regions, name)
        address = link(row.get("link"))
        for their_word, kind in _KINDS.items():
            rows = list(objects(row.get(their_word), their_word))
            priorities = [(real(service.get("display_priority")), service) for service in rows]
            priorities.sort(key=lambda pair: float("inf") if pair[0] is None else pair[0])
            for service in texts(service.get("provider_name") for _, service in priorities):
                yield Offer(region, kind, service, address)


def found_by_imdb_id(document: dict[str, Any]) -> tuple[FoundFilm, ...]:
    """The films among what TMDb has for an id of IMDb's; that id may also be a series'."""
    if not isinstance(document.get("movie_results"), list):
        raise ShapeError("movie_results")
    return tuple(_found_films(document["movie_results"]))


def film_page(document: dict[str, Any]) -> FoundFilms:
    """One page of a search or a list."""
    if not isinstance(document.get("results"), list):
        raise ShapeError("results")
    return FoundFilms(
        tuple(_found_films(document["results"])),
        number(document.get("page")) or 1,
        number(document.get("total_pages")) or 1,
        number(document.get("total_results")) or 0,
    )


def _found_films(rows: object) -> Iterator[FoundFilm]:
    for row in objects(rows, "results"):
        tmdb_id = number(row.get("id"))
        original = text(row.get("original_title"))
        title = text(row.get("title")) or original
        # A film without a number or a name cannot be asked for.
        if tmdb_id is None or title is None:
            continue
        genre_ids = row.get("genre_ids")
        genres = [number(genre) for genre in genre_ids] if isinstance(genre_ids, list) else []
        yield FoundFilm(
            tmdb_id,
            title,
            original_title=original,
            original_language=code(row.get("original_language")),
            released=day(row.get("release_date")),
            genre_ids=tuple(genre for genre in genres if genre is not None),
            overview=prose(row.get("overview")),
            poster_path=poster_path(row.get("poster_path")),
            popularity=real(row.get("popularity")),
            vote_count=number(row.get("vote_count")) or 0,
            is_adult=row.get("adult") is True,
        )


def genre_names(document: dict[str, Any]) -> dict[int, str]:
    if not isinstance(document.get("genres"), list):
        raise ShapeError("genres")
    rows = objects(document["genres"], "genres")
    pairs = [(number(row.get("id")), text(row.get("name"))) for row in rows]
    return {key: name for key, name in pairs if key is not None and name is not None}


def images(document: dict[str, Any]) -> Images:
    found = section(document, "images")
    base_url = text(found.get("secure_base_url"))
    sizes = found.get("poster_sizes")
    if base_url is None or not isinstance(sizes, list):
        raise ShapeError("images")
    return Images(base_url, tuple(size for size in sizes if isinstance(size, str)))
