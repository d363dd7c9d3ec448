"""Copies kept and put back, with others writing, dying, or in the way."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import NewerLibraryError, StorageError
from filmrec.library import open_library
from filmrec.library.backups import Restored, restore
from filmrec.library.connection import backups_folder
from filmrec.settings import read_settings
from tests.library.conftest import FILMS, child, ordinary_person
from tests.library.test_two_at_once import PREAMBLE, RATE_MANY

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from filmrec.library import Library
    from tests.library.conftest import Clock

HEAT, MATRIX = 1, 4
NOW = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)

RESTORE = (
    PREAMBLE
    + """
from filmrec.library.backups import restore
wait()
restore(path, Path(sys.argv[2]), Path(sys.argv[3]), now=now())
"""
)
BACKUP = (
    PREAMBLE
    + """
with open_library(path, now=now) as library:
    wait()
    library.backup(path.parent / "backups", Path(sys.argv[2]))
"""
)


@pytest.fixture
def folder(path: Path) -> Path:
    return backups_folder(path)


@pytest.fixture
def copied(library: Library, folder: Path) -> Path:
    """A copy of the library with one rating; then another film was rated."""
    library.rate(HEAT, 4)
    written = library.backup(folder)
    library.rate(MATRIX, 5)
    return written


def rated(path: Path) -> set[int]:
    """The films rated in a library that is only looked at."""
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        assert db.execute("PRAGMA quick_check").fetchone() == ("ok",)
        return {film_id for (film_id,) in db.execute("SELECT film_id FROM ratings")}


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def let_go(process: subprocess.Popen[str]) -> None:
    """Let a child that waits begin."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()
    process.stdin.write("\n")
    process.stdin.flush()


def test_the_settings_name_the_folder_that_the_library_uses() -> None:
    settings = read_settings({"FILMREC_HOME": "/home"})
    assert settings.backups_dir == backups_folder(settings.library_path)


def test_a_copy_is_named_by_its_time_whole_and_for_its_owner_alone(
    copied: Path, folder: Path
) -> None:
    assert copied.parent == folder
    assert copied.name == "library-20260102T030407Z.db"
    assert files(folder) == [copied.name]
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert rated(copied) == {HEAT}


def test_copies_of_one_second_get_names_of_their_own(library: Library, folder: Path) -> None:
    library._store.now = lambda: NOW
    names = [library.backup(folder).name for _ in range(3)]
    stem = "library-20260203T040506Z"
    assert names == [f"{stem}.db", f"{stem}-2.db", f"{stem}-3.db"]


def test_a_file_that_is_there_is_replaced_only_when_told(
    library: Library, tmp_path: Path, folder: Path
) -> None:
    target = tmp_path / "copy.db"
    target.write_text("my letters")
    with pytest.raises(StorageError, match="is there already"):
        library.backup(folder, target)
    assert target.read_text() == "my letters"
    library.backup(folder, target, replace=True)
    assert rated(target) == set()
    assert files(tmp_path) == ["copy.db", "home"]


def test_a_folder_is_never_replaced(library: Library, tmp_path: Path, folder: Path) -> None:
    with pytest.raises(StorageError, match="is a folder"):
        library.backup(folder, tmp_path, replace=True)


@pytest.mark.parametrize("name", ["library.db", "library.db-wal", "library.db-shm", "link.db"])
def test_the_library_itself_is_never_replaced_by_its_copy(
    library: Library, path: Path, folder: Path, name: str
) -> None:
    path.with_name("link.db").hardlink_to(path)
    with pytest.raises(StorageError, match="is the library itself"):
        library.backup(folder, path.with_name(name), replace=True)


def test_a_damaged_library_is_not_copied(library: Library, path: Path, folder: Path) -> None:
    (root,) = library._store.connection.execute(
        "SELECT rootpage FROM sqlite_schema WHERE name = 'films'"
    ).fetchone()
    library.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\x55" * 4096
    path.write_bytes(content)
    with (
        open_library(path, now=lambda: NOW) as damaged,
        pytest.raises(StorageError, match="is damaged"),
    ):
        damaged.backup(folder)
    assert files(folder) == []


def test_a_folder_that_cannot_be_written_is_named(shared_folder: Path, now: Clock) -> None:
    path = shared_folder / "library.db"
    with open_library(path, now=now) as library:
        library.add_films(FILMS)
    shared_folder.chmod(0o555)
    with (
        ordinary_person(),
        open_library(path, now=now) as library,
        pytest.raises(StorageError, match=r"the copy .* cannot be written: Permission denied"),
    ):
        library.backup(backups_folder(path))


