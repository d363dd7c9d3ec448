"""One film, set out in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from filmrec.films import Mark, OfferKind
from filmrec.render.tables import film_text
from filmrec.render.text import film_key, plural, printable, stars_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from rich.console import RenderableType

    from filmrec.actions.lookup import FilmCard, WhereToWatch
    from filmrec.films import FilmFacts, Offer, Person

# What a card shows of long lists.
SHOWN_DIRECTORS, SHOWN_CAST, SHOWN_KEYWORDS, SHOWN_TITLES, SHOWN_CERTIFICATES = 6, 6, 8, 6, 40
OFFER_NAMES = {
    OfferKind.STREAM: "stream",
    OfferKind.FREE: "free",
    OfferKind.ADS: "with ads",
    OfferKind.RENT: "rent",
    OfferKind.BUY: "buy",
}
MARK_NAMES = {
    Mark.SEEN: "seen",
    Mark.NOT_SEEN: "not seen",
    Mark.WATCHLIST: "on the watchlist",
    Mark.HIDDEN: "hidden",
    Mark.LIKED: "liked",
}


def film_card(card: FilmCard, region: str | None = None) -> Group:
    """The film's name as the title of a two-column list; what is not known has no line.

    `region` is whose certificate and services are shown.
    """
    film = card.film
    told = {} if card.facts is None else _told(card.facts, region)
    lines = {
        "genres": ", ".join(film.genres),
        **told,
        "also known as": " \u00b7 ".join(film.alternative_titles),
        "in the catalogue": film.title if film.local_title else "",
        "original title": film.original_title or "",
        "community": _community(card),
        "for you": _outlook(card),
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
    if card.facts is None:
        return Group(grid)
    parts: list[RenderableType] = [grid]
    if card.facts.overview:
        parts += [Text(), *map(Text, map(printable, card.facts.overview.splitlines()))]
    source = f"TMDb, {card.facts.fetched_at:%Y-%m-%d}"
    if "watch" in lines:
        source += "; where to watch: JustWatch"
    return Group(*parts, Text(), Text(source, style="dim"))


def _told(facts: FilmFacts, region: str | None) -> dict[str, str]:
    hours, minutes = divmod(facts.runtime or 0, 60)
    made = [", ".join(facts.countries), facts.original_language or ""]
    votes = f"{facts.vote_average:.1f} of 10" if facts.vote_average and facts.vote_count else ""
    told = {
        "released": "" if facts.released is None else facts.released.isoformat(),
        "runtime": f"{facts.runtime} minutes ({hours} h {minutes:02d})" if facts.runtime else "",
        "made in": ", ".join(filter(None, made)),
        "directed by": ", ".join(person.name for person in facts.directors[:SHOWN_DIRECTORS]),
        "with": ", ".join(map(_actor, facts.cast[:SHOWN_CAST])),
        "keywords": ", ".join(facts.keywords[:SHOWN_KEYWORDS]),
        "certificate": _certificate(facts, region),
        "part of": facts.collection or "",
        "titles": " \u00b7 ".join(facts.alternative_titles[:SHOWN_TITLES]),
        "TMDb": f"{votes} from {facts.vote_count:,} votes" if votes else "",
    }
    offers = [offer for offer in facts.offers if offer.region == region]
    if offers:
        told["watch"] = "; ".join(
            f"{OFFER_NAMES[kind]} {', '.join(dict.fromkeys(services))}"
            for kind, services in _by_kind(offers).items()
        )
    return told


def _actor(person: Person) -> str:
    return f"{person.name} ({person.character})" if person.character else person.name


def _certificate(facts: FilmFacts, region: str | None) -> str:
    """That of the region, or else of all."""
    return ", ".join(
        f"{one.certificate} ({one.region})"
        for one in facts.certificates[:SHOWN_CERTIFICATES]
        if region is None or one.region == region
    )


def _by_kind(offers: Iterable[Offer]) -> dict[OfferKind, list[str]]:
    """The services by how they show a film, in the order in which people ask for them."""
    found: dict[OfferKind, list[str]] = {}
    for kind in OFFER_NAMES:
        services = [offer.service for offer in offers if offer.kind is kind]
        if services:
            found[kind] = services
    return found


def where_table(found: WhereToWatch) -> Group:
    """The services that show a film, by kind, with the source and its date."""
    if not found.offers:
        lines: RenderableType = Text("nobody shows it")
    else:
        lines = Table.grid(padding=(0, 2))
        for kind, services in _by_kind(found.offers).items():
            names = ", ".join(dict.fromkeys(services))
            lines.add_row(Text(OFFER_NAMES[kind], style="dim"), Text(printable(names)))
    title = film_text(found.film)
    title.stylize("bold")
    source = f"in {found.region}, as of {found.fetched_at:%Y-%m-%d}, by JustWatch"
    links = dict.fromkeys(offer.link for offer in found.offers if offer.link)
    return Group(title, lines, Text(source, style="dim"), *(Text(printable(x)) for x in links))


def _outlook(card: FilmCard) -> str:
    outlook = card.outlook
    if outlook is None or outlook.match is None:
        return ""
    because = ", ".join(film.shown_title for film in outlook.because)
    return f"{outlook.match}% match" + (f", because of {because}" if because else "")


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
