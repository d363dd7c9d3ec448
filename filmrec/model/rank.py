"""Scores of all items for one person, and lists made from scores."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from filmrec.model.geometry import linear_rows, over_items, products, unit_embeddings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.model.artifact import Model
    from filmrec.model.fold_in import UserEmbedding

# Below this many community ratings nothing can be said about a film.
MIN_RATINGS = 5
# What a film pays, in the unit of scores, for each doubling beyond what the dial allows.
DIAL_STRENGTH = 2.0
# Affirming ratings at which a history is as much a long one as a short one.
LONG_HISTORY = 20.0
# A film's being widely known counts for somebody of three ratings, less with every further one,
# and in the end against it: a long history says what is theirs beyond what is everybody's.
KNOWN_AT_THREE = 0.3
KNOWN_SLOPE = 0.374
KNOWN_AT_MOST = 0.2
KNOWN_AT_LAST = -0.7
# How well somebody of three ratings would like a film counts, and less with every further one.
STARS_AT_THREE = 0.36
STARS_SLOPE = 0.12
STARS_AT_LAST = 0.08
# A list is led by what the person would come to. Below its leading places, of which there are the
# more the longer the history, that counts for less than how well they would like a film: the slope
# there, and how smooth the bend to it is.
LEAD_PLACES = 50
LEAD_PLACES_EACH = 3
LEAD_PLACES_AT_MOST = 100
LEVELLED_SLOPE = 0.1
BEND = 0.3


@dataclass(frozen=True, slots=True)
class Shares:
    """How much each standardised part counts in a score; chosen on validation splits."""

    ensemble: float
    linear_long: float
    linear_short: float
    stars: float
    known: float


def part_shares(n_affirmed: int) -> Shares:
    """Shares of the parts for a person with so many affirming ratings.

    The longer the history, the more the linear part is worth, and the less the stars expected
    and a film's being widely known add for this person.
    """
    growth = math.log(max(n_affirmed, 1) / 3)
    known = KNOWN_AT_THREE - KNOWN_SLOPE * growth
    stars = STARS_AT_THREE - STARS_SLOPE * growth
    long = n_affirmed**2 / (n_affirmed**2 + LONG_HISTORY**2)
    linear = 0.15 + 0.2 * long
    return Shares(
        ensemble=1 - linear,
        linear_long=linear * long,
        linear_short=linear * (1 - long),
        stars=min(max(stars, STARS_AT_LAST), STARS_AT_THREE),
        known=min(max(known, KNOWN_AT_LAST), KNOWN_AT_MOST),
    )


def score_items(
    model: Model,
    user: UserEmbedding,
    *,
    among: NDArray[np.bool_] | None = None,
    pull: NDArray[np.float32] | None = None,
) -> NDArray[np.float32]:
    """How much the person would want each item, shape (n_items,); higher is better.

    Scores only rank: they compare items for one person and one list and mean nothing else. They
    are what the person would come to, levelled below the leading places of the list, and how well
    they would like it.

    Parameters
    ----------
    among : bool array, shape (n_items,), optional
        The items that the list is made from; all but the person's own when not given.
    pull : float32 array, shape (n_items,), optional
        What `attraction` made of the person, where it is at hand.
    """
    if pull is None:
        pull = attraction(model, user)
    lead = last_leading(pull[listed(model, user, among)], lead_places(user.n_affirmed))
    return level(pull, lead) + liking(model, user)


def attraction(model: Model, user: UserEmbedding) -> NDArray[np.float32]:
    """How likely the person comes to each item, whether they like it or not, shape (n_items,).

    Each part is brought to mean 0 and deviation 1 first: the mean over the ensemble, the two
    linear parts, how widely a film is known.
    """
    shares = part_shares(user.n_affirmed)
    long, short = _linear(model, user)
    pull = shares.ensemble * _ensemble(model, user)
    pull += shares.linear_long * long + shares.linear_short * short
    pull += shares.known * knownness(model)
    return np.asarray(pull, dtype=np.float32)


def liking(model: Model, user: UserEmbedding) -> NDArray[np.float32]:
    """What the stars expected add to each item's score, shape (n_items,)."""
    share = np.float32(part_shares(user.n_affirmed).stars)
    return share * standardise(expected_stars(model, user))


