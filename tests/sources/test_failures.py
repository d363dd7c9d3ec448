"""Each way to go wrong has its own error, and most are over by the second attempt."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import (
    NameNotResolvedError,
    NoKeyError,
    NoNetworkError,
    RefusedKeyError,
    TmdbDownError,
    TmdbError,
    TooManyRequestsError,
    UsageError,
    WrongAnswerError,
)
from filmrec.sources.credential import Credential, read_credential
from tests.sources.conftest import FAST
from tests.sources.faults import FAULTS
from tests.sources.server import KEY, TOKEN, TmdbServer

if TYPE_CHECKING:
    from tests.sources.conftest import Open

ERRORS = {
    **dict.fromkeys(("429", "429 seconds", "429 date", "429 nonsense"), TooManyRequestsError),
    **dict.fromkeys(("500", "501", "502", "503", "503 seconds", "504"), TmdbDownError),
    **dict.fromkeys(("timeout", "gone", "drip", "dripping head", "drip unknown"), TmdbDownError),
    "401": RefusedKeyError,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_goes_wrong_once_is_mended(tmdb: TmdbServer, open_client: Open, fault: str) -> None:
    tmdb.fail(fault)
    with open_client(limits=FAST) as client:
        assert client.movie(5).tmdb_id == 5
    assert [asked.status for asked in tmdb.asked] == [fault, "200"]


@pytest.mark.parametrize("fault", FAULTS)
def test_what_stays_wrong_is_its_own_error_with_its_own_cure(
    tmdb: TmdbServer, open_client: Open, fault: str
) -> None:
    tmdb.fail(fault, times=20)
    with (
        open_client(limits=replace(FAST, retries=1)) as client,
        pytest.raises(TmdbError) as caught,
    ):
        client.movie(5)
    assert type(caught.value) is ERRORS.get(fault, WrongAnswerError)
    assert caught.value.hint


def test_a_film_is_asked_for_five_times_at_most(tmdb: TmdbServer, open_client: Open) -> None:
    tmdb.fail("500", times=20)
    with open_client() as client, pytest.raises(TmdbDownError):
        client.movie(5)
    assert len(tmdb.asked) == 5


def test_pauses_grow(tmdb: TmdbServer, open_client: Open, waits: list[float]) -> None:
    tmdb.fail("500", times=20)
    with (
        open_client(limits=replace(FAST, backoff_seconds=0.5)) as client,
        pytest.raises(TmdbDownError),
    ):
        client.movie(5)
    assert waits == [1, 2, 4]


@pytest.mark.parametrize("fault", ["429 seconds", "429 date", "503 seconds"])
def test_a_server_that_asks_for_a_pause_gets_it(
    tmdb: TmdbServer, open_client: Open, waits: list[float], fault: str
) -> None:
    tmdb.world.retry_after = 7
    tmdb.fail(fault)
    told: list[float] = []
    with open_client(on_wait=told.append) as client:
        client.movie(5)
    assert 5 < waits[0] <= 7
    assert told == [waits[0]]


def test_a_pause_is_a_minute_at_most(
    tmdb: TmdbServer, open_client: Open, waits: list[float]
) -> None:
    tmdb.world.retry_after = 86_400
    tmdb.fail("429 seconds", "429 date")
    with open_client() as client:
        client.movie(5)
    assert max(waits) == 60


def test_a_refused_key_is_refused_twice_and_no_more(tmdb: TmdbServer, open_client: Open) -> None:
    with (
        open_client(credential=Credential(TOKEN[:-1] + "x")) as client,
        pytest.raises(RefusedKeyError),
    ):
        client.check_key()
    assert len(tmdb.asked) == 2


def test_a_good_key_is_taken(open_client: Open) -> None:
    for credential in (Credential(TOKEN), Credential(KEY)):
        with open_client(credential=credential) as client:
            client.check_key()


@pytest.mark.parametrize("text", [TOKEN, f"  {TOKEN}\n", f"Bearer {TOKEN}", KEY, KEY.upper()])
def test_a_key_is_known_by_its_form(text: str) -> None:
    assert read_credential(text).secret in {TOKEN, KEY, KEY.upper()}


@pytest.mark.parametrize("text", ["", "secret", KEY[:-1], "eyJ\r\nX-Evil: 1.a.b", f"{KEY}&a=b"])
def test_what_is_no_key_is_not_repeated(text: str) -> None:
    with pytest.raises(NoKeyError) as caught:
        read_credential(text)
    assert not text or text not in caught.value.message


def test_without_a_key_nothing_is_asked(tmdb: TmdbServer, open_client: Open) -> None:
    with open_client(credential=None) as client, pytest.raises(NoKeyError):
        client.movie(5)
    assert tmdb.asked == []


def test_without_a_server_there_is_no_waiting(open_client: Open, waits: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with (
        open_client(base_url=f"http://127.0.0.1:{port}") as client,
        pytest.raises(NoNetworkError) as caught,
    ):
        client.movie(5)
    assert type(caught.value) is NoNetworkError
    assert waits == []


def test_a_name_that_leads_nowhere_is_its_own_error(
    open_client: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    # The resolver of this machine is nothing of ours, and asking it would leave the machine.
    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with (
        open_client(base_url="https://tmdb.invalid") as client,
        pytest.raises(NameNotResolvedError) as caught,
    ):
        client.movie(5)
    assert "DNS" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("HTTPS_PROXY", "::", "proxy"),
        ("HTTPS_PROXY", "http://[::1", "proxy"),
        ("HTTPS_PROXY", "socks5://127.0.0.1:1", "proxy"),
        ("HTTPS_PROXY", "ftp://127.0.0.1:1", "proxy"),
        ("REQUESTS_CA_BUNDLE", "/nowhere", "certificates"),
    ],
)
def test_what_the_environment_says_wrong_is_named_at_once(
    open_client: Open,
    monkeypatch: pytest.MonkeyPatch,
    waits: list[float],
    variable: str,
    value: str,
    said: str,
) -> None:
    monkeypatch.setenv(variable, value)
    with (
        open_client(base_url="https://tmdb.invalid") as client,
        pytest.raises(NoNetworkError, match=said) as caught,
    ):
        client.movie(5)
    assert variable in str(caught.value.hint)
    assert waits == []


@pytest.mark.parametrize(
    "url",
    [
        *("", "tmdb.invalid", "127.0.0.1:80", "ftp://127.0.0.1", "https://", "https://a b"),
        *("http://[::1", "https://[v1.x]/", "https://.../", "https://*", "https://" + "a" * 300),
        *("http://127.0.0.1:99999", "https://tmdb.invalid:no", "https://tmdb.invalid?x=1"),
        "https://ann:secret@tmdb.invalid",
    ],
)
def test_what_is_no_address_of_a_server_is_said_so(open_client: Open, url: str) -> None:
    with pytest.raises(UsageError, match="no address of a server"), open_client(base_url=url):
        pass


@pytest.mark.parametrize("url", ["http://tmdb.invalid", "http://127.0.0.1.tmdb.invalid"])
def test_a_key_is_never_sent_unencrypted_to_another_machine(open_client: Open, url: str) -> None:
    with pytest.raises(UsageError, match="only https"), open_client(base_url=url):
        pass


@pytest.mark.parametrize("credential", [TOKEN, KEY], ids=["token", "key"])
def test_neither_key_nor_question_follows_a_redirect(
    tmdb: TmdbServer, open_client: Open, credential: str
) -> None:
    with TmdbServer() as elsewhere:
        tmdb.world.elsewhere = elsewhere.url
        tmdb.fail("redirect", times=20)
        with (
            open_client(credential=Credential(credential)) as client,
            pytest.raises(WrongAnswerError),
        ):
            client.movie(5)

        assert elsewhere.n_connections == 0


def test_no_password_of_netrc_and_no_proxy_is_used(
    tmdb: TmdbServer,
    open_client: Open,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password hunter2\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with open_client(credential=Credential(KEY)) as client:
        client.movie(5)
    assert [asked.authorization for asked in tmdb.asked] == [None]


def test_an_answer_for_another_film_is_not_taken(tmdb: TmdbServer, open_client: Open) -> None:
    tmdb.fail("wrong shape", times=20)
    with (
        open_client() as client,
        pytest.raises(WrongAnswerError, match="another form"),
    ):
        client.movie(5)
    tmdb.world.faults.clear()
    with open_client() as client:
        assert client.movie(5).tmdb_id == 5
