"""Tables of ratings parsed a block of lines at a time: 32 million rows in seconds.

Every line is checked; the first that is wrong ends it with an error that names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from filmrec.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import NoReturn

    from numpy.typing import NDArray

# Large enough that numpy's overhead does not count, small enough for the cache of a processor.
PIECE_BYTES = 1 << 20
# A line of ratings takes 30 bytes; without an end of line in this many the file is something else.
_MAX_LINE = 4096
_NEW_LINE, _ZERO, _POINT = b"\n"[0], b"0"[0], b"."[0]
# Nine digits fit into 32 bits.
_MAX_DIGITS = 9
_SHOWN = 60


class RatingRows(NamedTuple):
    """Rows of ratings as they stand in the file; `line` is that of the first, from 1."""

    users: NDArray[np.int32]
    films: NDArray[np.int32]
    half_stars: NDArray[np.uint8]
    line: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a line is what, and by which byte the `n` fields are separated."""

    user: int
    film: int
    stars: int
    n: int
    separator: int


def rating_rows(
    pieces: Iterable[bytes], where: str, separator: bytes, columns: tuple[str, ...] | None
) -> Iterator[RatingRows]:
    """Rows of ratings out of the pieces of a file.

    Parameters
    ----------
    where : str
        What an error calls the file.
    columns : tuple of str, optional
        The names of the columns; when not given, the first line names them.

    Raises
    ------
    UnreadableFileError
        At the first line that is no rating; it names the line.
    """
    line, known = 1, None
    for lines in _whole_lines(pieces, where):
        content = lines.replace(b"\r\n", b"\n")
        if known is None:
            names = columns
            if names is None:
                header, _, content = content.partition(b"\n")
                names = tuple(header.removeprefix(b"\xef\xbb\xbf").decode("latin-1").split(","))
                line = 2
            known = _columns(where, names, separator)
        if len(separator) > 1:
            content = content.replace(separator, bytes([known.separator]))
        if content:
            rows = _parsed(np.frombuffer(content, dtype=np.uint8), known, where, line)
            yield rows
            line += len(rows.users)


def _whole_lines(pieces: Iterable[bytes], where: str) -> Iterator[bytes]:
    left = b""
    for piece in pieces:
        end = piece.rfind(b"\n") + 1
        if end == 0:
            left += piece
            if len(left) > _MAX_LINE + PIECE_BYTES:
                raise UnreadableFileError(f"{where} is no table of ratings: it has no lines")
            continue
        yield left + piece[:end]
        left = piece[end:]
    if left.strip():
        yield left + b"\n"


def _columns(where: str, names: tuple[str, ...], separator: bytes) -> Columns:
    wanted = {"user": "userId", "film": "movieId", "stars": "rating"}
    plain = [name.strip().strip('"').casefold() for name in names]
    for name in wanted.values():
        if name.casefold() not in plain:
            raise UnreadableFileError(
                f"{where}, line 1: the column {name} is missing",
                hint="give the set as MovieLens makes it: userId,movieId,rating,timestamp",
            )
    places = {key: plain.index(name.casefold()) for key, name in wanted.items()}
    return Columns(**places, n=len(plain), separator=separator[0] if len(separator) == 1 else 9)


def _parsed(content: NDArray[np.uint8], columns: Columns, where: str, line: int) -> RatingRows:
    marks = np.flatnonzero((content == _NEW_LINE) | (content == columns.separator))
    n_rows = len(marks) // columns.n
    ends = marks[: n_rows * columns.n].astype(np.int32).reshape(n_rows, columns.n)
    is_end = content[marks] == _NEW_LINE
    expected = np.zeros(columns.n, dtype=bool)
    expected[-1] = True
    in_shape = is_end[: n_rows * columns.n].reshape(n_rows, columns.n) == expected
    if len(marks) != n_rows * columns.n or not in_shape.all():
        whole = in_shape.all(axis=1)
        row = n_rows if whole.all() else int(np.argmin(whole))
        first = int(marks[row * columns.n - 1]) + 1 if row else 0
        _refuse(content, first, where, line + row, f"has not {columns.n} fields")
    starts = np.empty_like(ends)
    starts.ravel()[0] = 0
    starts.ravel()[1:] = ends.ravel()[:-1] + 1
    fields = {}
    for name, place in (("userId", columns.user), ("movieId", columns.film)):
        fields[name], wrong = _whole_numbers(content, starts[:, place], ends[:, place])
        if wrong.any():
            row = int(np.argmax(wrong))
            _refuse(content, int(starts[row, 0]), where, line + row, f"has no number as {name}")
    stars, wrong = _half_stars(content, starts[:, columns.stars], ends[:, columns.stars])
    for row in np.flatnonzero(wrong).tolist():
        field = content[starts[row, columns.stars] : ends[row, columns.stars]].tobytes()
        written = _unusual_half_stars(field)
        if written is None:
            why = "has a rating that is not 0.5 to 5 in halves"
            _refuse(content, int(starts[row, 0]), where, line + row, why)
        stars[row] = written
    return RatingRows(fields["userId"], fields["movieId"], stars, line)


def _whole_numbers(
    content: NDArray[np.uint8], starts: NDArray[np.int32], ends: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """The numbers written from `starts` to `ends`, and which of them are none."""
    lengths = ends - starts
    wrong = (lengths < 1) | (lengths > _MAX_DIGITS)
    numbers = np.zeros(len(starts), dtype=np.int32)
    for place in range(min(int(lengths.max()), _MAX_DIGITS)):
        # Beyond a field's start this reads the neighbour, which is then taken for 0.
        digits = content[ends - (place + 1)] - np.uint8(_ZERO)
        inside = lengths > place
        digits *= inside
        wrong |= digits > 9
        numbers += digits * np.int32(10**place)
    return numbers, wrong


def _half_stars(
    content: NDArray[np.uint8], starts: NDArray[np.int32], ends: NDArray[np.int32]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Ratings written `4`, `4.0` or `4.5` as half stars, and which are not written so."""
    lengths = ends - starts
    stars = (content[starts] - np.uint8(_ZERO)) * np.uint8(2)
    # The last byte of the block ends a line: two further on is inside but for a row cut short.
    last = len(content) - 1
    halves = content[np.minimum(starts + 2, last)] - np.uint8(_ZERO)
    long = lengths == 3
    half = long & (halves == 5)
    stars += half
    in_shape = (lengths == 1) | (
        long & (content[np.minimum(starts + 1, last)] == _POINT) & (half | (halves == 0))
    )
    return stars, ~in_shape | (stars < 1) | (stars > 10)


def _unusual_half_stars(field: bytes) -> int | None:
    """The same for `4.00` and `.5`; None where it is no rating."""
    try:
        doubled = float(field) * 2
    except ValueError:
        return None
    return int(doubled) if 1 <= doubled <= 10 and doubled == int(doubled) else None


def _refuse(content: NDArray[np.uint8], start: int, where: str, line: int, why: str) -> NoReturn:
    text = content[start : start + _MAX_LINE].tobytes().partition(b"\n")[0]
    shown = text.replace(b"\t", b"::").decode("latin-1")
    shown = "".join(letter if letter.isprintable() else "?" for letter in shown)
    cut = shown[:_SHOWN] + ("..." if len(shown) > _SHOWN else "")
    raise UnreadableFileError(
        f"{where}, line {line:,} {why}: {cut}", hint="download the set again, or mend that line"
    )
