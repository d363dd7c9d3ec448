"""A chat that several processes read: whatever ends the program ends all of them."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.processes import wait_for_end

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.conftest import Run

    Start = Callable[..., subprocess.Popen[bytes]]

SAID = ("have you seen Heat (1995)?", "yes, loved it", *["ok, the meeting is at noon"] * 48)
N_MESSAGES = 24_000

several_processes = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
    reason="one process reads it all",
)


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Telegram chat of several blocks."""
    messages = [
        {
            "id": number, "type": "message", "date_unixtime": str(1_500_000_000 + 60 * number),
            "from": "AB"[number % 2], "from_id": f"user{number % 2}",
            "text": f"{SAID[number % len(SAID)]} {number}",
        }
        for number in range(N_MESSAGES)
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("chats") / "result.json"
    path.write_text(json.dumps({"name": "B", "type": "personal_chat", "messages": messages}))
    return path


def _workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Wait for the processes that help."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None
        tasks = Path(f"/proc/{process.pid}/task").iterdir()
        pids = [int(pid) for task in tasks for pid in (task / "children").read_text().split()]
        if len(pids) > 1:
            return pids
        time.sleep(0.01)
    raise TimeoutError("no process was started that helps")


def test_a_long_chat_is_found_in_whole(run: Run, chat: Path) -> None:
    result = run("import-chat", str(chat), "--me", "B", "--dry-run", "--json")
    found = {film["title"]: film["opinion"] for film in json.loads(result.stdout)}
    assert found == {"Heat": "liked"}


@several_processes
def test_killed_it_leaves_no_process_behind(start: Start, chat: Path) -> None:
    process = start("import-chat", str(chat), "--me", "B", "--yes")
    workers = _workers_of(process)
    process.kill()
    process.wait()
    wait_for_end(workers)


@several_processes
def test_ctrl_c_ends_all_processes_without_a_word_more(start: Start, chat: Path) -> None:
    process = start("import-chat", str(chat), "--me", "B", "--yes", start_new_session=True)
    workers = _workers_of(process)
    # As a terminal does: to every process of the group.
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == b""
    assert stderr == b""
    wait_for_end(workers)


def test_an_export_that_is_damaged_far_in_is_one_clear_error(
    run: Run, chat: Path, tmp_path: Path
) -> None:
    text = chat.read_text()
    cut = tmp_path / "cut.json"
    cut.write_text(text[: int(len(text) * 0.6)])
    result = run("import-chat", str(cut), "--me", "B", "--yes", code=1)
    assert result.stderr.splitlines() == [
        "error: cut.json ends in the middle of its JSON: line 1",
        "hint: export the chat again, and pass the file on as it comes",
    ]
