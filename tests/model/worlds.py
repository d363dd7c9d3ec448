"""Made-up communities whose right answer is known."""

from __future__ import annotations

import numpy as np

from filmrec.model.hyperparameters import Hyperparameters
from filmrec.model.interactions import Interactions

N_USERS = 60
N_ITEMS = 40
SMALL = Hyperparameters(n_members=2, n_components=8, epochs=15, linear_rank=16)


def checkerboard(seed: int = 0) -> Interactions:
    """Even people give even items 5 stars and odd people odd ones; each skips a few."""
    rng = np.random.default_rng(seed)
    rows = []
    for user in range(N_USERS):
        own = np.arange(user % 2, N_ITEMS, 2)
        rows.append(np.sort(rng.choice(own, size=len(own) - 5, replace=False)))
    counts = [len(row) for row in rows]
    items = np.concatenate(rows).astype(np.int32)
    return Interactions(
        offsets=np.concatenate([[0], np.cumsum(counts)]),
        items=items,
        half_stars=np.full(len(items), 10, dtype=np.uint8),
        n_items=N_ITEMS,
    )
