"""The linear item-item part: denoising EASE^R in factored form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Up to this many people (or items) every singular vector is found; above, the largest ones.
_DENSE_LIMIT = 1500


def linear_factors(
    weights: sparse.csr_matrix, *, l2: float, dropout: float, rank: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Factors and scales of the item-item weights that rebuild people from parts of themselves.

    EASE^R (Steck 2019) gives item i the weight `-P[i, j] / P[j, j]` for item j, where P is the
    inverse of `X'X + D`; a share `dropout` of each person's ratings forgotten at random in
    training adds `dropout / (1 - dropout) * diag(X'X)` to D (Steck 2020), which suits short
    histories. With the singular values s and right vectors V of `X D^-1/2`, P is
    `D^-1/2 (1 - FF') D^-1/2` for `F = V s / sqrt(s^2 + 1)`, so the weight of i for j is
    `F[i] @ F[j] * scale[1, j] / scale[0, i]`: small arrays instead of n_items squared.

    Parameters
    ----------
    weights : sparse matrix X of sample weights, shape (n_users, n_items)
    l2 : float
    dropout : float
        0 to 1, 1 excluded.
    rank : int
        The smallest singular values beyond this many are left out.

    Returns
    -------
    factors : float32 array, shape (n_items, rank)
        Padded with zeros where there are fewer singular values.
    scales : float32 array, shape (2, n_items)
    """
    people = sparse.csr_matrix(weights, dtype=np.float64)
    squares = np.asarray(people.multiply(people).sum(axis=0)).ravel()
    roots = np.sqrt(l2 + dropout / (1 - dropout) * squares)
    values, vectors = _singular(people @ sparse.diags(1 / roots), rank)
    factors = np.zeros((people.shape[1], rank))
    factors[:, : len(values)] = vectors * (values / np.sqrt(values**2 + 1))
    diagonal = 1 - np.einsum("ir,ir->i", factors, factors)
    scales = np.stack([roots, roots / diagonal])
    return factors.astype(np.float32), scales.astype(np.float32)


def _singular(
    people: sparse.csr_matrix, rank: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The largest singular values, largest first, and their right vectors."""
    if min(people.shape) <= max(_DENSE_LIMIT, rank + 1):
        values, vectors = _all_singular(people)
    else:
        # A fixed start makes the result the same in every run.
        start = np.ones(min(people.shape))
        _, values, rows = svds(people, k=rank, v0=start, return_singular_vectors="vh")
        vectors = rows.T
    order = np.argsort(-values, kind="stable")[:rank]
    return values[order], vectors[:, order]


def _all_singular(
    people: sparse.csr_matrix,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Singular values above zero and right vectors, from the smaller of the Gram matrices."""
    n_users, n_items = people.shape
    by_items = n_items <= n_users
    gram = people.T @ people if by_items else people @ people.T
    squares, vectors = np.linalg.eigh(gram.toarray())
    # Vectors of a zero eigenvalue say nothing and would be divided by zero.
    kept = squares > max(squares[-1], 0.0) * 1e-10
    values, vectors = np.sqrt(squares[kept]), vectors[:, kept]
    return values, vectors if by_items else (people.T @ vectors) / values
