"""One person placed into a trained model: the item side stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from filmrec.model.geometry import linear_rows, unit_embeddings

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from filmrec.model.artifact import Model

L2 = 0.5
MAX_STEPS = 20
MAX_HALVINGS = 6
# Newton decrement (about the distance in standard errors) at which the steps end.
TOLERANCE = 3e-2
N_SPREAD = 1024
# Of more items than these, the first steps look at a sample.
N_SAMPLE = 8192
TASTE_L2 = np.float32(3.0)
GENEROSITY_DAMPING = 5.0
# A rating up to here never speaks for the films that are like it.
DISLIKED_STARS = 2.0


@dataclass(frozen=True, slots=True)
class UserEmbedding:
    """A person as the model sees them.

    Parameters
    ----------
    user_embeddings : float32 array, shape (n_members, n_components)
        One embedding for each member of the ensemble.
    linear_embeddings : float32 array, shape (2, rank)
        The person in the linear item-item part for long and for short histories.
    taste : float32 array, shape (n_members, n_components)
        Stars that the person gives beyond the community, per unit of each member's cosine.
    generosity : float
        Stars that the person gives beyond the community to any film.
    items, stars, certainty, affirmation : arrays, shape (n_ratings,)
        The person's own items, the stars given, how sure each opinion is (0 to 1) and how
        strongly it says "more like this".
    """

    user_embeddings: NDArray[np.float32]
    linear_embeddings: NDArray[np.float32]
    taste: NDArray[np.float32]
    generosity: float
    items: NDArray[np.intp]
    stars: NDArray[np.float32]
    certainty: NDArray[np.float32]
    affirmation: NDArray[np.float32]

    @property
    def n_ratings(self) -> int:
        return len(self.items)

    @property
    def n_affirmed(self) -> int:
        """Ratings that say "more like this"."""
        return int(np.count_nonzero(self.affirmation))


def sample_weight(stars: NDArray[np.floating]) -> NDArray[np.float32]:
    """How much a community rating counts in training: 0.1 for 1 star, 4/3 for 5.

    Even a disliked film says what kind of film the person comes to.
    """
    return np.maximum((np.asarray(stars, np.float32) - 1) / 3, np.float32(0.1))


def affirmation(stars: NDArray[np.floating]) -> NDArray[np.float32]:
    """How strongly an own rating says "more like this": 4/3 for 5 stars, 0 up to 2 stars.

    As in training but for the disliked, which must not lift what is like them.
    """
    given = np.asarray(stars, np.float32)
    return np.where(given > DISLIKED_STARS, sample_weight(given), np.float32(0))


def fold_in(
    model: Model,
    items: ArrayLike,
    stars: ArrayLike,
    *,
    weights: ArrayLike | None = None,
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
    own: NDArray[np.intp] = np.asarray(items, dtype=np.intp)
    given: NDArray[np.float32] = np.asarray(stars, dtype=np.float32)
    certainty: NDArray[np.float32] = (
        np.ones_like(given) if weights is None else np.asarray(weights, dtype=np.float32)
    )
    _check(model, own, given, certainty)
    liked = affirmation(given) * certainty
    members = [
        _softmax_fold_in(embeddings, biases, own, liked)
        for embeddings, biases in zip(model.item_embeddings, model.item_biases, strict=True)
    ]
    there, rows = linear_rows(model, own)
    shares = liked[there] / model.linear_scales[:, 0, rows]
    linear = np.einsum("pk,pkr->pr", shares, model.linear_factors[:, rows])
    taste, generosity = _fit_taste(model, own, given, certainty)
    return UserEmbedding(np.stack(members), linear, taste, generosity, own, given, certainty, liked)


def _fit_taste(
    model: Model,
    items: NDArray[np.intp],
    stars: NDArray[np.float32],
    certainty: NDArray[np.float32],
) -> tuple[NDArray[np.float32], float]:
    """Ridge regression of the stars beyond the items' levels on the unit embeddings."""
    shape = (model.n_members, model.n_components)
    if len(items) == 0:
        return np.zeros(shape, dtype=np.float32), 0.0
    beyond = stars - model.item_levels[items]
    generosity = float(certainty @ beyond) / (float(certainty.sum()) + GENEROSITY_DAMPING)
    vectors = unit_embeddings(model, items).transpose(1, 0, 2).reshape(len(items), -1)
    roots = np.sqrt(certainty)
    vectors, target = vectors * roots[:, None], (beyond - np.float32(generosity)) * roots
    # The same solution by way of the smaller matrix.
    if len(items) <= vectors.shape[1]:
        gram = vectors @ vectors.T + TASTE_L2 * np.eye(len(items), dtype=np.float32)
        taste: NDArray[np.floating] = vectors.T @ np.linalg.solve(gram, target)
    else:
        gram = vectors.T @ vectors + TASTE_L2 * np.eye(vectors.shape[1], dtype=np.float32)
        taste = np.linalg.solve(gram, vectors.T @ target)
    scale = np.float32(np.sqrt(model.n_members))
    return (taste.reshape(shape) / scale).astype(np.float32), generosity


