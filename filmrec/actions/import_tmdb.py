"""Asking TMDb about films of ours, and for films that we lack.

Each film lands in one transaction as soon as its answer is there, so that a run that is stopped
goes on where it was.
"""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from filmrec.errors import NoSuchTmdbFilmError, TmdbError, UsageError
from filmrec.films import FilmFacts
from filmrec.library import Evidence, IdTakenError, Joined, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from filmrec.films import Film, FoundFilm, FoundFilms
    from filmrec.library import Library
    from filmrec.sources.tmdb import Tmdb

    Progress = Callable[[float], None] | None

# What is younger is not asked for again.
LIFETIME = timedelta(days=90)
# The same for a film that was named: just now is just now.
LIFETIME_NAMED = timedelta(hours=1)
# Films are read from the library so many at a time.
_AT_ONCE = 500
# A release that hardly anybody voted for is not popular yet.
_LEAST_VOTES = 10
_PER_PAGE = 20


class Outcome(enum.StrEnum):
    """What became of a film that TMDb was asked about."""

    FETCHED = "fetched"
    JOINED = "joined"
    NEW = "new"
    UNSURE = "unsure"
    NOT_FOUND = "not_found"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TmdbRow:
    """One film and what became of it.

    `candidates` are the films of TMDb that an UNSURE one may be, `near` the films of ours that a
    new one may be; `reason` says why one FAILED.
    """

    name: str
    outcome: Outcome
    film: Film | None = None
    candidates: tuple[FoundFilm, ...] = ()
    near: tuple[Film, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class TmdbReport:
    """`n_fresh` films were known already; `stopped` is what ended it before all were asked for."""

    rows: tuple[TmdbRow, ...]
    n_fresh: int
    n_left: int = 0
    stopped: TmdbError | None = None

    def counts(self) -> dict[Outcome, int]:
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in Outcome}


class _Asked(NamedTuple):
    """What TMDb answered about a film of ours: its facts, or the number alone, or candidates."""

    facts: FilmFacts | None = None
    tmdb_id: int | None = None
    candidates: tuple[FoundFilm, ...] = ()


def import_films(
    library: Library,
    tmdb: Tmdb,
    film_ids: Sequence[int],
    *,
    now: datetime,
    ids_only: bool = False,
    lifetime: timedelta = LIFETIME,
    progress: Progress = None,
) -> TmdbReport:
    """Ask about films of ours: by their ids or, where they have none, by their names.

    `ids_only` notes the numbers of TMDb's and nothing else. `progress` is told the share done.
    """
    fresh = library.tmdb.fetched_since(now - lifetime)
    wanted = [film_id for film_id in film_ids if film_id not in fresh]
    n_fresh = len(film_ids) - len(wanted)
    if ids_only:
        has_id = {film.film_id for film in library.films(wanted) if film.tmdb_id is not None}
        n_fresh += len(has_id)
        wanted = [film_id for film_id in wanted if film_id not in has_id]
    films: dict[int, Film] = {}
    answers = tmdb.each(
        lambda film_id: _ask(tmdb, films[film_id], ids_only=ids_only),
        _loaded(library, wanted, films),
    )
    landed = (_landed(library, films.pop(film_id), asked) for film_id, asked in answers)
    return _report(landed, len(wanted), n_fresh, progress)


def targets(library: Library, limit: int | None) -> list[int]:
    """The films to ask about: the person's own, then the best known; at least those of the person.

    `limit` None is for all.
    """
    own, others = library.tmdb.to_ask()
    return own + (others if limit is None else others[: max(0, limit - len(own))])


def _loaded(library: Library, film_ids: Sequence[int], films: dict[int, Film]) -> Iterator[int]:
    """The ids one after the other, each with its film put into `films` before."""
    for start in range(0, len(film_ids), _AT_ONCE):
        for film in library.films(film_ids[start : start + _AT_ONCE]):
            films[film.film_id] = film
            yield film.film_id


def _ask(tmdb: Tmdb, film: Film, *, ids_only: bool) -> _Asked:
    if film.tmdb_id is not None:
        try:
            return _Asked(tmdb.movie(film.tmdb_id))
        except NoSuchTmdbFilmError:
            # Removed there, or made one with another: it is looked for again.
            pass
    joined = _looked_up(tmdb, film)
    if joined.film is None:
        return _Asked(candidates=joined.candidates)
    if ids_only:
        return _Asked(tmdb_id=joined.film.tmdb_id)
    facts = tmdb.movie(joined.film.tmdb_id)
    if None not in {film.imdb_id, facts.imdb_id} and film.imdb_id != facts.imdb_id:
        # Its very name, and another film all the same.
        return _Asked(candidates=(joined.film,))
    return _Asked(facts)


def _looked_up(tmdb: Tmdb, film: Film) -> Joined:
    """By the id of IMDb, then by name in its year, in any, and in the years beside it."""
    if film.imdb_id is not None:
        found = tmdb.find_by_imdb_id(film.imdb_id)
        if found is not None:
            return Joined(found)
    first = tmdb.search(film.title, film.year)
    joined = join(film, first.films)
    if joined.film is not None or film.year is None:
        return joined
    others = tmdb.search(film.title)
    seen = list(dict.fromkeys((*first.films, *others.films)))
    if others.n_pages > 1:
        # Too many of that name to see all of them.
        for year in (film.year - 1, film.year + 1):
            seen += tmdb.search(film.title, year).films
    return join(film, list(dict.fromkeys(seen)))


