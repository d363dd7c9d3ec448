"""Streams that are closed or full, and lists that come from elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

    Start = Callable[..., subprocess.Popen[bytes]]


def _shell(home: Path, line: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "FILMREC_HOME": str(home), "PYTHON": sys.executable}
    return subprocess.run(
        ["/bin/sh", "-c", line.replace("filmrec", '"$PYTHON" -m filmrec')],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("filmrec search heat >&-", 0),
        ("filmrec status --json >&-", 0),
        ("filmrec rate ml:6 4 >&-", 0),
        ("filmrec show nosuchfilm 2>&-", 4),
        ("filmrec rate <&-", 2),
        ("filmrec recommend --from - <&-", 0),
    ],
)
def test_a_closed_stream_changes_no_exit_code(home: Path, line: str, code: int) -> None:
    result = _shell(home, line)
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["search heat", "search heat --json", "paths", "--help"])
def test_output_that_finds_no_room_is_one_clear_error(home: Path, command: str) -> None:
    result = _shell(home, f"filmrec {command} > /dev/full")
    assert result.returncode == 1
    assert result.stderr.splitlines()[0].startswith("error: the output cannot be written")
    assert result.stderr.splitlines()[1].startswith("hint: ")


def test_a_model_that_cannot_be_kept_still_gives_its_list(run: Run, home: Path) -> None:
    (home / "cache").write_text("in the way of the folder")
    result = run("recommend", "--like", "Heat (1995)", "--json")
    assert len(json.loads(result.stdout)) == 10
    assert "the model is not kept" in result.stderr
    assert run("status").stdout.count("again") == 1


def test_training_that_cannot_be_kept_is_an_error(run: Run, home: Path) -> None:
    (home / "cache").write_text("in the way of the folder")
    result = run("train", "--members", "1", "--components", "4", "--epochs", "1", code=1)
    assert "error: cannot write" in result.stderr
    assert "hint: " in result.stderr


def test_a_list_in_utf_16_with_comments_is_read(run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "windows.txt"
    listed.write_text("# tonight\r\nHeat (1995)\r\nFargo (1996)\r\n", encoding="utf-16")
    rows = json.loads(run("recommend", "--from", str(listed), "--json").stdout)
    assert {row["title"] for row in rows} == {"Heat", "Fargo"}


def test_a_list_too_large_to_be_one_is_refused_and_never_read_whole(run: Run) -> None:
    result = run("recommend", "--from", "/dev/zero", code=2)
    assert "larger than 10 MB" in result.stderr


def test_many_lines_that_name_no_film_are_counted_and_not_all_shown(
    run: Run, tmp_path: Path
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("".join(f"zzqx vvkk {number}\n" for number in range(30)))
    shown = run("recommend", "--from", str(listed)).stderr.splitlines()
    assert sum("left out:" in line for line in shown) == 10
    assert "and 20 lines more left out" in shown


@pytest.mark.parametrize("home_folder", ["~nosuchuser/films"])
def test_a_home_that_cannot_be_found_is_one_clear_error(
    run: Run, monkeypatch: pytest.MonkeyPatch, home_folder: str
) -> None:
    monkeypatch.setenv("FILMREC_HOME", home_folder)
    assert "FILMREC_HOME" in run("paths", code=1).stderr


@pytest.mark.parametrize("columns", ["²", "abc", "0", "-5", ""])
def test_a_width_that_is_none_is_passed_over(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert "Heat (1995)" in run("search", "heat").stdout
