"""`filmrec rate` alone, on a terminal of its own."""

from __future__ import annotations

import json
import os
import re
import signal
from typing import TYPE_CHECKING

import pytest

from tests.cli.terminal import Terminal

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

    Start = Callable[..., subprocess.Popen[bytes]]

QUESTION = re.compile(r"([^\r\n]+? \(\d{4}\))(?:  \[[^\]]*\])?\r\n  \d+> $")


class Sitting(Terminal):
    """A terminal at which films are asked about."""

    def question(self) -> str:
        """The film asked about."""
        return self.wait_for(QUESTION)[1].strip()

    def answer(self, line: str) -> str:
        film = self.question()
        self.type(line)
        return film


@pytest.fixture
def sit_down(start: Start, trained: Path) -> Iterator[Callable[..., Sitting]]:
    opened: list[Sitting] = []

    def open_terminal(*command: str) -> Sitting:
        assert trained.exists()
        opened.append(Sitting(start, *command))
        return opened[-1]

    yield open_terminal
    for terminal in opened:
        os.close(terminal.screen)


def _rated(run: Run) -> dict[str, float]:
    rows = json.loads(run("ratings", "--json").stdout)
    return {f"{row['title']} ({row['year']})": row["stars"] for row in rows}


def test_answers_are_stored_as_they_are_given(run: Run, sit_down: Callable[..., Sitting]) -> None:
    terminal = sit_down("rate")
    first = terminal.answer("4.5")
    second = terminal.answer("2")
    terminal.question()
    assert _rated(run) == {first: 4.5, second: 2.0}
    terminal.type("q")
    assert terminal.end() == 0


def test_no_film_is_asked_about_twice_even_in_another_sitting(
    run: Run, sit_down: Callable[..., Sitting]
) -> None:
    asked = []
    for _ in range(2):
        terminal = sit_down("rate")
        asked += [terminal.answer(line) for line in ("n", "h", "3", "n")]
        terminal.type("q")
        terminal.end()
    assert len(set(asked)) == 8
    assert len(_rated(run)) == 2


def test_undo_takes_back_the_last_answer_and_asks_again(
    run: Run, sit_down: Callable[..., Sitting]
) -> None:
    terminal = sit_down("rate")
    first = terminal.answer("5")
    terminal.answer("u")
    assert terminal.answer("1") == first
    terminal.answer("q")
    assert terminal.end() == 0
    assert _rated(run) == {first: 1.0}


def test_undo_in_a_sitting_leaves_what_another_terminal_did(
    run: Run, sit_down: Callable[..., Sitting]
) -> None:
    terminal = sit_down("rate")
    first = terminal.answer("5")
    terminal.question()
    run("rate", "ml:9", "3")
    terminal.type("u")
    terminal.answer("q")
    terminal.end()
    assert list(_rated(run)) == ["Sudden Death (1995)"]
    assert first != "Sudden Death (1995)"


def test_an_answer_that_is_none_is_asked_for_again(
    run: Run, sit_down: Callable[..., Sitting]
) -> None:
    terminal = sit_down("rate")
    film = terminal.answer("great!")
    assert terminal.answer("4") == film
    terminal.answer("q")
    terminal.end()
    assert _rated(run) == {film: 4.0}


def test_a_first_list_can_be_shown_after_ten_answers(sit_down: Callable[..., Sitting]) -> None:
    terminal = sit_down("rate")
    for stars in ("5", "1", "4", "2", "5", "3", "4", "1", "5", "4"):
        terminal.answer(stars)
    terminal.wait_for("10 rated: `l` shows a first list")
    terminal.answer("l")
    terminal.wait_for("match")
    terminal.answer("q")
    assert terminal.end() == 0


def test_ctrl_c_keeps_what_was_answered(run: Run, sit_down: Callable[..., Sitting]) -> None:
    terminal = sit_down("rate")
    film = terminal.answer("4")
    terminal.question()
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    assert "Traceback" not in terminal.text
    assert _rated(run) == {film: 4.0}


def test_a_kill_keeps_what_was_answered(run: Run, sit_down: Callable[..., Sitting]) -> None:
    terminal = sit_down("rate")
    film = terminal.answer("4")
    terminal.question()
    terminal.process.kill()
    terminal.end()
    assert _rated(run) == {film: 4.0}


def test_the_end_of_the_input_is_a_goodbye(run: Run, sit_down: Callable[..., Sitting]) -> None:
    terminal = sit_down("rate")
    film = terminal.answer("4")
    terminal.question()
    os.write(terminal.screen, b"\x04")
    assert terminal.end() == 0
    assert _rated(run) == {film: 4.0}


def test_several_films_of_a_name_are_picked_from_a_list(
    run: Run, sit_down: Callable[..., Sitting]
) -> None:
    terminal = sit_down("rate", "Hamlet", "4")
    number = terminal.wait_for(r"(\d)  Hamlet \(1948\)")[1]
    terminal.wait_for("which number")
    terminal.type(number)
    assert terminal.end() == 0
    assert _rated(run) == {"Hamlet (1948)": 4.0}


def test_picking_none_of_the_films_changes_nothing(
    run: Run, sit_down: Callable[..., Sitting]
) -> None:
    terminal = sit_down("rate", "Hamlet", "4")
    terminal.wait_for("which number")
    terminal.type("")
    assert terminal.end() == 4
    assert _rated(run) == {}


def test_what_was_hidden_can_be_taken_back(run: Run, sit_down: Callable[..., Sitting]) -> None:
    terminal = sit_down("rate")
    film = terminal.answer("h")
    terminal.answer("q")
    terminal.end()
    assert run("unrate", film).stdout == f"{film}: no longer hidden\n"
    assert json.loads(run("show", film, "--json").stdout)["marks"] == []


def test_a_byte_that_is_no_letter_is_an_answer_that_is_none(
    run: Run, sit_down: Callable[..., Sitting]
) -> None:
    terminal = sit_down("rate")
    film = terminal.question()
    os.write(terminal.screen, b"\xff\xfe\n")
    assert terminal.answer("4") == film
    terminal.answer("q")
    assert terminal.end() == 0
    assert _rated(run) == {film: 4.0}


def test_an_undo_that_cannot_be_done_goes_on_with_the_questions(
    run: Run, sit_down: Callable[..., Sitting]
) -> None:
    terminal = sit_down("rate")
    film = terminal.answer("5")
    terminal.question()
    run("rate", film, "1")
    terminal.type("u")
    terminal.wait_for("cannot be undone")
    terminal.answer("q")
    assert terminal.end() == 0
    assert _rated(run) == {film: 1.0}
