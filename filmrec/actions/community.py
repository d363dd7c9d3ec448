"""The community whose taste is learnt: which one is in use, and its films in the catalogue."""

from __future__ import annotations

import csv
import json
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


@dataclass(frozen=True, slots=True)
class Community:
    """A set of ratings on disk: `folder` holds its arrays, the rest describes them."""

    folder: Path
    name: str
    title: str
    n_users: int
    n_items: int
    n_ratings: int
    ratings_fingerprint: str
    films_fingerprint: str


def current_community() -> Community:
    """The community in use.

    Raises
    ------
    StorageError
        When its description is missing or damaged.
    """
    path = STARTER_FOLDER / "community.json"
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
        return Community(folder=STARTER_FOLDER, **description)
    except (OSError, ValueError, TypeError) as error:
        raise StorageError(
            f"the community set cannot be read: {path}", hint="install filmrec again"
        ) from error


def fill_catalogue(library: Library) -> None:
    """Put the community's films into the library, unless they are there already."""
    community = current_community()
    origin = CatalogueOrigin(community.name, community.films_fingerprint)
    if library.community() == origin:
        return
    with library.transaction("add films"):
        library.add_films(_films(community))
        library.set_community(origin)


def _films(community: Community) -> Iterator[NewFilm]:
    with (community.folder / "films.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield NewFilm(
                title=row["title"],
                year=int(row["year"]) if row["year"] else None,
                genres=_split(row["genres"]),
                movielens_id=int(row["movielens_id"]),
                alternative_titles=_split(row["alternative_titles"]),
                community_mean=float(row["community_mean"]),
                n_community_ratings=int(row["n_community_ratings"]),
            )


def _split(joined: str) -> tuple[str, ...]:
    return tuple(joined.split("|")) if joined else ()
