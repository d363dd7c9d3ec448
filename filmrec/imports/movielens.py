"""MovieLens's way of writing a title, turned into the natural one.

`Matrix, The` becomes `The Matrix`; what stands in brackets at the end, `(a.k.a. Se7en)` or
`(Nuovo cinema Paradiso)`, becomes a title of its own. Nothing is lost: the written form stays
among the alternatives, so that a search for it finds the film.
"""

from __future__ import annotations

import re

# `Die` and `Lo` are articles in some titles and words in others (`Live and Let Die`), but after
# a comma at the very end they are articles in every MovieLens title.
ARTICLES = (
    "the", "a", "an",
    "le", "la", "les", "l'", "un", "une",
    "el", "los", "las", "il", "lo", "gli", "i",
    "der", "die", "das", "ein", "eine",
    "de", "den", "det", "en", "het", "o", "os", "as", "um", "uma",
)  # fmt: skip
_TRAILING_ARTICLE = re.compile(
    rf"^(?P<rest>.+), (?P<article>{'|'.join(map(re.escape, ARTICLES))})$", re.IGNORECASE
)
_LAST_BRACKETS = re.compile(r"^(?P<before>.+?)\s*\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)$")
_LAST_YEARS = re.compile(
    r"^(?P<title>.*\S)\s*\((?P<year>(?:18[7-9]|19\d|2[01]\d)\d)"
    r"\s*(?:[-\u2013]\s*(?:\d{4})?\s*)?\)\s*$",
    re.ASCII,
)
_ALSO_KNOWN_AS = re.compile(r"^a\.?\s?k\.?\s?a\.?[: ]\s*", re.IGNORECASE)


def natural_order(title: str) -> str:
    """`Matrix, The` as `The Matrix`, `Avventura, L'` as `L'Avventura`; others unchanged."""
    match = _TRAILING_ARTICLE.match(title)
    if match is None:
        return title
    separator = "" if match["article"].endswith("'") else " "
    return match["article"] + separator + match["rest"]


def split_title(written: str) -> tuple[str, tuple[str, ...]]:
    """A MovieLens title without its year, as (title, alternative titles).

    The alternatives hold the bracketed titles in natural order, then every written form that
    differs from those; no duplicates, the title itself left out.
    """
    main = " ".join(written.split())
    others: list[str] = []
    while (match := _LAST_BRACKETS.match(main)) is not None:
        others.insert(0, _ALSO_KNOWN_AS.sub("", match["inside"]).strip())
        main = match["before"]
    title = natural_order(main)
    alternatives = [natural_order(other) for other in others] + [main, *others]
    unique = dict.fromkeys(name for name in alternatives if name and name != title)
    return title, tuple(unique)


def split_written(written: str) -> tuple[str, int | None, tuple[str, ...]]:
    """`Matrix, The (1999)` as (title, year, alternative titles).

    Of the years of a series, `(2006-2007)`, the first counts.
    """
    match = _LAST_YEARS.match(written)
    if match is None:
        title, others = split_title(written)
        return title, None, others
    title, others = split_title(match["title"])
    return title, int(match["year"]), others
