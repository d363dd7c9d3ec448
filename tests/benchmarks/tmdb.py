"""How fast films are fetched from a TMDb of our own, and what a second run asks for.

    python -m tests.benchmarks.tmdb [--films N] [--latency SECONDS] [--wrong]

The program itself runs, `filmrec import-tmdb --new`, as it comes, in a fresh home, against a server
on this machine that answers each request after the latency; the server counts. `--wrong` has every
second answer go wrong in one of the ways of `tests/sources/faults.py`, and counts the films that
arrive all the same. Last, every file that the program wrote is searched for the key.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.sources.faults import FAULTS
from tests.sources.server import TOKEN, TmdbServer

if TYPE_CHECKING:
    from collections.abc import Sequence

# What filmrec allows itself.
LIMIT = 20
SHARE_WRONG = 0.5
MOST_RUNS = 5


def run(home: Path, tmdb: TmdbServer, arguments: Sequence[str]) -> dict[str, Any]:
    program = [sys.executable, "-m", "filmrec", "import-tmdb", "--new", "--json", *arguments]
    environment = {
        **os.environ,
        "FILMREC_HOME": str(home),
        "FILMREC_TMDB_URL": tmdb.url,
        "TMDB_TOKEN": TOKEN,
    }
    result = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    if not result.stdout:
        return {"counts": {}, "stopped": result.stderr.strip()}
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--films", type=int, default=1_000)
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    arguments = ["--since", "1950", "--limit", str(options.films)]
    with (
        tempfile.TemporaryDirectory() as name,
        # Some of its films are too little known, or undated, to be found.
        TmdbServer(n_films=options.films * 2, latency=options.latency) as tmdb,
    ):
        home = Path(name)
        if options.wrong:
            tmdb.fail_at_random(SHARE_WRONG, FAULTS, options.seed)
        for number in range(1, MOST_RUNS + 1):
            tmdb.forget()
            started = time.monotonic()
            document = run(home, tmdb, arguments)
            seconds = time.monotonic() - started
            asked = tmdb.asked
            # The pages of the list before them take the server as long as it makes them up.
            films = [one.moment for one in asked if one.path.startswith("/3/movie/")]
            span = films[-1] - films[0] if len(films) > 1 else 0.0
            rate = (len(films) - 1) / span if span else 0.0
            counts = {key: n for key, n in document["counts"].items() if n}
            print(
                f"run {number}: {seconds:.1f} s, {len(asked)} requests"
                + (f", films at {rate:.1f}/s of {LIMIT}" if span else "")
                + f", {counts}, known {document.get('n_fresh', 0)}, stopped {document['stopped']}"
            )
            if not asked:
                break
        files = [path for path in home.rglob("*") if path.is_file()]
        holding = [path.name for path in files if TOKEN.encode() in path.read_bytes()]
        print(f"{len(files)} files written; with the key in it: {holding or 'none'}")


if __name__ == "__main__":
    main()
