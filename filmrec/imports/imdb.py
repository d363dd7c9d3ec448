"""IMDb's ratings and lists in the three forms they have had.

To about 2017 `position,const,created,...,You rated`, for ratings and lists alike; then ratings as
`Const,Your Rating,Date Rated,...` and lists as `Position,Const,Created,...`; now with an
`Original Title` and types in plain words. A list may carry ratings as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.films import NamedFilm
from filmrec.imports.dates import dated, read_dates
from filmrec.imports.fields import film_problem, imdb_id, title_from, year_from
from filmrec.imports.film_types import is_known, reason_to_leave_out
from filmrec.imports.lists import add_listed, note_listed
from filmrec.imports.rows import Fact, Row
from filmrec.imports.scales import IMDB
from filmrec.imports.tables import records
from filmrec.imports.text import harmless

if TYPE_CHECKING:
    from filmrec.imports.findings import Findings
    from filmrec.imports.rows import Reading
    from filmrec.imports.tables import Table

_COLUMNS = (
    "Const", "Title", "Original Title", "Title Type", "Year",
    "Your Rating", "You rated", "Date Rated", "Created",
)  # fmt: skip
_NEEDED = ("Const", "Title")
# A row that ends before one of these says too little, where the file has it at all.
_WANTED = ("Title Type", "Year", "Your Rating", "You rated")


def is_export(table: Table) -> bool:
    return "const" in table.columns


def read(table: Table, found: Findings, reading: Reading) -> frozenset[Fact]:
    is_list = "position" in table.columns
    needed = (*_NEEDED, *(name for name in _WANTED if name.casefold() in table.columns))
    rows = records(table, _COLUMNS, found, needed=needed)
    dates = read_dates(text for _, cells in rows for text in cells[-2:])
    found.note(dates.note)
    count = 0
    for line, cells in rows:
        const, name, original, kind, year, rating, you_rated, rated, created = cells
        film = _film(const, name, original, year)
        if (reason := reason_to_leave_out(kind)) is not None:
            found.leave_out(line, film.name or const.strip(), reason)
            continue
        if (problem := film_problem(film)) is not None:
            found.lose(line, problem)
            continue
        if not is_known(kind):
            found.note(f"the type {harmless(kind)!r} is not known: taken as a film")
        score = rating if rating.strip() else you_rated
        created_at = dated(created, dates, line, found)
        if score.strip():
            stars = IMDB.half_stars(score)
            if stars is None:
                found.lose(line, IMDB.refusal(score))
                continue
            at = dated(rated, dates, line, found)
            if at is None and you_rated.strip():
                at = created_at
            found.rows.append(Row(found.file, line, film, half_stars=stars, rated_at=at))
        elif is_list:
            add_listed(found, line, film, reading.list_as, created_at)
            count += 1
        else:
            found.leave_out(line, film.name, "not rated")
    note_listed(found, count, reading.list_as)
    # The oldest ratings look like a list, and a list is complete of nothing.
    is_complete = not is_list and "your rating" in table.columns and found.is_whole
    return frozenset({Fact.RATING}) if is_complete else frozenset()


def _film(const: str, name: str, original: str, year: str) -> NamedFilm:
    title = title_from(name)
    original_title = title_from(original)
    return NamedFilm(
        title,
        year_from(year),
        original_title=original_title if original_title not in ("", title) else None,
        imdb_id=imdb_id(const),
    )
