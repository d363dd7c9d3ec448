"""Bytes of a chat export as text, piece by piece: what they are encoded in, what is no text."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, BinaryIO

from filmrec.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Buffer

# Far above the chats of a lifetime: a million messages are some 400 MB as Telegram writes them.
MAX_BYTES = 4 * 1024**3
# Far above any message: what is longer is no text that somebody typed.
MAX_LINE = 64 * 1024**2
SNIFFED = 64 * 1024

AS_IT_COMES = "export the chat again, and pass the file on as it comes"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = {
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
    b"%PDF": "a PDF", b"{\\rtf": "a text document", b"\x1f\x8b": "compressed by gzip",
    b"7z\xbc\xaf": "a 7z archive", b"Rar!": "a RAR archive", b"SQLite format 3": "a database",
    b"OggS": "a sound", b"ID3": "a sound", b"\x00\x00\x00": "a film or a picture",
}  # fmt: skip


def encoding_of(name: str, beginning: bytes) -> str:
    """How the text that begins so is encoded.

    Raises
    ------
    UnreadableFileError
        When it is empty or no text.
    """
    if not beginning.strip():
        raise UnreadableFileError(f"{name} is empty", hint=AS_IT_COMES)
    for mark, kind in _NO_TEXT.items():
        if beginning.startswith(mark):
            raise UnreadableFileError(
                f"{name} is {kind}, not a chat export", hint="pick the export file itself"
            )
    if beginning.startswith(_UTF16):
        return "utf-16"
    if b"\0" in beginning:
        raise UnreadableFileError(
            f"{name} holds NUL bytes: it is damaged or no text", hint=AS_IT_COMES
        )
    text = codecs.getincrementaldecoder("utf-8-sig")("replace").decode(beginning)
    # A letter cut in two does not make Windows-1252 of a file: there, no letter beyond ASCII is
    # valid UTF-8.
    broken = text.count("\ufffd")
    n_beyond_ascii = sum(1 for letter in text if letter > "\x7f")
    return "utf-8-sig" if broken <= n_beyond_ascii - broken else "cp1252"


def text_of(name: str, stream: BinaryIO) -> io.TextIOWrapper:
    """The text of a stream from its beginning; letters that are none are replaced."""
    stream.seek(0)
    encoding = encoding_of(name, stream.read(SNIFFED))
    stream.seek(0)
    # Line ends are kept as they are: JSON is read in pieces, and places in it are counted.
    kept = io.BufferedReader(_Kept(stream), SNIFFED)
    return io.TextIOWrapper(kept, encoding=encoding, errors="replace", newline="")


class _Kept(io.RawIOBase):
    """A stream that is not closed when the text made of it is let go."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._stream.read(len(view))
        view[: len(piece)] = piece
        return len(piece)


def lines_of(name: str, stream: BinaryIO) -> Iterator[str]:
    """The lines of a text without their ends."""
    text = text_of(name, stream)
    number = 0
    while line := text.readline(MAX_LINE):
        number += 1
        if len(line) >= MAX_LINE:
            raise UnreadableFileError(
                f"{name}: line {number:,} is longer than any message", hint=AS_IT_COMES
            )
        yield line.rstrip("\r\n")
