"""A list of films as somebody typed it: one name a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.errors import FilmNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filmrec.films import Film
    from filmrec.library import Library


# Longer lines are no names of films; what is beyond is not looked at.
MAX_NAME = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that names no film, or more than one; lines count from 1."""

    line_number: int
    message: str


@dataclass(frozen=True, slots=True)
class FilmList:
    films: tuple[Film, ...]
    problems: tuple[Problem, ...]


def read_film_list(library: Library, lines: Iterable[str]) -> FilmList:
    """The films that the lines name, each once, in their order.

    Empty lines and those that start with `#` are passed over.
    """
    films: dict[int, Film] = {}
    problems = []
    for number, line in enumerate(lines, start=1):
        name = line.strip()[:MAX_NAME]
        if not name or name.startswith("#"):
            continue
        try:
            film = library.find(name)
        except FilmNotFoundError as error:
            near = ", ".join(candidate.name for candidate in error.candidates[:3])
            problems.append(Problem(number, error.message + (f" (near: {near})" if near else "")))
        else:
            films[film.film_id] = film
    return FilmList(tuple(films.values()), tuple(problems))
