"""The benchmark of matching, on a part of the starter set small enough for every run."""

from __future__ import annotations

import random

from tests.benchmarks.distortions import KINDS
from tests.benchmarks.matching import (
    Tally,
    catalogue_of,
    is_anothers,
    named,
    names_and_years,
    read_starter,
    tally,
)

LEAST_PRECISION = 0.995


def test_of_distorted_names_hardly_any_is_matched_with_a_wrong_film() -> None:
    films = read_starter()[:2_000]
    there = films[:1_600]
    names_of = names_and_years(films)
    total = Tally()
    with catalogue_of(there) as db:
        for distort in KINDS:
            rng = random.Random(f"1 {distort.__name__}")  # noqa: S311 - reproducible
            names = {
                film.movielens_id: name
                for film in films
                if film.movielens_id
                and (name := distort(named(film), film, rng)) is not None
                and not is_anothers(name, film, names_of)
            }
            found = tally(db, names)
            assert found.n == len(names) > 0
            total += found
    assert total.n_right >= LEAST_PRECISION * (total.n_right + total.n_wrong)
    assert total.n_right > 0.7 * total.n_known


def test_films_are_recognised_by_their_own_names() -> None:
    films = read_starter()[:2_000]
    with catalogue_of(films) as db:
        found = tally(db, {film.movielens_id: named(film) for film in films if film.movielens_id})
    assert found.n_right >= LEAST_PRECISION * found.n
    assert found.n_wrong == 0
