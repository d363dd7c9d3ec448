"""Items that few people rated, or nobody, placed by what they have in common with others.

Done once, after the members are trained, so that it takes seconds and leaves the items that many
people rated as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from numpy.typing import NDArray

    from filmrec.model.features import ItemFeatures

# From so many ratings on an item stays where it is, and teaches what its features are worth.
LEAST_RATINGS = 5
L2 = 3.0
# At so many ratings an item's own embeddings, and its own bias, are worth as much as those that its
# features give it. That few came to it says more of its bias than features do.
EQUAL_RATINGS = 10.0
EQUAL_BIAS_RATINGS = 2.0


def place_items(
    embeddings: NDArray[np.float32],
    biases: NDArray[np.float32],
    counts: NDArray[np.int64],
    features: ItemFeatures,
) -> None:
    """Move the items with fewer than LEAST_RATINGS ratings, in place, each member on its own.

    Ridge regression (Hoerl and Kennard 1970) on the features says where they lie: of the embeddings
    of the items with more ratings, of the biases of all that anybody rated, as those that nobody
    rated are least like the well-known. What nobody rated goes there; what `n` people rated goes
    the share `EQUAL_RATINGS / (n + EQUAL_RATINGS)` of the way. What nobody rated and of which
    nothing is known has no place: its embeddings become zeros.

    Parameters
    ----------
    embeddings : float32 array, shape (n_members, n_items, n_components)
    biases : float32 array, shape (n_members, n_items)
    counts : integer array, shape (n_items,)
        Ratings of each item among those that the members learnt from.
    """
    teaching = counts >= LEAST_RATINGS
    is_moved = ~teaching & (np.diff(features.weights.indptr) > 0) & teaching.any()
    embeddings[:, (counts == 0) & ~is_moved] = 0
    moved = np.flatnonzero(is_moved)
    if not len(moved):
        return
    known = _known(features)
    asked = known[moved]
    own = _own_share(counts[moved], EQUAL_RATINGS)[:, None]
    worth = _regression(known, teaching)
    for member in embeddings:
        member[moved] = own * member[moved] + (1 - own) * (asked @ worth(member))
    own = _own_share(counts[moved], EQUAL_BIAS_RATINGS)[:, None]
    told = asked @ _regression(known, counts > 0)(biases.T)
    biases[:, moved] = (own * biases[:, moved].T + (1 - own) * told).T


def _known(features: ItemFeatures) -> sparse.csr_matrix:
    """Ones where an item has a feature, and in a last column.

    Not the weights that sum up alike: that a film has many tags says that it is well known.
    """
    pattern = sparse.csr_matrix(features.weights, dtype=np.float64, copy=True)
    pattern.data[:] = 1
    return sparse.hstack([pattern, np.ones((features.n_items, 1))]).tocsr()


def _own_share(counts: NDArray[np.int64], equal: float) -> NDArray[np.float64]:
    return np.asarray(counts / (counts + equal), dtype=np.float64)


def _regression(
    known: sparse.csr_matrix, teaching: NDArray[np.bool_]
) -> Callable[[NDArray[Any]], NDArray[np.float64]]:
    """What the columns are worth, learnt from the values of these items; the last is free."""
    taught = known[teaching]
    gram = (taught.T @ taught).toarray()
    gram[np.diag_indices(len(gram) - 1)] += L2
    factor = cho_factor(gram)

    def worth(values: NDArray[Any]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = cho_solve(
            factor, taught.T @ values[teaching].astype(np.float64)
        )
        return found

    return worth
