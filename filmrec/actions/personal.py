"""The list picked for one person: folded in, scored, filtered, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filmrec.actions.items import films_of, item_mask, items_of, ratings_as_arrays
from filmrec.actions.recommend import (
    Recommendations,
    Request,
    guessed,
    item_ids,
    liked_without_rating,
    listed_films,
    restrictions,
    taste_of,
)
from filmrec.films import Recommendation
from filmrec.model.calibrate import match
from filmrec.model.explain import explain, explain_by_leaving_out
from filmrec.model.fold_in import fold_in
from filmrec.model.rank import (
    attraction,
    dial_price,
    diversify,
    liking,
    score_items,
    too_few_ratings,
    top_k,
)
from filmrec.model.similar import resembling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from filmrec.films import Film
    from filmrec.library import Library
    from filmrec.model.artifact import Model

N_REASONS = 3
# More films than these are a taste rather than examples of what is wanted.
MAX_EXAMPLES = 10
# Variety chooses among this many times as many films as are shown.
VARIETY_POOL = 10
# What an opinion read out of a chat counts beside one that was given in stars.
GUESS_WEIGHT = 0.75


def recommend(library: Library, model: Model, request: Request) -> Recommendations:
    """The films that the person would want most, best first, each with reasons."""
    items, stars = ratings_as_arrays(model, taste_of(library, request))
    weights = _certainty(model, items, guessed(library, request))
    user = fold_in(model, items, stars, weights=weights)
    named = listed_films(library, request)
    allowed, emptied_by = _allowed(library, model, request, named)
    price = dial_price(model, request.popularity)
    among = allowed & (price == 0)
    by_example = bool(request.like) and not request.and_mine and len(items) <= MAX_EXAMPLES
    pull = attraction(model, user)
    if by_example:
        scores = resembling(model, pull + liking(model, user), items)
    else:
        scores = score_items(model, user, among=among, pull=pull)
    chosen = _choose(model, scores - price, allowed, request)
    if by_example:
        reasons = explain_by_leaving_out(
            lambda kept: _by_example(model, items[kept], stars[kept], weights[kept]),
            len(items),
            chosen,
            N_REASONS,
        )
    else:
        reasons = explain(
            model,
            items,
            stars,
            chosen,
            N_REASONS,
            weights=weights,
            user=user,
            among=among,
            pull=pull,
        )
    matches = match(model, user, pull, chosen).round().astype(int).tolist()
    nameable = ~too_few_ratings(model)[items]
    rows = []
    for place, film in enumerate(films_of(library, model.item_ids, chosen)):
        own = [n for n in reasons[place] if nameable[n] and items[n] != chosen[place]]
        row = Recommendation(
            rank=place + 1,
            film=film,
            score=float(scores[chosen[place]]),
            match=matches[place] if len(items) else None,
            because=tuple(films_of(library, model.item_ids, items[own])),
        )
        rows.append(row)
    return Recommendations(
        tuple(rows),
        n_ratings=len(items),
        emptied_by=emptied_by,
        unknown=_unknown(model, (*request.like, *named)),
        n_liked=len(items_of(model, liked_without_rating(library, request))),
        n_placed=int(model.is_cold[chosen].sum()),
        is_told=bool(model.features),
    )


def _by_example(
    model: Model,
    items: NDArray[np.intp],
    stars: NDArray[np.float32],
    weights: NDArray[np.float32],
) -> NDArray[np.float32]:
    user = fold_in(model, items, stars, weights=weights)
    return resembling(model, attraction(model, user) + liking(model, user), items)


def _certainty(
    model: Model, items: NDArray[np.intp], guessed_ids: Iterable[int]
) -> NDArray[np.float32]:
    """How sure each opinion is: what was read out of a chat counts for less."""
    weights = np.ones(len(items), dtype=np.float32)
    weights[item_mask(model, guessed_ids)[items]] = GUESS_WEIGHT
    return weights


def _choose(
    model: Model, scores: NDArray[np.float32], allowed: NDArray[np.bool_], request: Request
) -> NDArray[np.intp]:
    if request.variety == 0:
        return top_k(scores, request.count, allowed)
    pool = top_k(scores, request.count * VARIETY_POOL, allowed)
    return diversify(model, scores, pool, request.count, request.variety)


def outlook(library: Library, model: Model, film: Film) -> Recommendation | None:
    """How one film would stand in the person's list; None where the community does not know it."""
    rows = recommend(library, model, Request(count=1, among=(film,), again=True)).rows
    return rows[0] if rows else None


def _allowed(
    library: Library, model: Model, request: Request, named: Sequence[Film]
) -> tuple[NDArray[np.bool_], str | None]:
    """Which items may be shown, and the first restriction that left none (None when some are)."""
    # Films that the person named are theirs to judge; by ourselves we push none by chance.
    allowed = ~too_few_ratings(model) | item_mask(model, item_ids(named))
    for restriction in restrictions(library, request):
        mask = item_mask(model, restriction.item_ids)
        allowed &= mask if restriction.only else ~mask
        if not allowed.any():
            return allowed, restriction.name
    return allowed, None


def _unknown(model: Model, asked: Sequence[Film]) -> tuple[Film, ...]:
    """Films of the request that the community does not have."""
    return tuple(film for film in asked if not len(items_of(model, item_ids([film]))))
