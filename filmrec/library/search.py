"""Search over all titles, from the exact name down to the misspelt one.

Every statement here binds what the person typed, or builds a full-text expression from folded
words alone, which hold letters and digits only: no text can be taken for query syntax.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, NamedTuple

from filmrec.library import aliases, references, vocabulary
from filmrec.library.catalogue import load_films
from filmrec.library.titles import fold, key, natural, normalise

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from filmrec.films import Film

    # film_id, folded title, how many people rated it, year (0 where unknown)
    _TitleRow = tuple[int, str, int, int]

# Misspellings are looked for when fewer films than this fit what was typed.
_ENOUGH = 5
# No title is longer; what comes after would only slow the search down.
_LONGEST_TEXT = 500
_MOST_WORDS = 16
_MOST_MISSPELT = 6
_SPELLINGS_A_WORD = 12
_FUZZY_CANDIDATES = 400
# As bad as this many slips.
_MISSING_WORD = 4


class Exactness(enum.IntEnum):
    """How a title equals the one asked for, the strongest first."""

    MAIN_TITLE = 0
    OTHER_TITLE = 1
    MAIN_TITLE_BUT_ARTICLES = 2
    OTHER_TITLE_BUT_ARTICLES = 3
    SPACING = 4
    # Equal by `titles.key` alone: numerals, `Part`, `and`.
    WRITTEN_OTHERWISE = 5


class Named(NamedTuple):
    """A film of the name asked for, ordered by exactness, how widely known it is, and year."""

    exactness: Exactness
    less_known: int
    year: int
    film_id: int


def named(db: sqlite3.Connection, title: str, year: int | None) -> list[Named]:
    """Films with a title equal to `title` by `titles.key`, best first, each once.

    `year` None is any year.
    """
    looked_up = key(title)
    if not looked_up:
        return []
    folded, normal = fold(natural(title)), normalise(title)
    best: dict[int, Named] = {}
    for film_id, kind, written, as_folded, n_ratings, film_year in db.execute(
        "SELECT film_id, kind, title, folded, n_community_ratings, coalesce(year, 0) FROM titles "
        "WHERE key = ? AND (? IS NULL OR year = ?)",
        (looked_up, year, year),
    ):
        is_main = kind == "main"
        if as_folded == folded:
            exactness = Exactness.MAIN_TITLE if is_main else Exactness.OTHER_TITLE
        elif normalise(written) == normal:
            exactness = (
                Exactness.MAIN_TITLE_BUT_ARTICLES if is_main else Exactness.OTHER_TITLE_BUT_ARTICLES
            )
        elif normalise(written).replace(" ", "") == normal.replace(" ", ""):
            exactness = Exactness.SPACING
        else:
            exactness = Exactness.WRITTEN_OTHERWISE
        found = Named(exactness, -n_ratings, film_year, film_id)
        best[film_id] = min(found, best.get(film_id, found))
    return sorted(best.values())


def search(db: sqlite3.Connection, text: str, limit: int) -> list[Film]:
    """Films that `text` may mean: exact titles, then prefixes, then all words, then misspellings.

    Within a class the widely known come first, then the older. Films of exactly the name asked
    for are all there, even when they are more than `limit`.
    """
    reference = references.parse_reference(text)
    if isinstance(reference, references.UnknownAddress):
        return []
    if isinstance(reference, references.AddressReference):
        meanings = aliases.meanings(db, [reference.address])
        known = (meaning.film_id for meaning in meanings.values() if meaning.film_id is not None)
        return load_films(db, list(known))
    if isinstance(reference, references.IdReference):
        rows = db.execute(
            f"SELECT film_id FROM films WHERE {reference.column} = ?",  # noqa: S608 - one of our columns
            (reference.value,),
        ).fetchall()
        if rows or reference.title is None:
            return load_films(db, [film_id for (film_id,) in rows])
        text = reference.title
    elif isinstance(reference, references.SlugReference):
        text = reference.title
    return load_films(db, _ranked(db, text[:_LONGEST_TEXT], limit))


def _ranked(db: sqlite3.Connection, text: str, limit: int) -> list[int]:
    readings = _readings(text)
    exact = [match.film_id for title, year in readings for match in named(db, title, year)]
    if not exact and (dated := references.bracketed_year(text)) is not None:
        exact = _of_other_years(db, dated)
    found = dict.fromkeys(exact)
    at_least = len(found)
    for way in (_by_prefix, _by_words):
        for title, year in readings:
            if len(found) < limit:
                found.update(dict.fromkeys(way(db, title, year, limit)))
    if not exact and len(found) < min(limit, _ENOUGH):
        for title, year in readings:
            found.update(dict.fromkeys(_misspelt(db, title, year, limit)))
    return list(found)[: max(limit, at_least)]


def _of_other_years(db: sqlite3.Connection, dated: references.Titled) -> list[int]:
    """Films of that name, the nearest year first: the year may be the mistake."""
    matches = named(db, dated.title, None)
    nearest = sorted(matches, key=lambda match: (abs(match.year - dated.year), match))
    return [match.film_id for match in nearest]


def _readings(text: str) -> list[tuple[str, int | None]]:
    """The text as (title, year): with a bracketed year one way, with a bare one either way."""
    if (dated := references.bracketed_year(text)) is not None:
        return [(dated.title, dated.year)]
    readings: list[tuple[str, int | None]] = [(text, None)]
    if (dated := references.bare_year(text)) is not None:
        readings.append((dated.title, dated.year))
    return readings


def _by_prefix(db: sqlite3.Connection, title: str, year: int | None, limit: int) -> list[int]:
    start = key(title)
    if not start:
        return []
    rows = db.execute(
        "SELECT film_id FROM titles "
        "WHERE key >= ? AND key < ? AND (? IS NULL OR year = ?) "
        "GROUP BY film_id ORDER BY n_community_ratings DESC, year, film_id LIMIT ?",
        (start, start + chr(0x10FFFF), year, year, limit),
    )
    return [film_id for (film_id,) in rows]


def _by_words(db: sqlite3.Connection, title: str, year: int | None, limit: int) -> list[int]:
    words = list(dict.fromkeys(fold(title).split()))[:_MOST_WORDS]
    if not words:
        return []
    rows = db.execute(
        "SELECT film_id FROM title_words "
        "JOIN titles ON title_id = title_words.rowid "
        "WHERE title_words MATCH ? AND (? IS NULL OR year = ?) "
        "GROUP BY film_id ORDER BY n_community_ratings DESC, year, film_id LIMIT ?",
        (" AND ".join(f'"{word}" *' for word in words), year, year, limit),
    )
    return [film_id for (film_id,) in rows]


def _misspelt(db: sqlite3.Connection, title: str, year: int | None, limit: int) -> list[int]:
    """Films whose titles hold every word, or one a few slips away, nearest first.

    Where there is none, one of the words may be missing.
    """
    if not fold(title):
        return []
    words = list(dict.fromkeys(normalise(title).split()))[:_MOST_MISSPELT]
    spellings = [
        {near.word: near.distance for near in vocabulary.near(db, word)[:_SPELLINGS_A_WORD]}
        for word in words
    ]
    recognised = [spelling for spelling in spellings if spelling]
    rows: list[_TitleRow] = []
    if len(recognised) == len(words):
        rows = _titles_with(db, _all_of(recognised), year)
    if not rows and len(words) > 1 and len(recognised) >= len(words) - 1:
        rows = _titles_with(db, _all_but_one_of(spellings), year)
    scored = sorted(_scored(row, spellings) for row in rows)
    return list(dict.fromkeys(film_id for *_, film_id in scored))[:limit]


def _all_of(spellings: Sequence[Mapping[str, int]]) -> str:
    return " AND ".join(
        "(" + " OR ".join(f'"{word}"' for word in spelling) + ")" for spelling in spellings
    )


def _all_but_one_of(spellings: Sequence[Mapping[str, int]]) -> str:
    rests = (list(spellings[:i]) + list(spellings[i + 1 :]) for i in range(len(spellings)))
    return " OR ".join(f"({_all_of(rest)})" for rest in rests if all(rest))


def _titles_with(db: sqlite3.Connection, expression: str, year: int | None) -> list[_TitleRow]:
    return db.execute(
        "SELECT film_id, titles.folded, n_community_ratings, coalesce(year, 0) FROM title_words "
        "JOIN titles ON title_id = title_words.rowid "
        "WHERE title_words MATCH ? AND (? IS NULL OR year = ?) "
        "ORDER BY n_community_ratings DESC, title_id LIMIT ?",
        (expression, year, year, _FUZZY_CANDIDATES),
    ).fetchall()


def _scored(
    row: _TitleRow, spellings: Sequence[Mapping[str, int]]
) -> tuple[int, bool, int, int, int]:
    """(slips, has more words, less known, year, film): the least is the nearest."""
    film_id, folded, n_community_ratings, year = row
    words = folded.split()
    slips = sum(
        min((spelling[word] for word in words if word in spelling), default=_MISSING_WORD)
        for spelling in spellings
    )
    has_more = len(normalise(folded).split()) > len(spellings)
    return slips, has_more, -n_community_ratings, year, film_id
