"""The trained model of the community: found, checked, and trained when it must be."""

from __future__ import annotations

import enum
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.errors import ModelUnusableError, StorageError
from filmrec.model.artifact import Model, load_model, model_fingerprint, save_model
from filmrec.model.hyperparameters import Hyperparameters

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from filmrec.actions.community import Community


class ModelState(enum.Enum):
    """What stands at the model's path."""

    CURRENT = "current"
    MISSING = "missing"
    OUTDATED = "outdated"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class FoundModel:
    """The model on disk; `model` is None unless it could be read, `problem` says why not."""

    state: ModelState
    model: Model | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Training:
    """A finished training run: what was learnt, from whom, in how many seconds.

    `unsaved` is why the model could not be kept; it can be used all the same.
    """

    model: Model
    community: Community
    seconds: float
    unsaved: StorageError | None = None


def find_model(path: Path, community: Community) -> FoundModel:
    """Read the model at `path` and see whether it was trained on this community."""
    try:
        model = load_model(path)
    except FileNotFoundError:
        return FoundModel(ModelState.MISSING)
    except (ModelUnusableError, StorageError) as error:
        return FoundModel(ModelState.UNUSABLE, problem=error.message)
    fingerprint = model_fingerprint(community.ratings_fingerprint, model.hyperparameters)
    if model.fingerprint != fingerprint:
        return FoundModel(ModelState.OUTDATED, model=model)
    return FoundModel(ModelState.CURRENT, model=model)


def train_model(
    path: Path,
    community: Community,
    hyperparameters: Hyperparameters,
    *,
    now: Callable[[], datetime],
    progress: Callable[[float], None] | None = None,
) -> Training:
    """Train on a community and replace the model at `path`.

    Interrupted, it leaves the model that was there.
    """
    # The only way to LightFM, which takes a third of a second to import.
    from filmrec.model.interactions import load_interactions
    from filmrec.model.train import train

    started = time.monotonic()
    interactions, item_ids = load_interactions(community.folder)
    model = train(
        interactions,
        hyperparameters,
        item_ids=item_ids,
        trained_at=now().isoformat(timespec="seconds"),
        progress=progress,
    )
    unsaved = None
    try:
        save_model(path, model)
    except StorageError as error:
        unsaved = error
    return Training(model, community, time.monotonic() - started, unsaved)
