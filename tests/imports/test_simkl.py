from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from filmrec.films import NamedFilm
from filmrec.imports.read import read_export
from filmrec.imports.rows import Export, Fact, Format, Row
from tests.imports.examples import simkl_export

HEAT = {"title": "Heat", "year": 1995, "ids": {"simkl": 1, "imdb": "tt0113277", "tmdb": "949"}}
FILM = NamedFilm("Heat", 1995, tmdb_id=949, imdb_id="tt0113277")
AT = datetime(2020, 1, 2, 20, 15, tzinfo=UTC)


def read_movie(**said: object) -> Export:
    item = {"movie": HEAT, "last_watched_at": None, "user_rating": None, **said}
    return read_export("simkl.json", json.dumps({"movies": [item]}).encode())


def test_a_completed_film_is_seen_and_rated() -> None:
    export = read_movie(
        status="completed",
        last_watched_at="2020-01-02T20:15:00Z",
        user_rating=9,
        user_rated_at="2020-01-02T20:15:00Z",
        added_to_watchlist_at="2019-01-02T20:15:00Z",
    )
    assert export.format is Format.SIMKL
    assert export.rows == (
        Row("simkl.json", 1, FILM, half_stars=9, rated_at=AT, is_seen=True, seen_at=AT),
    )


def test_a_planned_film_is_on_the_watchlist() -> None:
    export = read_movie(status="plantowatch", added_to_watchlist_at="2020-01-02T20:15:00Z")
    assert export.rows == (Row("simkl.json", 1, FILM, is_on_watchlist=True, listed_at=AT),)


@pytest.mark.parametrize("status", ["watching", "hold", "dropped"])
def test_a_film_that_was_begun_is_seen(status: str) -> None:
    export = read_movie(status=status, last_watched_at="2020-01-02T20:15:00Z")
    assert export.rows == (Row("simkl.json", 1, FILM, is_seen=True, seen_at=AT),)


@pytest.mark.parametrize("status", ["watching", "hold", "dropped"])
def test_a_film_that_was_not_begun_is_left_out(status: str) -> None:
    export = read_movie(status=status)
    assert export.rows == ()
    assert [left_out.reason for left_out in export.left_out] == [f"not watched ({status})"]


def test_a_rating_beside_the_scale_leaves_a_completed_film_seen() -> None:
    export = read_movie(status="completed", user_rating=0)
    assert [(row.half_stars, row.is_seen) for row in export.rows] == [(None, True)]
    assert export.problems[0].message == "rating 0 is not on Simkl's scale of 1 to 10"


def test_series_are_left_out_and_films_among_the_anime_stay() -> None:
    export = read_export("simkl.json", simkl_export())
    left_out = [(left.name, left.reason) for left in export.left_out if "series" in left.reason]
    assert left_out == [("A Series (2011)", "TV series"), ("A Series (2011)", "anime series")]
    assert export.rows[-1].film == NamedFilm("Spirited Away", 2001, tmdb_id=129)
    assert export.rows[-1].is_seen


def test_it_is_complete_of_everything_where_it_has_the_movies() -> None:
    complete = {Fact.RATING, Fact.SEEN, Fact.WATCHLIST}
    assert read_export("simkl.json", simkl_export()).complete == complete
    assert read_export("simkl.json", b'{"shows": []}').complete == frozenset()


@pytest.mark.parametrize("item", [None, 7, "film", [], {}, {"status": "completed"}])
def test_an_item_that_names_nothing_is_a_problem(item: object) -> None:
    export = read_export("simkl.json", json.dumps({"movies": [item]}).encode())
    assert [problem.message for problem in export.problems] == ["item 1 of movies names nothing"]
