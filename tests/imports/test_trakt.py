from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from filmrec.films import NamedFilm
from filmrec.imports.read import read_export
from filmrec.imports.rows import Export, Fact, Format, ListAs, Reading, Row, Viewing
from tests.imports.examples import (
    example_films,
    trakt_ratings,
    trakt_watched,
    trakt_watchlist,
    zipped,
)

HEAT = {"title": "Heat", "year": 1995, "ids": {"trakt": 5, "imdb": "tt0113277", "tmdb": 949}}
SERIES = {"title": "A Series", "year": 2011, "ids": {"trakt": 6}}
FILM = NamedFilm("Heat", 1995, tmdb_id=949, imdb_id="tt0113277")
AT = datetime(2020, 1, 2, 20, 15, tzinfo=UTC)


def read_items(*items: object, reading: Reading | None = None) -> Export:
    return read_export("trakt.json", json.dumps(items).encode(), reading or Reading())


def rated(**more: object) -> dict[str, Any]:
    item = {"rated_at": "2020-01-02T20:15:00.000Z", "rating": 9, "type": "movie", "movie": HEAT}
    return {**item, **more}


def test_a_rating_is_half_stars_as_it_is() -> None:
    export = read_items(rated())
    assert export.format is Format.TRAKT
    assert export.rows == (Row("trakt.json", 1, FILM, half_stars=9, rated_at=AT),)
    assert export.complete == {Fact.RATING}


def test_a_watched_film_is_seen() -> None:
    export = read_items({"plays": 2, "last_watched_at": "2020-01-02T20:15:00Z", "movie": HEAT})
    assert export.rows == (Row("trakt.json", 1, FILM, is_seen=True, seen_at=AT),)
    assert export.complete == {Fact.SEEN}


def test_a_film_of_the_watchlist_is_to_be_watched() -> None:
    export = read_items({"listed_at": "2020-01-02T20:15:00Z", "type": "movie", "movie": HEAT})
    assert export.rows == (Row("trakt.json", 1, FILM, is_on_watchlist=True, listed_at=AT),)
    assert export.complete == {Fact.WATCHLIST}


def test_a_list_that_was_watched_is_no_whole_watchlist() -> None:
    item = {"listed_at": "2020-01-02T20:15:00Z", "type": "movie", "movie": HEAT}
    export = read_items(item, reading=Reading(list_as=ListAs.SEEN))
    assert export.rows == (Row("trakt.json", 1, FILM, is_seen=True, seen_at=AT),)
    assert export.complete == frozenset()


def test_a_film_of_the_history_is_one_viewing_and_complete_of_nothing() -> None:
    export = read_items({"watched_at": "2020-01-02T20:15:00Z", "type": "movie", "movie": HEAT})
    (row,) = export.rows
    assert (row.is_seen, row.viewing) == (True, Viewing(date(2020, 1, 2)))
    assert export.complete == frozenset()


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"rating": 9, "type": "show", "show": SERIES}, "TV series"),
        ({"rating": 9, "type": "season", "season": {"number": 1}, "show": SERIES}, "TV season"),
        ({"rating": 9, "type": "episode", "episode": {"number": 1}, "show": SERIES}, "TV episode"),
        ({"plays": 9, "last_watched_at": None, "show": SERIES, "seasons": []}, "TV series"),
    ],
)
def test_what_is_no_film_is_left_out(item: dict[str, Any], reason: str) -> None:
    export = read_items(rated(), item)
    assert [(left.line, left.name, left.reason) for left in export.left_out] == [
        (2, "A Series", reason)
    ]


def test_a_file_of_episodes_says_nothing_of_the_films_it_lacks() -> None:
    assert read_items({"rating": 9, "type": "show", "show": SERIES}).complete == frozenset()


@pytest.mark.parametrize("none", [None, 0, "", "0", "tt0", [], {}, True, -1, "tt12"])
def test_an_id_that_is_none_is_none(none: object) -> None:
    film = {"title": "Heat", "year": 1995, "ids": {"imdb": none, "tmdb": none}}
    assert read_items(rated(movie=film)).rows[0].film == NamedFilm("Heat", 1995)


def test_ids_may_be_written_as_text() -> None:
    film = {"title": "Heat", "year": "1995", "ids": {"imdb": "tt0113277", "tmdb": "949"}}
    assert read_items(rated(movie=film)).rows[0].film == FILM


@pytest.mark.parametrize(
    ("score", "shown"),
    [(0, "0"), (11, "11"), (7.5, "7.5"), (True, "True"), ("x", "x"), ([], "[]")],
)
def test_a_rating_beside_the_scale_is_a_problem(score: object, shown: str) -> None:
    export = read_items(rated(rating=score))
    assert export.rows == ()
    assert export.problems[0].message == f"rating {shown} is not on Trakt's scale of 1 to 10"
    assert export.complete == frozenset()


def test_a_rating_that_is_null_is_none() -> None:
    export = read_items(rated(rating=None))
    assert (export.rows, export.problems, export.left_out[0].reason) == ((), (), "not rated")


def test_a_rating_that_is_not_a_number_is_a_problem() -> None:
    content = json.dumps([rated(rating=float("nan"))]).encode()
    assert b"NaN" in content
    export = read_export("trakt.json", content)
    assert export.problems[0].message == "rating nan is not on Trakt's scale of 1 to 10"


@pytest.mark.parametrize("item", [None, 7, "film", [], {}, {"rating": 9}, {"movie": HEAT}])
def test_an_item_that_says_nothing_is_a_problem_of_its_number(item: object) -> None:
    export = read_items(rated(), item)
    assert [problem.line for problem in export.problems] == [2]
    assert len(export.rows) == 1


def test_of_a_key_that_comes_twice_the_last_one_counts() -> None:
    content = json.dumps([rated()]).replace('"rating": 9', '"rating": 9, "rating": 4')
    assert read_export("trakt.json", content.encode()).rows[0].half_stars == 4


def test_the_empty_list_has_no_rows_and_is_complete_of_nothing() -> None:
    export = read_items()
    assert (export.rows, export.complete) == ((), frozenset())
    assert export.notes == ("trakt.json has no rows",)


def test_an_archive_of_files_is_read_together() -> None:
    files = {
        "ratings-movies.json": trakt_ratings(),
        "watched-movies.json": trakt_watched(),
        "lists-watchlist.json": trakt_watchlist(),
        "lists-late-at-night.json": trakt_watchlist(example_films(3)),
        "user-profile.json": b'{"username": "nobody"}',
    }
    export = read_export("trakt.zip", zipped(files))
    assert export.complete == {Fact.RATING, Fact.SEEN, Fact.WATCHLIST}
    assert {row.file for row in export.rows} == {
        "ratings-movies.json", "watched-movies.json", "lists-watchlist.json",
    }  # fmt: skip
    assert export.notes == (
        "other files of trakt.zip were left alone (2): lists-late-at-night.json, user-profile.json",
    )


def test_a_title_is_made_fit_to_be_stored() -> None:
    film = {"title": "  The \ud800\u0000  Thing\n", "ids": {}}
    assert read_items(rated(movie=film)).rows[0].film.title == "The \ufffd Thing"
