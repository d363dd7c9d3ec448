"""Which film a file's name means, and when that is left open."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filmrec.films import NamedFilm
from filmrec.library import NewFilm, own_films
from filmrec.library.matching import Evidence, Match, Outcome, match_films

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from filmrec.library import Library


@pytest.fixture
def db(library: Library, path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def match(db: sqlite3.Connection, film: NamedFilm) -> Match:
    (found,) = match_films(db, [film])
    return found


def matched(db: sqlite3.Connection, film: NamedFilm) -> str | None:
    """Title and year of the film that it is; None where that is left open."""
    found = match(db, film)
    if found.film_id is None:
        return None
    title, year = db.execute(
        "SELECT title, year FROM films WHERE film_id = ?", (found.film_id,)
    ).fetchone()
    return f"{title} ({year})" if year is not None else str(title)


def own(db: sqlite3.Connection, film_id: int, title: str, year: int | None) -> None:
    film = {"title": title, "original_title": None, "year": year, "genres": []}
    own_films.write_films(db, {film_id: film})


def test_no_films_have_no_matches(db: sqlite3.Connection) -> None:
    assert match_films(db, []) == []


@pytest.mark.parametrize(
    ("title", "year", "name"),
    [
        ("Heat", 1995, "Heat (1995)"),
        ("Heat", 1986, "Heat (1986)"),
        ("HEAT", 2013, "The Heat (2013)"),
        ("Heat (1995)", None, "Heat (1995)"),
        ("Matrix, The", 1999, "The Matrix (1999)"),
        ("The Godfather Part 2", 1974, "The Godfather: Part II (1974)"),
        ("Godfather II", 1974, "The Godfather: Part II (1974)"),
        ("Thelma and Louise", 1991, "Thelma & Louise (1991)"),
        ("Thelma Louise", 1991, "Thelma & Louise (1991)"),
        ("Amelie", 2001, "Amélie (2001)"),
        ("Spiderman", 2002, "Spider-Man (2002)"),
        ("Léon", 1994, "Léon: The Professional (1994)"),
        ("Seven Samurai", 1954, "七人の侍 (1954)"),
        ("Seven Samurai (七人の侍)", 1954, "七人の侍 (1954)"),
        ("Alien (a.k.a. Something Else)", 1979, "Alien (1979)"),
        ("[REC]", 2007, "[REC] (2007)"),
        ("[REC]2", 2009, "[rec]² (2009)"),
        ("...", 1999, "... (1999)"),
        ("$", 1971, "$ (1971)"),
        ("M", 1931, "M (1931)"),
        ("ואלס עם באשיר", 2008, "ואלס עם באשיר (2008)"),
        ("The Shawshank Redemption", 1995, "The Shawshank Redemption (1994)"),
        ("Blade Runner 2049", None, "Blade Runner 2049 (2017)"),
        ("A Film Without a Year", 1990, "A Film Without a Year"),
    ],
)
def test_a_name_means_one_film(
    db: sqlite3.Connection, title: str, year: int | None, name: str
) -> None:
    assert matched(db, NamedFilm(title, year)) == name


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Heat", 1996),
        ("Heat", None),
        ("Hamlet", 2000),
        ("M", 1932),
        ("M", None),
        ("Amélie", 1999),
        ("Alien", 1986),
        ("Rocky", 1976),
        ("The Shawshank Redemption", 1999),
        ("", None),
        ("!?", 2001),
        ("\ud800", 2001),
        ("\x00\x1b", None),
        ("🎬", 2012),
        ("\u202e", 2012),
        ("x" * 500, 1995),
    ],
)
def test_a_name_that_could_be_another_films_is_left_open(
    db: sqlite3.Connection, title: str, year: int | None
) -> None:
    assert matched(db, NamedFilm(title, year)) is None


def test_an_original_title_is_enough(db: sqlite3.Connection) -> None:
    film = NamedFilm("Der Profi", 1981, original_title="Le Professionnel")
    assert matched(db, film) == "The Professional (1981)"


def test_films_of_one_name_and_year_are_candidates_best_known_first(
    db: sqlite3.Connection,
) -> None:
    found = match(db, NamedFilm("Hamlet", 2000))
    assert found.outcome is Outcome.AMBIGUOUS
    years = [
        db.execute("SELECT movielens_id FROM films WHERE film_id = ?", (film_id,)).fetchone()[0]
        for film_id in found.candidates
    ]
    assert years == [3598, 3723, 1411, 1941]


def test_a_film_that_everybody_means_is_matched_among_films_of_one_name_and_year(
    library: Library, db: sqlite3.Connection
) -> None:
    library.add_films([NewFilm("Zorro", 1998, (), 10_001, n_community_ratings=1_000)])
    library.add_films([NewFilm("Zorro", 1998, (), 10_002, n_community_ratings=1)])
    found = match(db, NamedFilm("Zorro", 1998))
    assert found.film_id == library.films_by_item_id([10_001])[10_001].film_id


def test_a_main_title_goes_before_another_title(library: Library, db: sqlite3.Connection) -> None:
    library.add_films([NewFilm("The Professional", 1994, (), 10_001)])
    found = match(db, NamedFilm("The Professional", 1994))
    assert found.film_id == library.films_by_item_id([10_001])[10_001].film_id


def test_an_id_goes_before_the_title(library: Library, db: sqlite3.Connection) -> None:
    library.add_films([NewFilm("Heat", 1995, (), 6, imdb_id="tt0113277")])
    film = NamedFilm("Coincé", 1997, imdb_id="tt0113277")
    assert matched(db, film) == "Heat (1995)"
    assert match(db, film).evidence is Evidence.ID


def test_a_film_with_another_id_of_the_kind_is_not_the_one(
    library: Library, db: sqlite3.Connection
) -> None:
    library.add_films([NewFilm("Heat", 1995, (), 6, imdb_id="tt0113277")])
    assert matched(db, NamedFilm("Heat", 1995, imdb_id="tt0000001")) is None
    assert matched(db, NamedFilm("Heat", 1995, tmdb_id=949)) == "Heat (1995)"


@pytest.mark.parametrize(
    ("title", "name"), [("Alien", "Alien (1979)"), ("HEAT", "Heat (1995)"), ("Rocky", None)]
)
def test_ids_of_two_films_are_told_apart_by_the_title(
    library: Library, db: sqlite3.Connection, title: str, name: str | None
) -> None:
    library.add_films([NewFilm("Heat", 1995, (), 6, imdb_id="tt0113277")])
    film = NamedFilm(title, 1979, movielens_id=1214, imdb_id="tt0113277")
    assert matched(db, film) == name


def test_films_between_which_ids_are_torn_are_the_candidates(
    library: Library, db: sqlite3.Connection
) -> None:
    library.add_films([NewFilm("Heat", 1995, (), 6, imdb_id="tt0113277")])
    found = match(db, NamedFilm("Rocky", 1979, movielens_id=1214, imdb_id="tt0113277"))
    assert (found.outcome, len(found.candidates)) == (Outcome.AMBIGUOUS, 2)


def test_an_id_too_large_to_be_one_finds_nothing(db: sqlite3.Connection) -> None:
    assert matched(db, NamedFilm("Nothing", 1990, tmdb_id=10**30)) is None


def test_an_own_film_is_what_files_call_by_its_name(db: sqlite3.Connection) -> None:
    own(db, 1_000, "Hamlet", 2000)
    assert match(db, NamedFilm("Hamlet", 2000)).film_id == 1_000


def test_an_own_film_without_a_year_is_found_by_its_name(db: sqlite3.Connection) -> None:
    own(db, 1_000, "Heat", None)
    assert match(db, NamedFilm("Heat")).film_id == 1_000


def test_a_film_of_the_catalogue_goes_before_an_own_one(db: sqlite3.Connection) -> None:
    own(db, 1_000, "Alien", 1979)
    assert match(db, NamedFilm("Alien", 1979)).film_id != 1_000


def test_own_films_can_be_passed_over(db: sqlite3.Connection) -> None:
    own(db, 1_000, "Hamlet", 2000)
    own(db, 1_001, "Nowhere Else at All", 2000)
    open_ones = [NamedFilm("Hamlet", 2000), NamedFilm("Nowhere Else at All", 2000)]
    for found in match_films(db, open_ones, catalogue_only=True):
        assert found.film_id is None
        assert not {1_000, 1_001} & set(found.candidates)


@given(title=st.text(max_size=40), year=st.none() | st.integers(1900, 2100))
@settings(
    max_examples=150,
    deadline=None,
    # The library is only read.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_name_is_answered(db: sqlite3.Connection, title: str, year: int | None) -> None:
    found = match(db, NamedFilm(title, year, original_title=title[::-1]))
    assert (found.film_id is not None) == (found.outcome is Outcome.MATCHED)
    assert len(found.candidates) <= 5


@pytest.mark.parametrize(
    ("title", "year", "name"),
    [
        ("Star Wars", 1980, "Star Wars: Episode V - The Empire Strikes Back (1980)"),
        ("The Empire Strikes Back", 1980, "Star Wars: Episode V - The Empire Strikes Back (1980)"),
        (
            "Star Wars: The Empire Strikes Back",
            1980,
            "Star Wars: Episode V - The Empire Strikes Back (1980)",
        ),
        ("Life of Brian", 1979, "Monty Python's Life of Brian (1979)"),
        # Nobody knows it: the short name may be that of another film.
        ("Watchmen", 2009, None),
        # A film about a film has its name, and more.
        ("Alien: The Making of a Monster", 1979, None),
    ],
)
def test_a_well_known_film_goes_without_its_subtitle(
    library: Library, db: sqlite3.Connection, title: str, year: int, name: str | None
) -> None:
    library.add_films(
        [
            NewFilm(
                "Star Wars: Episode V - The Empire Strikes Back",
                *(1980, (), 1196),
                n_community_ratings=300,
            ),
            NewFilm("Monty Python's Life of Brian", 1979, (), 1080, n_community_ratings=250),
            NewFilm("Watchmen: Tales of the Black Freighter", 2009, (), 1, n_community_ratings=1),
        ]
    )
    assert matched(db, NamedFilm(title, year)) == name


def test_films_that_differ_by_a_subtitle_are_candidates(
    library: Library, db: sqlite3.Connection
) -> None:
    found = match(db, NamedFilm("Alien: The Making of a Monster", 1979))
    alien = library.find("Alien")
    assert (found.outcome, found.candidates) == (Outcome.AMBIGUOUS, (alien.film_id,))
