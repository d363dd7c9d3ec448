"""Many films at once, each of them once, whatever happens to single ones."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from filmrec.errors import NoSuchTmdbFilmError, OfflineError, RefusedKeyError, TmdbError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor

    Fetched = TypeVar("Fetched")

# So many films in a row without an answer, after all retries: TMDb is down for all of them.
_HOPELESS = 8
# A film that failed is asked for again after all others, so often.
_ROUNDS = 4
# So many are on their way for each worker, so that none waits for us.
_AHEAD = 2


def fetch_each(
    fetch: Callable[[int], Fetched], keys: Iterable[int], executor: Executor, workers: int
) -> Iterator[tuple[int, Fetched | TmdbError]]:
    """What `fetch` gives for every key, in the order in which it comes.

    Raises
    ------
    TmdbError
        One that concerns all, or the last of many in a row.
    """
    failures: dict[int, TmdbError] = {}
    n_good = 0
    asked: Iterable[int] = _each_once(keys)
    for _ in range(_ROUNDS):
        failures = {}
        n_in_a_row = 0
        for key, result in _fetch_all(fetch, asked, executor, workers * _AHEAD):
            if not isinstance(result, TmdbError):
                n_in_a_row = 0
                n_good += 1
                yield key, result
            elif result.concerns_all and not (n_good and isinstance(result, RefusedKeyError)):
                # A key that was good a moment ago is refused by mistake, or for many in a row.
                raise result
            elif isinstance(result, NoSuchTmdbFilmError | OfflineError):
                yield key, result
            else:
                n_in_a_row += 1
                if n_in_a_row >= _HOPELESS:
                    raise result
                failures[key] = result
        if not failures:
            return
        asked = list(failures)
    yield from failures.items()


def _each_once(keys: Iterable[int]) -> Iterator[int]:
    seen = set()
    for key in keys:
        if key not in seen:
            seen.add(key)
            yield key


def _fetch_all(
    fetch: Callable[[int], Fetched], keys: Iterable[int], executor: Executor, ahead: int
) -> Iterator[tuple[int, Fetched | TmdbError]]:
    waiting = iter(keys)
    pending: dict[Future[Fetched], int] = {}
    try:
        while True:
            for key in islice(waiting, ahead - len(pending)):
                pending[executor.submit(fetch, key)] = key
            if not pending:
                return
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                key = pending.pop(future)
                error = future.exception()
                if isinstance(error, TmdbError):
                    yield key, error
                else:
                    yield key, future.result()
    finally:
        for future in pending:
            future.cancel()
