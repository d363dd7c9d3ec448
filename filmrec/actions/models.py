"""The trained model of the community: found, checked, and trained when it must be."""

from __future__ import annotations

import enum
import os
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from filmrec.errors import ModelUnusableError, StorageError, TrainingTooLargeError
from filmrec.model.artifact import Model, load_model, model_fingerprint, save_model
from filmrec.model.hyperparameters import Hyperparameters
from filmrec.model.plan import Plan, Size, TooLittleError, make_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from filmrec.actions.community import Community
    from filmrec.actions.described import Described
    from filmrec.model.interactions import Interactions

    Describe = Callable[[Interactions, NDArray[np.int32]], Described]


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


@dataclass(frozen=True, slots=True)
class Limits:
    """What a training may take, in bytes and in seconds; None for whatever it needs.

    Where `memory` is only a wish the smallest sample is learnt even so.
    """

    memory: int | None = None
    seconds: float | None = None
    is_wish: bool = False


# The rest of the time that there is goes to what follows the passes over the ratings.
_PASSES_SHARE = 0.7
NO_LIMITS = Limits()


def find_model(
    path: Path, community: Community, *, described_since: datetime | None = None
) -> FoundModel:
    """Read the model at `path` and see whether it was trained on this community.

    With `described_since` its films must be described by what TMDb told after that; without, they
    must not.
    """
    try:
        model = load_model(path)
    except FileNotFoundError:
        return FoundModel(ModelState.MISSING)
    except (ModelUnusableError, StorageError) as error:
        return FoundModel(ModelState.UNUSABLE, problem=error.message)
    fingerprint = model_fingerprint(community.fingerprint, model.hyperparameters)
    is_described = bool(model.features)
    if model.fingerprint != fingerprint or is_described != (described_since is not None):
        return FoundModel(ModelState.OUTDATED, model=model)
    if described_since is not None and model.trained_at < described_since.isoformat():
        return FoundModel(ModelState.OUTDATED, model=model)
    return FoundModel(ModelState.CURRENT, model=model)


def train_model(
    path: Path,
    community: Community,
    hyperparameters: Hyperparameters,
    *,
    now: Callable[[], datetime],
    limits: Limits = NO_LIMITS,
    describe: Describe | None = None,
    progress: Callable[[float], None] | None = None,
) -> Training:
    """Train on a community, or as much of it as `limits` allow, and replace the model at `path`.

    Interrupted, it leaves the model that was there. Films with few ratings or none are placed by
    what the community's own set tells of them; `describe` has the members see more than that.

    Raises
    ------
    TrainingTooLargeError
        When nothing useful fits into the limits.
    """
    plan = _plan(community, hyperparameters, limits)
    # The only way to LightFM, which takes a third of a second to import.
    from filmrec.actions.known import known_of
    from filmrec.model.interactions import load_interactions
    from filmrec.model.train import train

    started = time.monotonic()
    interactions, item_ids = load_interactions(community.folder)
    features = placed_by = None
    if describe is None:
        placed_by = known_of(community, item_ids)
    else:
        interactions, item_ids, features = describe(interactions, item_ids)
    last = None if limits.seconds is None else started + limits.seconds * _PASSES_SHARE
    model = train(
        interactions,
        plan.hyperparameters,
        item_ids=item_ids,
        features=features,
        placed_by=placed_by,
        trained_at=now().isoformat(timespec="seconds"),
        n_threads=plan.n_threads,
        is_late=lambda: last is not None and time.monotonic() > last,
        progress=progress,
    )
    # Of the community as it is on disk, whatever was put beside it.
    fingerprint = model_fingerprint(community.fingerprint, plan.hyperparameters)
    model = replace(model, fingerprint=fingerprint)
    unsaved = None
    try:
        save_model(path, model)
    except StorageError as error:
        unsaved = error
    return Training(model, community, time.monotonic() - started, unsaved)


def _plan(community: Community, hyperparameters: Hyperparameters, limits: Limits) -> Plan:
    size = Size(community.n_users, community.n_items, community.n_ratings)
    n_cores = os.cpu_count() or 1
    try:
        return make_plan(
            size, hyperparameters, n_cores=n_cores, memory=limits.memory, seconds=limits.seconds
        )
    except TooLittleError as error:
        if error.what == "memory" and limits.is_wish:
            return make_plan(
                size,
                hyperparameters,
                n_cores=n_cores,
                memory=int(error.needed),
                seconds=limits.seconds,
            )
        needed = (
            f"{error.needed / 1024**2:,.0f} MB of memory"
            if error.what == "memory"
            else f"{error.needed:.0f} seconds"
        )
        raise TrainingTooLargeError(
            f"training on this community takes at least {needed}",
            hint="give it more, take fewer --members, or a smaller set:"
            " `filmrec import-movielens --help`",
        ) from error
