"""How well the model does for one person, told from ratings hidden from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from filmrec.model.calibrate import LIKED_STARS
from filmrec.model.fold_in import fold_in
from filmrec.model.metrics import auc
from filmrec.model.rank import score_items

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from filmrec.model.artifact import Model

DISLIKED_STARS = 3.0
N_BOOTSTRAP = 2000
_INTERVAL = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one way of ranking put the hidden favourites.

    Parameters
    ----------
    percentiles : float array, shape (n_favourites,)
        Share of the films not given that rank below each favourite, 0 to 100; half of ties.
    mean_percentile : float
        NaN without favourites.
    interval : pair of floats
        95% bootstrap interval of `mean_percentile`; NaN with fewer than two favourites.
    hits_at_10, hits_at_50 : int
        Favourites among the first 10 and 50.
    auc : float
        Chance that a hidden favourite ranks above a hidden film of at most 3 stars; NaN when
        there are not both.
    """

    percentiles: NDArray[np.float64]
    mean_percentile: float
    interval: tuple[float, float]
    hits_at_10: int
    hits_at_50: int
    auc: float


@dataclass(frozen=True, slots=True)
class PersonEvaluation:
    """The hidden favourites of a person, ranked by the model, by popularity and by chance.

    `items` and `stars` are what was hidden; `favourites` are positions in them, in the order of
    the placements' percentiles. Chance is exact: percentile 50, `chance_hits_at_10` expected
    hits. `n_candidates` films were ranked.
    """

    items: NDArray[np.intp]
    stars: NDArray[np.float32]
    favourites: NDArray[np.intp]
    n_given: int
    n_candidates: int
    model: Placement
    popularity: Placement
    chance_hits_at_10: float
    chance_hits_at_50: float


def evaluate_person(
    model: Model,
    items: ArrayLike,
    stars: ArrayLike,
    *,
    holdout: float = 0.2,
    seed: int = 0,
) -> PersonEvaluation:
    """Hide a person's newest ratings, fold in the rest and see where the hidden ones rank.

    Parameters
    ----------
    items, stars : arrays, shape (n_ratings,)
        Oldest first.
    holdout : float
        Share hidden, between 0 and 1; at least one rating is hidden and one is given.
    seed : int
        Of the bootstrap.

    Raises
    ------
    ValueError
        With fewer than two ratings or a holdout outside its range.
    """
    if not 0 < holdout < 1:
        raise ValueError(f"holdout goes from 0 to 1, both excluded, not {holdout:g}")
    own: NDArray[np.intp] = np.asarray(items, dtype=np.intp)
    given: NDArray[np.float32] = np.asarray(stars, dtype=np.float32)
    if len(own) < 2:
        raise ValueError("an evaluation takes at least two ratings")
    n_given = len(own) - min(max(round(holdout * len(own)), 1), len(own) - 1)
    hidden, hidden_stars = own[n_given:], given[n_given:]
    scores = score_items(model, fold_in(model, own[:n_given], given[:n_given]))
    candidates = np.ones(model.n_items, dtype=bool)
    candidates[own[:n_given]] = False
    n_candidates = int(candidates.sum())
    favourites = np.flatnonzero(hidden_stars >= LIKED_STARS)
    disliked = np.flatnonzero(hidden_stars <= DISLIKED_STARS)

    def place(values: NDArray[np.float32]) -> Placement:
        return _placement(values[candidates], values[hidden], favourites, disliked, seed)

    return PersonEvaluation(
        items=hidden,
        stars=hidden_stars,
        favourites=favourites,
        n_given=n_given,
        n_candidates=n_candidates,
        model=place(scores),
        popularity=place(model.item_counts.astype(np.float32)),
        chance_hits_at_10=len(favourites) * min(10 / n_candidates, 1),
        chance_hits_at_50=len(favourites) * min(50 / n_candidates, 1),
    )


def _placement(
    candidate_scores: NDArray[np.float32],
    hidden_scores: NDArray[np.float32],
    favourites: NDArray[np.intp],
    disliked: NDArray[np.intp],
    seed: int,
) -> Placement:
    wanted = hidden_scores[favourites]
    above = (candidate_scores[None, :] > wanted[:, None]).sum(axis=1)
    # A favourite is a candidate itself and ties with itself.
    tied = (candidate_scores[None, :] == wanted[:, None]).sum(axis=1) - 1
    n_others = max(len(candidate_scores) - 1, 1)
    percentiles = 100 * (1 - (above + tied / 2) / n_others)
    return Placement(
        percentiles=percentiles,
        mean_percentile=float(percentiles.mean()) if len(percentiles) else float("nan"),
        interval=_bootstrap(percentiles, seed),
        hits_at_10=int((above + tied / 2 < 10).sum()),
        hits_at_50=int((above + tied / 2 < 50).sum()),
        auc=auc(wanted, hidden_scores[disliked]),
    )


def _bootstrap(values: NDArray[np.float64], seed: int) -> tuple[float, float]:
    if len(values) < 2:
        return float("nan"), float("nan")
    rng = np.random.default_rng(seed)
    means = values[rng.integers(len(values), size=(N_BOOTSTRAP, len(values)))].mean(axis=1)
    low, high = np.percentile(means, _INTERVAL)
    return float(low), float(high)
