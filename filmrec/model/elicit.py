"""Which film to ask a newcomer about next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filmrec.model.geometry import unit_embeddings

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from filmrec.model.artifact import Model

# Only films among the best known are worth the question: the others were hardly seen.
N_CANDIDATES = 150
NOVELTY = 1.0


def next_question(model: Model, asked: ArrayLike) -> int | None:
    """The item whose rating would teach most, or None when nothing is left to ask.

    It is widely known (so that there is an answer), divides opinions (so that the answer is
    news) and is unlike the films already asked. Equal arguments give the same item.

    Parameters
    ----------
    asked : integer array
        Items already asked, answered or not; they are not asked again.
    """
    known: NDArray[np.intp] = np.asarray(asked, dtype=np.intp)
    counts = model.item_counts.astype(np.float64)
    counts[known] = 0
    candidates = np.argsort(-counts, kind="stable")[:N_CANDIDATES]
    candidates = candidates[counts[candidates] > 0]
    if len(candidates) == 0:
        return None
    value = np.log(counts[candidates]) * model.item_deviations[candidates]
    if len(known):
        vectors = unit_embeddings(model, candidates).astype(np.float64)
        others = unit_embeddings(model, known).astype(np.float64)
        likeness = np.einsum("mkc,mac->ka", vectors, others).max(axis=1)
        value *= np.maximum(1 - NOVELTY * np.maximum(likeness, 0), 0)
    return int(candidates[np.argmax(value)])
