"""How well the model ranks what people like, beside the usual peers, on the same held-out people.

    python -m tests.benchmarks.accuracy [--data FOLDER]... [--quick] [--json]

README.md in this folder describes the protocol.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.benchmarks.calibration import as_text as calibration_text
from tests.benchmarks.calibration import calibration
from tests.benchmarks.datasets import Dataset, read_movielens, read_starter
from tests.benchmarks.ours import fit_ours
from tests.benchmarks.peers import PEERS, Method
from tests.benchmarks.runs import MAX_SPLITS, Plan, make_splits, measure
from tests.benchmarks.tables import OURS, as_json, as_text

METHODS = (Method(OURS, fit_ours, grid={}, quick_grid={}), *PEERS)


def main(arguments: list[str] | None = None) -> None:
    parser = _parser()
    options = parser.parse_args(arguments)
    plan = Plan(
        splits=1 if options.quick else options.splits, seed=options.seed, quick=options.quick
    )
    reports = []
    for dataset in _read_sets(parser, options):
        report = measure(dataset, _chosen_methods(parser, options.methods), plan)
        if options.json:
            reports.append(as_json(report))
            continue
        print(as_text(report), end="\n\n", flush=True)
        if options.calibration:
            tests, _ = make_splits(dataset, plan)
            print(calibration_text(calibration(tests)), end="\n\n", flush=True)
    if options.json:
        print(json.dumps(reports, indent=2))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.accuracy")
    parser.add_argument(
        "--data",
        metavar="FOLDER",
        type=Path,
        action="append",
        default=[],
        help="a MovieLens folder with ratings.csv, measured after the starter set (repeatable)",
    )
    parser.add_argument(
        "--no-starter", action="store_true", help="leave the starter set out, measure --data alone"
    )
    parser.add_argument(
        "--quick", action="store_true", help="one split, fewer people, smaller grids"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument(
        "--calibration", action="store_true", help="a table too of how far `match` comes true"
    )
    parser.add_argument(
        "--splits", type=int, choices=range(1, MAX_SPLITS + 1), default=3, help="default 3"
    )
    parser.add_argument("--seed", type=int, default=0, help="who is held out, what is given")
    parser.add_argument(
        "--methods",
        default=",".join(method.name for method in METHODS),
        help="names separated by commas (default: %(default)s)",
    )
    return parser


def _read_sets(parser: argparse.ArgumentParser, options: argparse.Namespace) -> list[Dataset]:
    if options.no_starter and not options.data:
        parser.error("--no-starter needs a --data FOLDER")
    try:
        given = [read_movielens(folder) for folder in options.data]
    except (OSError, ValueError) as error:
        parser.error(str(error))
    return given if options.no_starter else [read_starter(), *given]


def _chosen_methods(parser: argparse.ArgumentParser, names: str) -> tuple[Method, ...]:
    known = {method.name: method for method in METHODS}
    wanted = [name.strip() for name in names.split(",")]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        parser.error(f"no method is called {', '.join(unknown)}; there are {', '.join(known)}")
    return tuple(known[name] for name in wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
