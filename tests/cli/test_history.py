"""`filmrec undo`, `redo` and `history`."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

HEAT, FARGO = "Heat (1995)", "Fargo (1996)"


def _stars(run: Run) -> dict[str, float]:
    return {row["title"]: row["stars"] for row in json.loads(run("ratings", "--json").stdout)}


def test_undo_says_in_one_line_what_was_taken_back(run: Run) -> None:
    run("rate", HEAT, "4")
    run("rate", HEAT, "2.5")
    assert run("undo").stdout == f"undone: step 2, rate: {HEAT}, 2.5 stars (was 4)\n"
    assert _stars(run) == {"Heat": 4.0}
    assert run("redo").stdout == f"redone: step 2, rate: {HEAT}, 2.5 stars (was 4)\n"
    assert _stars(run) == {"Heat": 2.5}


@pytest.mark.parametrize(
    "commands",
    [
        [("rate", HEAT, "4")],
        [("rate", HEAT, "4"), ("unrate", HEAT)],
        [("seen", HEAT, FARGO)],
        [("seen", HEAT), ("unseen", HEAT)],
        [("hide", HEAT)],
        [("hide", HEAT), ("unhide", HEAT)],
        [("watchlist", "add", HEAT)],
        [("watchlist", "add", HEAT), ("watchlist", "remove", HEAT)],
    ],
    ids=lambda commands: " ".join(commands[-1]),
)
def test_every_command_that_changed_the_library_is_one_step_of_its_name(
    run: Run, commands: list[tuple[str, ...]]
) -> None:
    def shown() -> list[str]:
        return [run("show", film, "--json").stdout for film in (HEAT, FARGO)]

    *earlier, last = commands
    for command in earlier:
        run(*command)
    before = shown()
    run(*last)
    after = shown()
    newest = json.loads(run("history", "--json").stdout)[0]
    assert newest["command"] == " ".join(word for word in last if word not in {HEAT, FARGO, "4"})
    run("undo")
    assert shown() == before
    run("redo")
    assert shown() == after


def test_a_command_that_changed_nothing_is_no_step(run: Run) -> None:
    run("unrate", HEAT)
    run("seen", HEAT)
    run("seen", HEAT)
    run("recommend")
    assert len(json.loads(run("history", "--json").stdout)) == 1


def test_history_says_number_time_command_films_and_state(run: Run) -> None:
    run("rate", HEAT, "4")
    run("seen", FARGO, "ml:1")
    run("undo")
    lines = run("history").stdout.splitlines()
    assert lines[0].split() == ["step", "when", "command", "films", "state"]
    assert [line.split()[0] for line in lines[2:]] == ["2", "1"]
    assert "seen      Fargo (1996), Toy Story (1995)   undone" in lines[2]
    assert "rate      Heat (1995), 4 stars             done" in lines[3]


def test_the_names_in_the_json_and_the_columns_are_these(run: Run) -> None:
    run("rate", HEAT, "4")
    [step] = json.loads(run("history", "--json").stdout)
    names = ["number", "made_at", "command", "state", "n_films", "films", "stars", "stars_before"]
    assert list(step) == names
    assert [film["title"] for film in step["films"]] == ["Heat"]
    [row] = csv.DictReader(io.StringIO(run("history", "--csv").stdout))
    assert list(row) == names
    assert (row["films"], row["stars"], row["stars_before"]) == (HEAT, "4.0", "")


def test_history_is_as_long_as_asked_for_and_says_how_much_there_is(run: Run) -> None:
    for film in ("ml:1", "ml:2", "ml:3"):
        run("seen", film)
    result = run("history", "-n", "2", "--json")
    assert [step["number"] for step in json.loads(result.stdout)] == [3, 2]
    assert "2 of 3 steps" in result.stderr


def test_undo_list_shows_only_what_can_be_undone(run: Run) -> None:
    run("seen", HEAT)
    run("seen", FARGO)
    run("undo")
    shown = run("undo", "--list").stdout
    assert HEAT in shown
    assert FARGO not in shown
    run("undo", "1", "--list", code=2)


def test_a_step_is_undone_by_its_number(run: Run) -> None:
    run("rate", HEAT, "4")
    run("rate", FARGO, "5")
    assert HEAT in run("undo", "1").stdout
    assert _stars(run) == {"Fargo": 5.0}


def test_a_step_that_another_has_built_on_is_refused_and_nothing_changes(run: Run) -> None:
    run("rate", HEAT, "4")
    run("rate", HEAT, "5")
    result = run("undo", "1", code=1)
    assert result.stderr.startswith("error: `rate` cannot be undone")
    assert "filmrec history" in result.stderr
    assert _stars(run) == {"Heat": 5.0}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("undo",), "there is nothing to undo"),
        (("redo",), "there is nothing to redo"),
        (("undo", "7"), "there is no step 7"),
        (("undo", "0"), "there is no step 0"),
        (("undo", "99999999999999999999"), "there is no step 99999999999999999999"),
    ],
)
def test_nothing_to_take_back_is_a_clear_error(
    run: Run, command: tuple[str, ...], said: str
) -> None:
    result = run(*command, code=1)
    assert result.stderr == f"error: {said}\nhint: `filmrec history` shows what was done\n"


def test_what_is_undone_cannot_be_undone_again(run: Run) -> None:
    run("rate", HEAT, "4")
    run("undo")
    assert "has been undone already" in run("undo", "1", code=1).stderr


def test_a_new_change_ends_what_can_be_redone(run: Run) -> None:
    run("rate", HEAT, "4")
    run("undo")
    run("rate", FARGO, "4")
    run("redo", code=1)
    states = [step["state"] for step in json.loads(run("history", "--json").stdout)]
    assert states == ["done", "superseded"]


def test_an_empty_history_says_what_it_is(run: Run) -> None:
    result = run("history")
    assert result.stdout == ""
    assert "nothing yet" in result.stderr
