"""Copies of the library kept, and put back in the place of the library."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filmrec.errors import NewerLibraryError, StorageError
from filmrec.library import copies, schema, shelf
from filmrec.library.connection import (
    BUSY_SECONDS,
    check_folder,
    immediate,
    new_connection,
    primary_code,
    reading,
    storage_errors,
    switch_to_wal,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Restored:
    """How many ratings are there now, and what became of the library that was there.

    It is kept as a copy or, damaged, set aside as it was; both are None where there was none.
    """

    n_ratings: int
    kept: Path | None = None
    set_aside: Path | None = None


def stem(now: datetime) -> str:
    """`library-20260102T030405Z`: the name of a copy made now."""
    return f"library-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def write_backup(
    connection: sqlite3.Connection, path: Path, target: Path, *, replace: bool = False
) -> None:
    """Copy the library at `path`, open as `connection`, into the file `target`.

    Raises
    ------
    StorageError
        When `target` cannot be written, is there already and may not be replaced, or belongs to
        the library itself.
    """
    if _belongs_to(target, path):
        raise StorageError(f"{target} is the library itself", hint="name another file")
    copies.write_copy(connection, target, replace=replace)


def restore(
    path: Path, file: Path, folder: Path, *, now: datetime, busy_seconds: float = BUSY_SECONDS
) -> Restored:
    """Put the copy `file` in the place of the library at `path`: all of it, or nothing is changed.

    Whoever has the library open sees the one or the other. The library that was there is kept in
    `folder`; one that is damaged is set aside by renaming it.

    Raises
    ------
    NewerLibraryError
        When a newer filmrec wrote `file`.
    StorageError
        When `file` is no sound library, or the library cannot be written.
    """
    _check_file(file, path, folder)
    check_folder(path)
    with storage_errors(path), _writing_beside(path):
        copies.remove_abandoned(path.parent)
        return _restore(path, file, folder, now, busy_seconds)


def _restore(path: Path, file: Path, folder: Path, now: datetime, busy_seconds: float) -> Restored:
    with copies.beside(path.parent) as staged:
        n_ratings = _stage(file, staged, folder, busy_seconds)
        if not _is_sound(path, busy_seconds):
            return Restored(n_ratings, set_aside=_replace(path, staged, now))
        with closing(new_connection(str(path), busy_seconds)) as present:
            return Restored(n_ratings, kept=_put_in(present, path, staged, folder, now))


def _belongs_to(file: Path, path: Path) -> bool:
    """Whether a file is the library at `path` or what SQLite keeps beside it."""
    own = [path.resolve(), *(path.with_name(path.name + end).resolve() for end in copies.BESIDE)]
    return file.resolve() in own or (file.exists() and path.exists() and file.samefile(path))


def _check_file(file: Path, path: Path, folder: Path) -> None:
    hint = f"give a file that `filmrec backup` wrote; those it named itself are in {folder}"
    try:
        if _belongs_to(file, path):
            raise StorageError(f"{file} is the library itself", hint=hint)
        if file.is_dir():
            raise StorageError(f"{file} is a folder", hint=hint)
        # Whatever else it is, a pipe would keep us waiting for ever.
        if not file.is_file():
            raise StorageError(f"there is no file {file}", hint=hint)
    except OSError as error:
        raise StorageError(f"{file} cannot be read: {error.strerror}", hint=hint) from error


def _stage(file: Path, staged: Path, folder: Path, busy_seconds: float) -> int:
    """Make `staged` a checked copy of `file`, brought up to date; returns its count of ratings."""
    with _source_errors(file, folder), closing(reading(file, busy_seconds)) as source:
        if source.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
            raise _no_library(file, folder)
        if schema.steps_taken(source) > len(schema.STEPS):
            raise NewerLibraryError(
                f"{file} was written by a newer filmrec",
                hint="upgrade filmrec: `python -m pip install --upgrade filmrec`",
            )
        copies.copy(source, staged)
    with _source_errors(file, folder), closing(new_connection(str(staged))) as connection:
        if schema.steps_taken(connection) < len(schema.STEPS):
            with immediate(connection):
                schema.take_steps(connection)
        # Whole pages may still hold what is said of films that are not there.
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise copies.DamagedCopyError
        return shelf.count_ratings(connection)


def _is_sound(path: Path, busy_seconds: float) -> bool:
    """Whether there is a library at `path`, of whatever release, and no damage in it."""
    if not path.exists():
        return False
    try:
        # Only looked at: to close it after a change would write the log into what is damaged.
        with closing(reading(path, busy_seconds)) as connection:
            (application_id,) = connection.execute("PRAGMA application_id").fetchone()
            return application_id == schema.APPLICATION_ID and copies.is_sound(connection)
    except sqlite3.DatabaseError as error:
        if primary_code(error) not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise
        return False


def _put_in(
    present: sqlite3.Connection, path: Path, staged: Path, folder: Path, now: datetime
) -> Path:
    """Make the library in use the staged one, in a single transaction; returns the copy kept."""
    kept: list[Path] = []

    def keep_first(status: int, remaining: int, total: int) -> None:
        copies.give_up_when_locked(status, remaining, total)
        # From the first page on nobody else can write, so that what is kept is to the last
        # change what is replaced; until the last page everybody reads what was there.
        if not kept:
            with closing(reading(path, BUSY_SECONDS)) as before:
                kept.append(copies.keep_copy(before, folder, stem(now)))

    switch_to_wal(present, BUSY_SECONDS)
    present.execute("PRAGMA synchronous = FULL")
    (page_size,) = present.execute("PRAGMA page_size").fetchone()
    with closing(new_connection(str(staged))) as source:
        if source.execute("PRAGMA page_size").fetchone() != (page_size,):
            # A library keeps the size that it was made with, and pages are copied whole.
            source.execute(f"PRAGMA page_size = {page_size}")
            source.execute("VACUUM")
        source.backup(present, pages=1, progress=keep_first)
    return kept[0]


def _replace(path: Path, staged: Path, now: datetime) -> Path | None:
    """Put the staged library where none is, or a damaged one, which is set aside first."""
    with closing(new_connection(str(staged))) as connection:
        switch_to_wal(connection, BUSY_SECONDS)
    damaged = f"library-damaged-{stem(now).removeprefix('library-')}"
    names = copies.names(path.parent, damaged)
    aside = next(name for name in names if not name.exists())
    there = path.exists()
    if there:
        # It stays in its place as well until the new one takes that: a kill in between leaves it.
        copies.place(path, aside, replace=False)
    # What SQLite would take for changes of the new one.
    for end in copies.BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(aside.with_name(aside.name + end))
    copies.place(staged, path, replace=there)
    return aside if there else None


def _no_library(file: Path, folder: Path) -> StorageError:
    return StorageError(
        f"{file} is not a filmrec library",
        hint=f"give a file that `filmrec backup` wrote; those it named itself are in {folder}",
    )


@contextmanager
def _source_errors(file: Path, folder: Path) -> Iterator[None]:
    """Say of what is wrong with the copy to be put in that it is that copy."""
    hint = f"try another copy; those that filmrec named itself are in {folder}"
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        match primary_code(error) if isinstance(error, sqlite3.Error) else sqlite3.SQLITE_CORRUPT:
            case sqlite3.SQLITE_NOTADB:
                raise _no_library(file, folder) from error
            case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_READONLY:
                # The disk of the library, not of the copy.
                raise
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
                raise StorageError(f"{file} cannot be read", hint=hint) from error
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                raise StorageError(
                    f"{file} is in use by another program", hint="try again when it has finished"
                ) from error
            case _:
                raise StorageError(f"{file} is damaged", hint=hint) from error


@contextmanager
def _writing_beside(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"the folder {path.parent} cannot be written: {error.strerror}",
            hint="free some space there or check its permissions; the library is as it was",
        ) from error
