"""What a person's files bring: which films they mean, what they say, what is still open."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from filmrec.library import aliases, catalogue, intake, journal, matching, resolve, review
from filmrec.library.journal import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from filmrec.films import Film, NamedFilm
    from filmrec.library.store import Store


class Belongings:
    """The side of the library that imports and exports work on; `Library.belongings` is one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def resolve(
        self,
        named: Sequence[NamedFilm],
        progress: Callable[[float], None] | None = None,
        *,
        distinct: Mapping[NamedFilm, int] = MappingProxyType({}),
        in_doubt: Collection[NamedFilm] = (),
    ) -> resolve.Resolution:
        """The films that a file means; see `resolve.resolve`. Makes those that nobody has."""
        with self._store.transaction("resolve") as group:
            return resolve.resolve(
                self._store.connection, group, named, progress, distinct=distinct, in_doubt=in_doubt
            )

    def match(self, named: Sequence[NamedFilm]) -> list[Film | None]:
        """For each named film the one of the catalogue that it certainly is; changes nothing."""
        with self._store.reading() as db:
            matches = matching.match_films(db, named, catalogue_only=True)
            film_ids = [
                match.film_id if match.outcome is matching.Outcome.MATCHED else None
                for match in matches
            ]
            known = [film_id for film_id in film_ids if film_id is not None]
            films = {film.film_id: film for film in catalogue.load_films(db, known)}
            return [None if film_id is None else films[film_id] for film_id in film_ids]

    def said(self, film_ids: Iterable[int] | None = None) -> dict[Key, journal.Values]:
        """Ratings, marks and viewings of these films, or of all."""
        with self._store.reading() as db:
            return intake.said(db, film_ids)

    def taken_away(self) -> dict[Key, journal.Values]:
        """What the person took away by hand, as it was before that."""
        with self._store.reading() as db:
            return intake.taken_away(db)

    def put(self, after: Mapping[Key, journal.Values], stored: Mapping[Key, journal.Values]) -> int:
        """Store what is said now of films; `stored` is what `said` gave. Returns how many changed.

        Only inside the transaction in which `stored` was read.
        """
        with self._store.transaction("put") as group:
            return group.change_all(
                self._store.connection,
                (journal.Change(key, stored.get(key), values) for key, values in after.items()),
            )

    def chat_lines(self) -> dict[Key, journal.Values]:
        """The lines of chats that the person has decided on."""
        with self._store.reading() as db:
            return intake.chat_lines(db)

    def holdings(self) -> intake.Holdings:
        """Which films the person's belongings are about, their aliases and open questions."""
        with self._store.reading() as db:
            return intake.holdings(db)

    def add_own_films(self, films: Sequence[NamedFilm]) -> list[int]:
        """Make films that no catalogue has; returns their numbers, in this order."""
        with self._store.transaction("add own films") as group:
            return intake.add_own_films(self._store.connection, group, films)

    def meanings(self, names: Iterable[str]) -> dict[str, aliases.Meaning]:
        """What these aliases mean here; those without a meaning are left out."""
        with self._store.reading() as db:
            return aliases.meanings(db, names)

    def set_meanings(self, meanings: Mapping[str, aliases.Meaning]) -> None:
        with self._store.transaction("set aliases") as group:
            aliases.set_meanings(self._store.connection, group, meanings)

    def set_questions(self, reasons: Mapping[int, str | None]) -> None:
        """Ask about these own films for that reason, or, for None, no more."""
        with self._store.transaction("set questions") as group:
            for film_id, reason in reasons.items():
                group.change(
                    self._store.connection,
                    Key(film_id, journal.QUESTION),
                    None if reason is None else {"reason": reason},
                )

    def questions(self) -> list[tuple[Film, str]]:
        """Own films that may be films of the catalogue, each with the reason for the doubt."""
        with self._store.reading() as db:
            asked = review.questions(db)
            films = catalogue.load_films(db, [film_id for film_id, _ in asked])
            return [(film, reason) for film, (_, reason) in zip(films, asked, strict=True)]

    def candidates(self, film: Film) -> list[Film]:
        """Films of the catalogue that an own film may be, the most probable first."""
        with self._store.reading() as db:
            return catalogue.load_films(db, review.candidates(db, film))

    def decide_same(self, film: Film, other: Film) -> None:
        """An own film is that one, now and whenever a file names it so."""
        with self._store.transaction("review: same film") as group:
            review.decide_same(self._store.connection, group, film, other)

    def decide_own(self, film: Film) -> None:
        """An own film is none of the catalogue's, and is not asked about again."""
        with self._store.transaction("review: film of its own") as group:
            review.decide_own(self._store.connection, group, film)

    def decide_none(self, film: Film) -> None:
        """An own film goes, with all that was said of it; files that name it so are passed over."""
        with self._store.transaction("review: left out") as group:
            review.decide_none(self._store.connection, group, film)
