"""What has been read of one file so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from filmrec.errors import UnreadableFileError
from filmrec.imports.rows import LeftOut, Problem

if TYPE_CHECKING:
    from filmrec.imports.rows import Row

# More than any person has watched; what has more is no export, and would fill the memory.
MAX_ROWS = 200_000


@dataclass(slots=True)
class Findings:
    """Rows of one file, what is no film in it, and what went wrong.

    `is_whole` turns False when a row is lost: then the file does not name every film that its
    source had, and a film missing from it has not vanished there.
    """

    file: str
    rows: list[Row] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_whole: bool = True

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.left_out or self.problems)

    def leave_out(self, line: int, name: str, reason: str) -> None:
        self.left_out.append(LeftOut(self.file, line, name, reason))

    def problem(self, line: int, message: str) -> None:
        """A part of a row cannot be read; the rest of it is kept."""
        self.problems.append(Problem(self.file, line, message))

    def lose(self, line: int, message: str) -> None:
        """A row cannot be used, or not for what it was written for."""
        self.problem(line, message)
        self.is_whole = False

    def note(self, text: str | None) -> None:
        if text is not None and text not in self.notes:
            self.notes.append(text)


def refuse_too_many(name: str, count: int) -> None:
    if count > MAX_ROWS:
        raise UnreadableFileError(
            f"{name} has more rows than any export ({MAX_ROWS:,})",
            hint="is it the file you meant?",
        )
