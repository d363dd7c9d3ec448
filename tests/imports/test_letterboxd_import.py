from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from filmrec.films import NamedFilm
from filmrec.imports.read import read_export
from filmrec.imports.rows import Format, Row, Viewing
from tests.imports.examples import letterboxd_import


def only_row(header: str, line: str) -> Row:
    export = read_export("films.csv", f"{header}\n{line}".encode())
    assert export.format is Format.LETTERBOXD
    assert export.problems == ()
    (row,) = export.rows
    return row


def test_a_viewing_with_stars_is_an_entry_of_a_diary() -> None:
    row = only_row(
        "LetterboxdURI,tmdbID,imdbID,Title,Year,Rating,Rating10,WatchedDate,Rewatch",
        "https://boxd.it/29lS,949,tt0113277,Heat,1995,4.5,,2020-01-02,true",
    )
    at = datetime(2020, 1, 2, tzinfo=UTC)
    assert row == Row(
        file="films.csv",
        line=2,
        film=NamedFilm("Heat", 1995, tmdb_id=949, imdb_id="tt0113277", address="boxd.it/29lS"),
        half_stars=9,
        rated_at=at,
        is_seen=True,
        seen_at=at,
        viewing=Viewing(date(2020, 1, 2), is_rewatch=True),
        is_log=True,
    )


@pytest.mark.parametrize(
    ("header", "line", "half_stars"),
    [
        ("Title,Year,Rating", "Heat,1995,4", 8),
        ("Title,Year,Rating10", "Heat,1995,7", 7),
        ("Rating10,Title", "7,Heat (1995)", 7),
        ("Title,Year,Rating,Rating10", "Heat,1995,,7", 7),
    ],
)
def test_a_title_and_a_rating_are_enough(header: str, line: str, half_stars: int) -> None:
    row = only_row(header, line)
    assert (row.half_stars, row.film, row.is_log) == (half_stars, NamedFilm("Heat", 1995), False)


def test_an_id_and_a_rating_are_enough() -> None:
    row = only_row("imdbID,Rating10", "tt0113277,7")
    assert row.film == NamedFilm("tt0113277", imdb_id="tt0113277")


def test_a_film_with_neither_stars_nor_day_stands_on_a_list() -> None:
    row = only_row("Title,Year,tmdbID", "Heat,1995,949")
    assert row.is_on_watchlist


def test_it_is_complete_of_nothing() -> None:
    assert read_export("films.csv", letterboxd_import()).complete == frozenset()
