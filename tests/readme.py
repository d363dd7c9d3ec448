"""What cog writes into the README: the help of a command, as the program prints it."""

from __future__ import annotations

import os

from typer.testing import CliRunner

from filmrec.cli.app import app


def help_of(*command: str) -> str:
    """A fenced block with `filmrec COMMAND --help` at 80 columns."""
    os.environ["COLUMNS"] = "80"
    result = CliRunner().invoke(app, [*command, "--help"], prog_name="filmrec")
    return f"\n```\n$ filmrec {' '.join((*command, '--help'))}\n{result.stdout.rstrip()}\n```\n\n"


def helps_of(*commands: str) -> str:
    """The blocks of several commands, given as `"watchlist add"`."""
    blocks = (help_of(*command.split()) for command in commands)
    return "\n" + "\n".join(f"{block.strip()}\n" for block in blocks) + "\n"
