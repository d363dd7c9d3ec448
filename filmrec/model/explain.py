"""Why a film is on the list: the person's own favourites that lift it.

What leaving a rating out would do is had from one fold-in: each part of a score is the optimum
of a convex problem, so one Newton step from it tells where the optimum goes without the rating
(Koh and Liang 2017, influence functions, here with the curvature of the remaining ratings).
What lifts a film only by a hair is left out by really folding in without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filmrec.model.fold_in import L2, TASTE_L2, UserEmbedding, fold_in, softmax_spread
from filmrec.model.geometry import (
    found_rows,
    linear_rows,
    over_items,
    unit_embeddings,
)
from filmrec.model.rank import (
    attraction,
    expected_stars,
    knownness,
    last_leading,
    lead_places,
    level,
    listed,
    part_shares,
    score_items,
    standardise,
    top_k,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from filmrec.model.artifact import Model

# A film of fewer stars is never named as a reason.
LIKED_STARS = 3.5
# Predicted lifts below this, and all lifts of people with few ratings, are checked for real:
# at most so many ratings are left out in turn, as each takes as long as a fold-in.
SURE_LIFT = 0.01
FEW_RATINGS = 4
MAX_CHECKS = 6


def explain(
    model: Model,
    items: ArrayLike,
    stars: ArrayLike,
    candidates: ArrayLike,
    n_reasons: int,
    *,
    weights: ArrayLike | None = None,
    user: UserEmbedding | None = None,
    among: NDArray[np.bool_] | None = None,
    pull: NDArray[np.float32] | None = None,
) -> list[NDArray[np.intp]]:
    """For each candidate, which of the person's ratings it is recommended because of.

    A reason is a film the person liked, and really lifts the candidate: a fold-in of all other
    ratings gives the candidate a lower score.

    Parameters
    ----------
    items, stars, weights
        As given to `fold_in`.
    candidates : integer array
        Items that the person has not rated.
    n_reasons : int
        At most this many for each.
    user : UserEmbedding, optional
        What `fold_in` made of the same ratings, where it is at hand.
    among, pull
        As given to `score_items`.

    Returns
    -------
    list of int arrays
        Positions in `items`, the strongest lift first; empty where nothing liked lifts it.
    """
    user = user or fold_in(model, items, stars, weights=weights)
    wanted: NDArray[np.intp] = np.asarray(candidates, dtype=np.intp)
    # What a person is not sure about at all cannot be a reason.
    liked = np.flatnonzero((user.stars >= LIKED_STARS) & (user.certainty > 0))
    if len(liked) == 0 or n_reasons < 1:
        return [liked[:0] for _ in wanted]
    lifts = predicted_lifts(model, user, liked, wanted, among=among, pull=pull)
    leave_out = _LeaveOut(model, user, wanted, listed(model, user, among))
    reasons = []
    for place, row in enumerate(lifts.T):
        chosen: list[int] = []
        for nth in np.argsort(-row, kind="stable"):
            if len(chosen) == n_reasons or row[nth] <= 0:
                break
            sure = row[nth] >= SURE_LIFT and user.n_ratings > FEW_RATINGS
            if not sure and chosen and user.n_ratings > FEW_RATINGS:
                # What lifts it by a hair is hardly a reason beside one that does.
                break
            if sure or leave_out.lowers(int(liked[nth]), place):
                chosen.append(int(liked[nth]))
        reasons.append(np.array(chosen, dtype=np.intp))
    return reasons


def explain_by_leaving_out(
    score: Callable[[NDArray[np.intp]], NDArray[np.float32]],
    n_own: int,
    candidates: NDArray[np.integer],
    n_reasons: int,
) -> list[NDArray[np.intp]]:
    """The same for any way of scoring and few own films: each is really left out in turn.

    `score` gives the scores of all items from the own films at the positions named.
    """
    everything = np.arange(n_own)
    full = score(everything)[candidates]
    lifts = np.stack([full - score(np.delete(everything, n))[candidates] for n in everything])
    return [
        np.array([n for n in np.argsort(-row, kind="stable")[:n_reasons] if row[n] > 0], np.intp)
        for row in lifts.T
    ]


def predicted_lifts(
    model: Model,
    user: UserEmbedding,
    liked: NDArray[np.intp],
    candidates: NDArray[np.intp],
    *,
    among: NDArray[np.bool_] | None = None,
    pull: NDArray[np.float32] | None = None,
) -> NDArray[np.float32]:
    """How far each candidate's score would fall without each liked rating.

    Parameters
    ----------
    liked : int array, shape (n_liked,)
        Positions in the person's own items.
    among, pull
        As given to `score_items`.

    Returns
    -------
    float32 array, shape (n_liked, n_candidates)
    """
    many, one_less = user.n_affirmed, user.n_affirmed - 1
    shares, fewer = part_shares(many), part_shares(one_less)
    # Every rating left out alike makes the history shorter, which moves the shares.
    stars = expected_stars(model, user)
    liking = shares.stars * _taste_falls(model, user, stars, liked, candidates)
    liking += (shares.stars - fewer.stars) * standardise(stars)[candidates]
    if pull is None:
        pull = attraction(model, user)
    ahead = top_k(pull, 2 * lead_places(many), listed(model, user, among))
    n = len(ahead)
    watched = np.concatenate([ahead, candidates])
    before, falls = pull[watched], _attraction_falls(model, user, liked, watched)
    # Where the list is levelled moves with the person as well: other films lead it.
    full = level(before[n:], last_leading(before[:n], lead_places(many)))
    rest = [level(row[n:], last_leading(row[:n], lead_places(one_less))) for row in before - falls]
    return np.asarray(liking + full - rest, dtype=np.float32)


def _attraction_falls(
    model: Model, user: UserEmbedding, liked: NDArray[np.intp], candidates: NDArray[np.intp]
) -> NDArray[np.float32]:
    """How far each candidate's attraction falls without each liked rating."""
    shares, fewer = part_shares(user.n_affirmed), part_shares(user.n_affirmed - 1)
    turn = (shares.known - fewer.known) * knownness(model)[candidates]
    lifts = np.zeros((len(liked), len(candidates)), dtype=np.float32)
    for member in range(model.n_members):
        rows = model.item_embeddings[member]
        scores = rows @ user.user_embeddings[member] + model.item_biases[member]
        moves = _softmax_moves(rows, scores, user, liked)
        falls, values = _falls(rows, scores, moves, candidates)
        lifts += shares.ensemble / model.n_members * falls
        turn += (shares.ensemble - fewer.ensemble) / model.n_members * values
    parts = (shares.linear_long, fewer.linear_long), (shares.linear_short, fewer.linear_short)
    for part, (share, fewer_share) in enumerate(parts):
        factors, scales = model.linear_factors[part], model.linear_scales[part]
        there, own = linear_rows(model, user.items[liked])
        moves = np.zeros((len(liked), factors.shape[1]), dtype=np.float32)
        moves[there] = -factors[own] * (user.affirmation[liked][there] / scales[0, own])[:, None]
        scores = over_items(model, (factors @ user.linear_embeddings[part]) * scales[1])
        falls, values = _falls(
            factors, scores, moves, candidates, scale=scales[1], known=model.linear_items
        )
        lifts += share * falls
        turn += (share - fewer_share) * values
    return np.asarray(lifts + turn, dtype=np.float32)


