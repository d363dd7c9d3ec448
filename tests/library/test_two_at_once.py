"""Several processes on one library, and processes that die."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from filmrec.library import open_library
from tests.library.conftest import FILMS, child

if TYPE_CHECKING:
    from pathlib import Path

    from filmrec.library import Library
    from tests.library.conftest import Clock

PREAMBLE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from filmrec.library import NewFilm, open_library

path, now = Path(sys.argv[1]), lambda: datetime.now(UTC)

def wait():
    print("ready", flush=True)
    sys.stdin.readline()
"""

MAKE = (
    PREAMBLE
    + """
wait()
with open_library(path, now=now) as library:
    library.add_films([NewFilm(f"Film {i}", 2000, (), i) for i in range(1, 51)])
"""
)

RATE_MANY = (
    PREAMBLE
    + """
with open_library(path, now=now) as library:
    wait()
    for film_id in range(int(sys.argv[2]), int(sys.argv[3])):
        library.rate(film_id, 4)
"""
)

RATE_AND_HANG = (
    PREAMBLE
    + """
with open_library(path, now=now) as library:
    library.rate(1, 4)
    with library.transaction("rate"):
        library.rate(1, 0.5)
        library.rate(2, 5)
        wait()
"""
)


def test_a_library_is_made_by_several_processes_at_the_same_moment(path: Path, now: Clock) -> None:
    processes = [child(MAKE, path) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        _, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")
    with open_library(path, now=now) as library:
        assert library.count_films() == 50


def test_two_processes_that_rate_at_the_same_time_lose_no_rating(
    library: Library, path: Path
) -> None:
    processes = [child(RATE_MANY, path, 1, 16), child(RATE_MANY, path, 16, 31)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        _, errors = process.communicate("\n", timeout=30)
        assert (process.returncode, errors) == (0, "")
    assert {rating.film.film_id for rating in library.ratings()} == set(range(1, 31))


def test_a_change_is_seen_by_the_other_terminal_at_once(
    library: Library, path: Path, now: Clock
) -> None:
    with open_library(path, now=now) as other:
        other.rate(1, 4)
        assert library.count_ratings() == 1
        library.rate(2, 3)
        assert other.count_ratings() == 2


def test_a_process_killed_in_a_transaction_loses_nothing_from_before(
    library: Library, path: Path, now: Clock
) -> None:
    library.close()
    process = child(RATE_AND_HANG, path)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.kill()
    process.communicate()
    with open_library(path, now=now) as opened:
        assert [(r.film.film_id, r.stars) for r in opened.ratings()] == [(1, 4.0)]
        opened.rate(2, 3)
        assert opened.count_ratings() == 2


@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.02, 0.06, 0.15])
def test_a_process_killed_while_making_the_library_leaves_one_that_works(
    path: Path, now: Clock, seconds: float
) -> None:
    process = child(MAKE, path)
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("\n")
    process.stdin.flush()
    time.sleep(seconds)
    process.kill()
    process.communicate()
    with open_library(path, now=now) as opened:
        assert opened.count_films() in {0, 50}
        opened.add_films(FILMS)
        assert opened.search("shawshenk")
