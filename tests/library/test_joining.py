"""Which of the films that TMDb found is meant."""

from __future__ import annotations

from datetime import date

import pytest

from filmrec.films import Film, FoundFilm
from filmrec.library.joining import join

HEAT = Film(1, "Heat", 1995)


def found(
    tmdb_id: int, title: str, year: int | None, votes: int = 100, original: str = ""
) -> FoundFilm:
    released = None if year is None else date(year, 6, 1)
    return FoundFilm(tmdb_id, title, original or title, released=released, vote_count=votes)


@pytest.mark.parametrize(
    ("film", "films", "joined"),
    [
        (HEAT, [found(1, "Heat", 1995), found(2, "Heat", 1986)], 1),
        (HEAT, [], None),
        (HEAT, [found(1, "Heat", 1986)], None),
        # Two of one year: only when hardly anybody knows the other one.
        (HEAT, [found(1, "Heat", 1995, 60), found(2, "Heat", 1995, 60)], None),
        (HEAT, [found(1, "Heat", 1995, 6000), found(2, "Heat", 1995, 3)], 1),
        (HEAT, [found(1, "Heat", 1995, 6), found(2, "Heat", 1995, 0)], None),
        # A short name in the year beside it may be any film.
        (HEAT, [found(1, "Heat", 1996)], None),
        (Film(1, "Past Lives", 2022), [found(1, "Past Lives", 2023)], 1),
        (
            Film(1, "Past Lives", 2022),
            [found(1, "Past Lives", 2023), found(2, "Past Lives", 2021)],
            None,
        ),
        (Film(1, "Past Lives", 2022), [found(1, "Past Lives", None)], None),
        (Film(1, "The Return", 2003), [found(1, "The Return", 2003, original="Возвращение")], 1),
        (Film(1, "Возвращение", 2003), [found(1, "The Return", 2003, original="Возвращение")], 1),
        (Film(1, "Seven", 1995, alternative_titles=("Se7en",)), [found(1, "Se7en", 1995)], 1),
        (Film(1, "Birdman (Or So)", 2014), [found(1, "Birdman", 2014)], 1),
        (Film(1, "A Film of No Year"), [found(1, "A Film of No Year", 1990)], None),
        (Film(1, "The Shawshank Redemption"), [found(1, "The Shawshank Redemption", 1994)], 1),
        # Found by a title that the answer does not show.
        (HEAT, [found(1, "Hitze", 1995)], None),
    ],
)  # fmt: skip
def test_a_film_is_joined_only_where_no_other_could_be_meant(
    film: Film, films: list[FoundFilm], joined: int | None
) -> None:
    result = join(film, films)
    assert (result.film and result.film.tmdb_id) == joined


def test_what_is_left_open_has_its_candidates_the_likeliest_first() -> None:
    films = [
        *(found(1, "Hitze", 1995, 500), found(2, "Heat", 1995, 20), found(3, "Heat", 1995, 30)),
        found(4, "Heat", 1950),
    ]
    assert [film.tmdb_id for film in join(HEAT, films).candidates] == [2, 3, 1]
