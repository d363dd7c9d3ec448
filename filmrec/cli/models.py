"""The trained model for a command: there, or trained now with a progress bar."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from filmrec.cli.output import note
from filmrec.cli.progress import progress_bar
from filmrec.cli.session import community_of, described_since, now, open_shelf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.actions.models import Describe, Training
    from filmrec.cli.session import Session
    from filmrec.model.artifact import Model
    from filmrec.model.hyperparameters import Hyperparameters


def ready_model(session: Session) -> Model:
    """The current model; when there is none, or not a usable one, it is trained first."""
    from filmrec.actions.models import ModelState, find_model
    from filmrec.model.hyperparameters import Hyperparameters

    found = find_model(
        session.settings.model_path,
        community_of(session),
        described_since=described_since(session),
    )
    if found.model is not None and found.state is ModelState.CURRENT:
        return found.model
    if found.state is ModelState.UNUSABLE:
        note(session, f"{found.problem}; training it again")
    elif found.state is ModelState.OUTDATED:
        note(session, "the community has changed since the model was trained; training it again")
    training = run_training(session, Hyperparameters())
    if training.unsaved is not None:
        note(session, f"the model is not kept: {training.unsaved.message}")
    return training.model


def run_training(
    session: Session,
    hyperparameters: Hyperparameters,
    *,
    memory: int | None = None,
    seconds: float | None = None,
) -> Training:
    """Train with a bar on stderr and say what was learnt.

    Not told how much memory (bytes) to take, it takes half of what is free.
    """
    from filmrec.actions.models import Limits, train_model
    from filmrec.cli.quantities import free_memory

    free = free_memory() if memory is None else None
    limits = Limits(memory if free is None else free // 2, seconds, is_wish=memory is None)

    try:
        with (
            _description(session) as describe,
            progress_bar(session, "learning from the community", patience=0.0) as progress,
        ):
            training = train_model(
                session.settings.model_path,
                community_of(session),
                hyperparameters,
                now=now,
                limits=limits,
                describe=describe,
                progress=progress,
            )
    except KeyboardInterrupt:
        note(session, "stopped; nothing was changed")
        raise
    community, model = training.community, training.model
    note(
        session,
        f"learnt from {_of(model.n_ratings, community.n_ratings)} ratings of"
        f" {community.n_items:,} films by {_of(model.n_people, community.n_users)} people"
        f" in {training.seconds:.0f} s",
    )
    return training


@contextmanager
def _description(session: Session) -> Iterator[Describe | None]:
    """What adds TMDb's facts to a training, where the person wants that."""
    if described_since(session) is None:
        yield None
        return
    from filmrec.actions.described import describe

    with open_shelf(session) as library:
        yield partial(describe, library)


def _of(used: int, there: int) -> str:
    return f"{used:,}" if used == there else f"{used:,} of {there:,}"
