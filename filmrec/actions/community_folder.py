"""Communities on disk: each in a folder of its own, written whole before any is in use."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from filmrec.actions.community import (
    DESCRIPTION,
    FILM_COLUMNS,
    FILMS,
    NOT_COMMERCIAL,
    POINTER,
    Community,
)
from filmrec.actions.community_tags import (
    TAG_CODES,
    TAG_OFFSETS,
    TAGS,
    fingerprint_of_tags,
    tag_table,
)
from filmrec.data import CITATION
from filmrec.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from filmrec.actions.community_set import CommunitySet

NOTICE = "NOTICE.txt"
# What GroupLens lets be passed on; of the others its README says that they may not.
_PASSED_ON = frozenset({"ml-latest-small", "ml-latest", "ml-20m", "ml-32m"})
_MOST_OF_A_NAME = 60
# A folder half written by somebody killed goes when it is older than any import takes.
_ABANDONED_SECONDS = 3600


def write_community(root: Path, name: str, found: CommunitySet, readme: bytes | None) -> Community:
    """Write a community into a new folder under `root`; it is not in use yet.

    Raises
    ------
    StorageError
        When it cannot be written; nothing of it is then left.
    """
    plain = re.sub(r"[^\w.+-]+", "-", name, flags=re.ASCII).strip("-.")[:_MOST_OF_A_NAME]
    plain = plain or "community"
    with _storage_errors(root):
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_abandoned(root)
        folder = Path(tempfile.mkdtemp(prefix=f"{plain}-", dir=root))
    try:
        with _storage_errors(folder):
            return _write(folder, plain, found, readme)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write(folder: Path, name: str, found: CommunitySet, readme: bytes | None) -> Community:
    interactions = found.interactions
    arrays: dict[str, NDArray[Any]] = {
        "item_ids": found.item_ids,
        "offsets": interactions.offsets,
        "items": interactions.items,
        "half_stars": interactions.half_stars,
    }
    tags = found.tags
    if tags is not None:
        arrays |= {TAG_OFFSETS: tags.offsets, TAG_CODES: tags.codes}
        _write_file(folder / TAGS, tag_table(tags.names))
    for array_name, array in arrays.items():
        with (folder / f"{array_name}.npy").open("wb") as file:
            np.save(file, array, allow_pickle=False)
            _sync(file.fileno())
    with (folder / FILMS).open("w", encoding="utf-8", newline="") as table:
        csv.writer(table, lineterminator="\n").writerows(_film_rows(found))
        table.flush()
        _sync(table.fileno())
    terms = "to be passed on under the same conditions"
    if name not in _PASSED_ON:
        terms = "not to be passed on without permission"
    community = Community(
        folder=folder,
        name=name,
        title=f"MovieLens {name}" if name.startswith("ml-") else name,
        n_users=interactions.n_users,
        n_items=interactions.n_items,
        n_ratings=interactions.n_ratings,
        ratings_fingerprint=interactions.fingerprint(),
        films_fingerprint=hashlib.sha256((folder / FILMS).read_bytes()).hexdigest(),
        terms=f"{NOT_COMMERCIAL}, {terms}",
        tags_fingerprint="" if tags is None else fingerprint_of_tags(tags),
    )
    _write_file(folder / NOTICE, _notice(community).encode())
    if readme is not None:
        _write_file(folder / "README.txt", readme)
    description = asdict(community)
    del description["folder"]
    _write_file(folder / DESCRIPTION, (json.dumps(description, indent=2) + "\n").encode())
    _sync_folder(folder)
    return community


def _film_rows(found: CommunitySet) -> Iterator[tuple[object, ...]]:
    yield FILM_COLUMNS
    for film in found.films:
        mean = film.community_mean
        yield (
            film.movielens_id,
            film.title,
            film.year,
            "|".join(film.genres),
            None if mean is None else f"{mean:.3f}",
            film.n_community_ratings,
            "|".join(title for title in film.alternative_titles if "|" not in title),
            film.imdb_id,
            film.tmdb_id,
        )


def _notice(community: Community) -> str:
    return (
        f"{community.title}: a data set of GroupLens, University of Minnesota, who do not endorse\n"
        f"filmrec. Its licence: {community.terms}; README.txt beside\n"
        "this file, where the set came with one, has the whole of it. Changed: times and people's\n"
        "numbers left out, ratings stored as arrays, titles put into natural order,\n"
        "tags in small letters, only those that several films have.\n"
        f"\nTo cite it:\n\n{CITATION}\n"
    )


def point_to(root: Path, community: Community) -> None:
    """Make a community the one in use; whoever reads sees the old one or the new one.

    Raises
    ------
    StorageError
        When that cannot be written; the old one then stays in use.
    """
    pointer = root / POINTER
    with _storage_errors(pointer):
        if community.is_starter:
            pointer.unlink(missing_ok=True)
            return
        handle, name = tempfile.mkstemp(dir=root, prefix=f".{POINTER}-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(f"{community.folder.name}\n".encode())
                file.flush()
                _sync(file.fileno())
            temporary.replace(pointer)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(root)


def remove_community(community: Community) -> None:
    """Take away the folder of a community that is no longer in use; the starter's stays."""
    if not community.is_starter:
        shutil.rmtree(community.folder, ignore_errors=True)


def _remove_abandoned(root: Path) -> None:
    """Folders that are neither in use nor, by their age, being written."""
    try:
        in_use = (root / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        in_use = ""
    for left in root.iterdir():
        if left.name in {in_use, POINTER} or left.is_symlink():
            continue
        if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _write_file(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        _sync(file.fileno())


def _sync(handle: int) -> None:
    os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _storage_errors(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"cannot write {place}: {error.strerror or error}",
            hint="free some space, make its folder writable, or set FILMREC_HOME to another folder;"
            " the community in use stays",
        ) from error
