"""What the accuracy benchmark prints: one aligned table a set, the settings chosen, the targets."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from filmrec.model.metrics import coverage
from tests.benchmarks.peers import Parameters
from tests.benchmarks.protocol import NDCG_PLACES, RECALL_PLACES, SETTINGS, FloatArray, Outcome
from tests.benchmarks.runs import Report, Row, mean

OURS = "ours"
NAME_WIDTH = 18
COLUMNS = f"{f'NDCG@{NDCG_PLACES}':<13} {f'rec@{RECALL_PLACES}':>6} {'AUC':>5} {'films':>6}"


@dataclass(frozen=True, slots=True)
class Target:
    """Ours against one peer on one measure, over the same people.

    `ratio` is of the means, `difference` ours less theirs; both with a standard error that is
    paired by person (for distinct films, which are counted per split, by split). `wanted` is the
    least ratio, None where any difference above 0 will do.
    """

    measure: str
    setting: str
    peer: str
    ratio: float
    ratio_error: float
    difference: float
    difference_error: float
    wanted: float | None

    @property
    def reached(self) -> bool:
        return self.difference > 0 if self.wanted is None else self.ratio >= self.wanted


def standard_error(values: FloatArray) -> float:
    """Of the mean, over those for whom the measure is defined; nan for fewer than two."""
    defined = values[~np.isnan(values)]
    if len(defined) < 2:
        return float("nan")
    return float(defined.std(ddof=1) / np.sqrt(len(defined)))


def distinct_films(outcome: Outcome) -> FloatArray:
    """Different films in the first ten of all people held out together, a value for each split."""
    splits = np.unique(outcome.split)
    return np.array([coverage(list(outcome.top[outcome.split == n])) for n in splits], dtype=float)


def targets(report: Report) -> list[Target]:
    """Every comparison that the model is meant to win and that was measured."""
    ours = report.row(OURS)
    if ours is None:
        return []
    peers = [row for row in report.rows if row.method != OURS and not row.unavailable]
    best = max(peers, key=lambda row: mean(row.outcomes["80% in"].ndcg), default=None)
    ease, popularity = report.row("EASE"), report.row("popularity")
    one_ease = report.row("EASE one setting")
    community_mean = report.row("community mean")
    wanted: list[tuple[str, str, Row | None, float | None]] = [
        ("ndcg", "80% in", best, 1.0),
        ("ndcg", "10 in", ease, 1.10),
        ("ndcg", "10 in", one_ease, 1.10),
        ("ndcg", "3 in", popularity, 1.15),
        *(("auc", setting.name, community_mean, None) for setting in SETTINGS),
        *(("films", setting.name, ease, None) for setting in SETTINGS),
    ]
    return [
        compare(measure, setting, ours, peer, least)
        for measure, setting, peer, least in wanted
        if peer is not None and len(ours.outcomes[setting].ndcg)
    ]


def compare(measure: str, setting: str, ours: Row, peer: Row, wanted: float | None) -> Target:
    """The ratio's error is that of `ours - ratio * theirs`, person by person (delta method)."""
    first, second = (_values(row.outcomes[setting], measure) for row in (ours, peer))
    ratio = mean(first) / mean(second) if mean(second) else float("nan")
    return Target(
        measure=measure,
        setting=setting,
        peer=peer.method,
        ratio=ratio,
        ratio_error=standard_error(first - ratio * second) / mean(second),
        difference=mean(first) - mean(second),
        difference_error=standard_error(first - second),
        wanted=wanted,
    )


def as_text(report: Report) -> str:
    """The table, then what was chosen for each method, then the targets."""
    people = {setting.name: _n_people(report, setting.name) for setting in SETTINGS}
    heads = [f"{f'{name} ({n} people)':<{len(COLUMNS)}}" for name, n in people.items()]
    lines = [
        f"{report.dataset.name}: {report.dataset.size}",
        "",
        " | ".join([" " * NAME_WIDTH, *heads, "seconds"]),
        " | ".join([" " * NAME_WIDTH, *[COLUMNS] * len(SETTINGS), "train  per person"]),
        *(_table_line(row) for row in report.rows),
        *_chosen_lines(report),
        *_target_lines(targets(report)),
    ]
    return "\n".join(line.rstrip() for line in lines)


