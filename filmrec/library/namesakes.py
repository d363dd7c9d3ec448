"""The films that have the very name a file gives, and which of them it means, by the year."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from filmrec.library.readings import Kind
from filmrec.library.titles import key_words
from filmrec.library.verdicts import (
    TITLE_COLUMNS,
    Equality,
    Evidence,
    Found,
    Match,
    Outcome,
    TitleRow,
    equality,
    left_open,
    title_rows,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterable, Mapping, Sequence

    from filmrec.films import NamedFilm
    from filmrec.library.readings import Name

# Among films of one name and year, the one that this share of the community's ratings is for.
_NO_DOUBT = 0.995
# A year that is off by one is made up for by a name of so many letters that is no other film's.
_LONG_ENOUGH_FOR_NEAR_YEAR = 7
# A missing year by one that is numbered or has a subtitle, or by one of a film so recent that it
# has hardly been made again; how many letters and words each needs.
_LONG_ENOUGH_ALONE = 20
_RECENT = 1990
_LONG_ENOUGH_NUMBERED = 10
_MANY_WORDS = 3


def titles_by_key(db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, list[TitleRow]]:
    by_key: dict[str, list[TitleRow]] = {}
    cursor = db.execute(
        f"SELECT {TITLE_COLUMNS} FROM titles JOIN films USING (film_id) "  # noqa: S608 - the columns are ours
        "WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(keys), ensure_ascii=False),),
    )
    for row in title_rows(cursor):
        by_key.setdefault(row.key, []).append(row)
    return by_key


def found(
    film: NamedFilm,
    name: Name,
    rows: Mapping[str, Sequence[TitleRow]],
    by_id: Container[int],
) -> list[Found]:
    """The films that have one of the names, likeliest first, without those of another id."""
    best: dict[int, Found] = {}
    for reading in name.readings:
        if reading.kind is Kind.HEAD:
            continue
        for row in rows.get(reading.key, ()):
            if row.film_id not in by_id and has_another_id(row, film):
                continue
            how = equality(reading, row)
            if reading.kind is Kind.MOVED_ARTICLE and how > Equality.OTHER_TITLE:
                continue
            is_part = reading.kind is Kind.PART
            film_found = Found(
                is_part, how, -row.n_ratings, row.film_id, row.year, row.is_own, row.title
            )
            known = best.get(row.film_id)
            if known is None or film_found[:2] < known[:2]:
                best[row.film_id] = film_found
    return sorted(best.values(), key=lambda film_found: film_found[:4])


def has_another_id(row: TitleRow, film: NamedFilm) -> bool:
    """Whether the film has another id of a kind that the file gives: then it is not the one."""
    given = (film.movielens_id, film.tmdb_id, film.imdb_id)
    return any(
        mine is not None and theirs is not None and mine != theirs
        for mine, theirs in zip(given, row.ids, strict=True)
    )


def by_year(name: Name, films: Sequence[Found]) -> Match:
    """The one of the films that the name means, from its year."""
    if name.year is None:
        if len(films) == 1 and _is_enough_alone(films[0]):
            return Match(Outcome.MATCHED, films[0].film_id, Evidence.TITLE_ALONE)
        return _left_open(films, films, name.year, Evidence.TITLE_ALONE)
    same = [film for film in films if film.year == name.year]
    if same:
        return _likeliest(same, films, name.year)
    near = [film for film in films if film.year is None or abs(film.year - name.year) == 1]
    if len(films) == len(near) == 1 and _is_enough_with_near_year(near[0]):
        return Match(Outcome.MATCHED, near[0].film_id, Evidence.TITLE_AND_NEAR_YEAR)
    return _left_open(near, films, name.year, Evidence.TITLE_AND_NEAR_YEAR)


def _likeliest(same: Sequence[Found], films: Sequence[Found], year: int) -> Match:
    """The film whose title is the more exact, or beyond doubt the better known."""
    best = same[0]
    # One is added to each count: a film that nobody rated may still be the one.
    n_ratings = [1 - film.less_known for film in same if film[:2] == best[:2]]
    if n_ratings[0] >= _NO_DOUBT * sum(n_ratings):
        return Match(Outcome.MATCHED, best.film_id, Evidence.TITLE_AND_YEAR)
    return _left_open(same, films, year, Evidence.TITLE_AND_YEAR)


def _left_open(
    likely: Sequence[Found], films: Sequence[Found], year: int | None, evidence: Evidence
) -> Match:
    if year is not None:
        films = sorted(films, key=lambda film: abs((film.year or year) - year))
    candidates = [film.film_id for film in films]
    if likely:
        return left_open(Outcome.AMBIGUOUS, evidence, candidates)
    return left_open(Outcome.UNMATCHED, Evidence.NOTHING, candidates)


def _is_enough_with_near_year(film: Found) -> bool:
    return not film.is_part and len("".join(key_words(film.title))) >= _LONG_ENOUGH_FOR_NEAR_YEAR


def _is_enough_alone(film: Found) -> bool:
    words = key_words(film.title)
    n_letters = sum(map(len, words))
    if film.is_part:
        return False
    is_numbered = any(word.isdigit() for word in words[1:]) or ": " in film.title
    if is_numbered and n_letters >= _LONG_ENOUGH_NUMBERED and len(words) >= _MANY_WORDS:
        return True
    is_exact = film.equality <= Equality.OTHER_TITLE
    is_recent = film.year is not None and film.year >= _RECENT
    return is_exact and is_recent and n_letters >= _LONG_ENOUGH_ALONE
