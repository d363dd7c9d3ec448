"""Tuning and measuring: from a set and its methods to what the tables show."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.datasets import Dataset
from tests.benchmarks.peers import Method, MethodUnavailableError, Parameters
from tests.benchmarks.protocol import (
    N_FOLDS,
    SETTINGS,
    FloatArray,
    Outcome,
    Split,
    deal_folds,
    evaluate,
    hold_out,
    join,
)

MAX_SPLITS = N_FOLDS - 1  # at least one fold is left for tuning
QUICK_PEOPLE = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is run: a quick one has smaller grids and fewer people to measure."""

    splits: int
    seed: int
    quick: bool

    @property
    def limit(self) -> int | None:
        return QUICK_PEOPLE if self.quick else None


@dataclass(frozen=True, slots=True)
class Row:
    """One method on one set; `chosen` and `outcomes` are by the name of the setting.

    Where a method cannot run, `unavailable` says why and the rest is empty.
    """

    method: str
    chosen: dict[str, Parameters]
    outcomes: dict[str, Outcome]
    train_seconds: float = float("nan")
    unavailable: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All methods on one set, on the same people in the same order."""

    dataset: Dataset
    rows: tuple[Row, ...]

    def row(self, method: str) -> Row | None:
        """The row of that name, None when it did not run."""
        found = (row for row in self.rows if row.method == method and not row.unavailable)
        return next(found, None)


def make_splits(dataset: Dataset, plan: Plan) -> tuple[list[Split], list[Split]]:
    """The splits that are measured and those that are tuned on, which hold other people out."""
    folds = deal_folds(dataset.ratings.shape[0], plan.seed)
    tested, untested = folds[: plan.splits], folds[plan.splits :]
    if plan.quick:
        untested = untested[:1]

    def split(fold: NDArray[np.intp]) -> Split:
        return hold_out(dataset.ratings, fold, plan.seed, limit=plan.limit)

    return [split(fold) for fold in tested], [split(fold) for fold in untested]


def measure(dataset: Dataset, methods: tuple[Method, ...], plan: Plan) -> Report:
    """Every method on the same splits, each with the settings chosen on the validation people."""
    tests, validation = make_splits(dataset, plan)
    rows = []
    for method in methods:
        _note(f"{dataset.name}: {method.name}")
        try:
            chosen = choose(method, validation, quick=plan.quick)
            rows.append(_measure_method(method, chosen, tests))
        except MethodUnavailableError as error:
            rows.append(Row(method.name, {}, {}, unavailable=str(error)))
    return Report(dataset, tuple(rows))


def choose(method: Method, validation: list[Split], *, quick: bool) -> dict[str, Parameters]:
    """The best of the method's grid for each setting; the first one where they are equal."""
    candidates = method.settings(quick=quick)
    if len(candidates) == 1:
        return {setting.name: candidates[0] for setting in SETTINGS}
    values = np.empty((len(candidates), len(SETTINGS)))
    for number, parameters in enumerate(candidates):
        _note(f"  tuning {number + 1} of {len(candidates)}", end="\r")
        scorers = [method.fit(split.training, **parameters) for split in validation]
        for column, setting in enumerate(SETTINGS):
            outcomes = [
                evaluate(scorer, split.holdouts[setting.name])
                for scorer, split in zip(scorers, validation, strict=True)
            ]
            values[number, column] = mean(getattr(join(outcomes), method.criterion))
    if method.one_setting:
        values[:] = values.mean(axis=1, keepdims=True)
    best = np.nan_to_num(values, nan=-1.0).argmax(axis=0)
    return {
        setting.name: candidates[row] for setting, row in zip(SETTINGS, best.tolist(), strict=True)
    }


def mean(values: FloatArray) -> float:
    """The mean over those for whom the measure is defined; nan for nobody."""
    defined = values[~np.isnan(values)]
    return float(defined.mean()) if len(defined) else float("nan")


def _measure_method(method: Method, chosen: dict[str, Parameters], tests: list[Split]) -> Row:
    outcomes: dict[str, list[Outcome]] = {setting.name: [] for setting in SETTINGS}
    seconds = []
    distinct: list[Parameters] = []
    for parameters in chosen.values():
        if parameters not in distinct:
            distinct.append(parameters)
    for number, split in enumerate(tests):
        for parameters in distinct:
            began = time.perf_counter()
            scorer = method.fit(split.training, **parameters)
            seconds.append(time.perf_counter() - began)
            for name, wanted in chosen.items():
                if wanted == parameters:
                    outcomes[name].append(evaluate(scorer, split.holdouts[name], number))
    joined = {name: join(several) for name, several in outcomes.items()}
    return Row(method.name, chosen, joined, train_seconds=float(np.mean(seconds)))


def _note(text: str, end: str = "\n") -> None:
    if sys.stderr.isatty() or end == "\n":
        print(text, end=end, file=sys.stderr, flush=True)
