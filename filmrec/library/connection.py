"""Opening the library file, and what SQLite has to say in the words of the person."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from filmrec.errors import NewerLibraryError, StorageError
from filmrec.library import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# How long one command waits for another that is writing.
BUSY_SECONDS = 10.0
# What opening says where nothing can be written: no permission, a read-only or a full disk.
_UNWRITABLE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR}
_RETRY_SECONDS = 0.02
# SQLite cannot say that a full disk is why it could not make its shared memory.
_LEAST_FREE_BYTES = 1 << 16
# A library of ours has every table, and text in it is UTF-8.
_DAMAGED_WORDS = ("no such table", "no such column", "Could not decode")
# The first with STRICT tables.
_OLDEST_SQLITE = (3, 37, 0)


def connect(path: Path, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """An open library at `path`, made when missing and brought up to date when older.

    A library in a place that cannot be written is opened for reading.

    Raises
    ------
    NewerLibraryError
        When a newer filmrec wrote it.
    StorageError
        When it cannot be opened, is damaged, or is not a library.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StorageError(
            f"this Python's SQLite is too old: {sqlite3.sqlite_version}, and 3.37 is needed",
            hint="run filmrec with a Python that has a newer SQLite",
        )
    check_folder(path)
    with storage_errors(path):
        try:
            return _writable(path, busy_seconds)
        except sqlite3.OperationalError as error:
            if primary_code(error) not in _UNWRITABLE:
                raise
            return _read_only(path, busy_seconds)


def check_folder(path: Path) -> None:
    """Make the folder of a library when missing.

    Raises
    ------
    StorageError
        When it cannot be used, or a folder is where the library should be.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_dir():
            raise StorageError(
                f"the library cannot be opened: {path} is a folder",
                hint="move that folder away, or set FILMREC_HOME to another place",
            )
    except OSError as error:
        raise StorageError(
            f"the folder {path.parent} cannot be used: {error.strerror}",
            hint="check its permissions, or set FILMREC_HOME to a folder you can write to",
        ) from error


def _writable(path: Path, busy_seconds: float) -> sqlite3.Connection:
    with _closed_on_failure(new_connection(str(path), busy_seconds)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        # Every commit reaches the disk: what was typed survives a power cut.
        connection.execute("PRAGMA synchronous = FULL")
        # An import visits rows all over a library of 100 MB, with the usual 2 MB over and over.
        connection.execute("PRAGMA cache_size = -65536")
        if not _is_current(connection, path):
            _upgrade(connection, path, busy_seconds)
        return connection


def new_connection(
    database: str, busy_seconds: float = BUSY_SECONDS, *, uri: bool = False
) -> sqlite3.Connection:
    # Transactions are begun and ended by hand, as BEGIN IMMEDIATE (isolation_level None).
    return sqlite3.connect(database, timeout=busy_seconds, isolation_level=None, uri=uri)


@contextmanager
def _closed_on_failure(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    except BaseException:
        connection.close()
        raise


def _is_current(connection: sqlite3.Connection, path: Path) -> bool:
    taken = schema.steps_taken(connection)
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    if application_id != schema.APPLICATION_ID:
        is_empty = connection.execute("SELECT count(*) = 0 FROM sqlite_schema").fetchone()[0]
        if taken or application_id or not is_empty:
            raise _not_a_library(path)
    if taken > len(schema.STEPS):
        raise NewerLibraryError(
            f"the library {path} was written by a newer filmrec",
            hint="upgrade filmrec: `python -m pip install --upgrade filmrec`",
        )
    return taken == len(schema.STEPS)


def _upgrade(connection: sqlite3.Connection, path: Path, busy_seconds: float) -> None:
    switch_to_wal(connection, busy_seconds)
    with immediate(connection):
        # Another process may have done it while this one waited for the lock.
        if not _is_current(connection, path):
            if schema.steps_taken(connection):
                _take_steps_with_a_copy_kept(connection, path, busy_seconds)
            else:
                schema.take_steps(connection)


def _take_steps_with_a_copy_kept(
    connection: sqlite3.Connection, path: Path, busy_seconds: float
) -> None:
    # Only here: it is seldom needed.
    from filmrec.library import copies

    stem = f"library-before-step-{schema.steps_taken(connection) + 1}"
    try:
        # By another connection: this one has begun to write, and nobody else can.
        with closing(reading(path, busy_seconds)) as before:
            kept = copies.keep_copy(before, backups_folder(path), stem)
    except StorageError as error:
        raise StorageError(
            f"the library is not brought up to date, as no copy can be kept: {error.message}",
            hint=error.hint,
        ) from error
    try:
        schema.take_steps(connection)
    except BaseException:
        # Or every attempt would leave one more.
        kept.unlink(missing_ok=True)
        raise


def backups_folder(path: Path) -> Path:
    """Where copies of the library at `path` are kept."""
    return path.parent / "backups"


def switch_to_wal(connection: sqlite3.Connection, busy_seconds: float) -> None:
    # SQLite does not wait for the lock that this switch needs, so we do.
    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _read_only(path: Path, busy_seconds: float) -> sqlite3.Connection:
    """The library as it lies on a disk or in a folder that cannot be written."""
    with _closed_on_failure(reading(path, busy_seconds)) as connection:
        if not _is_current(connection, path):
            if not schema.steps_taken(connection):
                raise StorageError(
                    f"the library {path} cannot be begun: no space, or no right to write there",
                    hint="free some space there, or set FILMREC_HOME to another folder",
                )
            raise StorageError(
                f"the library {path} is of an older filmrec and cannot be brought up to date",
                hint="make it writable, or copy it elsewhere and set FILMREC_HOME to that folder",
            )
        return connection


def reading(path: Path, busy_seconds: float) -> sqlite3.Connection:
    """The file at `path`, whatever it is, opened to be read and never changed."""
    uri = path.absolute().as_uri()
    try:
        return _probed(f"{uri}?mode=ro", busy_seconds)
    except sqlite3.OperationalError as error:
        if primary_code(error) not in _UNWRITABLE:
            raise
        # Where SQLite cannot make the files it keeps beside a WAL library, it reads the library
        # only when told that nobody writes to it; changes still in the log it would pass over.
        if _has_log(path):
            raise _cannot_open(path) from error
        return _probed(f"{uri}?immutable=1", busy_seconds)


def _probed(uri: str, busy_seconds: float) -> sqlite3.Connection:
    with _closed_on_failure(new_connection(uri, busy_seconds, uri=True)) as connection:
        # Nothing is opened before something is read.
        schema.steps_taken(connection)
        return connection


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


@contextmanager
def immediate(connection: sqlite3.Connection, *, keep: bool = True) -> Iterator[None]:
    """One transaction that writes: all of it, or nothing; without `keep` nothing in any case."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT" if keep else "ROLLBACK")
    except BaseException:
        # A full disk has ended the transaction already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that reads."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite reports about the file into a StorageError; mistakes of ours pass."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise _damaged(path) from error
    except sqlite3.DatabaseError as error:
        translated = _translated(error, path)
        if translated is None:
            raise
        raise translated from error


