"""The session with a server: what is kept of it, what is sent, and how it is called off."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from requests_cache import DO_NOT_CACHE, CachedSession

from filmrec import __version__
from filmrec.errors import UsageError
from filmrec.sources.addresses import is_base_address, is_here, is_safe
from filmrec.sources.cache import cache_errors, open_cache
from filmrec.sources.limits import KEEP
from filmrec.sources.lines import Lines
from filmrec.sources.pace import Pace
from filmrec.sources.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from requests import PreparedRequest
    from requests_cache import AnyResponse

    from filmrec.sources.credential import Credential
    from filmrec.sources.limits import Limits

_NOT_KEPT = 504
# Every path of the API begins so; the pictures, wherever they are, are asked for without a key.
_API = "/3/"


class Answer(NamedTuple):
    """What was answered, when (in UTC), and the name it is kept under.

    `is_missing` is TMDb's word that there is no such thing.
    """

    body: bytes
    fetched_at: datetime
    is_missing: bool
    kept_as: str | None


class Session:
    """Requests to one API, paced and kept.

    Addresses are paths of the API, or whole ones for what needs no key.
    """

    def __init__(
        self,
        base_url: str,
        cache_path: Path,
        credential: Credential | None,
        limits: Limits,
        *,
        wait: Callable[[float], bool] | None = None,
        on_wait: Callable[[float], None] | None = None,
    ) -> None:
        if not is_base_address(base_url):
            raise UsageError(
                f"TMDb cannot be asked at {base_url!r}: that is no address of a server",
                hint="FILMREC_TMDB_URL takes one like https://api.themoviedb.org",
            )
        if not is_safe(base_url):
            raise UsageError(
                f"the key is not sent to {base_url}: only https is private",
                hint="FILMREC_TMDB_URL takes an https address, or one on this machine",
            )
        self.workers = limits.workers
        self._base_url = base_url.rstrip("/")
        self._cache_path = cache_path
        self._pace = Pace(limits.requests_per_second, wait=wait)
        self._lines = Lines(limits.total_seconds)
        self._executor: ThreadPoolExecutor | None = None
        with cache_errors(cache_path):
            self._session = CachedSession(
                backend=open_cache(cache_path), expire_after=KEEP, allowable_codes=(200, 404)
            )
        self._session.headers["User-Agent"] = f"filmrec/{__version__}"
        self._session.auth = _no_password
        # A proxy would look for a server on this machine on its own.
        self._session.trust_env = not is_here(base_url)
        signed = Wire(limits, self._pace, self._lines, credential, on_wait)
        unsigned = Wire(limits, self._pace, self._lines, None, on_wait)
        self._session.mount("https://", unsigned)
        self._session.mount("http://", unsigned)
        self._session.mount(self._base_url + _API, signed)

    @property
    def executor(self) -> ThreadPoolExecutor:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(self.workers, thread_name_prefix="tmdb")
        return self._executor

    def kept(self, address: str, params: Mapping[str, str]) -> Answer | None:
        """What was answered before, however long ago; None where nothing was."""
        with cache_errors(self._cache_path):
            response = self._session.get(
                self._url(address), params=params, only_if_cached=True, allow_redirects=False
            )
        return None if response.status_code == _NOT_KEPT else _answer(response)

    def send(self, address: str, params: Mapping[str, str], *, keep: bool = True) -> Answer:
        """Ask now, whatever was answered before; TmdbError where there is no answer."""
        with cache_errors(self._cache_path):
            response = self._session.get(
                self._url(address),
                params=params,
                force_refresh=keep,
                expire_after=None if keep else DO_NOT_CACHE,
                allow_redirects=False,
            )
        return _answer(response)

    def forget(self, answer: Answer) -> None:
        if answer.kept_as is not None:
            with cache_errors(self._cache_path):
                self._session.cache.delete(answer.kept_as)

    def close(self) -> None:
        """Stop whatever is under way, at once."""
        self._pace.stop()
        self._lines.hang_up()
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
        self._session.close()  # type: ignore[no-untyped-call]

    def _url(self, address: str) -> str:
        return self._base_url + address if address.startswith("/") else address


def _answer(response: AnyResponse) -> Answer:
    fetched_at = response.created_at
    if fetched_at.tzinfo is None:
        fetched_at = fetched_at.replace(tzinfo=UTC)
    missing = response.status_code != 200
    return Answer(response.content, fetched_at, missing, response.cache_key or None)


def _no_password(request: PreparedRequest) -> PreparedRequest:
    """Send none of the passwords that ~/.netrc may hold for a server."""
    return request
