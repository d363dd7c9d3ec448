"""The community's ratings as arrays: one compressed row of items per person.

The arrays may be memory-mapped and are never copied whole: 32 million ratings of 87,000 films
are walked in blocks.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from filmrec.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

MAX_HALF_STARS = 10
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Interactions:
    """Ratings of a community; person `u` rated `items[offsets[u]:offsets[u + 1]]`.

    Parameters
    ----------
    offsets : int64 array, shape (n_users + 1,)
        Not decreasing, from 0 to `n_ratings`.
    items : integer array, shape (n_ratings,)
        Rows `0..n_items-1`, each at most once per person.
    half_stars : uint8 array, shape (n_ratings,)
        1 to 10.
    n_items : int

    Raises
    ------
    ValueError
        When the arrays do not fit each other or a value is out of range.
    """

    offsets: NDArray[np.int64]
    items: NDArray[Any]
    half_stars: NDArray[np.uint8]
    n_items: int

    def __post_init__(self) -> None:
        _check_shapes(self)
        if (np.diff(self.offsets) < 0).any():
            raise ValueError("the offsets of the community's ratings go backwards")
        for block in _blocks(self.n_ratings):
            items, half_stars = self.items[block], self.half_stars[block]
            if items.min() < 0 or items.max() >= self.n_items:
                raise ValueError("the community's ratings name a film that is not in its list")
            if half_stars.min() < 1 or half_stars.max() > MAX_HALF_STARS:
                raise ValueError("the community's ratings hold stars outside 0.5 to 5")

    @property
    def n_users(self) -> int:
        return len(self.offsets) - 1

    @property
    def n_ratings(self) -> int:
        return len(self.items)

    def user(self, user: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Items of one person and the stars they gave."""
        row = slice(int(self.offsets[user]), int(self.offsets[user + 1]))
        stars = self.half_stars[row].astype(np.float32) / np.float32(2)
        return self.items[row].astype(np.intp), stars

    def of(self, users: NDArray[np.intp]) -> Interactions:
        """The ratings of these people alone, in the order in which they stand here."""
        counts = np.diff(self.offsets)
        kept = np.zeros(self.n_users, dtype=bool)
        kept[users] = True
        ratings = np.repeat(kept, counts)
        return Interactions(
            offsets=np.concatenate([[0], np.cumsum(counts[kept])]),
            items=self.items[ratings],
            half_stars=self.half_stars[ratings],
            n_items=self.n_items,
        )

    def count(self, users: NDArray[np.intp] | None = None) -> int:
        """How many ratings these people gave, or all."""
        if users is None:
            return self.n_ratings
        return int(np.diff(self.offsets)[users].sum())

    def fingerprint(self) -> str:
        """SHA-256 over the content; the same ratings in narrower integers have the same one."""
        digest = hashlib.sha256(f"{self.n_users} {self.n_items} {self.n_ratings}".encode())
        digest.update(self.offsets.astype("<i8").tobytes())
        for block in _blocks(self.n_ratings):
            digest.update(self.items[block].astype("<u4").tobytes())
            digest.update(self.half_stars[block].astype("u1").tobytes())
        return digest.hexdigest()

    def star_histogram(self) -> NDArray[np.int64]:
        """How many people gave each item 0.5, 1, ... 5 stars, shape (n_items, 10)."""
        n_bins = self.n_items * MAX_HALF_STARS
        histogram = np.zeros(n_bins, dtype=np.int64)
        for block in _blocks(self.n_ratings):
            bins = self.items[block].astype(np.int64) * MAX_HALF_STARS
            bins += self.half_stars[block]
            histogram += np.bincount(bins - 1, minlength=n_bins)
        return histogram.reshape(self.n_items, MAX_HALF_STARS)

    def item_counts(self) -> NDArray[np.int64]:
        """How many people rated each item, shape (n_items,)."""
        counts: NDArray[np.int64] = self.star_histogram().sum(axis=1)
        return counts


