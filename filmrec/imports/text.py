"""Bytes of a file as text: its encoding, and what is no text at all."""

from __future__ import annotations

from filmrec.errors import UnreadableFileError

# Far above any export: the largest one met is under 3 MB.
MAX_FILE_BYTES = 32 * 1024 * 1024

_DOWNLOAD_AGAIN = "download it again, and pass it on as it comes"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What a file begins with that somebody picked by mistake, and what to do about it.
_OTHER_KINDS = (
    (b"\x89PNG", "a picture", "pick the export file itself"),
    (b"\xff\xd8\xff", "a picture", "pick the export file itself"),
    (b"GIF8", "a picture", "pick the export file itself"),
    (b"%PDF", "a PDF", "pick the export file itself: a zip, CSV or JSON"),
    (b"{\\rtf", "a text document", "save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "save it as CSV"),
    (b"SQLite format 3", "a database", "pick the export file itself: a zip, CSV or JSON"),
    (b"bplist", "a saved web page", "pick the export file itself: a zip, CSV or JSON"),
    (b"\x1f\x8b", "compressed by gzip", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
)


def decoded(name: str, content: bytes) -> tuple[str, str | None]:
    """The text of a file, and a note where its encoding had to be guessed.

    UTF-8 and UTF-16 with a mark are told apart for certain; what is neither is read as
    Windows-1252, the encoding of spreadsheets in the west.

    Raises
    ------
    UnreadableFileError
        When the file is empty, too large, of another kind, or a web page.
    """
    refuse_large(name, content)
    _refuse_other_kinds(name, content)
    note = None
    if content.startswith(_UTF16_MARKS):
        text = content.decode("utf-16", "replace")
    else:
        text, note = _decoded_without_mark(name, content)
    if (place := text.find("\0")) >= 0:
        line = text.count("\n", 0, place) + 1
        raise UnreadableFileError(
            f"{name} holds NUL bytes, the first in line {line:,}: it is damaged or no text",
            hint=_DOWNLOAD_AGAIN,
        )
    if not text.strip():
        raise UnreadableFileError(f"{name} is empty", hint=_DOWNLOAD_AGAIN)
    _refuse_web_pages(name, text)
    return text, note


def harmless(text: str, length: int = 40) -> str:
    """The beginning of what stands in a file, fit for a message."""
    cut = text[:length] + ("..." if len(text) > length else "")
    return "".join(letter if letter.isprintable() else "?" for letter in cut)


def refuse_large(name: str, content: bytes) -> None:
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableFileError(
            f"{name} is larger than any export (32 MB)", hint="is it the file you meant?"
        )


def _refuse_other_kinds(name: str, content: bytes) -> None:
    if not content.strip():
        raise UnreadableFileError(f"{name} is empty", hint=_DOWNLOAD_AGAIN)
    if not content.strip(b"\0"):
        raise UnreadableFileError(f"{name} holds only NUL bytes", hint=_DOWNLOAD_AGAIN)
    for beginning, kind, cure in _OTHER_KINDS:
        if content.startswith(beginning):
            raise UnreadableFileError(f"{name} is {kind}, not an export", hint=cure)


def _decoded_without_mark(name: str, content: bytes) -> tuple[str, str | None]:
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        text = content.decode("utf-8-sig", "replace")
    # A letter cut in two does not make Windows-1252 of a file: there, no letter beyond ASCII is
    # valid UTF-8.
    broken = text.count("\ufffd")
    if broken <= sum(1 for letter in text if letter > "\x7f") - broken:
        return text, f"{name}: letters that are not valid UTF-8 were replaced"
    return content.decode("cp1252", "replace"), f"{name} is not UTF-8: read as Windows-1252"


def _refuse_web_pages(name: str, text: str) -> None:
    beginning = text[:2000].lstrip().casefold()
    if beginning.startswith("<") and any(
        tag in beginning for tag in ("<!doctype", "<html", "<head", "<body", "<script")
    ):
        raise UnreadableFileError(
            f"{name} is a web page, not an export",
            hint="download the export again while signed in to the site",
        )
