"""Downloads from a real server that misbehaves in every way."""

from __future__ import annotations

import http.server
import random
import shutil
import ssl
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import StorageError
from filmrec.sources.movielens_download import (
    Download,
    DownloadError,
    download,
    named_set,
)
from tests.sources.museum import Museum, opened
from tests.sources.sets import as_zip, csv_set

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    padding = random.Random(1).randbytes(200_000)  # noqa: S311 - bytes that do not pack
    return as_zip(tmp_path / "made.zip", {**csv_set(), "padding": padding}).read_bytes()


def _fetch(museum: Museum, folder: Path) -> bytes:
    return download(Download(f"{museum.url}/{museum.name}", museum.name), folder).read_bytes()


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def _ranges(museum: Museum) -> list[str | None]:
    return [asked for path, asked in museum.asked if path == f"/{museum.name}"]


@pytest.mark.parametrize(
    ("name", "file"),
    [("small", "ml-latest-small"), ("1M", "ml-1m"), ("ml-32m", "ml-32m"), ("latest", "ml-latest")],
)
def test_a_name_is_a_file_on_the_server(name: str, file: str) -> None:
    assert named_set(name, "https://example.org/d/") == Download(
        f"https://example.org/d/{file}.zip", f"{file}.zip"
    )


def test_an_address_is_what_it_says() -> None:
    url = "https://example.org/x/ml-1m.zip"
    assert named_set(url, "https://elsewhere.org") == Download(url, "ml-1m.zip")


def test_an_address_names_no_file_outside_the_folder() -> None:
    found = named_set("https://example.org/..%2f..%2fpasswd", "https://example.org")
    assert found is not None
    assert "/" not in found.name


def test_another_name_is_no_set() -> None:
    assert named_set("33m", "https://example.org") is None


def test_a_set_is_fetched_whole_and_nothing_is_left_beside(tmp_path: Path, content: bytes) -> None:
    shares: list[float] = []
    with opened(Museum(content)) as museum:
        wanted = Download(f"{museum.url}/{museum.name}", museum.name)
        path = download(wanted, tmp_path / "in", shares.append)
    assert path.read_bytes() == content
    assert _left(tmp_path / "in") == [museum.name]
    assert shares[-1] == 1.0


