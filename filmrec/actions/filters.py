"""Which films may be in a list: genres and years as a person writes them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.errors import UsageError
from filmrec.films import MAX_STARS, MIN_STARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from filmrec.actions.told import Told
    from filmrec.films import Film

# What people call a genre that MovieLens calls something else.
_OTHER_NAMES = {
    "sciencefiction": "Sci-Fi",
    "sf": "Sci-Fi",
    "noir": "Film-Noir",
    "kids": "Children",
    "childrens": "Children",
    "family": "Children",
    "animated": "Animation",
    "cartoon": "Animation",
    "documentaries": "Documentary",
    "romantic": "Romance",
    "scary": "Horror",
    "music": "Musical",
}
_YEAR = r"(1[89]\d\d|2\d\d\d)"


@dataclass(frozen=True, slots=True)
class Filters:
    """`years` is (first, last), either of them None where the range is open.

    `told` are filters by what TMDb told: a film that it told nothing of passes none.
    """

    genres: tuple[str, ...] = ()
    not_genres: tuple[str, ...] = ()
    years: tuple[int | None, int | None] | None = None
    told: tuple[Told, ...] = ()

    def admit(self, film: Film) -> bool:
        """Whether `film` has every wanted genre, no unwanted one, and a year in the range."""
        return (
            set(self.genres) <= set(film.genres)
            and not set(self.not_genres) & set(film.genres)
            and self._admit_year(film.year)
            and all(told.admits(film) for told in self.told)
        )

    def n_unjudged(self, films: Iterable[Film]) -> int:
        """How many of the films are left out because TMDb did not tell enough of them."""
        return sum(any(film.film_id not in told.judged for told in self.told) for film in films)

    def _admit_year(self, year: int | None) -> bool:
        if self.years is None:
            return True
        first, last = self.years
        return year is not None and (first or year) <= year <= (last or year)


def known_genre(written: str, genres: Sequence[str]) -> str:
    """The genre of the catalogue that `written` means, whatever its case and punctuation.

    Raises
    ------
    UsageError
        When there is none; the hint names the nearest.
    """
    by_letters = {_letters(genre): genre for genre in genres}
    letters = _letters(written)
    name = by_letters.get(letters) or _OTHER_NAMES.get(letters)
    if name is not None and name in genres:
        return name
    near = difflib.get_close_matches(letters, by_letters, n=1, cutoff=0.5)
    hint = f"did you mean {by_letters[near[0]]}? " if near else ""
    raise UsageError(
        f"there is no genre {written!r}", hint=f"{hint}the genres are {', '.join(sorted(genres))}"
    )


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _century(year: int) -> int:
    """`90` as 1990; years of four digits as they are."""
    return year + 1900 if year < 100 else year


def parse_years(written: str) -> tuple[int | None, int | None]:
    """`1994`, `1990-1999`, `1990-99`, `1990s`, `90s`, `-1979` or `2010-` as (first, last).

    Raises
    ------
    UsageError
        When it is none of these, or the range is empty.
    """
    text = written.strip().replace("\u2013", "-").replace(" ", "")
    if match := re.fullmatch(_YEAR, text):
        return int(match[1]), int(match[1])
    if match := re.fullmatch(r"(1[89]\d|2\d\d|[2-9])0s", text):
        decade = int(match[1]) * 10
        return _century(decade), _century(decade) + 9
    if match := re.fullmatch(rf"{_YEAR}-(\d\d)", text):
        text = f"{match[1]}-{match[1][:2]}{match[2]}"
    if match := re.fullmatch(rf"{_YEAR}?-{_YEAR}?", text):
        first, last = (int(year) if year else None for year in match.groups())
        if (first or last) and (first is None or last is None or first <= last):
            return first, last
    raise UsageError(
        f"{written!r} is no year or range of years",
        hint="write 1994, 1990-1999, 1990s, -1979 or 2010-",
    )


def read_filters(
    genres: Sequence[str],
    wanted: Sequence[str],
    unwanted: Sequence[str],
    years: str | None,
    told: tuple[Told, ...] = (),
) -> Filters:
    """Filters from what was typed; `genres` are those that the catalogue has.

    Raises
    ------
    UsageError
        When a genre is unknown or the years cannot be read.
    """
    return Filters(
        genres=tuple(known_genre(written, genres) for written in wanted),
        not_genres=tuple(known_genre(written, genres) for written in unwanted),
        years=None if years is None else parse_years(years),
        told=told,
    )


def parse_star_range(written: str) -> tuple[float, float]:
    """`5`, `4-5`, `4-` or `-2.5` as (fewest, most) stars.

    Raises
    ------
    UsageError
        When it is none of these.
    """
    match = re.fullmatch(r"(\d(?:\.\d)?)?(-)?(\d(?:\.\d)?)?", written.replace(" ", ""))
    if match and any(match.groups()):
        fewest, dash, most = match.groups()
        low = float(fewest) if fewest else MIN_STARS
        high = float(most) if most else MAX_STARS if dash else low
        if MIN_STARS <= low <= high <= MAX_STARS:
            return low, high
    raise UsageError(f"{written!r} is no range of stars", hint="write 5, 4-5, 4- or -2.5")


def parse_sort(written: str, possible: Sequence[str]) -> str:
    """The order that was meant.

    Raises
    ------
    UsageError
        When there is no such order.
    """
    if written in possible:
        return written
    raise UsageError(f"nothing is sorted by {written!r}", hint=f"sort by {', '.join(possible)}")