def _softmax_fold_in(
    embeddings: NDArray[np.float32],
    biases: NDArray[np.float32],
    items: NDArray[np.intp],
    liked: NDArray[np.float32],
) -> NDArray[np.float32]:
    """The user embedding under which the person's items are most likely among all items.

    Maximises the weighted log-likelihood of a softmax over all items less `L2 / 2` times the
    squared length. That is concave, so Newton's steps, halved while they overshoot, end at the
    one maximum. Those over a sample of the items lead near it.
    """
    user = np.zeros(embeddings.shape[1], dtype=np.float32)
    wanted, total = liked @ embeddings[items], liked.sum()
    if len(biases) > 2 * N_SAMPLE:
        user = _newton(*_sample(embeddings, biases), user, wanted, total)
    return _newton(embeddings, biases, user, wanted, total)


def _sample(
    embeddings: NDArray[np.float32], biases: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The likeliest items and, of the others, one in several that stands for as many."""
    largest = np.argpartition(biases, -(N_SAMPLE // 2))[-(N_SAMPLE // 2) :]
    is_other = np.ones(len(biases), dtype=np.bool_)
    is_other[largest] = False
    others = np.flatnonzero(is_other)
    step = -(-2 * len(others) // N_SAMPLE)
    chosen = np.concatenate([largest, others[::step]])
    raised = biases[chosen]
    raised[len(largest) :] += np.log(np.float32(step))
    return embeddings[chosen], raised


def _newton(
    embeddings: NDArray[np.float32],
    biases: NDArray[np.float32],
    user: NDArray[np.float32],
    wanted: NDArray[np.float32],
    total: np.float32,
) -> NDArray[np.float32]:
    """Newton's steps from `user` to the maximum of `_posterior`."""
    penalty = L2 * np.eye(len(user), dtype=np.float32)
    value, shares = _posterior(embeddings, biases, user, wanted, total)
    for _ in range(MAX_STEPS):
        gradient = wanted - total * (shares @ embeddings) - L2 * user
        curvature = total * softmax_spread(embeddings, shares) + penalty
        step = np.linalg.solve(curvature, gradient).astype(np.float32)
        gain = float(step @ gradient)
        if gain < TOLERANCE**2:
            break
        for halvings in range(MAX_HALVINGS):
            length = np.float32(0.5**halvings)
            tried = user + length * step
            better, shares = _posterior(embeddings, biases, tried, wanted, total)
            if better >= value + 0.1 * length * gain:
                break
        user, value = tried, better
    return user


def _posterior(
    embeddings: NDArray[np.float32],
    biases: NDArray[np.float32],
    user: NDArray[np.float32],
    wanted: NDArray[np.float32],
    total: np.float32,
) -> tuple[float, NDArray[np.float32]]:
    """What `_softmax_fold_in` maximises, up to a constant, and every item's share there."""
    shares = embeddings @ user
    shares += biases
    highest = shares.max()
    shares -= highest
    np.exp(shares, out=shares)
    mass = shares.sum()
    shares /= mass
    logarithm = float(np.log(mass)) + float(highest)
    value = float(wanted @ user) - float(total) * logarithm - L2 / 2 * float(user @ user)
    return value, shares


def softmax_spread(
    embeddings: NDArray[np.float32], shares: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Covariance of the embeddings under `shares`.

    Of the items that hold most of them and as many of the others, evenly drawn, which stand for
    the rest. Only the direction of a step depends on it, not where the steps end.
    """
    if len(shares) > 2 * N_SPREAD:
        largest = np.argpartition(shares, -N_SPREAD)[-N_SPREAD:]
        others = shares.copy()
        others[largest] = 0
        drawn = slice(0, None, -(-len(shares) // N_SPREAD))
        rest = others[drawn] * (others.sum() / max(others[drawn].sum(), np.finfo(np.float32).tiny))
        embeddings = np.concatenate([embeddings[largest], embeddings[drawn]])
        shares = np.concatenate([shares[largest], rest])
    mean = shares @ embeddings
    spread = (embeddings * shares[:, None]).T @ embeddings - np.outer(mean, mean)
    return np.asarray(spread, dtype=np.float32)


def _check(
    model: Model,
    items: NDArray[np.intp],
    stars: NDArray[np.float32],
    certainty: NDArray[np.float32],
) -> None:
    if items.ndim != 1 or items.shape != stars.shape:
        raise ValueError("items and stars must be two lists of the same length")
    if len(items) == 0:
        return
    if items.min() < 0 or items.max() >= model.n_items:
        raise ValueError(f"items go from 0 to {model.n_items - 1}")
    # Not np.unique, which imports a part of numpy that takes as long as the fold-in itself.
    if (np.diff(np.sort(items)) == 0).any():
        raise ValueError("an item is named twice")
    if not (stars.min() >= 0.5 and stars.max() <= 5):
        raise ValueError("stars go from 0.5 to 5")
    if certainty.shape != items.shape or not (certainty.min() >= 0 and certainty.max() <= 1):
        raise ValueError("weights are one number from 0 to 1 for each item")