def test_a_connection_that_breaks_is_taken_up_where_it_broke(
    tmp_path: Path, content: bytes
) -> None:
    with opened(Museum(content, cut_after=len(content) // 3)) as museum:
        assert _fetch(museum, tmp_path / "in") == content
    starts = [int((asked or "bytes=0-")[6:-1]) for asked in _ranges(museum)]
    assert len(starts) > 2
    assert starts == sorted(set(starts))


def test_a_server_that_knows_no_ranges_sends_it_again(tmp_path: Path, content: bytes) -> None:
    museum = Museum(content, cut_after=50_000, most_cuts=1, ranges=False)
    with opened(museum):
        assert _fetch(museum, tmp_path / "in") == content


def test_what_came_before_is_not_fetched_again_by_the_next_command(
    tmp_path: Path, content: bytes
) -> None:
    museum = Museum(content, cut_after=50_000, ranges=False)
    with opened(museum), pytest.raises(DownloadError, match="broke off"):
        _fetch(museum, tmp_path / "in")
    with opened(Museum(content)) as museum:
        there = (tmp_path / "in" / f"{museum.name}.part").stat().st_size
        assert _fetch(museum, tmp_path / "in") == content
    assert there > 0
    assert _ranges(museum) == [f"bytes={there}-"]


def test_a_set_that_changed_meanwhile_is_fetched_anew(tmp_path: Path, content: bytes) -> None:
    with opened(Museum(content, version='"two"')) as museum:
        part = tmp_path / "in" / f"{museum.name}.part"
        part.parent.mkdir()
        part.write_bytes(b"PK old")
        part.with_name(f"{part.name}-version").write_text('"one"', encoding="utf-8")
        assert _fetch(museum, tmp_path / "in") == content


def test_a_part_longer_than_the_set_is_fetched_anew(tmp_path: Path, content: bytes) -> None:
    with opened(Museum(content)) as museum:
        part = tmp_path / "in" / f"{museum.name}.part"
        part.parent.mkdir()
        part.write_bytes(content + b"more")
        part.with_name(f"{part.name}-version").write_text(museum.version, encoding="utf-8")
        assert _fetch(museum, tmp_path / "in") == content


def test_a_connection_that_gives_nothing_more_is_given_up(tmp_path: Path, content: bytes) -> None:
    museum = Museum(content, cut_after=0)
    with opened(museum), pytest.raises(DownloadError, match="broke off after 0 of") as raised:
        _fetch(museum, tmp_path / "in")
    assert museum.url in (raised.value.hint or "")


def test_a_server_that_says_too_great_a_length_is_found_out(tmp_path: Path, content: bytes) -> None:
    museum = Museum(content, announced=len(content) + 100)
    with opened(museum), pytest.raises(DownloadError, match="broke off after"):
        _fetch(museum, tmp_path / "in")


def test_a_server_that_says_too_small_a_length_is_found_out(tmp_path: Path, content: bytes) -> None:
    museum = Museum(content, announced=len(content) - 50)
    with opened(museum), pytest.raises(DownloadError, match="checksum"):
        _fetch(museum, tmp_path / "in")
    assert _left(tmp_path / "in") == [f"{museum.name}.part-version"]


def test_a_length_beyond_any_set_is_refused(tmp_path: Path, content: bytes) -> None:
    museum = Museum(content, announced=10**15)
    with opened(museum), pytest.raises(DownloadError, match="more than any set"):
        _fetch(museum, tmp_path / "in")


def test_a_length_that_the_disk_cannot_hold_is_refused(
    tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    nearly_full = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr("shutil.disk_usage", lambda _: nearly_full)
    museum = Museum(content)
    with opened(museum), pytest.raises(StorageError, match="and 1,000 are free"):
        _fetch(museum, tmp_path / "in")


def test_a_wrong_checksum_is_refused_and_nothing_is_kept(tmp_path: Path, content: bytes) -> None:
    museum = Museum(content, md5=b"0" * 32)
    with opened(museum), pytest.raises(DownloadError, match="should be 0000"):
        _fetch(museum, tmp_path / "in")
    assert museum.name not in _left(tmp_path / "in")
    assert f"{museum.name}.part" not in _left(tmp_path / "in")


def test_without_a_checksum_on_the_server_a_set_that_changes_is_taken(
    tmp_path: Path, content: bytes
) -> None:
    with opened(Museum(content, md5=b"")) as museum:
        assert _fetch(museum, tmp_path / "in") == content


def test_without_a_checksum_on_the_server_the_known_one_counts(
    tmp_path: Path, content: bytes
) -> None:
    museum = Museum(content, name="ml-1m.zip", md5=b"")
    with opened(museum), pytest.raises(DownloadError, match="c4d9eecfca2ab87c1945afe126590906"):
        _fetch(museum, tmp_path / "in")


@pytest.mark.parametrize(
    ("museum", "said"),
    [
        (Museum(b"<html>Sign in</html>", content_type="text/html; charset=utf-8"), "a web page"),
        (Museum(b"<html>Sign in</html>"), "is no zip"),
        (Museum(b"", status=404), "answered 404"),
        (Museum(b"", status=503), "answered 503"),
    ],
    ids=["page", "page that says it is a zip", "not there", "overloaded"],
)
def test_what_is_no_set_is_refused(tmp_path: Path, museum: Museum, said: str) -> None:
    with opened(museum), pytest.raises(DownloadError, match=said) as raised:
        _fetch(museum, tmp_path / "in")
    assert "with a browser" in (raised.value.hint or "")
    assert f"{museum.name}.part" not in _left(tmp_path / "in")


def test_a_server_that_is_not_there_is_named(tmp_path: Path, content: bytes) -> None:
    with opened(Museum(content)) as museum:
        pass
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1 cannot be reached"):
        _fetch(museum, tmp_path / "in")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_that_is_not_valid_is_named(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    options = ("-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "1")
    files = ("-keyout", str(key), "-out", str(certificate))
    subprocess.run(
        ["openssl", "req", "-x509", *options, *files],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.handle_request, daemon=True).start()
        url = f"https://127.0.0.1:{server.server_port}/ml-1m.zip"
        with pytest.raises(DownloadError, match="certificate of 127") as raised:
            download(Download(url, "ml-1m.zip"), tmp_path / "in")
    assert url in (raised.value.hint or "")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "in").write_text("a file", encoding="utf-8")
    with opened(Museum(content)) as museum, pytest.raises(StorageError, match="cannot write"):
        _fetch(museum, tmp_path / "in")
