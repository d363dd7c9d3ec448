"""Another community: read, written beside the one in use, then switched to in one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.actions.community import (
    STARTER_FOLDER,
    Community,
    current_community,
    read_community,
    take_films,
)
from filmrec.actions.community_folder import point_to, remove_community, write_community
from filmrec.errors import StorageError
from filmrec.sources.movielens_set import open_set

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from filmrec.library import Library
    from filmrec.sources.movielens_set import MovieLensSet

# Of the work of an import: the rest is the catalogue's.
_READING_SHARE = 0.6
_READMES = ("README.txt", "README.html", "README")


@dataclass(frozen=True, slots=True)
class ImportedCommunity:
    """`n_new_films` of its films the catalogue did not have."""

    community: Community
    n_new_films: int


def import_community(
    library: Library,
    root: Path,
    path: Path,
    progress: Callable[[float], None] | None = None,
) -> ImportedCommunity:
    """Make the set at `path`, a zip or a folder, the community in use; it is kept under `root`.

    Stopped or failed at any moment, the community that was in use still is.

    Raises
    ------
    UnreadableFileError
        When the set is damaged or is none.
    StorageError
        When something cannot be written.
    """
    # Arrays: not for going back to the starter.
    from filmrec.actions.community_set import read_community_set

    report = progress or (lambda share: None)
    with open_set(path) as opened:
        found = read_community_set(
            library=library, opened=opened, progress=lambda share: report(share * _READING_SHARE)
        )
        community = write_community(root, _name(opened), found, _readme(opened))
    del found
    try:
        return _use(library, root, community)
    except BaseException:
        remove_community(community)
        raise


def use_starter(library: Library, root: Path) -> ImportedCommunity:
    """Go back to the community inside the package; the imported one is removed."""
    return _use(library, root, read_community(STARTER_FOLDER))


def _use(library: Library, root: Path, community: Community) -> ImportedCommunity:
    """The last thing before the library's transaction is kept is to point to the community.

    Whoever is killed in between leaves a catalogue that the next command brings up to date.
    """
    before = _in_use(root)
    try:
        with library.transaction("change community"):
            n_new_films = take_films(library, community)
            point_to(root, community)
    except BaseException:
        if before is not None:
            point_to(root, before)
        raise
    if before is not None and before.folder != community.folder:
        remove_community(before)
    return ImportedCommunity(community, n_new_films)


def _in_use(root: Path) -> Community | None:
    try:
        return current_community(root)
    except StorageError:
        # It is damaged: there is nothing to go back to.
        return None


def _name(opened: MovieLensSet) -> str:
    return opened.name.removesuffix(".zip")


def _readme(opened: MovieLensSet) -> bytes | None:
    for file in _READMES:
        if opened.has(file):
            return opened.content(file)
    return None
