"""Questions to somebody new: which film to ask about next, and what to do with an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from filmrec.actions.items import films_of, items_of
from filmrec.actions.ratings import rate
from filmrec.films import Film, Mark
from filmrec.model.elicit import next_question

if TYPE_CHECKING:
    from filmrec.library import Library
    from filmrec.model.artifact import Model


# What the history calls an answer that is no rating.
_ANSWERS = {Mark.HIDDEN: "hide", Mark.NOT_SEEN: "not seen"}


@dataclass(slots=True)
class Interview:
    """One sitting: every answer is stored as it is given, as an undo step of its own.

    `answers` are the sitting's own steps, (journal group, film), the newest last, so that undo
    never takes back what another terminal did.
    """

    library: Library
    model: Model
    answers: list[tuple[int, Film]] = field(default_factory=list)

    def next_film(self) -> Film | None:
        """The film whose answer teaches most; None when all that may be asked are answered."""
        rated = [item_id for item_id, *_ in self.library.rated_items()]
        answered = [*rated, *self.library.item_ids_marked(*Mark)]
        item = next_question(self.model, items_of(self.model, answered))
        return None if item is None else films_of(self.library, self.model.item_ids, [item])[0]

    def rate(self, film: Film, stars: float) -> None:
        with self.library.transaction("rate") as group:
            rate(self.library, film, stars)
        self._remember(group.group_id, film)

    def mark(self, film: Film, mark: Mark) -> None:
        with self.library.transaction(_ANSWERS[mark]) as group:
            self.library.mark(film.film_id, mark, source="rate")
        self._remember(group.group_id, film)

    def undo(self) -> Film | None:
        """Take back the last answer of this sitting; the film it was about, None for none.

        Raises
        ------
        FilmrecError
            When another terminal has changed the same film since.
        """
        if not self.answers:
            return None
        group_id, film = self.answers[-1]
        self.library.undo(group_id)
        del self.answers[-1]
        return film

    def _remember(self, group_id: int | None, film: Film) -> None:
        # None: another terminal had given the same answer, so nothing changed.
        if group_id is not None:
            self.answers.append((group_id, film))
