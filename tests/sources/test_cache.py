"""What is kept of the answers, how long, and for whose eyes."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import (
    NoNetworkError,
    NoSuchTmdbFilmError,
    OfflineError,
    StorageError,
    TmdbDownError,
    TmdbError,
)
from filmrec.sources.cache import cache_info, clear_cache
from filmrec.sources.credential import Credential
from tests.sources.conftest import FAST, real_now
from tests.sources.faults import FAULTS
from tests.sources.server import KEY, TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sources.conftest import Open
    from tests.sources.server import TmdbServer


def after(days: float) -> Callable[[], datetime]:
    return lambda: real_now() + timedelta(days=days)


def test_offline_what_was_fetched_is_there_and_the_rest_is_told(
    tmdb: TmdbServer, open_client: Open
) -> None:
    with open_client() as client:
        film = client.movie(5)
    tmdb.forget()
    with open_client(offline=True, credential=None, now=after(170)) as client:
        assert client.movie(5).title == film.title
        with pytest.raises(OfflineError):
            client.movie(6)
    assert tmdb.n_connections == 0


@pytest.mark.parametrize(("days", "n_requests"), [(29, 1), (31, 2)])
def test_a_film_is_asked_for_again_after_a_month(
    tmdb: TmdbServer, open_client: Open, days: int, n_requests: int
) -> None:
    with open_client() as client:
        client.movie(5)
    with open_client(now=after(days)) as client:
        client.movie(5)
    assert len(tmdb.asked) == n_requests


@pytest.mark.parametrize(("hours", "n_requests"), [(23, 1), (25, 2)])
def test_that_there_is_no_film_is_believed_for_a_day(
    tmdb: TmdbServer, open_client: Open, hours: int, n_requests: int
) -> None:
    for now in (real_now, after(hours / 24)):
        with open_client(now=now) as client, pytest.raises(NoSuchTmdbFilmError):
            client.movie(1000)
    assert len(tmdb.asked) == n_requests


def test_an_older_answer_serves_where_tmdb_does_not(tmdb: TmdbServer, open_client: Open) -> None:
    with open_client() as client:
        film = client.movie(5)
    tmdb.fail("503", times=20)
    with open_client(now=after(100)) as client:
        assert client.movie(5).fetched_at - film.fetched_at < timedelta(seconds=1)
    assert len(tmdb.asked) == 6


def test_an_older_answer_serves_where_there_is_no_network(
    tmdb: TmdbServer, open_client: Open
) -> None:
    with open_client() as client:
        client.movie(5)
    tmdb.__exit__()
    with open_client(now=after(100)) as client:
        assert client.movie(5).tmdb_id == 5


@pytest.mark.parametrize("offline", [True, False])
def test_nothing_older_than_half_a_year_is_used(
    tmdb: TmdbServer, open_client: Open, offline: bool
) -> None:
    with open_client() as client:
        client.movie(5)
    tmdb.fail("503", times=20)
    with (
        open_client(now=after(176), offline=offline) as client,
        pytest.raises(OfflineError if offline else TmdbDownError),
    ):
        client.movie(5)


@pytest.mark.parametrize("offline", [True, False])
def test_what_was_fetched_when_the_clock_was_ahead_is_not_used(
    tmdb: TmdbServer, open_client: Open, offline: bool
) -> None:
    with open_client() as client:
        client.movie(5)
    tmdb.fail("503", times=20)
    with (
        open_client(now=after(-2), offline=offline) as client,
        pytest.raises(OfflineError if offline else TmdbDownError),
    ):
        client.movie(5)


def test_what_is_too_old_is_deleted_by_the_next_command(
    open_client: Open, cache_path: Path
) -> None:
    with open_client() as client:
        client.movie(5)
        client.movie(6)
    with closing(sqlite3.connect(cache_path)) as connection, connection:
        connection.execute("UPDATE responses SET expires = 1 WHERE rowid = 1")
    assert cache_info(cache_path).n_answers == 1


def test_each_language_is_kept_on_its_own(tmdb: TmdbServer, open_client: Open) -> None:
    for language in ("en-US", "uk-UA", "en-US"):
        with open_client(language=language) as client:
            client.movie(5)
    assert len(tmdb.asked) == 2


def test_a_key_that_is_changed_costs_nothing(tmdb: TmdbServer, open_client: Open) -> None:
    for secret in (TOKEN, KEY):
        with open_client(credential=Credential(secret)) as client:
            client.movie(5)
    assert len(tmdb.asked) == 1


def test_what_went_wrong_is_not_kept(tmdb: TmdbServer, open_client: Open, cache_path: Path) -> None:
    for fault in FAULTS:
        tmdb.world.faults[:] = [fault] * 20
        with open_client(limits=replace(FAST, retries=1)) as client, pytest.raises(TmdbError):
            client.movie(5)
    assert cache_info(cache_path).n_answers == 0


def test_the_file_and_its_folder_are_for_their_owner_alone(
    open_client: Open, cache_path: Path
) -> None:
    before = os.umask(0)
    try:
        with open_client() as client:
            client.movie(5)
            modes = {path.name: path.stat().st_mode & 0o777 for path in cache_path.parent.iterdir()}
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}
    assert cache_path.parent.stat().st_mode & 0o777 == 0o700


def test_info_counts_and_clear_deletes_all_of_it(open_client: Open, cache_path: Path) -> None:
    assert cache_info(cache_path).n_answers == 0
    before = real_now()
    with open_client() as client:
        for number in (5, 6, 7):
            client.movie(number)
    info = cache_info(cache_path)
    assert info.n_answers == 3
    assert info.n_bytes >= cache_path.stat().st_size > 0
    assert info.oldest is not None
    assert info.newest is not None
    assert before <= info.oldest <= info.newest <= real_now()
    clear_cache(cache_path)
    assert list(cache_path.parent.iterdir()) == []


@pytest.mark.parametrize("content", [b"not a database" * 100, b"SQLite format 3\x00" + b"x" * 5000])
def test_a_cache_that_is_damaged_is_begun_anew(
    open_client: Open, cache_path: Path, content: bytes
) -> None:
    cache_path.parent.mkdir()
    cache_path.write_bytes(content)
    with open_client() as client:
        assert client.movie(5).tmdb_id == 5
    assert cache_info(cache_path).n_answers == 1


def test_a_cache_that_cannot_be_is_one_clear_error(open_client: Open, cache_path: Path) -> None:
    cache_path.mkdir(parents=True)
    in_the_way = cache_path / "file"
    in_the_way.touch()
    with pytest.raises(StorageError, match="it is a folder"), open_client():
        pass
    with pytest.raises(StorageError), open_client(cache_path=in_the_way / "tmdb.db"):
        pass


@pytest.mark.parametrize("secret", [TOKEN, KEY], ids=["token", "key"])
def test_the_key_is_in_no_file_no_log_and_no_error(
    tmdb: TmdbServer,
    open_client: Open,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    secret: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    errors: list[str] = []
    for fault in ("200", *FAULTS, "404"):
        tmdb.world.faults[:] = [] if fault == "200" else [fault] * 20
        with open_client(credential=Credential(secret)) as client:
            for number in (5, 6):
                try:
                    client.movie(number)
                except TmdbError as error:
                    errors += _said(error)
    with open_client(credential=Credential(secret), base_url="http://127.0.0.1:9") as client:
        with pytest.raises(NoNetworkError) as caught:
            client.movie(9)
        errors += _said(caught.value)
        errors.append(repr(vars(client)))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    written = b"".join(path.read_bytes() for path in files)
    assert secret.encode() not in written
    assert b"api_key" not in written
    assert "GET /3/movie/5" in caplog.text
    assert secret not in caplog.text
    assert secret not in "\n".join(errors)
    assert secret not in "".join(capfd.readouterr())


def _said(error: BaseException) -> list[str]:
    """Everything that a traceback would tell."""
    said: list[str] = []
    link: BaseException | None = error
    while link is not None:
        said += [repr(link), str(link), repr(vars(link))]
        link = link.__cause__ or link.__context__
    return said
