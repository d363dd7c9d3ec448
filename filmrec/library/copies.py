"""Whole copies of a library: made beside their place, checked, and only then given their name."""

from __future__ import annotations

import errno
import itertools
import os
import sqlite3
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filmrec.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What SQLite keeps beside a library.
BESIDE = ("-wal", "-shm", "-journal")
_PREFIX, _SUFFIX = ".filmrec-copy-", ".part"
# A copy half made by somebody killed is taken away when it is older than any copying takes.
_ABANDONED_SECONDS = 3600
_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


class StillLockedError(sqlite3.OperationalError):
    """Somebody else did not stop writing; `Connection.backup` itself would wait for ever."""

    sqlite_errorcode = sqlite3.SQLITE_BUSY


def give_up_when_locked(status: int, _remaining: int, _total: int) -> None:
    """What `Connection.backup` calls; SQLite has waited for the lock by then."""
    if status & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        raise StillLockedError


def write_copy(source: sqlite3.Connection, target: Path, *, replace: bool) -> None:
    """Copy a library as it is at this moment into the file `target`, whoever writes meanwhile.

    Raises
    ------
    StorageError
        When `target` cannot be written, or is there already and may not be replaced.
    sqlite3.DatabaseError
        When the library is damaged, which a copy would only hide.
    """
    with _writing(target):
        _check_place(target, replace=replace)
        remove_abandoned(target.parent)
        with beside(target.parent) as temporary:
            copy(source, temporary)
            try:
                place(temporary, target, replace=replace)
            except FileExistsError as error:
                raise _is_there(target) from error


def keep_copy(source: sqlite3.Connection, folder: Path, stem: str) -> Path:
    """The same into a folder of our own, made when missing, under a name that is free there.

    Returns
    -------
    Path
        `stem.db`, or `stem-2.db` and so on where that is taken.
    """
    with _writing(folder / f"{stem}.db"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        remove_abandoned(folder)
        with beside(folder) as temporary:
            copy(source, temporary)
            free = names(folder, stem)
            while True:
                target = next(free)
                try:
                    place(temporary, target, replace=False)
                except FileExistsError:
                    continue
                return target


def names(folder: Path, stem: str) -> Iterator[Path]:
    yield folder / f"{stem}.db"
    for number in itertools.count(2):
        yield folder / f"{stem}-{number}.db"


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """An empty file that only its owner may read; afterwards it is gone, unless it was moved."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=_SUFFIX)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for suffix in ("", *BESIDE):
            Path(name + suffix).unlink(missing_ok=True)


def copy(source: sqlite3.Connection, target: Path) -> None:
    """Make the file `target` a sound copy of a library that needs no other file beside it."""
    with closing(sqlite3.connect(target, isolation_level=None)) as copied:
        source.backup(copied, progress=give_up_when_locked)
        copied.execute("PRAGMA journal_mode = DELETE")
        if not is_sound(copied):
            raise DamagedCopyError
    with target.open("rb+") as file:
        os.fsync(file.fileno())


class DamagedCopyError(sqlite3.DatabaseError):
    """What was copied is damaged."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def is_sound(connection: sqlite3.Connection) -> bool:
    found: tuple[str] = connection.execute("PRAGMA quick_check(1)").fetchone()
    return found == ("ok",)


def place(temporary: Path, target: Path, *, replace: bool) -> None:
    """Give a finished file its name; whoever looks sees all of it or nothing.

    Raises
    ------
    FileExistsError
        When there is such a file and it may not be replaced.
    """
    if replace:
        temporary.replace(target)
    else:
        try:
            target.hardlink_to(temporary)
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            if target.exists():
                raise FileExistsError from error
            temporary.rename(target)
    # Not every file system can do that for a folder; the name then lasts when it lasts.
    with suppress(OSError):
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def remove_abandoned(folder: Path) -> None:
    """Take away what somebody killed has left behind."""
    for left in folder.glob(f"{_PREFIX}*{_SUFFIX}*"):
        # Its writer has finished, or it is not ours to take away.
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                left.unlink()


def _check_place(target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise StorageError(
            f"{target} is a folder", hint=f"name a file in it, like {target / 'library-copy.db'}"
        )
    if target.exists() and not target.is_file():
        raise StorageError(f"{target} is no file", hint="name another file")
    if target.exists() and not replace:
        raise _is_there(target)


def _is_there(target: Path) -> StorageError:
    return StorageError(
        f"{target} is there already", hint="name another file, or replace it with --force"
    )


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Say of what goes wrong with the copy that it is the copy; the rest is the library's."""
    hint = "free some space there, check the permissions, or name another place"
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"the copy {target} cannot be written: {error.strerror}", hint=hint
        ) from error
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code not in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}:
            raise
        raise StorageError(
            f"the copy {target} cannot be written: no space is left, or the disk failed", hint=hint
        ) from error
