"""The tags of a community on disk: their names in a small table, which film has which in arrays."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import TYPE_CHECKING, Any

from filmrec.errors import StorageError
from filmrec.model.interactions import load_array

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from filmrec.sources.movielens_tags import Tags

TAGS = "tags.csv"
TAG_OFFSETS, TAG_CODES = "tag_offsets", "tag_codes"
_HEADER = "tag"
_IMPORT_AGAIN = "import the set again with `filmrec import-movielens`"


def tag_table(names: Iterable[str]) -> bytes:
    """The content of the table: a name a line, the first is code 0."""
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([(_HEADER,), *((name,) for name in names)])
    return table.getvalue().encode()


def fingerprint_of_tags(tags: Tags) -> str:
    """SHA-256 over the content."""
    digest = hashlib.sha256(tag_table(tags.names))
    digest.update(tags.offsets.astype("<i8").tobytes())
    digest.update(tags.codes.astype("<u2").tobytes())
    return digest.hexdigest()


def tags_of_items(folder: Path, n_items: int) -> list[list[str]]:
    """The tags of every item; none where the community in `folder` has no table of them.

    Raises
    ------
    StorageError
        When they cannot be read or are damaged.
    """
    path = folder / TAGS
    if not path.exists():
        return [[] for _ in range(n_items)]
    try:
        with path.open(encoding="utf-8", newline="") as table:
            names = [name for (name,) in csv.reader(table, strict=True)][1:]
    except (OSError, ValueError, csv.Error) as error:
        raise StorageError(
            f"the tags of the community cannot be read: {path}", hint=_IMPORT_AGAIN
        ) from error
    offsets = load_array(folder / f"{TAG_OFFSETS}.npy")
    codes = load_array(folder / f"{TAG_CODES}.npy")
    if not _fit_together(offsets, codes, n_items, len(names)):
        raise StorageError(f"the tags of the community are damaged: {path}", hint=_IMPORT_AGAIN)
    told = [names[code] for code in codes.tolist()]
    bounds = offsets.tolist()
    return [told[bounds[item] : bounds[item + 1]] for item in range(n_items)]


def _fit_together(offsets: NDArray[Any], codes: NDArray[Any], n_items: int, n_names: int) -> bool:
    return (
        offsets.shape == (n_items + 1,)
        and codes.ndim == 1
        and int(offsets[0]) == 0
        and int(offsets[-1]) == len(codes)
        and bool((offsets[1:] >= offsets[:-1]).all())
        and (not len(codes) or (int(codes.min()) >= 0 and int(codes.max()) < n_names))
    )
