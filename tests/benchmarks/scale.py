"""What a community of a given size costs: every step in seconds and memory, as a table.

    python -m tests.benchmarks.scale [--ratings N]... [--budget 10m] [--folder FOLDER] [--seed N]

For each size a set in the shape of MovieLens is made (or taken from the folder, where it is kept),
and each step is a process of its own, as a person would start it. Seconds are those of the clock;
those of the processors are given beside them, as they do not depend on what else the machine does.
Memory is the most that the process held at once. The steps that take milliseconds are the best of
five.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

# numpy is left to the processes measured: the peak of a child counts from that of its parent.
DEFAULT_SIZES = (100_000, 1_000_000)
START_UP = "import numpy, rich.table"
N_OWN_RATINGS = 30
REPEATS = 5
SEARCHES = """
import os, statistics, sys, time
from datetime import UTC, datetime
from pathlib import Path
from filmrec.library import open_library
with open_library(Path(sys.argv[1]), now=lambda: datetime.now(UTC)) as library:
    took = []
    for title in sys.argv[2:]:
        start = time.perf_counter()
        library.search(title, 10)
        took.append(time.perf_counter() - start)
print(f"{statistics.median(took) * 1e3:.1f} {max(took) * 1e3:.1f}")
"""
FOLD_IN = """
import sys, time
from pathlib import Path
import numpy as np
from filmrec.model.artifact import load_model
from filmrec.model.fold_in import fold_in
from filmrec.model.rank import score_items
model = load_model(Path(sys.argv[1]))
items = np.sort(np.argsort(-model.item_counts)[: int(sys.argv[2])])
stars = np.resize([5.0, 4.0, 3.0, 4.5, 2.0], len(items))
fold, score = [], []
for _ in range(5):
    start = time.perf_counter()
    user = fold_in(model, items, stars)
    middle = time.perf_counter()
    score_items(model, user)
    fold.append(middle - start)
    score.append(time.perf_counter() - middle)
print(f"{min(fold) * 1e3:.1f} {min(score) * 1e3:.1f}")
"""


class Cost(NamedTuple):
    """Of one process: seconds of the clock and of the processors, most bytes held, its output."""

    seconds: float
    processor: float
    peak: int
    output: str

    def __str__(self) -> str:
        return (
            f"{self.seconds:9.2f} s {self.processor:9.2f} s processor {self.peak / 1024**2:7.0f} MB"
        )


def run(arguments: list[str], home: Path) -> Cost:
    """One process of this Python; anything but success ends the benchmark."""
    with tempfile.TemporaryFile("w+b") as output:
        environment = {**os.environ, "FILMREC_HOME": str(home), "COLUMNS": "200"}
        places = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1)]
        start = time.perf_counter()
        process = os.posix_spawn(
            sys.executable, [sys.executable, *arguments], environment, file_actions=places
        )
        _, status, usage = os.wait4(process, 0)
        seconds = time.perf_counter() - start
        output.seek(0)
        text = output.read().decode()
    if status != 0:
        sys.exit(f"{' '.join(arguments)} failed")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, text)


def filmrec(home: Path, *arguments: str) -> Cost:
    return run(["-m", "filmrec", "--quiet", *arguments], home)


def best(home: Path, arguments: list[str]) -> Cost:
    return min((run(arguments, home) for _ in range(REPEATS)), key=lambda cost: cost.seconds)


def measure(n_ratings: int, folder: Path, home: Path, budget: str | None, seed: int) -> None:
    print(f"\n{n_ratings:,} ratings", flush=True)
    path = folder / f"made-{n_ratings}-{seed}.zip"
    if not path.exists():
        made = ["-m", "tests.benchmarks.generator", str(n_ratings), str(path), "--seed", str(seed)]
        show("(making the set)", run(made, home))
    imported = filmrec(home, "import-movielens", str(path))
    show("import", imported, per=n_ratings)
    limits = [] if budget is None else ["--budget", budget]
    show("train", filmrec(home, "train", *limits), per=n_ratings)
    (community,) = (home / "communities").glob("*/films.csv")
    on_disk = sum(file.stat().st_size for file in community.parent.iterdir())
    model = home / "cache" / "model.arrays"
    print(f"  {'on disk':<34}community {on_disk / 1e6:.0f} MB, model"
          f" {model.stat().st_size / 1e6:.0f} MB, library"
          f" {(home / 'library.db').stat().st_size / 1e6:.0f} MB")  # fmt: skip
    films = widely_rated(community)
    own = folder / "own.csv"
    write_ratings(own, films)
    filmrec(home, "import", str(own))
    show("recommend, the first list", filmrec(home, "recommend"))
    start_up = best(home, ["-c", START_UP])
    show(f"python -c '{START_UP}'", start_up)
    again = best(home, ["-m", "filmrec", "--quiet", "recommend"])
    show("recommend", again)
    print(f"  {'':<34}{again.seconds / start_up.seconds:.1f} times the start-up")
    rated, listed = new_rating(home, films[N_OWN_RATINGS])
    show("rate", rated)
    show("recommend after a new rating", listed)
    titles = [title for _, title in films[-20:]]
    found = run(["-c", SEARCHES, str(home / "library.db"), *titles], home)
    median, most = found.output.split()
    print(f"  {'search in an open library':<34}median {median} ms, at most {most} ms")
    for n_own in (10, 300):
        fold, score = run(["-c", FOLD_IN, str(model), str(n_own)], home).output.split()
        print(f"  {f'fold-in of {n_own} ratings':<34}{fold} ms, scores of all films {score} ms")


def show(what: str, cost: Cost, per: int | None = None) -> None:
    each = "" if per is None else f" {cost.processor / per * 1e6:8.2f} processor us a rating"
    print(f"  {what:<34}{cost}{each}", flush=True)


def widely_rated(community: Path) -> list[tuple[int, str]]:
    """MovieLens ids and titles, the most widely rated first."""
    with community.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: -int(row["n_community_ratings"]))
    return [(int(row["movielens_id"]), row["title"]) for row in rows]


def write_ratings(path: Path, films: list[tuple[int, str]]) -> None:
    """An export of the MovieLens site."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("movie_id", "imdb_id", "tmdb_id", "rating", "average_rating", "title"))
        for nth, (movielens_id, title) in enumerate(films[:N_OWN_RATINGS]):
            table.writerow((movielens_id, "", "", 5 - nth % 5 / 2, 3.5, title))


def new_rating(home: Path, film: tuple[int, str]) -> tuple[Cost, Cost]:
    """A rating, and the list after it, at best; the rating changes each time."""
    costs = []
    for nth in range(REPEATS):
        rated = filmrec(home, "rate", f"ml:{film[0]}", str(1 + nth % 5))
        costs.append((rated, filmrec(home, "recommend")))
    return min(costs, key=lambda pair: pair[1].seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--ratings", type=int, action="append", metavar="N")
    parser.add_argument("--budget", help="time for each training, as 10m; as long as it takes")
    parser.add_argument("--folder", type=Path, help="where sets are kept; a temporary one")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        for n_ratings in options.ratings or DEFAULT_SIZES:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            measure(n_ratings, folder, home, options.budget, options.seed)


if __name__ == "__main__":
    main()
