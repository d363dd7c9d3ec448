"""Settings: kept for their owner alone, checked, and never shown where they are secret."""

from __future__ import annotations

import json
import os
import socket
from typing import TYPE_CHECKING

import pytest

from tests.cli.terminal import Terminal
from tests.sources.server import KEY, TOKEN, TmdbServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from subprocess import Popen

    from tests.conftest import Run


@pytest.fixture
def tmdb(monkeypatch: pytest.MonkeyPatch) -> Iterator[TmdbServer]:
    with TmdbServer(n_films=10) as server:
        monkeypatch.setenv("FILMREC_TMDB_URL", server.url)
        yield server


@pytest.mark.parametrize("secret", [TOKEN, KEY], ids=["token", "key"])
def test_a_token_is_checked_kept_and_never_shown(
    run: Run, tmdb: TmdbServer, home: Path, secret: str
) -> None:
    said = run("config", "set", "tmdb-token", stdin=f"  {secret}\n").output
    assert "kept in" in said
    assert tmdb.count_by_path() == {"/3/authentication": 1}
    assert (home / "tmdb-token").read_text() == secret + "\n"
    assert (home / "tmdb-token").stat().st_mode & 0o777 == 0o600
    for command in (["get", "tmdb-token"], ["list"], ["list", "--json"], ["unset", "tmdb-token"]):
        said += run("config", *command).output
    assert secret not in said
    assert f"…{secret[-4:]}" in said
    assert not (home / "tmdb-token").exists()


def test_a_token_is_in_its_own_file_and_no_other(run: Run, tmdb: TmdbServer, home: Path) -> None:
    run("config", "set", "tmdb-token", stdin=TOKEN)
    run("config", "set", "language", "uk")
    holding = [
        path.name
        for path in home.rglob("*")
        if path.is_file() and TOKEN.encode() in path.read_bytes()
    ]
    assert holding == ["tmdb-token"]
    assert len(tmdb.asked) == 1


def test_a_refused_token_is_not_kept(run: Run, tmdb: TmdbServer, home: Path) -> None:
    wrong = TOKEN[:-1] + "x"
    result = run("config", "set", "tmdb-token", stdin=wrong, code=3)
    assert "error: TMDb refuses the key" in result.stderr
    assert wrong not in result.output
    assert not (home / "tmdb-token").exists()
    assert len(tmdb.asked) == 2


def test_without_a_network_a_token_is_kept_on_demand(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    monkeypatch.setenv("FILMREC_TMDB_URL", f"http://127.0.0.1:{port}")
    result = run("config", "set", "tmdb-token", stdin=TOKEN, code=1)
    assert "--no-check" in result.stderr
    assert not (home / "tmdb-token").exists()
    assert "not checked" in run("config", "set", "tmdb-token", "--no-check", stdin=TOKEN).stdout
    assert "not checked" in run("--offline", "config", "set", "tmdb-token", stdin=KEY).stdout
    assert (home / "tmdb-token").read_text().strip() == KEY


def test_a_token_is_no_argument(run: Run, tmdb: TmdbServer, home: Path) -> None:
    result = run("config", "set", "tmdb-token", TOKEN, code=2)
    assert "shell's history" in result.stderr
    assert TOKEN not in result.output
    assert not (home / "tmdb-token").exists()
    assert tmdb.asked == []


@pytest.mark.parametrize("text", ["hunter2\n", KEY[:-1]])
def test_what_is_no_token_is_said_so_and_not_repeated(run: Run, text: str) -> None:
    result = run("config", "set", "tmdb-token", stdin=text, code=3)
    assert "no key of TMDb's" in result.stderr
    assert text.strip() not in result.output


def test_at_a_terminal_a_token_is_asked_for_without_showing_it(
    start: Callable[..., Popen[bytes]], tmdb: TmdbServer, home: Path
) -> None:
    terminal = Terminal(start, "config", "set", "tmdb-token")
    asked = terminal.wait_for(r"TMDb token.*: ")
    assert asked
    terminal.type(TOKEN)
    assert terminal.end() == 0
    assert TOKEN not in terminal.text
    assert "kept in" in terminal.text
    assert (home / "tmdb-token").read_text().strip() == TOKEN
    assert len(tmdb.asked) == 1


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("language", "uk", "uk"),
        ("language", "UK-ua", "uk-UA"),
        ("LANGUAGE", "pt_br", "pt-BR"),
        ("region", " ua ", "UA"),
    ],
)
def test_a_setting_is_kept_as_tmdb_writes_it(run: Run, name: str, typed: str, kept: str) -> None:
    run("config", "set", name, typed)
    assert run("config", "get", name).stdout == f"{kept}\n"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("language", "Ukrainian", "like uk, or uk-UA"),
        ("language", "ua", "did you mean uk?"),
        ("language", "", "like uk"),
        ("language", "e\x1b[31m", "like uk"),
        ("region", "Ukraine", "like UA"),
        ("region", "UK", "did you mean GB?"),
        ("region", "12", "like UA"),
        ("langauge", "uk", "did you mean language?"),
        ("volume", "11", "tmdb-token, language, region"),
    ],
)
def test_what_a_setting_cannot_be_is_refused(
    run: Run, home: Path, name: str, typed: str, said: str
) -> None:
    result = run("config", "set", name, typed, code=2)
    assert said in result.stderr
    assert "\x1b" not in result.stderr
    assert not (home / "config.json").exists()


