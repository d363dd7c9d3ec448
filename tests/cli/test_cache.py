"""What is kept of TMDb's answers is shown, and goes away on demand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from filmrec.films import FilmFacts
from filmrec.library import open_library
from filmrec.sources.credential import Credential
from filmrec.sources.tmdb import open_tmdb
from tests.sources.conftest import FAST, real_now
from tests.sources.server import TOKEN, TmdbServer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run


def _fill(home: Path) -> None:
    path = home / "cache" / "tmdb.db"
    with (
        TmdbServer(n_films=10) as tmdb,
        open_tmdb(Credential(TOKEN), path, now=real_now, base_url=tmdb.url, limits=FAST) as client,
    ):
        list(client.fetch_many(range(1, 4)))


def test_info_tells_how_much_is_kept_and_from_when(run: Run, home: Path) -> None:
    assert run("cache", "info").stdout == "nothing of TMDb's is kept\n"
    _fill(home)
    info = json.loads(run("cache", "info", "--json").stdout)
    assert info["n_answers"] == 3
    assert info["oldest"] <= info["newest"]
    assert info["bytes"] > 0
    assert info["path"] == str(home / "cache" / "tmdb.db")
    assert run("cache", "info").stdout.startswith("3 answers of TMDb's, ")


def test_clear_deletes_the_answers_and_nothing_else(run: Run, home: Path) -> None:
    run("rate", "Heat (1995)", "4")
    _fill(home)
    assert "your ratings stay" in run("cache", "clear").stdout
    assert not list((home / "cache").glob("tmdb*"))
    assert run("cache", "clear").stdout == "nothing of TMDb's was kept\n"
    assert "Heat" in run("ratings").stdout


def test_a_damaged_cache_can_be_cleared(run: Run, home: Path) -> None:
    (home / "cache").mkdir(exist_ok=True)
    (home / "cache" / "tmdb.db").write_bytes(b"no database" * 1000)
    assert run("cache", "clear").stdout.startswith("deleted 11.0 kB of TMDb's answers")


def test_what_the_library_was_told_is_counted_and_deleted_too(run: Run, home: Path) -> None:
    told = FilmFacts(1, "Heat", real_now(), runtime=170)
    with open_library(home / "library.db", now=real_now) as library:
        library.tmdb.land(library.find("Heat (1995)").film_id, told)
    assert json.loads(run("cache", "info", "--json").stdout)["films"]["n_films"] == 1
    assert run("cache", "info").stdout.startswith("facts of 1 film in the library, fetched on ")
    expected = "deleted what it told of 1 film; your ratings stay\n"
    assert run("cache", "clear").stdout == expected
    assert run("cache", "clear").stdout == "nothing of TMDb's was kept\n"
