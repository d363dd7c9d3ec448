"""Power cuts, full disks, damaged files, impatient people: nothing entered is lost."""

from __future__ import annotations

import json
import resource
import signal
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.conftest import Run

    Start = Callable[..., subprocess.Popen[bytes]]

QUICK_TRAINING = ("train", "--members", "1", "--components", "8", "--epochs", "1")
FILMS = ("ml:1", "ml:6", "ml:47", "ml:260", "ml:296", "ml:318", "ml:593", "ml:608")


def _n_ratings(run: Run) -> int:
    return len(json.loads(run("ratings", "--json").stdout))


def _wait_for_threads(pid: int) -> None:
    """Until the process has started threads: then it is training."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/status").read_text()
        if int(status.partition("Threads:")[2].split()[0]) > 1:
            return
        time.sleep(0.01)
    raise TimeoutError("no training was started")


def test_a_home_that_cannot_be_made_is_one_clear_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("FILMREC_HOME", str(tmp_path / "file" / "home"))
    result = run("rate", "Heat (1995)", "4", code=1)
    assert result.stderr.startswith("error: ")
    assert "FILMREC_HOME" in result.stderr
    assert len(result.stderr.splitlines()) == 2


def test_a_library_of_a_newer_filmrec_is_left_alone(run: Run, home: Path) -> None:
    library = home / "library.db"
    with sqlite3.connect(library) as db:
        db.execute("PRAGMA user_version = 99")
    result = run("rate", "Heat (1995)", "4", code=1)
    assert "newer filmrec" in result.stderr
    assert "hint: " in result.stderr


def test_a_library_that_is_no_database_is_left_as_it_is(run: Run, home: Path) -> None:
    library = home / "library.db"
    library.write_bytes(b"my holiday letters " * 500)
    result = run("ratings", code=1)
    assert "not a filmrec library" in result.stderr
    assert library.read_bytes().startswith(b"my holiday letters")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_library_is_one_clear_error(run: Run, home: Path, share: float) -> None:
    library = home / "library.db"
    content = library.read_bytes()
    library.write_bytes(content[: int(len(content) * share)])
    result = run("search", "heat", code=1)
    assert result.stderr.startswith("error: ")
    assert "damaged" in result.stderr or "not a filmrec library" in result.stderr


def _damaged(content: bytes, damage: str) -> bytes:
    middle = len(content) // 2
    return {
        "truncated": content[:middle],
        "foreign": b"PK\x03\x04 a holiday film",
        "empty": b"",
        "flipped": content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :],
    }[damage]


@pytest.mark.parametrize("damage", ["truncated", "foreign", "empty", "flipped"])
def test_a_damaged_model_is_recognised_and_training_replaces_it(
    run: Run, trained: Path, damage: str
) -> None:
    model = trained / "cache" / "model.arrays"
    model.write_bytes(_damaged(model.read_bytes(), damage))
    status = json.loads(run("status", "--json").stdout)["model"]
    assert status["state"] == "unusable"
    assert str(model) in status["problem"]
    run(*QUICK_TRAINING)
    assert json.loads(run("status", "--json").stdout)["model"]["state"] == "current"


def test_a_list_from_a_damaged_model_says_so_in_a_sentence_and_trains_it_again(
    run: Run, trained: Path
) -> None:
    model = trained / "cache" / "model.arrays"
    model.write_bytes(_damaged(model.read_bytes(), "truncated"))
    result = run("recommend", "--like", "Heat (1995)", "--json")
    assert "training it again" in result.stderr.splitlines()[0]
    assert len(json.loads(result.stdout)) == 10


def test_a_rating_killed_at_any_moment_is_there_or_not_and_the_library_works(
    run: Run, start: Start
) -> None:
    for attempt, film in enumerate(FILMS):
        before = _n_ratings(run)
        process = start("rate", film, "4")
        time.sleep(0.02 * attempt)
        process.kill()
        process.wait()
        assert _n_ratings(run) in {before, before + 1}
    run("rate", "Heat (1995)", "3.5")


def test_a_rating_that_was_confirmed_survives_a_kill(run: Run, start: Start) -> None:
    process = start("rate", "Heat (1995)", "4")
    assert process.stdout is not None
    assert process.stdout.readline() == b"Heat (1995): 4 stars\n"
    process.kill()
    process.wait()
    assert _n_ratings(run) == 1


def test_the_first_start_killed_at_any_moment_can_be_started_again(
    run: Run, start: Start, empty_home: Path
) -> None:
    for tenths in range(8):
        process = start("rate", "Heat (1995)", "4")
        time.sleep(tenths / 10)
        process.kill()
        process.wait()
    run("rate", "Heat (1995)", "5")
    assert json.loads(run("status", "--json").stdout)["library"]["n_films"] == 9066
    assert empty_home.exists()


def test_training_killed_at_any_moment_leaves_the_old_model(
    run: Run, start: Start, trained: Path
) -> None:
    model = trained / "cache" / "model.arrays"
    old = model.read_bytes()
    for tenths in (1, 5, 9, 15):
        process = start("train", "--epochs", "200")
        time.sleep(tenths / 10)
        process.kill()
        process.wait()
        assert model.read_bytes() == old
    run("recommend", "--like", "Heat (1995)")


def test_ctrl_c_in_training_exits_130_and_leaves_the_old_model(start: Start, trained: Path) -> None:
    model = trained / "cache" / "model.arrays"
    old = model.read_bytes()
    process = start("train", "--epochs", "1000")
    _wait_for_threads(process.pid)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in stderr
    assert model.read_bytes() == old
    assert list(model.parent.iterdir()) == [model]


def test_ratings_given_at_the_same_moment_are_all_kept(run: Run, start: Start) -> None:
    processes = [start("rate", film, "4") for film in FILMS]
    assert [process.wait() for process in processes] == [0] * len(FILMS)
    assert _n_ratings(run) == len(FILMS)


def test_two_first_starts_at_once_make_one_library(
    run: Run, start: Start, empty_home: Path
) -> None:
    processes = [start("rate", film, "4") for film in FILMS[:3]]
    outputs = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], outputs
    assert _n_ratings(run) == 3
    assert json.loads(run("status", "--json").stdout)["library"]["n_films"] == 9066
    assert (empty_home / "library.db").exists()


def test_a_full_disk_while_training_is_one_clear_error(start: Start, trained: Path) -> None:
    model = trained / "cache" / "model.arrays"
    old = model.read_bytes()

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    process = start("train", "--members", "1", "--epochs", "1", preexec_fn=no_room)
    _, stderr = process.communicate()
    assert process.returncode == 1
    assert b"error: cannot write" in stderr
    assert b"Traceback" not in stderr
    assert model.read_bytes() == old
    assert list(model.parent.iterdir()) == [model]


def test_a_full_disk_at_the_first_start_is_one_clear_error(
    run: Run, start: Start, empty_home: Path
) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    process = start("rate", "Heat (1995)", "4", preexec_fn=no_room)
    _, stderr = process.communicate()
    assert process.returncode == 1
    assert stderr.startswith(b"error: ")
    assert b"Traceback" not in stderr
    run("rate", "Heat (1995)", "4")
    assert (empty_home / "library.db").exists()


def test_output_closed_early_ends_without_a_word(start: Start) -> None:
    process = start("search", "the", "-n", "5000")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    _, stderr = process.communicate()
    assert stderr == b""
    assert process.returncode == 0
