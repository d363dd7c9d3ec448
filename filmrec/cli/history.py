"""`filmrec undo`, `redo` and `history`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from filmrec.cli.options import CsvOption, JsonOption
from filmrec.cli.output import note, out, show_list
from filmrec.cli.session import open_shelf, session_of
from filmrec.errors import UsageError

if TYPE_CHECKING:
    from filmrec.cli.session import Session

USUAL_LENGTH = 20
LengthOption = Annotated[
    int, typer.Option("-n", "--count", min=1, max=1_000_000, help="How many steps.")
]


def undo(
    ctx: typer.Context,
    number: Annotated[
        int | None,
        typer.Argument(
            metavar="STEP", help="Its number in `filmrec history`; without it the last."
        ),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show what can be undone.")] = False,
) -> None:
    """Take back the last command that changed the library, or the one of that number."""
    session = session_of(ctx)
    if listed:
        if number is not None:
            raise UsageError("STEP and --list do not go together", hint="do one after the other")
        _show(session, USUAL_LENGTH, standing=True)
        return
    from filmrec.actions.history import undo as take_back
    from filmrec.render.messages import step_text

    with open_shelf(session) as library:
        step = take_back(library, number)
    out(f"undone: {step_text(step)}")


def redo(ctx: typer.Context) -> None:
    """Do again what was undone last."""
    from filmrec.actions.history import redo as do_again
    from filmrec.render.messages import step_text

    with open_shelf(session_of(ctx)) as library:
        step = do_again(library)
    out(f"redone: {step_text(step)}")


def history(
    ctx: typer.Context,
    count: LengthOption = USUAL_LENGTH,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """The commands that changed the library, the newest first, with the numbers `undo` takes."""
    _show(session_of(ctx), count, as_json=as_json, as_csv=as_csv)


def _show(
    session: Session,
    count: int,
    *,
    standing: bool = False,
    as_json: bool = False,
    as_csv: bool = False,
) -> None:
    from filmrec.render.documents import STEP_COLUMNS, step_document
    from filmrec.render.messages import steps_shown
    from filmrec.render.tables import steps_table

    with open_shelf(session) as library:
        steps = library.steps(count, standing=standing)
        n_steps = library.count_steps(standing=standing)
    rows = [step_document(step) for step in steps]
    show_list(rows, STEP_COLUMNS, lambda _: steps_table(steps), as_json=as_json, as_csv=as_csv)
    note(session, steps_shown(len(steps), n_steps))
