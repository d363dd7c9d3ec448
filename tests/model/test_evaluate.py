from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from filmrec.model.artifact import Model
from filmrec.model.evaluate import evaluate_person
from filmrec.model.fold_in import fold_in
from filmrec.model.rank import score_items

EVEN = np.arange(0, 40, 2)


def test_percentiles_equal_those_counted_by_hand(board_model: Model) -> None:
    stars = np.array([5.0] * 16 + [4.0, 3.0, 5.0, 1.0])
    result = evaluate_person(board_model, EVEN, stars)
    scores = score_items(board_model, fold_in(board_model, EVEN[:16], stars[:16]))
    for place, item in enumerate([EVEN[16], EVEN[18]]):
        others = [i for i in range(40) if i not in EVEN[:16] and i != item]
        below = sum(
            1.0 if scores[i] < scores[item] else 0.5 * (scores[i] == scores[item]) for i in others
        )
        expected = 100 * below / len(others)
        assert result.model.percentiles[place] == pytest.approx(expected)


def test_the_newest_fifth_is_hidden(board_model: Model) -> None:
    result = evaluate_person(board_model, EVEN, np.full(20, 5.0))
    assert result.items.tolist() == EVEN[16:].tolist()
    assert (result.n_given, result.n_candidates) == (16, 24)


def test_on_a_checkerboard_the_hidden_favourites_come_first(board_model: Model) -> None:
    result = evaluate_person(board_model, EVEN, np.full(20, 5.0))
    assert result.model.hits_at_10 == 4
    assert result.model.mean_percentile > 90
    assert result.popularity.mean_percentile < result.model.mean_percentile


def test_the_interval_holds_the_mean_and_narrows_with_more_favourites(board_model: Model) -> None:
    def width(holdout: float) -> float:
        place = evaluate_person(board_model, EVEN, np.full(20, 5.0), holdout=holdout).popularity
        low, high = place.interval
        assert low <= place.mean_percentile <= high
        return high - low

    assert width(0.8) < width(0.2)


def test_the_same_seed_gives_the_same_interval(board_model: Model) -> None:
    one = evaluate_person(board_model, EVEN, np.full(20, 5.0), seed=4)
    other = evaluate_person(board_model, EVEN, np.full(20, 5.0), seed=4)
    assert one.popularity.interval == other.popularity.interval


def test_chance_hits_what_a_random_list_would(board_model: Model) -> None:
    result = evaluate_person(board_model, EVEN, np.full(20, 5.0))
    assert result.chance_hits_at_10 == pytest.approx(4 * 10 / 24)
    assert result.chance_hits_at_50 == 4


def test_without_hidden_favourites_nothing_is_claimed(board_model: Model) -> None:
    result = evaluate_person(board_model, EVEN, np.array([5.0] * 16 + [2.0] * 4))
    assert len(result.favourites) == 0
    assert math.isnan(result.model.mean_percentile)
    assert all(math.isnan(end) for end in result.model.interval)
    assert math.isnan(result.model.auc)
    assert (result.model.hits_at_10, result.chance_hits_at_10) == (0, 0)


def test_one_favourite_has_no_interval(board_model: Model) -> None:
    result = evaluate_person(board_model, EVEN, np.array([5.0] * 16 + [2.0] * 3 + [5.0]))
    assert not math.isnan(result.model.mean_percentile)
    assert all(math.isnan(end) for end in result.model.interval)


def test_without_hidden_dislikes_there_is_no_auc(board_model: Model) -> None:
    assert math.isnan(evaluate_person(board_model, EVEN, np.full(20, 5.0)).model.auc)


def test_a_favourite_of_the_right_colour_beats_a_dislike_of_the_other(board_model: Model) -> None:
    items, stars = np.append(EVEN[:10], [1, 12]), np.array([5.0] * 10 + [1.0, 5.0])
    items[-1] = EVEN[12]
    assert evaluate_person(board_model, items, stars).model.auc == 1


@pytest.mark.parametrize("n_ratings", [2, 3])
def test_at_least_one_rating_is_hidden_and_one_given(board_model: Model, n_ratings: int) -> None:
    for holdout in (0.01, 0.99):
        result = evaluate_person(
            board_model, EVEN[:n_ratings], np.full(n_ratings, 5.0), holdout=holdout
        )
        assert result.n_given >= 1
        assert len(result.items) >= 1


@pytest.mark.parametrize(
    ("n_ratings", "options", "said"),
    [(1, {}, "two ratings"), (0, {}, "two ratings"), (5, {"holdout": 0}, "holdout"),
     (5, {"holdout": 1}, "holdout"), (5, {"holdout": math.nan}, "holdout")],
)  # fmt: skip
def test_what_cannot_be_evaluated_is_refused(
    board_model: Model, n_ratings: int, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        evaluate_person(board_model, EVEN[:n_ratings], np.full(n_ratings, 5.0), **options)
