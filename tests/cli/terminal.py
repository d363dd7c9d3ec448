"""A terminal of its own for the program, and a person who reads and types there."""

from __future__ import annotations

import os
import pty
import re
import select
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Start = Callable[..., subprocess.Popen[bytes]]

PATIENCE = 60


class Terminal:
    """A person at a terminal: waits for the program to ask, then types a line."""

    def __init__(self, start: Start, *command: str) -> None:
        self.screen, theirs = pty.openpty()
        self.process = start(*command, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        self.text = ""

    def wait_for(self, pattern: re.Pattern[str] | str) -> re.Match[str]:
        deadline = time.monotonic() + PATIENCE
        while (match := re.search(pattern, self.text)) is None:
            if time.monotonic() > deadline or not self._read():
                raise AssertionError(f"{pattern!r} did not come: {self.text!r}")
        self.text = self.text[match.end() :]
        return match

    def type(self, line: str) -> None:
        os.write(self.screen, line.encode() + b"\n")

    def end(self) -> int:
        while self._read():
            pass
        return self.process.wait(PATIENCE)

    def _read(self) -> bool:
        ready, _, _ = select.select([self.screen], [], [], PATIENCE)
        try:
            received = os.read(self.screen, 65536) if ready else b""
        except OSError:
            return False
        self.text += received.decode(errors="replace")
        return bool(received)
