from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmrec.model.metrics import auc, coverage, item_ranks, ndcg, recall

# Few different values, so that ties are common.
SCORES = st.lists(st.integers(-3, 3), min_size=1, max_size=12)
RANKS = st.lists(st.integers(1, 30), min_size=1, max_size=12, unique=True)
PLACES = st.integers(1, 15)
NOTHING = np.array([], dtype=np.intp)


def ranks(*places: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.array(places, dtype=np.intp)


def floats(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array(values, dtype=np.float32)


def slow_ndcg(places: list[int], k: int) -> float:
    gained = sum(1 / math.log2(place + 1) for place in range(1, k + 1) if place in places)
    best = sum(1 / math.log2(place + 1) for place in range(1, k + 1) if place <= len(places))
    return gained / best


@given(RANKS, PLACES)
def test_ndcg_equals_a_walk_down_the_list(places: list[int], k: int) -> None:
    assert ndcg(ranks(*places), k) == pytest.approx(slow_ndcg(places, k))


def test_ndcg_of_no_relevant_item_is_nan() -> None:
    assert math.isnan(ndcg(NOTHING, 10))


def test_ndcg_of_one_relevant_item_in_front_is_1() -> None:
    assert ndcg(ranks(1), 10) == 1


def test_ndcg_of_one_relevant_item_in_second_place_is_its_discount() -> None:
    assert ndcg(ranks(2), 10) == pytest.approx(1 / math.log2(3))


def test_ndcg_of_one_relevant_item_in_the_last_place_still_counts() -> None:
    assert ndcg(ranks(10), 10) == pytest.approx(1 / math.log2(11))


def test_ndcg_of_a_relevant_item_behind_the_last_place_is_0() -> None:
    assert ndcg(ranks(11), 10) == 0


@given(st.integers(1, 40), PLACES)
def test_ndcg_of_all_relevant_items_in_front_is_exactly_1(n_relevant: int, k: int) -> None:
    assert ndcg(np.arange(1, n_relevant + 1), k) == 1


def test_ndcg_with_more_relevant_items_than_places_compares_with_a_full_list() -> None:
    assert ndcg(ranks(1, 2, 5, 9), 2) == 1


def test_ndcg_with_fewer_relevant_items_than_places_compares_with_those_items() -> None:
    expected = (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3))
    assert ndcg(ranks(1, 3), 10) == pytest.approx(expected)


@given(RANKS, PLACES)
def test_ndcg_does_not_depend_on_the_order_of_the_ranks(places: list[int], k: int) -> None:
    assert ndcg(ranks(*places), k) == ndcg(ranks(*reversed(places)), k)


@given(RANKS, PLACES)
def test_ndcg_never_falls_when_a_relevant_item_moves_one_place_up(
    places: list[int], k: int
) -> None:
    best = min(places)
    moved = [max(best - 1, 1), *(place for place in places if place != best)]
    assert ndcg(ranks(*moved), k) >= ndcg(ranks(*places), k)


def test_ndcg_of_a_list_without_places_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one place"):
        ndcg(ranks(1), 0)


@given(RANKS, PLACES)
def test_recall_equals_a_walk_down_the_list(places: list[int], k: int) -> None:
    hits = sum(place in places for place in range(1, k + 1))
    assert recall(ranks(*places), k) == pytest.approx(hits / min(k, len(places)))


def test_recall_of_no_relevant_item_is_nan() -> None:
    assert math.isnan(recall(NOTHING, 20))


def test_recall_of_a_list_full_of_relevant_items_is_1_although_more_are_left() -> None:
    assert recall(ranks(1, 2, 7), 2) == 1


def test_recall_of_half_the_relevant_items_is_one_half() -> None:
    assert recall(ranks(20, 21), 20) == 0.5


def test_recall_of_a_list_without_places_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one place"):
        recall(ranks(1), 0)


@given(SCORES, SCORES)
def test_auc_equals_a_comparison_of_every_pair(liked: list[int], disliked: list[int]) -> None:
    won = sum((a > b) + 0.5 * (a == b) for a in liked for b in disliked)
    expected = won / (len(liked) * len(disliked))
    assert auc(floats(liked), floats(disliked)) == pytest.approx(expected)


@given(SCORES, SCORES)
def test_auc_of_the_sides_exchanged_is_its_complement(
    liked: list[int], disliked: list[int]
) -> None:
    first, second = floats(liked), floats(disliked)
    assert auc(first, second) == pytest.approx(1 - auc(second, first))


def test_auc_of_equal_scores_is_one_half() -> None:
    assert auc(floats([2, 2, 2]), floats([2, 2])) == 0.5


def test_auc_of_liked_items_all_above_is_1() -> None:
    assert auc(floats([3, 4]), floats([1, 2])) == 1


def test_auc_without_liked_items_is_nan() -> None:
    assert math.isnan(auc(floats([]), floats([1])))


def test_auc_without_disliked_items_is_nan() -> None:
    assert math.isnan(auc(floats([1]), floats([])))


@given(st.lists(st.lists(st.integers(0, 9), max_size=5), max_size=5))
def test_coverage_equals_the_size_of_the_union(lists: list[list[int]]) -> None:
    assert coverage([np.array(row, dtype=np.intp) for row in lists]) == len(set().union(*lists))


@given(SCORES, st.data())
def test_item_ranks_equal_a_count_of_those_in_front(values: list[int], data: st.DataObject) -> None:
    everything = list(range(len(values)))
    items = data.draw(st.lists(st.sampled_from(everything), unique=True))
    expected = [
        1 + sum((-values[other], other) < (-values[item], item) for other in items)
        for item in items
    ]
    allowed = np.isin(everything, items)
    found = item_ranks(floats(values), np.array(items, dtype=np.intp), allowed)
    assert found.tolist() == expected


def test_item_ranks_give_a_tie_to_the_lower_index() -> None:
    allowed = np.ones(3, dtype=np.bool_)
    assert item_ranks(floats([5, 7, 7]), ranks(0, 1, 2), allowed).tolist() == [3, 1, 2]


def test_item_ranks_leave_the_others_out_of_the_list() -> None:
    allowed = np.array([False, True, True])
    assert item_ranks(floats([9, 1, 2]), ranks(1, 2), allowed).tolist() == [2, 1]


def test_item_ranks_of_an_item_that_is_not_allowed_are_an_error() -> None:
    with pytest.raises(ValueError, match="has no rank"):
        item_ranks(floats([1, 2]), ranks(0), np.array([False, True]))
