"""`filmrec import --review`: one film a question, and each answer is kept for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.cli.output import ask, is_interactive, note, show_json, warn
from filmrec.cli.session import open_shelf
from filmrec.errors import FilmNotFoundError, NotOpenError, UsageError
from filmrec.render.text import film_key, plural, stars_text

if TYPE_CHECKING:
    from filmrec.actions.review import Question
    from filmrec.cli.session import Session
    from filmrec.films import Film
    from filmrec.library import Library

KEYS = "a number, another title, o (a film of its own), x (leave it out), Enter (later), q (done)"


def review_questions(session: Session, *, as_json: bool) -> None:
    """Ask about every film of which an import was not sure; as JSON only list them."""
    from filmrec.actions.review import open_questions

    with open_shelf(session) as library:
        questions = open_questions(library)
        if as_json:
            from filmrec.render.import_report import question_document

            show_json([question_document(question) for question in questions])
            return
        if not questions:
            note(session, "no film is open: every one is known or decided")
            return
        if not is_interactive():
            raise UsageError(
                f"{plural(len(questions), 'film')} open, and there is nobody to ask",
                hint="run it at a terminal, or list them with `filmrec import --review --json`",
            )
        warn(f"{plural(len(questions), 'film')} to look at. Answer {KEYS}.")
        decided = _ask_all(library, questions)
    note(session, f"decided: {decided:,}, open: {len(questions) - decided:,}")


def _ask_all(library: Library, questions: list[Question]) -> int:
    """Ask until the last question or `q`; returns how many were decided."""
    decided = 0
    for number, question in enumerate(questions, start=1):
        _present(question, f"{number}/{len(questions)}")
        answered = _ask_one(library, question)
        if answered is None:
            break
        decided += answered
    return decided


def _present(question: Question, place: str) -> None:
    said = [mark.value.replace("_", " ") for mark in sorted(question.marks)]
    if question.rating is not None:
        said.insert(0, f"{stars_text(question.rating.stars)} stars")
    warn(f"{place}  {question.film.name}" + (f"  ({', '.join(said)})" if said else ""))
    for number, film in enumerate(question.candidates, start=1):
        genres = f"  [{', '.join(film.genres)}]" if film.genres else ""
        warn(f"{number:>5}  {film.name}{genres}  {film_key(film)}")


def _ask_one(library: Library, question: Question) -> bool | None:
    """Whether the film was decided; None when the person is done."""
    while True:
        answer = ask("  which?  ")
        if answer is None or answer.casefold() in {"q", "quit"}:
            return None
        if not answer:
            return False
        try:
            if _decide(library, question, answer):
                return True
        except NotOpenError as error:
            warn(f"  {error.message}: it was answered or taken back elsewhere")
            return False


def _decide(library: Library, question: Question, answer: str) -> bool:
    """Keep the answer; False, with a word, where it cannot be understood."""
    film = question.film
    if answer.casefold() == "o":
        library.belongings.decide_own(film)
        return True
    if answer.casefold() == "x":
        library.belongings.decide_none(film)
        return True
    other = _meant(library, question, answer)
    if other is None:
        return False
    library.belongings.decide_same(film, other)
    warn(f"  it is {other.name}")
    return True


def _meant(library: Library, question: Question, answer: str) -> Film | None:
    """The candidate of that number, or the film of that name; None with a word for neither."""
    if answer.isdecimal() and 1 <= int(answer[:9]) <= len(question.candidates):
        return question.candidates[int(answer) - 1]
    try:
        film = library.find(answer)
    except FilmNotFoundError as error:
        warn(f"  {error.message}; answer {KEYS}")
        for candidate in error.candidates:
            warn(f"     {candidate.name}")
        return None
    if film.film_id == question.film.film_id:
        warn("  that is the film itself; `o` keeps it as a film of its own")
        return None
    return film
