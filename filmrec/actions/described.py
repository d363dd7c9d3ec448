"""A community's films described by what TMDb told, and beside them films that nobody rated."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from filmrec.model.features import ItemFeatures, encode_features
from filmrec.model.interactions import Interactions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.library import Library

# Of TMDb's terms (C): what these say must be shown to whoever has a model learn from its data.
CLAUSE = (
    "TMDb's terms of use (1.C) do not allow its content to be used in connection with a machine "
    "learning application, training included. Whether your use is within them is for you to judge."
)


class Described(NamedTuple):
    """The ratings over all items, those that nobody rated included; ids ascend."""

    interactions: Interactions
    item_ids: NDArray[np.int32]
    features: ItemFeatures


def describe(
    library: Library, interactions: Interactions, item_ids: NDArray[np.int32]
) -> Described:
    """Add the films that TMDb told of and nobody rated, and what is known of each film."""
    known = library.tmdb.features()
    told = np.array([row.item_id for row in known if row.is_told], dtype=np.int32)
    all_ids = np.union1d(item_ids, told).astype(np.int32)
    names = {row.item_id: row.names for row in known}
    rows = np.searchsorted(all_ids, item_ids)
    return Described(
        Interactions(
            interactions.offsets,
            rows.astype(np.int32)[interactions.items],
            interactions.half_stars,
            n_items=len(all_ids),
        ),
        all_ids,
        encode_features([names.get(int(item_id), ()) for item_id in all_ids]),
    )
