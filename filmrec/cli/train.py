"""`filmrec train` and `filmrec evaluate`."""

from __future__ import annotations

from typing import Annotated

import typer

from filmrec.cli.options import JsonOption
from filmrec.cli.output import show, show_json
from filmrec.cli.session import open_shelf, session_of
from filmrec.errors import UsageError


def train(
    ctx: typer.Context,
    seed: Annotated[int, typer.Option(help="Same seed, same data: the same lists.")] = 0,
    members: Annotated[
        int | None, typer.Option(help="Models in the ensemble; more are steadier and slower.")
    ] = None,
    components: Annotated[
        int | None, typer.Option(help="Numbers by which a film's appeal is described.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(help="Passes over the community's ratings.")] = None,
) -> None:
    """Learn the community's taste anew. `recommend` does it by itself when it must."""
    session = session_of(ctx)
    from filmrec.cli.models import run_training
    from filmrec.model.hyperparameters import Hyperparameters

    asked = {"n_members": members, "n_components": components, "epochs": epochs, "seed": seed}
    try:
        hyperparameters = Hyperparameters(
            **{name: value for name, value in asked.items() if value is not None}
        )
    except ValueError as error:
        raise UsageError(str(error), hint="see `filmrec train --help`") from error
    run_training(session, hyperparameters)


def evaluate(
    ctx: typer.Context,
    holdout: Annotated[
        float,
        typer.Option(min=0.05, max=0.8, help="Share of your ratings to hide, the newest first."),
    ] = 0.2,
    seed: Annotated[int, typer.Option(help="For the chance that the result is held against.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """How well the model guesses you: hides your newest ratings and looks where they rank."""
    session = session_of(ctx)
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