def as_json(report: Report) -> dict[str, Any]:
    """All that the table shows, in full precision; what is undefined is null."""
    n_people, n_films = report.dataset.ratings.shape
    found = {
        "set": report.dataset.name,
        "n_people": n_people,
        "n_films": n_films,
        "n_ratings": report.dataset.ratings.nnz,
        "methods": [_row_json(row) for row in report.rows],
        "targets": [asdict(target) | {"reached": target.reached} for target in targets(report)],
    }
    cleaned: dict[str, Any] = _without_nan(found)
    return cleaned


def _table_line(row: Row) -> str:
    if row.unavailable:
        return f"{row.method:<{NAME_WIDTH}} | {row.unavailable}"
    cells = [_cell(row.outcomes[setting.name]) for setting in SETTINGS]
    seconds = f"{row.train_seconds:>5.1f}  {_seconds_per_person(row):>10.4f}"
    return " | ".join([f"{row.method:<{NAME_WIDTH}}", *cells, seconds])


def _cell(outcome: Outcome) -> str:
    ndcg = f"{mean(outcome.ndcg):.3f}{_error(standard_error(outcome.ndcg), 3)}"
    films = mean(distinct_films(outcome))
    return f"{ndcg:<13} {mean(outcome.recall):>6.3f} {mean(outcome.auc):>5.3f} {films:>6.0f}"


def _error(error: float, places: int) -> str:
    """` ± error`; nothing where there is none, as for distinct films in a single split."""
    return "" if np.isnan(error) else f" ± {error:.{places}f}"


def _chosen_lines(report: Report) -> list[str]:
    lines = ["", "settings chosen on the validation people"]
    for row in report.rows:
        if row.method == OURS or row.unavailable:
            continue
        chosen = [f"{name}: {_parameters_text(row.chosen[name])}" for name in row.chosen]
        lines.append(f"  {row.method:<{NAME_WIDTH}} " + " | ".join(chosen))
    return lines if len(lines) > 2 else []


def _target_lines(found: list[Target]) -> list[str]:
    if not found:
        return []
    lines = ["", "ours against the peers (paired standard errors)"]
    for target in found:
        name = f"{target.measure} {target.setting}: ours / {target.peer}"
        ratio = f"{target.ratio:.3f}{_error(target.ratio_error, 3)}"
        places = 1 if target.measure == "films" else 4
        apart = f"{target.difference:+.{places}f}{_error(target.difference_error, places)}"
        wanted = "above 1" if target.wanted is None else f"at least {target.wanted:.2f}"
        verdict = "reached" if target.reached else "NOT reached"
        lines.append(f"  {name:<36} {ratio:<14}  difference {apart:<18} {wanted}: {verdict}")
    return lines


def _values(outcome: Outcome, measure: str) -> FloatArray:
    values: FloatArray
    values = distinct_films(outcome) if measure == "films" else getattr(outcome, measure)
    return values


def _seconds_per_person(row: Row) -> float:
    return mean(np.concatenate([outcome.seconds for outcome in row.outcomes.values()]))


def _n_people(report: Report, setting: str) -> int:
    return max((len(row.outcomes[setting].ndcg) for row in report.rows if row.outcomes), default=0)


def _parameters_text(parameters: Parameters) -> str:
    return " ".join(
        f"{name}={value:g}" if isinstance(value, float) else f"{name}={value}"
        for name, value in parameters.items()
    )


def _row_json(row: Row) -> dict[str, Any]:
    if row.unavailable:
        return {"method": row.method, "unavailable": row.unavailable}
    settings = {
        name: {
            "n_people": len(outcome.ndcg),
            "chosen": row.chosen[name],
            "ndcg": mean(outcome.ndcg),
            "ndcg_error": standard_error(outcome.ndcg),
            "recall": mean(outcome.recall),
            "recall_error": standard_error(outcome.recall),
            "auc": mean(outcome.auc),
            "auc_error": standard_error(outcome.auc),
            "films": mean(distinct_films(outcome)),
        }
        for name, outcome in row.outcomes.items()
    }
    return {
        "method": row.method,
        "settings": settings,
        "train_seconds": row.train_seconds,
        "seconds_per_person": _seconds_per_person(row),
    }


def _without_nan(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(value, dict):
        return {name: _without_nan(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_nan(inner) for inner in value]
    return None if isinstance(value, float) and np.isnan(value) else value
