"""Items placed so that the typical person sits at the origin, one unit of spread in any direction.

A fold-in draws the person towards zero. Seen from the raw embeddings, zero is nobody: people lie
around a mean, along few directions. Moving and turning the item side once, at training, makes
the same plain penalty the prior that the community itself suggests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from scipy import sparse

N_PEOPLE = 256
_MAX_ITERATIONS = 20
# The covariance of few people is drawn towards a ball by this share.
_SHRINKAGE = 0.1


def centre_on_community(
    embeddings: NDArray[np.float32],
    biases: NDArray[np.float32],
    people: sparse.csr_matrix,
    interrupted: Callable[[], bool],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Item embeddings and biases under which the people given are spread like a unit normal.

    With mean m and covariance LL' of their embeddings, `u = m + Lv` has the same scores under
    `embeddings @ L` and `biases + embeddings @ m` for v, and v is spread like a unit normal.

    Parameters
    ----------
    embeddings : float32 array, shape (n_items, n_components)
    biases : float32 array, shape (n_items,)
    people : sparse matrix of sample weights, shape (n_people, n_items)
    interrupted : callable
        Asked now and then; true ends the search early.
    """
    users = _fold_in_all(embeddings, biases, people, interrupted)
    mean = users.mean(axis=0)
    centred = users - mean
    covariance = centred.T @ centred / max(len(users) - 1, 1)
    # With fewer people than directions the ball keeps it invertible.
    ball = max(float(np.trace(covariance)) / len(covariance), 1e-3)
    covariance = (1 - _SHRINKAGE) * covariance + _SHRINKAGE * ball * np.eye(len(covariance))
    spread = np.linalg.cholesky(covariance)
    return (
        (embeddings @ spread).astype(np.float32),
        (biases + embeddings @ mean).astype(np.float32),
    )


def _fold_in_all(
    embeddings: NDArray[np.float32],
    biases: NDArray[np.float32],
    people: sparse.csr_matrix,
    interrupted: Callable[[], bool],
) -> NDArray[np.float64]:
    """The embedding of every person under the softmax of `fold_in`, all at once."""
    shape = (people.shape[0], embeddings.shape[1])
    totals = np.asarray(people.sum(axis=1), dtype=np.float32).reshape(-1, 1)
    wanted = people @ embeddings

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        users = flat.reshape(shape).astype(np.float32)
        shares = users @ embeddings.T
        shares += biases
        highest = shares.max(axis=1, keepdims=True)
        shares -= highest
        np.exp(shares, out=shares)
        sums = shares.sum(axis=1, keepdims=True)
        shares /= sums
        value = (totals * (np.log(sums) + highest)).sum() - (wanted * users).sum()
        value += (users**2).sum() / 2
        gradient = totals * (shares @ embeddings) - wanted + users
        return float(value), gradient.astype(np.float64).ravel()

    def stop_when_interrupted(_: NDArray[np.float64]) -> None:
        if interrupted():
            raise StopIteration

    found = minimize(
        loss,
        np.zeros(shape[0] * shape[1]),
        jac=True,
        method="L-BFGS-B",
        callback=stop_when_interrupted,
        options={"maxiter": _MAX_ITERATIONS},
    )
    users: NDArray[np.float64] = found.x.reshape(shape)
    return users
