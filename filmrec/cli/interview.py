"""`filmrec rate` alone: a conversation, one film a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from filmrec.cli.models import ready_model
from filmrec.cli.output import ask, show, stdout_console, warn
from filmrec.cli.session import open_shelf
from filmrec.errors import FilmrecError, StorageError, UsageError
from filmrec.films import Film, Mark
from filmrec.render.text import plural

if TYPE_CHECKING:
    from filmrec.actions.interview import Interview
    from filmrec.cli.session import Session

KEYS = "stars 0.5-5, n not seen, h never show, u undo, l list, q done"
ENOUGH_FOR_A_LIST = 10
FIRST_LIST = 5


def interview(session: Session) -> None:
    """Ask until the person is done; every answer is stored when it is given."""
    from filmrec.actions.interview import Interview

    with open_shelf(session) as library:
        sitting = Interview(library, ready_model(session))
        warn(f"How did you like these? Answer {KEYS}.")
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
        answer = _ask(film, sitting.library.count_ratings() + 1)
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


def _ask(film: Film, number: int) -> str | None:
    """One answer from the person, None at the end of the input."""
    warn(f"{film.name}  [{', '.join(film.genres)}]" if film.genres else film.name)
    answer = ask(f"  {number}> ")
    return None if answer is None else answer.casefold()


def _store(sitting: Interview, film: Film, answer: str) -> bool:
    """Keep an answer; False when it was none or could not be kept: the film is asked again."""
    from filmrec.actions.ratings import parse_stars

    try:
        if answer == "n":
            sitting.mark(film, Mark.NOT_SEEN)
        elif answer == "h":
            sitting.mark(film, Mark.HIDDEN)
        else:
            sitting.rate(film, parse_stars(answer))
    except UsageError:
        warn(f"  answer {KEYS}")
        return False
    except StorageError as error:
        warn(f"  not kept: {error.message}")
        return False
    return True


def _undo(sitting: Interview) -> Film | None:
    try:
        film = sitting.undo()
    except FilmrecError as error:
        warn(f"  {error.message}")
        return None
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
