"""Work on many things in several processes, the results in the order of the things.

The processes are forks of this one: what it has built is theirs without being copied. They end by
themselves when this one is gone, however it ended.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from filmrec.errors import FilmrecError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_MOST = 4
# How many results may wait for one before them.
_WAITING = 2

Job = TypeVar("Job")
Result = TypeVar("Result")


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: Connection[Any, Any]


def usual_number() -> int:
    """How many processes are worth their while here; 0 where this one has to do it alone."""
    if sys.platform != "linux":
        # Forks are unsafe on macOS, and there are none on Windows.
        return 0
    n_cores = len(os.sched_getaffinity(0))
    return min(n_cores, _MOST) if n_cores > 1 else 0


def in_order(
    jobs: Iterable[Job],
    work: Callable[[Job, Callable[[int], None]], Result],
    n_workers: int,
    progress: Callable[[int], None],
) -> Iterator[Result]:
    """The results of jobs in their order, worked on by so many processes.

    Parameters
    ----------
    jobs
        They are sent to the processes, as many as are at work: so they have to be small.
    work
        Makes a result of a job, and may tell on the way how many steps it has done since.
    n_workers
        0 where this process works itself, as it does where the system starts no other.
    progress
        Is told the steps that are done.

    Raises
    ------
    FilmrecError
        When a process was ended from outside. An error in a process is raised here as it is.
    """
    workers: list[_Worker] = []
    try:
        for _ in range(n_workers):
            try:
                workers.append(_start(work, workers))
            except OSError:
                # There are as many processes, or files, as there may be: those at work will do.
                break
        if workers:
            yield from _results(iter(jobs), workers, progress)
        else:
            for job in jobs:
                yield work(job, progress)
    finally:
        for worker in workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in workers:
            worker.process.join()


def _results(
    jobs: Iterator[Job], workers: list[_Worker], progress: Callable[[int], None]
) -> Iterator[Any]:
    from multiprocessing.connection import wait

    idle = deque(worker.pipe for worker in workers)
    busy: dict[Connection[Any, Any], int] = {}
    done: dict[int, Any] = {}
    n_sent = n_given = 0
    # The next job is made while the others are worked on.
    ready = next(jobs, None)
    while busy or ready is not None:
        if ready is not None and idle and n_sent - n_given < _WAITING * len(workers):
            pipe = idle.popleft()
            _send(pipe, ready)
            busy[pipe] = n_sent
            n_sent += 1
            ready = next(jobs, None)
            continue
        ended = wait(list(busy))
        for pipe in [one for one in busy if one in ended]:
            told = _received(pipe)
            if isinstance(told, int):
                progress(told)
                continue
            if isinstance(told, BaseException):
                raise told
            done[busy.pop(pipe)] = told[0]
            idle.append(pipe)
        while n_given in done:
            yield done.pop(n_given)
            n_given += 1


def _send(pipe: Connection[Any, Any], job: object) -> None:
    try:
        pipe.send(job)
    except OSError as error:
        raise _ended() from error


def _received(pipe: Connection[Any, Any]) -> Any:  # noqa: ANN401 - whatever the work makes
    try:
        return pipe.recv()
    except (EOFError, OSError) as error:
        raise _ended() from error


def _ended() -> FilmrecError:
    return FilmrecError(
        "a process that helps was ended from outside", hint="perhaps memory is short: try again"
    )


def _start(work: Callable[..., object], others: list[_Worker]) -> _Worker:
    from multiprocessing import get_context

    context = get_context("fork")
    ours, theirs = context.Pipe()
    pipes = [ours, *(other.pipe for other in others)]
    process = context.Process(target=_serve, args=(theirs, pipes, work), daemon=True)
    # What is there by now is looked at no more, and stays shared.
    gc.freeze()
    # Ctrl-C is for this process alone, and may come at once.
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    except OSError:
        ours.close()
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        theirs.close()
    return _Worker(process, ours)


def _serve(
    pipe: Connection[Any, Any], others: list[Connection[Any, Any]], work: Callable[..., object]
) -> None:
    """Do what comes through a pipe until it is closed at the other end."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for other in others:
            # Whoever holds another end keeps it open.
            other.close()

        def tell(n_steps: int) -> None:
            try:
                pipe.send(n_steps)
            except OSError:
                os._exit(0)

        while True:
            job = pipe.recv()
            try:
                result: object = (work(job, tell),)
            except Exception as error:  # noqa: BLE001 - it is raised where the result is wanted
                result = error
            pipe.send(result)
    except (EOFError, OSError):
        # Nobody is there any more.
        pass
    finally:
        # What the other process has begun is not ended here.
        os._exit(0)
