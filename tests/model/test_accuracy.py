from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from filmrec.model.artifact import Model
from filmrec.model.fold_in import fold_in
from filmrec.model.interactions import Interactions
from filmrec.model.rank import expected_stars, score_items

Cases = list[tuple[NDArray[np.intp], NDArray[np.intp]]]
Split = tuple[Interactions, list[int]]


def mean_ndcg(scores: Sequence[NDArray[np.floating]], cases: Cases) -> float:
    discounts = 1 / np.log2(np.arange(2, 12))
    values = []
    for row, (given, wanted) in zip(scores, cases, strict=True):
        ranked = row.astype(np.float64)
        ranked[given] = -np.inf
        best = np.argsort(-ranked, kind="stable")[:10]
        gained = (np.isin(best, wanted) * discounts).sum()
        values.append(gained / discounts[: len(wanted)].sum())
    return float(np.mean(values))


@pytest.mark.parametrize("n_given", [3, 10])
def test_people_never_seen_are_served_better_than_by_popularity(
    starter: Interactions, starter_model: Model, starter_split: Split, n_given: int
) -> None:
    rng = np.random.default_rng(0)
    cases, scores = [], []
    for person in starter_split[1]:
        items, stars = starter.user(person)
        order = rng.permutation(len(items))
        given, hidden = order[:n_given], order[n_given:]
        wanted = items[hidden][stars[hidden] >= 4]
        if len(wanted):
            user = fold_in(starter_model, items[given], stars[given])
            cases.append((items[given], wanted))
            scores.append(score_items(starter_model, user))
    popularity = [starter_model.item_counts.astype(np.float64)] * len(cases)
    assert mean_ndcg(scores, cases) > 1.1 * mean_ndcg(popularity, cases)


def test_the_stars_expected_tell_liked_from_disliked_better_than_the_community_mean(
    starter: Interactions, starter_model: Model, starter_split: Split
) -> None:
    counts = starter_model.item_counts
    damped = counts * starter_model.item_means + 5 * starter_model.global_mean
    damped /= counts + 5
    own: list[float] = []
    community: list[float] = []
    for person in starter_split[1]:
        items, stars = starter.user(person)
        items, stars, n_given = items[::-1], stars[::-1], len(items) * 4 // 5
        liked = items[n_given:][stars[n_given:] >= 4]
        disliked = items[n_given:][stars[n_given:] <= 3]
        if len(liked) and len(disliked):
            user = fold_in(starter_model, items[:n_given], stars[:n_given])
            for values, found in (
                (expected_stars(starter_model, user), own),
                (damped, community),
            ):
                found.append(float((values[liked][:, None] > values[disliked]).mean()))
    assert np.mean(own) > np.mean(community)
