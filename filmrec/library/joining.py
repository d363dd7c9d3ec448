"""Which of the films that TMDb found is a film of ours, or that it cannot be told.

With the care of matching: a film is joined only where no other could as well be meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from filmrec.films import NamedFilm
from filmrec.library import readings
from filmrec.library.readings import Kind
from filmrec.library.titles import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.films import Film, FoundFilm

MOST_CANDIDATES = 5
# Of films of one name and year, the one that this share of TMDb's votes is for, out of so many.
_NO_DOUBT = 0.98
_ENOUGH_VOTES = 50
# Years of other catalogues count festivals: one beside TMDb's is made up for by a name so long.
_LONG_ENOUGH_FOR_NEAR_YEAR = 5
_LONG_ENOUGH_ALONE = 15


class Joined(NamedTuple):
    """The film that it is; where that is left open, those that it may be, the likeliest first."""

    film: FoundFilm | None
    candidates: tuple[FoundFilm, ...] = ()


def join(film: Film, found: Sequence[FoundFilm]) -> Joined:
    """The one of TMDb's films that `film` is, by its titles and its year."""
    mine = _keys(film)
    named_so = [one for one in found if mine & {key(one.title), key(one.original_title or "")}]
    if film.year is None:
        alone = len(named_so) == 1 and len(key(film.title)) >= _LONG_ENOUGH_ALONE
        return Joined(named_so[0]) if alone else _open(film, named_so, found)
    same = [one for one in named_so if one.year == film.year]
    if same:
        best = max(same, key=lambda one: one.vote_count)
        votes = sum(one.vote_count for one in same)
        if len(same) == 1 or (
            best.vote_count >= _ENOUGH_VOTES and best.vote_count >= _NO_DOUBT * votes
        ):
            return Joined(best)
        return _open(film, same, found)
    near = [one for one in named_so if one.year is None or abs(one.year - film.year) <= 1]
    if (
        len(near) == 1
        and near[0].year is not None
        and len(key(film.title)) >= _LONG_ENOUGH_FOR_NEAR_YEAR
    ):
        return Joined(near[0])
    return _open(film, near, found)


def _keys(film: Film) -> set[str]:
    keys = {
        key(title) for title in (film.title, film.original_title, *film.alternative_titles) if title
    }
    name = readings.read(NamedFilm(film.title, film.year))
    keys |= {reading.key for reading in name.readings if reading.kind <= Kind.PART}
    return keys - {""}


def _open(film: Film, likely: Sequence[FoundFilm], found: Sequence[FoundFilm]) -> Joined:
    """No film, with the candidates: those likely, then those of about the year."""
    about = [
        one
        for one in found
        if film.year is None or one.year is None or abs(one.year - film.year) <= 1
    ]
    ranked = sorted(about, key=lambda one: -one.vote_count)
    return Joined(None, tuple(dict.fromkeys((*likely, *ranked)))[:MOST_CANDIDATES])
