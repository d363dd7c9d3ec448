"""Named arrays in one file: a line of JSON, then the numbers as they lie in memory.

Layout: 16 bytes that tell the file from others, the length of the header and the checksum of
everything behind it (two little-endian uint64), the header, the arrays, each on a boundary of 64
bytes. The arrays are mapped rather than read: an npz archive of the same arrays took four times
as long to open.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tempfile
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MAGIC = b"filmrec arrays\n\x1a"
_FRONT = len(MAGIC) + 16
_BOUNDARY = 64
_BLOCK = 65_536
# A file half written by somebody killed is taken away when it is older than any writing takes.
_ABANDONED_SECONDS = 3600
# Numbers only: nothing in a file can ask for objects.
_DTYPE = re.compile(r"[<|][iuf][1248]")


class ArrayFileError(Exception):
    """The file is truncated, damaged, or no file of arrays."""


def write_arrays(path: Path, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a file; whoever reads sees the old one or the new one, never a part.

    Raises
    ------
    OSError
        When the folder cannot be written or is full; an older file is then still there.
    """
    parts = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    content = _content(header, parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read_arrays(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The header and the arrays of a file, which are mapped and cannot be written to.

    Raises
    ------
    OSError
        When it is not there or cannot be read.
    ArrayFileError
        When it is not what `write_arrays` wrote.
    """
    # A pipe in its place would keep us waiting for ever.
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError("it is not a file")
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < _FRONT or file.read(len(MAGIC)) != MAGIC:
            raise ArrayFileError
        content = np.memmap(file, dtype=np.uint8, mode="r")
    header_length, checksum = content[len(MAGIC) : _FRONT].view("<u8").tolist()
    if _checksum(content) != checksum:
        raise ArrayFileError
    try:
        header = json.loads(content[_FRONT : _FRONT + header_length].tobytes())
        places = header.pop("arrays")
        arrays = {name: _array(content, *place) for name, place in places.items()}
    except (
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        OverflowError,
        RecursionError,
    ) as error:
        raise ArrayFileError from error
    return header, arrays


def _content(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytearray:
    # The places of the arrays are told from the header's end, so that its length can change.
    places, offset = {}, 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, array.shape, offset)
        offset = _next_boundary(offset + array.nbytes)
    text = json.dumps({**header, "arrays": places}).encode()
    start = _next_boundary(_FRONT + len(text))
    content = bytearray(start + offset)
    content[: len(MAGIC)] = MAGIC
    content[_FRONT : _FRONT + len(text)] = text
    content[_FRONT + len(text) : start] = b" " * (start - _FRONT - len(text))
    for name, array in arrays.items():
        first = start + places[name][2]
        content[first : first + array.nbytes] = array.tobytes()
    checksum = _checksum(np.frombuffer(content, dtype=np.uint8))
    content[len(MAGIC) : _FRONT] = np.array([start - _FRONT, checksum], dtype="<u8").tobytes()
    return content


def _checksum(content: NDArray[np.uint8]) -> int:
    """The CRC-32 of the sums of all blocks: a third of the time of a CRC-32 of every byte."""
    n_blocks = len(content) // _BLOCK
    blocks = content[: n_blocks * _BLOCK].view("<u8").reshape(n_blocks, _BLOCK // 8)
    sums = blocks.sum(axis=1, dtype=np.uint64)
    if n_blocks:
        # The front holds the checksum itself.
        sums[0] = blocks[0, _FRONT // 8 :].sum(dtype=np.uint64)
    first = max(n_blocks * _BLOCK, _FRONT)
    return zlib.crc32(content[first:].data, zlib.crc32(sums.astype("<u8").tobytes()))


def _array(content: NDArray[np.uint8], dtype: str, shape: list[int], offset: int) -> NDArray[Any]:
    header_length = int(content[len(MAGIC) : len(MAGIC) + 8].view("<u8")[0])
    if _DTYPE.fullmatch(dtype) is None or not all(length >= 0 for length in shape) or offset < 0:
        raise ValueError("no array of numbers")
    return np.ndarray(shape, dtype, buffer=content, offset=_FRONT + header_length + offset)


def _remove_abandoned(path: Path) -> None:
    for left in path.parent.glob(f"{path.name}*.tmp"):
        try:
            if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                left.unlink()
        except FileNotFoundError:
            # Its writer has finished, or another has taken it away.
            continue


def _next_boundary(offset: int) -> int:
    return -(-offset // _BOUNDARY) * _BOUNDARY
