"""An id and a name that cannot both be right: then it is not known which film is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from filmrec.films import NamedFilm
from filmrec.library import NewFilm, Standing
from filmrec.library.matching import Evidence, Match, Outcome, match_films

if TYPE_CHECKING:
    from filmrec.library import Library

HEAT, MATRIX, ALIEN, AMELIE = 1, 4, 16, 12
# The catalogue's ids, by which every row below is led to a film.
ML = {HEAT: 6, MATRIX: 2571, ALIEN: 1214, AMELIE: 4973}


def _match(library: Library, film_id: int, title: str, year: int | None) -> Match:
    film = NamedFilm(title, year, movielens_id=ML[film_id])
    (match,) = match_films(library._store.connection, [film])
    return match


@pytest.mark.parametrize(
    ("film_id", "title", "year"),
    [
        (HEAT, "Heat", 1995),
        (HEAT, "Heat", 1975),
        (HEAT, "heat!", None),
        (HEAT, "Hitze", 1996),
        (HEAT, "Coincé", 1997),
        (HEAT, "Hitze", None),
        (HEAT, "Michael Mann's Heat", 1999),
        (AMELIE, "Amélie from Montmartre", 1950),
        (MATRIX, "ml:2571", 1950),
    ],
)
def test_an_id_is_believed_where_the_name_may_be_the_films(
    library: Library, film_id: int, title: str, year: int | None
) -> None:
    assert _match(library, film_id, title, year) == Match(Outcome.MATCHED, film_id, Evidence.ID)


@pytest.mark.parametrize(
    ("film_id", "title", "year", "candidates"),
    [
        (MATRIX, "Heat", 1995, (MATRIX, HEAT)),
        # Of one year, but the catalogue has the very film that is named.
        (ALIEN, "Amélie", 2001, (ALIEN, AMELIE)),
        (HEAT, "Nobody Has It", 2020, (HEAT,)),
    ],
)
def test_an_id_is_in_doubt_where_the_name_is_another_films(
    library: Library, film_id: int, title: str, year: int, candidates: tuple[int, ...]
) -> None:
    match = _match(library, film_id, title, year)
    assert (match.outcome, match.evidence) == (Outcome.AMBIGUOUS, Evidence.ID)
    assert match.candidates[: len(candidates)] == candidates


def test_what_is_in_doubt_is_asked_once(library: Library) -> None:
    library.add_films([NewFilm("Toy Story", 1995, (), 1, n_community_ratings=200)])
    film = NamedFilm("Heat", 1995, movielens_id=1, tmdb_id=949, imdb_id="tt0113277")
    (resolved,) = library.belongings.resolve([film]).films
    assert resolved.standing is Standing.AMBIGUOUS
    assert resolved.candidates[:2] == (library.find("Toy Story").film_id, HEAT)
    assert library.film(HEAT).imdb_id is None
    assert library.find("Toy Story").imdb_id is None
    (again,) = library.belongings.resolve([film]).films
    assert again == resolved
    library.belongings.decide_same(library.belongings.questions()[0][0], library.film(HEAT))
    (decided,) = library.belongings.resolve([film]).films
    assert (decided.film_id, decided.standing) == (HEAT, Standing.KNOWN)