@pytest.mark.parametrize(
    ("name", "like"), [("language", "uk-UA"), ("region", "UA"), ("tmdb-features", "off")]
)
def test_a_setting_needs_a_value_and_an_example_is_given(run: Run, name: str, like: str) -> None:
    stderr = run("config", "set", name, code=2).stderr
    assert "needs a value" in stderr
    assert f"hint: like `filmrec config set {name} {like}`" in stderr


def test_learning_from_tmdb_is_turned_on_where_its_terms_are_shown(run: Run) -> None:
    result = run("config", "set", "tmdb-features", "on", code=2)
    assert "hint: `filmrec train --tmdb-features` says what" in result.stderr
    assert run("config", "set", "tmdb-features", "off").stdout == "tmdb-features: off\n"


def test_no_token_at_all_is_said_so(run: Run) -> None:
    assert "error: no token was given" in run("config", "set", "tmdb-token", code=3).stderr


@pytest.mark.parametrize(
    ("value", "said"), [("UK", "region in {} cannot be 'UK'"), (5, "region in {} is no text")]
)
def test_what_a_file_says_wrong_is_named_with_its_setting(
    run: Run, home: Path, value: object, said: str
) -> None:
    path = home / "config.json"
    path.write_text(json.dumps({"region": value}))
    assert said.format(path) in run("config", "list", code=2).stderr
    run("config", "set", "region", "GB")
    run("config", "list")


def test_a_file_that_an_editor_marked_as_utf8_is_read(run: Run, home: Path) -> None:
    (home / "config.json").write_text('{"region": "UA"}', encoding="utf-8-sig")
    assert run("config", "get", "region").stdout == "UA\n"


def test_a_token_that_others_can_read_is_warned_of(run: Run, home: Path) -> None:
    path = home / "tmdb-token"
    path.write_text(TOKEN)
    path.chmod(0o644)
    assert f"others can read your token: `chmod 600 {path}`" in run("config", "list").stderr
    path.chmod(0o600)
    assert run("config", "list").stderr == ""


@pytest.mark.parametrize("name", ["config.json", "tmdb-token"])
def test_what_is_no_file_is_not_waited_for(run: Run, home: Path, name: str) -> None:
    os.mkfifo(home / name)
    assert "it is no file" in run("config", "list", code=1).stderr


