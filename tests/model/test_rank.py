from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from filmrec.model.artifact import Model
from filmrec.model.fold_in import fold_in
from filmrec.model.geometry import unit_embeddings
from filmrec.model.rank import (
    LEVELLED_SLOPE,
    attraction,
    dial_price,
    diversify,
    last_leading,
    lead_places,
    level,
    liking,
    score_items,
    standardise,
    too_few_ratings,
    top_k,
)
from filmrec.model.similar import similar_items

Shelf = tuple[NDArray[np.float32], NDArray[np.intp]]
# Few different values, so that most lists have ties.
SCORES = st.lists(st.tuples(st.integers(-3, 3), st.booleans()), max_size=30)


@given(SCORES, st.integers(0, 35))
def test_top_k_is_a_sort_of_everything_allowed(rows: list[tuple[int, bool]], k: int) -> None:
    scores = np.array([score for score, _ in rows], dtype=np.float32)
    allowed = np.array([free for _, free in rows], dtype=np.bool_)
    slow = sorted((i for i in range(len(rows)) if allowed[i]), key=lambda i: (-scores[i], i))
    assert top_k(scores, k, allowed).tolist() == slow[:k]


def test_a_list_of_negative_length_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        top_k(np.zeros(3, np.float32), -1, np.ones(3, np.bool_))


def test_a_mask_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        top_k(np.zeros(3, np.float32), 1, np.ones(2, np.bool_))


def test_scores_do_not_depend_on_the_scale_of_one_part(board_model: Model) -> None:
    user = fold_in(board_model, [0, 2], [5.0, 4.0])
    louder = replace(user, linear_embeddings=user.linear_embeddings * 7)
    # Only the own items, which no list shows, are corrected on the old scale.
    others = np.arange(4, 40)
    one, other = score_items(board_model, user), score_items(board_model, louder)
    assert np.corrcoef(one[others], other[others])[0, 1] > 0.99


def test_no_item_lifts_itself_through_the_linear_part(board_model: Model) -> None:
    silent = replace(
        board_model,
        item_embeddings=np.zeros_like(board_model.item_embeddings),
        item_biases=np.zeros_like(board_model.item_biases),
        item_levels=np.full_like(board_model.item_levels, 5),
    )
    scores = score_items(silent, fold_in(silent, [0], [5.0]))
    assert scores[0] < scores[2:40:2].mean()


@given(st.lists(st.floats(-30, 30, width=16), min_size=2, max_size=20), st.floats(-3, 3, width=16))
def test_levelling_turns_no_order_around(values: list[float], lead: float) -> None:
    pull = np.sort(np.array(values, dtype=np.float32))
    assert (np.diff(level(pull, np.float32(lead))) >= 0).all()


def test_attraction_is_as_it_was_above_the_lead_and_counts_less_below() -> None:
    pull = np.array([-8, -7, 5, 6], dtype=np.float32)
    levelled = level(pull, np.float32(0))
    assert levelled[2:].tolist() == pytest.approx([5, 6], abs=1e-4)
    assert levelled[1] - levelled[0] == pytest.approx(LEVELLED_SLOPE, abs=1e-4)


def test_so_many_films_lead_a_list_as_there_are_leading_places() -> None:
    pull = np.random.default_rng(0).permutation(300).astype(np.float32)
    assert (pull >= last_leading(pull, 70)).sum() == 70
    assert last_leading(pull[:70], 70) is None


def test_a_list_of_no_more_films_than_lead_it_is_not_levelled(starter_model: Model) -> None:
    user = fold_in(starter_model, [3, 40], [5.0, 4.0])
    few = np.zeros(starter_model.n_items, dtype=np.bool_)
    few[: lead_places(user.n_affirmed)] = True
    plain = attraction(starter_model, user) + liking(starter_model, user)
    assert np.array_equal(score_items(starter_model, user, among=few), plain)
    assert not np.array_equal(score_items(starter_model, user), plain)


@pytest.fixture
def shelf(starter_model: Model) -> Shelf:
    """Scores of somebody who likes one film, and the hundred best-scored items."""
    favourite = int(np.argmax(starter_model.item_counts))
    scores = score_items(starter_model, fold_in(starter_model, [favourite], [5.0]))
    return scores, top_k(scores, 100, ~too_few_ratings(starter_model))


def test_without_variety_the_order_is_that_of_the_scores(
    starter_model: Model,
    shelf: Shelf,
) -> None:
    scores, best = shelf
    shuffled = np.random.default_rng(0).permutation(best)
    assert diversify(starter_model, scores, shuffled, 10, 0.0).tolist() == best[:10].tolist()


