"""What the model is measured against: each peer a function from ratings to a scorer, and a grid.

`fit(training, **setting)` learns from ratings of shape (n_people, n_items) and returns a function
from held-out people's given ratings to scores of every film. Grids hold the settings that did
best on the sets this was tried on, and their neighbours.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tests.benchmarks.protocol import LIKED, Scorer

FloatArray = NDArray[np.float32]
Parameters = dict[str, Any]

# Beyond this many films a dense film-by-film matrix no longer fits an ordinary machine.
MAX_DENSE = 20_000
ALL_FILMS = 10**6  # more neighbours than any film has


class MethodUnavailableError(Exception):
    """This method cannot run here; the message says why and what would help."""


@dataclass(frozen=True, slots=True)
class Method:
    """A method with the settings it is tuned over, on the mean of `criterion` (ndcg or auc).

    It is tuned for each number of ratings given, which is more than a program can do that has one
    model for everybody; with `one_setting` it is tuned for all of them together.
    """

    name: str
    fit: Callable[..., Scorer]
    grid: Mapping[str, tuple[Any, ...]]
    quick_grid: Mapping[str, tuple[Any, ...]]
    criterion: str = "ndcg"
    one_setting: bool = False

    def settings(self, *, quick: bool) -> list[Parameters]:
        grid = self.quick_grid if quick else self.grid
        return [
            dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())
        ]


def weigh(ratings: csr_matrix, weighting: str) -> csr_matrix:
    """Ratings as the strength of an implicit signal.

    "binary": 1 for every rating. "liked": 1 from four stars, nothing below. "graded": a third
    of the stars above one, at least 0.1. "centred": stars minus the person's own mean.
    """
    stars = ratings.data
    if weighting == "binary":
        weights = np.ones_like(stars)
    elif weighting == "liked":
        weights = (stars >= LIKED).astype(np.float32)
    elif weighting == "graded":
        weights = np.maximum((stars - 1) / 3, np.float32(0.1))
    elif weighting == "centred":
        lengths = np.diff(ratings.indptr)
        sums = np.asarray(ratings.sum(axis=1)).ravel()
        weights = stars - np.repeat(sums / np.maximum(lengths, 1), lengths)
    else:
        raise ValueError(f"no weighting is called {weighting!r}")
    # A copy: dropping the zeros below would otherwise reach into the caller's index arrays.
    weighted = csr_matrix(
        (weights.astype(np.float32), ratings.indices, ratings.indptr),
        shape=ratings.shape,
        copy=True,
    )
    weighted.eliminate_zeros()
    return weighted


def fit_popularity(training: csr_matrix, *, weighting: str) -> Scorer:
    """Films by the number of people who rated them (or liked them), the same for everybody."""
    return _same_for_all(np.asarray(weigh(training, weighting).sum(axis=0)).ravel())


def fit_community_mean(training: csr_matrix, *, damping: float) -> Scorer:
    """Films by their mean rating, as if `damping` people more had given the overall mean."""
    sums = np.asarray(training.sum(axis=0)).ravel()
    counts = np.asarray((training > 0).sum(axis=0)).ravel()
    overall = sums.sum() / counts.sum()
    return _same_for_all((sums + damping * overall) / (counts + damping))


def fit_item_knn(
    training: csr_matrix, *, weighting: str, neighbours: int, shrinkage: float
) -> Scorer:
    """Item-based nearest neighbours: a film scores the sum of its similarities to those given.

    Cosine similarity with `shrinkage` added to its denominator, of which each film keeps the
    `neighbours` largest (Deshpande and Karypis, ACM TOIS 22(1), 2004). On centred ratings this
    is the adjusted cosine of Sarwar et al., WWW 2001.
    """
    _check_dense(training.shape[1])
    weighted = weigh(training, weighting)
    norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=0)).ravel())
    similarity = (weighted.T @ weighted).tocsr()
    similarity.setdiag(0)
    for film, (start, end) in enumerate(itertools.pairwise(similarity.indptr)):
        others = similarity.indices[start:end]
        values = similarity.data[start:end]
        values /= norms[film] * norms[others] + np.float32(max(shrinkage, 1e-6))
        _keep_largest(values, neighbours)
    similarity.eliminate_zeros()
    neighbours_of = similarity.T.tocsr()
    return lambda given: (weigh(given, weighting) @ neighbours_of).toarray()


def fit_ease(training: csr_matrix, *, weighting: str, regularisation: float) -> Scorer:
    """EASE^R: the film-by-film weights of least squared error with a diagonal of zero.

    Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019: with
    `P = (X'X + r I)^-1` the weights are `I - P / diag(P)`, column by column. Where there are fewer
    people than films the same P is had from the smaller people-by-people inverse (Woodbury).
    """
    n_people, n_items = training.shape
    _check_dense(min(n_people, n_items))
    weighted = weigh(training, weighting).astype(np.float64)
    if n_people < n_items:
        gram = (weighted @ weighted.T).toarray()
        gram[np.diag_indices(n_people)] += regularisation
        dense = weighted.toarray()
        right = np.linalg.solve(gram, dense)
        diagonal = (1 - np.einsum("ui,ui->i", dense, right)) / regularisation

        def multiply(given: csr_matrix) -> NDArray[np.float64]:
            explained = (given @ weighted.T).toarray() @ right
            return np.asarray((given.toarray() - explained) / regularisation)
    else:
        gram = (weighted.T @ weighted).toarray()
        gram[np.diag_indices(n_items)] += regularisation
        inverse = np.linalg.inv(gram)
        diagonal = np.diag(inverse)

        def multiply(given: csr_matrix) -> NDArray[np.float64]:
            return np.asarray(given @ inverse)

    def score(given: csr_matrix) -> FloatArray:
        strength = weigh(given, weighting).astype(np.float64)
        scores = strength.toarray() - multiply(strength) / diagonal
        return np.asarray(scores, dtype=np.float32)

    return score


def fit_ials(
    training: csr_matrix,
    *,
    weighting: str,
    factors: int,
    regularisation: float,
    alpha: float,
) -> Scorer:
    """Matrix factorisation for implicit feedback by alternating least squares.

    Hu, Koren and Volinsky, ICDM 2008, as the package `implicit` does it. A held-out person's
    factors are the solution of the same least squares with the films' factors fixed.

    Raises
    ------
    MethodUnavailableError
        When `implicit` is not installed.
    """
    try:
        from implicit.cpu.als import AlternatingLeastSquares
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # has no types
    except ModuleNotFoundError as error:
        raise MethodUnavailableError(
            "needs the package implicit: python -m pip install -e '.[peers]'"
        ) from error
    # The package runs threads of its own; those of BLAS below them cost a factor of ten.
    with threadpool_limits(1, "blas"):
        model = AlternatingLeastSquares(
            factors=factors,
            regularization=regularisation,
            alpha=alpha,
            iterations=15,
            random_state=0,
        )
        model.fit(weigh(training, weighting), show_progress=False)

    def score(given: csr_matrix) -> FloatArray:
        people = np.arange(given.shape[0])
        with threadpool_limits(1, "blas"):
            found = model.recalculate_user(people, weigh(given, weighting))
        return np.asarray(found @ model.item_factors.T, dtype=np.float32)

    return score


def _same_for_all(scores: NDArray[np.floating[Any]]) -> Scorer:
    shared = scores.astype(np.float32)
    return lambda given: np.broadcast_to(shared, (given.shape[0], len(shared)))


def _keep_largest(values: FloatArray, count: int) -> None:
    """Set all but the `count` largest to zero, in place; equals of the smallest kept stay too."""
    if len(values) > count:
        smallest = np.partition(values, -count)[-count]
        values[values < smallest] = 0


def _check_dense(size: int) -> None:
    if size > MAX_DENSE:
        raise MethodUnavailableError(f"needs a dense matrix of {size:,} by {size:,}: too large")


EASE_GRID = {
    "weighting": ("graded", "liked", "binary"),
    "regularisation": (
        *(50.0, 100.0, 200.0, 300.0, 500.0),
        *(1000.0, 2000.0, 4000.0, 8000.0, 16_000.0, 32_000.0),
    ),
}
QUICK_EASE_GRID = {"weighting": ("graded",), "regularisation": (200.0, 2000.0, 16_000.0)}

PEERS = (
    Method(
        "popularity",
        fit_popularity,
        grid={"weighting": ("binary", "liked", "graded")},
        quick_grid={"weighting": ("binary", "liked")},
    ),
    Method(
        "community mean",
        fit_community_mean,
        grid={"damping": (1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0)},
        quick_grid={"damping": (3.0, 5.0)},
        criterion="auc",  # what it is good at: it knows nothing of what is popular
    ),
    Method(
        "item k-nearest",
        fit_item_knn,
        grid={
            "weighting": ("graded", "liked"),
            "neighbours": (100, 500, ALL_FILMS),
            "shrinkage": (0.0, 10.0, 30.0, 100.0, 300.0),
        },
        quick_grid={
            "weighting": ("graded",),
            "neighbours": (100, ALL_FILMS),
            "shrinkage": (30.0, 100.0),
        },
    ),
    Method(
        "EASE",
        fit_ease,
        grid=EASE_GRID,
        quick_grid=QUICK_EASE_GRID,
    ),
    Method(
        "EASE one setting",
        fit_ease,
        grid={**EASE_GRID, "weighting": ("graded",)},
        quick_grid=QUICK_EASE_GRID,
        one_setting=True,
    ),
    Method(
        "iALS",
        fit_ials,
        grid={
            "weighting": ("graded", "liked"),
            "factors": (64, 128),
            "regularisation": (5.0, 20.0, 50.0),
            "alpha": (1.0, 2.0, 4.0),
        },
        quick_grid={
            "weighting": ("graded",),
            "factors": (64,),
            "regularisation": (20.0, 50.0),
            "alpha": (2.0, 4.0),
        },
    ),
)
