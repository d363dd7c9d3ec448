"""A TMDb of our own on this machine: real sockets, made-up films, and every way to go wrong."""

from __future__ import annotations

import gzip
import json
import random
import threading
import time
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self
from urllib.parse import parse_qsl, urlsplit

from tests.sources.faults import answer_wrongly, status_body
from tests.sources.films import GENRES, Document, film_document, imdb_id, summary

if TYPE_CHECKING:
    from collections.abc import Sequence

# Made for these tests: they open nothing.
TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJmaWxtcmVjLXRlc3QifQ.c2lnbmF0dXJlLW9mLW5vYm9keQ"  # noqa: S105
KEY = "0123456789abcdef" * 2
PER_PAGE = 20
# In a row of faults: an answer as it should be.
GOOD = "200"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


class Asked(NamedTuple):
    """One request as it came: when, what for, and what it was signed with."""

    moment: float
    path: str
    query: dict[str, str]
    authorization: str | None
    status: str


@dataclass
class World:
    """What the server knows and what it is told to do."""

    n_films: int = 100
    seed: int = 0
    latency: float = 0.0
    retry_after: int = 1
    hang_seconds: float = 5.0
    elsewhere: str = "http://127.0.0.1:9"
    missing: frozenset[int] = frozenset()
    picture: bytes = PICTURE
    # Films with a name and a year that the tests know.
    named: dict[int, tuple[str, int]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    n_connections: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    faults: list[str] = field(default_factory=list)
    random_faults: tuple[str, ...] = ()
    random_share: float = 0.0
    rng: random.Random = field(default_factory=random.Random)

    def next_fault(self) -> str | None:
        with self.lock:
            if self.faults:
                fault = self.faults.pop(0)
                return None if fault == GOOD else fault
            if self.random_faults and self.rng.random() < self.random_share:
                return self.rng.choice(self.random_faults)
            return None

    def film(self, number: int, language: str = "en-US") -> Document | None:
        is_there = 1 <= number <= self.n_films and number not in self.missing
        if not is_there:
            return None
        film = film_document(number, self.seed, language)
        if number in self.named:
            title, year = self.named[number]
            film |= {"title": title, "original_title": title, "release_date": f"{year}-06-01"}
        return film

    def films(self) -> list[Document]:
        found = (self.film(number) for number in range(1, self.n_films + 1))
        return [film for film in found if film is not None]


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    world: ClassVar[World]

    def setup(self) -> None:
        super().setup()
        with self.world.lock:
            self.world.n_connections += 1

    def log_message(self, *_: object) -> None:
        pass

    def head(self, status: int, more: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json;charset=utf-8", **more}.items():
            self.send_header(name, value)
        self.end_headers()

    def give(self, status: int, body: bytes, more: dict[str, str] | None = None) -> None:
        self.head(status, {"Content-Length": str(len(body)), **(more or {})})
        self.wfile.write(body)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query))
        authorization = self.headers.get("Authorization")
        status, body = self._answer(address.path, query, authorization)
        fault = self.world.next_fault()
        with self.world.lock:
            outcome = fault or str(status)
            asked = Asked(time.monotonic(), address.path, query, authorization, outcome)
            self.world.asked.append(asked)
        if self.world.latency:
            self.world.closing.wait(self.world.latency)
        try:
            if fault is not None:
                answer_wrongly(self, fault, body)
            elif address.path.startswith("/t/p/"):
                self.give(status, body, {"Content-Type": "image/png"})
            else:
                self._give_as_tmdb(status, body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _give_as_tmdb(self, status: int, body: bytes) -> None:
        headers = {"Vary": "accept-encoding", "Cache-Control": "public, max-age=600", "ETag": '"1"'}
        headers["Set-Cookie"] = "follow=me"
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, 1)
        self.give(status, body, headers)

    def _answer(
        self, path: str, query: dict[str, str], authorization: str | None
    ) -> tuple[int, bytes]:
        if path.startswith("/t/p/"):
            return 200, self.world.picture
        if authorization != f"Bearer {TOKEN}" and query.get("api_key") != KEY:
            return 401, status_body(401)
        document = self._document(path.removeprefix("/3/"), query)
        # As JSON, where a text may have half of a pair in it, escaped.
        return (404, status_body(404)) if document is None else (200, json.dumps(document).encode())

    def _document(self, path: str, query: dict[str, str]) -> Document | None:
        world = self.world
        kind, _, name = path.partition("/")
        if path == "configuration":
            host, port = self.server.server_address[:2]
            sizes = ["w92", "w342", "w780", "original"]
            base_url = f"http://{host!s}:{port}/t/p/"
            return {"images": {"secure_base_url": base_url, "poster_sizes": sizes}}
        if path == "authentication":
            return {"success": True, "status_code": 1, "status_message": "Success."}
        if path == "genre/movie/list":
            return {"genres": [{"id": key, "name": value} for key, value in GENRES.items()]}
        if kind == "find":
            films = [film for film in world.films() if imdb_id(film["id"]) == name]
            other = ("person_results", "tv_results", "tv_episode_results", "tv_season_results")
            return {"movie_results": [*map(summary, films)], **{empty: [] for empty in other}}
        if kind == "movie" and name.isdecimal():
            film = world.film(int(name), query.get("language", "en-US"))
            return None if film is None else _with_appended(film, query)
        if path in {"movie/popular", "movie/top_rated", "discover/movie", "search/movie"}:
            by = "vote_average" if path == "movie/top_rated" else "popularity"
            return _page(_chosen(world.films(), query), query, by)
        return None


