"""How much is asked of a server, and how much is taken from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """TMDb allows about 40 requests a second; half of that is enough and leaves room for others.

    A little less than 20, so that no second holds more of them when some are late on their way.

    `total_seconds` is for one answer from the first byte sent to the last one read, whatever the
    single reads take. `body_bytes` is counted after decompression. A server that tells us to come
    back later is obeyed for `longest_wait_seconds`.
    """

    requests_per_second: float = 19.5
    workers: int = 4
    connect_seconds: float = 5.0
    read_seconds: float = 15.0
    total_seconds: float = 45.0
    body_bytes: int = 8 << 20
    retries: int = 4
    backoff_seconds: float = 0.5
    backoff_jitter_seconds: float = 0.3
    longest_wait_seconds: float = 60.0


LIMITS = Limits()

# The terms of TMDb: nothing of it is kept for more than six months. The answers of the last days
# before that are given up, so that no clock a little wrong and no sleeping machine breaks it.
KEEP = timedelta(days=175)
