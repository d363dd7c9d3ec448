"""The shelf: films marked as seen, hidden or to be watched, and those lists read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.films import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.actions.filters import Filters
    from filmrec.films import Film, Marked
    from filmrec.library import Library

# What a mark contradicts, and therefore takes away. A film may be both seen and listed: to be
# seen again; but then it was listed after it was seen.
_CONTRADICTED = {
    Mark.SEEN: (Mark.WATCHLIST, Mark.NOT_SEEN),
    Mark.HIDDEN: (Mark.WATCHLIST,),
    Mark.WATCHLIST: (Mark.HIDDEN,),
}
# The commands that give a mark and that take it away, as the history calls them.
_COMMANDS = {
    Mark.SEEN: ("seen", "unseen"),
    Mark.HIDDEN: ("hide", "unhide"),
    Mark.WATCHLIST: ("watchlist add", "watchlist remove"),
}


@dataclass(frozen=True, slots=True)
class MarkChange:
    """What became of one film and one mark.

    `is_marked` is how it is now, `changed` whether it was otherwise before. `taken_away` are the
    marks that went because the new one contradicts them. `is_known` tells that the film is, all
    the same, rated or seen.
    """

    film: Film
    mark: Mark
    is_marked: bool
    changed: bool
    taken_away: frozenset[Mark] = frozenset()
    is_known: bool = False


def mark(library: Library, films: Sequence[Film], mark: Mark) -> list[MarkChange]:
    """Mark films, all of them or none; a film that bears the mark already keeps its date."""
    with library.transaction(_COMMANDS[mark][0]):
        return [_mark_one(library, film, mark) for film in _each_once(films)]


def unmark(library: Library, films: Sequence[Film], mark: Mark) -> list[MarkChange]:
    """Take a mark away from films, from all of them or from none."""
    with library.transaction(_COMMANDS[mark][1]):
        return [_unmark_one(library, film, mark) for film in _each_once(films)]


def _mark_one(library: Library, film: Film, mark: Mark) -> MarkChange:
    is_known = _is_known(library, film)
    changed = library.mark(film.film_id, mark)
    contradicted = [other for other in _CONTRADICTED[mark] if library.unmark(film.film_id, other)]
    return MarkChange(film, mark, True, changed, frozenset(contradicted), is_known)


def _unmark_one(library: Library, film: Film, mark: Mark) -> MarkChange:
    changed = library.unmark(film.film_id, mark)
    return MarkChange(film, mark, False, changed, is_known=_is_known(library, film))


def _is_known(library: Library, film: Film) -> bool:
    return library.rating(film.film_id) is not None or Mark.SEEN in library.marks(film.film_id)


def _each_once(films: Sequence[Film]) -> list[Film]:
    return list({film.film_id: film for film in films}.values())


def marked(library: Library, mark: Mark, filters: Filters) -> list[Marked]:
    """Films with this mark, the newest mark first."""
    return [row for row in library.marked(mark) if filters.admit(row.film)]
