"""The library: the one object through which everything stored is read and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from filmrec.errors import FilmNotFoundError
from filmrec.films import Film, Mark, Marked, Rating, half_stars
from filmrec.library import (
    catalogue,
    history,
    journal,
    merge,
    naming,
    runs,
    search,
    shelf,
    turnover,
)
from filmrec.library.belongings import Belongings
from filmrec.library.connection import BUSY_SECONDS, connect
from filmrec.library.journal import Key
from filmrec.library.store import Store
from filmrec.library.tmdb_shelf import TmdbShelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path


_COMMUNITY_NAME = "community name"
_COMMUNITY_FINGERPRINT = "community fingerprint"


@dataclass(frozen=True, slots=True)
class Community:
    """The set of ratings that the catalogue came from."""

    name: str
    fingerprint: str


def open_library(
    path: Path, *, now: Callable[[], datetime], busy_seconds: float = BUSY_SECONDS
) -> Library:
    """The library at `path`, made (with its folder) when missing; close it, or use `with`.

    `now` must give times with a zone. `busy_seconds` is how long to wait for another writer.

    Raises
    ------
    NewerLibraryError
        When a newer filmrec wrote it.
    StorageError
        When it cannot be opened, is damaged, or is not a library.
    """
    return Library(Store(connect(path, busy_seconds), path, now))


class Library:
    """Films, ratings, marks and their history. Everything raises StorageError where the file fails.

    A single change is a transaction of its own; `transaction` makes several one. `belongings` is
    for what comes out of files and goes into them, `tmdb` for what TMDb tells.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.belongings = Belongings(store)
        self.tmdb = TmdbShelf(store)
        self.path = store.path
        self.transaction = store.transaction
        self.snapshot = store.snapshot

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._store.close()

    # Films

    def add_films(self, films: Iterable[catalogue.NewFilm]) -> int:
        """Take in films of a catalogue, returns how many are new; see `catalogue.add_films`.

        Films of the person's own that turn out to be among them become one with them.
        """
        with self.transaction("add films") as group:
            taken = catalogue.add_films(self._store.connection, films)
            for own, film_id in taken.same:
                merge.merge(self._store.connection, group, own, film_id)
            merge.join_own_films(self._store.connection, group)
            return taken.n_new

    def replace_catalogue(self, origin: Community, films: Iterable[catalogue.NewFilm]) -> int:
        """Make the catalogue that of another community, returns how many films are new in it.

        Films that it does not have leave, those of which the person said something stay; see
        `turnover.leave`.
        """
        with self.transaction("change community"):
            films = list(films)
            turnover.leave(
                self._store.connection,
                [film.movielens_id for film in films if film.movielens_id is not None],
            )
            n_new = self.add_films(films)
            self.set_community(origin)
            return n_new

    def film(self, film_id: int) -> Film:
        with self._store.reading() as db:
            found = catalogue.load_films(db, [film_id])
        if not found:
            raise FilmNotFoundError(f"no film has the number {film_id} here")
        return found[0]

    def films(self, film_ids: Sequence[int]) -> list[Film]:
        """In the order of the ids; ids that no film has are left out."""
        with self._store.reading() as db:
            return catalogue.load_films(db, film_ids)

    def every_film(self) -> Iterator[Film]:
        """All films with all their titles, one at a time; of the rest what names and ranks them."""
        with self._store.reading() as db:
            yield from catalogue.every_film(db)

    def films_by_item_id(self, ids: Sequence[int]) -> dict[int, Film]:
        with self._store.reading() as db:
            return catalogue.films_by_item_id(db, ids)

    def item_ids_where(
        self,
        *,
        genres: Sequence[str] = (),
        not_genres: Sequence[str] = (),
        years: tuple[int | None, int | None] | None = None,
    ) -> list[int]:
        """Item ids, ascending, of films with all `genres`, none of `not_genres`, in `years`.

        `years` is (first, last), None for open; it leaves out films of no year.
        """
        with self._store.reading() as db:
            return catalogue.item_ids_where(db, genres=genres, not_genres=not_genres, years=years)

    def widely_liked(self) -> list[int]:
        """MovieLens ids of the community's films, those that many know and like first."""
        with self._store.reading() as db:
            return catalogue.widely_liked(db)

    def genres(self) -> list[str]:
        """Every genre that a film has, in alphabetical order."""
        with self._store.reading() as db:
            return catalogue.genres(db)

    def count_films(self) -> int:
        with self._store.reading() as db:
            return catalogue.count_films(db)

    def community(self) -> Community | None:
        """Where the catalogue came from; None for an empty library."""
        with self._store.reading() as db:
            facts = dict(db.execute("SELECT name, value FROM facts").fetchall())
        if _COMMUNITY_NAME not in facts:
            return None
        return Community(facts[_COMMUNITY_NAME], facts[_COMMUNITY_FINGERPRINT])

    def set_community(self, community: Community) -> None:
        with self.transaction("set community"):
            self._store.connection.executemany(
                "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)",
                [
                    (_COMMUNITY_NAME, community.name),
                    (_COMMUNITY_FINGERPRINT, community.fingerprint),
                ],
            )

    # Names

    def find(self, text: str) -> Film:
        """The one film that `text` names; raises AmbiguousFilmError or FilmNotFoundError."""
        with self._store.reading() as db:
            return naming.find(db, text)

    def search(self, text: str, limit: int = 20) -> list[Film]:
        """Films that `text` may mean, best first; see `search.search`."""
        with self._store.reading() as db:
            return search.search(db, text, limit)

    # Ratings

    def rate(self, film_id: int, stars: float, source: str = "rate") -> Rating | None:
        """Store a rating; returns the one it replaces. ValueError for stars off the scale."""
        film = self.film(film_id)
        values = {
            "half_stars": half_stars(stars),
            "rated_at": journal.timestamp(self._store.now()),
            "source": source,
        }
        with self.transaction("rate") as group:
            before = group.change(self._store.connection, Key(film_id, journal.RATING), values)
            return shelf.as_rating(film, before)

    def unrate(self, film_id: int) -> Rating | None:
        """Remove a rating; returns it, None when there was none."""
        film = self.film(film_id)
        with self.transaction("unrate") as group:
            before = group.change(self._store.connection, Key(film_id, journal.RATING), None)
            return shelf.as_rating(film, before)

    def rating(self, film_id: int) -> Rating | None:
        film = self.film(film_id)
        with self._store.reading() as db:
            return shelf.as_rating(film, journal.read(db, Key(film_id, journal.RATING)))

    def ratings(self) -> list[Rating]:
        """All ratings, newest first, those of unknown date last."""
        with self._store.reading() as db:
            return shelf.ratings(db)

    def rated_items(self) -> list[tuple[int, float, str | None, str]]:
        """(item_id, stars, rated_at in ISO 8601, source), ascending, without loading films."""
        with self._store.reading() as db:
            return shelf.rated_items(db)

    def count_ratings(self) -> int:
        with self._store.reading() as db:
            return shelf.count_ratings(db)

    # Marks

    def mark(self, film_id: int, mark: Mark, source: str = "mark") -> bool:
        """Mark a film; False when it was marked so already, and keeps its date."""
        key = Key(self.film(film_id).film_id, mark.value)
        values = {"marked_at": journal.timestamp(self._store.now()), "source": source}
        with self.transaction(mark.value) as group:
            if journal.read(self._store.connection, key) is not None:
                return False
            group.change(self._store.connection, key, values)
            return True

    def unmark(self, film_id: int, mark: Mark) -> bool:
        """Take a mark away; False when there was none."""
        key = Key(self.film(film_id).film_id, mark.value)
        with self.transaction(f"not {mark.value}") as group:
            return group.change(self._store.connection, key, None) is not None

    def marks(self, film_id: int) -> dict[Mark, datetime | None]:
        """The marks of a film, each with its date."""
        film = self.film(film_id)
        with self._store.reading() as db:
            return shelf.marks(db, film.film_id)

    def marked(self, mark: Mark) -> list[Marked]:
        """Films with this mark, the newest mark first, those of unknown date last."""
        with self._store.reading() as db:
            return shelf.marked(db, mark)

    def count_marked(self, mark: Mark) -> int:
        with self._store.reading() as db:
            return shelf.count_marked(db, mark)

    def viewings(self, film_id: int) -> list[date]:
        """The days on which a film was watched, the first one first."""
        with self._store.reading() as db:
            return shelf.viewings(db, film_id)

    def item_ids_marked(self, *marks: Mark) -> list[int]:
        """Item ids, ascending, of the films that have any of these marks."""
        with self._store.reading() as db:
            return shelf.item_ids_marked(db, *marks)

    # Copies

    def backup(self, folder: Path, file: Path | None = None, *, replace: bool = False) -> Path:
        """Copy the library, into `folder` under a name of the time unless a file is named.

        Returns
        -------
        Path
            The copy: whole, checked, and to be read by its owner only.
        """
        # Only here: no other command needs what it imports.
        from filmrec.library import backups, copies

        with self._store.reading() as db:
            if file is None:
                return copies.keep_copy(db, folder, backups.stem(self._store.now()))
            backups.write_backup(db, self.path, file, replace=replace)
            return file

    # History

    def undo(self, group_id: int | None = None) -> journal.Undone | None:
        """Take back the newest command that stands, or the one of that group; None for nothing."""
        with self._store.writing() as db:
            return journal.undo(db, self._store.now(), group_id)

    def redo(self) -> journal.Undone | None:
        """Do again what was undone last; None when there is nothing, or a change came since."""
        with self._store.writing() as db:
            return journal.redo(db)

    def steps(self, limit: int, *, standing: bool = False) -> list[history.Step]:
        """What was done, the newest first; `standing` leaves out what was undone."""
        with self._store.reading() as db:
            return history.steps(db, limit, standing=standing)

    def step(self, number: int) -> history.Step | None:
        with self._store.reading() as db:
            return history.step(db, number)

    def count_steps(self, *, standing: bool = False) -> int:
        with self._store.reading() as db:
            return history.count_steps(db, standing=standing)

    def record_run(self, shown: Sequence[tuple[int, float]]) -> int:
        """Note a list of (film_id, score) that was shown, best first; returns its number."""
        with self.transaction("recommend"):
            return runs.record_run(
                self._store.connection, journal.timestamp(self._store.now()), shown
            )

    def last_run(self) -> runs.Run | None:
        with self._store.reading() as db:
            return runs.last_run(db)
