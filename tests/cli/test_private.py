"""No command makes a connection: the interpreter itself is asked to report any."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

WATCHED = """
import sys
def watch(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"}:
        print("connection", event, arguments, file=sys.stderr)
sys.addaudithook(watch)
sys.argv = ["filmrec", *sys.argv[1:]]
from filmrec.__main__ import main
main()
"""


@pytest.mark.parametrize(
    "command",
    [
        ["train", "--members", "1", "--components", "4", "--epochs", "1"],
        ["recommend", "--like", "Heat (1995)"],
        ["rate", "Heat (1995)", "4"],
        ["status"],
        ["config", "set", "language", "uk"],
    ],
    ids=lambda command: command[0],
)
def test_a_command_makes_no_connection(trained: Path, command: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-c", WATCHED, *command],
        env={"FILMREC_HOME": str(trained), "PATH": ""},
        cwd=trained,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "connection" not in result.stderr
