"""The films: taking in a catalogue, reading films back, filtering them."""

from __future__ import annotations

import itertools
import json
import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from filmrec.films import Film
from filmrec.library import names
from filmrec.library.rows import parsed, storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class NewFilm:
    """A film as a catalogue gives it; at least one of the three outside ids is needed.

    `n_community_ratings` also orders films of one name: the widely known come first.
    """

    title: str
    year: int | None = None
    genres: tuple[str, ...] = ()
    movielens_id: int | None = None
    tmdb_id: int | None = None
    imdb_id: str | None = None
    original_title: str | None = None
    alternative_titles: tuple[str, ...] = ()
    community_mean: float | None = None
    n_community_ratings: int = 0


class _Row(NamedTuple):
    movielens_id: int | None
    tmdb_id: int | None
    imdb_id: str | None
    title: str
    original_title: str | None
    year: int | None
    genres: str
    community_mean: float | None
    n_community_ratings: int

    def searched(self) -> tuple[str, str | None, int | None, int]:
        """What the rows in `titles` are made from."""
        return self.title, self.original_title, self.year, self.n_community_ratings


_COLUMNS = ", ".join(_Row._fields)
_IDS = ("movielens_id", "imdb_id", "tmdb_id")
# `Film.item_id` as SQL.
ITEM_ID = "coalesce(movielens_id, -tmdb_id)"


class Taken(NamedTuple):
    """What became of a catalogue: `same` are (own film, film of the catalogue) of one id."""

    n_new: int
    same: tuple[tuple[int, int], ...]


def add_films(db: sqlite3.Connection, films: Iterable[NewFilm]) -> Taken:
    """Take in films; those known by one of their ids are brought up to date, not doubled.

    An id that the catalogue leaves out is kept, one that another film already has stays there.
    """
    intake = _Intake(db)
    n_known = len(intake.rows)
    for film in films:
        intake.take(film)
    intake.write()
    return Taken(len(intake.rows) - n_known, tuple(intake.same.items()))


def titles_of(db: sqlite3.Connection, film_ids: Iterable[int]) -> dict[int, str]:
    """The main titles of films, without all the rest that `load_films` reads."""
    rows = db.execute(
        "SELECT film_id, title FROM films WHERE film_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(film_ids)),),
    )
    return dict(rows.fetchall())


def next_film_id(db: sqlite3.Connection) -> int:
    """A number that no film has and no undo step remembers."""
    number: int
    (number,) = db.execute(
        "SELECT max(coalesce((SELECT max(film_id) FROM films), 0), "
        "coalesce((SELECT max(film_id) FROM journal), 0)) + 1"
    ).fetchone()
    return number