def test_a_library_that_can_only_be_read_can_be_copied(
    shared_folder: Path, tmp_path: Path, now: Clock
) -> None:
    path = shared_folder / "library.db"
    with open_library(path, now=now) as library:
        library.add_films(FILMS)
        library.rate(HEAT, 4)
    shared_folder.chmod(0o555)
    tmp_path.chmod(0o777)
    for parent in tmp_path.parents[:3]:
        parent.chmod(0o755)
    with ordinary_person(), open_library(path, now=now) as library:
        assert library.backup(tmp_path, tmp_path / "copy.db") == tmp_path / "copy.db"
    assert rated(tmp_path / "copy.db") == {HEAT}


def test_copies_made_while_another_terminal_rates_are_sound_and_hold_a_moment(
    library: Library, path: Path, folder: Path
) -> None:
    process = child(RATE_MANY, path, 1, 31)
    let_go(process)
    copies = [library.backup(folder) for _ in range(8)]
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    sizes = [len(rated(copy)) for copy in copies]
    assert sizes == sorted(sizes)
    assert all(rated(copy) == set(range(1, len(rated(copy)) + 1)) for copy in copies)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.02, 0.04, 0.08])
def test_a_copy_whose_writer_is_killed_is_there_or_not(
    library: Library, path: Path, seconds: float
) -> None:
    library.rate(HEAT, 4)
    target = path.with_name("copy.db")
    process = child(BACKUP, path, target)
    let_go(process)
    time.sleep(seconds)
    process.kill()
    process.communicate()
    assert not target.exists() or rated(target) == {HEAT}
    library.rate(MATRIX, 5)


def test_what_a_killed_writer_left_is_taken_away_an_hour_later_and_nothing_else(
    library: Library, folder: Path
) -> None:
    folder.mkdir()
    old, young, foreign = ".filmrec-copy-a.part", ".filmrec-copy-b.part", ".filmrec-notes"
    for name in (old, young, foreign):
        (folder / name).write_text("")
    hours_ago = time.time() - 7200
    for name in (old, foreign):
        os.utime(folder / name, (hours_ago, hours_ago))
    library.backup(folder)
    assert files(folder)[:-1] == [young, foreign]


def test_a_copy_is_put_back_and_what_was_there_is_kept(
    library: Library, copied: Path, path: Path, folder: Path
) -> None:
    before = copied.read_bytes()
    result = restore(path, copied, folder, now=NOW)
    assert result == Restored(1, kept=folder / "library-20260203T040506Z.db")
    assert {rating.film.film_id for rating in library.ratings()} == {HEAT}
    assert result.kept is not None
    assert rated(result.kept) == {HEAT, MATRIX}
    assert copied.read_bytes() == before
    assert files(folder) == [copied.name, result.kept.name]


def test_an_open_terminal_goes_on_with_the_library_put_back(
    library: Library, copied: Path, path: Path, folder: Path, now: Clock
) -> None:
    assert library.count_ratings() == 2
    restore(path, copied, folder, now=NOW)
    assert library.count_ratings() == 1
    assert library.find("the matrix").film_id == MATRIX
    library.rate(3, 2)
    with open_library(path, now=now) as other:
        assert other.count_ratings() == 2
        assert other.undo() is not None
    assert library.count_ratings() == 1


def test_no_change_of_another_terminal_gets_lost_between_what_is_kept_and_what_is_put_in(
    library: Library, copied: Path, path: Path, folder: Path
) -> None:
    process = child(RATE_MANY, path, 5, 36)
    let_go(process)
    kept = []
    for _ in range(5):
        result = restore(path, copied, folder, now=NOW)
        assert result.kept is not None
        kept.append(rated(result.kept))
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    last = {rating.film.film_id for rating in library.ratings()}
    assert set(range(5, 36)) <= last.union(*kept)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.02, 0.04, 0.06, 0.08, 0.12])
def test_a_restore_that_is_killed_leaves_the_one_library_or_the_other(
    library: Library, copied: Path, path: Path, folder: Path, seconds: float
) -> None:
    library.close()
    process = child(RESTORE, path, copied, folder)
    let_go(process)
    time.sleep(seconds)
    process.kill()
    process.communicate()
    assert rated(path) in ({HEAT}, {HEAT, MATRIX})
    with open_library(path, now=lambda: NOW) as opened:
        opened.rate(3, 2)
        assert opened.search("heat")


def test_two_restores_at_once_are_one_after_the_other(
    library: Library, copied: Path, path: Path, folder: Path
) -> None:
    processes = [child(RESTORE, path, copied, folder) for _ in range(3)]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        _, errors = process.communicate("\n", timeout=30)
        assert (process.returncode, errors) == (0, "")
    assert library.count_ratings() == 1
    kept = [rated(folder / name) for name in files(folder) if name != copied.name]
    assert sorted(kept, key=len) == [{HEAT}, {HEAT}, {HEAT, MATRIX}]


