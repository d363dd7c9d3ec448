"""A review at one terminal while another changes the library."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Start
    from tests.conftest import Run

AMBIGUOUS = (
    "Date,Name,Year,Letterboxd URI,Rating\n2020-01-01,War of the Worlds,2005,https://boxd.it/1,4\n"
)
OTHER = AMBIGUOUS.replace("War of the Worlds,2005", "Brand New Thing,2025")


def _written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


@pytest.mark.parametrize("answer", ["1", "ml:34048", "o", "x"])
@pytest.mark.parametrize("also", [None, OTHER], ids=["gone", "its number is another's"])
def test_an_answer_to_what_was_undone_meanwhile_changes_nothing(
    run: Run, start: Start, tmp_path: Path, answer: str, also: str | None
) -> None:
    run("import", _written(tmp_path, "a.csv", AMBIGUOUS))
    terminal = Terminal(start, "import", "--review")
    terminal.wait_for(r"which\?  $")
    run("undo")
    if also is not None:
        run("import", _written(tmp_path, "b.csv", also))
    before = json.loads(run("history", "--json").stdout)
    terminal.type(answer)
    terminal.wait_for("no longer open")
    assert terminal.end() == 0, terminal.text
    assert json.loads(run("history", "--json").stdout) == before


def test_an_answer_to_what_another_terminal_answered_changes_nothing(
    run: Run, start: Start, tmp_path: Path
) -> None:
    run("import", _written(tmp_path, "a.csv", AMBIGUOUS))
    first, second = (Terminal(start, "import", "--review") for _ in range(2))
    for terminal in (first, second):
        terminal.wait_for(r"which\?  $")
    first.type("1")
    assert first.end() == 0
    second.type("o")
    second.wait_for("no longer open")
    assert second.end() == 0
