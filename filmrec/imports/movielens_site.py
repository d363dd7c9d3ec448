"""The CSV of ratings that the MovieLens site gives: all three ids, no time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.films import NamedFilm
from filmrec.imports.fields import (
    MAX_TITLE,
    film_problem,
    imdb_id,
    number_id,
    split_year,
    title_from,
)
from filmrec.imports.movielens import natural_order, split_title
from filmrec.imports.rows import Fact, Row
from filmrec.imports.scales import MOVIELENS
from filmrec.imports.tables import records

if TYPE_CHECKING:
    from filmrec.imports.findings import Findings
    from filmrec.imports.rows import Reading
    from filmrec.imports.tables import Table

_COLUMNS = ("movie_id", "imdb_id", "tmdb_id", "rating", "title")
_NEEDED = ("movie_id", "rating", "title")


def is_export(table: Table) -> bool:
    return table.columns.keys() >= {"movie_id", "title"}


def read(table: Table, found: Findings, _: Reading) -> frozenset[Fact]:
    for line, (movie, imdb, tmdb, rating, written) in records(
        table, _COLUMNS, found, needed=_NEEDED
    ):
        film = _film(movie, imdb, tmdb, written)
        if (problem := film_problem(film)) is not None:
            found.lose(line, problem)
        elif not rating.strip():
            found.leave_out(line, film.name, "not rated")
        elif (stars := MOVIELENS.half_stars(rating)) is None:
            found.lose(line, MOVIELENS.refusal(rating))
        else:
            found.rows.append(Row(found.file, line, film, half_stars=stars))
    return frozenset({Fact.RATING}) if found.is_whole else frozenset()


def _film(movie: str, imdb: str, tmdb: str, written: str) -> NamedFilm:
    named, year = split_year(title_from(written))
    # What is too long for a title is refused, and takes too long to be taken apart.
    title, alternatives = split_title(named) if len(named) <= MAX_TITLE else (named, ())
    # The written form is among the alternatives; it is no other title.
    others = (other for other in alternatives if natural_order(other) != title)
    return NamedFilm(
        title,
        year,
        original_title=next(others, None),
        movielens_id=number_id(movie),
        tmdb_id=number_id(tmdb),
        imdb_id=imdb_id(imdb),
    )
