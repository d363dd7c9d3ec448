"""The CSV that Letterboxd takes in, which other programs write and people make by hand.

Columns: LetterboxdURI, tmdbID, imdbID, Title, Year, Rating, Rating10, WatchedDate, Rewatch; any
that names a film will do, in any order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.films import NamedFilm
from filmrec.imports.dates import dated, read_dates
from filmrec.imports.fields import (
    film_address,
    film_problem,
    imdb_id,
    number_id,
    split_year,
    title_from,
    year_from,
)
from filmrec.imports.lists import add_listed, note_listed
from filmrec.imports.rows import Row, Viewing
from filmrec.imports.scales import LETTERBOXD, LETTERBOXD_10
from filmrec.imports.tables import records

if TYPE_CHECKING:
    from filmrec.imports.findings import Findings
    from filmrec.imports.rows import Fact, Reading
    from filmrec.imports.tables import Table

_NAMES = ("Title", "tmdbID", "imdbID")
_SAYINGS = ("Rating", "Rating10", "WatchedDate", "Rewatch", "LetterboxdURI", "tmdbID", "imdbID")
_COLUMNS = (
    "LetterboxdURI", "tmdbID", "imdbID", "Title", "Year",
    "Rating", "Rating10", "WatchedDate", "Rewatch",
)  # fmt: skip


def is_import(table: Table) -> bool:
    columns = table.columns.keys()
    return not columns.isdisjoint(map(str.casefold, _NAMES)) and not columns.isdisjoint(
        map(str.casefold, _SAYINGS)
    )


def read(table: Table, found: Findings, reading: Reading) -> frozenset[Fact]:
    named_by = [name for name in _NAMES if name.casefold() in table.columns]
    rows = records(table, _COLUMNS, found, needed=named_by)
    dates = read_dates(cells[7] for _, cells in rows)
    found.note(dates.note)
    count = 0
    for line, (uri, tmdb, imdb, name, year, rating, rating10, watched, rewatch) in rows:
        film = _film(name, year, tmdb, imdb, uri)
        if (problem := film_problem(film)) is not None:
            found.lose(line, problem)
            continue
        scale, score = (LETTERBOXD, rating) if rating.strip() else (LETTERBOXD_10, rating10)
        stars = scale.half_stars(score)
        if stars is None and score.strip():
            found.lose(line, scale.refusal(score))
        at = dated(watched, dates, line, found)
        if at is not None:
            viewing = Viewing(at.date(), rewatch.strip().casefold() in ("yes", "true", "1"))
            found.rows.append(
                Row(
                    found.file,
                    line,
                    film,
                    half_stars=stars,
                    rated_at=at if stars is not None else None,
                    is_seen=True,
                    seen_at=at,
                    viewing=viewing,
                    is_log=True,
                )
            )
        elif stars is not None:
            found.rows.append(Row(found.file, line, film, half_stars=stars))
        elif not score.strip():
            add_listed(found, line, film, reading.list_as, None)
            count += 1
    note_listed(found, count, reading.list_as)
    return frozenset()


def _film(name: str, year: str, tmdb: str, imdb: str, uri: str) -> NamedFilm:
    title = title_from(name)
    released = year_from(year)
    if released is None:
        title, released = split_year(title)
    return NamedFilm(
        title,
        released,
        tmdb_id=number_id(tmdb),
        imdb_id=imdb_id(imdb),
        address=film_address(uri),
    )