def test_a_terminal_that_keeps_writing_is_waited_for_and_then_named(
    library: Library, copied: Path, path: Path, folder: Path
) -> None:
    with (
        library.transaction("rate"),
        pytest.raises(StorageError, match="in use by another program"),
    ):
        restore(path, copied, folder, now=NOW, busy_seconds=0.05)
    assert library.count_ratings() == 2
    assert files(folder) == [copied.name]


def _damaged(content: bytes, damage: str) -> bytes:
    return {
        "foreign": b"my holiday letters " * 500,
        "short": b"SQLite f",
        "empty": b"",
        "truncated": content[: len(content) // 2],
        "overwritten": content[:4096] + b"\x55" * (len(content) - 4096),
    }[damage]


DAMAGES = ["foreign", "short", "empty", "truncated", "overwritten"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_copy_is_refused_and_nothing_is_changed(
    library: Library, copied: Path, path: Path, folder: Path, damage: str
) -> None:
    bad = path.with_name("bad.db")
    bad.write_bytes(_damaged(copied.read_bytes(), damage))
    with pytest.raises(StorageError, match=r"bad\.db is (damaged|not a filmrec library)") as caught:
        restore(path, bad, folder, now=NOW)
    assert caught.value.hint is not None
    assert library.count_ratings() == 2
    assert files(folder) == [copied.name]
    assert [name for name in files(path.parent) if "part" in name] == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_library_is_set_aside_as_it_is(
    library: Library, copied: Path, path: Path, folder: Path, damage: str
) -> None:
    library.close()
    bad = _damaged(path.read_bytes(), damage)
    path.write_bytes(bad)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).write_bytes(b"what was left beside it")
    result = restore(path, copied, folder, now=NOW)
    aside = path.with_name("library-damaged-20260203T040506Z.db")
    assert result == Restored(1, set_aside=aside)
    assert aside.read_bytes() == bad
    assert aside.with_name(aside.name + "-shm").exists()
    assert rated(path) == {HEAT}
    with open_library(path, now=lambda: NOW) as opened:
        opened.rate(MATRIX, 3)
        assert opened._store.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_missing_library_is_put_back_and_a_stray_log_is_not_taken_for_its_changes(
    library: Library, copied: Path, path: Path, folder: Path
) -> None:
    log = path.with_name("library.db-wal").read_bytes()
    library.close()
    path.unlink()
    path.with_name("library.db-wal").write_bytes(log)
    assert restore(path, copied, folder, now=NOW) == Restored(1)
    assert rated(path) == {HEAT}


def test_a_home_that_is_not_there_is_made(copied: Path, tmp_path: Path) -> None:
    path = tmp_path / "new" / "home" / "library.db"
    assert restore(path, copied, backups_folder(path), now=NOW) == Restored(1)
    assert rated(path) == {HEAT}


def test_a_copy_is_not_put_back_where_nothing_can_be_written(
    library: Library, tmp_path: Path, shared_folder: Path
) -> None:
    path = shared_folder / "library.db"
    copy = library.backup(tmp_path, shared_folder / "copy.db")
    copy.chmod(0o444)
    shared_folder.chmod(0o555)
    with ordinary_person(), pytest.raises(StorageError, match="cannot be written: Permission"):
        restore(path, copy, backups_folder(path), now=NOW)
    assert files(shared_folder) == ["copy.db"]


def test_a_newer_copy_is_refused(library: Library, copied: Path, path: Path, folder: Path) -> None:
    with contextlib.closing(sqlite3.connect(copied)) as db:
        db.execute("PRAGMA user_version = 1000")
    with pytest.raises(NewerLibraryError, match="newer filmrec"):
        restore(path, copied, folder, now=NOW)
    assert library.count_ratings() == 2


def test_the_library_itself_is_no_copy(library: Library, path: Path, folder: Path) -> None:
    with pytest.raises(StorageError, match="is the library itself"):
        restore(path, path, folder, now=NOW)
    assert library.count_films() == len(FILMS)


def test_a_library_of_another_page_size_is_put_in(
    library: Library, copied: Path, path: Path, folder: Path
) -> None:
    with contextlib.closing(sqlite3.connect(copied, isolation_level=None)) as db:
        db.execute("PRAGMA page_size = 8192")
        db.execute("VACUUM")
    restore(path, copied, folder, now=NOW)
    assert library.count_ratings() == 1
    assert library.search("shawshenk")


def test_a_copy_of_a_library_in_use_elsewhere_takes_its_last_changes_along(
    library: Library, path: Path, tmp_path: Path, now: Clock
) -> None:
    other = tmp_path / "other" / "library.db"
    with open_library(other, now=now) as used:
        used.add_films(FILMS)
        used.rate(MATRIX, 2)
        restore(path, other, backups_folder(path), now=NOW)
    assert {rating.film.film_id for rating in library.ratings()} == {MATRIX}
