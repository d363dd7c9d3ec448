"""What TMDb tells of a film as a row: as JSON to show, and as terms to filter by."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from filmrec.films import Certificate, FilmFacts, Offer, OfferKind, Person
from filmrec.library.rows import DamagedRowError, day, moment, parsed
from filmrec.library.titles import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a film can be filtered by. STREAM is what costs nothing beyond a subscription.
DIRECTOR, ACTOR, KEYWORD = "director", "actor", "keyword"
COUNTRY, LANGUAGE, CERTIFICATE, STREAM = "country", "language", "certificate", "stream"
STREAMED = frozenset((OfferKind.STREAM, OfferKind.FREE, OfferKind.ADS))


def term(kind: str, *values: str) -> str:
    """`director:michael mann`, `stream:ua:netflix`: letters folded as those of titles are."""
    return ":".join((kind, *map(fold, values)))


def terms(facts: FilmFacts) -> list[str]:
    """Everything that the film can be filtered by, each once."""
    return list(dict.fromkeys(_terms(facts)))


def _terms(facts: FilmFacts) -> Iterator[str]:
    for person in facts.directors:
        yield term(DIRECTOR, person.name)
    for person in facts.cast:
        yield term(ACTOR, person.name)
    for keyword in facts.keywords:
        yield term(KEYWORD, keyword)
    for country in facts.countries:
        yield term(COUNTRY, country)
    if facts.original_language:
        yield term(LANGUAGE, facts.original_language)
    for certificate in facts.certificates:
        yield term(CERTIFICATE, certificate.region, certificate.certificate)
    for offer in facts.offers:
        if offer.kind in STREAMED:
            yield term(STREAM, offer.region, offer.service)
            yield term(STREAM, offer.region)


def document(facts: FilmFacts) -> dict[str, Any]:
    """The facts as JSON has them."""
    return {
        field.name: _plain(value)
        for field in fields(facts)
        if (value := getattr(facts, field.name)) not in (None, ())
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def read_facts(text: str) -> FilmFacts:
    """The facts of a stored document."""
    values = parsed(text)
    try:
        return _read(dict(values))
    except (TypeError, ValueError, KeyError) as error:
        raise DamagedRowError("no facts of a film where there should be") from error


def _read(values: dict[str, Any]) -> FilmFacts:
    for name in ("alternative_titles", "countries", "genres", "keywords"):
        values[name] = tuple(values.get(name, ()))
    for name in ("directors", "cast"):
        values[name] = tuple(Person(*row) for row in values.get(name, ()))
    values["certificates"] = tuple(Certificate(*row) for row in values.get("certificates", ()))
    values["offers"] = tuple(
        Offer(region, OfferKind(kind), service, link)
        for region, kind, service, link in values.get("offers", ())
    )
    fetched_at: datetime = moment(values.pop("fetched_at"))
    released = values.pop("released", None)
    return FilmFacts(
        **values, fetched_at=fetched_at, released=None if released is None else day(released)
    )
