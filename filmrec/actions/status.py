"""Where a person stands: what is stored, what is learnt, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.films import Mark

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from filmrec.actions.community import Community
    from filmrec.library import Library


@dataclass(frozen=True, slots=True)
class Shelf:
    """How much the person has said."""

    n_films: int
    n_ratings: int
    n_seen: int
    n_hidden: int
    n_watchlist: int
    n_liked: int


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """`state` is current, missing, outdated or unusable; then `problem` says why.

    `trained_at` is ISO 8601, None where no model could be read.
    """

    state: str
    problem: str | None
    trained_at: str | None
    bytes_on_disk: int


@dataclass(frozen=True, slots=True)
class Status:
    shelf: Shelf
    community: Community
    model: ModelStatus
    library_bytes: int


def shelf_of(library: Library) -> Shelf:
    return Shelf(
        n_films=library.count_films(),
        n_ratings=library.count_ratings(),
        n_seen=library.count_marked(Mark.SEEN),
        n_hidden=library.count_marked(Mark.HIDDEN),
        n_watchlist=library.count_marked(Mark.WATCHLIST),
        n_liked=library.count_marked(Mark.LIKED),
    )


def status(
    library: Library, model_path: Path, community: Community, *, described_since: datetime | None
) -> Status:
    from filmrec.actions.models import find_model

    found = find_model(model_path, community, described_since=described_since)
    model = ModelStatus(
        state=found.state.value,
        problem=found.problem,
        trained_at=found.model.trained_at if found.model is not None else None,
        bytes_on_disk=size_of(model_path),
    )
    return Status(shelf_of(library), community, model, size_of(library.path))


def size_of(path: Path) -> int:
    """Bytes on disk; 0 for a file that is not there or that cannot be looked at."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
