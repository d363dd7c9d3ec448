"""Questions that imports have left: which film of the catalogue a film of a file is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filmrec.films import Film, Mark, Rating
    from filmrec.library import Library


@dataclass(frozen=True, slots=True)
class Question:
    """A film under the name that a file gives it, what was said of it, and what it may be."""

    film: Film
    reason: str
    rating: Rating | None
    marks: tuple[Mark, ...]
    candidates: tuple[Film, ...]


def open_questions(library: Library) -> list[Question]:
    """The questions, the oldest first."""
    return [
        Question(
            film,
            reason,
            library.rating(film.film_id),
            tuple(library.marks(film.film_id)),
            tuple(library.belongings.candidates(film)),
        )
        for film, reason in library.belongings.questions()
    ]
