"""An export comes back as the same library, whatever twins and ids there are."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from filmrec.actions.export import export_document
from filmrec.actions.import_files import import_exports
from filmrec.actions.import_report import NamedExport
from filmrec.films import NamedFilm
from filmrec.imports.own import read_own_export
from filmrec.imports.rows import Export, Format, Row
from filmrec.library import Library, NewFilm, open_library
from tests.library.conftest import FILMS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.library.conftest import Clock


def _import(library: Library, *films: NamedFilm) -> None:
    """Rate each of the films, in the order of their stars."""
    at = datetime(2020, 5, 1, tzinfo=UTC)
    rows = tuple(
        Row("ratings.csv", stars + 1, film, half_stars=stars, rated_at=at)
        for stars, film in enumerate(films, start=1)
    )
    import_exports(library, [NamedExport("a.zip", Export(Format.LETTERBOXD, rows))])


def _import_own(library: Library, text: str) -> None:
    own = read_own_export("mine.json", text.encode())
    import_exports(library, [NamedExport("mine.json", own.export, own)])


@pytest.mark.parametrize(
    "films",
    [
        [NamedFilm("Alien", 1979, address=f"boxd.it/{name}") for name in ("b", "a")],
        [NamedFilm("Alien", 1979, imdb_id=f"tt000000{n}") for n in (9, 1)],
        [NamedFilm("Alien", 1979, tmdb_id=n) for n in (9, 1)],
        [NamedFilm("Alien", 1979, movielens_id=6, tmdb_id=9), NamedFilm("Heat", 1995, tmdb_id=5)],
        [NamedFilm("Alien", 1979, movielens_id=6)],
        [
            NamedFilm("Heat", 1995, movielens_id=2571),
            NamedFilm("Alien", 1979, movielens_id=6),
            NamedFilm("Alien", 1979, movielens_id=6, tmdb_id=9),
            NamedFilm("Alien", 1979, movielens_id=2571, imdb_id="tt0000008"),
            NamedFilm("Alien", 1979),
        ],
        [
            NamedFilm("Nobody Has It", 2025, address="boxd.it/b"),
            NamedFilm("Nobody Has It", 2025, address="boxd.it/a", imdb_id="tt0000001"),
        ],
    ],
    ids=[
        "addresses",
        "IMDb ids",
        "TMDb ids",
        "a wrong id",
        "a wrong id alone",
        "wrong ids",
        "own films",
    ],
)
def test_films_of_one_name_keep_their_own_stars(
    library: Library, path: Path, now: Clock, films: list[NamedFilm]
) -> None:
    _import(library, *films)
    once = json.dumps(export_document(library))
    with open_library(path.with_name("second.db"), now=now) as second:
        second.add_films(FILMS)
        _import_own(second, once)
        assert json.dumps(export_document(second)) == once
        _import_own(second, once)
        assert json.dumps(export_document(second)) == once


def test_two_films_of_an_export_never_become_one(library: Library) -> None:
    entry = {
        **{"title": "Alien", "year": 1979, "movielens_id": None, "tmdb_id": None, "imdb_id": None},
        **{"own": {"original_title": None, "genres": []}, "aliases": [], "question": None},
        **{"rating": None, "marks": [], "viewings": []},
    }
    alien = {**entry, "movielens_id": 1214, "own": None}
    document = {"format": "filmrec", "version": 1, "films": [entry, alien], "left_out": []}
    _import_own(library, json.dumps(document))
    assert library.count_films() == len(FILMS) + 1


def test_an_own_film_of_an_export_is_joined_to_that_of_a_larger_catalogue(
    library: Library, path: Path, now: Clock
) -> None:
    _import(library, NamedFilm("Nobody Has It", 2025, address="boxd.it/b"))
    text = json.dumps(export_document(library))
    with open_library(path.with_name("second.db"), now=now) as second:
        second.add_films([*FILMS, NewFilm("Nobody Has It", 2025, (), 777_777)])
        _import_own(second, text)
        film = second.find("Nobody Has It")
        assert film.movielens_id == 777_777
        assert second.rating(film.film_id) is not None
