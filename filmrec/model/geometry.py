"""What is read off the item side of a model: how alike items are, and how well liked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.model.artifact import Model


def lengths(embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    """Euclidean length along the last axis, never zero."""
    squares = np.einsum("...c,...c->...", embeddings, embeddings)
    return np.asarray(np.sqrt(np.maximum(squares, np.finfo(np.float32).tiny)))


def unit_embeddings(model: Model, items: NDArray[np.integer]) -> NDArray[np.float32]:
    """Embeddings whose products, summed over members and components, are mean cosines.

    Shape (n_members, len(items), n_components).
    """
    vectors = model.item_embeddings[:, items]
    scale = np.float32(np.sqrt(model.n_members))
    return np.asarray(vectors / (lengths(vectors)[:, :, None] * scale))


def products(rows: NDArray[np.float32], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each member's rows times its vector, shape (n_members, n_rows)."""
    return np.stack([own @ vector for own, vector in zip(rows, vectors, strict=True)])


def linear_rows(
    model: Model, items: NDArray[np.integer]
) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Which of the items have factors in the linear part, and the rows of those that have."""
    return found_rows(model.linear_items, items)


def found_rows(
    known: NDArray[np.integer], items: NDArray[np.integer]
) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Which of the items are among `known`, which ascend, and where those that are stand."""
    rows = np.searchsorted(known, items)
    rows[rows == len(known)] = 0
    there = known[rows] == items
    return there, rows[there]


def over_items(model: Model, values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Values of the items with factors as values of all items: 0 for the others."""
    spread = np.zeros(model.n_items, dtype=np.float32)
    spread[model.linear_items] = values
    return spread