def listed(model: Model, user: UserEmbedding, among: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    """The items that a list is made from: all but the person's own unless it is said."""
    if among is not None:
        return among
    others = np.ones(model.n_items, dtype=np.bool_)
    others[user.items] = False
    return others


def lead_places(n_affirmed: int) -> int:
    """Places of a list that are led by attraction, for so many affirming ratings."""
    return min(LEAD_PLACES + LEAD_PLACES_EACH * max(n_affirmed, 0), LEAD_PLACES_AT_MOST)


def last_leading(pull: NDArray[np.float32], n_places: int) -> np.float32 | None:
    """Attraction at the last of the leading places of a list; None where there are no others."""
    if len(pull) <= n_places:
        return None
    last: np.float32 = np.partition(pull, -n_places)[-n_places]
    return last


def level(pull: NDArray[np.float32], lead: np.float32 | None) -> NDArray[np.float32]:
    """Attraction as it is well above `lead`, with the slope `LEVELLED_SLOPE` well below it."""
    if lead is None:
        return pull
    bent = lead + BEND * np.logaddexp(np.float32(0), (pull - lead) / np.float32(BEND))
    return np.asarray(LEVELLED_SLOPE * pull + (1 - LEVELLED_SLOPE) * bent, dtype=np.float32)


def expected_stars(model: Model, user: UserEmbedding) -> NDArray[np.float32]:
    """Stars the person would give each item: its level, their generosity and their taste."""
    taste = products(model.item_embeddings, user.taste)
    taste /= model.item_lengths
    stars = model.item_levels + user.generosity + taste.sum(axis=0)
    return np.asarray(stars, dtype=np.float32)


def top_k(scores: NDArray[np.float32], k: int, allowed: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Indices of the k best-scored allowed items, best first.

    Parameters
    ----------
    scores : float32 array, shape (n_items,)
    k : int
        At most this many are returned; fewer when fewer are allowed.
    allowed : bool array, shape (n_items,)

    Returns
    -------
    int array, shape (min(k, n_allowed),)
        Ties go to the lower index, so a list is the same on every machine.
    """
    if k < 0:
        raise ValueError(f"a list cannot have {k} items")
    if scores.shape != allowed.shape:
        raise ValueError("scores and allowed must have the same length")
    candidates = np.flatnonzero(allowed)
    k = min(k, len(candidates))
    if k == 0:
        return candidates[:0]
    values = -scores[candidates]
    if k < len(candidates):
        # Everything up to the k-th best value, ties of it included, then a stable sort of those.
        kept = values <= np.partition(values, k - 1)[k - 1]
        candidates, values = candidates[kept], values[kept]
    best: NDArray[np.intp] = candidates[np.argsort(values, kind="stable")[:k]]
    return best


def diversify(
    model: Model,
    scores: NDArray[np.float32],
    candidates: NDArray[np.integer],
    k: int,
    variety: float,
) -> NDArray[np.intp]:
    """Up to k of the candidates, each chosen for its score and for being unlike those before it.

    Maximal marginal relevance (Carbonell and Goldstein 1998): with `variety` 0 the order is that
    of the scores, with 1 the first is the best and each next the least like those chosen.

    Parameters
    ----------
    candidates : integer array
        Items to choose from, e.g. the 100 best; ties go to the one named first.
    variety : float
        0 to 1.
    """
    if not 0 <= variety <= 1:
        raise ValueError(f"variety goes from 0 to 1, not {variety:g}")
    by_score: NDArray[np.intp] = np.asarray(candidates, dtype=np.intp)
    by_score = by_score[np.argsort(-scores[by_score], kind="stable")]
    k = min(k, len(by_score))
    if variety == 0 or k < 2:
        return by_score[:k]
    relevance = _to_unit(scores[by_score])
    vectors = unit_embeddings(model, by_score)
    likeness = np.full(len(by_score), -1.0, dtype=np.float32)
    left = np.ones(len(by_score), dtype=bool)
    chosen: list[int] = []
    for _ in range(k):
        gain = (1 - variety) * relevance - variety * likeness
        best = int(np.argmax(np.where(left, gain, -np.inf))) if chosen else 0
        chosen.append(best)
        left[best] = False
        likeness = np.maximum(likeness, np.einsum("mkc,mc->k", vectors, vectors[:, best]))
    return by_score[chosen]


def dial_price(model: Model, dial: float) -> NDArray[np.float32]:
    """What each film pays for being too widely known (dial below 0) or too little (above).

    Turned to -1/3, -2/3 and -1 a film pays for every doubling of its ratings above a quarter, an
    eighth and a sixteenth of those that the best-known film has; turned to 1/3, 2/3 and 1, for
    every halving below 25, 42 and 71% of them.
    """
    if not -1 <= dial <= 1:
        raise ValueError(f"the popularity dial goes from -1 to 1, not {dial:g}")
    if dial == 0:
        return np.zeros(model.n_items, dtype=np.float32)
    counts = np.maximum(model.item_counts, 1)
    octaves = np.log2(counts.max() / counts) - (1 - 3 * dial if dial < 0 else 2.75 - 2.25 * dial)
    beyond = np.maximum(-octaves if dial < 0 else octaves, 0)
    return np.asarray(DIAL_STRENGTH * beyond, dtype=np.float32)


def too_few_ratings(model: Model) -> NDArray[np.bool_]:
    """Which items have too few community ratings to say anything about, shape (n_items,).

    Not those that nobody rated and that features have given a place.
    """
    few: NDArray[np.bool_] = (model.item_counts < MIN_RATINGS) & ~model.is_cold
    return few


def _ensemble(model: Model, user: UserEmbedding) -> NDArray[np.float32]:
    members = products(model.item_embeddings, user.user_embeddings)
    members += model.item_biases
    return np.asarray(np.mean([standardise(member) for member in members], axis=0))


def knownness(model: Model) -> NDArray[np.float32]:
    """How widely each item is known: the logarithm of its ratings, standardised.

    A film of which the community knows nothing counts as one that is known as widely as most.
    """
    known = standardise(np.log1p(model.item_counts.astype(np.float32)))
    known[model.is_cold] = 0
    return known


def _linear(model: Model, user: UserEmbedding) -> list[NDArray[np.float32]]:
    """Scores of the linear item-item part (Steck 2019): no item speaks for itself."""
    there, rows = linear_rows(model, user.items)
    affirmed = user.affirmation[there]
    parts = []
    for factors, scales, embedding in zip(
        model.linear_factors, model.linear_scales, user.linear_embeddings, strict=True
    ):
        scores = factors @ embedding
        own = factors[rows]
        scores[rows] -= affirmed / scales[0, rows] * np.einsum("ir,ir->i", own, own)
        parts.append(standardise(over_items(model, scores * scales[1])))
    return parts


def standardise(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Values with mean 0 and deviation 1; zeros when all are equal."""
    deviation = values.std()
    if deviation == 0:
        return np.zeros_like(values)
    return np.asarray((values - values.mean()) / deviation)


def _to_unit(values: NDArray[np.float32]) -> NDArray[np.float32]:
    lowest, highest = values.min(), values.max()
    if lowest == highest:
        return np.ones_like(values)
    return np.asarray((values - lowest) / (highest - lowest))
