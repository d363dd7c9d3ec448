"""Which modules each command loads: imports are paid for by the person waiting."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = (
    *("numpy", "scipy", "lightfm", "sklearn", "sqlite_utils", "pydantic"),
    *("requests", "requests_cache", "urllib3"),
)

LOADED = """
import sys
sys.argv = ["filmrec", *sys.argv[1:]]
from filmrec.__main__ import main
try:
    main()
except SystemExit as exit:
    print("exit", exit.code, file=sys.stderr)
print("loaded", *sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def _loaded(home: Path, *command: str) -> set[str]:
    result = subprocess.run(
        [sys.executable, "-c", LOADED, *command],
        env={"FILMREC_HOME": str(home), "PATH": ""},
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
    )
    *_, exit_line, loaded_line = result.stderr.splitlines()
    assert exit_line == "exit 0", result.stderr
    return set(loaded_line.split()[1:])


@pytest.mark.parametrize(
    "command",
    [
        ["--help"],
        ["recommend", "--help"],
        ["rate", "Heat (1995)", "4"],
        ["unrate", "Heat (1995)"],
        ["ratings"],
        ["seen", "Heat (1995)"],
        ["seen", "--list"],
        ["hide", "Heat (1995)"],
        ["watchlist", "add", "Heat (1995)"],
        ["watchlist", "list"],
        ["backup"],
        ["undo", "--list"],
        ["history"],
        ["search", "heat"],
        ["show", "Heat (1995)"],
        ["config", "list"],
        ["config", "set", "region", "UA"],
        ["--offline", "search", "heat"],
        ["paths"],
        ["about"],
        [],
    ],
    ids=" ".join,
)
def test_a_command_that_needs_no_model_loads_nothing_heavy(home: Path, command: list[str]) -> None:
    assert _loaded(home, *command).isdisjoint(HEAVY)


def test_help_does_without_rich(home: Path) -> None:
    assert "rich" not in _loaded(home, "--help")


@pytest.mark.parametrize(
    "command",
    [["recommend"], ["similar", "Heat (1995)"], ["recommend", "--like", "Fargo (1996)", "--json"]],
    ids=" ".join,
)
def test_a_list_from_a_current_model_loads_numpy_and_nothing_heavier(
    trained: Path, command: list[str]
) -> None:
    _loaded(trained, "rate", "Heat (1995)", "5")
    loaded = _loaded(trained, *command)
    assert loaded & set(HEAVY) == {"numpy"}


def test_the_first_list_of_all_needs_no_numpy(home: Path) -> None:
    assert _loaded(home, "recommend").isdisjoint(HEAVY)
