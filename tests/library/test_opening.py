"""Making, opening and refusing a library file."""

from __future__ import annotations

import resource
import sqlite3
import stat
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import NewerLibraryError, StorageError
from filmrec.library import open_library
from tests.library.conftest import FILMS, child, ordinary_person

if TYPE_CHECKING:
    from pathlib import Path

    from filmrec.library import Library
    from tests.library.conftest import Clock


def test_a_missing_library_is_made_in_a_folder_of_the_persons_own(path: Path, now: Clock) -> None:
    with open_library(path, now=now) as library:
        assert library.count_films() == 0
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_was_written_is_there_after_reopening(path: Path, now: Clock) -> None:
    with open_library(path, now=now) as library:
        library.add_films(FILMS)
        library.rate(library.find("Heat (1995)").film_id, 4.5)
    with open_library(path, now=now) as library:
        assert [(r.film.name, r.stars) for r in library.ratings()] == [("Heat (1995)", 4.5)]


def test_the_file_is_in_wal_mode_with_foreign_keys(library: Library, path: Path) -> None:
    with sqlite3.connect(path) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    other.close()
    assert library._store.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_folder_in_its_place_is_named(tmp_path: Path, now: Clock) -> None:
    (tmp_path / "library.db").mkdir()
    with pytest.raises(StorageError, match="is a folder"):
        open_library(tmp_path / "library.db", now=now)


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path, now: Clock) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(StorageError, match="home cannot be used"):
        open_library(tmp_path / "home" / "library.db", now=now)


def test_an_unwritable_folder_is_named(shared_folder: Path, now: Clock) -> None:
    shared_folder.chmod(0o555)
    with ordinary_person(), pytest.raises(StorageError, match="cannot be opened") as raised:
        open_library(shared_folder / "library.db", now=now)
    assert raised.value.hint is not None


def test_a_folder_that_cannot_be_made_is_named(shared_folder: Path, now: Clock) -> None:
    shared_folder.chmod(0o555)
    with ordinary_person(), pytest.raises(StorageError, match="Permission denied"):
        open_library(shared_folder / "home" / "library.db", now=now)


@pytest.mark.parametrize("contents", [b"not a database at all, but long enough " * 50, b"SQLite f"])
def test_a_foreign_file_is_refused_and_left_alone(path: Path, now: Clock, contents: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(contents)
    with pytest.raises(StorageError, match="is not a filmrec library"):
        open_library(path, now=now)
    assert path.read_bytes() == contents


@pytest.mark.parametrize("version", [0, 1, 99])
def test_another_programs_database_is_refused_and_left_alone(
    path: Path, now: Clock, version: int
) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title)")
        other.execute(f"PRAGMA user_version = {version}")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="is not a filmrec library"):
        open_library(path, now=now)
    assert path.read_bytes() == before


def test_a_newer_library_is_refused_with_its_cure(library: Library, path: Path, now: Clock) -> None:
    library._store.connection.execute("PRAGMA user_version = 1000")
    library.close()
    with pytest.raises(NewerLibraryError, match="newer filmrec") as raised:
        open_library(path, now=now)
    assert raised.value.hint is not None
    assert "upgrade" in raised.value.hint


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.9])
def test_a_truncated_library_is_called_damaged(
    library: Library, path: Path, now: Clock, kept: float
) -> None:
    library.close()
    contents = path.read_bytes()
    path.write_bytes(contents[: int(len(contents) * kept)])
    with (
        pytest.raises(StorageError, match="is damaged"),
        open_library(path, now=now) as opened,
    ):
        opened.ratings()


def test_a_library_with_overwritten_pages_is_called_damaged(
    library: Library, path: Path, now: Clock
) -> None:
    library.close()
    contents = path.read_bytes()
    path.write_bytes(contents[:4096] + b"\x55" * (len(contents) - 4096))
    with (
        pytest.raises(StorageError, match="is damaged"),
        open_library(path, now=now) as opened,
    ):
        opened.search("heat")


