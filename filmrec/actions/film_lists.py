"""A list of films as somebody typed it: one name a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.errors import FilmNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filmrec.films import Film
    from filmrec.library import Library


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
    """The films that the lines name, each once, in their order; empty lines are passed over."""
    films: dict[int, Film] = {}
    problems = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            film = library.find(line.strip())
        except FilmNotFoundError as error:
            near = ", ".join(candidate.name for candidate in error.candidates[:3])
            problems.append(Problem(number, error.message + (f" (near: {near})" if near else "")))
        else:
            films[film.film_id] = film
    return FilmList(tuple(films.values()), tuple(problems))
