"""The trained model: plain arrays in one file, replaced atomically, never unpickled."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from filmrec.errors import ModelUnusableError, StorageError
from filmrec.model.array_file import ArrayFileError, read_arrays, write_arrays
from filmrec.model.geometry import lengths
from filmrec.model.hyperparameters import Hyperparameters

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

FORMAT = 5

# Name, type and shape of every array in the file; a letter stands for a length that must agree.
_ARRAYS = {
    "item_ids": ("<i4", "i"),
    "item_embeddings": ("<f4", "mic"),
    "item_biases": ("<f4", "mi"),
    "linear_items": ("<i4", "l"),
    "linear_factors": ("<f4", "plr"),
    "linear_scales": ("<f4", "psl"),
    "item_counts": ("<i4", "i"),
    "item_means": ("<f4", "i"),
    "item_deviations": ("<f4", "i"),
    "item_levels": ("<f4", "i"),
    "match_coefficients": ("<f4", "k"),
}
# The lengths that do not depend on the community or the hyperparameters.
_LENGTHS = {"p": 2, "s": 2, "k": 3}


@dataclass(frozen=True)
class Model:
    """What was learnt from a community; items are rows `0..n_items-1`.

    Parameters
    ----------
    item_ids : int32 array, shape (n_items,)
        The outside (MovieLens) id of each item, ascending.
    item_embeddings : float32 array, shape (n_members, n_items, n_components)
    item_biases : float32 array, shape (n_members, n_items)
    linear_items : int32 array, shape (n_linear,)
        The items, ascending, that the linear part knows: in a large community the widely rated.
    linear_factors : float32 array, shape (2, n_linear, rank)
    linear_scales : float32 array, shape (2, 2, n_linear)
        The linear item-item part for long and for short histories, as `linear.linear_factors`
        describes it; no item has a weight for itself.
    item_counts : int32 array, shape (n_items,)
        Community ratings of each item.
    item_means, item_deviations : float32 array, shape (n_items,)
        Mean and standard deviation in stars; 0 for items nobody rated.
    item_levels : float32 array, shape (n_items,)
        Stars that a person of ordinary generosity gives, as `interactions.item_levels` tells.
    match_coefficients : float32 array
        The curve that `rank.match` reads.
    global_mean : float
        Mean of all community ratings, in stars.
    hyperparameters : Hyperparameters
    fingerprint : str
        Of the ratings and hyperparameters it was trained on (`model_fingerprint`).
    trained_at : str
        As the caller gave it, ISO 8601.
    n_people, n_ratings : int
        How many of the community it was learnt from.
    features : str
        The fingerprint of the item features that its members were shown; empty without.
    placed_by : str
        The fingerprint of those by which items with few ratings were placed; empty without.
    """

    item_ids: NDArray[np.int32]
    item_embeddings: NDArray[np.float32]
    item_biases: NDArray[np.float32]
    linear_items: NDArray[np.int32]
    linear_factors: NDArray[np.float32]
    linear_scales: NDArray[np.float32]
    item_counts: NDArray[np.int32]
    item_means: NDArray[np.float32]
    item_deviations: NDArray[np.float32]
    item_levels: NDArray[np.float32]
    match_coefficients: NDArray[np.float32]
    global_mean: float
    hyperparameters: Hyperparameters
    fingerprint: str
    trained_at: str
    n_people: int
    n_ratings: int
    features: str = ""
    placed_by: str = ""

    @property
    def n_members(self) -> int:
        return len(self.item_embeddings)

    @property
    def n_items(self) -> int:
        return len(self.item_ids)

    @property
    def n_components(self) -> int:
        n_components: int = self.item_embeddings.shape[2]
        return n_components

    @cached_property
    def item_lengths(self) -> NDArray[np.float32]:
        """Euclidean length of each embedding, never zero, shape (n_members, n_items)."""
        return np.stack([lengths(member) for member in self.item_embeddings])

    @cached_property
    def is_cold(self) -> NDArray[np.bool_]:
        """Items that nobody rated and that features alone have given a place, shape (n_items,)."""
        cold = np.zeros(self.n_items, dtype=np.bool_)
        if self.features or self.placed_by:
            unrated = np.flatnonzero(self.item_counts == 0)
            cold[unrated] = self.item_embeddings[0, unrated].any(axis=1)
        return cold


def save_model(path: Path, model: Model) -> None:
    """Write `model` to `path`; whoever reads sees the old file or the new one, never a part.

    Raises
    ------
    ValueError
        When an array holds a value that is no number: training has failed.
    StorageError
        When the folder cannot be written or is full; an older file is then still there.
    """
    header = {
        "format": FORMAT,
        "hyperparameters": asdict(model.hyperparameters),
        "fingerprint": model.fingerprint,
        "trained_at": model.trained_at,
        "n_people": model.n_people,
        "n_ratings": model.n_ratings,
        "features": model.features,
        "placed_by": model.placed_by,
        "global_mean": model.global_mean,
    }
    arrays = {name: np.asarray(getattr(model, name), dtype) for name, (dtype, _) in _ARRAYS.items()}
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise ValueError(f"{name} holds values that are no numbers")
    try:
        write_arrays(path, header, arrays)
    except OSError as error:
        raise StorageError(
            f"cannot write {path}: {error.strerror or error}",
            hint="free some space, make its folder writable, or set FILMREC_HOME to another folder",
        ) from error


def load_model(path: Path) -> Model:
    """The model stored at `path`.

    Raises
    ------
    FileNotFoundError
        When there is no such file: nothing was trained yet.
    StorageError
        When there is one and it cannot be read.
    ModelUnusableError
        When it is damaged, of another format, or not a model.
    """
    try:
        header, arrays = read_arrays(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StorageError(
            f"cannot read {path}: {error.strerror or error}",
            hint="move it away, or set FILMREC_HOME to another folder",
        ) from error
    except ArrayFileError as error:
        raise ModelUnusableError(f"{path} is damaged or not a filmrec model") from error
    if header.get("format") != FORMAT:
        raise ModelUnusableError(
            f"{path} has format {header.get('format')}; this filmrec reads format {FORMAT}"
        )
    _check(path, arrays)
    return _model(path, header, arrays)


def model_fingerprint(learnt_from: str, hyperparameters: Hyperparameters) -> str:
    """What a model carries as `fingerprint`: of what it was learnt from, with these settings."""
    return f"{FORMAT} {learnt_from} {hyperparameters.as_text()}"


def _check(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """Types, shapes and lengths; the values are covered by the checksum of the file."""
    if arrays.keys() != _ARRAYS.keys():
        raise ModelUnusableError(f"{path} is damaged: it does not hold the arrays of a model")
    lengths: dict[str, int] = {}
    for name, (dtype, axes) in _ARRAYS.items():
        array = arrays[name]
        if array.dtype != np.dtype(dtype) or array.ndim != len(axes):
            raise ModelUnusableError(f"{path} is damaged: {name} has the wrong type or shape")
        for axis, length in zip(axes, array.shape, strict=True):
            if lengths.setdefault(axis, length) != length:
                raise ModelUnusableError(f"{path} is damaged: {name} has the wrong shape")
    if any(lengths[axis] != length for axis, length in _LENGTHS.items()) or not all(
        lengths.values()
    ):
        raise ModelUnusableError(f"{path} is damaged: its arrays have the wrong lengths")
    known = arrays["linear_items"]
    if any((np.diff(ids) <= 0).any() for ids in (arrays["item_ids"], known)) or not (
        known[0] >= 0 and known[-1] < lengths["i"]
    ):
        raise ModelUnusableError(f"{path} is damaged: its films are not in order")


def _model(path: Path, header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Model:
    try:
        return Model(
            **arrays,
            global_mean=float(header["global_mean"]),
            hyperparameters=Hyperparameters(**header["hyperparameters"]),
            fingerprint=str(header["fingerprint"]),
            trained_at=str(header["trained_at"]),
            n_people=int(header["n_people"]),
            n_ratings=int(header["n_ratings"]),
            features=str(header["features"]),
            placed_by=str(header["placed_by"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelUnusableError(f"{path} is damaged: its header is incomplete") from error
