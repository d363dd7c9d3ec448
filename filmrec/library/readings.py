"""What a file's name for a film may mean: the title as it stands, and without what was added."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from filmrec.library import references
from filmrec.library.titles import fold, key, natural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.films import NamedFilm

# No title is longer; what comes after would only take time.
_LONGEST_TITLE = 500
_LAST_BRACKETS = re.compile(r"^(?P<before>[^(\[]*\S)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]$")
_ALSO_KNOWN_AS = re.compile(r"^a\.?\s?k\.?\s?a\.?[:, ]\s*|^aka\s+", re.IGNORECASE)
_TWO_TITLES = re.compile(r"\s+(?:/|a\.?k\.?a\.?:?)\s+", re.IGNORECASE)


class Reading(NamedTuple):
    """One way to read the name: `is_whole` where nothing was left out."""

    key: str
    folded: str
    title: str
    is_whole: bool


class Name(NamedTuple):
    """All readings of a name, the most literal first, and the year it gives."""

    readings: tuple[Reading, ...]
    year: int | None


def read(named: NamedFilm) -> Name:
    title, year = _without_year(named.title[:_LONGEST_TITLE].strip(), named.year)
    titles = [(title, True)]
    if named.original_title:
        titles.append((named.original_title[:_LONGEST_TITLE].strip(), True))
    titles += [(part, False) for part in _parts(title)]
    readings: dict[str, Reading] = {}
    for written, is_whole in titles:
        looked_up = key(written)
        if looked_up and looked_up not in readings:
            readings[looked_up] = Reading(looked_up, fold(natural(written)), written, is_whole)
    return Name(tuple(readings.values()), year)


def _without_year(title: str, year: int | None) -> tuple[str, int | None]:
    """`Heat (1995)` as title and year; the year that the file gives apart goes before."""
    dated = references.bracketed_year(title)
    if dated is None:
        return title, year
    return dated.title, dated.year if year is None else year


def _parts(title: str) -> Iterator[str]:
    """The titles that a title with brackets or `/` is made of."""
    if (brackets := _LAST_BRACKETS.match(title)) is not None:
        yield brackets["before"]
        yield _ALSO_KNOWN_AS.sub("", brackets["inside"])
    both = _TWO_TITLES.split(title)
    if len(both) == 2:
        yield from both
