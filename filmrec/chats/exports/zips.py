"""A zip of chats, unpacked while it is read, and not believed what it says of itself."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

from filmrec.chats.exports.streams import AS_IT_COMES, MAX_BYTES
from filmrec.chats.messages import harmless
from filmrec.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Exports come with the pictures of the chat.
_MAX_ENTRIES = 200_000
_MAX_CHATS = 1_000
# Text packs to a tenth, and to a hundredth where it repeats itself; what packs better is no text.
_MAX_RATIO = 200
_FREE_BYTES = 1024**2
_READABLE = (".json", ".txt")
# What is beside ChatGPT's conversations.
_NO_CHATS = frozenset(
    {"user.json", "message_feedback.json", "model_comparisons.json", "shared_conversations.json"}
)
_DAMAGES = (
    zipfile.BadZipFile, zipfile.LargeZipFile, struct.error, zlib.error,
    EOFError, OSError, RuntimeError, ValueError, OverflowError, NotImplementedError,
)  # fmt: skip


def is_zip(beginning: bytes) -> bool:
    return beginning in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}


def open_members(name: str, stream: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """The texts and JSON files of a zip with what messages call them."""
    try:
        archive = zipfile.ZipFile(stream)
    except _DAMAGES as error:
        raise UnreadableFileError(
            f"{name} is a damaged zip, perhaps cut short on its way", hint=AS_IT_COMES
        ) from error
    infos = archive.infolist()
    chats = [info for info in infos if _is_chat(info.filename)]
    if len(infos) > _MAX_ENTRIES or len(chats) > _MAX_CHATS:
        raise UnreadableFileError(
            f"{name} holds {max(len(infos), len(chats)):,} files, more than any export",
            hint="is it the file you meant?",
        )
    for info in chats:
        where = f"{name}: {harmless(info.filename, 80)}"
        if info.flag_bits & 1:
            raise UnreadableFileError(
                f"{where} is encrypted", hint="unpack it with its password and import the files"
            )
        yield where, cast("BinaryIO", _Member(where, archive, info))


def _is_chat(path: str) -> bool:
    name = path.rpartition("/")[2]
    return (
        name.lower().endswith(_READABLE)
        and name not in _NO_CHATS
        and not path.startswith("__MACOSX/")
    )


class _Member(io.RawIOBase):
    """One file of a zip; going back to its beginning opens it anew."""

    def __init__(self, where: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self._where = where
        self._archive = archive
        self._info = info
        self._n_read = 0
        self._file: io.BufferedIOBase | None = None

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        if offset or whence:
            raise io.UnsupportedOperation("only the beginning can be gone back to")
        self._file = None
        self._n_read = 0
        return 0

    def read(self, size: int = -1) -> bytes:
        try:
            if self._file is None:
                self._file = cast("io.BufferedIOBase", self._archive.open(self._info))
            piece = self._file.read(size)
        except _DAMAGES as error:
            raise UnreadableFileError(
                f"{self._where} is damaged in the archive", hint=AS_IT_COMES
            ) from error
        self._n_read += len(piece)
        allowed = min(_FREE_BYTES + _MAX_RATIO * self._info.compress_size, MAX_BYTES)
        if self._n_read > allowed:
            raise UnreadableFileError(
                f"{self._where} unpacks to more than any export", hint="is it the file you meant?"
            )
        return piece
