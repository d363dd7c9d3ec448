"""The program's own model, through the functions that its commands call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filmrec.model.fold_in import fold_in
from filmrec.model.hyperparameters import Hyperparameters
from filmrec.model.interactions import Interactions
from filmrec.model.rank import score_items
from filmrec.model.train import train

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from filmrec.model.artifact import Model
    from tests.benchmarks.protocol import Scorer


def fit_ours(training: csr_matrix) -> Scorer:
    """As shipped: one model with the default hyperparameters, whatever the set and setting."""
    model = train(as_interactions(training), Hyperparameters())
    return lambda given: score_people(model, given)


def score_people(model: Model, given: csr_matrix) -> NDArray[np.float32]:
    scores = np.empty(given.shape, dtype=np.float32)
    for person in range(given.shape[0]):
        row = given[person]
        scores[person] = score_items(model, fold_in(model, row.indices, row.data))
    return scores


def as_interactions(ratings: csr_matrix) -> Interactions:
    return Interactions(
        offsets=ratings.indptr.astype(np.int64),
        items=ratings.indices,
        half_stars=np.rint(ratings.data * 2).astype(np.uint8),
        n_items=ratings.shape[1],
    )
