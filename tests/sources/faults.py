"""The ways in which an answer goes wrong."""

from __future__ import annotations

import gzip
import json
import time
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.sources.server import Handler

# TMDb's own number and words for a status.
_CODES = {401: 7, 404: 34, 429: 25, 500: 11, 501: 2, 502: 43, 503: 9, 504: 24}
STATUSES = ("401", "404", "429", "500", "501", "502", "503", "504")
# All but TMDb's own word that there is no such film: that is an answer.
FAULTS = (
    *(status for status in STATUSES if status != "404"),
    *("lost", "429 seconds", "429 date", "429 nonsense", "503 seconds", "timeout", "cut", "gone"),
    *("html", "wrong shape", "gigantic", "bomb", "wrong encoding", "redirect", "drip"),
    *("dripping head", "drip unknown", "empty", "deep", "not gzip"),
)
GIGANTIC_BYTES = 64 << 20
_PAGE = b"<!DOCTYPE html><title>Log in</title>"


def answer_wrongly(handler: Handler, fault: str, good: bytes) -> None:
    """Give the answer that `fault` names in the place of `good`."""
    name, _, how = fault.partition(" ")
    if name.isdecimal():
        _status(handler, int(name), how)
    elif fault in _WAYS:
        _WAYS[fault](handler, good)
    else:
        raise ValueError(fault)


def status_body(status: int) -> bytes:
    error: dict[str, Any] = {
        "status_code": _CODES[status],
        "status_message": "No.",
        "success": False,
    }
    if status == 404:
        # As it is in some of the real ones.
        del error["success"]
    return json.dumps(error).encode()


def _status(handler: Handler, status: int, how: str) -> None:
    told = {
        "": {},
        "seconds": {"Retry-After": str(handler.world.retry_after)},
        "date": {"Retry-After": formatdate(time.time() + handler.world.retry_after, usegmt=True)},
        "nonsense": {"Retry-After": "soon"},
    }[how]
    handler.give(status, status_body(status), told)


def _lost(handler: Handler, _: bytes) -> None:
    handler.give(404, _PAGE, {"Content-Type": "text/html"})


def _timeout(handler: Handler, _: bytes) -> None:
    handler.world.closing.wait(handler.world.hang_seconds)
    handler.close_connection = True


def _gone(handler: Handler, _: bytes) -> None:
    handler.close_connection = True


def _cut(handler: Handler, good: bytes) -> None:
    handler.head(200, {"Content-Length": str(len(good))})
    handler.wfile.write(good[: len(good) // 2])
    handler.close_connection = True


def _html(handler: Handler, _: bytes) -> None:
    handler.give(200, _PAGE, {"Content-Type": "text/html"})


def _wrong_shape(handler: Handler, _: bytes) -> None:
    handler.give(200, json.dumps({"id": "one", "results": 5, "title": None}).encode())


def _gigantic(handler: Handler, _: bytes) -> None:
    handler.head(200, {"Content-Length": str(GIGANTIC_BYTES)})
    for _chunk in range(GIGANTIC_BYTES >> 20):
        handler.wfile.write(b" " * (1 << 20))


def _bomb(handler: Handler, _: bytes) -> None:
    handler.give(200, _BOMB, {"Content-Encoding": "gzip"})


_BOMB = gzip.compress(b" " * (16 << 20))


def _wrong_encoding(handler: Handler, _: bytes) -> None:
    handler.give(200, '{"id": 1, "title": "Amélie"}'.encode("latin-1"))


def _redirect(handler: Handler, _: bytes) -> None:
    handler.give(302, b"", {"Location": handler.world.elsewhere + handler.path})


def _drip(handler: Handler, good: bytes) -> None:
    _drip_slowly(handler, good, {"Content-Length": str(len(good))})


def _drip_unknown(handler: Handler, good: bytes) -> None:
    _drip_slowly(handler, good, {"Connection": "close"})


def _drip_slowly(handler: Handler, good: bytes, headers: dict[str, str]) -> None:
    handler.head(200, headers)
    for place in range(len(good)):
        handler.wfile.write(good[place : place + 1])
        if handler.world.closing.wait(0.02):
            break
    handler.close_connection = True


def _dripping_head(handler: Handler, _: bytes) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _byte in range(3000):
        handler.wfile.write(b"x")
        if handler.world.closing.wait(0.02):
            break
    handler.close_connection = True


def _empty(handler: Handler, _: bytes) -> None:
    handler.give(200, b"")


def _deep(handler: Handler, _: bytes) -> None:
    handler.give(200, b'{"id":' + b"[" * 100_000)


def _not_gzip(handler: Handler, good: bytes) -> None:
    handler.give(200, good, {"Content-Encoding": "gzip"})


_WAYS = {
    "lost": _lost,
    "timeout": _timeout,
    "gone": _gone,
    "cut": _cut,
    "html": _html,
    "wrong shape": _wrong_shape,
    "gigantic": _gigantic,
    "bomb": _bomb,
    "wrong encoding": _wrong_encoding,
    "redirect": _redirect,
    "drip": _drip,
    "drip unknown": _drip_unknown,
    "dripping head": _dripping_head,
    "empty": _empty,
    "deep": _deep,
    "not gzip": _not_gzip,
}
