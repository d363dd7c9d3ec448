from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize

from filmrec.model.artifact import Model
from filmrec.model.calibrate import _logistic, match
from filmrec.model.fold_in import fold_in
from filmrec.model.interactions import Interactions
from filmrec.model.rank import attraction

Split = tuple[Interactions, list[int]]


def test_the_curve_is_the_maximum_of_the_likelihood() -> None:
    rng = np.random.default_rng(1)
    features = rng.normal(size=(300, 3))
    liked = rng.random(300) < 1 / (1 + np.exp(-features @ [1.0, -2.0, 0.5]))

    def loss(coefficients: NDArray[np.float64]) -> float:
        logits = features @ coefficients
        likelihood = logits[liked].sum() - np.logaddexp(0, logits).sum()
        return float(coefficients @ coefficients / 2 - likelihood)

    assert np.allclose(_logistic(features, liked), minimize(loss, np.zeros(3)).x, atol=1e-3)


def test_the_match_of_people_never_seen_is_near_the_share_that_liked(
    starter: Interactions, starter_model: Model, starter_split: Split
) -> None:
    said, liked = [], []
    rng = np.random.default_rng(0)
    for person in starter_split[1]:
        items, stars = starter.user(person)
        hidden = rng.random(len(items)) < 0.3
        user = fold_in(starter_model, items[~hidden], stars[~hidden])
        said.append(match(starter_model, user, attraction(starter_model, user), items[hidden]))
        liked.append(stars[hidden] >= 4)
    shown, truth = np.concatenate(said), np.concatenate(liked)
    assert shown.min() >= 0
    assert shown.max() <= 100
    for low, high in ((0, 35), (35, 50), (50, 65), (65, 100)):
        inside = (shown >= low) & (shown < high)
        assert shown[inside].mean() == pytest.approx(100 * truth[inside].mean(), abs=10)


def test_a_film_expected_to_be_liked_has_a_higher_match(board_model: Model) -> None:
    user = fold_in(board_model, [0, 2, 4], [5.0, 5.0, 5.0])
    result = match(board_model, user, attraction(board_model, user), np.array([6]))
    assert 0 <= result[0] <= 100
    assert result.shape == (1,)
