"""What a search lists, in which order, and that no text can break it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filmrec.errors import FilmNotFoundError
from filmrec.library import NewFilm
from filmrec.library.vocabulary import near, slips

if TYPE_CHECKING:
    from filmrec.library import Library


def names(library: Library, text: str, limit: int = 20) -> list[str]:
    return [film.name for film in library.search(text, limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("heat", ["Heat (1995)", "Heat (1986)", "The Heat (2013)"]),
        ("the heat", ["The Heat (2013)", "Heat (1995)", "Heat (1986)"]),
        ("hamlet", ["Hamlet (1996)", "Hamlet (1948)", "Hamlet (2000)", "Hamlet (2000)"]),
        ("alien", ["Alien (1979)", "Aliens (1986)", "Alien Nation (1988)"]),
        ("shawsh", ["The Shawshank Redemption (1994)"]),
        ("godf", ["The Godfather (1972)", "The Godfather: Part II (1974)"]),
        ("redemption shawshank", ["The Shawshank Redemption (1994)"]),
        ("reloaded matrix", ["The Matrix Reloaded (2003)"]),
        ("relo matr", ["The Matrix Reloaded (2003)"]),
        ("amelie", ["Amélie (2001)"]),
        ("LEON", ["Léon: The Professional (1994)"]),
        ("shawshenk redemtion", ["The Shawshank Redemption (1994)"]),
        ("godfahter", ["The Godfather (1972)", "The Godfather: Part II (1974)"]),
        ("the mtrix", ["The Matrix (1999)", "The Matrix Reloaded (2003)"]),
        ("teh matrix", ["The Matrix (1999)", "The Matrix Reloaded (2003)"]),
        ("shindlers lisst", ["Schindler's List (1993)"]),
        ("the shawshenk redemption andy", ["The Shawshank Redemption (1994)"]),
        ("Hamlet (1948)", ["Hamlet (1948)"]),
        ("hamlet 1948", ["Hamlet (1948)"]),
        ("Hamlet (1950)", ["Hamlet (1948)", "Hamlet (1996)"]),
        ("matrx (1999)", ["The Matrix (1999)"]),
        ("2049", ["Blade Runner 2049 (2017)"]),
        ("ml:6", ["Heat (1995)"]),
        ("https://letterboxd.com/film/the-matrix/", ["The Matrix (1999)"]),
        ("samurai", ["七人の侍 (1954)"]),
        ("七人", ["七人の侍 (1954)"]),
    ],
)
def test_a_search_lists_first(library: Library, text: str, first: list[str]) -> None:
    found = names(library, text)
    assert found[: len(first)] == first


def test_every_film_of_the_name_is_listed_however_short_the_list(library: Library) -> None:
    assert len(names(library, "hamlet", limit=1)) == 4


def test_a_film_is_listed_once_though_several_of_its_titles_fit(library: Library) -> None:
    assert names(library, "professional").count("Léon: The Professional (1994)") == 1


def test_other_matches_are_cut_at_the_limit(library: Library) -> None:
    assert len(names(library, "a", limit=2)) == 2


def test_the_widely_known_film_comes_first_among_equals(library: Library) -> None:
    library.add_films(
        [
            NewFilm("Zorro", 1975, (), 10_001, n_community_ratings=3),
            NewFilm("Zorro", 1998, (), 10_002, n_community_ratings=30),
            NewFilm("Zorro", 1940, (), 10_003, n_community_ratings=3),
        ]
    )
    assert names(library, "zorro") == ["Zorro (1998)", "Zorro (1940)", "Zorro (1975)"]


def test_a_changed_title_is_found_by_the_new_one_and_no_longer_by_the_old(
    library: Library,
) -> None:
    library.add_films([NewFilm("Perfectly Renamed", 1995, (), 6)])
    assert names(library, "renamed") == ["Perfectly Renamed (1995)"]
    assert "Perfectly Renamed (1995)" not in names(library, "heat")


@pytest.mark.parametrize("text", ["", " ", "\x00", "\t\n", "'", '"', "*", "-", "()", "(1999)"])
def test_a_text_that_means_nothing_finds_nothing(library: Library, text: str) -> None:
    assert names(library, text) in ([], ["1984 (1956)"])


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "'; DROP TABLE films; --",
        "heat OR alien",
        "heat NOT alien",
        "NEAR(heat alien)",
        "folded:heat",
        "title_words",
        "{folded}: heat",
        "^heat",
        "heat*",
        "%",
        "_",
        "h%t",
        "heat\x00alien",
        "🎬 heat",
        "\udcff\ud800",
        "\\",
        "((((((",
        "AND",
        "heat " * 2000,
        "x" * 10_000,
        "\u202eheat",
        "(" * 10_000,
        "l'" * 5_000,
        ", the" * 2_000,
        "https://" + "a." * 5_000,
        "heat" + "," * 10_000,
        "heat" + " " * 10_000 + "alien",
    ],
)
def test_query_syntax_is_only_text(library: Library, text: str) -> None:
    n_films = library.count_films()
    library.search(text)
    with pytest.raises(FilmNotFoundError):
        library.find(text)
    assert library.count_films() == n_films


def test_operators_are_words(library: Library) -> None:
    library.add_films([NewFilm("Heat or Alien", 2020, (), 10_001)])
    assert names(library, "alien or heat") == ["Heat or Alien (2020)"]


@given(text=st.text(max_size=60))
@settings(
    max_examples=150,
    deadline=None,
    # The library is only read.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_is_answered(library: Library, text: str) -> None:
    listed = library.search(text)
    try:
        found = library.find(text)
    except FilmNotFoundError:
        return
    assert found in listed


@given(title=st.text(min_size=1, max_size=40))
@settings(
    max_examples=100,
    deadline=None,
    # Each example replaces the title of the same film.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_film_of_any_title_is_kept_as_written(library: Library, title: str) -> None:
    library.add_films([NewFilm(title, 2020, (), 10_001)])
    assert library.films_by_item_id([10_001])[10_001].title == title


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("matrix", "matrix", 0),
        ("mtrix", "matrix", 1),
        ("matrixx", "matrix", 1),
        ("mattix", "matrix", 1),
        ("amtrix", "matrix", 1),
        ("redemtoin", "redemption", 2),
        ("alien", "aliens", 1),
        ("heat", "alien", 3),
        ("", "ab", 2),
    ],
)
def test_slips_are_counted_up_to_the_most(one: str, other: str, distance: int) -> None:
    assert slips(one, other, 2) == distance
    assert slips(other, one, 2) == distance


@given(word=st.sampled_from(["shawshank", "redemption", "godfather", "matrix"]), data=st.data())
@settings(
    max_examples=150,
    deadline=None,
    # The library is only read.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_word_with_one_slip_anywhere_is_recognised(
    library: Library, word: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("aeinrst"))
    before, after = word[:at], word[at + 1 :]
    swapped = before + after[:1] + word[at] + after[1:]
    wrong = data.draw(
        st.sampled_from([before + after, before + letter + word[at:], before + letter + after])
        | st.just(swapped)
    )
    assert word in {found.word for found in near(library._store.connection, wrong)}


@given(one=st.text("abc", max_size=8), other=st.text("abc", max_size=8), most=st.integers(0, 4))
def test_slips_are_those_of_the_full_table(one: str, other: str, most: int) -> None:
    assert slips(one, other, most) == min(slips_in_full(one, other), most + 1)


def slips_in_full(one: str, other: str) -> int:
    """The distance from its definition, over every pair of beginnings."""
    table = [[i + j for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            ways = [
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            ]
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                ways.append(table[i - 2][j - 2] + 1)
            table[i][j] = min(ways)
    return table[-1][-1]
