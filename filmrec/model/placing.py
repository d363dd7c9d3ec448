"""Items that few people rated, or nobody, placed by what they have in common with others.

Done once, after the members are trained, so that it takes seconds and leaves the items that many
people rated as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.model.features import ItemFeatures

# From so many ratings on an item teaches what its features are worth.
LEAST_RATINGS = 5
L2 = 3.0
# At so many ratings an item's own place is worth as much as the one that its features give it.
EQUAL_RATINGS = 10.0


def place_items(
    embeddings: NDArray[np.float32],
    biases: NDArray[np.float32],
    counts: NDArray[np.int64],
    features: ItemFeatures,
) -> None:
    """Move the items with fewer than LEAST_RATINGS ratings, in place, each member on its own.

    Ridge regression (Hoerl and Kennard 1970) of the embeddings and biases on the features, of the
    items with more ratings, says where such items lie. What nobody rated goes there; what `n`
    people rated goes the share `EQUAL_RATINGS / (n + EQUAL_RATINGS)` of the way. What nobody rated
    and of which nothing is known has no place: its embeddings become zeros.

    Parameters
    ----------
    embeddings : float32 array, shape (n_members, n_items, n_components)
    biases : float32 array, shape (n_members, n_items)
    counts : integer array, shape (n_items,)
        Ratings of each item.
    """
    known = sparse.csr_matrix(features.weights, dtype=np.float64, copy=True)
    # An item has a feature or has it not. That it has many says something, too: it is well known.
    known.data[:] = 1
    is_known = np.diff(known.indptr) > 0
    teaching = counts >= LEAST_RATINGS
    moved = np.flatnonzero(~teaching & is_known)
    if not teaching.any():
        moved = moved[:0]
    unplaced = counts == 0
    unplaced[moved] = False
    embeddings[:, unplaced] = 0
    if not len(moved):
        return
    intercept = sparse.csr_matrix(np.ones((len(counts), 1)))
    known = sparse.hstack([known, intercept]).tocsr()
    taught, asked = known[teaching], known[moved]
    gram = (taught.T @ taught).toarray()
    penalty = np.full(len(gram), L2)
    penalty[-1] = 0
    gram[np.diag_indices_from(gram)] += penalty
    own = (counts[moved] / (counts[moved] + EQUAL_RATINGS)).astype(np.float32)
    for member, bias in zip(embeddings, biases, strict=True):
        values = np.column_stack([member, bias])
        worth = np.linalg.solve(gram, taught.T @ values[teaching].astype(np.float64))
        there = np.asarray(asked @ worth, dtype=np.float32)
        there += own[:, None] * (values[moved] - there)
        member[moved], bias[moved] = there[:, :-1], there[:, -1]
