"""`filmrec backup` and `restore`, and what may go wrong with them."""

from __future__ import annotations

import json
import resource
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

    Start = Callable[..., subprocess.Popen[bytes]]

HEAT, FARGO = "Heat (1995)", "Fargo (1996)"


def _rated(run: Run) -> list[str]:
    return [row["title"] for row in json.loads(run("ratings", "--json").stdout)]


def _is_clear(stderr: str) -> bool:
    """One line `error:`, one line `hint:`."""
    lines = stderr.splitlines()
    return [line.split(" ")[0] for line in lines] == ["error:", "hint:"]


def test_a_backup_says_where_it_is_and_a_restore_brings_back_what_was(run: Run, home: Path) -> None:
    run("rate", HEAT, "4")
    written = run("backup").stdout.strip()
    assert written.startswith(str(home / "backups" / "library-"))
    run("rate", FARGO, "5")
    run("unrate", HEAT)
    first, second = run("restore", written).stdout.splitlines()
    assert first == f"restored {written}: 1 rating"
    assert _rated(run) == ["Heat"]
    kept = second.removeprefix("the library that was there is kept: ")
    run("restore", kept)
    assert _rated(run) == ["Fargo"]


def test_what_was_undone_before_a_backup_can_be_redone_after_its_restore(
    run: Run, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.db")
    run("rate", HEAT, "4")
    run("undo")
    run("backup", copy)
    run("rate", FARGO, "4")
    run("restore", copy)
    run("redo")
    assert _rated(run) == ["Heat"]


def test_a_backup_to_a_file_replaces_nothing_without_force(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("my letters")
    result = run("backup", str(copy), code=1)
    assert _is_clear(result.stderr)
    assert "--force" in result.stderr
    assert copy.read_text() == "my letters"
    run("backup", str(copy), "--force")
    run("restore", str(copy))


def test_a_library_damaged_or_missing_is_put_back(run: Run, home: Path, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.db")
    run("rate", HEAT, "4")
    run("backup", copy)
    library = home / "library.db"
    library.write_bytes(library.read_bytes()[:500_000])
    assert "filmrec restore FILE" in run("ratings", code=1).stderr
    shown = run("restore", copy).stdout
    assert f"the damaged library is set aside: {home / 'library-damaged-'}" in shown
    assert _rated(run) == ["Heat"]
    library.unlink()
    assert run("restore", copy).stdout == f"restored {copy}: 1 rating\n"
    assert _rated(run) == ["Heat"]


def test_a_library_of_a_newer_filmrec_can_be_put_out_of_use(
    run: Run, home: Path, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.db")
    run("rate", HEAT, "4")
    run("backup", copy)
    with sqlite3.connect(home / "library.db") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    run("ratings", code=1)
    run("restore", copy)
    assert _rated(run) == ["Heat"]


@pytest.mark.parametrize("command", ["backup", "restore"])
@pytest.mark.parametrize("name", ["", "missing/copy.db", "home/library.db"])
def test_a_file_that_cannot_be_is_one_clear_error(
    run: Run, tmp_path: Path, command: str, name: str
) -> None:
    run("rate", HEAT, "4")
    result = run(command, str(tmp_path / name), code=1)
    assert _is_clear(result.stderr)
    assert result.stdout == ""
    assert _rated(run) == ["Heat"]


@pytest.mark.parametrize(
    "damage", ["truncated", "foreign", "empty", "another program's", "without ratings"]
)
def test_a_copy_that_is_none_is_one_clear_error_and_changes_nothing(
    run: Run, home: Path, tmp_path: Path, damage: str
) -> None:
    run("rate", HEAT, "4")
    copy = tmp_path / "copy.db"
    run("backup", str(copy))
    content = copy.read_bytes()
    if damage == "another program's":
        copy.unlink()
        with sqlite3.connect(copy) as db:
            db.execute("CREATE TABLE songs (title)")
        db.close()
    elif damage == "without ratings":
        with sqlite3.connect(copy) as db:
            db.execute("DROP TABLE ratings")
        db.close()
    else:
        bad = {"truncated": content[: len(content) // 2], "foreign": b"PK\x03\x04", "empty": b""}
        copy.write_bytes(bad[damage])
    result = run("restore", str(copy), code=1)
    assert _is_clear(result.stderr)
    assert str(copy) in result.stderr
    assert _rated(run) == ["Heat"]
    assert not (home / "backups").exists()


@pytest.mark.parametrize("room", [100_000, 3_000_000])
def test_a_full_disk_while_a_backup_is_written_is_one_clear_error_and_leaves_no_file(
    start: Start, run: Run, tmp_path: Path, room: int
) -> None:
    run("rate", HEAT, "4")
    (tmp_path / "other").mkdir()

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    process = start("backup", str(tmp_path / "other" / "copy.db"), preexec_fn=no_room)
    _, stderr = process.communicate()
    assert process.returncode == 1
    assert _is_clear(stderr.decode())
    assert b"no space is left" in stderr
    assert list((tmp_path / "other").iterdir()) == []


@pytest.mark.parametrize("room", [100_000, 3_000_000])
def test_a_full_disk_while_a_copy_is_put_back_is_one_clear_error_and_changes_nothing(
    start: Start, run: Run, home: Path, tmp_path: Path, room: int
) -> None:
    copy = str(tmp_path / "copy.db")
    run("backup", copy)
    run("rate", HEAT, "4")
    before = sorted(home.iterdir())

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    process = start("restore", copy, preexec_fn=no_room)
    _, stderr = process.communicate()
    assert process.returncode == 1
    assert _is_clear(stderr.decode())
    assert sorted(home.iterdir()) == before
    assert _rated(run) == ["Heat"]


def test_a_folder_of_backups_that_cannot_be_made_is_one_clear_error(
    run: Run, home: Path, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.db")
    run("backup", copy)
    run("rate", HEAT, "4")
    (home / "backups").write_text("in the way")
    assert _is_clear(run("backup", code=1).stderr)
    assert _is_clear(run("restore", copy, code=1).stderr)
    assert _rated(run) == ["Heat"]


def test_a_restore_killed_at_any_moment_leaves_the_one_library_or_the_other(
    start: Start, run: Run, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.db")
    run("rate", HEAT, "4")
    run("backup", copy)
    run("rate", FARGO, "4")
    for attempt in range(8):
        process = start("restore", copy)
        time.sleep(0.15 + 0.03 * attempt)
        process.kill()
        process.wait()
        assert set(_rated(run)) in ({"Heat"}, {"Heat", "Fargo"})
        run("rate", FARGO, "4")


def test_a_backup_killed_at_any_moment_is_there_or_not(
    start: Start, run: Run, tmp_path: Path
) -> None:
    run("rate", HEAT, "4")
    for attempt in range(6):
        copy = tmp_path / f"copy {attempt}.db"
        process = start("backup", str(copy))
        time.sleep(0.15 + 0.03 * attempt)
        process.kill()
        process.wait()
        if copy.exists():
            run("restore", str(copy))
        assert _rated(run) == ["Heat"]


def test_commands_of_several_terminals_at_once_all_succeed(
    start: Start, run: Run, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.db")
    run("backup", copy)
    processes = [start("rate", film, "4") for film in ("ml:1", "ml:6", "ml:47")]
    processes += [start("restore", copy), start("backup")]
    processes += [start("rate", film, "4") for film in ("ml:260", "ml:296")]
    outputs = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), outputs
    run("rate", HEAT, "5")
    assert "Heat" in _rated(run)
