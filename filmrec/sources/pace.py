"""When the next request may go out: a steady rate for all workers together, and pauses."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class StoppedError(Exception):
    """The work was called off while this part of it was waiting."""


class Pace:
    """A bucket of one token: every request gets a moment of its own, 1/rate after the one before.

    Moments are given out ahead, so that a worker that wakes up late delays nobody. `wait` sleeps
    for so many seconds, and tells whether the work was called off meanwhile.
    """

    def __init__(
        self,
        requests_per_second: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self._interval = 1 / requests_per_second
        self._clock = clock
        self._stopped = threading.Event()
        self._wait = self._stopped.wait if wait is None else wait
        self._lock = threading.Lock()
        self._next = clock()
        self._held_until = self._next

    def take(self) -> None:
        """Wait until one request may go out."""
        while True:
            with self._lock:
                held_until = self._held_until
                moment = max(self._clock(), self._next, held_until)
                self._next = moment + self._interval
            self.sleep(moment - self._clock())
            # Somebody may have been told meanwhile that all should pause.
            if held_until == self._held_until:
                return

    def hold(self, seconds: float) -> None:
        """Let no request go out for so long, whoever makes it."""
        with self._lock:
            self._held_until = max(self._held_until, self._clock() + seconds)

    def sleep(self, seconds: float) -> None:
        """Wait, unless the work is called off."""
        if self._stopped.is_set() or (seconds > 0 and self._wait(seconds)):
            raise StoppedError

    def stop(self) -> None:
        """Call off the work: whoever waits, now or later, gets StoppedError."""
        self._stopped.set()
