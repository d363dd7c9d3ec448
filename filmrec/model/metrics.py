"""How good a ranking is, from where the relevant items stand in it.

`ndcg` and `recall` look at ranks (`item_ranks` turns scores into them), `auc` at scores, `coverage`
at whole lists. A measure that is undefined for one person is nan: leave that person out of the
mean, as `numpy.nanmean` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def item_ranks(
    scores: NDArray[np.floating[Any]], items: NDArray[np.integer[Any]], allowed: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Where `items` stand among all allowed items, the best being 1.

    Parameters
    ----------
    scores : float array, shape (n_items,)
        Higher is better.
    items : int array, shape (n,)
        Allowed items.
    allowed : bool array, shape (n_items,)
        The candidates.

    Returns
    -------
    int array, shape (n,)
        Ties go to the lower index, as in `top_k`; each rank is held by one item.

    Raises
    ------
    ValueError
        When one of `items` is not allowed: it has no rank.
    """
    if not allowed[items].all():
        raise ValueError("an item that is not allowed has no rank")
    candidates = np.flatnonzero(allowed)
    best_first = candidates[np.argsort(-scores[candidates], kind="stable")]
    places = np.zeros(len(scores), dtype=np.intp)
    places[best_first] = np.arange(1, len(best_first) + 1)
    ranks: NDArray[np.intp] = places[items]
    return ranks


def ndcg(ranks: NDArray[np.integer[Any]], k: int) -> float:
    """Normalised discounted cumulative gain of the first k places, relevance being yes or no.

    An item in place `i` gains `1 / log2(i + 1)`; the sum is divided by that of the best possible
    list, which has `min(k, n_relevant)` relevant items in front, so that 1 can always be reached.

    Parameters
    ----------
    ranks : int array, shape (n_relevant,)
        Places of the relevant items in the list, from 1, in any order, no two alike; those
        beyond `k` gain nothing.
    k : int
        At least 1.

    Returns
    -------
    float
        Between 0 and 1; nan when nothing is relevant.

    Notes
    -----
    Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4),
    2002, with the base 2 discount by `log2(i + 1)` that is now usual, which discounts the second
    place already.
    """
    _check_places(k)
    if len(ranks) == 0:
        return float("nan")
    ideal = np.arange(1, min(k, len(ranks)) + 1)
    # Summed in the same order as the ideal, so that a perfect list is exactly 1.
    found = np.sort(ranks[ranks <= k])
    return float(np.sum(1 / np.log2(found + 1)) / np.sum(1 / np.log2(ideal + 1)))


def recall(ranks: NDArray[np.integer[Any]], k: int) -> float:
    """Relevant items among the first k places, as a share of the most that fit there.

    Parameters
    ----------
    ranks : int array, shape (n_relevant,)
        As for `ndcg`.
    k : int
        At least 1.

    Returns
    -------
    float
        Hits divided by `min(k, n_relevant)`, between 0 and 1; nan when nothing is relevant.

    Notes
    -----
    The normalisation of Liang et al., "Variational autoencoders for collaborative filtering",
    WWW 2018: someone with a hundred hidden favourites can still reach 1.
    """
    _check_places(k)
    if len(ranks) == 0:
        return float("nan")
    return int(np.count_nonzero(ranks <= k)) / min(k, len(ranks))


def auc(liked: NDArray[np.floating[Any]], disliked: NDArray[np.floating[Any]]) -> float:
    """Chance that a liked item scores above a disliked one, a tie counting one half.

    Parameters
    ----------
    liked : float array, shape (n_liked,)
        Scores of the liked items.
    disliked : float array, shape (n_disliked,)
        Scores of the disliked items.

    Returns
    -------
    float
        The area under the ROC curve, between 0 and 1; nan when either side is empty.

    Notes
    -----
    The Mann-Whitney form: Hanley and McNeil, "The meaning and use of the area under a receiver
    operating characteristic (ROC) curve", Radiology 143(1), 1982.
    """
    if len(liked) == 0 or len(disliked) == 0:
        return float("nan")
    ordered = np.sort(disliked)
    below = np.searchsorted(ordered, liked, side="left")
    not_above = np.searchsorted(ordered, liked, side="right")
    return int(np.sum(below + not_above)) / (2 * len(liked) * len(disliked))


def coverage(lists: Sequence[NDArray[np.integer[Any]]]) -> int:
    """How many different items all the lists hold together; 0 without a list."""
    return int(np.unique(np.concatenate(lists)).size) if lists else 0


def _check_places(k: int) -> None:
    if k < 1:
        raise ValueError(f"a list has at least one place, not {k}")