def mean_and_deviation(
    histogram: NDArray[np.int64],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and standard deviation in stars per row of a `star_histogram`; 0 where nobody rated."""
    stars = np.arange(1, MAX_HALF_STARS + 1) / 2
    counts = np.maximum(histogram.sum(axis=1), 1)
    means = histogram @ stars / counts
    variances = np.maximum(histogram @ stars**2 / counts - means**2, 0)
    return means.astype(np.float32), np.sqrt(variances).astype(np.float32)


def item_levels(
    interactions: Interactions, histogram: NDArray[np.int64], damping: float
) -> NDArray[np.float32]:
    """Stars that a person of ordinary generosity gives each item, shape (n_items,).

    The overall mean and what the item is given beyond it, once what its raters give beyond the
    items' means is taken off (the biases of Koren 2008, by one turn instead of least squares).
    People and items are drawn to the mean by `damping` ratings at it; an item that nobody rated is
    at the mean. `histogram` is the `star_histogram` of the same ratings.
    """
    stars = np.arange(1, MAX_HALF_STARS + 1) / 2
    counts, sums = histogram.sum(axis=1), histogram @ stars
    overall = sums.sum() / max(counts.sum(), 1)
    means = (sums + damping * overall) / (counts + damping)
    given = np.zeros(interactions.n_users)
    for people, block in _people(interactions):
        beyond = interactions.half_stars[block] / 2 - means[interactions.items[block]]
        given += np.bincount(people, beyond, interactions.n_users)
    given /= np.diff(interactions.offsets) + damping
    for people, block in _people(interactions):
        sums -= np.bincount(interactions.items[block], given[people], interactions.n_items)
    levels = (sums + damping * overall) / (counts + damping)
    return np.asarray(levels, dtype=np.float32)


def load_interactions(folder: Path) -> tuple[Interactions, NDArray[np.int32]]:
    """The community stored in `folder`, memory-mapped, and the outside id of each item.

    Raises
    ------
    StorageError
        When a file is missing, cannot be read or does not hold what it should.
    """
    offsets = load_array(folder / "offsets.npy").astype(np.int64, copy=False)
    items = load_array(folder / "items.npy")
    half_stars = load_array(folder / "half_stars.npy")
    item_ids = load_array(folder / "item_ids.npy").astype(np.int32, copy=False)
    if item_ids.ndim != 1 or (np.diff(item_ids) <= 0).any():
        raise StorageError(f"{folder / 'item_ids.npy'} does not hold film ids in ascending order")
    try:
        interactions = Interactions(offsets, items, half_stars, n_items=len(item_ids))
    except ValueError as error:
        raise StorageError(f"the community ratings in {folder} are damaged: {error}") from error
    return interactions, item_ids


def load_array(path: Path) -> NDArray[Any]:
    """An array of whole numbers, memory-mapped; StorageError where there is none."""
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, EOFError) as error:
        raise StorageError(f"{path} is damaged or not a numpy array") from error
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "iu":
        raise StorageError(f"{path} does not hold whole numbers")
    return array


def _check_shapes(interactions: Interactions) -> None:
    offsets, items = interactions.offsets, interactions.items
    if offsets.ndim != 1 or items.ndim != 1 or len(offsets) < 1:
        raise ValueError("the arrays of the community's ratings have the wrong shape")
    if items.shape != interactions.half_stars.shape:
        raise ValueError("the community's ratings have not one star value per film")
    if offsets[0] != 0 or offsets[-1] != len(items):
        raise ValueError("the offsets of the community's ratings do not cover them")


def _people(interactions: Interactions) -> Iterator[tuple[NDArray[np.intp], slice]]:
    """Blocks of ratings, and who gave each of them."""
    for block in _blocks(interactions.n_ratings):
        ratings = np.arange(block.start, block.stop)
        yield np.searchsorted(interactions.offsets, ratings, side="right") - 1, block


def _blocks(length: int) -> Iterator[slice]:
    for start in range(0, length, _BLOCK):
        yield slice(start, min(start + _BLOCK, length))