def _landed(library: Library, film: Film, asked: _Asked | TmdbError) -> TmdbRow:
    if isinstance(asked, NoSuchTmdbFilmError):
        library.tmdb.doubt(film.film_id, [])
        return TmdbRow(film.name, Outcome.NOT_FOUND, film)
    if isinstance(asked, TmdbError):
        return TmdbRow(film.name, Outcome.FAILED, film, reason=asked.message)
    try:
        if asked.facts is not None:
            landing = library.tmdb.land(film.film_id, asked.facts)
            return TmdbRow(film.name, Outcome.FETCHED, library.film(landing.film_id))
        if asked.tmdb_id is not None:
            library.tmdb.give_id(film.film_id, asked.tmdb_id)
            return TmdbRow(film.name, Outcome.JOINED, library.film(film.film_id))
    except IdTakenError as error:
        library.tmdb.doubt(film.film_id, [])
        return TmdbRow(film.name, Outcome.UNSURE, film, near=(library.film(error.film_id),))
    library.tmdb.doubt(film.film_id, [candidate.tmdb_id for candidate in asked.candidates])
    outcome = Outcome.UNSURE if asked.candidates else Outcome.NOT_FOUND
    return TmdbRow(film.name, outcome, film, asked.candidates)


def import_as(library: Library, tmdb: Tmdb, film: Film, tmdb_id: int) -> TmdbReport:
    """Take in the facts of that film of TMDb's as those of `film`: the person says so.

    Raises
    ------
    UsageError
        When that number is another film's already.
    """
    row = _landed(library, film, _Asked(tmdb.movie(tmdb_id)))
    for other in row.near:
        raise UsageError(
            f"{tmdb_id} is the number of {other.name}",
            hint=f'if that is wrong, `filmrec import-tmdb --film "{other.name}" --as ID` first',
        )
    return TmdbReport((row,), n_fresh=0)


def import_new(
    library: Library,
    tmdb: Tmdb,
    *,
    since: int | None,
    limit: int,
    now: datetime,
    progress: Progress = None,
) -> TmdbReport:
    """Popular releases from the year `since` on that the catalogue lacks, at most `limit`.

    Without `since` from the year of the community's newest film on.
    """
    first = since or library.tmdb.newest_year() or now.year
    found = {
        film.tmdb_id: film
        for film in _releases(tmdb, date(first, 1, 1), now.astimezone(UTC).date(), limit)
    }
    fresh = library.tmdb.fetched_since(now - LIFETIME)
    unsure: list[TmdbRow] = []
    film_ids: dict[int, int | None] = {}
    for film, match in zip(found.values(), library.tmdb.matches(list(found.values())), strict=True):
        if match.film_id is None and match.candidates and match.evidence is not Evidence.NOTHING:
            near = tuple(library.films(match.candidates))
            unsure.append(TmdbRow(film.name, Outcome.UNSURE, near=near))
        elif match.film_id not in fresh:
            film_ids[film.tmdb_id] = match.film_id
    answers = tmdb.fetch_many(film_ids)
    landed = (
        _landed_new(library, found[tmdb_id], film_ids[tmdb_id], asked) for tmdb_id, asked in answers
    )
    n_fresh = len(found) - len(unsure) - len(film_ids)
    report = _report(landed, len(film_ids), n_fresh, progress)
    return TmdbReport((*unsure, *report.rows), report.n_fresh, report.n_left, report.stopped)


def _releases(tmdb: Tmdb, since: date, until: date, limit: int) -> list[FoundFilm]:
    """Films first shown between these days, the most popular first."""

    def ask(page: int) -> FoundFilms:
        return tmdb.discover(since, until, page, least_votes=_LEAST_VOTES)

    pages = {1: ask(1)}
    n_pages = min(pages[1].n_pages, -(-limit // _PER_PAGE))
    for page, answer in tmdb.each(ask, range(2, n_pages + 1)):
        if isinstance(answer, TmdbError):
            raise answer
        pages[page] = answer
    films = [film for page in sorted(pages) for film in pages[page].films]
    return [film for film in films if not film.is_adult][:limit]


def _landed_new(
    library: Library, found: FoundFilm, film_id: int | None, asked: FilmFacts | TmdbError
) -> TmdbRow:
    name = found.name
    if isinstance(asked, TmdbError):
        is_missing = isinstance(asked, NoSuchTmdbFilmError)
        outcome = Outcome.NOT_FOUND if is_missing else Outcome.FAILED
        return TmdbRow(name, outcome, reason=asked.message)
    try:
        landing = library.tmdb.land(film_id, asked)
    except IdTakenError as error:
        return TmdbRow(name, Outcome.UNSURE, near=(library.film(error.film_id),))
    outcome = Outcome.NEW if landing.is_new else Outcome.FETCHED
    return TmdbRow(name, outcome, library.film(landing.film_id))


def _report(
    landed: Iterable[TmdbRow], n_wanted: int, n_fresh: int, progress: Progress
) -> TmdbReport:
    rows: list[TmdbRow] = []
    stopped = None
    try:
        for row in landed:
            rows.append(row)
            if progress is not None:
                progress(len(rows) / n_wanted)
    except TmdbError as error:
        stopped = error
    return TmdbReport(tuple(rows), n_fresh, n_wanted - len(rows), stopped)
