"""What TMDb told of the library's films; `Library.tmdb` is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.films import NamedFilm
from filmrec.library import facts
from filmrec.library.matching import match_films

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filmrec.films import FilmFacts, FoundFilm
    from filmrec.library.facts import FactsInfo, Features, Landing
    from filmrec.library.matching import Match
    from filmrec.library.store import Store


class TmdbShelf:
    """The side of the library that keeps the facts of TMDb, and drops them when they are old."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def facts(self, film_id: int) -> FilmFacts | None:
        """What TMDb told of a film; None where that is nothing, or too old to be used."""
        with self._store.reading() as db:
            return facts.load(db, film_id, self._store.now())

    def land(self, film_id: int | None, told: FilmFacts) -> Landing:
        """Store the facts of a film; see `facts.land`. IdTakenError where it is another one's."""
        with self._store.transaction("import-tmdb") as group:
            return facts.land(self._store.connection, group, film_id, told)

    def give_id(self, film_id: int, tmdb_id: int) -> None:
        """Note the id alone. IdTakenError where it is another film's."""
        with self._store.writing() as db:
            facts.give_id(db, film_id, tmdb_id)

    def doubt(self, film_id: int, candidates: Sequence[int]) -> None:
        """Note that TMDb did not say for certain which of its films this one is."""
        with self._store.writing() as db:
            facts.doubt(db, film_id, candidates, self._store.now())

    def fetched_since(self, since: datetime) -> set[int]:
        """The films that TMDb was asked of after that."""
        with self._store.reading() as db:
            return facts.fetched_since(db, since)

    def to_ask(self) -> tuple[list[int], list[int]]:
        """The films that the person said something of, and all others; the best known first."""
        with self._store.reading() as db:
            return facts.to_ask(db)

    def features(self) -> list[Features]:
        """What each film that a model may know has in common with others, by item id."""
        with self._store.reading() as db:
            return facts.features(db, self._store.now())

    def newest_year(self) -> int | None:
        """The year of the newest film that the community has."""
        with self._store.reading() as db:
            return facts.newest_year(db)

    def matches(self, found: Sequence[FoundFilm]) -> list[Match]:
        """Which of our films each of TMDb's is, with the care of an import."""
        named = [
            NamedFilm(film.title, film.year, film.original_title, tmdb_id=film.tmdb_id)
            for film in found
        ]
        with self._store.reading() as db:
            return match_films(db, named)

    def judge(
        self, term: tuple[str, ...] | None, runtime: tuple[int | None, int | None] | None
    ) -> tuple[dict[int, int | None], list[int]]:
        """Films that pass, with their item ids, and those that can be judged.

        `term` is a kind and its values (`("director", "Michael Mann")`), see `fact_rows`.
        """
        with self._store.reading() as db:
            return facts.judge(db, term, runtime, self._store.now())

    def names_like(self, kind: str, written: str, region: str | None = None) -> list[str]:
        """The names of a kind that were told and may be meant; just one where it is certain."""
        with self._store.reading() as db:
            return facts.names_like(db, kind, written, region, self._store.now())

    def info(self) -> FactsInfo:
        with self._store.reading() as db:
            return facts.info(db)

    def drop_expired(self) -> int:
        """Drop what is too old to be kept; returns of how many films that was."""
        with self._store.reading() as db:
            expired = facts.expired(db, self._store.now())
        if expired:
            with self._store.writing() as db:
                facts.forget(db, expired)
        return len(expired)

    def forget_all(self) -> int:
        """Drop everything that TMDb told; returns of how many films that was."""
        with self._store.writing() as db:
            return facts.forget_all(db)