def test_list_says_where_each_setting_is_from(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("config", "set", "language", "uk-UA")
    run("config", "set", "region", "PL")
    monkeypatch.setenv("FILMREC_REGION", "FR")
    monkeypatch.setenv("TMDB_API_KEY", KEY)
    found = {row["name"]: row for row in json.loads(run("config", "list", "--json").stdout)}
    assert found == {
        "tmdb-token": {
            "name": "tmdb-token",
            "value": "…cdef",
            "source": "TMDB_API_KEY",
            "is_secret": True,
        },
        "language": {
            "name": "language",
            "value": "uk-UA",
            "source": str(home / "config.json"),
            "is_secret": False,
        },
        "region": {
            "name": "region",
            "value": "FR",
            "source": "FILMREC_REGION",
            "is_secret": False,
        },
        "tmdb-features": {
            "name": "tmdb-features",
            "value": "off",
            "source": "default",
            "is_secret": False,
        },
    }


def test_a_region_follows_from_the_language(run: Run) -> None:
    assert "region         not set" in run("config", "list").stdout
    run("config", "set", "language", "uk-UA")
    assert run("config", "get", "region").stdout == "UA\n"


def test_the_environment_goes_before_the_file_and_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FILMREC_LANGUAGE", "fr")
    result = run("config", "set", "language", "uk")
    assert "FILMREC_LANGUAGE is set in your environment" in result.stderr
    assert run("config", "get", "language").stdout == "fr\n"


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [("FILMREC_LANGUAGE", "klingon", 2), ("FILMREC_REGION", "Mars", 2), ("TMDB_TOKEN", "abc", 3)],
)
def test_a_variable_that_cannot_be_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, code: int
) -> None:
    monkeypatch.setenv(variable, value)
    assert variable in run("config", "list", code=code).stderr


def test_unset_takes_back_what_was_set(run: Run) -> None:
    run("config", "set", "region", "UA")
    assert run("config", "unset", "region").stdout == "region: no longer set\n"
    assert run("config", "unset", "region").stdout == "region: was not set\n"
    result = run("config", "get", "region", code=3)
    assert "filmrec config set region" in result.stderr


def test_other_things_in_the_file_stay(run: Run, home: Path) -> None:
    (home / "config.json").write_text('{"later": [1, "é"]}')
    run("config", "set", "region", "UA")
    assert json.loads((home / "config.json").read_text()) == {"later": [1, "é"], "region": "UA"}


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe", b'{"region": 5}', b""])
def test_a_damaged_file_is_one_clear_error(run: Run, home: Path, content: bytes) -> None:
    (home / "config.json").write_bytes(content)
    result = run("config", "get", "region", code=2 if b"5" in content else 1)
    assert str(home / "config.json") in result.stderr
    assert "hint: " in result.stderr


def test_settings_that_find_no_room_are_one_clear_error(run: Run, home: Path) -> None:
    (home / "config.json").mkdir()
    result = run("config", "set", "region", "UA", code=1)
    assert "the settings in" in result.stderr


def test_every_file_is_for_its_owner_alone_whatever_the_umask(run: Run, home: Path) -> None:
    before = os.umask(0)
    try:
        run("config", "set", "region", "UA")
        run("config", "set", "tmdb-token", "--no-check", stdin=TOKEN)
    finally:
        os.umask(before)
    for name in ("config.json", "tmdb-token"):
        assert (home / name).stat().st_mode & 0o777 == 0o600


def test_paths_name_the_files_of_the_settings(run: Run, home: Path) -> None:
    paths = json.loads(run("paths", "--json").stdout)
    assert paths["config"] == str(home / "config.json")
    assert paths["tmdb-token"] == str(home / "tmdb-token")
    assert paths["tmdb-cache"] == str(home / "cache" / "tmdb.db")


def test_about_shows_the_notices_of_tmdb(run: Run) -> None:
    about = " ".join(run("about").stdout.split())
    notice = (
        "This application uses TMDB and the TMDB APIs but is not endorsed, certified, or "
        "otherwise approved by TMDB"
    )
    assert notice in about
    assert "JustWatch" in about
