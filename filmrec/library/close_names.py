"""Films whose names are close to the one a file gives: a subtitle more or less, or slips.

A slip is told from another title by what else is known: the year must fit, the numbers must be
the same, and a word that stands in other titles is taken to be meant as it is written.
"""

from __future__ import annotations

import json
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from filmrec.library import namesakes, readings, vocabulary
from filmrec.library.readings import Kind
from filmrec.library.titles import key, key_words
from filmrec.library.verdicts import (
    TITLE_COLUMNS,
    Evidence,
    Match,
    Outcome,
    TitleRow,
    left_open,
    title_rows,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from filmrec.films import NamedFilm
    from filmrec.library.readings import Name

# How many letters a name needs for 1, 2 and 3 slips, in its year and in a year beside it.
_LETTERS_FOR_SLIPS = ((6, 11, 20), (12, 18, 30))
# With so many letters beside it, even a word of other titles may be a slip.
_LETTERS_BESIDE_REAL_WORD = 15
_LONG_ENOUGH_HEAD = 5
# Titles are found by so many of their first letters or of their last.
_END = 3


class _Close(NamedTuple):
    """A film a few slips away; the least is the closest.

    `is_doubtful`: what differs may well be another film's name.
    """

    is_doubtful: bool
    n_slips: int
    years_off: int
    less_known: int
    film_id: int


class Shelf:
    """The catalogue's titles that begin or end like those asked for, by year.

    Two titles one slip apart have one of the two in common; so have most that are two apart.
    """

    def __init__(self, db: sqlite3.Connection, asked: Iterable[tuple[Name, int]]) -> None:
        self._db = db
        self._known: dict[str, bool] = {}
        self._well_known: int | None = None
        # One pass over all titles is quicker than a search for each of many names.
        self._alike: dict[tuple[str, int], set[tuple[str, int]]] = {
            (end, near): set()
            for name, year in asked
            for title_key in _keys(name)
            for end in _ends(title_key)
            for near in (year - 1, year, year + 1)
        }
        own = {film_id for (film_id,) in db.execute("SELECT film_id FROM films WHERE is_own")}
        years = sorted({year for _, year in self._alike})
        ends = {end for end, _ in self._alike}
        for title_key, film_id, year in db.execute(
            # All of it is in an index, which is quicker to read than the table.
            "SELECT key, film_id, year FROM titles "
            "WHERE (substr(key, 1, ?1) IN (SELECT value FROM json_each(?2)) "
            "OR substr(key, -?1) IN (SELECT value FROM json_each(?3))) "
            "AND year IN (SELECT value FROM json_each(?4)) AND length(key) > ?1",
            (
                _END,
                json.dumps([end[1:] for end in ends if end.startswith("^")], ensure_ascii=False),
                json.dumps([end[:-1] for end in ends if end.endswith("$")], ensure_ascii=False),
                json.dumps(years),
            ),
        ):
            for end in _ends(title_key):
                alike = self._alike.get((end, year))
                if alike is not None and film_id not in own:
                    alike.add((title_key, film_id))

    def alike(self, title_key: str, year: int) -> set[tuple[str, int]]:
        """(key, film_id) of the titles of a year that begin or end like this one."""
        begins, ends = (self._alike[end, year] for end in _ends(title_key))
        return begins | ends

    def row(self, title_key: str, film_id: int) -> TitleRow:
        cursor = self._db.execute(
            f"SELECT {TITLE_COLUMNS} FROM titles JOIN films USING (film_id) "  # noqa: S608 - the columns are ours
            "WHERE key = ? AND film_id = ? LIMIT 1",
            (title_key, film_id),
        )
        return next(title_rows(cursor))

    def well_known(self) -> int:
        """The community ratings that only a fifth of the catalogue's films have."""
        if self._well_known is None:
            (self._well_known,) = self._db.execute(
                "SELECT coalesce(min(n), 0) FROM (SELECT n_community_ratings AS n FROM films "
                "WHERE NOT is_own ORDER BY n DESC "
                "LIMIT (SELECT count(*) / 5 FROM films WHERE NOT is_own))"
            ).fetchone()
        return self._well_known

    def is_known(self, word: str) -> bool:
        """Whether a title of the catalogue has this word."""
        known = self._known.get(word)
        if known is None:
            row = self._db.execute(
                "SELECT 1 FROM title_words JOIN titles ON title_id = title_words.rowid "
                "JOIN films USING (film_id) WHERE title_words MATCH ? AND NOT is_own LIMIT 1",
                (f'"{word}"',),
            ).fetchone()
            known = self._known[word] = row is not None
        return known


def closest(shelf: Shelf, film: NamedFilm, name: Name, year: int, match: Match) -> Match:
    """What `match` by the very name becomes when names close to it are weighed as well."""
    subtitled = _but_for_subtitle(shelf, film, name, year)
    if match.evidence is Evidence.TITLE_AND_NEAR_YEAR:
        if not subtitled:
            return match
        near = match.candidates if match.film_id is None else (match.film_id,)
        return left_open(Outcome.AMBIGUOUS, match.evidence, (*near, *subtitled))
    if len(subtitled) == 1 and all(subtitled.values()):
        return Match(Outcome.MATCHED, next(iter(subtitled)), Evidence.SUBTITLE)
    if subtitled:
        return left_open(Outcome.AMBIGUOUS, Evidence.SUBTITLE, (*subtitled, *match.candidates))
    if match.candidates:
        # A name that another film has is no misspelt one.
        return match
    return _misspelt(shelf, film, name, year)


def _but_for_subtitle(shelf: Shelf, film: NamedFilm, name: Name, year: int) -> dict[int, bool]:
    """Films of the year called so but for a subtitle, and whether one is known well enough.

    The well known one of a series goes by the short name. A subtitle that only the file has may
    be that of a film about the film.
    """
    found: dict[int, bool] = {}
    for reading in name.readings:
        if reading.kind not in {Kind.WHOLE, Kind.HEAD} or len(reading.key) < _LONG_ENOUGH_HEAD:
            continue
        for title_key, film_id in shelf.alike(reading.key, year):
            # Only a look at the title itself tells, and few are worth one.
            if reading.kind is Kind.HEAD:
                is_likely = title_key == reading.key
            else:
                is_likely = _is_abridged(reading.key, title_key)
            if not is_likely:
                continue
            row = shelf.row(title_key, film_id)
            if namesakes.has_another_id(row, film):
                continue
            if reading.kind is Kind.HEAD:
                found.setdefault(film_id, False)
            elif reading.key in map(key, readings.abridged(row.title)):
                found[film_id] = row.n_ratings >= shelf.well_known()
    return found


def _misspelt(shelf: Shelf, film: NamedFilm, name: Name, year: int) -> Match:
    close: dict[int, _Close] = {}
    for written in _spelt(name):
        title_key = key(written)
        for off in (0, 1, -1):
            for found_key, film_id in shelf.alike(title_key, year + off):
                most = sum(len(found_key) >= letters for letters in _LETTERS_FOR_SLIPS[abs(off)])
                n_slips = _distance(title_key, found_key, most)
                if n_slips > most:
                    continue
                row = shelf.row(found_key, film_id)
                if not namesakes.has_another_id(row, film):
                    is_doubtful = not most or _is_doubtful(shelf, written, row)
                    found = _Close(is_doubtful, n_slips, abs(off), -row.n_ratings, film_id)
                    close[film_id] = min(found, close.get(film_id, found))
    ranked = sorted(close.values())
    candidates = [found.film_id for found in ranked]
    if not ranked or ranked[0].is_doubtful:
        return left_open(Outcome.UNMATCHED, Evidence.NOTHING, candidates)
    if any(found[1:3] <= ranked[0][1:3] for found in ranked[1:]):
        return left_open(Outcome.AMBIGUOUS, Evidence.SPELLING, candidates)
    return Match(Outcome.MATCHED, ranked[0].film_id, Evidence.SPELLING)


def _spelt(name: Name) -> Iterator[str]:
    """The titles that may hold slips; `the` with one is left out, as it is without one."""
    for reading in name.readings:
        if reading.kind in {Kind.WHOLE, Kind.PART}:
            yield reading.title
            words = reading.folded.split()
            kept = [word for word in words if vocabulary.slips(word, "the", 1) != 1]
            if kept and kept != words:
                yield " ".join(kept)


def _keys(name: Name) -> set[str]:
    return {reading.key for reading in name.readings} | {key(title) for title in _spelt(name)}


def _is_doubtful(shelf: Shelf, written: str, row: TitleRow) -> bool:
    mine, theirs = key_words(written), key_words(row.title)
    if _numbers(mine) != _numbers(theirs):
        return True
    if len(mine) == len(theirs):
        for one, other in zip(mine, theirs, strict=True):
            allowed = vocabulary.slips_allowed(max(one, other, key=len))
            if vocabulary.slips(one, other, allowed) > allowed:
                return True
    n_letters = len(row.key)
    return any(
        n_letters - len(word) < _LETTERS_BESIDE_REAL_WORD and shelf.is_known(word)
        for word in set(mine) - set(theirs)
    )


def _numbers(words: Sequence[str]) -> list[str]:
    return sorted(word for word in words if any(letter.isdigit() for letter in word))


def _is_abridged(short: str, title_key: str) -> bool:
    """Whether a key may be the other one with one piece left out."""
    if len(short) >= len(title_key):
        return False
    alike = (mine == theirs for mine, theirs in zip(short, title_key, strict=False))
    n_before = sum(takewhile(bool, alike))
    return title_key.endswith(short[n_before:])


def _ends(title_key: str) -> tuple[str, str]:
    return f"^{title_key[:_END]}", f"{title_key[-_END:]}$"


def _distance(one: str, other: str, most: int) -> int:
    """`vocabulary.slips`, quick to see that two titles are far apart."""
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    if sum(abs(one.count(letter) - other.count(letter)) for letter in set(one)) > 2 * most:
        return most + 1
    return vocabulary.slips(one, other, most)
