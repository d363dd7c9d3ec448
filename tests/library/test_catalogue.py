"""Taking in films, reading them back, filtering them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import FilmNotFoundError
from filmrec.library import NewFilm, open_library
from tests.library.conftest import FILMS

if TYPE_CHECKING:
    from pathlib import Path

    from filmrec.library import Library
    from tests.library.conftest import Clock

TABLES = ("films", "titles", "words", "word_traces")


def contents(library: Library) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: library._store.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608 - named above
        for table in TABLES
    }


def test_a_film_is_read_back_as_it_was_given(library: Library) -> None:
    new = NewFilm(
        *("Nikita", 1990, ("Action", "Crime"), 1249, 9322, "tt0100263", "La Femme Nikita"),
        alternative_titles=("Femme Nikita, La", "Nikita, la"),
        community_mean=3.9,
        n_community_ratings=57,
    )
    library.add_films([new])
    film = library.films_by_item_id([1249])[1249]
    for field in dataclasses.fields(NewFilm):
        assert getattr(film, field.name) == getattr(new, field.name)


def test_taking_in_twice_equals_once(library: Library) -> None:
    once = contents(library)
    assert library.add_films(FILMS) == 0
    assert contents(library) == once


def test_how_many_films_are_new_is_returned(library: Library) -> None:
    assert library.add_films([*FILMS, NewFilm("New", 2024, (), 10_001)]) == 1
    assert library.count_films() == len(FILMS) + 1


def test_one_catalogue_may_list_a_film_twice(path: Path, now: Clock) -> None:
    with open_library(path, now=now) as library:
        assert library.add_films([FILMS[0], FILMS[0]]) == 1
        assert [film.name for film in library.search("heat")] == ["Heat (1995)"]


def test_a_known_film_is_brought_up_to_date(library: Library) -> None:
    before = library.find("ml:6")
    library.add_films([NewFilm("Heat!", 1996, ("Drama",), 6, n_community_ratings=5)])
    after = library.find("ml:6")
    assert (after.title, after.year, after.genres) == ("Heat!", 1996, ("Drama",))
    assert after.film_id == before.film_id


def test_films_are_joined_by_any_id_and_keep_those_that_are_not_given(library: Library) -> None:
    library.add_films([NewFilm("Heat", 1995, (), 6, tmdb_id=949, imdb_id="tt0113277")])
    library.add_films([NewFilm("Heat", 1995, (), tmdb_id=949)])
    library.add_films([NewFilm("Heat", 1995, (), imdb_id="tt0113277")])
    film = library.find("ml:6")
    assert (film.movielens_id, film.tmdb_id, film.imdb_id) == (6, 949, "tt0113277")
    assert library.count_films() == len(FILMS)


def test_an_id_that_another_film_has_stays_there(library: Library) -> None:
    library.add_films([NewFilm("Heat", 1995, (), 6, tmdb_id=949)])
    library.add_films([NewFilm("Heat", 1986, (), 900, tmdb_id=949)])
    assert library.find("tmdb:949").movielens_id == 6
    assert library.find("ml:900").tmdb_id is None


def test_an_id_that_a_film_gave_up_can_be_another_films(library: Library) -> None:
    library.add_films([NewFilm("Heat", 1995, (), 6, tmdb_id=949)])
    library.add_films(
        [NewFilm("Heat", 1995, (), 6, tmdb_id=950), NewFilm("Heat", 1986, (), 900, tmdb_id=949)]
    )
    assert library.find("tmdb:949").movielens_id == 900


def test_titles_that_are_no_text_are_stored_readable(library: Library) -> None:
    library.add_films([NewFilm("Caf\udce9", 2020, (), 10_001)])
    assert library.find("ml:10001").title == "Caf?"


@pytest.mark.parametrize("film", [NewFilm("No id", 2020), NewFilm("", 2020, (), 10_001)])
def test_a_film_without_id_or_title_is_refused_and_nothing_is_taken_in(
    library: Library, film: NewFilm
) -> None:
    with pytest.raises(ValueError, match="a film needs"):
        library.add_films([NewFilm("New", 2024, (), 10_002), film])
    assert library.count_films() == len(FILMS)


def test_films_come_in_the_order_asked_for_without_the_unknown(library: Library) -> None:
    assert [film.film_id for film in library.films([4, 10_000, 1])] == [4, 1]


def test_films_by_movielens_id_leave_out_the_unknown(library: Library) -> None:
    found = library.films_by_item_id([6, 2571, 10_000])
    assert {id_: film.title for id_, film in found.items()} == {6: "Heat", 2571: "The Matrix"}


def test_a_film_number_that_is_not_there_is_said(library: Library) -> None:
    with pytest.raises(FilmNotFoundError):
        library.film(10_000)


def test_genres_are_listed_once_in_alphabetical_order(library: Library) -> None:
    listed = library.genres()
    assert listed == sorted({genre for film in FILMS for genre in film.genres})


def test_several_wanted_genres_must_all_be_there(library: Library) -> None:
    wanted = {f.movielens_id for f in FILMS if {"Action", "Crime"} <= set(f.genres)}
    assert set(library.item_ids_where(genres=["Action", "Crime"])) == wanted


def test_a_film_with_any_excluded_genre_is_out(library: Library) -> None:
    kept = {f.movielens_id for f in FILMS if not {"Action", "Crime"} & set(f.genres)}
    assert set(library.item_ids_where(not_genres=["Action", "Crime"])) == kept


@pytest.mark.parametrize(
    "years", [(1990, 1999), (1995, 1995), (None, 1979), (2010, None), (None, None)]
)
def test_films_of_certain_years_are_chosen(
    library: Library, years: tuple[int | None, int | None]
) -> None:
    first, last = years
    wanted = [
        f.movielens_id
        for f in FILMS
        if f.year is not None and (first or 0) <= f.year <= (last or 9999)
    ]
    assert library.item_ids_where(years=years) == sorted(id_ for id_ in wanted if id_)


def test_without_a_filter_every_film_is_chosen(library: Library) -> None:
    assert len(library.item_ids_where()) == len(FILMS)


@pytest.mark.parametrize("genre", ['Sci"Fi', "100%", "a|b", "Ünï", "Act"])
def test_a_genre_of_any_name_is_matched_whole(library: Library, genre: str) -> None:
    library.add_films([NewFilm("New", 2020, (genre, "Drama"), 10_001)])
    assert library.item_ids_where(genres=[genre]) == [10_001]
    assert 10_001 not in library.item_ids_where(not_genres=[genre])
