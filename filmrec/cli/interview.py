"""`filmrec rate` alone: a conversation, one film a question."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from filmrec.cli.models import ready_model
from filmrec.cli.output import show, stdout_console, warn
from filmrec.cli.session import open_shelf
from filmrec.errors import UsageError
from filmrec.films import Film, Mark
from filmrec.render.text import plural, printable

if TYPE_CHECKING:
    from filmrec.actions.interview import Interview
    from filmrec.cli.session import Session

KEYS = "0.5-5 stars, n not seen, h never show, u undo, q done"
ENOUGH_FOR_A_LIST = 10
FIRST_LIST = 5


def interview(session: Session) -> None:
    """Ask until the person is done; every answer is stored when it is given."""
    from filmrec.actions.interview import Interview

    with open_shelf(session) as library:
        sitting = Interview(library, ready_model(session))
        warn(f"How many stars? Answer {KEYS}.")
        interrupted = False
        try:
            _ask_until_done(sitting)
        except KeyboardInterrupt:
            interrupted = True
            warn("")
        n_ratings = library.count_ratings()
    warn(f"kept: {plural(n_ratings, 'rating')}. `filmrec recommend` shows your list.")
    if interrupted:
        raise typer.Exit(130)


def _ask_until_done(sitting: Interview) -> None:
    film = sitting.next_film()
    while film is not None:
        answer = _ask(film)
        if answer in {"q", "quit", None}:
            return
        if answer == "u":
            film = _undo(sitting) or film
        elif answer == "l":
            _show_first_list(sitting)
        elif _store(sitting, film, answer):
            film = sitting.next_film()
            _offer_list(sitting)
    warn("that was the last film to ask about")


def _ask(film: Film) -> str | None:
    """One line from the person, None at the end of the input."""
    genres = f"  [{', '.join(film.genres)}]" if film.genres else ""
    sys.stderr.write(printable(f"{film.name}{genres}") + "  ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip().casefold() if line else None


def _store(sitting: Interview, film: Film, answer: str) -> bool:
    """Keep an answer; False when it was none, and the film is asked about again."""
    from filmrec.actions.ratings import parse_stars

    if answer == "n":
        sitting.mark(film, Mark.NOT_SEEN)
    elif answer == "h":
        sitting.mark(film, Mark.HIDDEN)
    else:
        try:
            stars = parse_stars(answer)
        except UsageError:
            warn(f"  answer {KEYS}")
            return False
        sitting.rate(film, stars)
    return True


def _undo(sitting: Interview) -> Film | None:
    film = sitting.undo()
    warn("  nothing to undo" if film is None else f"  taken back: {film.name}")
    return film


def _offer_list(sitting: Interview) -> None:
    if sitting.library.count_ratings() == ENOUGH_FOR_A_LIST:
        warn(f"  {ENOUGH_FOR_A_LIST} rated: `l` shows a first list, or go on; each one sharpens it")


def _show_first_list(sitting: Interview) -> None:
    from filmrec.actions.personal import recommend
    from filmrec.actions.recommend import Request
    from filmrec.render.tables import recommendations_table

    result = recommend(sitting.library, sitting.model, Request(count=FIRST_LIST))
    width = stdout_console().width
    show(recommendations_table(result.rows, width=width, personal=result.is_personal))
