"""TMDb: films, lists and posters, asked for politely and kept for a while."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from filmrec.errors import (
    NoKeyError,
    NoNetworkError,
    OfflineError,
    TmdbDownError,
    TooManyRequestsError,
    WrongAnswerError,
)
from filmrec.sources import answers, fields
from filmrec.sources.addresses import is_safe
from filmrec.sources.bulk import fetch_each
from filmrec.sources.failures import no_such_film
from filmrec.sources.fields import ShapeError
from filmrec.sources.limits import KEEP, LIMITS
from filmrec.sources.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from filmrec.errors import TmdbError
    from filmrec.films import FilmFacts, FoundFilm, FoundFilms
    from filmrec.sources.answers import Images
    from filmrec.sources.credential import Credential
    from filmrec.sources.limits import Limits
    from filmrec.sources.session import Answer

    Parsed = TypeVar("Parsed")
    Fetched = TypeVar("Fetched")

FRESH = timedelta(days=30)
FRESH_LIST = timedelta(days=1)
FRESH_MISSING = timedelta(days=1)
# What a clock may be set back by.
CLOCK_ERROR = timedelta(days=1)
# TMDb gives no more of any list.
LAST_PAGE = 500
# An answer of the wrong shape is asked for again so often.
_SHAPE_ATTEMPTS = 3
# What may be over in an hour; until then an older answer serves.
_TROUBLE = (NoNetworkError, TmdbDownError, TooManyRequestsError, WrongAnswerError)


class Tmdb:
    """A conversation with TMDb; several threads may share it.

    What was fetched less than `FRESH` ago is not asked for again; what is older, but no older than
    `KEEP`, serves where TMDb does not. Everything raises a TmdbError where there is no answer, and
    StorageError where the cache fails. `offline` asks nothing.
    """

    def __init__(
        self,
        session: Session,
        *,
        has_key: bool,
        offline: bool,
        language: str,
        now: Callable[[], datetime],
    ) -> None:
        self._session = session
        self._has_key = has_key
        self._offline = offline
        self._language = language
        self._now = now
        self._is_unreachable = False

    def movie(self, tmdb_id: int) -> FilmFacts:
        """Everything about one film, in one request.

        Raises
        ------
        NoSuchTmdbFilmError
            When TMDb has no such film.
        """
        return self._ask(
            f"/3/movie/{tmdb_id:d}",
            {"append_to_response": ",".join(answers.SECTIONS), "language": self._language},
            lambda document, at: answers.film_facts(document, tmdb_id, self._language, at),
        )

    def fetch_many(self, tmdb_ids: Iterable[int]) -> Iterator[tuple[int, FilmFacts | TmdbError]]:
        """Each of the films once, as they come; an error in the place of a film without an answer.

        What concerns every film (a refused key, no network, TMDb down for many in a row) is
        raised, after what was there before it. The ids are taken as they are needed.
        """
        return self.each(self.movie, tmdb_ids)

    def each(
        self, fetch: Callable[[int], Fetched], keys: Iterable[int]
    ) -> Iterator[tuple[int, Fetched | TmdbError]]:
        """`fetch_many` with a way of one's own to ask for each key; it runs in the workers."""
        return fetch_each(fetch, keys, self._session.executor, self._session.workers)

    def find_by_imdb_id(self, imdb_id: str) -> FoundFilm | None:
        """The film of that id of IMDb's (`tt0113277`); None where TMDb has none."""
        if fields.imdb_id(imdb_id) is None:
            raise ValueError(f"{imdb_id!r} is no id of IMDb's")
        found = self._ask(
            f"/3/find/{imdb_id}",
            {"external_source": "imdb_id", "language": self._language},
            lambda document, _: answers.found_by_imdb_id(document),
        )
        return found[0] if found else None

    def search(self, title: str, year: int | None = None, page: int = 1) -> FoundFilms:
        """Films of that name, original, translated or alternative; `year` is that of the first
        release, which at festivals and in other catalogues is often the one before.
        """  # noqa: D205 - one sentence
        years = {} if year is None else {"primary_release_year": f"{year:d}"}
        return self._page("/3/search/movie", page, query=title, include_adult="false", **years)

    def popular(self, page: int = 1) -> FoundFilms:
        return self._page("/3/movie/popular", page)

    def top_rated(self, page: int = 1) -> FoundFilms:
        return self._page("/3/movie/top_rated", page)

    def discover(
        self, since: date, until: date, page: int = 1, *, least_votes: int = 0
    ) -> FoundFilms:
        """Films first released from `since` to `until`, the most popular first."""
        return self._page(
            "/3/discover/movie",
            page,
            sort_by="popularity.desc",
            include_adult="false",
            include_video="false",
            **{
                "primary_release_date.gte": since.isoformat(),
                "primary_release_date.lte": until.isoformat(),
                "vote_count.gte": f"{least_votes:d}",
            },
        )

    def genres(self) -> dict[int, str]:
        """The names of the genres by the numbers that lists give."""
        return self._ask(
            "/3/genre/movie/list",
            {"language": self._language},
            lambda document, _: answers.genre_names(document),
        )

    def images(self) -> Images:
        return self._ask("/3/configuration", {}, lambda document, _: answers.images(document))

    def poster(self, poster_path: str, width: int = 342) -> bytes:
        """A poster as JPEG, PNG or WebP, at least so wide where it can be had."""
        if fields.poster_path(poster_path) is None:
            raise ValueError(f"{poster_path!r} is no name of a poster")
        images = self.images()
        widths = sorted(int(size[1:]) for size in images.poster_sizes if size[1:].isdecimal())
        size = next((f"w{found}" for found in widths if found >= width), "original")
        url = f"{images.base_url.rstrip('/')}/{size}{poster_path}"
        if not is_safe(url):
            raise WrongAnswerError("TMDb names an unsafe address for its posters")
        return self._answer(url, {}, FRESH).body

    def check_key(self) -> None:
        """Ask TMDb whether it takes the key; RefusedKeyError if not."""
        self._need_key()
        self._session.send("/3/authentication", {}, keep=False)

    def _page(self, path: str, page: int, **params: str) -> FoundFilms:
        if not 1 <= page <= LAST_PAGE:
            raise ValueError(f"pages go from 1 to {LAST_PAGE}, not {page}")
        params |= {"language": self._language, "page": f"{page:d}"}
        return self._ask(path, params, lambda document, _: answers.film_page(document), FRESH_LIST)

    def _ask(
        self,
        path: str,
        params: dict[str, str],
        parse: Callable[[dict[str, Any], datetime], Parsed],
        fresh: timedelta = FRESH,
    ) -> Parsed:
        for attempt in range(_SHAPE_ATTEMPTS):
            answer = self._answer(path, params, fresh if attempt == 0 else timedelta(0))
            try:
                return parse(json.loads(answer.body), answer.fetched_at)
            except ShapeError as error:
                shape = error
            # Not to be found again.
            self._session.forget(answer)
        raise WrongAnswerError(f"TMDb's answer has another form than it should ({shape})")

    def _answer(self, address: str, params: dict[str, str], fresh: timedelta) -> Answer:
        kept = self._session.kept(address, params)
        age = timedelta(0) if kept is None else self._now() - kept.fetched_at
        # From a time that is not yet: the clock was wrong, and how old it is nobody knows.
        if kept is not None and not -CLOCK_ERROR <= age <= KEEP:
            kept = None
        if kept is not None:
            lifetime = min(fresh, FRESH_MISSING) if kept.is_missing else fresh
            if self._offline or age < lifetime:
                return _existing(kept)
        if self._offline:
            raise OfflineError("this was not fetched before, and filmrec is offline")
        if kept is not None and (self._is_unreachable or not self._has_key):
            return _existing(kept)
        try:
            self._need_key()
            return _existing(self._session.send(address, params))
        except _TROUBLE as error:
            self._is_unreachable = isinstance(error, NoNetworkError)
            if kept is None:
                raise
            return _existing(kept)

    def _need_key(self) -> None:
        if not self._has_key:
            raise NoKeyError("there is no key to ask TMDb with")


def _existing(answer: Answer) -> Answer:
    if answer.is_missing:
        raise no_such_film()
    return answer


@contextmanager
def open_tmdb(
    credential: Credential | None,
    cache_path: Path,
    *,
    now: Callable[[], datetime],
    base_url: str,
    language: str = "en-US",
    offline: bool = False,
    limits: Limits = LIMITS,
    wait: Callable[[float], bool] | None = None,
    on_wait: Callable[[float], None] | None = None,
) -> Iterator[Tmdb]:
    """TMDb, until the block is left; what is under way then is stopped at once.

    `wait` sleeps for some seconds in the place of a real pause, and tells whether to give up.
    `on_wait` hears of pauses of some seconds, from any thread.

    Raises
    ------
    StorageError
        When the cache cannot be used.
    UsageError
        When the key would go over the network for everybody to read.
    """
    session = Session(base_url, cache_path, credential, limits, wait=wait, on_wait=on_wait)
    try:
        yield Tmdb(
            session,
            has_key=credential is not None,
            offline=offline,
            language=language,
            now=now,
        )
    finally:
        session.close()
