"""The CSV that a TMDb account gives: ratings, or a list with the same columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.films import NamedFilm
from filmrec.imports.dates import dated, read_dates
from filmrec.imports.fields import film_problem, imdb_id, number_id, title_from, year_from
from filmrec.imports.film_types import reason_to_leave_out
from filmrec.imports.lists import add_listed, note_listed
from filmrec.imports.rows import Fact, Row
from filmrec.imports.scales import TMDB
from filmrec.imports.tables import records

if TYPE_CHECKING:
    from filmrec.imports.findings import Findings
    from filmrec.imports.rows import Reading
    from filmrec.imports.tables import Table

_COLUMNS = (
    "TMDb ID", "IMDb ID", "Type", "Name", "Your Rating",
    "Season Number", "Episode Number", "Release Date", "Date Rated",
)  # fmt: skip
_NEEDED = ("TMDb ID", "Type", "Name", "Your Rating")


def is_export(table: Table) -> bool:
    return table.columns.keys() >= {"tmdb id", "type", "name"}


def read(table: Table, found: Findings, reading: Reading) -> frozenset[Fact]:
    rows = records(table, _COLUMNS, found, needed=_NEEDED)
    dates = read_dates(text for _, cells in rows for text in cells[-2:])
    found.note(dates.note)
    count = 0
    for line, (tmdb, imdb, kind, name, score, season, episode, released, rated) in rows:
        release = dates.by_text.get(released)
        year = year_from(released.strip()[:4]) if release is None else release.year
        film = NamedFilm(title_from(name), year, tmdb_id=number_id(tmdb), imdb_id=imdb_id(imdb))
        if (reason := _reason_to_leave_out(kind, season, episode)) is not None:
            found.leave_out(line, film.name, reason)
        elif (problem := film_problem(film)) is not None:
            found.lose(line, problem)
        elif not score.strip():
            add_listed(found, line, film, reading.list_as, dated(rated, dates, line, found))
            count += 1
        elif (stars := TMDB.half_stars(score)) is None:
            found.lose(line, TMDB.refusal(score))
        else:
            at = dated(rated, dates, line, found)
            found.rows.append(Row(found.file, line, film, half_stars=stars, rated_at=at))
    note_listed(found, count, reading.list_as)
    is_complete = found.is_whole and not count
    return frozenset({Fact.RATING}) if is_complete else frozenset()


def _reason_to_leave_out(kind: str, season: str, episode: str) -> str | None:
    if episode.strip():
        return "TV episode"
    if season.strip():
        return "TV season"
    return reason_to_leave_out(kind)
