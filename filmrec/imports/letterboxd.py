"""Letterboxd's own export: its CSV files one by one, or the zip of them.

Every row names a film by title and year, nothing else; in the ratings, the watched, the watchlist
and the likes its address is the film's, in diary and reviews it is the entry's.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, NamedTuple

from filmrec.films import NamedFilm
from filmrec.imports.dates import dated, read_dates
from filmrec.imports.fields import film_address, film_problem, title_from, year_from
from filmrec.imports.lists import add_listed, note_listed
from filmrec.imports.rows import Fact, ListAs, Row, Viewing
from filmrec.imports.scales import LETTERBOXD
from filmrec.imports.tables import Table, first_cell, line_starting_with, open_table, records

if TYPE_CHECKING:
    from datetime import date

    from filmrec.imports.findings import Findings
    from filmrec.imports.rows import Reading

_NAMED = ("Date", "Name", "Year", "Letterboxd URI")
_LOGGED = (*_NAMED, "Rating", "Rewatch", "Watched Date")
_LIST_TITLE = "letterboxd list export"


class Kind(enum.StrEnum):
    """The files of the zip that are read, in this order."""

    RATINGS = "ratings.csv"
    WATCHED = "watched.csv"
    WATCHLIST = "watchlist.csv"
    LIKES = "likes/films.csv"
    DIARY = "diary.csv"
    REVIEWS = "reviews.csv"


# Of diary and reviews nothing is complete: neither is everything seen logged, nor rated there.
_COMPLETE = {
    Kind.RATINGS: Fact.RATING,
    Kind.WATCHED: Fact.SEEN,
    Kind.WATCHLIST: Fact.WATCHLIST,
    Kind.LIKES: Fact.LIKED,
}
# Three of the files have one and the same header; on their own, only their names tell them apart.
_KINDS_BY_NAME = {
    "watched": Kind.WATCHED,
    "watchlist": Kind.WATCHLIST,
    "films": Kind.LIKES,
    "likes": Kind.LIKES,
}


class Entry(NamedTuple):
    """What makes a review the same as an entry of the diary, besides its address."""

    title: str
    year: int | None
    watched_on: date


def is_export(table: Table) -> bool:
    return table.columns.keys() >= {"name", "letterboxd uri"}


def is_list(table: Table) -> bool:
    return bool(table.header) and table.header[0].strip().casefold().startswith(_LIST_TITLE)


def read_single(table: Table, found: Findings, reading: Reading) -> frozenset[Fact]:
    """One of the files without the others."""
    kind = _kind_of(table, reading.list_as)
    if kind is not None:
        return read_kind(table, kind, found, set())
    _read_unknown_marks(table, found, reading.list_as)
    return frozenset()


def read_kind(
    table: Table, kind: Kind, found: Findings, entries: set[str | Entry]
) -> frozenset[Fact]:
    """One file of the zip. `entries` holds what the diary had, for the reviews to leave out."""
    match kind:
        case Kind.RATINGS:
            _read_ratings(table, found)
        case Kind.DIARY | Kind.REVIEWS:
            _read_log(table, found, kind, entries)
        case _:
            _read_marks(table, found, kind)
    if kind not in _COMPLETE or not found.is_whole:
        return frozenset()
    return frozenset({_COMPLETE[kind]})


def read_list(table: Table, found: Findings, reading: Reading) -> frozenset[Fact]:
    """A list: a line that says so, a small table about the list, and below it the films."""
    about = open_table(table.file, table.text, below=table.first_line - 1)
    films = open_table(
        table.file, table.text, below=line_starting_with(about, "position", "name") - 1
    )
    created = first_cell(about, "Date")
    dates = read_dates([created])
    found.note(dates.note)
    at = dated(created, dates, about.first_line, found)
    count = 0
    for line, (name, year, address) in records(
        films, ("Name", "Year", "URL"), found, needed=("Name", "Year")
    ):
        film = NamedFilm(title_from(name), year_from(year), address=film_address(address))
        if (problem := film_problem(film)) is not None:
            found.lose(line, problem)
            continue
        add_listed(found, line, film, reading.list_as, at)
        count += 1
    note_listed(found, count, reading.list_as)
    return frozenset()


def _kind_of(table: Table, list_as: ListAs) -> Kind | None:
    """Which of the files this is; None where neither its header nor its name tells."""
    if "watched date" in table.columns:
        return Kind.REVIEWS if "review" in table.columns else Kind.DIARY
    if "rating" in table.columns:
        return Kind.RATINGS
    # "films (1).csv", "letterboxd/watched.csv": how browsers and people name a second copy.
    stem = table.file.replace("\\", "/").rpartition("/")[2].casefold().removesuffix(".csv")
    kind = _KINDS_BY_NAME.get(stem.partition("(")[0].strip())
    is_asked_otherwise = list_as is not ListAs.WATCHLIST and kind is not Kind.WATCHED
    return None if is_asked_otherwise else kind


def _read_ratings(table: Table, found: Findings) -> None:
    rows = records(table, (*_NAMED, "Rating"), found, needed=(*_NAMED, "Rating"))
    dates = read_dates(cells[0] for _, cells in rows)
    found.note(dates.note)
    for line, (day, name, year, address, rating) in rows:
        film = NamedFilm(title_from(name), year_from(year), address=film_address(address))
        if (problem := film_problem(film)) is not None:
            found.lose(line, problem)
            continue
        if not rating.strip():
            found.leave_out(line, film.name, "not rated")
            continue
        stars = LETTERBOXD.half_stars(rating)
        if stars is None:
            found.lose(line, LETTERBOXD.refusal(rating))
            continue
        at = dated(day, dates, line, found)
        found.rows.append(Row(found.file, line, film, stars, at))


def _read_marks(table: Table, found: Findings, kind: Kind) -> None:
    rows = records(table, _NAMED, found, needed=_NAMED)
    dates = read_dates(cells[0] for _, cells in rows)
    found.note(dates.note)
    for line, (day, name, year, address) in rows:
        film = NamedFilm(title_from(name), year_from(year), address=film_address(address))
        if (problem := film_problem(film)) is not None:
            found.lose(line, problem)
            continue
        at = dated(day, dates, line, found)
        match kind:
            case Kind.WATCHED:
                row = Row(found.file, line, film, is_seen=True, seen_at=at)
            case Kind.WATCHLIST:
                row = Row(found.file, line, film, is_on_watchlist=True, listed_at=at)
            case _:
                row = Row(found.file, line, film, is_liked=True, liked_at=at)
        found.rows.append(row)


def _read_unknown_marks(table: Table, found: Findings, list_as: ListAs) -> None:
    """Films watched, to be watched or liked: alone, the file does not say which of the three."""
    count = 0
    rows = records(table, _NAMED, found, needed=_NAMED)
    dates = read_dates(cells[0] for _, cells in rows)
    found.note(dates.note)
    for line, (day, name, year, address) in rows:
        film = NamedFilm(title_from(name), year_from(year), address=film_address(address))
        if (problem := film_problem(film)) is not None:
            found.lose(line, problem)
            continue
        add_listed(found, line, film, list_as, dated(day, dates, line, found))
        count += 1
    note_listed(found, count, list_as)
    if count:
        found.note(
            "Letterboxd's watched.csv, watchlist.csv and likes/films.csv look the same inside:"
            " the whole zip says which is which"
        )


def _read_log(table: Table, found: Findings, kind: Kind, entries: set[str | Entry]) -> None:
    rows = records(table, _LOGGED, found, needed=_NAMED)
    dates = read_dates(text for _, cells in rows for text in (cells[0], cells[-1]))
    found.note(dates.note)
    for line, (day, name, year, address, rating, rewatch, watched) in rows:
        film = NamedFilm(title_from(name), year_from(year))
        if (problem := film_problem(film)) is not None:
            found.lose(line, problem)
            continue
        watched_at = dates.by_text.get(watched)
        names: set[str | Entry] = {address.strip()} if address.strip() else set()
        if watched_at is not None:
            names.add(Entry(film.title, film.year, watched_at.date()))
        if kind is Kind.REVIEWS and not entries.isdisjoint(names):
            continue
        if kind is Kind.DIARY:
            entries |= names
        stars = LETTERBOXD.half_stars(rating)
        if stars is None and rating.strip():
            found.lose(line, LETTERBOXD.refusal(rating))
        logged_at = dated(day, dates, line, found)
        dated(watched, dates, line, found)
        viewing = None
        if watched_at is not None:
            viewing = Viewing(watched_at.date(), rewatch.strip().casefold() == "yes")
        found.rows.append(
            Row(
                found.file,
                line,
                film,
                half_stars=stars,
                rated_at=(watched_at or logged_at) if stars is not None else None,
                is_seen=True,
                seen_at=watched_at,
                viewing=viewing,
                is_log=True,
            )
        )
