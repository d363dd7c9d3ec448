"""Criticker's CSV. Its scale is the person's own: inferred from the scores unless it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.films import NamedFilm
from filmrec.imports.dates import dated, read_dates
from filmrec.imports.fields import film_problem, imdb_id, split_year, title_from, year_from
from filmrec.imports.rows import Fact, Row
from filmrec.imports.scales import Scale, number
from filmrec.imports.tables import records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.imports.findings import Findings
    from filmrec.imports.rows import Reading
    from filmrec.imports.tables import Table

_COLUMNS = ("Score", "Film Name", "Year", "IMDB ID", "Date Rated")
_NEEDED = ("Score", "Film Name")
# The scales that people keep; the smallest that holds every score is taken.
_USUAL_SCALES = (5, 10, 20, 100, 1000)


def is_export(table: Table) -> bool:
    return table.columns.keys() >= {"score", "film name"}


def read(table: Table, found: Findings, reading: Reading) -> frozenset[Fact]:
    rows = records(table, _COLUMNS, found, needed=_NEEDED)
    dates = read_dates(cells[-1] for _, cells in rows)
    found.note(dates.note)
    scale = _scale_of([cells[0] for _, cells in rows], found, reading.scale)
    for line, (score, name, year, imdb, rated) in rows:
        film = _film(name, year, imdb)
        if (problem := film_problem(film)) is not None:
            found.lose(line, problem)
        elif not score.strip():
            found.leave_out(line, film.name, "not rated")
        elif (stars := scale.half_stars(score)) is None:
            found.lose(line, scale.refusal(score))
        else:
            at = dated(rated, dates, line, found)
            found.rows.append(Row(found.file, line, film, half_stars=stars, rated_at=at))
    return frozenset({Fact.RATING}) if found.is_whole else frozenset()


def _film(name: str, year: str, imdb: str) -> NamedFilm:
    # Loads a table of two thousand names, which other formats do without.
    from html import unescape

    title, bracketed = split_year(title_from(unescape(name)))
    return NamedFilm(title, year_from(year) or bracketed, imdb_id=imdb_id(imdb))


def _scale_of(scores: Sequence[str], found: Findings, highest: float | None) -> Scale:
    """The scale from 0 to `highest`, or to what the scores show, with a note of the evidence."""
    values = [value for value in map(number, scores) if value is not None]
    if highest is None:
        top = max(values, default=0)
        highest = next((usual for usual in _USUAL_SCALES if top <= usual), _USUAL_SCALES[-1])
        if values:
            decimals = ", with decimals" if any(value % 1 for value in values) else ""
            found.note(
                f"scores taken as 0 to {highest:g}: the {len(values):,} in {found.file} go from"
                f" {min(values):g} to {top:g}{decimals} (change it with `--scale`)"
            )
    return Scale("the file", 0, highest, None)
