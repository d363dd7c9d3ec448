"""The trained model for a command: there, or trained now with a progress bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.cli.output import note
from filmrec.cli.progress import progress_bar
from filmrec.cli.session import community_of, now

if TYPE_CHECKING:
    from filmrec.actions.models import Training
    from filmrec.cli.session import Session
    from filmrec.model.artifact import Model
    from filmrec.model.hyperparameters import Hyperparameters


def ready_model(session: Session) -> Model:
    """The current model; when there is none, or not a usable one, it is trained first."""
    from filmrec.actions.models import ModelState, find_model
    from filmrec.model.hyperparameters import Hyperparameters

    found = find_model(session.settings.model_path, community_of(session))
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


def run_training(session: Session, hyperparameters: Hyperparameters) -> Training:
    """Train with a bar on stderr and say what was learnt."""
    from filmrec.actions.models import train_model

    try:
        with progress_bar(session, "learning from the community", patience=0.0) as progress:
            training = train_model(
                session.settings.model_path,
                community_of(session),
                hyperparameters,
                now=now,
                progress=progress,
            )
    except KeyboardInterrupt:
        note(session, "stopped; nothing was changed")
        raise
    community = training.community
    note(
        session,
        f"learnt from {community.n_ratings:,} ratings of {community.n_items:,} films"
        f" by {community.n_users:,} people in {training.seconds:.0f} s",
    )
    return training
