"""Connections that sign a request at the last moment, and that can be hung up from outside."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from filmrec.sources.pace import StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from filmrec.sources.credential import Credential

# How often the clock is looked at, as a share of the time that an answer may take.
_LOOKS = 20


@dataclass(eq=False, slots=True)
class _Call:
    """One request that is under way. The answer may outlive the connection, not its socket."""

    deadline: float
    sock: socket.socket | None = None
    was_cut: bool = False

    def cut(self) -> None:
        self.was_cut = True
        if self.sock is not None:
            # Of the plain socket: that of TLS would take the ground from under whoever reads there.
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


class Lines:
    """Every request that is under way; one that takes too long is hung up.

    A time limit for single reads does not end an answer that comes a byte a second, so a thread
    looks after them all while there are any.
    """

    def __init__(self, total_seconds: float) -> None:
        self._total_seconds = total_seconds
        self._calls: set[_Call] = set()
        self._changed = threading.Condition()
        self._closed = False
        self._watcher: threading.Thread | None = None

    def begin(self) -> _Call:
        """Note that a request goes out; StoppedError where none should any more."""
        with self._changed:
            if self._closed:
                raise StoppedError
            call = _Call(time.monotonic() + self._total_seconds)
            self._calls.add(call)
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, daemon=True)
                self._watcher.start()
            return call

    @contextmanager
    def until_read(self, connection: object) -> Iterator[None]:
        """While an answer is read; TimeoutError where that took too long."""
        call = connection.call if isinstance(connection, _Line) else None
        try:
            yield
        except (HTTPError, OSError) as error:
            if call is not None and call.was_cut:
                raise TimeoutError from error
            raise
        finally:
            with self._changed:
                self._calls.discard(call)
        # An answer of unknown length seems to be whole where it was cut.
        if call is not None and call.was_cut:
            raise TimeoutError

    def hang_up(self) -> None:
        """End every request that is under way; those who wait for it see the line go dead."""
        with self._changed:
            self._closed = True
            for call in self._calls:
                call.cut()
            self._calls.clear()
            self._changed.notify_all()

    def _watch(self) -> None:
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                for call in [call for call in self._calls if call.deadline <= now]:
                    call.cut()
                    self._calls.discard(call)
                self._changed.wait(self._total_seconds / _LOOKS)


class _Line(HTTPConnection):
    """Below every log, error and cache: nothing above ever sees the key."""

    lines: ClassVar[Lines]
    credential: ClassVar[Credential | None]
    call: _Call | None = None

    def request(  # type: ignore[override]
        self,
        method: str,
        url: str,
        body: Any = None,  # noqa: ANN401 - as urllib3 has it
        headers: Mapping[str, str] | None = None,
        **options: Any,  # noqa: ANN401
    ) -> None:
        self.call = self.lines.begin()
        self.call.sock = self.sock
        headers = {} if headers is None else headers
        if self.credential is not None:
            url, headers = self.credential.sign(url, headers)
        super().request(method, url, body=body, headers=headers, **options)
        self.call.sock = self.sock


class _TlsLine(_Line, HTTPSConnection):
    pass


def pool_classes(lines: Lines, credential: Credential | None) -> dict[str, type[Any]]:
    """What urllib3 is to make its connections of, for http and https."""
    kinds: tuple[tuple[str, type, type], ...] = (
        ("http", _Line, HTTPConnectionPool),
        ("https", _TlsLine, HTTPSConnectionPool),
    )
    made = {}
    for scheme, line, pool in kinds:
        connection = type(line.__name__, (line,), {"lines": lines, "credential": credential})
        made[scheme] = type(pool.__name__, (pool,), {"ConnectionCls": connection})
    return cast("dict[str, type[Any]]", made)
