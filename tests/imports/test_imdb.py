from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import UnreadableFileError
from filmrec.films import NamedFilm
from filmrec.imports.read import read_export
from filmrec.imports.rows import Fact, Format, ListAs, Reading, Row
from tests.imports.examples import imdb_list, imdb_ratings, imdb_ratings_2017, imdb_ratings_2020

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = "Const,Your Rating,Date Rated,Title,Original Title,Title Type,Year"


@pytest.mark.parametrize("make", [imdb_ratings_2017, imdb_ratings_2020, imdb_ratings])
def test_ratings_of_each_generation_are_read_whole(make: Callable[[], bytes]) -> None:
    content = make()
    export = read_export("ratings.csv", content)
    assert export.format is Format.IMDB
    assert len(export.rows) + len(export.left_out) == 12
    assert export.problems == ()
    assert export.rows[0].film == NamedFilm("Heat", 1995, imdb_id="tt0113277")
    assert export.rows[0].half_stars == 1
    assert export.rows[0].rated_at == datetime(2019, 3, 1, tzinfo=UTC)


def test_a_row_with_a_rating_says_nothing_else() -> None:
    content = f"{HEADER}\ntt0113277,9,2020-01-02,Heat,Heat,Movie,1995".encode()
    assert read_export("ratings.csv", content).rows == (
        Row(
            file="ratings.csv",
            line=2,
            film=NamedFilm("Heat", 1995, imdb_id="tt0113277"),
            half_stars=9,
            rated_at=datetime(2020, 1, 2, tzinfo=UTC),
        ),
    )


def test_a_localised_title_keeps_its_original_beside_it() -> None:
    content = f"{HEADER}\ntt0047478,9,2020-01-02,Seven Samurai,七人の侍,Movie,1954".encode()
    (row,) = read_export("ratings.csv", content).rows
    assert row.film == NamedFilm("Seven Samurai", 1954, "七人の侍", imdb_id="tt0047478")


@pytest.mark.parametrize(
    "kind",
    [
        "movie", "Movie", "Feature Film", "tvMovie", "TV Movie", "video", "Video", "short",
        "Short", "TV Short", "TV Special", "tvSpecial", "documentary", "",
    ],
)  # fmt: skip
def test_films_of_every_kind_are_films(kind: str) -> None:
    content = f"{HEADER}\ntt0113277,9,2020-01-02,Heat,,{kind},1995".encode()
    export = read_export("ratings.csv", content)
    assert (len(export.rows), export.notes) == (1, ())


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("tvSeries", "TV series"),
        ("TV Series", "TV series"),
        ("tvMiniSeries", "TV mini series"),
        ("TV Mini Series", "TV mini series"),
        ("TV Mini-Series", "TV mini series"),
        ("tvEpisode", "TV episode"),
        ("TV Episode", "TV episode"),
        ("tvPilot", "TV pilot"),
        ("videoGame", "video game"),
        ("Video Game", "video game"),
        ("podcastSeries", "podcast"),
        ("Podcast Episode", "podcast episode"),
        ("musicVideo", "music video"),
        ("Music Video", "music video"),
    ],
)
def test_what_is_no_film_is_left_out_with_the_reason(kind: str, reason: str) -> None:
    content = f"{HEADER}\ntt0113277,9,2020-01-02,Heat,,{kind},1995".encode()
    export = read_export("ratings.csv", content)
    assert export.rows == ()
    assert [(left.name, left.reason) for left in export.left_out] == [("Heat (1995)", reason)]


def test_an_unknown_type_is_a_film_and_noted() -> None:
    content = f"{HEADER}\ntt0113277,9,2020-01-02,Heat,,Hologram,1995".encode()
    export = read_export("ratings.csv", content)
    assert len(export.rows) == 1
    assert export.notes == ("the type 'Hologram' is not known: taken as a film",)


def test_columns_may_come_in_any_case_order_and_number() -> None:
    content = b"New Column,TITLE, year ,your rating,CONST\nx,Heat,1995,9,tt0113277"
    (row,) = read_export("ratings.csv", content).rows
    assert (row.film.name, row.half_stars, row.rated_at) == ("Heat (1995)", 9, None)


def test_year_and_date_may_be_empty() -> None:
    content = f"{HEADER}\ntt0113277,9,,Heat,,Movie,".encode()
    export = read_export("ratings.csv", content)
    assert export.problems == ()
    assert (export.rows[0].film.year, export.rows[0].rated_at) == (None, None)


@pytest.mark.parametrize("score", ["0", "11", "-3", "7.5", "NaN"])
def test_a_rating_beside_the_scale_is_a_problem(score: str) -> None:
    content = f"{HEADER}\ntt0113277,{score},,Heat,,Movie,1995".encode()
    export = read_export("ratings.csv", content)
    assert export.rows == ()
    assert export.problems[0].message == f"rating {score} is not on IMDb's scale of 1 to 10"


def test_ratings_are_complete_of_ratings_and_lists_of_nothing() -> None:
    assert read_export("ratings.csv", imdb_ratings()).complete == {Fact.RATING}
    assert read_export("list.csv", imdb_list()).complete == frozenset()
    assert read_export("old.csv", imdb_ratings_2017()).complete == frozenset()


def test_rated_rows_of_a_list_are_ratings_and_the_others_are_listed() -> None:
    rows = read_export("list.csv", imdb_list()).rows
    assert [row.half_stars is not None for row in rows] == [False, True] * 6
    assert [row.is_on_watchlist for row in rows] == [True, False] * 6


def test_a_list_without_the_columns_of_ratings_is_listed_whole() -> None:
    rows = read_export("list.csv", imdb_list(rated=False)).rows
    assert all(row.is_on_watchlist for row in rows)


def test_a_list_row_has_the_day_it_was_created() -> None:
    row = read_export("list.csv", imdb_list()).rows[0]
    assert row.listed_at == datetime(2019, 3, 1, tzinfo=UTC)


def test_the_unrated_of_a_list_mean_what_the_option_says_and_a_note_names_it() -> None:
    export = read_export("list.csv", imdb_list(), Reading(list_as=ListAs.SEEN))
    assert [row.is_seen for row in export.rows] == [True, False] * 6
    assert export.notes == (
        "films without a rating in list.csv: 6, marked as seen"
        " (change it with `--as watchlist` or `--as nothing`)",
    )


def test_a_list_of_people_lacks_the_titles() -> None:
    content = b"Position,Const,Created,Modified,Description,Name,Known For,Birth Date\n"
    with pytest.raises(UnreadableFileError, match="no column 'Title'"):
        read_export("people.csv", content)


def test_a_const_that_is_none_leaves_the_title_to_find_the_film_by() -> None:
    content = f"{HEADER}\nnm0000001,9,,Heat,,Movie,1995".encode()
    (row,) = read_export("ratings.csv", content).rows
    assert row.film == NamedFilm("Heat", 1995)
