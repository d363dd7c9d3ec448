"""Simkl's JSON: movies, shows and anime, each item with a status and perhaps a rating."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filmrec.films import NamedFilm
from filmrec.imports.dates import Dates, dated, read_dates
from filmrec.imports.documents import json_title, mapping, string
from filmrec.imports.fields import film_problem, imdb_id, number_id, year_from
from filmrec.imports.findings import refuse_too_many
from filmrec.imports.rows import Fact, Row
from filmrec.imports.scales import SIMKL
from filmrec.imports.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.imports.findings import Findings
    from filmrec.imports.rows import Reading

_PARTS = ("movies", "shows", "anime")
_DATES = ("last_watched_at", "user_rated_at", "added_to_watchlist_at")
_TO_WATCH = ("plantowatch", "plan to watch")


def is_export(document: object) -> bool:
    return isinstance(document, dict) and any(
        isinstance(document.get(part), list) for part in _PARTS
    )


def read(document: dict[str, Any], found: Findings, _: Reading) -> frozenset[Fact]:
    refuse_too_many(found.file, sum(len(_items(document, part)) for part in _PARTS))
    dates = read_dates(
        string(item.get(key))
        for part in _PARTS
        for item in _items(document, part)
        if isinstance(item, dict)
        for key in _DATES
    )
    found.note(dates.note)
    for part, number, item in _numbered(document):
        described = mapping(item, "movie") or mapping(item, "show") or mapping(item, "anime")
        if not described:
            found.lose(number, f"item {number:,} of {part} names nothing")
            continue
        film = _film(described)
        if part == "shows" or (part == "anime" and not _is_movie(item)):
            found.leave_out(number, film.name, "TV series" if part == "shows" else "anime series")
        elif (problem := film_problem(film)) is not None:
            found.lose(number, problem)
        else:
            _add_item(item, number, film, dates, found)
    if not found.is_whole or not isinstance(document.get("movies"), list):
        return frozenset()
    return frozenset({Fact.RATING, Fact.SEEN, Fact.WATCHLIST})


def _items(document: dict[str, Any], part: str) -> list[Any]:
    items = document.get(part)
    return items if isinstance(items, list) else []


def _numbered(document: dict[str, Any]) -> Iterator[tuple[str, int, Any]]:
    for part in _PARTS:
        for number, item in enumerate(_items(document, part), start=1):
            yield part, number, item


def _is_movie(item: dict[str, Any]) -> bool:
    return string(item.get("anime_type")).casefold() == "movie"


def _film(described: dict[str, Any]) -> NamedFilm:
    ids = mapping(described, "ids")
    return NamedFilm(
        json_title(described.get("title")),
        year_from(described.get("year")),
        tmdb_id=number_id(ids.get("tmdb")),
        imdb_id=imdb_id(ids.get("imdb")),
    )


def _add_item(
    item: dict[str, Any], number: int, film: NamedFilm, dates: Dates, found: Findings
) -> None:
    """Add a film with its rating and its status: what is half watched counts once it was begun."""
    score = item.get("user_rating")
    stars = SIMKL.half_stars(score)
    if stars is None and score not in (None, ""):
        found.lose(number, SIMKL.refusal(score))
    status = string(item.get("status")).casefold()
    seen_at = dated(string(item.get("last_watched_at")), dates, number, found)
    is_seen = status == "completed" or (seen_at is not None and status not in _TO_WATCH)
    is_on_watchlist = status in _TO_WATCH
    if stars is None and not is_seen and not is_on_watchlist:
        if score in (None, ""):
            found.leave_out(number, film.name, f"not watched ({harmless(status) or 'no status'})")
        return
    rated_at = dated(string(item.get("user_rated_at")), dates, number, found)
    listed_at = dated(string(item.get("added_to_watchlist_at")), dates, number, found)
    found.rows.append(
        Row(
            found.file,
            number,
            film,
            half_stars=stars,
            rated_at=rated_at if stars is not None else None,
            is_seen=is_seen,
            seen_at=seen_at if is_seen else None,
            is_on_watchlist=is_on_watchlist,
            listed_at=listed_at if is_on_watchlist else None,
        )
    )
