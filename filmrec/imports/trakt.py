"""Trakt's JSON: ratings, watched, history and watchlist, each a list of items around a film."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filmrec.films import NamedFilm
from filmrec.imports.dates import Dates, dated, read_dates
from filmrec.imports.documents import json_title, mapping, string
from filmrec.imports.fields import film_problem, imdb_id, number_id, year_from
from filmrec.imports.film_types import reason_to_leave_out
from filmrec.imports.findings import refuse_too_many
from filmrec.imports.lists import add_listed
from filmrec.imports.rows import Fact, ListAs, Row, Viewing
from filmrec.imports.scales import TRAKT

if TYPE_CHECKING:
    from datetime import datetime

    from filmrec.imports.findings import Findings
    from filmrec.imports.rows import Reading

_SUBJECTS = ("movie", "episode", "season", "show", "person", "list")
_SAYINGS = ("rating", "rated_at", "plays", "last_watched_at", "watched_at", "listed_at")


def is_export(document: object) -> bool:
    """A list in which at least one item is about something; the empty list is one as well."""
    return isinstance(document, list) and (not document or any(map(_is_item, document)))


def is_list(document: object) -> bool:
    """A watchlist or any other list of the person's: they look the same."""
    return isinstance(document, list) and any(
        _is_item(item) and "listed_at" in item for item in document
    )


def read(document: list[Any], found: Findings, reading: Reading) -> frozenset[Fact]:
    refuse_too_many(found.file, len(document))
    dates = read_dates(
        string(item.get(key))
        for item in document
        if isinstance(item, dict)
        for key in ("rated_at", "last_watched_at", "watched_at", "listed_at")
    )
    found.note(dates.note)
    facts: set[Fact] = set()
    for number, item in enumerate(document, start=1):
        if not _is_item(item):
            found.lose(number, "the item names nothing that was rated, watched or listed")
            continue
        subject = _subject(item)
        film = _film(mapping(item, subject))
        if subject != "movie":
            name = json_title(mapping(item, "show").get("title")) or film.title
            found.leave_out(number, name, reason_to_leave_out(subject) or subject)
        elif (problem := film_problem(film)) is not None:
            found.lose(number, problem)
        else:
            facts.update(_add_item(item, number, film, dates, found, reading.list_as))
    return frozenset(facts) if found.is_whole else frozenset()


def _is_item(item: object) -> bool:
    return (
        isinstance(item, dict)
        and any(isinstance(item.get(subject), dict) for subject in _SUBJECTS)
        and any(saying in item for saying in _SAYINGS)
    )


def _subject(item: dict[str, Any]) -> str:
    """What the item is about: as it says, or the most particular thing it has."""
    said = item.get("type")
    if isinstance(said, str) and isinstance(item.get(said), dict):
        return said
    return next(subject for subject in _SUBJECTS if isinstance(item.get(subject), dict))


def _film(described: dict[str, Any]) -> NamedFilm:
    ids = mapping(described, "ids")
    return NamedFilm(
        json_title(described.get("title")),
        year_from(described.get("year")),
        tmdb_id=number_id(ids.get("tmdb")),
        imdb_id=imdb_id(ids.get("imdb")),
    )


def _add_item(
    item: dict[str, Any],
    number: int,
    film: NamedFilm,
    dates: Dates,
    found: Findings,
    list_as: ListAs,
) -> tuple[Fact, ...]:
    """Add what an item says of a film; the kind of file that it is complete of."""

    def at(key: str) -> datetime | None:
        return dated(string(item.get(key)), dates, number, found)

    if "rating" in item or "rated_at" in item:
        score = item.get("rating")
        if score is None or score == "":
            found.leave_out(number, film.name, "not rated")
        elif (stars := TRAKT.half_stars(score)) is None:
            found.lose(number, TRAKT.refusal(score))
        else:
            row = Row(found.file, number, film, half_stars=stars, rated_at=at("rated_at"))
            found.rows.append(row)
        return (Fact.RATING,)
    if "plays" in item or "last_watched_at" in item:
        seen_at = at("last_watched_at")
        found.rows.append(Row(found.file, number, film, is_seen=True, seen_at=seen_at))
        return (Fact.SEEN,)
    if "watched_at" in item:
        seen_at = at("watched_at")
        viewing = Viewing(seen_at.date()) if seen_at is not None else None
        found.rows.append(
            Row(found.file, number, film, is_seen=True, seen_at=seen_at, viewing=viewing)
        )
        # The history comes in pages: one file need not be all of it.
        return ()
    add_listed(found, number, film, list_as, at("listed_at"))
    return (Fact.WATCHLIST,) if list_as is ListAs.WATCHLIST else ()