def primary_code(error: sqlite3.Error) -> int:
    # Errors that Python raises itself carry no code.
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF


def _translated(error: sqlite3.DatabaseError, path: Path) -> StorageError | None:
    match primary_code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StorageError(
                f"the library {path} is in use by another program",
                hint="wait until the other command has finished, then try again",
            )
        case sqlite3.SQLITE_FULL:
            return _no_space(path)
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return _cannot_open(path)
        case sqlite3.SQLITE_READONLY:
            return StorageError(
                f"the library {path} can only be read",
                hint="make the file and its folder writable, or set FILMREC_HOME to another folder",
            )
        case sqlite3.SQLITE_IOERR:
            if _is_full(path):
                return _no_space(path)
            return StorageError(
                f"the disk failed while the library {path} was used",
                hint="check the disk and try again; what was entered before is kept",
            )
        case sqlite3.SQLITE_CORRUPT:
            return _damaged(path)
        case sqlite3.SQLITE_NOTADB:
            return _not_a_library(path)
        case sqlite3.SQLITE_ERROR if str(error).startswith(_DAMAGED_WORDS):
            return _damaged(path)
        case _:
            return None


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_FREE_BYTES
    except OSError:
        return False


def _no_space(path: Path) -> StorageError:
    return StorageError(
        f"no space is left to write the library {path}",
        hint="free some space and try again; what was entered before is kept",
    )


def _damaged(path: Path) -> StorageError:
    return StorageError(
        f"the library {path} is damaged",
        hint="put back a copy of it with `filmrec restore FILE`, or move it away to start anew",
    )


def _cannot_open(path: Path) -> StorageError:
    return StorageError(
        f"the library {path} cannot be opened",
        hint="check the permissions of its folder, or set FILMREC_HOME to another folder",
    )


def _not_a_library(path: Path) -> StorageError:
    return StorageError(
        f"{path} is not a filmrec library",
        hint="move that file away to start a new library, or set FILMREC_HOME to another folder",
    )
