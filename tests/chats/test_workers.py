"""Several processes do what one would, and none is left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmrec.chats.workers import in_order
from filmrec.errors import FilmrecError, UnreadableFileError
from tests.processes import wait_for_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")


def _nobody(_: int) -> None:
    pass


def _square(number: int, tell: Callable[[int], None]) -> int:
    tell(number)
    return number * number


def _children() -> list[int]:
    return [
        int(pid)
        for task in Path("/proc/self/task").iterdir()
        for pid in (task / "children").read_text().split()
    ]


@pytest.mark.parametrize("n_workers", [0, 1, 3])
def test_results_come_in_the_order_of_the_jobs(n_workers: int) -> None:
    def late(number: int, tell: Callable[[int], None]) -> int:
        # The first of each three takes longest.
        sum(range(200_000 * (number % 3 == 0)))
        return _square(number, tell)

    told: list[int] = []
    results = list(in_order(range(20), late, n_workers, told.append))
    assert results == [number * number for number in range(20)]
    assert sorted(told) == list(range(20))
    assert _children() == []


def test_no_more_jobs_are_taken_than_are_worked_on() -> None:
    n_taken = 0

    def jobs() -> Iterator[int]:
        nonlocal n_taken
        for number in range(100):
            n_taken += 1
            yield number

    results = in_order(jobs(), _square, 2, _nobody)
    assert next(results) == 0
    assert n_taken <= 6
    results.close()
    assert _children() == []


def test_large_jobs_and_results_pass() -> None:
    jobs = [bytes([number]) * 3_000_000 for number in range(6)]
    assert list(in_order(jobs, lambda job, _: job + job, 2, _nobody)) == [job * 2 for job in jobs]


@pytest.mark.parametrize(
    "error", [ValueError("odd"), UnreadableFileError("it is odd", hint="even it")]
)
@pytest.mark.parametrize("n_workers", [0, 2])
def test_an_error_in_a_worker_is_that_error_here(error: Exception, n_workers: int) -> None:
    def fail(number: int, tell: Callable[[int], None]) -> int:
        if number == 3:
            raise error
        return _square(number, tell)

    with pytest.raises(type(error)) as raised:
        list(in_order(range(9), fail, n_workers, _nobody))
    assert str(raised.value) == str(error)
    assert getattr(raised.value, "hint", None) == getattr(error, "hint", None)
    assert _children() == []


def test_an_error_in_the_jobs_is_raised_as_it_is() -> None:
    def jobs() -> Iterator[int]:
        yield from range(5)
        raise UnreadableFileError("it ends here")

    with pytest.raises(UnreadableFileError, match="it ends here"):
        list(in_order(jobs(), _square, 2, _nobody))
    assert _children() == []


def test_a_worker_that_is_killed_is_one_clear_error() -> None:
    def die(_number: int, _tell: Callable[[int], None]) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with pytest.raises(FilmrecError, match="ended from outside"):
        list(in_order(range(9), die, 2, _nobody))
    assert _children() == []


def test_workers_hear_no_ctrl_c() -> None:
    def interrupted(number: int, tell: Callable[[int], None]) -> int:
        os.kill(os.getpid(), signal.SIGINT)
        return _square(number, tell)

    assert list(in_order(range(4), interrupted, 2, _nobody)) == [0, 1, 4, 9]


def test_workers_end_when_their_parent_is_killed() -> None:
    read, write = os.pipe()
    parent = os.fork()
    if parent == 0:
        os.close(read)
        results = in_order(range(100), _square, 3, _nobody)
        next(results)
        os.write(write, " ".join(map(str, _children())).encode() + b"\n")
        signal.pause()
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        workers = [int(pid) for pid in pipe.readline().split()]
        assert len(workers) == 3
        os.kill(parent, signal.SIGKILL)
        os.waitpid(parent, 0)
        # They hold the end of the pipe that the parent had: it ends when all of them have.
        assert pipe.read() == b""
    wait_for_end(workers)


@pytest.mark.parametrize("n_free", [0, 2])
def test_where_no_process_can_be_started_it_is_done_with_fewer(n_free: int) -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    opened = [os.open(os.devnull, os.O_RDONLY)]
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (opened[0] + 16, limits[1]))
        # There is room for no more files than a process or two need.
        with contextlib.suppress(OSError):
            while True:
                opened.append(os.open(os.devnull, os.O_RDONLY))
        for _ in range(3 * n_free):
            os.close(opened.pop())
        assert list(in_order(range(5), _square, 3, _nobody)) == [0, 1, 4, 9, 16]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        for file in opened:
            os.close(file)
    assert _children() == []
