"""Taking commands back, doing them again, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.errors import FilmrecError

if TYPE_CHECKING:
    from filmrec.library import Library, Step

HISTORY = "`filmrec history` shows what was done"
# SQLite's integers end here.
LARGEST_NUMBER = 2**63 - 1


def undo(library: Library, number: int | None = None) -> Step:
    """Take back the newest step that stands, or the one of that number; returns it.

    Raises
    ------
    FilmrecError
        When there is nothing to take back, the step does not stand, or a later one has changed
        the same film.
    """
    if number is not None and number > LARGEST_NUMBER:
        raise _no_step(number)
    undone = library.undo(number)
    if undone is not None:
        return _step(library, undone.group_id)
    if number is None:
        raise FilmrecError("there is nothing to undo", hint=HISTORY)
    step = _step(library, number)
    raise FilmrecError(f"step {number}, `{step.command}`, has been undone already", hint=HISTORY)


def redo(library: Library) -> Step:
    """Do again what was undone last; returns it.

    Raises
    ------
    FilmrecError
        When there is nothing, or a later step has changed the same film.
    """
    redone = library.redo()
    if redone is None:
        raise FilmrecError("there is nothing to redo", hint=HISTORY)
    return _step(library, redone.group_id)


def _step(library: Library, number: int) -> Step:
    step = library.step(number)
    if step is None:
        raise _no_step(number)
    return step


def _no_step(number: int) -> FilmrecError:
    return FilmrecError(f"there is no step {number}", hint=HISTORY)
