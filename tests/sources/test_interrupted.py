"""A run that ends in the middle: at once, and the next one goes on where it stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmrec.films import FilmFacts
from tests.sources.server import GOOD, TOKEN, TmdbServer

if TYPE_CHECKING:
    from tests.sources.conftest import Open

PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from filmrec.sources.credential import Credential
from filmrec.sources.limits import Limits
from filmrec.sources.tmdb import open_tmdb
url, cache, token = sys.argv[1:]
limits = Limits(requests_per_second=1000, read_seconds=600, total_seconds=600)
with open_tmdb(
    Credential(token), Path(cache), now=lambda: datetime.now(UTC), base_url=url, limits=limits
) as tmdb:
    for number, _ in tmdb.fetch_many(range(1, 101)):
        print(number, flush=True)
"""
# So many answers are given before all that follow hang.
N_GOOD = 20


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill"])
def test_a_run_that_is_ended_ends_and_the_next_asks_for_nothing_twice(
    open_client: Open, cache_path: Path, how: signal.Signals
) -> None:
    with TmdbServer(hang_seconds=600) as tmdb:
        tmdb.fail(GOOD, times=N_GOOD)
        tmdb.fail("timeout", times=1000)
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, tmdb.url, str(cache_path), TOKEN],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        arrived = {int(process.stdout.readline()) for _ in range(N_GOOD)}
        process.send_signal(how)
        _, stderr = process.communicate()
        assert process.returncode == -how
        assert TOKEN not in stderr
        in_flight = {int(asked.path.split("/")[-1]) for asked in tmdb.asked} - arrived
        assert len(in_flight) <= 4
        tmdb.world.faults.clear()
        tmdb.forget()
        with open_client(base_url=tmdb.url) as client:
            found = dict(client.fetch_many(range(1, 101)))
        assert all(isinstance(film, FilmFacts) for film in found.values())
        assert len(found) == 100
        assert set(tmdb.count_by_path().values()) == {1}
        assert not {int(path.split("/")[-1]) for path in tmdb.count_by_path()} & arrived
