"""The community whose taste is learnt: which one is in use, and its films in the catalogue."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filmrec import data
from filmrec.errors import StorageError
from filmrec.library import Community as CatalogueOrigin
from filmrec.library import NewFilm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.library import Library

STARTER_FOLDER = Path(data.__file__).parent / "starter"
# Names the folder of the community in use; not there, it is the starter's.
POINTER = "current"
DESCRIPTION, FILMS = "community.json", "films.csv"
FILM_COLUMNS = (
    "movielens_id",
    "title",
    "year",
    "genres",
    "community_mean",
    "n_community_ratings",
    "alternative_titles",
    "imdb_id",
    "tmdb_id",
)
# What an import makes; nothing else is read or removed.
_FOLDER_NAME = re.compile(r"[\w.+-]{1,100}", re.ASCII)
NOT_COMMERCIAL = "not for commercial use"
_BACK_TO_STARTER = "`filmrec import-movielens --starter` goes back to the films inside the package"


@dataclass(frozen=True, slots=True)
class Community:
    """A set of ratings on disk: `folder` holds its arrays, the rest describes them.

    `terms` is what its licence allows, in a few words. `tags_fingerprint` is empty where nobody
    gave tags, and in what was imported before they were kept.
    """

    folder: Path
    name: str
    title: str
    n_users: int
    n_items: int
    n_ratings: int
    ratings_fingerprint: str
    films_fingerprint: str
    terms: str = f"{NOT_COMMERCIAL}, to be passed on under the same conditions"
    tags_fingerprint: str = ""

    @property
    def fingerprint(self) -> str:
        """Of all that a model learns from it: ratings, films and tags."""
        parts = (self.ratings_fingerprint, self.films_fingerprint, self.tags_fingerprint)
        return " ".join(part for part in parts if part)

    @property
    def is_starter(self) -> bool:
        return self.folder == STARTER_FOLDER


def current_community(folder: Path) -> Community:
    """The community in use, of those imported into `folder` or the starter.

    Raises
    ------
    StorageError
        When its description is missing or damaged.
    """
    try:
        name = (folder / POINTER).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return read_community(STARTER_FOLDER)
    except (OSError, ValueError) as error:
        raise StorageError(
            f"cannot read which community is in use: {folder / POINTER}", hint=_BACK_TO_STARTER
        ) from error
    if _FOLDER_NAME.fullmatch(name) is None or name.startswith("."):
        raise StorageError(f"{folder / POINTER} names no community", hint=_BACK_TO_STARTER)
    return read_community(folder / name)


def read_community(folder: Path) -> Community:
    """The community whose arrays are in `folder`."""
    path = folder / DESCRIPTION
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
        return Community(folder=folder, **description)
    except (OSError, ValueError, TypeError) as error:
        cure = "install filmrec again" if folder == STARTER_FOLDER else _BACK_TO_STARTER
        raise StorageError(f"the community set cannot be read: {path}", hint=cure) from error


def fill_catalogue(library: Library, community: Community) -> None:
    """Make the library's catalogue that of the community, unless it is already."""
    if library.community() == _origin(community):
        return
    take_films(library, community)


def take_films(library: Library, community: Community) -> int:
    """Put the community's films into the library; returns how many are new there."""
    return library.replace_catalogue(_origin(community), films_of_set(community))


def _origin(community: Community) -> CatalogueOrigin:
    return CatalogueOrigin(community.name, community.films_fingerprint)


def films_of_set(community: Community) -> Iterator[NewFilm]:
    """The films of the community as its set tells of them; StorageError where it cannot."""
    try:
        yield from _films(community)
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise StorageError(
            f"the films of the community cannot be read: {community.folder / FILMS}",
            hint="install filmrec again" if community.is_starter else _BACK_TO_STARTER,
        ) from error


def _films(community: Community) -> Iterator[NewFilm]:
    with (community.folder / FILMS).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            tmdb_id = row.get("tmdb_id")
            yield NewFilm(
                title=row["title"],
                year=int(row["year"]) if row["year"] else None,
                genres=_split(row["genres"]),
                movielens_id=int(row["movielens_id"]),
                imdb_id=row.get("imdb_id") or None,
                tmdb_id=int(tmdb_id) if tmdb_id else None,
                alternative_titles=_split(row["alternative_titles"]),
                community_mean=float(row["community_mean"]) if row["community_mean"] else None,
                n_community_ratings=int(row["n_community_ratings"]),
            )


def _split(joined: str) -> tuple[str, ...]:
    return tuple(joined.split("|")) if joined else ()
