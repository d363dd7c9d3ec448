"""What TMDb told of films: kept for as long as its terms allow, and joined to the right ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from filmrec.library import aliases, fact_rows, names, own_films
from filmrec.library.catalogue import ITEM_ID, next_film_id
from filmrec.library.journal import timestamp
from filmrec.library.merge import merge
from filmrec.library.rows import optional_moment, parsed, storable
from filmrec.library.titles import fold, key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from filmrec.films import FilmFacts
    from filmrec.library.journal import Group

# TMDb's terms: nothing is kept for longer than six months.
MAX_AGE = timedelta(days=180)
# What a clock may be set back by.
CLOCK_ERROR = timedelta(days=1)
# The names that MovieLens has for the genres of TMDb that it calls otherwise.
_GENRES = {
    "Family": "Children",
    "Music": "Musical",
    "Science Fiction": "Sci-Fi",
}
_KNOWN_BY = ("tmdb_id", "imdb_id")
# What may draw people to a film.
_FEATURES = frozenset((fact_rows.DIRECTOR, fact_rows.ACTOR, fact_rows.KEYWORD, fact_rows.LANGUAGE))
_MOST_ACTORS = 5


class IdTakenError(Exception):
    """The id of a film is that of another one; `film_id` is the other one."""

    def __init__(self, film_id: int) -> None:
        super().__init__(film_id)
        self.film_id = film_id


class Landing(NamedTuple):
    """Where the facts of a film went: into which film, whether it is new, which one it became."""

    film_id: int
    is_new: bool = False
    merged: int | None = None


@dataclass(frozen=True, slots=True)
class FactsInfo:
    """How much TMDb told: of how many films, and when that was first and last (None: nothing)."""

    n_films: int
    oldest: datetime | None
    newest: datetime | None


def land(db: sqlite3.Connection, group: Group, film_id: int | None, facts: FilmFacts) -> Landing:
    """Store the facts of a film; without a `film_id`, of the one that has its ids, or a new one.

    An own film that has the ids of another becomes one with that, unless the person said that it
    is a film of its own.

    Raises
    ------
    IdTakenError
        When another film has the id of TMDb, and the two cannot be one.
    """
    holder = _holder(db, "tmdb_id", facts.tmdb_id)
    merged = None
    if film_id is None:
        film_id = holder if holder is not None else _holder_by_imdb(db, facts)
    elif holder not in {None, film_id}:
        merged, film_id = _which_goes(db, film_id, int(holder or 0))
        merge(db, group, merged, film_id)
    is_new = film_id is None
    if film_id is None:
        film_id = _add_film(db, facts)
    _give_ids(db, film_id, facts)
    write(db, film_id, facts)
    return Landing(film_id, is_new, merged)


def _which_goes(db: sqlite3.Connection, one: int, other: int) -> tuple[int, int]:
    """Of two films of one id, the one that goes, and the one that it goes into."""
    own = {
        film_id
        for (film_id,) in db.execute(
            "SELECT film_id FROM films WHERE is_own AND film_id IN (?, ?) AND film_id NOT IN "
            "(SELECT film_id FROM aliases WHERE origin = ? AND film_id IS NOT NULL)",
            (one, other, aliases.REVIEW),
        )
    }
    if one in own:
        return one, other
    if other in own:
        return other, one
    raise IdTakenError(other)


def _holder(db: sqlite3.Connection, column: str, outside_id: int | str | None) -> int | None:
    row = db.execute(
        f"SELECT film_id FROM films WHERE {column} = ?",  # noqa: S608 - one of ours
        (outside_id,),
    ).fetchone()
    return None if row is None else int(row[0])


def _holder_by_imdb(db: sqlite3.Connection, facts: FilmFacts) -> int | None:
    """The film that has the id of IMDb and none, yet, of TMDb."""
    found = None if facts.imdb_id is None else _holder(db, "imdb_id", facts.imdb_id)
    if found is not None and own_films.read_id(db, found, "tmdb_id") is not None:
        return None
    return found


def _add_film(db: sqlite3.Connection, facts: FilmFacts) -> int:
    film_id = next_film_id(db)
    genres = [_GENRES.get(genre, genre) for genre in facts.genres]
    db.execute(
        "INSERT INTO films (film_id, title, original_title, year, genres, n_community_ratings) "
        "VALUES (?, ?, ?, ?, ?, 0)",
        (
            *(film_id, storable(facts.title), facts.original_title, facts.year),
            json.dumps(genres, ensure_ascii=False),
        ),
    )
    names.add(db, [names.Name(film_id, "main", storable(facts.title), facts.year, 0)])
    return film_id


def _give_ids(db: sqlite3.Connection, film_id: int, facts: FilmFacts) -> None:
    """Give the film its number at TMDb, and the id of IMDb if it has none, and no other film."""
    for column in _KNOWN_BY:
        outside_id = getattr(facts, column)
        if outside_id is not None and _holder(db, column, outside_id) is None:
            db.execute(
                f"UPDATE films SET {column} = ? "  # noqa: S608 - one of ours
                # TMDb removes and merges films: its own word on its number is the newer one.
                f"WHERE film_id = ? AND ({column} IS NULL OR '{column}' = 'tmdb_id')",
                (outside_id, film_id),
            )


def give_id(db: sqlite3.Connection, film_id: int, tmdb_id: int) -> None:
    """Note the id of TMDb alone.

    Raises
    ------
    IdTakenError
        When another film has it.
    """
    holder = _holder(db, "tmdb_id", tmdb_id)
    if holder not in {None, film_id}:
        raise IdTakenError(int(holder or 0))
    db.execute("UPDATE films SET tmdb_id = ? WHERE film_id = ?", (tmdb_id, film_id))
    db.execute("DELETE FROM tmdb_doubts WHERE film_id = ?", (film_id,))


def write(db: sqlite3.Connection, film_id: int, facts: FilmFacts) -> None:
    """Put the facts of a film, with its titles, in the place of older ones."""
    written = json.dumps(fact_rows.document(facts), ensure_ascii=False)
    db.execute("DELETE FROM tmdb_doubts WHERE film_id = ?", (film_id,))
    db.execute(
        "INSERT OR REPLACE INTO tmdb_facts (film_id, fetched_at, runtime, terms, facts) "
        "VALUES (?, ?, ?, ?, ?)",
        (
            *(film_id, timestamp(facts.fetched_at), facts.runtime),
            storable("\n".join(["", *fact_rows.terms(facts), ""])),
            storable(written),
        ),
    )
    names.forget(db, [film_id], [names.TMDB])
    known = {
        title_key
        for (title_key,) in db.execute("SELECT key FROM titles WHERE film_id = ?", (film_id,))
    }
    year, n_ratings = db.execute(
        "SELECT year, n_community_ratings FROM films WHERE film_id = ?", (film_id,)
    ).fetchone()
    added = []
    for title in (facts.title, facts.original_title, *facts.alternative_titles):
        title_key = key(title) if title else ""
        if title and title_key and title_key not in known:
            known.add(title_key)
            added.append(names.Name(film_id, names.TMDB, storable(title), year, n_ratings))
    names.add(db, added)


def doubt(db: sqlite3.Connection, film_id: int, candidates: Sequence[int], now: datetime) -> None:
    """Note that TMDb did not say for certain which of its films this one is."""
    db.execute(
        "INSERT OR REPLACE INTO tmdb_doubts VALUES (?, ?, ?)",
        (film_id, timestamp(now), json.dumps(list(candidates))),
    )


def load(db: sqlite3.Connection, film_id: int, now: datetime) -> FilmFacts | None:
    """What TMDb told of a film, if that is recent enough to be used."""
    row = db.execute(
        "SELECT facts FROM tmdb_facts WHERE film_id = ? AND fetched_at > ?",
        (film_id, timestamp(now - MAX_AGE)),
    ).fetchone()
    return None if row is None else fact_rows.read_facts(row[0])


def fetched_since(db: sqlite3.Connection, since: datetime) -> set[int]:
    """The films of which TMDb told something, or left a doubt, after that."""
    return {
        film_id
        for (film_id,) in db.execute(
            "SELECT film_id FROM tmdb_facts WHERE fetched_at > ?1 "
            "UNION SELECT film_id FROM tmdb_doubts WHERE asked_at > ?1",
            (timestamp(since),),
        )
    }


def to_ask(db: sqlite3.Connection) -> tuple[list[int], list[int]]:
    """The films that the person said something of, and all others, the best known first."""
    own = [
        film_id
        for (film_id,) in db.execute(
            "SELECT film_id FROM films WHERE is_own "
            "OR film_id IN (SELECT film_id FROM ratings) "
            "OR film_id IN (SELECT film_id FROM marks WHERE mark IN "
            "('seen', 'watchlist', 'liked')) "
            "ORDER BY n_community_ratings DESC, film_id"
        )
    ]
    others = db.execute("SELECT film_id FROM films ORDER BY n_community_ratings DESC, film_id")
    known = set(own)
    return own, [film_id for (film_id,) in others if film_id not in known]


class Features(NamedTuple):
    """What a film has in common with others, by name; `is_told` where TMDb told of it."""

    item_id: int
    names: tuple[str, ...]
    is_told: bool


def features(db: sqlite3.Connection, now: datetime) -> list[Features]:
    """Genres and decade of every film that a model may know, and what TMDb told, lately, of it."""
    rows = db.execute(
        f"SELECT {ITEM_ID} AS item_id, genres, year, terms FROM films "  # noqa: S608 - ours
        "LEFT JOIN tmdb_facts ON tmdb_facts.film_id = films.film_id AND fetched_at > ? "
        "WHERE item_id IS NOT NULL ORDER BY item_id",
        (timestamp(now - MAX_AGE),),
    )
    return [
        Features(item_id, tuple(_names(parsed(genres), year, terms or "")), terms is not None)
        for item_id, genres, year, terms in rows
    ]


def _names(genres: Sequence[str], year: int | None, terms: str) -> Iterator[str]:
    for genre in genres:
        yield f"genre:{genre}"
    if year is not None:
        yield f"decade:{year // 10}"
    n_actors = 0
    for term in terms.split("\n"):
        kind = term.partition(":")[0]
        n_actors += kind == fact_rows.ACTOR
        if kind in _FEATURES and (kind != fact_rows.ACTOR or n_actors <= _MOST_ACTORS):
            yield term


def newest_year(db: sqlite3.Connection) -> int | None:
    """The year of the newest film that the community has."""
    year: int | None
    (year,) = db.execute("SELECT max(year) FROM films WHERE movielens_id IS NOT NULL").fetchone()
    return year


def info(db: sqlite3.Connection) -> FactsInfo:
    n_films, oldest, newest = db.execute(
        "SELECT count(*), min(fetched_at), max(fetched_at) FROM tmdb_facts"
    ).fetchone()
    return FactsInfo(n_films, optional_moment(oldest), optional_moment(newest))


def expired(db: sqlite3.Connection, now: datetime) -> list[int]:
    """Films whose facts are too old to be kept, or may be: fetched when the clock was ahead."""
    rows = db.execute(
        "SELECT film_id FROM tmdb_facts WHERE fetched_at <= ? OR fetched_at > ?",
        (timestamp(now - MAX_AGE), timestamp(now + CLOCK_ERROR)),
    )
    return [film_id for (film_id,) in rows]


def forget(db: sqlite3.Connection, film_ids: Iterable[int]) -> None:
    """Drop the facts of these films, and those films that TMDb alone had brought.

    What the person said of such a film is kept, and the film as one of their own.
    """
    gone = json.dumps(list(film_ids))
    among = "film_id IN (SELECT value FROM json_each(?))"
    names.forget(db, parsed(gone), [names.TMDB])
    db.execute(f"DELETE FROM tmdb_facts WHERE {among}", (gone,))  # noqa: S608 - the words are ours
    db.execute(
        f"UPDATE films SET is_own = 1 WHERE NOT is_own AND movielens_id IS NULL AND {among} "  # noqa: S608 - the words are ours
        "AND (film_id IN (SELECT film_id FROM ratings) OR film_id IN (SELECT film_id FROM marks) "
        "OR film_id IN (SELECT film_id FROM viewings) "
        "OR film_id IN (SELECT film_id FROM aliases WHERE film_id IS NOT NULL))",
        (gone,),
    )
    alone = db.execute(
        f"SELECT film_id FROM films WHERE NOT is_own AND movielens_id IS NULL AND {among}",  # noqa: S608 - the words are ours
        (gone,),
    )
    own_films.delete_films(db, [film_id for (film_id,) in alone])


def forget_all(db: sqlite3.Connection) -> int:
    """Drop everything that TMDb told; returns of how many films that was."""
    film_ids = [film_id for (film_id,) in db.execute("SELECT film_id FROM tmdb_facts")]
    forget(db, film_ids)
    db.execute("DELETE FROM tmdb_doubts")
    return len(film_ids)


def judge(
    db: sqlite3.Connection,
    term: tuple[str, ...] | None,
    runtime: tuple[int | None, int | None] | None,
    now: datetime,
) -> tuple[dict[int, int | None], list[int]]:
    """The films that have the term, or a runtime in the range, and those that can be judged.

    The first with their item ids; `runtime` is (least, most) in minutes, None for open.
    """
    judged: list[int] = []
    passing: dict[int, int | None] = {}
    wanted = "" if term is None else f"\n{fact_rows.term(*term)}\n"
    least, most = runtime or (None, None)
    for film_id, item_id, minutes, has_term, has_kind in db.execute(
        f"SELECT film_id, {ITEM_ID}, runtime, instr(terms, ?), instr(terms, ?) "  # noqa: S608 - ours
        "FROM tmdb_facts JOIN films USING (film_id) WHERE fetched_at > ?",
        (wanted, _kind_of(term), timestamp(now - MAX_AGE)),
    ):
        if not has_kind or (runtime is not None and minutes is None):
            continue
        judged.append(film_id)
        in_range = runtime is None or (
            (least is None or least <= minutes) and (most is None or minutes <= most)
        )
        if in_range and has_term:
            passing[film_id] = item_id
    return passing, judged


def _kind_of(term: tuple[str, ...] | None) -> str:
    """What is among a film's terms if TMDb says anything of this kind; that nobody streams a film
    it says by saying nothing.
    """  # noqa: D205 - one sentence
    if term is None or term[0] == fact_rows.STREAM:
        return ""
    return f"\n{fact_rows.term(*term[:-1])}:"


def names_like(
    db: sqlite3.Connection, kind: str, written: str, region: str | None, now: datetime
) -> list[str]:
    """Of the names of a kind (directors, keywords ...) the very one, or those with these words.

    In folded letters, those of the most films first.
    """
    start = fact_rows.term(kind, region) if region else kind
    words = fold(written)
    counts: dict[str, int] = {}
    if not words:
        return []
    for (terms,) in db.execute(
        "SELECT terms FROM tmdb_facts WHERE fetched_at > ? AND instr(terms, ?)",
        (timestamp(now - MAX_AGE), words),
    ):
        for term in terms.split("\n"):
            if term.startswith(f"{start}:") and f" {words} " in f" {term[len(start) + 1 :]} ":
                name = term[len(start) + 1 :]
                counts[name] = counts.get(name, 0) + 1
    if words in counts:
        return [words]
    return sorted(counts, key=lambda name: (-counts[name], name))
