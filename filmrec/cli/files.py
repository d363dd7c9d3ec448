"""Files that the person names: read within limits, written whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from filmrec.errors import StorageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDIN = "-"

_ANOTHER = "name another file"
_ROOM = "name another place, or free some space there"


def read_bytes(source: str, most: int, hint: str) -> bytes:
    """What stands in a file, or on stdin for `-`: `most` bytes of it, or one more if it is longer.

    Raises
    ------
    StorageError
        When it cannot be read.
    """
    try:
        if source == STDIN:
            return sys.stdin.buffer.read(most + 1)
        with Path(source).open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise StorageError(f"cannot read {source!r}: {error.strerror}", hint=hint) from error
    except ValueError as error:
        # A name that no file can have.
        raise StorageError(f"cannot read {source!r}: {error}", hint=hint) from error


@contextmanager
def open_bytes(source: str, hint: str) -> Iterator[BinaryIO]:
    """A file, or stdin for `-`, to be read piece by piece.

    Raises
    ------
    StorageError
        When it cannot be read.
    """
    try:
        with nullcontext(sys.stdin.buffer) if source == STDIN else _opened(source, hint) as file:
            yield file
    except OSError as error:
        raise StorageError(f"cannot read {source!r}: {error.strerror}", hint=hint) from error


def _opened(source: str, hint: str) -> BinaryIO:
    try:
        return Path(source).open("rb")
    except ValueError as error:
        # A name that no file can have.
        raise StorageError(f"cannot read {source!r}: {error}", hint=hint) from error


def name_of(source: str) -> str:
    """What a file is called in messages."""
    return "stdin" if source == STDIN else Path(source).name


def target_of(path: Path, *, overwrite: bool, spared: Iterable[Path] = ()) -> Path:
    """The file that is written when the person names `path`: a link is followed to its end.

    Whatever can be known of it before anything is written is known after this.

    Raises
    ------
    UsageError
        When something is there that must not be overwritten: a file without `overwrite`, any of
        `spared`, and with or without it what is no file, like a pipe.
    StorageError
        When its folder is not there or may not be written.
    """
    shown = repr(str(path))
    try:
        target = path.resolve()
        if any(_is_same(target, other) for other in spared):
            raise UsageError(f"{shown} is read or kept by filmrec", hint=_ANOTHER)
        if target.is_dir():
            raise UsageError(f"{shown} is a folder", hint=_ANOTHER)
        if target.exists() and not target.is_file():
            raise UsageError(f"{shown} is no file, but a pipe or a device", hint=_ANOTHER)
        if target.exists() and not overwrite:
            raise UsageError(f"{shown} is there already", hint="add --force to replace it")
        if not target.parent.is_dir():
            raise StorageError(f"{shown} cannot be written: there is no such folder", hint=_ROOM)
        if not os.access(target.parent, os.W_OK | os.X_OK):
            raise StorageError(f"{shown} cannot be written: Permission denied", hint=_ROOM)
    except (OSError, ValueError, RuntimeError) as error:
        # No file can have the name, or links lead in a circle.
        raise UsageError(f"{shown} cannot be the name of a file", hint=_ANOTHER) from error
    return target


def _is_same(one: Path, other: Path) -> bool:
    return one == other.resolve() or (one.exists() and other.exists() and one.samefile(other))


def write_text(target: Path, text: str) -> None:
    """Write a file of the person's own, for nobody else to read: all of it or nothing.

    `target` is what `target_of` returned.

    Raises
    ------
    StorageError
        When it cannot be written.
    """
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            dir=target.parent,
            prefix=f".{target.name[:40]}.",
            delete=False,
            encoding="utf-8",
            newline="",
        ) as file:
            written = Path(file.name)
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                written.replace(target)
            except BaseException:
                written.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise StorageError(
            f"{str(target)!r} cannot be written: {error.strerror}", hint=_ROOM
        ) from error
