"""Items that the same people like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filmrec.model.geometry import unit_embeddings
from filmrec.model.rank import too_few_ratings, top_k

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.model.artifact import Model


def similar_items(model: Model, item: int, k: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """The k items most like `item`, most alike first, and their cosine similarity, -1 to 1.

    The cosine is the mean over the members of the ensemble. Items with too few ratings to say
    anything about are neither answers nor askable: for such an `item` both arrays are empty.
    Ties go to the lower index.
    """
    if not 0 <= item < model.n_items:
        raise ValueError(f"items go from 0 to {model.n_items - 1}, not {item}")
    unknown = too_few_ratings(model)
    if unknown[item]:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32)
    similarities = item_similarities(model, item)
    allowed = ~unknown
    allowed[item] = False
    nearest = top_k(similarities, k, allowed)
    return nearest, similarities[nearest]


def item_similarities(model: Model, item: int) -> NDArray[np.float32]:
    """Mean cosine over the members of every item with `item`, shape (n_items,)."""
    vectors = unit_embeddings(model, np.arange(model.n_items))
    return np.asarray(np.einsum("mic,mc->i", vectors, vectors[:, item]))
