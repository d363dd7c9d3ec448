"""Strong generalisation: people the models never saw, some of their ratings given, the rest hidden.

The people are dealt into five folds. Each test split holds one fold out of training; the folds
that are never tested serve for tuning, held out in the same way. So no person is a test person
twice, and no test person is ever asked when a method's settings are chosen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from filmrec.model.metrics import auc, item_ranks, ndcg, recall

N_FOLDS = 5
LIKED = 4.0  # stars from which a film is relevant
DISLIKED = 3.0  # stars up to which it is not liked
NDCG_PLACES = 10
RECALL_PLACES = 20
# Scores are dense: this many people by every film at once.
BATCH = 256

FloatArray = NDArray[np.float64]
# Ratings given, shape (n, n_items), to scores of every film, same shape; higher is better.
Scorer = Callable[[csr_matrix], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Setting:
    """How much of a held-out person's ratings is given: a number of them or a share."""

    name: str
    given: int | float

    def n_given(self, n_ratings: int) -> int:
        """How many of `n_ratings` are given; 0 when too few would be left to hide."""
        if isinstance(self.given, float):
            return int(self.given * n_ratings)
        return self.given if n_ratings > self.given else 0


SETTINGS = (Setting("3 in", 3), Setting("10 in", 10), Setting("80% in", 0.8))


@dataclass(frozen=True, slots=True)
class Holdout:
    """The held-out people of one split in one setting, a row each.

    `people` are their rows in the whole set; `given` and `hidden` have shape (n, n_items) and
    share no film. Everyone here has at least one hidden film that they liked.
    """

    people: NDArray[np.intp]
    given: csr_matrix
    hidden: csr_matrix


@dataclass(frozen=True, slots=True)
class Split:
    """`training` holds the ratings of everybody else; `holdouts` is by the setting's name."""

    training: csr_matrix
    holdouts: dict[str, Holdout]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One method on the people of one or more holdouts: arrays of shape (n_people,).

    `auc` is nan for those who hide no disliked film; `top` holds each person's first ten films,
    `split` the number of the split they were held out in, `seconds` what one person took.
    """

    ndcg: FloatArray
    recall: FloatArray
    auc: FloatArray
    top: NDArray[np.intp]
    split: NDArray[np.intp]
    seconds: FloatArray


def deal_folds(n_people: int, seed: int) -> list[NDArray[np.intp]]:
    """All people, dealt at random into five folds, each in random order."""
    shuffled = np.random.default_rng(seed).permutation(n_people)
    return list(np.array_split(shuffled, N_FOLDS))


def hold_out(
    ratings: csr_matrix, people: NDArray[np.intp], seed: int, *, limit: int | None = None
) -> Split:
    """The split that trains on everybody but `people`, of whom at most `limit` are measured.

    What is given is drawn at random with the seed and the person alone, so it does not change
    with the split; what "3 in" gives is also given in "10 in" and, where that is more, "80% in".
    """
    kept = np.ones(ratings.shape[0], dtype=np.bool_)
    kept[people] = False
    measured = people[:limit]
    holdouts = {setting.name: _hide(ratings, measured, setting, seed) for setting in SETTINGS}
    return Split(ratings[kept], holdouts)


def evaluate(score: Scorer, holdout: Holdout, split: int = 0) -> Outcome:
    """Every measure for every person of the holdout; all films not given are candidates."""
    n = len(holdout.people)
    measures = np.empty((3, n))
    top = np.empty((n, NDCG_PLACES), dtype=np.intp)
    elapsed = 0.0
    for start in range(0, n, BATCH):
        given = holdout.given[start : start + BATCH]
        began = time.perf_counter()
        scores = score(given)
        elapsed += time.perf_counter() - began
        for row in range(given.shape[0]):
            allowed = np.ones(scores.shape[1], dtype=np.bool_)
            allowed[given[row].indices] = False
            person = start + row
            hidden = holdout.hidden[person]
            measures[:, person], top[person] = _measure(scores[row], hidden, allowed)
    return Outcome(
        ndcg=measures[0],
        recall=measures[1],
        auc=measures[2],
        top=top,
        split=np.full(n, split),
        seconds=np.full(n, elapsed / max(n, 1)),
    )


def join(outcomes: list[Outcome]) -> Outcome:
    """The people of several splits as one."""
    return Outcome(
        *(
            np.concatenate([getattr(outcome, name) for outcome in outcomes])
            for name in Outcome.__dataclass_fields__
        )
    )


def _hide(ratings: csr_matrix, people: NDArray[np.intp], setting: Setting, seed: int) -> Holdout:
    chosen, given, hidden = [], [], []
    for person in people:
        row = ratings[person]
        n_given = setting.n_given(row.nnz)
        order = np.random.default_rng([seed, person]).permutation(row.nnz)
        left = order[n_given:]
        if n_given == 0 or not (row.data[left] >= LIKED).any():
            continue
        chosen.append(person)
        given.append(_part(row, order[:n_given]))
        hidden.append(_part(row, left))
    nobody = csr_matrix((0, ratings.shape[1]), dtype=ratings.dtype)
    return Holdout(
        people=np.array(chosen, dtype=np.intp),
        given=vstack([nobody, *given], format="csr"),
        hidden=vstack([nobody, *hidden], format="csr"),
    )


def _part(row: csr_matrix, positions: NDArray[np.intp]) -> csr_matrix:
    positions = np.sort(positions)
    bounds = np.array([0, len(positions)])
    return csr_matrix((row.data[positions], row.indices[positions], bounds), shape=row.shape)


def _measure(
    scores: NDArray[np.float32], hidden: csr_matrix, allowed: NDArray[np.bool_]
) -> tuple[tuple[float, float, float], NDArray[np.intp]]:
    items, stars = hidden.indices, hidden.data
    liked, disliked = items[stars >= LIKED], items[stars <= DISLIKED]
    candidates = np.flatnonzero(allowed)
    ranks = item_ranks(scores, candidates, allowed)
    places = np.zeros(len(scores), dtype=np.intp)
    places[candidates] = ranks
    first = ranks <= NDCG_PLACES
    top = candidates[first][np.argsort(ranks[first])]
    measures = (
        ndcg(places[liked], NDCG_PLACES),
        recall(places[liked], RECALL_PLACES),
        auc(scores[liked], scores[disliked]),
    )
    return measures, top
