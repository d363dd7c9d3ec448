"""What the smaller tables of a set have in common: rows of text, checked line by line."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from filmrec.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import NoReturn

# Ids have at most nine digits: in every table they fit into 32 bits.
_ID = re.compile(r"\d{1,9}", re.ASCII)
_SHOWN = 40


def csv_rows(
    where: str, lines: Iterable[str], columns: tuple[str, ...]
) -> Iterator[tuple[int, list[str]]]:
    """Line numbers of a CSV with a header and what stands in these columns.

    Raises
    ------
    UnreadableFileError
        When a column is missing, or at the first line that has not as many fields as the header.
    """
    reader = csv.reader(lines, strict=True)
    try:
        header = [name.removeprefix("\ufeff").strip().casefold() for name in next(reader, [])]
        for name in columns:
            if name.casefold() not in header:
                raise UnreadableFileError(f"{where}, line 1: the column {name} is missing")
        places = [header.index(name.casefold()) for name in columns]
        for row in reader:
            if not row:
                continue
            if len(row) != len(header):
                refuse(where, reader.line_num, f"has not {len(header)} fields")
            yield reader.line_num, [row[place] for place in places]
    except csv.Error as error:
        raise UnreadableFileError(f"{where}, line {reader.line_num:,}: {error}") from error


def whole_number(where: str, line: int, text: str) -> int:
    """The id that is written there; UnreadableFileError where it is none."""
    if _ID.fullmatch(text) is None:
        refuse(where, line, f"has no number where an id should be: {_shown(text)}")
    return int(text)


def refuse(where: str, line: int, why: str) -> NoReturn:
    raise UnreadableFileError(
        f"{where}, line {line:,} {why}", hint="download the set again, or mend that line"
    )


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:_SHOWN])
