"""Titles are data: nothing in one is obeyed, by Rich or by the terminal."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from filmrec.library import NewFilm, open_library

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

AS_WRITTEN = [
    "[REC]",
    "[rec]",
    "[/b]",
    "[bold red]x[/]",
    ":smile:",
    "שלום עולם",
    "東京物語",
    "Ⅷ½",
    "{0}%s",
]
FIRST_ID = 9_000_001


@pytest.fixture
def add(home: Path) -> Callable[[str], str]:
    """Put a film of this title into the library; gives the name by which to ask for it."""

    def add_film(title: str) -> str:
        with open_library(home / "library.db", now=lambda: datetime.now(UTC)) as library:
            library.add_films([NewFilm(title=title, year=2007, movielens_id=FIRST_ID)])
        return f"ml:{FIRST_ID}"

    return add_film


@pytest.mark.parametrize("title", AS_WRITTEN)
def test_a_title_prints_as_it_is_written(run: Run, add: Callable[[str], str], title: str) -> None:
    film = add(title)
    assert run("rate", film, "4").stdout == f"{title} (2007): 4 stars\n"
    for command in (["ratings"], ["show", film], ["search", film], ["ratings", "--csv"]):
        assert title in run(*command).stdout
    assert json.loads(run("ratings", "--json").stdout)[0]["title"] == title


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("\x1b[2Jgone", r"\x1b[2Jgone"),
        ("bell\x07", r"bell\x07"),
        ("a\nb", r"a\x0ab"),
        ("\x9b31m", r"\x9b31m"),
        ("abc\u202etxt.exe", r"abc\u202etxt.exe"),
    ],
)
def test_control_characters_are_shown_and_never_sent(
    run: Run, add: Callable[[str], str], title: str, printed: str
) -> None:
    film = add(title)
    run("rate", film, "4")
    for command in (["ratings"], ["show", film], ["search", film], ["ratings", "--csv"]):
        output = run(*command).stdout
        assert printed in output
        assert not set(output) & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert not set(run("ratings", "--json").stdout) & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert json.loads(run("ratings", "--json").stdout)[0]["title"] == title


def test_an_error_shows_what_was_typed_without_obeying_it(run: Run) -> None:
    result = run("rate", "\x1b]0;owned\x07", "4", code=4)
    assert "\x1b" not in result.stderr
    assert r"\x1b]0;owned\x07" in result.stderr


def test_double_width_titles_keep_the_columns_aligned(run: Run, add: Callable[[str], str]) -> None:
    from rich.cells import cell_len

    run("rate", add("東京物語"), "4")
    run("rate", "Heat (1995)", "4")
    _, _, *rows = run("ratings").stdout.rstrip("\n").split("\n")
    date = [cell_len(row[: row.index("20", row.index(")"))]) for row in rows]
    assert len(date) == 2
    assert len(set(date)) == 1


def test_a_terminal_without_utf_8_gets_the_nearest_letters(
    add: Callable[[str], str], start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    film = add("Amélie · 東京")
    process = start("show", film, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    stdout, stderr = process.communicate()
    assert process.returncode == 0, stderr
    assert b"Amelie - ?? (2007)" in stdout


def test_a_terminal_without_utf_8_gets_json_that_is_whole(
    add: Callable[[str], str], start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    film = add("Amélie · 東京")
    process = start("show", film, "--json", env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    stdout, stderr = process.communicate()
    assert process.returncode == 0, stderr
    assert json.loads(stdout)["title"] == "Amélie · 東京"
