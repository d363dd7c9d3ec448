"""Any export file as one Export: what it is, is told from its content."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from filmrec.imports.archives import is_archive
from filmrec.imports.fields import with_title
from filmrec.imports.formats import read_file
from filmrec.imports.rows import Export, Format, Reading
from filmrec.imports.text import MAX_FILE_BYTES, refuse_large
from filmrec.imports.zips import read_zip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.imports.formats import Part
    from filmrec.imports.rows import Problem

__all__ = ["MAX_FILE_BYTES", "is_own_export", "read_export"]

AS_IT_COMES = Reading()
_OWN_FORMAT = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\{(?s:.*?)"format"\s*:\s*"filmrec"')


def is_own_export(content: bytes) -> bool:
    """Whether this is JSON that filmrec wrote: only the beginning is looked at."""
    return _OWN_FORMAT.match(content[:1000]) is not None


def read_export(name: str, content: bytes, reading: Reading = AS_IT_COMES) -> Export:
    """What an export file says: a zip of Letterboxd, a CSV of IMDb, JSON of Trakt ...

    Parameters
    ----------
    name
        What messages call the file. Only where Letterboxd's watched, watchlist and likes are
        given one by one does it tell more: these look the same inside.
    content
        The bytes of the file, MAX_FILE_BYTES at most.

    Raises
    ------
    UnreadableFileError
        When the file as a whole cannot be read; what is wrong with single rows is among the
        problems of the Export.
    ValueError
        When the content is filmrec's own export, or the scale is none.
    """
    if is_own_export(content):
        raise ValueError("filmrec's own export is not read here")
    if reading.scale is not None and not (math.isfinite(reading.scale) and reading.scale > 0):
        raise ValueError(f"a scale ends above 0, not at {reading.scale}")
    refuse_large(name, content)
    if is_archive(content):
        parts, notes = read_zip(name, content, reading)
    else:
        parts, notes = [read_file(name, name, content, reading)], []
    return _export(name, parts, notes, reading)


def _line(problem: Problem) -> int:
    return problem.line


def _export(name: str, parts: Sequence[Part], notes: list[str], reading: Reading) -> Export:
    """The parts of a file as one; at least one part, all of one format."""
    found = [part.found for part in parts]
    own = parts[0].format
    notes = list(dict.fromkeys([*(note for one in found for note in one.notes), *notes]))
    if all(one.is_empty for one in found):
        notes.append(f"{name} has no rows")
    if reading.scale is not None and own is not Format.CRITICKER:
        notes.append("`--scale` is for Criticker's files and was not used")
    # What is wrong with quotes is found later than what is wrong with cells.
    return Export(
        format=own,
        rows=tuple(
            row if row.film.title else row._replace(film=with_title(row.film))
            for one in found
            for row in one.rows
        ),
        left_out=tuple(left_out for one in found for left_out in one.left_out),
        problems=tuple(problem for one in found for problem in sorted(one.problems, key=_line)),
        notes=tuple(notes),
        complete=frozenset().union(*(part.complete for part in parts)),
    )