class _LeaveOut:
    """Real fold-ins of all ratings but one, each done once."""

    def __init__(
        self,
        model: Model,
        user: UserEmbedding,
        candidates: NDArray[np.intp],
        among: NDArray[np.bool_],
    ) -> None:
        self._model = model
        self._among = among
        self._user = user
        self._candidates = candidates
        self._lifts: dict[int, NDArray[np.float32]] = {}

    def lowers(self, position: int, place: int) -> bool:
        """Whether the candidate at `place` falls without the rating; False when checks are up."""
        if position not in self._lifts and len(self._lifts) == MAX_CHECKS:
            return False
        return bool(self.lift(position)[place] > 0)

    def lift(self, position: int) -> NDArray[np.float32]:
        """How far each candidate's score falls without the rating at `position`."""
        if position not in self._lifts:
            user = self._user
            kept = np.arange(user.n_ratings) != position
            others = fold_in(
                self._model, user.items[kept], user.stars[kept], weights=user.certainty[kept]
            )
            full, rest = (
                score_items(self._model, person, among=self._among) for person in (user, others)
            )
            self._lifts[position] = (full - rest)[self._candidates]
        return self._lifts[position]


def _falls(
    rows: NDArray[np.float32],
    scores: NDArray[np.float32],
    moves: NDArray[np.float32],
    candidates: NDArray[np.intp],
    *,
    scale: NDArray[np.float32] | None = None,
    known: NDArray[np.integer] | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How far standardised scores fall when the person moves, and those scores themselves.

    `scores` are linear in the person with the gradients `rows`, each times its `scale` (which is
    never multiplied out: the arrays are large); a move changes their mean and deviation too.
    `rows` are those of the items `known`, the others' being 0; None for all items.
    Shapes (n_moves, n_candidates) and (n_candidates,).
    """
    deviation = scores.std() or np.float32(1)
    standardised = (scores - scores.mean()) / deviation
    values = standardised[candidates]
    size = np.float32(len(scores))
    weights = np.ones(len(rows), dtype=np.float32) if scale is None else scale
    if known is None:
        gradients = rows[candidates] * weights[candidates, None]
    else:
        gradients = np.zeros((len(candidates), rows.shape[1]), dtype=np.float32)
        there, places = found_rows(known, candidates)
        gradients[there] = rows[places] * weights[places, None]
        standardised = standardised[known]
    gradients -= weights @ rows / size
    gradients -= values[:, None] * ((standardised * weights) @ rows / size)
    falls = -(moves @ gradients.T) / deviation
    return np.asarray(falls, dtype=np.float32), values


def _softmax_moves(
    rows: NDArray[np.float32],
    scores: NDArray[np.float32],
    user: UserEmbedding,
    liked: NDArray[np.intp],
) -> NDArray[np.float32]:
    """Newton steps of one member's embedding when a liked rating is left out."""
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    spreads, axes = np.linalg.eigh(softmax_spread(rows, shares))
    weight = user.affirmation[liked][:, None]
    pulls = (rows[user.items[liked]] - shares @ rows) @ axes * weight
    left = np.maximum(user.affirmation.sum() - weight, 0)
    return np.asarray(-(pulls / (left * np.maximum(spreads, 0) + L2)) @ axes.T)


def _taste_falls(
    model: Model,
    user: UserEmbedding,
    stars: NDArray[np.float32],
    liked: NDArray[np.intp],
    candidates: NDArray[np.intp],
) -> NDArray[np.float32]:
    """How far the standardised `stars` expected fall without a liked rating (ridge regression)."""
    size = model.n_members * model.n_components
    own = unit_embeddings(model, user.items).transpose(1, 0, 2).reshape(-1, size)
    roots = np.sqrt(user.certainty)[:, None]
    taste = user.taste.reshape(size) * np.float32(np.sqrt(model.n_members))
    errors = user.stars - model.item_levels[user.items] - np.float32(user.generosity) - own @ taste
    weighted = own * roots
    gram = weighted.T @ weighted + TASTE_L2 * np.eye(size, dtype=np.float32)
    steps = np.linalg.solve(gram, own[liked].T).T * user.certainty[liked][:, None]
    leverage = np.einsum("lc,lc->l", steps, own[liked])
    moves = -steps * (errors[liked] / np.maximum(1 - leverage, 1e-3))[:, None]
    scale = 1 / (model.item_lengths * np.float32(np.sqrt(model.n_members)))
    falls = np.zeros((len(liked), len(candidates)), dtype=np.float32)
    for member, rows in enumerate(model.item_embeddings):
        part = slice(member * model.n_components, (member + 1) * model.n_components)
        falls += _falls(rows, stars, moves[:, part], candidates, scale=scale[member])[0]
    return falls
