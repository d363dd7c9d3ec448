from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize

from filmrec.model.artifact import Model
from filmrec.model.fold_in import L2, UserEmbedding, affirmation, fold_in
from filmrec.model.geometry import unit_embeddings
from filmrec.model.interactions import Interactions
from filmrec.model.rank import expected_stars, score_items
from filmrec.model.similar import similar_items

Split = tuple[Interactions, list[int]]


def negative_log_posterior(
    user: NDArray[np.float64],
    embeddings: NDArray[np.float64],
    biases: NDArray[np.float64],
    items: NDArray[np.intp],
    liked: NDArray[np.float64],
) -> float:
    logits = embeddings @ user + biases
    highest = logits.max()
    total = np.log(np.exp(logits - highest).sum()) + highest
    return float(-(liked * (logits[items] - total)).sum() + L2 / 2 * user @ user)


def test_the_embedding_is_where_a_general_optimiser_ends(board_model: Model) -> None:
    items, stars = np.array([0, 2, 5, 9]), np.array([5.0, 4.0, 1.0, 3.5])
    user = fold_in(board_model, items, stars)
    for member in range(board_model.n_members):
        found = minimize(
            negative_log_posterior,
            np.zeros(board_model.n_components),
            args=(
                board_model.item_embeddings[member].astype(np.float64),
                board_model.item_biases[member].astype(np.float64),
                items,
                affirmation(stars).astype(np.float64),
            ),
        )
        assert np.allclose(user.user_embeddings[member], found.x, atol=2e-2)


def test_the_taste_is_that_of_a_plain_ridge_regression(starter_model: Model) -> None:
    rng = np.random.default_rng(3)
    for n_ratings in (5, 200):  # fewer and more than an embedding is long
        items = rng.choice(starter_model.n_items, n_ratings, replace=False)
        stars = rng.integers(1, 11, n_ratings) / 2
        own = starter_model.item_levels
        beyond = stars - own[items]
        generosity = beyond.sum() / (n_ratings + 5)
        everything = np.concatenate(unit_embeddings(starter_model, np.arange(len(own))), axis=1)
        given = everything[items].astype(np.float64)
        taste = np.linalg.solve(
            given.T @ given + 3 * np.eye(given.shape[1]), given.T @ (beyond - generosity)
        )
        expected = own + generosity + everything @ taste
        user = fold_in(starter_model, items, stars)
        assert np.allclose(expected_stars(starter_model, user), expected, atol=1e-3)


def test_folding_in_does_not_touch_the_item_side(board_model: Model) -> None:
    before = {
        field.name: getattr(board_model, field.name).copy()
        for field in fields(Model)
        if isinstance(getattr(board_model, field.name), np.ndarray)
    }
    fold_in(board_model, np.array([1, 3]), np.array([5.0, 0.5]))
    for name, array in before.items():
        assert np.array_equal(array, getattr(board_model, name))


def test_the_order_of_the_ratings_does_not_matter(board_model: Model) -> None:
    items, stars = np.array([4, 1, 7]), np.array([5.0, 2.0, 3.0])
    one = score_items(board_model, fold_in(board_model, items, stars))
    other = score_items(board_model, fold_in(board_model, items[::-1], stars[::-1]))
    assert np.allclose(one, other, atol=1e-4)


def test_the_same_ratings_give_the_same_bits(board_model: Model) -> None:
    items, stars = np.array([4, 1, 7]), np.array([5.0, 2.0, 3.0])
    one, other = fold_in(board_model, items, stars), fold_in(board_model, items, stars)
    for field in fields(UserEmbedding):
        assert np.array_equal(getattr(one, field.name), getattr(other, field.name))


def test_without_ratings_the_person_is_the_communitys_middle(board_model: Model) -> None:
    user = fold_in(board_model, [], [])
    assert not user.user_embeddings.any()
    assert not user.linear_embeddings.any()
    assert np.allclose(expected_stars(board_model, user), board_model.item_levels)
    assert np.isfinite(score_items(board_model, user)).all()


def test_an_opinion_of_weight_zero_changes_no_score(board_model: Model) -> None:
    without = fold_in(board_model, [0, 2], [5.0, 4.0])
    ignored = fold_in(board_model, [0, 2, 5], [5.0, 4.0, 5.0], weights=np.array([1.0, 1.0, 0.0]))
    assert np.allclose(without.user_embeddings, ignored.user_embeddings, atol=1e-4)
    assert np.allclose(without.linear_embeddings, ignored.linear_embeddings)
    assert np.allclose(without.taste, ignored.taste, atol=1e-5)


def test_more_ratings_of_a_colour_make_it_score_higher(board_model: Model) -> None:
    even, odd = np.arange(0, 40, 2), np.arange(1, 40, 2)
    gaps = []
    for n_ratings in (0, 1, 3, 8):
        scores = score_items(board_model, fold_in(board_model, even[:n_ratings], [5.0] * n_ratings))
        gaps.append(float(scores[even[8:]].mean() - scores[odd].mean()))
    assert gaps == sorted(gaps)


@pytest.mark.parametrize("stars", [0.5, 1.0, 1.5, 2.0])
def test_a_low_rating_never_lifts_the_films_neighbours(
    starter_model: Model, starter_split: Split, starter: Interactions, stars: float
) -> None:
    _, left_out = starter_split
    rng = np.random.default_rng(0)
    known = np.flatnonzero(starter_model.item_counts >= 50)
    for person in left_out[:12]:
        items, given = starter.user(person)
        disliked = int(rng.choice(np.setdiff1d(known, items)))
        neighbours, _ = similar_items(starter_model, disliked, 5)
        neighbours = np.setdiff1d(neighbours, items)
        before = score_items(starter_model, fold_in(starter_model, items, given))
        after = score_items(
            starter_model,
            fold_in(starter_model, np.append(items, disliked), np.append(given, stars)),
        )
        assert (after[neighbours] <= before[neighbours] + 1e-3).all()


@pytest.mark.parametrize(
    ("items", "stars", "weights", "said"),
    [
        ([1, 2], [3.0], None, "same length"),
        ([40], [3.0], None, "0 to 39"),
        ([-1], [3.0], None, "0 to 39"),
        ([1, 1], [3.0, 4.0], None, "twice"),
        ([1], [0.0], None, "0.5 to 5"),
        ([1], [np.nan], None, "0.5 to 5"),
        ([1], [3.0], [1.5], "weights"),
        ([1], [3.0], [1.0, 1.0], "weights"),
        ([[1]], [[3.0]], None, "lists"),
    ],
)
def test_ratings_that_make_no_sense_are_refused(
    board_model: Model, items: list[int], stars: list[float], weights: list[float], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        fold_in(board_model, items, stars, weights=weights)
