"""Libraries of older releases: a copy is kept before they are brought up to date."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import StorageError
from filmrec.library import open_library
from filmrec.library.backups import restore
from filmrec.library.connection import backups_folder
from filmrec.library.schema import STEPS, steps_taken
from tests.library.conftest import child
from tests.library.test_backups import NOW, files, rated
from tests.library.test_two_at_once import PREAMBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.library import Library
    from tests.library.conftest import Clock

DUMPS = Path(__file__).parents[1] / "data"


@pytest.fixture
def folder(path: Path) -> Path:
    return backups_folder(path)


def _old_library(path: Path, statements: Sequence[str] = ()) -> None:
    """A library of the first release, with a rating."""
    path.parent.mkdir(exist_ok=True)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript((DUMPS / "library_schema_1.sql").read_text())
        db.execute(
            "INSERT INTO films (film_id, movielens_id, title, genres, n_community_ratings) "
            "VALUES (1, 6, 'Heat', '[]', 0)"
        )
        db.execute("INSERT INTO ratings VALUES (1, 9, '2020-01-01T00:00:00.000000+00:00', 'rate')")
        for statement in statements:
            db.execute(statement)


def _steps(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return steps_taken(db)


def test_an_older_copy_is_brought_up_to_date(
    library: Library, path: Path, folder: Path, tmp_path: Path
) -> None:
    old = tmp_path / "old.db"
    _old_library(old)
    restore(path, old, folder, now=NOW)
    assert [(rating.film.title, rating.stars) for rating in library.ratings()] == [("Heat", 4.5)]
    assert (_steps(path), _steps(old)) == (len(STEPS), 1)


def test_an_older_copy_that_cannot_be_brought_up_to_date_changes_nothing(
    library: Library, path: Path, folder: Path, tmp_path: Path
) -> None:
    library.rate(1, 2)
    old = tmp_path / "old.db"
    _old_library(old, ["DROP TABLE marks"])
    with pytest.raises(StorageError, match=r"old\.db is damaged"):
        restore(path, old, folder, now=NOW)
    assert library.count_ratings() == 1
    assert not folder.exists()


def test_a_copy_is_kept_before_a_library_is_brought_up_to_date(
    path: Path, folder: Path, now: Clock
) -> None:
    _old_library(path)
    open_library(path, now=now).close()
    assert files(folder) == ["library-before-step-2.db"]
    kept = folder / "library-before-step-2.db"
    assert (_steps(path), _steps(kept)) == (len(STEPS), 1)
    assert rated(kept) == {1}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_an_older_copy_kept_under_that_name_stays(path: Path, folder: Path, now: Clock) -> None:
    for _ in range(2):
        path.unlink(missing_ok=True)
        _old_library(path)
        open_library(path, now=now).close()
    assert files(folder) == ["library-before-step-2-2.db", "library-before-step-2.db"]


def test_a_new_library_keeps_no_copy(library: Library, folder: Path) -> None:
    assert library.count_ratings() == 0
    assert not folder.exists()


def test_where_no_copy_can_be_kept_the_library_stays_as_it_is(
    path: Path, folder: Path, now: Clock
) -> None:
    _old_library(path)
    folder.write_text("in the way")
    with pytest.raises(StorageError, match="not brought up to date, as no copy") as caught:
        open_library(path, now=now)
    assert caught.value.hint is not None
    assert _steps(path) == 1


def test_a_step_that_fails_leaves_neither_a_change_nor_a_copy(
    path: Path, folder: Path, now: Clock
) -> None:
    _old_library(path, ["DROP TABLE marks"])
    for _ in range(2):
        with pytest.raises(StorageError, match="is damaged"):
            open_library(path, now=now)
    assert _steps(path) == 1
    assert files(folder) == []


OPEN = (
    PREAMBLE
    + """
wait()
open_library(path, now=now).close()
"""
)


def test_two_terminals_that_bring_a_library_up_to_date_keep_one_copy(
    path: Path, folder: Path
) -> None:
    _old_library(path)
    processes = [child(OPEN, path) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        _, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")
    assert files(folder) == ["library-before-step-2.db"]
