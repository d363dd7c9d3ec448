"""How much of a community is learnt with the memory and the time there is."""

from __future__ import annotations

import numpy as np
import pytest

from filmrec.model import plan
from filmrec.model.hyperparameters import Hyperparameters
from filmrec.model.plan import (
    Size,
    TooLittleError,
    deal_people,
    make_plan,
    member_epochs,
    sample_people,
)

USUAL = Hyperparameters()
STARTER = Size(671, 9_066, 100_004)
LARGEST = Size(200_948, 87_585, 32_000_204)
GIGABYTE = 1024**3
OFFSETS = np.concatenate([[0], np.cumsum(np.tile([20, 20, 20, 200], 500))])


@pytest.mark.parametrize("size", [STARTER, LARGEST])
def test_without_limits_everybody_counts(size: Size) -> None:
    made = make_plan(size, USUAL, n_cores=2)
    assert made.hyperparameters == USUAL
    assert made.n_threads == 2


def test_the_largest_set_is_learnt_whole_within_four_gigabytes_and_a_quarter_of_an_hour() -> None:
    made = make_plan(LARGEST, USUAL, n_cores=2, memory=4 * GIGABYTE, seconds=900)
    assert made.hyperparameters.most_ratings == 0


def test_with_little_memory_members_are_trained_one_by_one_before_people_are_left_out() -> None:
    whole = make_plan(LARGEST, USUAL, n_cores=4)
    less = make_plan(LARGEST, USUAL, n_cores=4, memory=whole.bytes - 1)
    assert less.n_threads < whole.n_threads
    assert less.hyperparameters.most_ratings == 0


@pytest.mark.parametrize("seconds", [60, 300, 600])
def test_with_little_time_as_many_ratings_are_learnt_as_fit(seconds: float) -> None:
    made = make_plan(LARGEST, USUAL, n_cores=2, seconds=seconds)
    assert 0 < made.hyperparameters.most_ratings < LARGEST.n_ratings
    assert seconds / 2 < made.seconds <= seconds


def test_more_time_is_never_fewer_ratings() -> None:
    used = [
        make_plan(LARGEST, USUAL, n_cores=2, seconds=seconds).hyperparameters.most_ratings
        for seconds in range(60, 600, 20)
    ]
    assert used == sorted(used)


def test_with_next_to_nothing_what_is_needed_is_said() -> None:
    with pytest.raises(TooLittleError) as raised:
        make_plan(LARGEST, USUAL, n_cores=2, memory=1024)
    assert raised.value.what == "memory"
    assert raised.value.needed > 1024
    with pytest.raises(TooLittleError) as raised:
        make_plan(LARGEST, USUAL, n_cores=2, seconds=1)
    assert raised.value.what == "time"


def test_a_small_community_is_passed_over_as_often_as_asked() -> None:
    assert member_epochs(10, 100_004) == 10
    assert member_epochs(10, 8_000_000) < 10
    assert member_epochs(1, 10**9) == 1


def test_a_sample_is_of_the_size_asked_for_and_the_same_every_time() -> None:
    users = sample_people(OFFSETS, 20_000, seed=3)
    n_ratings = int(np.diff(OFFSETS)[users].sum())
    assert 19_000 < n_ratings <= 20_000
    assert np.array_equal(users, sample_people(OFFSETS, 20_000, seed=3))
    assert not np.array_equal(users, sample_people(OFFSETS, 20_000, seed=4))


def test_who_rated_more_is_sampled_more_often_and_the_others_too() -> None:
    users = sample_people(OFFSETS, 40_000, seed=0)
    many = np.diff(OFFSETS)[users] == 200
    assert 0.25 < many.mean() < 0.95


def test_a_sample_has_at_least_one_person() -> None:
    assert len(sample_people(OFFSETS, 1, seed=0)) == 1


def test_everybody_is_in_one_deal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "MEMBER_RATINGS", 50_000)
    deals = deal_people(OFFSETS, seed=0)
    assert len(deals) == 3
    dealt = np.concatenate([deal for deal in deals if deal is not None])
    assert sorted(dealt.tolist()) == list(range(len(OFFSETS) - 1))


def test_a_small_community_is_one_deal() -> None:
    assert deal_people(OFFSETS, seed=0) == [None]
