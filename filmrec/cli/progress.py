"""Bars for work that takes a while: shown to a person, and only once it does take a while."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filmrec.cli.output import stderr_console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from filmrec.cli.session import Session

# Work that is done sooner shows no bar.
PATIENCE_SECONDS = 1.0


@contextmanager
def progress_bar(
    session: Session, what: str, patience: float = PATIENCE_SECONDS
) -> Iterator[Callable[[float], None] | None]:
    """Where work reports how far it is, 0 to 1: a bar for a person, nothing for a file."""
    console = stderr_console()
    if session.quiet or not console.is_terminal:
        yield None
        return
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn(what), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task("", total=1.0)
    started = time.monotonic()

    def report(done: float) -> None:
        if not bar.live.is_started and time.monotonic() - started >= patience:
            bar.start()
        bar.update(task, completed=done)

    try:
        yield report
    finally:
        bar.stop()
