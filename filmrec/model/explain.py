"""Why a film is on the list: the person's own favourites that lift it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filmrec.model.fold_in import fold_in
from filmrec.model.rank import score_items, unit_embeddings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.model.artifact import Model

LIKED_STARS = 3.5
# Favourites tried for each candidate, most alike first, before it stays without a reason.
N_TRIED = 3


def explain(
    model: Model,
    items: NDArray[np.integer],
    stars: NDArray[np.floating],
    candidates: NDArray[np.integer],
    n_reasons: int,
    *,
    weights: NDArray[np.floating] | None = None,
) -> list[NDArray[np.intp]]:
    """For each candidate, which of the person's ratings it is recommended because of.

    A reason is a film the person liked, and really lifts the candidate: a fold-in of all other
    ratings gives the candidate a lower score.

    Parameters
    ----------
    items, stars, weights
        As given to `fold_in`.
    candidates : integer array
    n_reasons : int
        At most this many for each.

    Returns
    -------
    list of int arrays
        Positions in `items`, the strongest lift first; empty where nothing liked lifts it.
    """
    items, stars = np.asarray(items, np.intp), np.asarray(stars, np.float32)
    liked = np.flatnonzero(stars >= LIKED_STARS)
    if len(liked) == 0 or n_reasons < 1:
        return [liked[:0] for _ in candidates]
    full = score_items(model, fold_in(model, items, stars, weights=weights))
    likeness = np.einsum(
        "mkc,mlc->kl", unit_embeddings(model, candidates), unit_embeddings(model, items[liked])
    )
    nearest = np.argsort(-likeness, axis=1, kind="stable")[:, : max(N_TRIED, n_reasons)]
    lifts: dict[int, NDArray[np.float32]] = {}
    for position in np.unique(liked[nearest]):
        kept = np.arange(len(items)) != position
        others = fold_in(
            model, items[kept], stars[kept], weights=None if weights is None else weights[kept]
        )
        lifts[int(position)] = full - score_items(model, others)
    reasons = []
    for candidate, row in zip(candidates, liked[nearest], strict=True):
        lift = np.array([lifts[int(position)][candidate] for position in row])
        order = np.argsort(-lift, kind="stable")[:n_reasons]
        reasons.append(row[order[lift[order] > 0]])
    return reasons
