from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run


def _found(run: Run, *words: str) -> list[str]:
    rows = json.loads(run("search", *words, "--json").stdout)
    return [f"{row['title']} ({row['year']})" for row in rows]


@pytest.mark.parametrize(
    ("words", "film"),
    [
        ("heat", "Heat (1995)"),
        ("shawsh", "The Shawshank Redemption (1994)"),
        ("redemption shawshank", "The Shawshank Redemption (1994)"),
        ("amelie", "Amelie (2001)"),
        ("leon", "Léon: The Professional (1994)"),
        ("shawshenk redemtion", "The Shawshank Redemption (1994)"),
        ("Matrix, The", "The Matrix (1999)"),
        ("se7en", "Seven (1995)"),
        ("Hamlet (1948)", "Hamlet (1948)"),
        ("ml:858", "The Godfather (1972)"),
        ("https://movielens.org/movies/858", "The Godfather (1972)"),
    ],
)
def test_the_first_film_found_is_the_one_meant(run: Run, words: str, film: str) -> None:
    assert _found(run, words)[0] == film


def test_a_common_title_lists_every_film_of_that_name(run: Run) -> None:
    hamlets = [name for name in _found(run, "hamlet") if name.startswith("Hamlet (")]
    assert sorted(hamlets) == [
        "Hamlet (1948)",
        "Hamlet (1964)",
        "Hamlet (1990)",
        "Hamlet (1996)",
        "Hamlet (2000)",
        "Hamlet (2000)",
    ]


def test_nothing_found_exits_4(run: Run) -> None:
    result = run("search", "zzqxjk vvwq", code=4)
    assert result.stderr.startswith("error: no title is like")


def test_an_id_that_the_catalogue_does_not_have_says_so(run: Run) -> None:
    result = run("show", "tt0113277", code=4)
    assert "tt0113277" in result.stderr
    assert "hint: " in result.stderr


def test_show_says_what_is_known_and_what_was_said(run: Run) -> None:
    run("rate", "Seven (1995)", "4")
    shown = run("show", "Se7en").stdout
    for words in ("Seven (1995)", "Se7en", "Mystery, Thriller", "4 stars, on ", "ml:47"):
        assert words in shown


def test_the_json_of_show_has_these_names(run: Run) -> None:
    document = json.loads(run("show", "Heat (1995)", "--json").stdout)
    assert list(document) == [
        "film_id",
        "title",
        "year",
        "movielens_id",
        "tmdb_id",
        "imdb_id",
        "genres",
        "original_title",
        "alternative_titles",
        "community_mean",
        "n_community_ratings",
        "stars",
        "rated_at",
        "marks",
        "marked_at",
        "viewings",
        "match",
        "because",
        "tmdb",
    ]
