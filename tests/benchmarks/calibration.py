"""Whether the `match` of a recommendation comes true: of 100 such films, how many are liked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filmrec.model.calibrate import match
from filmrec.model.fold_in import fold_in
from filmrec.model.hyperparameters import Hyperparameters
from filmrec.model.rank import attraction
from filmrec.model.train import train
from tests.benchmarks.ours import as_interactions
from tests.benchmarks.protocol import LIKED, SETTINGS, FloatArray, Split

N_BINS = 10


@dataclass(frozen=True, slots=True)
class Reliability:
    """Hidden films by the match predicted for them, in `N_BINS` equal steps from 0 to 100.

    `predicted` and `liked` are means in percent per bin, nan in an empty one; `error` is the
    expected calibration error, `error_share` the mean squared error over that of a match that
    always says the overall share (1: it knows nothing more, 0: it knows everything).
    """

    setting: str
    counts: NDArray[np.intp]
    predicted: FloatArray
    liked: FloatArray
    error: float
    error_share: float


def calibration(splits: list[Split]) -> list[Reliability]:
    """One table for each setting, over the hidden films of all held-out people."""
    pairs: dict[str, list[tuple[FloatArray, NDArray[np.bool_]]]] = {s.name: [] for s in SETTINGS}
    for split in splits:
        model = train(as_interactions(split.training), Hyperparameters())
        for name, holdout in split.holdouts.items():
            for row in range(len(holdout.people)):
                given, hidden = holdout.given[row], holdout.hidden[row]
                user = fold_in(model, given.indices, given.data)
                said = match(model, user, attraction(model, user), hidden.indices)
                pairs[name].append((said.astype(np.float64), hidden.data >= LIKED))
    return [
        reliability(name, *(np.concatenate(side) for side in zip(*found, strict=True)))
        for name, found in pairs.items()
        if found
    ]


def reliability(setting: str, predicted: FloatArray, liked: NDArray[np.bool_]) -> Reliability:
    """Bins of predictions from 0 to 100 beside what came true (Guo et al., ICML 2017)."""
    bins = np.minimum((predicted * N_BINS / 100).astype(np.intp), N_BINS - 1)
    counts = np.bincount(bins, minlength=N_BINS)
    with np.errstate(invalid="ignore"):  # an empty bin has no mean: nan
        means = np.bincount(bins, predicted, N_BINS) / counts
        shares = 100 * np.bincount(bins, liked, N_BINS) / counts
    error = np.nansum(np.abs(means - shares) * counts) / counts.sum()
    truth = 100.0 * liked
    left = np.mean((predicted - truth) ** 2) / np.var(truth) if truth.std() else float("nan")
    return Reliability(setting, counts, means, shares, float(error), float(left))


def as_text(tables: list[Reliability]) -> str:
    lines = ["match: predicted and liked in percent (number of hidden films)"]
    for table in tables:
        lines.append(
            f"  {table.setting}: calibration error {table.error:.1f} points, "
            f"squared error {table.error_share:.3f} of the overall share's"
        )
        for count, predicted, liked in zip(table.counts, table.predicted, table.liked, strict=True):
            if count:
                lines.append(f"    {predicted:>5.1f} {liked:>5.1f} {f'({count:,})':>9}")
    return "\n".join(lines)
