"""The tags that people gave to the films of a set: those that several films carry."""

from __future__ import annotations

import unicodedata
from array import array
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from filmrec.errors import UnreadableFileError
from filmrec.sources.movielens_set import MAX_TAGS_BYTES
from filmrec.sources.movielens_tables import csv_rows, refuse, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from filmrec.sources.movielens_set import MovieLensSet

# A tag of fewer films tells nothing that these films do not.
LEAST_FILMS = 3
# Of more tags than these, those of the most films are kept.
MOST_TAGS = 1_500
# A tag is a word or a few; what is longer is a remark, which no two films share.
_MOST_LETTERS = 60
# The largest set has 2 million rows and 150,000 different tags.
MAX_ROWS = 20_000_000
MAX_DIFFERENT = 1_000_000
_PIECE_BYTES = 1 << 20
_MAX_LINE = 1 << 16
_NO_TAG = -1


class Tags(NamedTuple):
    """Film `i` carries `names[code]` for each of `codes[offsets[i]:offsets[i + 1]]`, ascending.

    The names ascend as well, in small letters.
    """

    names: tuple[str, ...]
    offsets: NDArray[np.int64]
    codes: NDArray[Any]


def read_tags(opened: MovieLensSet, film_ids: NDArray[np.int32]) -> Tags | None:
    """The tags of the set's films; None where it has no table of them, or none worth keeping.

    The same tag given by several people, or in other letters, is one. Empty tags and remarks are
    left out.

    Parameters
    ----------
    film_ids : int32 array
        Of all films of the set, ascending.

    Raises
    ------
    UnreadableFileError
        When a line is wrong or names a film that is not among `film_ids`; it names the line.
    """
    if opened.layout.tags is None or not opened.has(opened.layout.tags):
        return None
    names, pairs = _gather(opened, film_ids)
    codes, films = pairs // len(film_ids), pairs % len(film_ids)
    n_films = np.bincount(codes, minlength=len(names))
    # The most widely given first; in one order whatever that of the file.
    kept = [code for code in range(len(names)) if n_films[code] >= LEAST_FILMS]
    kept.sort(key=lambda code: (-n_films[code], names[code]))
    kept = sorted(kept[:MOST_TAGS], key=names.__getitem__)
    if not kept:
        return None
    renumbered = np.full(len(names), _NO_TAG, dtype=np.int64)
    renumbered[kept] = np.arange(len(kept))
    known = renumbered[codes] != _NO_TAG
    codes, films = renumbered[codes[known]], films[known]
    order = np.lexsort((codes, films))
    counts = np.bincount(films, minlength=len(film_ids))
    return Tags(
        tuple(names[code] for code in kept),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        codes[order].astype(np.uint16),
    )


def plain_tag(written: str) -> str:
    """A tag as it is compared: small letters, single spaces, nothing that cannot be printed."""
    folded = unicodedata.normalize("NFKC", written).casefold()
    return " ".join("".join(one if one.isprintable() else " " for one in folded).split())


def _gather(
    opened: MovieLensSet, film_ids: NDArray[np.int32]
) -> tuple[list[str], NDArray[np.int64]]:
    """All different tags, and each tag's number times the number of films plus the film's row."""
    where = opened.where(opened.layout.tags or "")
    rows = {number: row for row, number in enumerate(film_ids.tolist())}
    by_writing: dict[str, int] = {}
    numbers: dict[str, int] = {}
    pairs = array("q")
    for line, film, written in _lines(opened, where):
        row = rows.get(whole_number(where, line, film))
        if row is None:
            refuse(where, line, f"gives a tag to film {film}, which is not in the list of films")
        code = by_writing.get(written)
        if code is None:
            tag = plain_tag(written[: 2 * _MOST_LETTERS])
            is_tag = 0 < len(tag) <= _MOST_LETTERS
            code = numbers.setdefault(tag, len(numbers)) if is_tag else _NO_TAG
            if len(written) <= _MOST_LETTERS:
                by_writing[written] = code
        if code != _NO_TAG:
            pairs.append(code * len(film_ids) + row)
        if len(pairs) > MAX_ROWS or max(len(numbers), len(by_writing)) > MAX_DIFFERENT:
            raise UnreadableFileError(f"{where} holds more tags than any set")
    return list(numbers), np.unique(np.frombuffer(pairs, dtype=np.int64))


def _lines(opened: MovieLensSet, where: str) -> Iterator[tuple[int, str, str]]:
    """(line, number of the film, tag) of every row."""
    layout = opened.layout
    if layout.columns is None:
        for line, (film, written) in csv_rows(where, _text(opened, where), ("movieId", "tag")):
            yield line, film, written
        return
    separator = layout.separator.decode()
    for line, text in enumerate(_text(opened, where), start=1):
        # Whatever separates the fields may stand in the tag as well.
        _, _, rest = text.rstrip("\r\n").partition(separator)
        film, found, rest = rest.partition(separator)
        written, last, _ = rest.rpartition(separator)
        if not (found and last):
            refuse(where, line, "has not 4 fields")
        yield line, film, written


def _text(opened: MovieLensSet, where: str) -> Iterator[str]:
    """The lines of the table with their ends, never more than a piece of it at once."""
    left = b""
    for piece in opened.pieces(opened.layout.tags or "", _PIECE_BYTES, MAX_TAGS_BYTES):
        *whole, left = (left + piece).split(b"\n")
        if len(left) > _MAX_LINE:
            raise UnreadableFileError(f"{where} is no table of tags: its lines are too long")
        for line in whole:
            yield f"{_decoded(line)}\n"
    if left:
        yield _decoded(left)


def _decoded(line: bytes) -> str:
    """UTF-8, and Latin-1 where somebody's tag is not."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
