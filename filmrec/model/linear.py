"""The linear item-item part: denoising EASE^R in factored form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

# Up to this many people (or items) every singular vector is found; above, the largest ones, and
# beyond the second limit those nearly.
_DENSE_LIMIT = 1500
_EXACT_LIMIT = 5000
# Of the subspace that is turned towards the largest: directions beyond those wanted, and turns.
_SPARE_DIRECTIONS = 48
_TURNS = 4
# Columns that are multiplied at a time, as nothing stops a multiplication.
_COLUMNS = 64


def linear_factors(
    weights: sparse.csr_matrix,
    *,
    l2: float,
    dropout: float,
    rank: int,
    progress: Callable[[float], None] | None = None,
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
    values, vectors = _singular(people @ sparse.diags(1 / roots), rank, progress)
    factors = np.zeros((people.shape[1], rank))
    factors[:, : len(values)] = vectors * (values / np.sqrt(values**2 + 1))
    diagonal = 1 - np.einsum("ir,ir->i", factors, factors)
    scales = np.stack([roots, roots / diagonal])
    return factors.astype(np.float32), scales.astype(np.float32)


def _singular(
    people: sparse.csr_matrix, rank: int, progress: Callable[[float], None] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The largest singular values, largest first, and their right vectors."""
    if min(people.shape) <= max(_DENSE_LIMIT, rank + 1):
        values, vectors = _all_singular(people)
    elif min(people.shape) > max(_EXACT_LIMIT, rank + _SPARE_DIRECTIONS):
        values, vectors = _nearly_singular(people, rank, progress)
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


def _nearly_singular(
    people: sparse.csr_matrix, rank: int, progress: Callable[[float], None] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The largest singular values, nearly, by subspace iteration (Halko et al. 2011).

    Three times as fast as exact ones where people and items are many, the smallest of those
    wanted a little too small.
    """
    people = people.astype(np.float32)
    columns = people.T.tocsr()
    shape = (people.shape[1], rank + _SPARE_DIRECTIONS)
    basis = np.random.default_rng(0).standard_normal(shape, dtype=np.float32)
    for turn in range(_TURNS):
        basis, _ = np.linalg.qr(_times(columns, _times(people, basis)))
        if progress is not None:
            progress((turn + 1) / (_TURNS + 1))
    seen = _times(people, basis)
    squares, turns = np.linalg.eigh((seen.T @ seen).astype(np.float64))
    kept = squares > max(squares[-1], 0.0) * 1e-6
    return np.sqrt(squares[kept]), (basis @ turns[:, kept].astype(np.float32)).astype(np.float64)


def _times(matrix: sparse.csr_matrix, dense: NDArray[np.float32]) -> NDArray[np.float32]:
    product = np.empty((matrix.shape[0], dense.shape[1]), dtype=np.float32)
    for first in range(0, dense.shape[1], _COLUMNS):
        some = slice(first, first + _COLUMNS)
        product[:, some] = matrix @ np.ascontiguousarray(dense[:, some])
    return product