def test_more_variety_makes_a_list_less_alike(
    starter_model: Model,
    shelf: Shelf,
) -> None:
    scores, best = shelf
    likeness = []
    for variety in (0.0, 0.5, 1.0):
        chosen = unit_embeddings(starter_model, diversify(starter_model, scores, best, 10, variety))
        cosines = np.einsum("mic,mjc->ij", chosen, chosen)
        likeness.append(cosines[np.triu_indices(10, 1)].mean())
    assert likeness == sorted(likeness, reverse=True)
    assert likeness[2] < likeness[0]


@pytest.mark.parametrize("variety", [0.0, 0.3, 1.0])
def test_a_varied_list_starts_with_the_best_and_repeats_nothing(
    starter_model: Model,
    shelf: Shelf,
    variety: float,
) -> None:
    scores, best = shelf
    chosen = diversify(starter_model, scores, best, 50, variety)
    assert chosen[0] == best[0]
    assert len(set(chosen.tolist())) == 50


def test_fewer_candidates_than_asked_for_are_all_there_is(board_model: Model) -> None:
    scores = np.arange(40, dtype=np.float32)
    assert sorted(diversify(board_model, scores, np.array([3, 9]), 10, 0.5)) == [3, 9]
    assert len(diversify(board_model, scores, np.array([], np.intp), 10, 0.5)) == 0


@pytest.mark.parametrize("variety", [-0.1, 1.1, np.nan])
def test_variety_outside_its_range_is_refused(board_model: Model, variety: float) -> None:
    with pytest.raises(ValueError, match="variety"):
        diversify(board_model, np.zeros(40, np.float32), np.arange(3), 2, variety)


def test_the_dial_moves_a_list_towards_the_known_or_the_obscure(
    starter_model: Model,
    shelf: Shelf,
) -> None:
    scores, _ = shelf
    known = []
    for dial in (-1.0, -0.3, 0.0, 0.3, 1.0):
        best = top_k(scores - dial_price(starter_model, dial), 10, ~too_few_ratings(starter_model))
        known.append(starter_model.item_counts[best].mean())
    assert known == sorted(known)
    assert known[0] < known[-1]


def test_the_dial_at_zero_changes_nothing(starter_model: Model) -> None:
    assert not dial_price(starter_model, 0.0).any()


@pytest.mark.parametrize("dial", [-1.1, 2, np.nan])
def test_a_dial_outside_its_range_is_refused(board_model: Model, dial: float) -> None:
    with pytest.raises(ValueError, match="dial"):
        dial_price(board_model, dial)


def test_items_that_hardly_anybody_rated_are_told(starter_model: Model) -> None:
    few = too_few_ratings(starter_model)
    assert starter_model.item_counts[few].max() == 4
    assert starter_model.item_counts[~few].min() == 5


def test_similar_films_are_alike_in_cosine_and_in_the_linear_part(starter_model: Model) -> None:
    model = starter_model
    item = int(np.argmax(model.item_counts))
    nearest, similarities = similar_items(model, item, 10)
    cosine = np.zeros(model.n_items)
    for member in model.item_embeddings.astype(np.float64):
        norms = np.linalg.norm(member, axis=1)
        cosine += member @ member[item] / (norms * norms[item]) / model.n_members
    factors = model.linear_factors[0].astype(np.float64)
    (row,) = np.flatnonzero(model.linear_items == item)
    linear = np.zeros(model.n_items)
    linear[model.linear_items] = factors @ factors[row] * model.linear_scales[0, 1]
    linear /= np.sqrt(model.item_counts + 5)
    linear[item] = 0
    slow = standardise(cosine) + standardise(linear) / 2
    slow[too_few_ratings(model)] = -np.inf
    slow[item] = -np.inf
    assert set(nearest.tolist()) == set(np.argsort(-slow)[:10].tolist())
    assert np.allclose(similarities, slow[nearest], atol=1e-2)
    assert (np.diff(similarities) <= 0).all()


def test_films_of_the_same_colour_are_similar(board_model: Model) -> None:
    nearest, _ = similar_items(board_model, 4, 10)
    assert (nearest % 2 == 0).all()


def test_nothing_is_said_to_be_like_a_film_hardly_anybody_rated(starter_model: Model) -> None:
    rare = int(np.flatnonzero(too_few_ratings(starter_model))[0])
    nearest, similarities = similar_items(starter_model, rare, 10)
    assert (len(nearest), len(similarities)) == (0, 0)


@pytest.mark.parametrize("item", [-1, 40])
def test_an_unknown_film_has_no_similar_ones(board_model: Model, item: int) -> None:
    with pytest.raises(ValueError, match="0 to 39"):
        similar_items(board_model, item, 3)
