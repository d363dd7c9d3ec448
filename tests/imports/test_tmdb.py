from __future__ import annotations

from datetime import UTC, datetime

import pytest

from filmrec.films import NamedFilm
from filmrec.imports.read import read_export
from filmrec.imports.rows import Fact, Format, Row
from tests.imports.examples import tmdb_ratings

HEADER = (
    "TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Rating,Your Rating,"
    "Date Rated"
)


def test_the_rating_is_the_persons_and_not_the_sites() -> None:
    line = "949,tt0113277,movie,Heat,1995-12-15T00:00:00Z,,,7.9,9,2020-01-02T20:15:00Z"
    export = read_export("tmdb.csv", f"{HEADER}\n{line}".encode())
    film = NamedFilm("Heat", 1995, tmdb_id=949, imdb_id="tt0113277")
    at = datetime(2020, 1, 2, 20, 15, tzinfo=UTC)
    assert export.format is Format.TMDB
    assert export.rows == (Row("tmdb.csv", 2, film, half_stars=9, rated_at=at),)


@pytest.mark.parametrize(("score", "half_stars"), [("0.5", 1), ("8.5", 9), ("8", 8), ("10.0", 10)])
def test_half_points_are_rounded_up(score: str, half_stars: int) -> None:
    content = f"{HEADER}\n949,,movie,Heat,,,,7.9,{score},".encode()
    assert read_export("tmdb.csv", content).rows[0].half_stars == half_stars


@pytest.mark.parametrize("score", ["0", "10.5", "8.3"])
def test_a_rating_beside_the_scale_is_a_problem(score: str) -> None:
    content = f"{HEADER}\n949,,movie,Heat,,,,7.9,{score},".encode()
    message = f"rating {score} is not on TMDb's scale of 0.5 to 10"
    assert read_export("tmdb.csv", content).problems[0].message == message


@pytest.mark.parametrize(
    ("kind", "season", "episode", "reason"),
    [
        ("tv", "", "", "TV series"),
        ("tv", "2", "", "TV season"),
        ("episode", "2", "3", "TV episode"),
    ],
)
def test_television_is_left_out(kind: str, season: str, episode: str, reason: str) -> None:
    content = f"{HEADER}\n1396,,{kind},A Series,,{season},{episode},8.9,9,".encode()
    export = read_export("tmdb.csv", content)
    assert [left_out.reason for left_out in export.left_out] == [reason]


def test_a_release_date_a_spreadsheet_changed_still_tells_the_year() -> None:
    content = f"{HEADER}\n949,,movie,Heat,12/15/1995,,,7.9,9,".encode()
    assert read_export("tmdb.csv", content).rows[0].film.year == 1995


def test_a_film_older_than_the_first_date_has_its_year() -> None:
    content = f"{HEADER}\n775,,movie,La Lune,1896-05-01,,,7.9,9,".encode()
    assert read_export("tmdb.csv", content).rows[0].film.year == 1896


def test_a_file_of_ratings_is_complete_and_one_with_unrated_films_is_not() -> None:
    assert read_export("tmdb.csv", tmdb_ratings()).complete == {Fact.RATING}
    unrated = tmdb_ratings() + b"11,,movie,Star Wars,,,,8.2,,\n"
    export = read_export("tmdb.csv", unrated)
    assert export.rows[-1].is_on_watchlist
    assert export.complete == frozenset()
