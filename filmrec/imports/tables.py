"""CSV as it really comes: any delimiter and line end, rows cut short, quotes never closed."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from filmrec.errors import UnreadableFileError
from filmrec.imports.findings import MAX_ROWS, refuse_too_many
from filmrec.imports.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filmrec.imports.findings import Findings

_DELIMITERS = ",;\t|"
# Given to the reader after the last line: where it does not come back alone, a quote was open. No
# text has it, for files with NUL bytes are refused.
_END = "\0"
# After a quote that is never closed, reading starts again on the line below it. Each time costs a
# pass over the file, so that a file of nothing but quotes ends here.
_MAX_RESTARTS = 10
# What columns that people write into are called; a line end in any other is a quote gone wrong.
_LONG_TEXTS = ("review", "description", "note", "comment", "tags")


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file whose header is read.

    `columns` are the names of the header, case-folded, each with its place (the first, where a
    name comes twice); `header` is as the file writes it. `first_line` counts from 1 and is the
    one below the header.
    """

    file: str
    text: str
    delimiter: str
    header: tuple[str, ...]
    columns: dict[str, int]
    first_line: int


def open_table(file: str, text: str, *, below: int = 0) -> Table:
    """The table that starts with the first line that is not blank, `below` lines further down."""
    lines = io.StringIO(text, newline="")
    number = below
    for line in islice(lines, below, None):
        number += 1
        if line.strip(f" \r\n{_DELIMITERS}"):
            break
    else:
        return Table(file, text, ",", (), {}, number + 1)
    delimiter = max(_DELIMITERS, key=line.count)
    try:
        header = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        header = [line]
    columns: dict[str, int] = {}
    for place, name in enumerate(header):
        columns.setdefault(name.strip().casefold(), place)
    return Table(file, text, delimiter, tuple(header), columns, number + 1)


def shown_header(table: Table) -> str:
    """The first columns of a header, cut and harmless, for a message."""
    shown = ", ".join(harmless(name.strip(), 24) for name in table.header[:5])
    return shown + (", ..." if len(table.header) > 5 else "") or "no names"


def line_starting_with(table: Table, *names: str) -> int:
    """The line below a table's header on which another header starts; beyond the end if none."""
    beginning = table.delimiter.join(names)
    number = table.first_line - 1
    for line in islice(io.StringIO(table.text, newline=""), number, None):
        number += 1
        if line.casefold().replace('"', "").startswith(beginning):
            return number
    return number + 1


def first_cell(table: Table, column: str) -> str:
    """The cell of a column in the first row; empty where there is no such row or column."""
    place = table.columns.get(column.casefold())
    lines = islice(io.StringIO(table.text, newline=""), table.first_line - 1, None)
    try:
        cells = next(csv.reader(lines, delimiter=table.delimiter), [])
    except csv.Error:
        return ""
    return cells[place] if place is not None and place < len(cells) else ""


def records(
    table: Table, columns: Sequence[str], found: Findings, *, needed: Sequence[str]
) -> list[tuple[int, tuple[str, ...]]]:
    """Every row as its line and its cells of `columns`, empty where the file has no such column.

    A row that ends before the last of `needed` is lost, as is one with more cells than the header:
    its cells stand in the wrong columns.

    Raises
    ------
    UnreadableFileError
        When a needed column is missing, or there are more rows than an export can have.
    """
    width = len(table.header)
    shortest = max(_places(table, needed)) + 1
    # Every row gets one empty cell more, which stands for the columns that the file does not have.
    cells_of = itemgetter(*(table.columns.get(name.casefold(), width) for name in columns))
    count, picked = 0, []
    for line, cells in islice(_whole_rows(table, found), MAX_ROWS + 1):
        count += 1
        missing = width - len(cells)
        if missing < 0 and any(map(str.strip, cells[width:])):
            found.lose(line, f"{len(cells)} cells, where the header has {width}")
            continue
        if missing > width - shortest:
            found.lose(line, "the row ends early")
            continue
        if missing:
            cells[width:] = [""] * missing
        cells.append("")
        picked.append((line, cells_of(cells)))
    refuse_too_many(table.file, count)
    return picked


def _places(table: Table, names: Sequence[str]) -> list[int]:
    missing = [name for name in names if name.casefold() not in table.columns]
    if missing:
        raise UnreadableFileError(
            f"{table.file} has no column {missing[0]!r}; its columns are {shown_header(table)}",
            hint="download it again, and pass it on as it comes, with its first line",
        )
    return [table.columns[name.casefold()] for name in names]


def _whole_rows(table: Table, found: Findings) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line each starts on; where one swallows the next, those are read again."""
    first_line = table.first_line
    for _ in range(_MAX_RESTARTS):
        trouble = None
        for line, cells, trouble in _rows(table, first_line):
            if trouble is not None:
                found.lose(line, trouble)
                first_line = line + 1
                break
            yield line, cells
        if trouble is None:
            return
    raise UnreadableFileError(
        f"{table.file} has quotes that are never closed, the last in line {first_line - 1:,}",
        hint="download it again, and pass it on as it comes",
    )


def _rows(table: Table, line: int) -> Iterator[tuple[int, list[str], str | None]]:
    """Rows from `line` on, each with the line it starts on and why it is no whole row."""
    lines = islice(io.StringIO(table.text, newline=""), line - 1, None)
    reader = csv.reader(
        chain(lines, [_END]), delimiter=table.delimiter, skipinitialspace=True, strict=False
    )
    lines_before, last = line, 0
    try:
        for cells in reader:
            start, last = lines_before + last, reader.line_num
            if cells == [_END] or not any(cells):
                continue
            trouble = None
            if lines_before + last - start > 1:
                trouble = _trouble_of_many_lines(cells, table)
            yield start, cells, trouble
    except csv.Error:
        yield (
            lines_before + last,
            [],
            "a cell is longer than any review: is its quote closed?",
        )


def _trouble_of_many_lines(cells: list[str], table: Table) -> str | None:
    """Why a row over several lines is none: only long texts have line ends inside."""
    runs_on = any(
        ("\n" in cell or "\r" in cell) and not any(word in name.casefold() for word in _LONG_TEXTS)
        for name, cell in zip(table.header, cells, strict=False)
    )
    if runs_on or len(cells) > len(table.header) or cells[-1].endswith(_END):
        return "a quote opened in this row is never closed"
    return None
