"""A film that files call by two names is one film as soon as one of them tells so."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from filmrec.actions.export import export_document
from filmrec.actions.import_files import import_exports
from filmrec.actions.import_report import ImportReport, NamedExport
from filmrec.films import NamedFilm
from filmrec.imports.rows import Export, Format, Row
from filmrec.library import NewFilm
from tests.library.conftest import FILMS

if TYPE_CHECKING:
    from filmrec.library import Library

BY_NAME = NamedFilm("Zzyzx hime", 2021, address="boxd.it/m1")
BY_ID = NamedFilm("Princess Qwerty", 2021, imdb_id="tt7777777")
BY_BOTH = NamedFilm("Zzyzx hime", 2021, imdb_id="tt7777777", tmdb_id=888_888)
ORDERS = [*itertools.permutations((BY_NAME, BY_ID, BY_BOTH))]


FORMATS = {BY_NAME: Format.LETTERBOXD, BY_ID: Format.IMDB, BY_BOTH: Format.TRAKT}


def _file(film: NamedFilm) -> NamedExport:
    at = datetime(2020, 5, 1, tzinfo=UTC)
    row = Row("ratings.csv", 2, film, half_stars=8, rated_at=at)
    return NamedExport(f"{film.title}.csv", Export(FORMATS.get(film, Format.SIMKL), (row,)))


def _import(library: Library, *films: NamedFilm) -> ImportReport:
    return import_exports(library, [_file(film) for film in films])


@pytest.mark.parametrize("films", ORDERS)
def test_it_is_one_film_in_one_import(library: Library, films: tuple[NamedFilm, ...]) -> None:
    _import(library, *films)
    assert library.count_films() == len(FILMS) + 1
    film = library.find("tt7777777")
    assert film.tmdb_id == 888_888
    assert library.find("https://boxd.it/m1") == film


# What a film was called by a file that named it by its id is not kept.
@pytest.mark.parametrize(
    "films", [order for order in ORDERS if order[0] != BY_ID or order[2] != BY_NAME]
)
def test_it_is_one_film_after_three_imports(library: Library, films: tuple[NamedFilm, ...]) -> None:
    reports = [_import(library, film) for film in films]
    assert library.count_films() == len(FILMS) + 1
    assert sum(report.n_joined for report in reports) == (films[2] == BY_BOTH)
    assert len(library.ratings()) == 1
    assert library.find("tt7777777").tmdb_id == 888_888


def test_becoming_one_is_undone_with_the_import_that_told_so(library: Library) -> None:
    _import(library, BY_NAME)
    _import(library, BY_ID)
    before = export_document(library)
    assert _import(library, BY_BOTH).n_joined == 1
    library.undo()
    assert export_document(library) == before


def test_an_own_film_becomes_the_film_of_the_catalogue_that_is_called_so_by_its_id(
    library: Library,
) -> None:
    library.add_films([NewFilm("Princess Qwerty", 2021, (), 777_777, imdb_id="tt7777777")])
    _import(library, BY_NAME)
    assert _import(library, BY_BOTH).n_joined == 1
    assert library.count_films() == len(FILMS) + 1
    assert [rating.film.movielens_id for rating in library.ratings()] == [777_777]


@pytest.mark.parametrize(
    "other",
    [
        NamedFilm("Zzyzx hime", 2021, imdb_id="tt1111111"),
        NamedFilm("Zzyzx hime", 2021, tmdb_id=5, address="boxd.it/m2"),
        NamedFilm("Zzyzx hime", 2020),
    ],
    ids=["another id", "another id of another kind", "another year"],
)
def test_what_contradicts_lets_them_be_two(library: Library, other: NamedFilm) -> None:
    _import(library, other)
    _import(library, BY_ID._replace(address="boxd.it/m1"))
    assert _import(library, BY_BOTH).n_joined == 0
    assert library.count_films() == len(FILMS) + 2


def test_twins_of_two_addresses_are_not_joined_by_their_name(library: Library) -> None:
    alien = NamedFilm("Alien", 1979, address="boxd.it/a1")
    _import(library, alien, alien._replace(address="boxd.it/a2"))
    library.add_films([NewFilm("Something Else", 2025, (), 777_777)])
    assert len(library.ratings()) == 2
