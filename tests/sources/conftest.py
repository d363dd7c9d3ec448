"""A client against a server of our own, as fast as it goes."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from filmrec.sources.credential import Credential
from filmrec.sources.limits import Limits
from filmrec.sources.tmdb import open_tmdb
from tests.sources.server import TOKEN, TmdbServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from filmrec.sources.tmdb import Tmdb

    Open = Callable[..., AbstractContextManager[Tmdb]]

FAST = Limits(
    requests_per_second=100_000,
    connect_seconds=5,
    read_seconds=0.3,
    total_seconds=0.6,
    body_bytes=1 << 20,
    backoff_seconds=0.001,
    backoff_jitter_seconds=0,
    longest_wait_seconds=60,
)
# For a server that answers, however busy the machine is.
PATIENT = replace(FAST, read_seconds=60, total_seconds=60)


def real_now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def tmdb() -> Iterator[TmdbServer]:
    with TmdbServer() as server:
        yield server


@pytest.fixture
def cache_path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "tmdb.db"


@pytest.fixture
def waits() -> list[float]:
    """Every pause that was made, in seconds; none of them is really made."""
    return []


@pytest.fixture
def open_client(tmdb: TmdbServer, cache_path: Path, waits: list[float]) -> Open:
    """`with open_client() as client:`, with anything that `open_tmdb` takes."""

    @contextmanager
    def open_it(**options: Any) -> Iterator[Tmdb]:  # noqa: ANN401
        def wait(seconds: float) -> bool:
            if seconds > 0.01:
                waits.append(seconds)
            return False

        given = {
            "credential": Credential(TOKEN),
            "cache_path": cache_path,
            "base_url": tmdb.url,
            "now": real_now,
            "limits": PATIENT,
            "wait": wait,
            **options,
        }
        with open_tmdb(**given) as client:
            yield client

    return open_it
