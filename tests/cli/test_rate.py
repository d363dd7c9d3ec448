from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run


def test_a_rating_is_stored_and_said(run: Run) -> None:
    assert run("rate", "Heat (1995)", "4.5").stdout == "Heat (1995): 4.5 stars\n"
    [row] = json.loads(run("ratings", "--json").stdout)
    assert (row["title"], row["year"], row["stars"], row["source"]) == ("Heat", 1995, 4.5, "rate")


def test_rating_again_changes_the_rating(run: Run) -> None:
    run("rate", "Heat (1995)", "4")
    assert run("rate", "Heat (1995)", "1").stdout == "Heat (1995): 1 star (was 4)\n"
    assert len(json.loads(run("ratings", "--json").stdout)) == 1


@pytest.mark.parametrize("stars", ["0", "5.5", "4.25", "-1", "many", "nan", "inf", "", "1e1"])
def test_stars_outside_the_scale_are_a_usage_error_and_store_nothing(run: Run, stars: str) -> None:
    result = run("rate", "Heat (1995)", "--", stars, code=2)
    assert "error: " in result.stderr
    assert "0.5 to 5 in halves" in result.stderr
    assert json.loads(run("ratings", "--json").stdout) == []


@pytest.mark.parametrize(
    ("written", "stars"), [("4,5", 4.5), ("3½", 3.5), ("½", 0.5), ("****", 4.0), ("4/5", 4.0)]
)
def test_stars_may_be_written_as_people_write_them(run: Run, written: str, stars: float) -> None:
    run("rate", "Heat (1995)", written)
    [row] = json.loads(run("ratings", "--json").stdout)
    assert row["stars"] == stars


def test_an_unknown_film_exits_4_and_names_the_nearest(run: Run) -> None:
    result = run("rate", "Shawshenk Redemtion", "5", code=4)
    assert "The Shawshank Redemption (1994)" in result.stderr
    assert result.stdout == ""


def test_an_ambiguous_film_exits_4_with_every_candidate_and_its_certain_name(run: Run) -> None:
    result = run("rate", "Hamlet", "5", code=4)
    assert "Hamlet (1948)  ml:1941" in result.stderr
    assert "Hamlet (1996)  ml:1411" in result.stderr


def test_a_candidate_can_be_rated_by_its_id(run: Run) -> None:
    assert run("rate", "ml:1411", "5").stdout == "Hamlet (1996): 5 stars\n"


def test_without_stars_it_says_how_to_give_them(run: Run) -> None:
    assert 'filmrec rate "Heat" 4.5' in run("rate", "Heat", code=2).stderr


def test_with_nobody_to_ask_it_names_the_way_to_say_it(run: Run) -> None:
    result = run("rate", code=2, stdin="5\n")
    assert 'filmrec rate "Heat (1995)" 4.5' in result.stderr


def test_unrating_takes_the_rating_back(run: Run) -> None:
    run("rate", "Heat (1995)", "4")
    assert run("unrate", "Heat (1995)").stdout == "Heat (1995): no longer rated (was 4)\n"
    assert json.loads(run("ratings", "--json").stdout) == []


def test_unrating_a_film_that_was_not_rated_says_so(run: Run) -> None:
    assert run("unrate", "Heat (1995)").stdout == "Heat (1995): was not rated\n"


@pytest.fixture
def some_ratings(run: Run) -> None:
    for film, stars in {"ml:6": "4.5", "ml:608": "5", "ml:858": "2", "ml:1": "3"}.items():
        run("rate", film, stars)


def _titles(run: Run, *options: str) -> list[str]:
    return [row["title"] for row in json.loads(run("ratings", "--json", *options).stdout)]


@pytest.mark.usefixtures("some_ratings")
def test_ratings_are_sorted_by_date_stars_title_or_year(run: Run) -> None:
    assert _titles(run) == ["Toy Story", "The Godfather", "Fargo", "Heat"]
    assert _titles(run, "--sort", "stars") == ["Fargo", "Heat", "Toy Story", "The Godfather"]
    assert _titles(run, "--sort", "title") == ["Fargo", "Heat", "The Godfather", "Toy Story"]
    assert _titles(run, "--sort", "year", "-n", "1") == ["The Godfather"]
    assert _titles(run, "--sort", "stars", "--reverse", "-n", "1") == ["The Godfather"]


@pytest.mark.usefixtures("some_ratings")
def test_ratings_are_filtered_by_stars_genre_and_year(run: Run) -> None:
    assert _titles(run, "--stars", "4-") == ["Fargo", "Heat"]
    assert _titles(run, "--stars", "-2.5") == ["The Godfather"]
    assert _titles(run, "--stars", "3") == ["Toy Story"]
    assert _titles(run, "--genre", "crime", "--year", "1990s") == ["Fargo", "Heat"]
    assert _titles(run, "--not-genre", "Crime") == ["Toy Story"]


@pytest.mark.parametrize(
    "options", [("--sort", "colour"), ("--stars", "9"), ("--stars", "5-4"), ("--year", "199x")]
)
def test_a_filter_that_cannot_be_read_is_a_usage_error(run: Run, options: tuple[str, str]) -> None:
    result = run("ratings", *options, code=2)
    assert "error: " in result.stderr
    assert "hint: " in result.stderr


def test_with_nothing_rated_it_says_what_to_do(run: Run) -> None:
    result = run("ratings")
    assert result.stdout == ""
    assert "filmrec rate" in result.stderr