def _with_appended(film: Document, query: dict[str, str]) -> Document:
    """The film with what was asked for beside it and nothing more."""
    extra = {"credits", "keywords", "external_ids", "alternative_titles", "release_dates"}
    left_out = {*extra, "watch/providers"} - set(query.get("append_to_response", "").split(","))
    return {name: value for name, value in film.items() if name not in left_out}


def _chosen(films: list[Document], query: dict[str, str]) -> list[Document]:
    words = query.get("query", "").casefold()
    year = query.get("primary_release_year", "")
    since = query.get("primary_release_date.gte", "")
    until = query.get("primary_release_date.lte", "9999")
    least_votes = int(query.get("vote_count.gte", "-1"))
    return [
        film
        for film in films
        if words in f"{film['title']}|{film['original_title']}".casefold()
        and film.get("release_date", "").startswith(year)
        and since <= film.get("release_date", "") <= until
        and film["vote_count"] >= least_votes
    ]


def _page(films: list[Document], query: dict[str, str], by: str) -> Document:
    page = int(query.get("page", "1"))
    films = sorted(films, key=lambda film: (-min(film[by], 1e9), film["id"]))
    shown = films[(page - 1) * PER_PAGE : page * PER_PAGE]
    n_pages = -(-len(films) // PER_PAGE)
    results = [summary(film) for film in shown]
    return {
        "page": page,
        "results": results,
        "total_pages": n_pages,
        "total_results": len(films),
    }


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:  # noqa: ANN401 - as socketserver has it
        """A client that hung up is what these tests are about."""


class TmdbServer:
    """`with TmdbServer(n_films=20) as tmdb: ... tmdb.url`; a process of its own may ask as well.

    `tmdb.fail("429", "cut")` spoils the next two answers, `fail_at_random` any.
    """

    def __init__(self, **world: Any) -> None:  # noqa: ANN401 - the fields of World
        self.world = World(**world)
        handler = type("Handler", (Handler,), {"world": self.world})
        self._listener = _Listener(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.server_port}"

    def fail(self, *faults: str, times: int = 1) -> None:
        with self.world.lock:
            self.world.faults += list(faults) * times

    def fail_at_random(self, share: float, faults: Sequence[str], seed: int) -> None:
        with self.world.lock:
            self.world.rng = random.Random(seed)  # noqa: S311 - nothing secret
            self.world.random_share, self.world.random_faults = share, tuple(faults)

    @property
    def asked(self) -> list[Asked]:
        with self.world.lock:
            return list(self.world.asked)

    @property
    def n_connections(self) -> int:
        return self.world.n_connections

    def count_by_path(self) -> Counter[str]:
        return Counter(asked.path for asked in self.asked)

    def busiest_second(self) -> int:
        """The most requests that came within one second, wherever it begins."""
        moments = sorted(asked.moment for asked in self.asked)
        return max(
            (bisect_left(moments, at + 1) - place for place, at in enumerate(moments)), default=0
        )

    def forget(self) -> None:
        """Count anew from here on."""
        with self.world.lock:
            self.world.asked.clear()
            self.world.n_connections = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.world.closing.set()
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()
