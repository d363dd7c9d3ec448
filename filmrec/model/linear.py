"""The linear item-item part: EASE^R in factored form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.linalg import svds

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

# Up to this many people (or items) every singular vector is found; above, the largest ones.
_DENSE_LIMIT = 1500


def linear_part(
    matrix: sparse.coo_matrix, l2: float, rank: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Factors F and diagonal d of the item-item weights that best rebuild the matrix.

    EASE^R (Steck 2019) gives item i the weight `-P[i, j] / P[j, j]` for item j, where P is the
    inverse of `X'X + l2`. With the singular values s and right vectors V of X,
    `l2 * P = 1 - V diag(s^2 / (s^2 + l2)) V'`, so that `F = V sqrt(s^2 / (s^2 + l2))` and
    `d = 1 - |F|^2` say the same, `F[i] @ F[j] / d[j]`, in a small array.

    Parameters
    ----------
    matrix : sparse matrix, shape (n_users, n_items)
    l2 : float
    rank : int
        The smallest singular values beyond this many are left out.

    Returns
    -------
    float32 array, shape (n_items, r), and float32 array, shape (n_items,)
    """
    people = matrix.tocsr().astype(np.float64)
    if min(people.shape) <= max(_DENSE_LIMIT, rank + 1):
        values, vectors = _all_singular(people)
    else:
        # A fixed start makes the result the same in every run.
        start = np.ones(min(people.shape))
        _, values, vectors = svds(people, k=rank, v0=start, return_singular_vectors="vh")
        vectors = vectors.T
    order = np.argsort(-values, kind="stable")[:rank]
    values, vectors = values[order], vectors[:, order]
    factors = vectors * np.sqrt(values**2 / (values**2 + l2))
    diagonal = 1 - np.einsum("ir,ir->i", factors, factors)
    return factors.astype(np.float32), diagonal.astype(np.float32)


def _all_singular(
    people: sparse.csr_matrix,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Singular values and right vectors, through the smaller of the two Gram matrices."""
    n_users, n_items = people.shape
    if n_items <= n_users:
        squares, vectors = np.linalg.eigh((people.T @ people).toarray())
        return np.sqrt(np.maximum(squares, 0)), vectors
    squares, left = np.linalg.eigh((people @ people.T).toarray())
    # Vectors of a zero eigenvalue say nothing and would be divided by zero.
    kept = squares > squares[-1] * 1e-10
    values = np.sqrt(squares[kept])
    return values, (people.T @ left[:, kept]) / values