class _Intake:
    """The films that are there, by each id, and what is to be written."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.rows: dict[int, _Row] = {}
        self.film_ids: dict[str, dict[int | str | None, int]] = {name: {} for name in _IDS}
        for film_id, *columns in db.execute(f"SELECT film_id, {_COLUMNS} FROM films"):  # noqa: S608 - the columns are ours
            self._keep(film_id, _Row(*columns))
        self.own = {film_id for (film_id,) in db.execute("SELECT film_id FROM films WHERE is_own")}
        self.same: dict[int, int] = {}
        self.alternatives: dict[int, list[str]] = {}
        for film_id, title in db.execute(
            "SELECT film_id, title FROM titles WHERE kind = 'alternative' ORDER BY title_id"
        ):
            self.alternatives.setdefault(film_id, []).append(title)
        self.next_film_id = next_film_id(db)
        self.changed: dict[int, None] = {}
        self.renamed: dict[int, None] = {}

    def _keep(self, film_id: int, row: _Row) -> None:
        old = self.rows.get(film_id)
        self.rows[film_id] = row
        for name in _IDS:
            self.film_ids[name].pop(getattr(old, name, None), None)
            outside_id = getattr(row, name)
            if outside_id is not None:
                self.film_ids[name][outside_id] = film_id

    def take(self, film: NewFilm) -> None:
        ids = {name: getattr(film, name) for name in _IDS}
        if not any(outside_id is not None for outside_id in ids.values()):
            raise ValueError(f"a film needs an id of MovieLens, TMDb or IMDb: {film.title!r}")
        if not film.title:
            raise ValueError(f"a film needs a title: {film!r}")
        holders = {name: self.film_ids[name].get(ids[name]) for name in _IDS}
        known = self._known(film.movielens_id, holders)
        film_id = self.next_film_id if known is None else known
        old = self.rows.get(film_id)
        is_taken_over = film_id in self.own
        self.own.discard(film_id)
        self.same.update(dict.fromkeys(self.own.intersection(holders.values()), film_id))
        for name in _IDS:
            if ids[name] is None or holders[name] not in {None, film_id}:
                ids[name] = getattr(old, name, None)
        original = film.original_title or (old.original_title if old else None)
        row = _Row(
            **ids,
            title=storable(film.title),
            original_title=storable(original) if original else None,
            year=film.year,
            genres=json.dumps(film.genres, ensure_ascii=False),
            community_mean=film.community_mean,
            n_community_ratings=film.n_community_ratings,
        )
        alternatives = [storable(title) for title in film.alternative_titles if title]
        if (
            old is None
            or old.searched() != row.searched()
            or alternatives != self.alternatives.get(film_id, [])
        ):
            self.renamed[film_id] = None
            self.alternatives[film_id] = alternatives
        if old != row or is_taken_over:
            self.changed[film_id] = None
            self._keep(film_id, row)
        if known is None:
            self.next_film_id += 1

    def _known(self, movielens_id: int | None, holders: dict[str, int | None]) -> int | None:
        """The film that is meant; of two with different MovieLens ids neither is the other."""
        for name in _IDS:
            holder = holders[name]
            if holder is None:
                continue
            theirs = self.rows[holder].movielens_id
            if name == "movielens_id" or None in {theirs, movielens_id} or theirs == movielens_id:
                return holder
        return None

    def write(self) -> None:
        places = ", ".join("?" * (1 + len(_Row._fields)))
        updates = ", ".join(f"{name} = excluded.{name}" for name in _Row._fields)
        self.db.executemany(
            f"INSERT INTO films (film_id, {_COLUMNS}) VALUES ({places}) "  # noqa: S608 - the columns are ours
            f"ON CONFLICT (film_id) DO UPDATE SET {updates}, is_own = 0",
            ((film_id, *self.rows[film_id]) for film_id in self.changed),
        )
        names.forget(self.db, self.renamed, names.OWN_KINDS)
        names.add(self.db, self._names())
        # What search orders by stands beside the titles of TMDb too.
        self.db.executemany(
            "UPDATE titles SET year = ?, n_community_ratings = ? WHERE film_id = ? AND kind = ?",
            (
                (row.year, row.n_community_ratings, film_id, names.TMDB)
                for film_id in self.renamed
                for row in (self.rows[film_id],)
            ),
        )

    def _names(self) -> Iterator[names.Name]:
        for film_id in self.renamed:
            row = self.rows[film_id]
            named = [("main", row.title)]
            if row.original_title:
                named.append(("original", row.original_title))
            named += [("alternative", title) for title in self.alternatives[film_id]]
            for kind, title in named:
                yield names.Name(film_id, kind, title, row.year, row.n_community_ratings)


def load_films(db: sqlite3.Connection, film_ids: Sequence[int]) -> list[Film]:
    """The films of these ids, in this order; ids that no film has are left out."""
    wanted = json.dumps(list(film_ids))
    alternatives: dict[int, list[str]] = {}
    for film_id, title in db.execute(
        "SELECT film_id, title FROM titles WHERE kind = 'alternative' "
        "AND film_id IN (SELECT value FROM json_each(?)) ORDER BY title_id",
        (wanted,),
    ):
        alternatives.setdefault(film_id, []).append(title)
    local = _local_titles(db, wanted)
    found = {
        film_id: Film(
            film_id=film_id,
            title=row.title,
            year=row.year,
            genres=tuple(parsed(row.genres)),
            movielens_id=row.movielens_id,
            tmdb_id=row.tmdb_id,
            imdb_id=row.imdb_id,
            original_title=row.original_title,
            alternative_titles=tuple(alternatives.get(film_id, ())),
            community_mean=row.community_mean,
            n_community_ratings=row.n_community_ratings,
            is_own=bool(is_own),
            local_title=local.get(film_id),
        )
        for film_id, is_own, row in (
            (film_id, is_own, _Row(*columns))
            for film_id, is_own, *columns in db.execute(
                f"SELECT film_id, is_own, {_COLUMNS} FROM films "  # noqa: S608 - the columns are ours
                "WHERE film_id IN (SELECT value FROM json_each(?))",
                (wanted,),
            )
        )
    }
    return [found[film_id] for film_id in film_ids if film_id in found]


def every_film(db: sqlite3.Connection) -> Iterator[Film]:
    """All films with all their titles, one at a time; of the rest only what names and ranks them.

    `alternative_titles` holds the localised ones as well.
    """
    titles = itertools.groupby(
        db.execute(
            "SELECT film_id, title FROM titles WHERE kind NOT IN ('main', 'original') "
            "ORDER BY film_id, title_id"
        ),
        key=operator.itemgetter(0),
    )
    named = next(titles, None)
    for row in db.execute(
        "SELECT film_id, title, year, tmdb_id, imdb_id, original_title, n_community_ratings "
        "FROM films ORDER BY film_id"
    ):
        film_id, title, year, tmdb_id, imdb_id, original_title, n_ratings = row
        others: tuple[str, ...] = ()
        if named is not None and named[0] == film_id:
            others = tuple(other for _, other in named[1])
            named = next(titles, None)
        yield Film(
            film_id=film_id,
            title=title,
            year=year,
            tmdb_id=tmdb_id,
            imdb_id=imdb_id,
            original_title=original_title,
            alternative_titles=others,
            n_community_ratings=n_ratings,
        )


def _local_titles(db: sqlite3.Connection, film_ids: str) -> dict[int, str]:
    """The titles of films in a language that is not English, where TMDb told them so."""
    rows = db.execute(
        "SELECT film_id, json_extract(facts, '$.title') AS local FROM tmdb_facts "
        "JOIN films USING (film_id) WHERE film_id IN (SELECT value FROM json_each(?)) "
        "AND json_extract(facts, '$.language') NOT LIKE 'en%' AND local <> title",
        (film_ids,),
    )
    return dict(rows.fetchall())


def films_by_item_id(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Film]:
    rows = db.execute(
        "SELECT film_id FROM films WHERE movielens_id IN (SELECT value FROM json_each(?1)) "
        "OR (movielens_id IS NULL AND tmdb_id IN (SELECT -value FROM json_each(?1)))",
        (json.dumps([int(item_id) for item_id in ids]),),
    )
    films = load_films(db, [film_id for (film_id,) in rows])
    return {film.item_id: film for film in films if film.item_id is not None}


def item_ids_where(
    db: sqlite3.Connection,
    *,
    genres: Sequence[str] = (),
    not_genres: Sequence[str] = (),
    years: tuple[int | None, int | None] | None = None,
) -> list[int]:
    """Item ids, ascending, of the films that have all `genres`, none of `not_genres`.

    `years` is the first and the last one wanted, None for open; it leaves out films of no year.
    """
    conditions = ["item_id IS NOT NULL"]
    values: list[str | int] = []
    for wanted, condition in ((genres, "> 0"), (not_genres, "= 0")):
        for genre in wanted:
            conditions.append(f"instr(genres, ?) {condition}")
            values.append(json.dumps(genre, ensure_ascii=False))
    if years is not None:
        conditions.append("year IS NOT NULL")
        for bound, comparison in zip(years, (">=", "<="), strict=True):
            if bound is not None:
                conditions.append(f"year {comparison} ?")
                values.append(bound)
    rows = db.execute(
        f"SELECT {ITEM_ID} AS item_id FROM films "  # noqa: S608 - the values are bound
        f"WHERE {' AND '.join(conditions)} ORDER BY item_id",
        values,
    )
    return [item_id for (item_id,) in rows]


def widely_liked(db: sqlite3.Connection) -> list[int]:
    """MovieLens ids of all films that the community rated, those to start from first.

    By mean stars, drawn to the overall mean as if by a tenth of the raters of the best-known
    film, so that a few enthusiasts do not outweigh a crowd. Ties: the better known first.
    """
    rows = db.execute(
        """
        WITH community AS (
            SELECT total(community_mean * n_community_ratings) / sum(n_community_ratings) AS mean,
                   max(n_community_ratings) / 10.0 AS damping
            FROM films
        )
        SELECT movielens_id FROM films, community
        WHERE movielens_id IS NOT NULL AND n_community_ratings > 0
        ORDER BY (community_mean * n_community_ratings + mean * damping)
                 / (n_community_ratings + damping) DESC, n_community_ratings DESC, film_id
        """
    )
    return [movielens_id for (movielens_id,) in rows]


def genres(db: sqlite3.Connection) -> list[str]:
    """Every genre that a film has, in alphabetical order."""
    found: set[str] = set()
    for (written,) in db.execute("SELECT DISTINCT genres FROM films"):
        found.update(parsed(written))
    return sorted(found)


def count_films(db: sqlite3.Connection) -> int:
    count: int = db.execute("SELECT count(*) FROM films").fetchone()[0]
    return count
