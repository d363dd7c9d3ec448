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
    from collections.abc import Iterator

STDIN = "-"


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


def write_text(path: Path, text: str, *, overwrite: bool) -> None:
    """Write a file of the person's own, for nobody else to read: all of it or nothing.

    Raises
    ------
    UsageError
        When it is there already and must not be overwritten.
    StorageError
        When it cannot be written.
    """
    if path.exists() and not overwrite:
        raise UsageError(f"{str(path)!r} is there already", hint="add --force to replace it")
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            dir=path.parent,
            prefix=f".{path.name}.",
            delete=False,
            encoding="utf-8",
            newline="",
        ) as file:
            written = Path(file.name)
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                written.replace(path)
            except BaseException:
                written.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise StorageError(
            f"{str(path)!r} cannot be written: {error.strerror}",
            hint="name another place, or free some space there",
        ) from error
