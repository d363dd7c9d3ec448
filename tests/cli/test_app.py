from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmrec import __version__
from filmrec.cli.commands import LazyCommands

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.conftest import Run


def test_alone_it_says_where_one_stands_in_five_lines(run: Run) -> None:
    lines = run().stdout.splitlines()
    assert len(lines) == 5
    assert lines[0] == "You rated 0 films of 9,066 in the catalogue."
    assert "filmrec rate" in lines[3]


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"filmrec {__version__}\n"


def test_a_misspelt_command_names_the_nearest(run: Run) -> None:
    result = run("recomend", code=2)
    assert "'recommend'" in result.stderr
    assert result.stderr.startswith("error: ")


def test_a_misspelt_option_names_the_nearest(run: Run) -> None:
    assert "--genre" in run("recommend", "--gnre", "Drama", code=2).stderr


@pytest.mark.parametrize("option", ["--offline", "--quiet", "-q"])
def test_an_option_of_the_program_itself_is_said_to_go_first(run: Run, option: str) -> None:
    stderr = run("watchlist", "list", option, code=2).stderr.splitlines()
    assert stderr[0] == f"error: {option} goes before the command"
    assert stderr[1] == f"hint: write `filmrec {option} watchlist list`"


@pytest.mark.parametrize(
    ("written", "meant"), [("comdy", "Comedy"), ("horor", "Horror"), ("documentry", "Documentary")]
)
def test_an_unknown_genre_names_the_nearest(run: Run, written: str, meant: str) -> None:
    assert f"did you mean {meant}?" in run("recommend", "--genre", written, code=2).stderr


def test_paths_are_all_below_filmrec_home(run: Run, home: Path) -> None:
    paths = json.loads(run("paths", "--json").stdout)
    assert paths["library"] == str(home / "library.db")
    assert paths["backups"] == str(home / "backups")
    assert paths["model"].startswith(str(home))


def test_about_names_licence_and_citation(run: Run) -> None:
    about = run("about").stdout
    assert "GroupLens" in about
    assert "Harper" in about
    assert "MIT" in about


def test_status_says_what_is_missing(run: Run) -> None:
    status = json.loads(run("status", "--json").stdout)
    assert status["library"]["n_ratings"] == 0
    assert status["community"]["n_ratings"] == 100_004
    assert status["model"]["state"] == "missing"
    assert "filmrec rate" in run("status").stdout


def test_quiet_keeps_notes_back(run: Run) -> None:
    assert run("recommend").stderr != ""
    assert run("--quiet", "recommend").stderr == ""


def test_every_command_has_its_place_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for name, command in LazyCommands().items():
        for words in (name, *(f"{name} {inner}" for inner in getattr(command, "commands", ()))):
            assert f"$ filmrec {words} --help" in readme, words


@pytest.mark.parametrize(
    ("typed", "completed"),
    [("filmrec rec", "recommend"), ("filmrec recommend --obs", "--obscure"), ("filmrec xyz", "")],
)
def test_the_shell_completes_commands_and_options(
    start: Callable[..., subprocess.Popen[bytes]], typed: str, completed: str
) -> None:
    last = len(typed.split()) - 1
    completion = {"_FILMREC_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": last}
    process = start(env={name: str(value) for name, value in completion.items()})
    stdout, stderr = process.communicate()
    assert stdout.decode().strip() == completed, stderr
