"""One person placed into a trained model: the item side stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.model.artifact import Model

L2 = 1.0
BIAS_SCALE = 1.0
MAX_STEPS = 12
TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class UserEmbedding:
    """A person as the model sees them.

    Parameters
    ----------
    user_embeddings : float32 array, shape (n_members, n_components)
        One embedding for each member of the ensemble.
    linear_embedding : float32 array, shape (rank,)
        The person in the linear item-item part.
    items, stars, sample_weight : arrays, shape (n_ratings,)
        The person's own items, the stars given and how strongly each counts as liked.
    """

    user_embeddings: NDArray[np.float32]
    linear_embedding: NDArray[np.float32]
    items: NDArray[np.intp]
    stars: NDArray[np.float32]
    sample_weight: NDArray[np.float32]

    @property
    def n_ratings(self) -> int:
        return len(self.items)


def sample_weight(stars: NDArray[np.floating]) -> NDArray[np.float32]:
    """How strongly a rating says "more like this": 0.1 for 1 star, 4/3 for 5."""
    return np.maximum((np.asarray(stars, np.float32) - 1) / 3, np.float32(0.1))


def fold_in(
    model: Model,
    items: NDArray[np.integer],
    stars: NDArray[np.floating],
    *,
    weights: NDArray[np.floating] | None = None,
) -> UserEmbedding:
    """The embedding of a person who gave `stars` to `items`.

    Parameters
    ----------
    items : integer array, shape (n_ratings,)
        Rows of the model, each at most once, in any order; may be empty.
    stars : float array, shape (n_ratings,)
        0.5 to 5.
    weights : float array, shape (n_ratings,), optional
        How sure each opinion is, 0 (ignored) to 1 (the default).

    Returns
    -------
    UserEmbedding
        All zeros without ratings: the score is then the prior alone.

    Raises
    ------
    ValueError
        When the arrays differ in length, an item is unknown or named twice, or a value is
        outside its range.
    """
    items = np.asarray(items, dtype=np.intp)
    stars = np.asarray(stars, dtype=np.float32)
    _check(model, items, stars, weights)
    liked = sample_weight(stars)
    if weights is not None:
        liked = liked * np.asarray(weights, dtype=np.float32)
    members = [
        _softmax_fold_in(embeddings, BIAS_SCALE * biases, items, liked)
        for embeddings, biases in zip(model.item_embeddings, model.item_biases, strict=True)
    ]
    linear = liked @ model.linear_factors[items]
    return UserEmbedding(np.stack(members), linear, items, stars, liked)


def _softmax_fold_in(
    embeddings: NDArray[np.float32],
    biases: NDArray[np.float32],
    items: NDArray[np.intp],
    liked: NDArray[np.float32],
) -> NDArray[np.float32]:
    """The user embedding under which the person's items are most likely among all items.

    Maximises the weighted log-likelihood of a softmax over all items less `L2 / 2` times the
    squared length; it is concave, so Newton's steps (damped while the decrement is above 1)
    end at the one maximum whatever the start.
    """
    n_components = embeddings.shape[1]
    user = np.zeros(n_components, dtype=np.float32)
    total = liked.sum()
    wanted = liked @ embeddings[items]
    for _ in range(MAX_STEPS):
        logits = embeddings @ user + biases
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        expected = shares @ embeddings
        gradient = wanted - total * expected - L2 * user
        spread = (embeddings * shares[:, None]).T @ embeddings - np.outer(expected, expected)
        hessian = total * spread + L2 * np.eye(n_components, dtype=np.float32)
        step = np.linalg.solve(hessian, gradient)
        decrement = float(np.sqrt(max(step @ gradient, 0.0)))
        user = (user + step / (1 + decrement if decrement > 1 else 1)).astype(np.float32)
        if decrement < TOLERANCE:
            break
    return user


def _check(
    model: Model,
    items: NDArray[np.intp],
    stars: NDArray[np.float32],
    weights: NDArray[np.floating] | None,
) -> None:
    if items.ndim != 1 or items.shape != stars.shape:
        raise ValueError("items and stars must be two lists of the same length")
    if len(items) == 0:
        return
    if items.min() < 0 or items.max() >= model.n_items:
        raise ValueError(f"items go from 0 to {model.n_items - 1}")
    if len(np.unique(items)) != len(items):
        raise ValueError("an item is named twice")
    if not (stars.min() >= 0.5 and stars.max() <= 5):
        raise ValueError("stars go from 0.5 to 5")
    if weights is not None and (
        np.shape(weights) != items.shape or not (np.min(weights) >= 0 and np.max(weights) <= 1)
    ):
        raise ValueError("weights are one number from 0 to 1 for each item")
