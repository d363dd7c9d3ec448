"""What can go wrong between us and TMDb, in the words of the person, and whether to ask again."""

from __future__ import annotations

import enum
import json
from typing import TYPE_CHECKING, NamedTuple

from requests.exceptions import (
    ConnectTimeout,
    InvalidSchema,
    InvalidURL,
    ProxyError,
    SSLError,
    Timeout,
)
from urllib3 import Retry
from urllib3.exceptions import (
    HTTPError,
    InvalidHeader,
    LocationValueError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    URLSchemeUnknown,
)

from filmrec.errors import (
    NameNotResolvedError,
    NoNetworkError,
    NoSuchTmdbFilmError,
    RefusedKeyError,
    TmdbDownError,
    TmdbError,
    TooManyRequestsError,
    WrongAnswerError,
)

if TYPE_CHECKING:
    from requests import Response

_PROXY_HINT = "check HTTPS_PROXY and ALL_PROXY, or unset them; they are like http://host:8080"
# TMDb's own numbers for what is wrong, beside the status of HTTP.
_NO_SUCH_THING = 34


class Patience(enum.Enum):
    """Whether the same question may get another answer.

    What fails at the first question of all is told at once: without a network nobody waits. What
    fails after others went well is a hiccup. A refusal is believed when it is repeated.
    """

    NONE = enum.auto()
    ONCE_IT_WORKED = enum.auto()
    WHEN_CONFIRMED = enum.auto()
    ALWAYS = enum.auto()


class Failure(NamedTuple):
    """`retry_after` is how many seconds the server asks us to stay away; None if it does not."""

    error: TmdbError
    patience: Patience
    retry_after: float | None = None


class TooLargeError(Exception):
    """More came than any answer can be."""


def failed_connection(error: Exception) -> Failure:
    """What an exception of the network means. Its own text is not used: it is not for people."""
    if isinstance(error, TooLargeError):
        return Failure(WrongAnswerError("the answer is far too large"), Patience.ALWAYS)
    if isinstance(error, ProxyError):
        return Failure(
            NoNetworkError("the proxy cannot be reached", hint="check HTTPS_PROXY, or unset it"),
            Patience.ONCE_IT_WORKED,
        )
    if isinstance(error, InvalidURL | InvalidSchema | LocationValueError | URLSchemeUnknown):
        # The server's own address was good.
        return Failure(NoNetworkError("the proxy cannot be used", hint=_PROXY_HINT), Patience.NONE)
    if isinstance(error, OSError) and "CA certificate bundle" in str(error):
        # Requests has no other name for it.
        return Failure(
            NoNetworkError(
                "the file with the certificates of this machine cannot be read",
                hint="check REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE, or unset them",
            ),
            Patience.NONE,
        )
    if isinstance(error, SSLError):
        return Failure(
            NoNetworkError(
                "the connection is not the real server's, or not safe",
                hint="check the date of this machine; on a public network log in there first",
            ),
            Patience.ONCE_IT_WORKED,
        )
    if _within(error, NameResolutionError):
        return Failure(
            NameNotResolvedError("the name of TMDb's server cannot be found"),
            Patience.ONCE_IT_WORKED,
        )
    if isinstance(error, ConnectTimeout) or _within(error, NewConnectionError):
        return Failure(NoNetworkError("TMDb cannot be reached"), Patience.ONCE_IT_WORKED)
    if isinstance(error, Timeout | TimeoutError) or _within(error, ReadTimeoutError):
        return Failure(TmdbDownError("TMDb does not answer in time"), Patience.ALWAYS)
    if isinstance(error, HTTPError):
        return Failure(WrongAnswerError("the answer of TMDb was cut off"), Patience.ALWAYS)
    return Failure(TmdbDownError("TMDb broke the connection off"), Patience.ALWAYS)


def _within(error: BaseException, kind: type[BaseException]) -> bool:
    """Whether an error is of a kind, or wraps one: requests wraps urllib3's, which wrap others."""
    seen: list[BaseException | None] = [error]
    for found in seen:
        if isinstance(found, kind):
            return True
        if found is not None and len(seen) < 10:
            wrapped = [*found.args, getattr(found, "reason", None)]
            seen += [inner for inner in wrapped if isinstance(inner, BaseException)]
    return False


def failed_answer(answer: Response) -> Failure | None:
    """What an answer other than 200 means; None for one that may be kept: there is no such film."""
    status = answer.status_code
    if status == 404 and is_no_such_thing(answer.content):
        return None
    if status == 429:
        error: TmdbError = TooManyRequestsError("TMDb asks for a pause: too many requests")
        return Failure(error, Patience.ALWAYS, _retry_after(answer))
    if status in {401, 403}:
        return Failure(RefusedKeyError("TMDb refuses the key"), Patience.WHEN_CONFIRMED)
    if status >= 500:
        error = TmdbDownError(f"TMDb has trouble of its own ({status})")
        return Failure(error, Patience.ALWAYS, _retry_after(answer))
    if 300 <= status < 400:
        # Not followed: neither the key nor the question is for anybody else.
        return Failure(WrongAnswerError("the question is sent elsewhere"), Patience.ALWAYS)
    if status in {404, 408}:
        return Failure(WrongAnswerError(f"another server answers ({status})"), Patience.ALWAYS)
    return Failure(WrongAnswerError(f"TMDb rejects the question ({status})"), Patience.NONE)


def wrong_content(answer: Response) -> Failure:
    kind = "a web page" if answer.content.lstrip()[:1] == b"<" else "no answer of TMDb's"
    return Failure(WrongAnswerError(f"what came is {kind}"), Patience.ALWAYS)


def no_such_film() -> NoSuchTmdbFilmError:
    return NoSuchTmdbFilmError("TMDb has no such film")


def is_no_such_thing(body: bytes) -> bool:
    """Whether it is TMDb itself that says so, not some server on the way. `success` can lack."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.get("status_code") == _NO_SUCH_THING


def _retry_after(answer: Response) -> float | None:
    """Seconds, whether told as a number or as a date; None where it is neither or not told."""
    told = answer.headers.get("Retry-After")
    if told is None:
        return None
    try:
        return max(0.0, Retry().parse_retry_after(told))
    except (InvalidHeader, OverflowError, ValueError):
        return None
