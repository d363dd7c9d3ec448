"""The film that was meant; where several may be, a person is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.cli.output import ask, is_interactive, warn
from filmrec.errors import FilmNotFoundError

if TYPE_CHECKING:
    from filmrec.films import Film
    from filmrec.library import Library


def find_film(library: Library, text: str) -> Film:
    """The film that `text` names.

    Raises
    ------
    FilmNotFoundError
        When no film or more than one answers to it and there is nobody to ask, or no choice was
        made.
    """
    try:
        return library.find(text)
    except FilmNotFoundError as error:
        if not error.candidates or not is_interactive():
            raise
        chosen = _choose(error)
        if chosen is None:
            raise
        return chosen


def _choose(error: FilmNotFoundError) -> Film | None:
    """The candidate that the person picks by its number; None for none of them."""
    warn(error.message)
    for number, film in enumerate(error.candidates, start=1):
        genres = f"  [{', '.join(film.genres)}]" if film.genres else ""
        warn(f"{number:>3}  {film.name}{genres}")
    while True:
        answer = ask("which number? (Enter for none)  ")
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(error.candidates):
            return error.candidates[int(answer) - 1]
        warn(f"  a number from 1 to {len(error.candidates)}")
