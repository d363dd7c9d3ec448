"""`filmrec train --tmdb-features`: chosen by the person alone, and remembered."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from filmrec.films import FilmFacts, Person
from filmrec.library import open_library

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

QUICK = ("--members", "1", "--epochs", "3")
# Known films with two features in common, and a new one that has both.
KNOWN = ("Alien (1979)", "Aliens (1986)", "Blade Runner (1982)", "The Thing (1982)")


def _facts(tmdb_id: int, title: str, year: int) -> FilmFacts:
    return FilmFacts(
        *(tmdb_id, title, datetime.now(UTC)),
        released=date(year, 6, 1),
        genres=("Horror", "Science Fiction"),
        original_language="en",
        directors=(Person(1, "Ridley Example"),),
        keywords=("space", "monster"),
    )


@pytest.fixture
def told(run: Run, home: Path) -> Path:
    with open_library(home / "library.db", now=lambda: datetime.now(UTC)) as library:
        for number, name in enumerate(KNOWN, start=1):
            film = library.find(name)
            library.tmdb.land(film.film_id, _facts(number, film.title, film.year or 0))
        library.tmdb.land(None, _facts(99, "Void Monster", 2024))
    for name in KNOWN[:3]:
        run("rate", name, "5")
    return home


def test_the_clause_is_shown_once_and_the_choice_remembered(run: Run, told: Path) -> None:
    first = run("train", *QUICK, "--tmdb-features")
    assert "terms of use (1.C)" in first.stderr
    assert "terms of use (1.C)" not in run("train", *QUICK, "--tmdb-features").stderr
    assert run("config", "get", "tmdb-features").stdout == "on\n"
    assert json.loads(run("status", "--json").stdout)["model"]["state"] == "current"
    run("train", *QUICK, "--no-tmdb-features")
    assert run("config", "get", "tmdb-features").stdout == "off\n"
    assert json.loads(run("status", "--json").stdout)["model"]["state"] == "current"


def test_a_film_that_nobody_rated_is_ranked_and_marked_as_such(run: Run, told: Path) -> None:
    run("train", *QUICK, "--tmdb-features")
    result = run("recommend", "--year", "2024", "--json")
    assert [row["title"] for row in json.loads(result.stdout)] == ["Void Monster"]
    assert "1 film nobody in the community rated: placed by what TMDb tells" in result.stderr
    # Rated, it counts, and is gone from the list.
    run("rate", "Void Monster (2024)", "5")
    assert json.loads(run("recommend", "--year", "2024", "--json").stdout) == []


def test_without_the_choice_the_model_sees_nothing_of_tmdb(run: Run, told: Path) -> None:
    run("train", *QUICK)
    assert json.loads(run("recommend", "--year", "2024", "--json").stdout) == []


def test_before_tmdb_was_asked_there_is_nothing_to_learn(run: Run) -> None:
    result = run("train", *QUICK, "--tmdb-features", code=3)
    assert "hint: run `filmrec import-tmdb` first" in result.stderr


def test_what_was_learnt_from_tmdb_goes_with_the_cache(run: Run, told: Path, home: Path) -> None:
    run("train", *QUICK, "--tmdb-features")
    run("cache", "clear")
    assert not (home / "cache" / "model.arrays").exists()
    assert json.loads(run("status", "--json").stdout)["model"]["state"] == "missing"
