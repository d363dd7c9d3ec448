"""What is known of items beside who rated them, as LightFM item features (Kula 2015).

Each item is described by a feature of its own, unless nobody rated it, and by what it has in
common with others: its genres, its people. So an item without ratings has a place as well.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# What an item has in common with others weighs, all together, this much against its own feature.
FEATURES_WEIGHT = 3.0
# A feature of fewer items tells nothing that these items do not.
LEAST_ITEMS = 3


@dataclass(frozen=True, slots=True)
class ItemFeatures:
    """The features of every item.

    Parameters
    ----------
    weights : float32 sparse matrix, shape (n_items, n_features)
        The rows sum up to FEATURES_WEIGHT, or are empty where nothing is known.
    fingerprint : str
        Equal for equal features.
    """

    weights: sparse.csr_matrix
    fingerprint: str

    @property
    def n_items(self) -> int:
        n_items: int = self.weights.shape[0]
        return n_items


def encode_features(features: Sequence[Sequence[str]]) -> ItemFeatures:
    """The features named for each item; those of fewer than LEAST_ITEMS items are left out.

    Parameters
    ----------
    features : sequence of sequences of str
        For each item the names of its features, each once.
    """
    counts = Counter(name for names in features for name in names)
    kept = sorted(name for name, n_items in counts.items() if n_items >= LEAST_ITEMS)
    column = {name: at for at, name in enumerate(kept)}
    columns = [[column[name] for name in names if name in column] for names in features]
    lengths = np.fromiter(map(len, columns), dtype=np.int32, count=len(columns))
    indices = np.fromiter((at for row in columns for at in row), dtype=np.int32)
    data = np.repeat(FEATURES_WEIGHT / np.maximum(lengths, 1), lengths).astype(np.float32)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    shape = (len(columns), len(kept))
    digest = hashlib.sha256("\n".join(kept).encode())
    digest.update(offsets.tobytes())
    digest.update(indices.tobytes())
    return ItemFeatures(
        sparse.csr_matrix((data, indices, offsets), shape=shape), digest.hexdigest()
    )


@dataclass(frozen=True, slots=True)
class Description:
    """The items as a LightFM model is to see them.

    `rated` are the items that somebody rated. Only these are shown to it: what nobody rated would
    be taken for what nobody wants.
    """

    features: ItemFeatures
    rated: NDArray[np.bool_]

    @property
    def shown(self) -> sparse.csr_matrix:
        """Features of the rated items, their own first, shape (n_rated, n_rated + n_features)."""
        own = sparse.identity(int(self.rated.sum()), dtype=np.float32)
        return sparse.hstack([own, self.features.weights[self.rated]]).tocsr().astype(np.float32)

    def columns(self) -> NDArray[np.int32]:
        """For each item its place among the rated ones, shape (n_items,)."""
        return (np.cumsum(self.rated) - 1).astype(np.int32)

    def item_values(self, feature_values: NDArray[np.float32]) -> NDArray[np.float32]:
        """What was learnt for features (embeddings or biases) summed up for every item."""
        n_rated = int(self.rated.sum())
        common = self.features.weights @ feature_values[n_rated:]
        common[self.rated] += feature_values[:n_rated]
        return np.asarray(common, dtype=np.float32)
