"""A large community: members with people of their own, and a linear part that knows fewer films.

What "large" is, is made small here.
"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from filmrec.model import plan, train
from filmrec.model.artifact import Model
from filmrec.model.explain import explain, predicted_lifts
from filmrec.model.fold_in import fold_in
from filmrec.model.interactions import Interactions
from filmrec.model.rank import score_items, top_k
from filmrec.model.similar import similar_items
from tests.model.worlds import N_ITEMS, N_USERS, SMALL, checkerboard

N_LINEAR = 30


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Interactions:
    """The checkerboard, of which everything is too much."""
    board = checkerboard()
    monkeypatch.setattr(plan, "MEMBER_RATINGS", board.n_ratings // 2 + 1)
    monkeypatch.setattr(train, "LINEAR_RATINGS", board.n_ratings // 2)
    monkeypatch.setattr(train, "LINEAR_ITEMS", N_LINEAR)
    monkeypatch.setattr(train, "MAX_CALIBRATION_PEOPLE", 3)
    return board


@pytest.fixture
def model(large: Interactions) -> Model:
    return train.train(large, SMALL)


@pytest.mark.parametrize("colour", [0, 1])
def test_the_list_is_still_the_persons_own_colour(model: Model, colour: int) -> None:
    given = np.arange(colour, N_ITEMS, 2)[:6]
    scores = score_items(model, fold_in(model, given, np.full(6, 5.0)))
    best = top_k(scores, N_ITEMS // 2 - 6, ~np.isin(np.arange(N_ITEMS), given))
    assert (best % 2 == colour).mean() > 0.9


def test_the_linear_part_knows_the_widely_rated(model: Model) -> None:
    assert model.linear_factors.shape == (2, N_LINEAR, SMALL.linear_rank)
    unknown = np.setdiff1d(np.arange(N_ITEMS), model.linear_items)
    assert model.linear_items.tolist() == sorted(model.linear_items.tolist())
    assert len(unknown) == N_ITEMS - N_LINEAR


def test_a_film_that_the_linear_part_does_not_know_can_be_rated_and_explained(
    model: Model,
) -> None:
    unknown = np.setdiff1d(np.arange(N_ITEMS), model.linear_items)
    given = np.sort(unknown[:4])
    user = fold_in(model, given, np.full(len(given), 5.0))
    assert not user.linear_embeddings.any()
    assert np.isfinite(score_items(model, user)).all()
    others = np.setdiff1d(np.arange(N_ITEMS), given)
    reasons = explain(model, given, np.full(len(given), 5.0), others[:3], 2)
    assert len(reasons) == 3
    nearest, alike = similar_items(model, int(unknown[0]), 5)
    assert np.isfinite(alike).all()
    assert len(nearest) == 5


def test_predicted_lifts_are_near_those_of_really_leaving_out(model: Model) -> None:
    known, unknown = model.linear_items[::3], np.setdiff1d(np.arange(N_ITEMS), model.linear_items)
    given = np.sort(np.concatenate([known, unknown[:4]])).astype(np.intp)
    stars = np.where(given % 2 == 0, 5.0, 4.0)
    user = fold_in(model, given, stars)
    candidates = np.setdiff1d(np.arange(N_ITEMS), given)
    liked = np.arange(len(given))
    predicted = predicted_lifts(model, user, liked, candidates)
    full = score_items(model, user)[candidates]
    real = np.stack(
        [
            full
            - score_items(model, fold_in(model, given[liked != n], stars[liked != n]))[candidates]
            for n in liked
        ]
    )
    assert np.corrcoef(predicted.ravel(), real.ravel())[0, 1] > 0.9


def test_the_same_seed_gives_a_bit_identical_model_on_any_number_of_threads(
    large: Interactions, model: Model
) -> None:
    again = train.train(large, SMALL, n_threads=1)
    for field in fields(Model):
        assert np.array_equal(getattr(again, field.name), getattr(model, field.name))


def test_a_sample_is_what_the_model_says_it_learnt_from(large: Interactions) -> None:
    asked = replace(SMALL, most_ratings=large.n_ratings // 3)
    learnt = train.train(large, asked)
    assert 0 < learnt.n_ratings <= large.n_ratings // 3
    assert 0 < learnt.n_people < N_USERS
    # What is told of the films is told by everybody.
    assert learnt.item_counts.tolist() == large.item_counts().tolist()


def test_who_is_late_has_seen_everybody_once(large: Interactions) -> None:
    early = train.train(large, replace(SMALL, epochs=1))
    late = train.train(large, replace(SMALL, epochs=50), is_late=lambda: True)
    assert np.array_equal(early.item_embeddings, late.item_embeddings)