def test_a_file_cut_to_nothing_becomes_a_new_library(
    library: Library, path: Path, now: Clock
) -> None:
    library.close()
    path.write_bytes(b"")
    with open_library(path, now=now) as opened:
        assert opened.count_films() == 0


def test_another_program_that_keeps_writing_is_named(
    library: Library, path: Path, now: Clock
) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_library(path, now=now, busy_seconds=0.05) as waiting:
        assert len(waiting.search("heat")) == 3
        with pytest.raises(StorageError, match="in use by another program"):
            waiting.rate(1, 4)
    other.execute("ROLLBACK")
    other.close()
    assert library.count_ratings() == 0


def test_a_full_disk_is_named_and_loses_nothing(library: Library) -> None:
    library.rate(1, 4)
    (pages,) = library._store.connection.execute("PRAGMA page_count").fetchone()
    library._store.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match="no space is left"):
        library.rate(2, 3, source="x" * 100_000)
    assert [(r.film.film_id, r.stars) for r in library.ratings()] == [(1, 4.0)]


BEGIN_WITH_A_LIMIT = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from filmrec.errors import StorageError
from filmrec.library import open_library

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
try:
    open_library(Path(sys.argv[1]), now=lambda: datetime.now(UTC))
except StorageError as error:
    print(error.message)
"""


def test_a_library_that_finds_no_room_to_begin_is_not_said_to_be_old(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    output, errors = child(BEGIN_WITH_A_LIMIT, path).communicate(timeout=30)
    assert output.startswith(f"the library {path} cannot be begun"), errors


WRITE_WITH_A_LIMIT = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from filmrec.errors import StorageError
from filmrec.library import open_library

with open_library(Path(sys.argv[1]), now=lambda: datetime.now(UTC)) as library:
    library.rate(1, 4)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    try:
        library.rate(2, 3)
    except StorageError as error:
        print(error.message)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


def test_a_disk_that_refuses_to_write_is_named_and_loses_nothing(
    library: Library, path: Path
) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    library.close()
    output, errors = child(WRITE_WITH_A_LIMIT, path).communicate(timeout=30)
    assert output == f"the disk failed while the library {path} was used\n", errors
    with open_library(path, now=library._store.now) as opened:
        assert [(r.film.film_id, r.stars) for r in opened.ratings()] == [(1, 4.0)]


def test_a_library_in_a_place_that_cannot_be_written_is_still_read(
    shared_folder: Path, now: Clock
) -> None:
    path = shared_folder / "library.db"
    with open_library(path, now=now) as library:
        library.add_films(FILMS)
        library.rate(1, 4)
    path.chmod(0o444)
    shared_folder.chmod(0o555)
    with ordinary_person(), open_library(path, now=now) as library:
        assert [r.stars for r in library.ratings()] == [4.0]
        assert library.find("Heat (1995)").movielens_id == 6
        with pytest.raises(StorageError, match="can only be read"):
            library.rate(2, 3)


def test_unsaved_changes_that_cannot_be_read_are_not_passed_over(
    shared_folder: Path, now: Clock
) -> None:
    path = shared_folder / "library.db"
    with open_library(path, now=now) as library:
        library.add_films(FILMS)
        log = path.with_name("library.db-wal").read_bytes()
    path.with_name("library.db-wal").write_bytes(log)
    path.chmod(0o444)
    shared_folder.chmod(0o555)
    with ordinary_person(), pytest.raises(StorageError, match="cannot be opened"):
        open_library(path, now=now)


USED_MODULES = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from filmrec.library import open_library

with open_library(Path(sys.argv[1]), now=lambda: datetime.now(UTC)) as library:
    library.rate(library.find("heat (1995)").film_id, 4)
    library.search("shawshenk redemtion")
    library.ratings()
print(*sys.modules)
"""


def test_opening_rating_and_searching_load_nothing_slow(library: Library, path: Path) -> None:
    library.close()
    output, errors = child(USED_MODULES, path).communicate(timeout=30)
    assert "filmrec.library.storage" in output.split(), errors
    slow = {"numpy", "scipy", "lightfm", "requests", "typer", "rich", "sqlite_utils"}
    assert slow.isdisjoint(output.split())
