"""Rows that we never wrote: the library is said to be damaged, in one sentence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import StorageError
from filmrec.library import open_library
from filmrec.library.backups import restore

if TYPE_CHECKING:
    from pathlib import Path

    from filmrec.library import Library
    from tests.library.conftest import Clock


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE films SET genres = '[\"x'",
        "UPDATE films SET title = cast(x'ff41fe' AS TEXT)",
        "UPDATE ratings SET rated_at = 'nope'",
        "UPDATE ratings SET rated_at = '2026-01-01'",
        "DROP TABLE ratings",
    ],
)
def test_what_cannot_be_read_back_is_a_damaged_library(
    library: Library, path: Path, now: Clock, damage: str
) -> None:
    library.rate(library.find("Heat (1995)").film_id, 4)
    library.close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA ignore_check_constraints = 1")
        db.execute(damage)
    db.close()
    with (
        open_library(path, now=now) as damaged,
        pytest.raises(StorageError, match="is damaged") as caught,
    ):
        damaged.ratings()
    assert caught.value.hint is not None


@pytest.mark.parametrize(
    "damage", ["DELETE FROM films", "UPDATE ratings SET film_id = 99999", "DROP TABLE ratings"]
)
def test_a_copy_in_which_something_is_missing_is_not_put_back(
    library: Library, path: Path, now: Clock, damage: str
) -> None:
    library.rate(library.find("Heat (1995)").film_id, 4)
    copy = library.backup(path.parent, path.with_name("copy.db"))
    with closing(sqlite3.connect(copy, isolation_level=None)) as db:
        db.execute(damage)
    with pytest.raises(StorageError, match=r"copy\.db is damaged"):
        restore(path, copy, path.parent / "backups", now=now())
    assert library.count_ratings() == 1
