"""`filmrec train` and `filmrec evaluate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from filmrec.cli.options import JsonOption
from filmrec.cli.output import show, show_json, warn
from filmrec.cli.session import described_since, open_shelf, place_of, session_of
from filmrec.errors import NotReadyError, UsageError
from filmrec.model.hyperparameters import Hyperparameters

if TYPE_CHECKING:
    from filmrec.cli.session import Session

USUAL = Hyperparameters()
LEAST_HOLDOUT, MOST_HOLDOUT = 0.05, 0.8


def train(
    ctx: typer.Context,
    seed: Annotated[int, typer.Option(help="Same seed, same data: the same lists.")] = 0,
    members: Annotated[
        int, typer.Option(help="Models in the ensemble; more are steadier and slower.")
    ] = USUAL.n_members,
    components: Annotated[
        int, typer.Option(help="Numbers by which a film's appeal is described.")
    ] = USUAL.n_components,
    epochs: Annotated[
        int, typer.Option(help="Passes over the ratings; fewer are made over more than a million.")
    ] = USUAL.epochs,
    tmdb_features: Annotated[
        bool | None,
        typer.Option(
            "--tmdb-features/--no-tmdb-features",
            help="Learn from what TMDb told as well, or no more; remembered.",
        ),
    ] = None,
    memory: Annotated[
        str | None,
        typer.Option(help="Memory to take at most, as 800M or 4G; half of what is free."),
    ] = None,
    budget: Annotated[
        str | None, typer.Option(help="Time to take at most, as 90s, 10m or 1h.")
    ] = None,
) -> None:
    """Learn the community's taste anew. `recommend` does it by itself when it must.

    Where the memory or the time is not enough for a whole community, people are sampled, those
    who rated more the more likely, and the result says how many were.
    """
    session = session_of(ctx)
    from filmrec.cli.models import run_training
    from filmrec.cli.quantities import read_bytes, read_seconds

    most_bytes = None if memory is None else read_bytes(memory)
    most_seconds = None if budget is None else read_seconds(budget)

    try:
        hyperparameters = Hyperparameters(
            n_members=members, n_components=components, epochs=epochs, seed=seed
        )
    except ValueError as error:
        raise UsageError(str(error), hint="see `filmrec train --help`") from error
    if tmdb_features is not None:
        _remember(session, tmdb_features)
    training = run_training(session, hyperparameters, memory=most_bytes, seconds=most_seconds)
    if training.unsaved is not None:
        raise training.unsaved


def _remember(session: Session, tmdb_features: bool) -> None:
    """Keep the choice; who makes it for the first time is shown what TMDb's terms say."""
    from filmrec.actions.config import TMDB_FEATURES, set_value
    from filmrec.actions.described import CLAUSE

    if tmdb_features:
        with open_shelf(session) as library:
            if not library.tmdb.info().n_films:
                raise NotReadyError(
                    "TMDb was not asked about any film yet", hint="run `filmrec import-tmdb` first"
                )
        if described_since(session) is None:
            warn(CLAUSE)
    set_value(TMDB_FEATURES, "on" if tmdb_features else "off", place_of(session))


def evaluate(
    ctx: typer.Context,
    holdout: Annotated[
        float,
        typer.Option(help="Share of your ratings to hide, the newest first; 0.05 to 0.8."),
    ] = 0.2,
    seed: Annotated[int, typer.Option(help="For the chance that the result is held against.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """How well the model guesses you: hides your newest ratings and looks where they rank."""
    session = session_of(ctx)
    if not LEAST_HOLDOUT <= holdout <= MOST_HOLDOUT:
        raise UsageError(f"{holdout} cannot be hidden", hint="--holdout goes from 0.05 to 0.8")
    from filmrec.actions.evaluate import evaluate as measure
    from filmrec.cli.models import ready_model
    from filmrec.render.documents import evaluation_document

    with open_shelf(session) as library:
        result = measure(library, ready_model(session), holdout=holdout, seed=seed)
    if as_json:
        show_json(evaluation_document(result))
    else:
        from filmrec.render.evaluation import evaluation_report

        show(evaluation_report(result))
