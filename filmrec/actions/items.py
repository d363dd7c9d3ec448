"""The border of words: films outside the model, items inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from filmrec.films import Film
    from filmrec.library import Library
    from filmrec.model.artifact import Model


def items_of(model: Model, item_ids: Iterable[int]) -> NDArray[np.intp]:
    """Rows of those films that the model has, in the order given; the others are left out."""
    rows, known = _rows(model, item_ids)
    return rows[known]


def item_mask(model: Model, item_ids: Iterable[int]) -> NDArray[np.bool_]:
    """True at the items of these films, shape (n_items,)."""
    mask = np.zeros(len(model.item_ids), dtype=np.bool_)
    mask[items_of(model, item_ids)] = True
    return mask


def ratings_as_arrays(
    model: Model, stars_by_item_id: Mapping[int, float]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Items and stars of the rated films that the model has, both of one length."""
    rows, known = _rows(model, stars_by_item_id)
    stars = np.fromiter(stars_by_item_id.values(), dtype=np.float32)
    return rows[known], stars[known]


def films_of(
    library: Library, item_ids: NDArray[np.int32], items: Sequence[int] | NDArray[np.integer]
) -> list[Film]:
    """The films of these items, in their order."""
    wanted = [int(item_ids[item]) for item in items]
    films = library.films_by_item_id(wanted)
    return [films[item_id] for item_id in wanted]


def _rows(model: Model, item_ids: Iterable[int]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """A row for each id, and whether it is really that film's."""
    wanted = np.fromiter(item_ids, dtype=np.int64)
    rows = np.searchsorted(model.item_ids, wanted)
    rows[rows == len(model.item_ids)] = 0
    return rows, model.item_ids[rows] == wanted
