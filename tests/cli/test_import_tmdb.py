"""`filmrec import-tmdb` against a TMDb of our own."""

from __future__ import annotations

import json
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.imports.examples import ExampleFilm, letterboxd_ratings
from tests.sources.server import KEY, TOKEN, TmdbServer

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

    Server = Callable[..., TmdbServer]
    Start = Callable[..., subprocess.Popen[bytes]]

HEAT, FARGO, PERFECT_DAYS = 8, 16, 24


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Starts a TMDb with what is given, and has the program ask there, with a good key."""
    started: list[TmdbServer] = []

    def start(**world: object) -> TmdbServer:
        tmdb = TmdbServer(**{"n_films": 40, **world}).__enter__()
        started.append(tmdb)
        monkeypatch.setenv("FILMREC_TMDB_URL", tmdb.url)
        monkeypatch.setenv("TMDB_TOKEN", TOKEN)
        return tmdb

    yield start
    for tmdb in started:
        tmdb.__exit__()


@pytest.fixture
def tmdb(server: Server) -> TmdbServer:
    return server(
        named={
            HEAT: ("Heat", 1995),
            FARGO: ("Fargo", 1996),
            PERFECT_DAYS: ("Perfect Days", 2023),
        }
    )


def report(run: Run, *arguments: str) -> dict[str, object]:
    document: dict[str, object] = json.loads(run("import-tmdb", "--json", *arguments).stdout)
    return document


def counts(document: dict[str, object]) -> dict[str, int]:
    found = document["counts"]
    assert isinstance(found, dict)
    return {name: n for name, n in found.items() if n}


def test_rated_films_come_first_and_get_their_ids(run: Run, tmdb: TmdbServer) -> None:
    run("rate", "Heat (1995)", "4.5")
    run("rate", "Fargo (1996)", "4")
    assert counts(report(run, "--limit", "2")) == {"fetched": 2}
    (film, *_) = json.loads(run("search", "Heat", "--json").stdout)
    assert (film["tmdb_id"], film["imdb_id"]) == (HEAT, "tt9000008")


def test_a_second_run_asks_nothing(run: Run, tmdb: TmdbServer) -> None:
    run("rate", "Heat (1995)", "4.5")
    report(run, "--limit", "3")
    tmdb.forget()
    assert report(run, "--limit", "3")["n_fresh"] == 3
    assert tmdb.asked == []


def test_films_of_one_name_and_year_are_left_open_until_the_person_decides(
    run: Run, server: Server
) -> None:
    tmdb = server(named={8: ("Heat", 1995), 16: ("Heat", 1995)})
    run("rate", "Heat (1995)", "4.5")
    result = run("import-tmdb", "--limit", "1")
    assert "1  left open" in result.stdout
    assert "tmdb:8" in result.stdout
    assert "tmdb:16" in result.stdout
    tmdb.forget()
    assert counts(report(run, "--film", "Heat (1995)", "--as", "16")) == {"fetched": 1}
    assert json.loads(run("show", "Heat (1995)", "--json").stdout)["tmdb_id"] == 16


def test_a_number_that_another_film_has_is_refused_with_its_name(
    run: Run, tmdb: TmdbServer
) -> None:
    run("import-tmdb", "--film", "Heat (1995)")
    result = run("import-tmdb", "--film", "Jumanji (1995)", "--as", "8", code=2)
    assert "error: 8 is the number of Heat (1995)" in result.stderr
    assert 'hint: if that is wrong, `filmrec import-tmdb --film "Heat (1995)"' in result.stderr


def test_a_film_of_ones_own_is_joined_by_its_name(
    run: Run, tmdb: TmdbServer, tmp_path: Path
) -> None:
    file = tmp_path / "ratings.csv"
    file.write_bytes(letterboxd_ratings([ExampleFilm("Perfect Days", 2023)]))
    run("import", str(file))
    assert counts(report(run, "--limit", "1")) == {"fetched": 1}
    assert run("show", "tmdb:24").stdout.startswith("Perfect Days (2023)")


def test_new_releases_join_the_catalogue_once(run: Run, tmdb: TmdbServer) -> None:
    first = report(run, "--new", "--since", "2023", "--limit", "20")
    assert counts(first)["new"] >= 1
    run("show", "Perfect Days (2023)")
    tmdb.forget()
    again = report(run, "--new", "--since", "2023", "--limit", "20")
    assert counts(again) == {}
    assert again["n_fresh"] == counts(first)["new"]
    assert tmdb.asked == []


def test_new_is_from_the_newest_year_of_the_community_on(run: Run, tmdb: TmdbServer) -> None:
    document = report(run, "--new", "--limit", "20")
    films = document["films"]
    assert isinstance(films, list)
    assert films
    assert all(film["year"] >= 2016 for film in films)


def test_numbers_alone_bring_nothing_else(run: Run, tmdb: TmdbServer) -> None:
    run("rate", "Heat (1995)", "4.5")
    assert counts(report(run, "--ids", "--limit", "1")) == {"joined": 1}
    assert tmdb.count_by_path() == {"/3/search/movie": 1}
    (film, *_) = json.loads(run("search", "Heat", "--json").stdout)
    assert (film["tmdb_id"], film["imdb_id"]) == (HEAT, None)


def test_a_film_that_tmdb_lacks_does_not_stop_the_others(run: Run, tmdb: TmdbServer) -> None:
    run("rate", "Casino (1995)", "4")
    run("rate", "Heat (1995)", "4.5")
    assert counts(report(run, "--limit", "2")) == {"fetched": 1, "not_found": 1}


def test_without_a_key_it_says_where_to_get_one(
    run: Run, tmdb: TmdbServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TMDB_TOKEN")
    result = run("import-tmdb", "--limit", "1", code=3)
    assert "hint: get a free token at https://www.themoviedb.org/settings/api" in result.stderr
    assert "to be asked for" not in result.stderr
    assert tmdb.asked == []


def test_a_refused_key_stops_it(
    run: Run, tmdb: TmdbServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMDB_TOKEN", KEY[::-1])
    result = run("import-tmdb", "--limit", "5", code=3)
    assert "to be asked for" not in result.stderr
    assert "error: TMDb refuses the key" in result.stderr


def test_offline_it_asks_nothing_and_says_so(run: Run, tmdb: TmdbServer) -> None:
    result = run("--offline", "import-tmdb", code=3)
    assert "hint: run it without --offline" in result.stderr
    assert tmdb.asked == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as", "8"],
        ["--since", "2020"],
        ["--new", "--all"],
        ["--all", "--limit", "3"],
        ["--film", "Heat (1995)", "--limit", "3"],
        ["--new", "--ids"],
        ["--film", "Heat (1995)", "--as", "8", "--ids"],
    ],
)
def test_what_does_not_go_together_is_refused(
    run: Run, tmdb: TmdbServer, arguments: list[str]
) -> None:
    run("import-tmdb", *arguments, code=2)
    assert tmdb.asked == []


def test_no_file_holds_the_key(run: Run, tmdb: TmdbServer, home: Path) -> None:
    run("rate", "Heat (1995)", "4.5")
    report(run, "--limit", "3")
    written = [path for path in home.rglob("*") if path.is_file()]
    assert written
    assert not [path.name for path in written if TOKEN.encode() in path.read_bytes()]


def test_interrupted_it_says_that_the_next_run_goes_on(server: Server, start: Start) -> None:
    tmdb = server(n_films=400, latency=0.02)
    process = start("import-tmdb", "--new", "--since", "1950", "--limit", "40")
    deadline = time.monotonic() + 60
    while len(tmdb.asked) < 15 and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"stopped; what was fetched is kept, and the next run goes on" in stderr


def test_killed_in_the_middle_it_goes_on_where_it_was(
    run: Run, server: Server, start: Start
) -> None:
    tmdb = server(n_films=400, latency=0.02)
    arguments = ["import-tmdb", "--new", "--since", "1950", "--limit", "40"]
    process = start(*arguments)
    deadline = time.monotonic() + 60
    while len(tmdb.asked) < 15 and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert counts(report(run, *arguments[1:]))
    asked = tmdb.count_by_path()
    again = [path for path, n in asked.items() if path.startswith("/3/movie/") and n > 1]
    in_flight = 4
    assert len(again) <= in_flight
    assert max(asked.values()) <= 4
