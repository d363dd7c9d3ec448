"""A server on loopback that serves a set, well or badly."""

from __future__ import annotations

import hashlib
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = '"one"'


@dataclass
class Museum:
    """What is served, how it misbehaves, and what was asked for.

    `cut_after` bytes of a reply the connection ends; `most_replies` is how often it does so.
    `announced` is the length that is claimed.
    """

    content: bytes
    name: str = "ml-latest-small.zip"
    md5: bytes | None = None
    version: str = VERSION
    ranges: bool = True
    status: int = 200
    content_type: str = "application/zip"
    cut_after: int | None = None
    most_cuts: int = 1000
    announced: int | None = None
    url: str = ""
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.md5 is None:
            self.md5 = f"{hashlib.md5(self.content).hexdigest()}  {self.name}\n".encode()  # noqa: S324 - the set's own checksum


@contextmanager
def opened(museum: Museum) -> Iterator[Museum]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(self, museum)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        museum.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield museum
        finally:
            server.shutdown()
            thread.join()


def _answer(handler: BaseHTTPRequestHandler, museum: Museum) -> None:
    wanted = handler.headers.get("Range")
    museum.asked.append((handler.path, wanted))
    if handler.path == f"/{museum.name}.md5":
        _send(handler, 200 if museum.md5 else 404, museum.md5 or b"", {})
        return
    if handler.path != f"/{museum.name}" or museum.status != 200:
        _send(handler, museum.status if museum.status != 200 else 404, b"no", {})
        return
    headers = {"Content-Type": museum.content_type, "ETag": museum.version}
    size, start, status = len(museum.content), 0, 200
    if wanted and museum.ranges and handler.headers.get("If-Range") == museum.version:
        start = int(wanted.removeprefix("bytes=").rstrip("-"))
        if start >= size:
            _send(handler, 416, b"", {"Content-Range": f"bytes */{size}"})
            return
        status = 206
        headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
    content = museum.content[start:]
    headers["Content-Length"] = str((museum.announced or size) - start)
    if museum.cut_after is not None and museum.most_cuts > 0:
        museum.most_cuts -= 1
        content = content[: museum.cut_after]
    _send(handler, status, content, headers)


def _send(
    handler: BaseHTTPRequestHandler, status: int, content: bytes, headers: dict[str, str]
) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(content)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)
    handler.close_connection = True
