"""The list picked for one person: folded in, scored, filtered, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filmrec.actions.items import films_of, item_mask, items_of, ratings_as_arrays
from filmrec.actions.recommend import (
    Recommendations,
    Request,
    movielens_ids,
    restrictions,
    taste_of,
)
from filmrec.films import Recommendation
from filmrec.model.calibrate import match
from filmrec.model.explain import explain
from filmrec.model.fold_in import fold_in
from filmrec.model.rank import (
    diversify,
    popularity_dial,
    score_items,
    too_few_ratings,
    top_k,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.films import Film
    from filmrec.library import Library
    from filmrec.model.artifact import Model

N_REASONS = 3
# Variety chooses among this many times as many films as are shown.
VARIETY_POOL = 10


def recommend(library: Library, model: Model, request: Request) -> Recommendations:
    """The films that the person would want most, best first, each with reasons."""
    items, stars = ratings_as_arrays(model, taste_of(library, request))
    user = fold_in(model, items, stars)
    scores = score_items(model, user)
    allowed, emptied_by = _allowed(library, model, request)
    chosen = _choose(model, popularity_dial(model, scores, request.popularity), allowed, request)
    reasons = explain(model, items, stars, chosen, N_REASONS, user=user)
    matches = match(model, user, scores, chosen).round().astype(int).tolist()
    rows = tuple(
        Recommendation(
            rank=rank,
            film=film,
            score=float(scores[chosen[rank - 1]]),
            match=matches[rank - 1] if len(items) else None,
            because=tuple(films_of(library, model.item_ids, items[reasons[rank - 1]])),
        )
        for rank, film in enumerate(films_of(library, model.item_ids, chosen), start=1)
    )
    return Recommendations(rows, len(items), emptied_by, _unknown(model, request))


def _choose(
    model: Model, scores: NDArray[np.float32], allowed: NDArray[np.bool_], request: Request
) -> NDArray[np.intp]:
    if request.variety == 0:
        return top_k(scores, request.count, allowed)
    pool = top_k(scores, request.count * VARIETY_POOL, allowed)
    return diversify(model, scores, pool, request.count, request.variety)


def _allowed(
    library: Library, model: Model, request: Request
) -> tuple[NDArray[np.bool_], str | None]:
    """Which items may be shown, and the first restriction that left none (None when some are)."""
    # Films that the person named are theirs to judge; by ourselves we push none by chance.
    allowed = ~too_few_ratings(model)
    if request.among is not None:
        allowed |= item_mask(model, movielens_ids(request.among))
    for restriction in restrictions(library, request):
        mask = item_mask(model, restriction.movielens_ids)
        allowed &= mask if restriction.only else ~mask
        if not allowed.any():
            return allowed, restriction.name
    return allowed, None


def _unknown(model: Model, request: Request) -> tuple[Film, ...]:
    """Films of the request that the community does not have."""
    asked = (*request.like, *(request.among or ()))
    return tuple(film for film in asked if not len(items_of(model, movielens_ids([film]))))
