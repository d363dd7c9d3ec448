"""How much of a community a training takes in, and what that costs: arithmetic alone.

Whatever is chosen here follows from the numbers of people and ratings, the seed and what was
asked for, never from the clock, so that the same command learns the same model.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.model.hyperparameters import Hyperparameters

# A member learns from at most about so many ratings. Of a larger community each one is dealt
# people of its own, so that together they have seen everybody.
MEMBER_RATINGS = 8_000_000
# Up to here a member passes over its ratings as often as it is told to, beyond less often.
ALL_EPOCHS_RATINGS = 1_000_000
_FEWER_EPOCHS = 0.4
# The linear part: how the films that many rated go together is known from fewer people.
LINEAR_RATINGS = 4_000_000
LINEAR_ITEMS = 16_384
# A person with more ratings than this is not more likely to be sampled.
_INFORMATIVE = 500
# What does not fit is tried with fewer ratings, down to about the size of the starter set.
_FEWER = 0.9
_LEAST_RATINGS = 100_000
# Measured: seconds of one core, and bytes. See tests/benchmarks/README.md.
_SAMPLE_SECONDS = 1.2e-7
_LINEAR_SECONDS = 2.5e-8
_FIXED_SECONDS = 15.0
_FIXED_BYTES = 250 * 1024**2
_BLOCK_BYTES = 40 * 1024**2


class Size(NamedTuple):
    n_users: int
    n_items: int
    n_ratings: int


class Plan(NamedTuple):
    """`seconds` and `bytes` are estimates; `hyperparameters` say how many ratings are used."""

    hyperparameters: Hyperparameters
    n_threads: int
    seconds: float
    bytes: int


class TooLittleError(ValueError):
    """Not even the smallest sample fits into the memory (bytes) or time (seconds) there is."""

    def __init__(self, what: str, needed: float) -> None:
        super().__init__(f"of {what} at least {needed:.0f} are needed")
        self.what = what
        self.needed = needed


def member_epochs(epochs: int, n_ratings: int) -> int:
    """Passes over a member's ratings: the more there are, the more each pass teaches."""
    share: float = (ALL_EPOCHS_RATINGS / max(n_ratings, ALL_EPOCHS_RATINGS)) ** _FEWER_EPOCHS
    return max(1, round(epochs * share))


def deal_people(offsets: NDArray[np.int64], seed: int) -> list[NDArray[np.intp] | None]:
    """The people of each deal, ascending; None for everybody, in a community small enough."""
    n_deals = -(-int(offsets[-1]) // MEMBER_RATINGS)
    if n_deals == 1:
        return [None]
    order = np.random.default_rng([seed, 1]).permutation(len(offsets) - 1)
    return [np.sort(order[deal::n_deals]) for deal in range(n_deals)]


def sample_people(offsets: NDArray[np.int64], n_ratings: int, seed: int) -> NDArray[np.intp]:
    """People with about `n_ratings` ratings together, ascending, the most informative first.

    Drawn without replacement, each as likely as their ratings are many (Efraimidis and Spirakis
    2006), so that it is not the same few who always speak for all.
    """
    counts = np.diff(offsets)
    weights = np.clip(counts, 1, _INFORMATIVE)
    draws = np.log(np.random.default_rng([seed, 2]).random(len(counts))) / weights
    order = np.argsort(-draws, kind="stable")
    n_people = int(np.searchsorted(np.cumsum(counts[order]), n_ratings, side="right"))
    return np.sort(order[: max(n_people, 1)])


def make_plan(
    size: Size,
    hyperparameters: Hyperparameters,
    *,
    n_cores: int,
    memory: int | None = None,
    seconds: float | None = None,
) -> Plan:
    """As much of the community as fits into `memory` (bytes) and `seconds`; all for None.

    Members are trained one after the other before people are left out for want of memory.

    Raises
    ------
    TooLittleError
        When nothing useful fits.
    """
    n_ratings = min(hyperparameters.most_ratings or size.n_ratings, size.n_ratings)
    n_threads = max(1, min(n_cores, hyperparameters.n_members))
    while True:
        used = Size(
            max(round(size.n_users * n_ratings / size.n_ratings), 1), size.n_items, n_ratings
        )
        time = _seconds(used, hyperparameters, n_threads)
        room = _bytes(size, used, hyperparameters, n_threads)
        too_large, too_long = memory is not None and room > memory, seconds is not None
        too_long = too_long and time > (seconds or 0)
        if not too_large and not too_long:
            break
        if too_large and n_threads > 1 and not too_long:
            n_threads -= 1
        elif n_ratings * _FEWER >= _LEAST_RATINGS:
            n_ratings = int(n_ratings * _FEWER)
        else:
            raise TooLittleError("memory" if too_large else "time", room if too_large else time)
    most = 0 if n_ratings == size.n_ratings else n_ratings
    return Plan(replace(hyperparameters, most_ratings=most), n_threads, time, room)


def _seconds(used: Size, hyperparameters: Hyperparameters, n_threads: int) -> float:
    n_deals = -(-used.n_ratings // MEMBER_RATINGS)
    each = used.n_ratings // n_deals
    passes = each * member_epochs(hyperparameters.epochs, each)
    rounds = -(-hyperparameters.n_members // n_threads)
    linear = min(used.n_ratings, LINEAR_RATINGS) * hyperparameters.linear_rank * 2
    return (
        _FIXED_SECONDS
        + rounds * passes * (hyperparameters.n_components + 8) * _SAMPLE_SECONDS
        + linear * _LINEAR_SECONDS
    )


def _bytes(size: Size, used: Size, hyperparameters: Hyperparameters, n_threads: int) -> int:
    """The community's arrays as they lie on disk, the members at work, or the linear part."""
    n_deals = -(-used.n_ratings // MEMBER_RATINGS)
    # Values, squared gradients and momentum of each embedding.
    tables = 12 * (used.n_users // n_deals + used.n_items) * (hyperparameters.n_components + 1)
    # Item and stars, twice while a sample is cut out.
    each = tables + 10 * used.n_ratings // n_deals + _BLOCK_BYTES
    kept = 4 * size.n_items * hyperparameters.n_components * hyperparameters.n_members
    n_linear = min(used.n_ratings, LINEAR_RATINGS)
    people = used.n_users * n_linear // used.n_ratings
    rows = people + 3 * min(used.n_items, LINEAR_ITEMS)
    linear = 40 * n_linear + 8 * rows * hyperparameters.linear_rank
    copied = 5 * used.n_ratings if used.n_ratings < size.n_ratings else 0
    return _FIXED_BYTES + 5 * size.n_ratings + copied + 2 * kept + max(n_threads * each, linear)
