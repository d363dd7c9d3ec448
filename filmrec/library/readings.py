"""What a file's name for a film may mean: the title as it stands, and without what was added."""

from __future__ import annotations

import enum
import re
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from filmrec.library import references
from filmrec.library.titles import LEADING_ARTICLES, fold, key, natural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.films import NamedFilm

# No title is longer; what comes after would only take time.
_LONGEST_TITLE = 500
_LAST_BRACKETS = re.compile(
    r"^(?P<before>.*\S)\s*[(\[](?P<inside>[^()\[\]]+(?:\([^()]*\)[^()\[\]]*)*)[)\]]$"
)
_ALSO_KNOWN_AS = re.compile(r"^a\.?\s?k\.?\s?a\.?[:, ]\s*", re.IGNORECASE)
_TWO_TITLES = re.compile(r"\s+(?:/|a\.?k\.?a\.?:?)\s+", re.IGNORECASE)
_SUBTITLE = re.compile(r":\s|\s[-\u2013\u2014]\s|,?\s+or[,:]\s|,\s+or\s|\s+or\s*\(", re.IGNORECASE)
_OWNER = re.compile(r"(?:\S+ )?\S+(?:['\u2019]s|s['\u2019])\s+(?=\S)")
_MOST_SUBTITLES = 3
# Taken for an article behind a title only where the title with the article in front exists.
_ARTICLES = LEADING_ARTICLES | {"i", "die", "de", "den", "en", "o", "as"}
_VOWELS = frozenset("aeiouyh")


class Kind(enum.IntEnum):
    """How literally a name was read, the most literal first.

    MOVED_ARTICLE: the last word taken for an article, or the first letter for `l'`. PART: without
    what stands in brackets, or that alone. HEAD: without the subtitle.
    """

    WHOLE = 0
    MOVED_ARTICLE = 1
    PART = 2
    HEAD = 3


class Reading(NamedTuple):
    """One way to read the name."""

    key: str
    folded: str
    title: str
    kind: Kind


class Name(NamedTuple):
    """All readings of a name, the most literal first, and the year it gives."""

    readings: tuple[Reading, ...]
    year: int | None


def read(named: NamedFilm) -> Name:
    title, year = _without_year(named.title[:_LONGEST_TITLE].strip(), named.year)
    titles = [(title, Kind.WHOLE)]
    if named.original_title:
        titles.append((named.original_title[:_LONGEST_TITLE].strip(), Kind.WHOLE))
    parts = [part for part in _parts(title) if part]
    titles += [(moved, Kind.MOVED_ARTICLE) for moved in _with_moved_article(title)]
    titles += [(part, Kind.PART) for part in parts]
    titles += [
        (whole[: subtitle.start()], Kind.HEAD)
        for whole in (title, *parts[:1])
        if (subtitle := _SUBTITLE.search(whole)) is not None
    ]
    readings: dict[str, Reading] = {}
    for written, kind in titles:
        looked_up = key(written)
        if looked_up and looked_up not in readings:
            readings[looked_up] = Reading(looked_up, fold(natural(written)), written, kind)
    return Name(tuple(readings.values()), year)


def abridged(title: str) -> Iterator[str]:
    """A title with its subtitle, or what stands before it, left out: `Star Wars: A New Hope`.

    Whose film it is counts as standing before it: `Monty Python's Life of Brian`.
    """
    if (owned := _OWNER.match(title)) is not None:
        yield title[owned.end() :]
    parts = [part for part in _SUBTITLE.split(title, _MOST_SUBTITLES) if part]
    for n_kept in range(1, len(parts)):
        for kept in combinations(parts, n_kept):
            yield ": ".join(kept)


def _without_year(title: str, year: int | None) -> tuple[str, int | None]:
    """`Heat (1995)` as title and year; the year that the file gives apart goes before."""
    dated = references.bracketed_year(title) if title.endswith(")") else None
    if dated is None:
        return title, year
    return dated.title, dated.year if year is None else year


def _with_moved_article(title: str) -> Iterator[str]:
    """`Matrix The` as `The Matrix`, `LAvventura` as `L'Avventura`."""
    before, _, last = fold(title).rpartition(" ")
    if before and last in _ARTICLES:
        yield f"l'{before}" if last == "l" else f"{last} {before}"
    elif not before and last[:1] == "l" and last[1:2] in _VOWELS and "'" not in title:
        yield f"l'{last[1:]}"


def _parts(title: str) -> Iterator[str]:
    """The titles that a title with brackets or `/` is made of."""
    while title[-1:] in {")", "]"} and (brackets := _LAST_BRACKETS.match(title)) is not None:
        title = brackets["before"]
        yield title
        yield _ALSO_KNOWN_AS.sub("", brackets["inside"])
    both = _TWO_TITLES.split(title)
    if len(both) == 2:
        yield from both
