"""A zip of export files: Letterboxd's, or one that holds files of any other site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.errors import UnreadableFileError
from filmrec.imports import letterboxd
from filmrec.imports.archives import Archive
from filmrec.imports.findings import Findings
from filmrec.imports.formats import Part, UnknownFormatError, read_file
from filmrec.imports.rows import Format
from filmrec.imports.tables import open_table, shown_header
from filmrec.imports.text import decoded, harmless

if TYPE_CHECKING:
    from filmrec.imports.rows import Reading

_READABLE = (".csv", ".json", ".tsv")
# Where Letterboxd puts what the person took back.
_DELETED = ("deleted/", "orphaned/")


def read_zip(name: str, content: bytes, reading: Reading) -> tuple[list[Part], list[str]]:
    """The files of a zip, at least one and all of one format, and notes on the others."""
    archive = Archive(name, content)
    notes = []
    if archive.n_unsafe:
        notes.append(f"entries of {name} with unsafe names were left alone: {archive.n_unsafe:,}")
    kinds = [kind for kind in letterboxd.Kind if kind in archive.paths]
    if kinds and reading.format in (None, Format.LETTERBOXD):
        lists = sum(path.startswith("lists/") for path in archive.paths)
        if lists:
            notes.append(f"lists were left alone ({lists:,}): unpack a list to import it by itself")
        return _read_letterboxd(name, archive, kinds), notes
    parts, others = _read_others(name, archive, reading)
    if not parts:
        raise _nothing_found(name, archive)
    if len({part.format for part in parts}) > 1:
        raise UnreadableFileError(
            f"{name} holds exports of more than one site", hint="unpack it and import them singly"
        )
    if others:
        shown = ", ".join(harmless(path) for path in others[:3])
        more = ", ..." if len(others) > 3 else ""
        notes.append(f"other files of {name} were left alone ({len(others):,}): {shown}{more}")
    return parts, notes


def _read_letterboxd(name: str, archive: Archive, kinds: list[letterboxd.Kind]) -> list[Part]:
    parts = []
    entries: set[str | letterboxd.Entry] = set()
    for kind in kinds:
        where = f"{name}: {kind}"
        text, note = decoded(where, archive.read(kind))
        table = open_table(where, text)
        if not letterboxd.is_export(table):
            raise UnreadableFileError(
                f"{where} is not Letterboxd's: it begins with {shown_header(table)}",
                hint="if it is another site's, unpack it and import the file;"
                " else download the export again",
            )
        found = Findings(str(kind))
        found.note(note)
        complete = letterboxd.read_kind(table, kind, found, entries)
        parts.append(Part(Format.LETTERBOXD, found, complete))
    return parts


def _read_others(name: str, archive: Archive, reading: Reading) -> tuple[list[Part], list[str]]:
    """Every file that is an export, and the paths of those that are none."""
    parts, others = [], []
    for path in archive.paths:
        if not path.casefold().endswith(_READABLE) or path.startswith(_DELETED):
            others.append(path)
            continue
        content = archive.read(path)
        try:
            part = read_file(f"{name}: {harmless(path, 80)}", path, content, reading)
        except UnknownFormatError:
            others.append(path)
            continue
        # Beside the watchlist, an archive of Trakt has the person's other lists, which look alike.
        if part.is_list and "watchlist" not in path.casefold():
            others.append(path)
            continue
        parts.append(part)
    return parts, others


def _nothing_found(name: str, archive: Archive) -> UnreadableFileError:
    if "[Content_Types].xml" in archive.paths:
        return UnreadableFileError(f"{name} is a workbook, not an export", hint="save it as CSV")
    if any(path.casefold().endswith(".zip") for path in archive.paths):
        return UnreadableFileError(
            f"{name} holds a zip in a zip", hint="unpack it and import the zip inside"
        )
    if archive.n_unsafe and not archive.paths:
        return UnreadableFileError(
            f"{name} holds only files whose paths lead out of it: {archive.n_unsafe:,}",
            hint="unpack it yourself and import the files",
        )
    shown = ", ".join(harmless(path) for path in archive.paths[:3]) or "nothing"
    return UnknownFormatError(f"{name} holds no export that is known, but {shown}")
