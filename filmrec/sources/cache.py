"""The file in which answers are kept: whose it is, what is in it, and how it goes away."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from requests_cache.backends.sqlite import SQLiteCache

from filmrec.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

# How long another command may take to write its answer down.
_BUSY_SECONDS = 10.0
# What SQLite keeps beside a file.
_BESIDE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What is kept; the dates are None where nothing is. Times are in UTC."""

    n_answers: int
    oldest: datetime | None
    newest: datetime | None
    n_bytes: int


def open_cache(path: Path) -> SQLiteCache:
    """The kept answers, without those that are too old; a file that is none is replaced.

    Raises
    ------
    StorageError
        When the place cannot be written.
    """
    with cache_errors(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _prepare(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            # Not a database, or a damaged one. It is only a cache.
            clear_cache(path)
            _prepare(path)
        # JSON: nothing is ever unpickled, and a person can read what is kept.
        cache = SQLiteCache(
            path,
            serializer="json",
            decode_content=True,
            wal=True,
            busy_timeout=int(_BUSY_SECONDS * 1000),
        )
        cache.delete(expired=True, vacuum=False)
        return cache


def _prepare(path: Path) -> None:
    """Make the file, for its owner alone, and see that it can be written.

    requests-cache itself would try for ever to begin a transaction where that cannot be done.
    """
    if path.is_dir():
        raise OSError(errno.EISDIR, "it is a folder")
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    path.chmod(0o600)
    with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("SELECT count(*) FROM sqlite_master")
        connection.execute("ROLLBACK")


def cache_info(path: Path) -> CacheInfo:
    """How much is kept and from when."""
    if not path.exists():
        return CacheInfo(0, None, None, 0)
    with closing(open_cache(path)) as cache, cache_errors(path):
        # Everything is kept equally long, so that what goes last came last.
        ends = [
            next((answer.created_at for answer in cache.sorted("expires", newest, 1)), None)
            for newest in (False, True)
        ]
        n_bytes = sum(file.stat().st_size for file in _files(path))
        return CacheInfo(cache.count(), ends[0], ends[1], n_bytes)


def clear_cache(path: Path) -> int:
    """Delete every kept answer, and the file itself; how many bytes that freed."""
    n_bytes = 0
    with cache_errors(path):
        for file in _files(path):
            n_bytes += file.stat().st_size
            file.unlink(missing_ok=True)
    return n_bytes


def _files(path: Path) -> list[Path]:
    names = [path.with_name(path.name + suffix) for suffix in _BESIDE]
    return [file for file in names if file.exists()]


@contextmanager
def cache_errors(path: Path) -> Iterator[None]:
    """Say of what goes wrong with the file that it is the file."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise StorageError(
            f"the answers of TMDb cannot be kept in {path}: {reason}",
            hint="check the permissions and the space there; `filmrec cache clear` starts anew",
        ) from error
