"""What can go wrong, in the words of the person it goes wrong for.

Every error says what happened (`message`), how to mend it (`hint`) and what the process exits
with (`exit_code`); the command line prints the first two and returns the third. A foreign error
(SQLite, the operating system, numpy) is turned into one of these where it enters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.films import Film


class FilmrecError(Exception):
    """Base of everything that the program reports instead of crashing."""

    exit_code = 1
    hint: str | None = None

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if hint is not None:
            self.hint = hint


class UsageError(FilmrecError):
    """The command line asks for something that does not exist or cannot be."""

    exit_code = 2


class StorageError(FilmrecError):
    """A file of ours cannot be read or written: no space, no permission, damaged."""


class NewerLibraryError(StorageError):
    """The library was written by a newer filmrec than this one."""


class ModelUnusableError(FilmrecError):
    """A model file is damaged, foreign or of another format; training again replaces it."""

    hint = "run `filmrec train`"


class UnreadableFileError(FilmrecError):
    """A file that the person brings is not what it should be, or more than an export can be."""


class NotReadyError(FilmrecError):
    """Something else must be done first."""

    exit_code = 3


class FilmNotFoundError(FilmrecError):
    """No film answers to the words given.

    `candidates` are the nearest films, best first; possibly none.
    """

    exit_code = 4

    def __init__(
        self, message: str, *, candidates: Sequence[Film] = (), hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.candidates = tuple(candidates)


class AmbiguousFilmError(FilmNotFoundError):
    """Several films answer to the words given; `candidates` are those films."""
