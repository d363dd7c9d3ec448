"""One question to a server: paced, within limits, asked again where that helps."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from requests import RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse, Retry
from urllib3.exceptions import HTTPError, ProtocolError

from filmrec.sources.failures import (
    Failure,
    Patience,
    TooLargeError,
    failed_answer,
    failed_connection,
    wrong_content,
)
from filmrec.sources.lines import pool_classes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from requests import PreparedRequest
    from urllib3 import PoolManager

    from filmrec.sources.credential import Credential
    from filmrec.sources.limits import Limits
    from filmrec.sources.lines import Lines
    from filmrec.sources.pace import Pace

_CHUNK = 1 << 16
# A pause that a person would notice.
_LONG_SECONDS = 2.0
# What describes the body as it was sent: here it is read and unpacked already.
_OF_THE_TRANSFER = ("Content-Encoding", "Content-Length", "Transfer-Encoding")


class Wire(HTTPAdapter):
    """Where requests hands over a request and gets an answer that may be kept.

    That is an answer of the form asked for, or TMDb's word that there is no such thing; all else
    raises a TmdbError. The retries are here, not in urllib3, because that has no more than the
    head of an answer when it decides, and because its pauses cannot be called off.

    `on_wait` is told of pauses of some seconds, from the thread that makes them.
    """

    def __init__(
        self,
        limits: Limits,
        pace: Pace,
        lines: Lines,
        credential: Credential | None,
        on_wait: Callable[[float], None] | None = None,
    ) -> None:
        self._limits = limits
        self._pace = pace
        self._lines = lines
        self._on_wait = on_wait
        self._pools = pool_classes(lines, credential)
        self._gets_images = credential is None
        self._worked = False
        self._retry = Retry(
            total=limits.retries,
            allowed_methods={"GET"},
            backoff_factor=limits.backoff_seconds,
            backoff_jitter=limits.backoff_jitter_seconds,
        )
        super().__init__(pool_connections=1, pool_maxsize=limits.workers, max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as requests has it
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: Any, **options: Any) -> PoolManager:  # noqa: ANN401
        manager: PoolManager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,  # noqa: ANN401
        verify: bool | str = True,
        cert: Any = None,  # noqa: ANN401
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        """Ask until there is an answer or no hope for one.

        Raises
        ------
        TmdbError
            What went wrong the last time.
        StoppedError
            When the work was called off.
        """
        retry = self._retry
        timeout = (self._limits.connect_seconds, self._limits.read_seconds)
        while True:
            self._pace.take()
            try:
                answer = super().send(request, True, timeout, verify, cert, proxies)
                failure = self._judge(answer)
            except (RequestException, HTTPError, OSError, TooLargeError) as error:
                failure = failed_connection(error)
            # What was hung up is no failure.
            self._pace.sleep(0)
            if failure is None:
                self._worked = True
                return answer
            retry = self._next(retry, failure)

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:  # noqa: ANN401
        """Read the answer to its end before anybody takes it for one."""
        with self._lines.until_read(resp.connection):
            body = self._read(resp)
        headers = resp.headers.copy()
        for name in _OF_THE_TRANSFER:
            headers.discard(name)
        whole = HTTPResponse(
            body=io.BytesIO(body),
            headers=headers,
            status=resp.status,
            reason=resp.reason,
            version=resp.version,
            preload_content=False,
        )
        return super().build_response(req, whole)

    def _read(self, raw: HTTPResponse) -> bytes:
        chunks: list[bytes] = []
        left = self._limits.body_bytes
        try:
            for chunk in raw.stream(_CHUNK, decode_content=True):
                left -= len(chunk)
                if left < 0:
                    raise TooLargeError
                chunks.append(chunk)
        except BaseException:
            # The rest of it would be taken for the answer to the next question.
            raw.close()
            raise
        return b"".join(chunks)

    def _judge(self, answer: Response) -> Failure | None:
        if answer.status_code != 200:
            return failed_answer(answer)
        if self._gets_images:
            return None if is_image(answer.content) else wrong_content(answer)
        return None if _is_json_object(answer.content) else wrong_content(answer)

    def _next(self, retry: Retry, failure: Failure) -> Retry:
        """Wait before the next attempt; raise what failed where there is to be none."""
        hopes = {
            Patience.NONE: False,
            Patience.ONCE_IT_WORKED: self._worked,
            Patience.WHEN_CONFIRMED: self._worked or not retry.history,
            Patience.ALWAYS: True,
        }
        if not retry.total or not hopes[failure.patience]:
            raise failure.error
        retry = retry.increment("GET", error=ProtocolError())
        if failure.retry_after is None:
            seconds = retry.get_backoff_time()
        else:
            seconds = min(failure.retry_after, self._limits.longest_wait_seconds)
            # It is meant for all of us.
            self._pace.hold(seconds)
        if self._on_wait is not None and seconds >= _LONG_SECONDS:
            self._on_wait(seconds)
        self._pace.sleep(seconds)
        return retry


def _is_json_object(body: bytes) -> bool:
    # So deep that the parser gives up, or a number of thousands of digits, is no answer either.
    try:
        return isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return False


def is_image(body: bytes) -> bool:
    """JPEG, PNG or WebP, by its first bytes."""
    return body.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        body[:4] == b"RIFF" and body[8:12] == b"WEBP"
    )
