"""The match: how likely a person who rates this film gives it 4 stars or more.

A logistic curve drawn at training from people the trial model has not seen; what it says is
the share of such people, for such a score, who liked the film.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filmrec.model.fold_in import fold_in
from filmrec.model.rank import attraction, expected_stars

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.model.artifact import Model
    from filmrec.model.fold_in import UserEmbedding
    from filmrec.model.interactions import Interactions

LIKED_STARS = 4.0
MAX_CALIBRATION_PEOPLE = 400
_HIDDEN_SHARE = 0.3
_L2 = 1.0
_NEWTON_STEPS = 25
N_FEATURES = 3

NO_MATCH = np.zeros(N_FEATURES, dtype=np.float32)


def match(
    model: Model, user: UserEmbedding, pull: NDArray[np.float32], items: NDArray[np.integer]
) -> NDArray[np.float32]:
    """Of 100 people with this taste who rate the film, how many give it 4 stars or more.

    Parameters
    ----------
    pull : float32 array, shape (n_items,)
        What `attraction` made of the person.
    items : integer array, shape (k,)

    Returns
    -------
    float32 array, shape (k,), 0 to 100
    """
    features = _features(model, user, pull, np.asarray(items, dtype=np.intp))
    return (100 / (1 + np.exp(-features @ model.match_coefficients))).astype(np.float32)


def fit_match(
    model: Model, interactions: Interactions, users: NDArray[np.intp], seed: int
) -> NDArray[np.float32]:
    """Coefficients of the curve, from people that `model` was not trained on."""
    rng = np.random.default_rng(seed)
    rows, liked = [], []
    for user in users:
        items, stars = interactions.user(int(user))
        hidden = rng.random(len(items)) < _HIDDEN_SHARE
        person = fold_in(model, items[~hidden], stars[~hidden])
        rows.append(_features(model, person, attraction(model, person), items[hidden]))
        liked.append(stars[hidden] >= LIKED_STARS)
    return _logistic(np.concatenate(rows), np.concatenate(liked)).astype(np.float32)


def _features(
    model: Model, user: UserEmbedding, pull: NDArray[np.float32], items: NDArray[np.intp]
) -> NDArray[np.float64]:
    """What the curve reads, the same whatever list an item is on; (len(items), N_FEATURES)."""
    features = np.ones((len(items), N_FEATURES))
    features[:, 1] = pull[items]
    features[:, 2] = expected_stars(model, user)[items] - LIKED_STARS
    return features


def _logistic(features: NDArray[np.float64], liked: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Logistic regression by Newton's method, with a slight ridge against separable data."""
    coefficients = np.zeros(features.shape[1])
    ridge = _L2 * np.eye(features.shape[1])
    for _ in range(_NEWTON_STEPS):
        share = 1 / (1 + np.exp(-features @ coefficients))
        gradient = features.T @ (liked - share) - ridge @ coefficients
        curvature = (features * (share * (1 - share))[:, None]).T @ features + ridge
        coefficients += np.linalg.solve(curvature, gradient)
    return coefficients
