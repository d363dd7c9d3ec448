"""Every format that is understood, in the order in which a file is tried against them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from filmrec.errors import UnreadableFileError
from filmrec.imports import (
    criticker,
    imdb,
    letterboxd,
    letterboxd_import,
    movielens_site,
    simkl,
    tmdb,
    trakt,
)
from filmrec.imports.documents import parse_json
from filmrec.imports.findings import Findings
from filmrec.imports.rows import Fact, Format, Reading
from filmrec.imports.tables import Table, open_table, shown_header
from filmrec.imports.text import decoded

if TYPE_CHECKING:
    from collections.abc import Callable

_UNDERSTOOD = (
    "exports of Letterboxd (the zip or a CSV of it), IMDb, Trakt, MovieLens, Criticker, TMDb and"
    " Simkl are understood"
)
_LEAVE_IT_OUT = "leave the format out, and it is told from the content"


class UnknownFormatError(UnreadableFileError):
    """A whole and readable file that is no export of a site that is known."""

    hint = _UNDERSTOOD


class Part(NamedTuple):
    """One file of an export, read; `is_list` where it may be any list of the person's."""

    format: Format
    found: Findings
    complete: frozenset[Fact]
    is_list: bool = False


class _TableFormat(NamedTuple):
    format: Format
    fits: Callable[[Table], bool]
    read: Callable[[Table, Findings, Reading], frozenset[Fact]]


class _DocumentFormat(NamedTuple):
    format: Format
    fits: Callable[[object], bool]
    read: Callable[[Any, Findings, Reading], frozenset[Fact]]


# Letterboxd's import comes last: a title and a rating are enough for it.
_TABLES = (
    _TableFormat(Format.LETTERBOXD, letterboxd.is_list, letterboxd.read_list),
    _TableFormat(Format.LETTERBOXD, letterboxd.is_export, letterboxd.read_single),
    _TableFormat(Format.IMDB, imdb.is_export, imdb.read),
    _TableFormat(Format.MOVIELENS, movielens_site.is_export, movielens_site.read),
    _TableFormat(Format.CRITICKER, criticker.is_export, criticker.read),
    _TableFormat(Format.TMDB, tmdb.is_export, tmdb.read),
    _TableFormat(Format.LETTERBOXD, letterboxd_import.is_import, letterboxd_import.read),
)
_DOCUMENTS = (
    _DocumentFormat(Format.TRAKT, trakt.is_export, trakt.read),
    _DocumentFormat(Format.SIMKL, simkl.is_export, simkl.read),
)


def read_file(where: str, file: str, content: bytes, reading: Reading) -> Part:
    """One file that is no archive: `where` is its name in errors, `file` in rows and problems."""
    text, note = decoded(where, content)
    found = Findings(file)
    found.note(note)
    if text.lstrip()[:1] in ("[", "{"):
        return _read_document(where, text, found, reading)
    return _read_table(where, text, found, reading)


def _read_table(where: str, text: str, found: Findings, reading: Reading) -> Part:
    table = open_table(where, text)
    for known in _TABLES:
        if reading.format in (None, known.format) and known.fits(table):
            return Part(known.format, found, known.read(table, found, reading))
    if reading.format is not None:
        raise UnreadableFileError(
            f"{where} cannot be {reading.format}: its first line is {shown_header(table)}",
            hint=_LEAVE_IT_OUT,
        )
    raise UnknownFormatError(f"{where} is of no known format: it begins with {shown_header(table)}")


def _read_document(where: str, text: str, found: Findings, reading: Reading) -> Part:
    document = parse_json(where, text)
    for known in _DOCUMENTS:
        if reading.format in (None, known.format) and known.fits(document):
            complete = known.read(document, found, reading)
            return Part(known.format, found, complete, trakt.is_list(document))
    if reading.format is not None:
        raise UnreadableFileError(
            f"{where} cannot be {reading.format}: its JSON is of another shape",
            hint=_LEAVE_IT_OUT,
        )
    raise UnknownFormatError(f"{where} is JSON of no known format")
