"""Many films at once: each of them once, at the pace that TMDb allows."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import replace
from itertools import count, islice
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import (
    NoNetworkError,
    NoSuchTmdbFilmError,
    OfflineError,
    RefusedKeyError,
    TmdbDownError,
    WrongAnswerError,
)
from filmrec.films import FilmFacts
from filmrec.sources.credential import Credential
from filmrec.sources.pace import Pace, StoppedError
from tests.sources.conftest import FAST
from tests.sources.faults import FAULTS
from tests.sources.server import TOKEN, TmdbServer

if TYPE_CHECKING:
    from filmrec.sources.tmdb import Tmdb
    from tests.sources.conftest import Open


def test_every_film_comes_once(tmdb: TmdbServer, open_client: Open) -> None:
    with open_client() as client:
        found = list(client.fetch_many([*range(1, 41), *range(1, 41)]))
    assert sorted(number for number, _ in found) == list(range(1, 41))
    assert all(isinstance(film, FilmFacts) for _, film in found)
    assert len(tmdb.asked) == 40


def test_a_second_run_makes_no_request(tmdb: TmdbServer, open_client: Open) -> None:
    tmdb.world.missing = frozenset({3})
    for _ in range(2):
        with open_client() as client:
            assert len(list(client.fetch_many(range(1, 41)))) == 40
    assert set(tmdb.count_by_path().values()) == {1}


@pytest.mark.parametrize("seed", range(3))
def test_all_films_arrive_though_every_second_answer_goes_wrong(
    open_client: Open, seed: int
) -> None:
    limits = replace(FAST, workers=32, read_seconds=0.1, total_seconds=0.2)
    with TmdbServer(n_films=150) as tmdb:
        tmdb.fail_at_random(0.5, FAULTS, seed)
        with open_client(base_url=tmdb.url, limits=limits) as client:
            found = list(client.fetch_many(range(1, 151)))
        assert Counter(number for number, _ in found) == Counter(range(1, 151))
        assert [result for _, result in found if not isinstance(result, FilmFacts)] == []
        wrong = sum(asked.status != "200" for asked in tmdb.asked)
        assert wrong > 100


def test_a_film_that_is_not_there_does_not_stop_the_others(
    tmdb: TmdbServer, open_client: Open
) -> None:
    tmdb.world.missing = frozenset({7, 8})
    with open_client() as client:
        found = dict(client.fetch_many(range(1, 21)))
    missing = {key for key, film in found.items() if isinstance(film, NoSuchTmdbFilmError)}
    assert len(found) == 20
    assert missing == {7, 8}


def test_a_film_that_never_comes_right_is_reported_in_the_end(
    tmdb: TmdbServer, open_client: Open
) -> None:
    with open_client() as client:
        tmdb.fail("html", times=5 * 4)
        found = list(client.fetch_many([5]))
    assert [(number, type(result)) for number, result in found] == [(5, WrongAnswerError)]


def test_a_refused_key_stops_all(tmdb: TmdbServer, open_client: Open) -> None:
    with (
        open_client(credential=Credential(TOKEN[:-1] + "x")) as client,
        pytest.raises(RefusedKeyError),
    ):
        list(client.fetch_many(range(1, 1001)))

    assert len(tmdb.asked) <= 32


def test_no_network_stops_all(open_client: Open) -> None:
    with open_client(base_url="http://127.0.0.1:9") as client, pytest.raises(NoNetworkError):
        list(client.fetch_many(range(1, 1001)))


def test_a_tmdb_that_is_down_for_many_in_a_row_stops_all(
    tmdb: TmdbServer, open_client: Open
) -> None:
    tmdb.fail("503", times=10_000)
    with open_client() as client, pytest.raises(TmdbDownError):
        list(client.fetch_many(range(1, 1001)))
    assert len(tmdb.asked) < 200


def test_offline_each_film_is_told_at_once(tmdb: TmdbServer, open_client: Open) -> None:
    with open_client() as client:
        client.movie(5)
    tmdb.forget()
    with open_client(offline=True) as client:
        found = dict(client.fetch_many([5, 6]))
    assert isinstance(found[5], FilmFacts)
    assert isinstance(found[6], OfflineError)
    assert tmdb.n_connections == 0


def test_ids_are_taken_as_they_are_needed(open_client: Open) -> None:
    with open_client() as client:
        found = list(islice(client.fetch_many(count(1)), 10))
    assert len({number for number, _ in found}) == 10


def test_at_most_four_connections_are_open(tmdb: TmdbServer, open_client: Open) -> None:
    tmdb.world.latency = 0.005
    with open_client() as client:
        list(client.fetch_many(range(1, 61)))
    assert tmdb.n_connections <= 4


def test_leaving_stops_what_hangs(open_client: Open) -> None:
    with TmdbServer(hang_seconds=30) as tmdb:
        tmdb.fail("timeout", times=100)
        limits = replace(FAST, read_seconds=600, total_seconds=600)
        with open_client(base_url=tmdb.url, limits=limits) as client:

            def fetch(client: Tmdb = client) -> None:
                with suppress(StoppedError, CancelledError):
                    list(client.fetch_many(range(1, 101)))

            begun = threading.Thread(target=fetch)
            begun.start()
            while len(tmdb.asked) < 4:
                begun.join(0.001)
        # Here all four workers have ended, long before their time.
        begun.join()
        assert len(tmdb.asked) == 4


class Clock:
    """Time that passes when somebody waits."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time

    def wait(self, seconds: float) -> bool:
        self.time += seconds
        return False


def test_requests_go_out_at_a_steady_rate() -> None:
    clock = Clock()
    pace = Pace(20, clock=clock, wait=clock.wait)
    moments = []
    for _ in range(41):
        pace.take()
        moments.append(clock.time)
    assert moments[-1] - moments[0] == pytest.approx(2.0)


def test_a_rest_does_not_make_up_for_haste() -> None:
    clock = Clock()
    pace = Pace(20, clock=clock, wait=clock.wait)
    pace.take()
    clock.time += 60
    began = clock.time
    for _ in range(21):
        pace.take()
    assert clock.time - began == pytest.approx(1.0)


def test_a_pause_holds_for_everybody() -> None:
    clock = Clock()
    pace = Pace(20, clock=clock, wait=clock.wait)
    pace.hold(30)
    pace.take()
    assert clock.time == pytest.approx(130)


def test_who_waits_when_all_is_called_off_is_told() -> None:
    pace = Pace(20)
    pace.stop()
    with pytest.raises(StoppedError):
        pace.take()
