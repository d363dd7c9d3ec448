"""Data sets fetched from MovieLens: gone on with where a download broke off, and checked."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from filmrec.errors import FilmrecError, StorageError, UsageError
from filmrec.sources.addresses import is_web_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import requests

# What a person may call a set, and the file that it is.
SETS = {
    "small": "ml-latest-small",
    "100k": "ml-100k",
    "1m": "ml-1m",
    "10m": "ml-10m",
    "20m": "ml-20m",
    "25m": "ml-25m",
    "32m": "ml-32m",
    "latest": "ml-latest",
}
# Of the sets that never change, should the server not say.
_KNOWN_MD5 = {
    "ml-100k": "0e33842e24a9c977be4e0107933c0723",
    "ml-1m": "c4d9eecfca2ab87c1945afe126590906",
    "ml-25m": "6b51fb2759a8657d3bfcbfc42b592ada",
    "ml-32m": "d472be332d4daa821edc399621853b57",
}
_MD5 = re.compile(rb"\b[0-9a-f]{32}\b")
_MAX_BYTES = 4 * 1024**3
# What came of a piece is lost when the connection breaks off within it.
_PIECE = 1 << 14
# Seconds to connect, and of silence.
_TIMEOUT = (15, 60)
# A broken connection is taken up again at once, as long as each time something comes.
_MAX_ATTEMPTS = 20
_PARTIAL_CONTENT, _NOT_SATISFIABLE = 206, 416
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class DownloadError(FilmrecError):
    """A set did not come, or not whole; the hint says how to fetch it by hand."""


@dataclass(frozen=True, slots=True)
class Download:
    """A set to fetch: from where, and what the file is called."""

    url: str
    name: str

    def by_hand(self) -> str:
        return (
            f"download {self.url} with a browser, then `filmrec import-movielens FILE`;"
            " or try again later"
        )


class _Reply(NamedTuple):
    """What the server is about to send: `size` is that of the whole file, where it says so."""

    response: requests.Response
    start: int
    size: int | None
    version: str


def named_set(name: str, base_url: str) -> Download | None:
    """The set of this name, or at this address; None where it is neither.

    Raises
    ------
    UsageError
        When the address, or that of the server, cannot be one.
    """
    if name.startswith(("https://", "http://")):
        _check_address(name)
        file = PurePosixPath(unquote(urlsplit(name).path)).name
        return Download(name, re.sub(r"[^\w.+-]", "-", file, flags=re.ASCII) or "set.zip")
    full = SETS.get(name.lower(), name.lower())
    if full not in SETS.values():
        return None
    _check_address(base_url)
    return Download(f"{base_url.rstrip('/')}/{full}.zip", f"{full}.zip")


def _check_address(address: str) -> None:
    if not is_web_address(address):
        raise UsageError(
            f"nothing can be downloaded from {address!r}: that is no address of a server",
            hint="addresses, that in FILMREC_MOVIELENS_URL too, are like https://host/folder",
        )


def download(
    wanted: Download, folder: Path, progress: Callable[[float], None] | None = None
) -> Path:
    """Fetch a set into `folder`; what is there of it already is not fetched again.

    Raises
    ------
    DownloadError
        When it does not come, or is not what it should be. What came stays for another attempt,
        unless it is wrong.
    StorageError
        When it cannot be written.
    """
    # Costs the start-up of whoever only imports a file.
    import requests

    path = folder / wanted.name
    part = folder / f"{wanted.name}.part"
    with requests.Session() as session:
        session.headers["Accept-Encoding"] = "identity"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            md5 = _md5(session, wanted)
            _fetch(session, wanted, part, progress)
            _check(wanted, part, md5)
            part.replace(path)
        except requests.exceptions.RequestException as error:
            raise _translated(error, wanted) from error
        except OSError as error:
            raise StorageError(
                f"cannot write {part}: {error.strerror or error}",
                hint="free some space, or set FILMREC_HOME to another folder",
            ) from error
    _version_file(part).unlink(missing_ok=True)
    return path


def _md5(session: requests.Session, wanted: Download) -> str | None:
    """The checksum that the file should have; None where nobody says."""
    response = session.get(f"{wanted.url}.md5", timeout=_TIMEOUT, stream=True)
    with response:
        content = next(response.iter_content(4096), b"") if response.ok else b""
    found = _MD5.findall(content)
    if len(found) == 1:
        checksum: str = found[0].decode()
        return checksum
    return _KNOWN_MD5.get(wanted.name.removesuffix(".zip"))


def _fetch(
    session: requests.Session,
    wanted: Download,
    part: Path,
    progress: Callable[[float], None] | None,
) -> None:
    """Fill `part`, taking a broken connection up again as long as each time something comes."""
    for _ in range(_MAX_ATTEMPTS):
        before = _size(part)
        reply = _ask(session, wanted, part)
        with reply.response:
            _check_reply(wanted, part, reply)
            _receive(reply, part, progress)
        size = _size(part)
        if reply.size is None or size == reply.size:
            return
        if size > reply.size or size <= before:
            break
    size = _size(part)
    if reply.size is not None and size > reply.size:
        part.unlink()
        raise DownloadError(
            f"{wanted.name}: the server sent more than it had said", hint=wanted.by_hand()
        )
    raise DownloadError(
        f"{wanted.name}: the connection broke off after {size:,} of {reply.size or 0:,} bytes",
        hint="the same command goes on from there; if it breaks again, " + wanted.by_hand(),
    )


def _ask(session: requests.Session, wanted: Download, part: Path) -> _Reply:
    """Ask for what is missing; where the file has changed since, or is all there, for all of it."""
    size = _size(part)
    version = _version_file(part)
    headers = {}
    if size and version.exists():
        known = version.read_text(encoding="utf-8").strip()
        headers = {"Range": f"bytes={size}-", "If-Range": known} if known else {}
    response = session.get(wanted.url, headers=headers, timeout=_TIMEOUT, stream=True)
    if response.status_code == _NOT_SATISFIABLE:
        response.close()
        part.unlink(missing_ok=True)
        response = session.get(wanted.url, timeout=_TIMEOUT, stream=True)
    start, total = 0, response.headers.get("Content-Length", "")
    if response.status_code == _PARTIAL_CONTENT:
        match = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if match is None or int(match[1]) != size:
            response.close()
            part.unlink(missing_ok=True)
            raise DownloadError(
                f"{wanted.name}: the server sent another part than was asked for",
                hint="the same command begins anew",
            )
        start, total = size, match[2]
    # A weak tag says that two files are alike, not that they are the same.
    tag = response.headers.get("ETag", "")
    tag = "" if tag.startswith("W/") else tag
    return _Reply(
        response,
        start,
        int(total) if total.isdecimal() else None,
        tag or response.headers.get("Last-Modified", ""),
    )


def _check_reply(wanted: Download, part: Path, reply: _Reply) -> None:
    response = reply.response
    if not response.ok:
        raise DownloadError(
            f"{wanted.name}: the server answered {response.status_code} to {wanted.url}",
            hint=wanted.by_hand(),
        )
    if "html" in response.headers.get("Content-Type", ""):
        raise DownloadError(
            f"{wanted.name}: the server sent a web page instead of it", hint=wanted.by_hand()
        )
    if reply.size is None:
        return
    if reply.size > _MAX_BYTES:
        raise DownloadError(
            f"{wanted.name}: the server says it has {reply.size:,} bytes, more than any set",
            hint=wanted.by_hand(),
        )
    missing, free = reply.size - reply.start, shutil.disk_usage(part.parent).free
    if missing > free:
        raise StorageError(
            f"no space for {wanted.name}: it needs {missing:,} bytes, and {free:,} are free",
            hint="free some space, or set FILMREC_HOME to another folder",
        )


def _receive(reply: _Reply, part: Path, progress: Callable[[float], None] | None) -> None:
    """Write what comes; a connection that breaks off only ends it."""
    from requests import exceptions

    _version_file(part).write_text(reply.version, encoding="utf-8")
    size = reply.start
    with part.open("r+b" if reply.start else "wb") as file:
        file.seek(reply.start)
        try:
            for piece in reply.response.iter_content(_PIECE):
                file.write(piece)
                size += len(piece)
                if size > (reply.size or _MAX_BYTES):
                    break
                if progress is not None and reply.size:
                    progress(size / reply.size)
        except (exceptions.ChunkedEncodingError, exceptions.ConnectionError):
            if reply.size is None:
                raise
        file.truncate()


def _check(wanted: Download, part: Path, md5: str | None) -> None:
    with part.open("rb") as file:
        beginning = file.read(4)
        file.seek(0)
        found = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    if not beginning.startswith(b"PK"):
        part.unlink()
        raise DownloadError(f"{wanted.name}: what the server sent is no zip", hint=wanted.by_hand())
    if md5 is not None and found != md5:
        part.unlink()
        raise DownloadError(
            f"{wanted.name}: its checksum is {found} and should be {md5}", hint=wanted.by_hand()
        )


def _translated(error: requests.exceptions.RequestException, wanted: Download) -> DownloadError:
    from requests import exceptions

    host = urlsplit(wanted.url).hostname or wanted.url
    match error:
        case exceptions.SSLError() if "certificate" in str(error).lower():
            why = f"the certificate of {host} has expired or is not valid"
        case exceptions.SSLError():
            why = f"no secure connection to {host} can be made"
        case exceptions.Timeout():
            why = f"{host} does not answer"
        case exceptions.ConnectionError():
            why = f"{host} cannot be reached"
        case _:
            why = f"{host} could not be asked for it"
    return DownloadError(f"{wanted.name}: {why}", hint=wanted.by_hand())


def _version_file(part: Path) -> Path:
    return part.with_name(f"{part.name}-version")


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0
