"""How long an import takes into a library of 87,000 films, against reading and inserting alone.

    python -m tests.benchmarks.imports [--films N] [--repeat N] [--seed N]

Two files are made from a seed: 4,273 rated films of Trakt, with ids, and a Letterboxd zip of 2,600
watched films and 2,500 on the watchlist, without; one film in twenty the catalogue does not have,
and one in twenty is misspelt. `plain` is what cannot be done without: the same file read with
Python's own json or csv, and as many rows inserted in one transaction. `start` is the program
importing a file of one row. Each figure is the best of the repeats, which leaves out what other
programs did meanwhile; `times plain` is (import - start) / plain.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from filmrec.actions.community import STARTER_FOLDER, read_community
from filmrec.library import Community, open_library
from tests.benchmarks.search import make_films, misspell
from tests.imports.examples import (
    ExampleFilm,
    letterboxd_films,
    letterboxd_ratings,
    trakt_ratings,
    zipped,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from filmrec.library import NewFilm

N_RATED, N_WATCHED, N_WATCHLIST = 4_273, 2_600, 2_500
ABSENT = MISSPELT = 0.05
# What the resource module calls the peak is that of the process that started this one as well.
RUN = """
import sys
sys.argv = ["filmrec", *sys.argv[1:]]
from filmrec.__main__ import main
try:
    main()
finally:
    with open("/proc/self/status") as status:
        print(next(line.split()[1] for line in status if "VmHWM" in line), file=sys.stderr)
"""


class Run(NamedTuple):
    seconds: float
    megabytes: float


def make_library(path: Path, films: Sequence[NewFilm]) -> None:
    """A library with these films, for which it does not look at the starter set."""
    community = read_community(STARTER_FOLDER)
    with open_library(path, now=lambda: datetime.now(UTC)) as library:
        library.add_films(films)
        library.set_community(Community(community.name, community.films_fingerprint))


def named_by_somebody(film: NewFilm, rng: random.Random) -> ExampleFilm:
    """The film as a file names it: seldom misspelt, seldom one that nobody has."""
    title, chance = film.title, rng.random()
    if chance < ABSENT:
        title = f"{misspell(title, rng)} {misspell(title, rng)}"
    elif chance < ABSENT + MISSPELT:
        title = misspell(title, rng)
    return ExampleFilm(title, film.year)


def make_files(films: Sequence[NewFilm], folder: Path, rng: random.Random) -> tuple[Path, Path]:
    rated = [
        ExampleFilm(film.title, film.year, film.imdb_id, film.tmdb_id)
        for film in rng.sample(films, N_RATED)
    ]
    trakt = folder / "trakt.json"
    trakt.write_bytes(trakt_ratings(rated))
    named = [named_by_somebody(film, rng) for film in rng.sample(films, N_WATCHED + N_WATCHLIST)]
    letterboxd = folder / "letterboxd.zip"
    letterboxd.write_bytes(
        zipped(
            {
                "ratings.csv": letterboxd_ratings(named[:5]),
                "watched.csv": letterboxd_films(named[:N_WATCHED]),
                "watchlist.csv": _after(letterboxd_films(named), N_WATCHED),
            }
        )
    )
    return trakt, letterboxd


def _after(content: bytes, n_before: int) -> bytes:
    """The header and the rows after the first `n_before`, so that each film has its address."""
    lines = content.splitlines(keepends=True)
    return b"".join([lines[0], *lines[1 + n_before :]])


def plain(file: Path) -> float:
    """Seconds to read a file and insert its rows in one transaction, and nothing else."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(sqlite3.connect(Path(folder) / "plain.db", isolation_level=None)) as db,
    ):
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE plain (row INTEGER PRIMARY KEY, a, b, c)")
        started = time.perf_counter()
        rows = list(enumerate(_rows(file)))
        db.execute("BEGIN")
        db.executemany("INSERT INTO plain VALUES (?, ?, ?, ?)", ((n, *row) for n, row in rows))
        db.execute("COMMIT")
        return time.perf_counter() - started


def _rows(file: Path) -> list[Sequence[object]]:
    if file.suffix == ".json":
        return [
            (row["rating"], row["rated_at"], row["movie"]["title"])
            for row in json.loads(file.read_bytes())
        ]
    rows: list[Sequence[object]] = []
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            with archive.open(name) as member:
                reader = csv.reader(io.TextIOWrapper(member, "utf-8"))
                rows += [row[:3] for row in reader]
    return rows


def run_import(library: Path, file: Path) -> Run:
    """The program importing `file` into a copy of `library`."""
    with tempfile.TemporaryDirectory() as home:
        shutil.copy(library, Path(home) / "library.db")
        # Or the program would wait for the copy to reach the disk.
        os.sync()
        started = time.perf_counter()
        result = subprocess.run(
            [sys.executable, "-c", RUN, "import", str(file)],
            env={**os.environ, "FILMREC_HOME": home},
            capture_output=True,
            text=True,
            check=True,
        )
        seconds = time.perf_counter() - started
    return Run(seconds, int(result.stderr.splitlines()[-1]) / 1024)


def best(repeat: int, run: Callable[[], Run]) -> Run:
    runs = [run() for _ in range(repeat)]
    return Run(min(one.seconds for one in runs), max(one.megabytes for one in runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--films", type=int, default=87_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)  # noqa: S311 - films, not secrets
    films = [
        replace(film, imdb_id=f"tt{film.movielens_id:07d}", tmdb_id=film.movielens_id)
        for film in make_films(arguments.films, rng)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = folder / "library.db"
        make_library(library, films)
        one_row = folder / "one.csv"
        one_row.write_bytes(letterboxd_ratings([ExampleFilm(films[0].title, films[0].year)]))
        start = best(arguments.repeat, lambda: run_import(library, one_row))
        print(f"{'file':<15} {'plain':>8} {'start':>8} {'import':>8} {'times plain':>12} {'MB':>5}")
        for file in make_files(films, folder, rng):
            least = min(plain(file) for _ in range(arguments.repeat))
            run = best(arguments.repeat, lambda file=file: run_import(library, file))  # type: ignore[misc]
            times = (run.seconds - start.seconds) / least
            print(
                f"{file.name:<15} {least:>7.3f}s {start.seconds:>7.3f}s {run.seconds:>7.3f}s"
                f" {times:>12.1f} {run.megabytes:>5.0f}"
            )


if __name__ == "__main__":
    main()
