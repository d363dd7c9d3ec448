"""Scores of all items for one person, and lists made from scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.model.artifact import Model
    from filmrec.model.fold_in import UserEmbedding

# Below this many community ratings nothing can be said about a film.
MIN_RATINGS = 5
LINEAR_SHARE = 0.5
DAMPING = 5.0
PRIOR_WEIGHT = 0.3
PRIOR_FADES_AT = 10.0


def score_items(model: Model, user: UserEmbedding) -> NDArray[np.float32]:
    """How much the person would want each item, shape (n_items,); higher is better.

    Scores only rank: they compare items for one person and mean nothing else. Each part (the
    mean over the ensemble, the linear item-item part, the community's mean) is brought to mean 0
    and deviation 1 before they are added; the community's part fades as ratings come in.
    """
    members = np.einsum("mic,mc->mi", model.item_embeddings, user.user_embeddings)
    members += model.item_biases
    ensemble = np.mean([_standardise(member) for member in members], axis=0)
    scores = (1 - LINEAR_SHARE) * ensemble + LINEAR_SHARE * _standardise(_linear(model, user))
    prior = PRIOR_WEIGHT * PRIOR_FADES_AT / (PRIOR_FADES_AT + user.n_ratings)
    scores += prior * _standardise(damped_means(model))
    return np.asarray(scores, dtype=np.float32)


def top_k(scores: NDArray[np.float32], k: int, allowed: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Indices of the k best-scored allowed items, best first.

    Parameters
    ----------
    scores : float32 array, shape (n_items,)
    k : int
        At most this many are returned; fewer when fewer are allowed.
    allowed : bool array, shape (n_items,)

    Returns
    -------
    int array, shape (min(k, n_allowed),)
        Ties go to the lower index, so a list is the same on every machine.
    """
    if k < 0:
        raise ValueError(f"a list cannot have {k} items")
    if scores.shape != allowed.shape:
        raise ValueError("scores and allowed must have the same length")
    candidates = np.flatnonzero(allowed)
    k = min(k, len(candidates))
    if k == 0:
        return candidates[:0]
    values = -scores[candidates]
    if k < len(candidates):
        # Everything up to the k-th best value, ties of it included, then a stable sort of those.
        kept = values <= np.partition(values, k - 1)[k - 1]
        candidates, values = candidates[kept], values[kept]
    return candidates[np.argsort(values, kind="stable")[:k]]


def diversify(
    model: Model,
    scores: NDArray[np.float32],
    candidates: NDArray[np.integer],
    k: int,
    variety: float,
) -> NDArray[np.intp]:
    """Up to k of the candidates, each chosen for its score and for being unlike those before it.

    Maximal marginal relevance (Carbonell and Goldstein 1998): with `variety` 0 the order is that
    of the scores, with 1 the first is the best and each next the least like those chosen.

    Parameters
    ----------
    candidates : integer array
        Items to choose from, e.g. the 100 best; ties go to the one named first.
    variety : float
        0 to 1.
    """
    if not 0 <= variety <= 1:
        raise ValueError(f"variety goes from 0 to 1, not {variety:g}")
    candidates = np.asarray(candidates, dtype=np.intp)
    candidates = candidates[np.argsort(-scores[candidates], kind="stable")]
    k = min(k, len(candidates))
    if variety == 0 or k < 2:
        return candidates[:k]
    relevance = _to_unit(scores[candidates])
    vectors = unit_embeddings(model, candidates)
    likeness = np.full(len(candidates), -1.0, dtype=np.float32)
    left = np.ones(len(candidates), dtype=bool)
    chosen: list[int] = []
    for _ in range(k):
        gain = (1 - variety) * relevance - variety * likeness
        best = int(np.argmax(np.where(left, gain, -np.inf))) if chosen else 0
        chosen.append(best)
        left[best] = False
        likeness = np.maximum(likeness, np.einsum("mkc,mc->k", vectors, vectors[:, best]))
    return candidates[chosen]


def popularity_dial(model: Model, scores: NDArray[np.float32], dial: float) -> NDArray[np.float32]:
    """Scores shifted towards little-known (dial -1) or well-known (dial +1) items; 0 changes none."""
    if not -1 <= dial <= 1:
        raise ValueError(f"the popularity dial goes from -1 to 1, not {dial:g}")
    known = _standardise(np.log1p(model.item_counts.astype(np.float32)))
    return np.asarray(scores + np.float32(dial) * known, dtype=np.float32)


def too_few_ratings(model: Model) -> NDArray[np.bool_]:
    """Which items have too few community ratings to say anything about, shape (n_items,)."""
    return model.item_counts < MIN_RATINGS


def damped_means(model: Model) -> NDArray[np.float32]:
    """Community mean of each item in stars, drawn to the overall mean where few rated it."""
    counts = model.item_counts.astype(np.float32)
    sums = counts * model.item_means + DAMPING * np.float32(model.global_mean)
    return sums / (counts + DAMPING)


def unit_embeddings(model: Model, items: NDArray[np.integer]) -> NDArray[np.float32]:
    """Embeddings of `items`, shape (n_members, len(items), n_components), scaled so that the
    sum of two items' products over members and components is their mean cosine.
    """
    vectors = model.item_embeddings[:, items]
    lengths = np.linalg.norm(vectors, axis=2, keepdims=True)
    scale = np.sqrt(np.float32(model.n_members))
    return vectors / (np.maximum(lengths, np.finfo(np.float32).tiny) * scale)


def _linear(model: Model, user: UserEmbedding) -> NDArray[np.float32]:
    """Scores of the linear item-item part (Steck 2019): no item speaks for itself."""
    scores = model.linear_factors @ user.linear_embedding
    own = model.linear_factors[user.items]
    scores[user.items] -= user.sample_weight * np.einsum("ir,ir->i", own, own)
    return scores / model.linear_diagonal


def _standardise(values: NDArray[np.float32]) -> NDArray[np.float32]:
    deviation = values.std()
    if deviation == 0:
        return np.zeros_like(values)
    return (values - values.mean()) / deviation


def _to_unit(values: NDArray[np.float32]) -> NDArray[np.float32]:
    lowest, highest = values.min(), values.max()
    if lowest == highest:
        return np.ones_like(values)
    return (values - lowest) / (highest - lowest)
