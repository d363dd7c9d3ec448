"""The ensemble: LightFM models side by side, each trained on its own deal of the people.

The only file that imports LightFM (Kula 2015), whose `item_embeddings` are per feature; what leaves
this file is per item.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from lightfm import LightFM
from scipy import sparse

from filmrec.model.fold_in import sample_weight
from filmrec.model.hyperparameters import MAX_SEED, Hyperparameters
from filmrec.model.plan import deal_people, member_epochs
from filmrec.model.prior import N_PEOPLE, centre_on_community

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from filmrec.model.features import Description
    from filmrec.model.interactions import Interactions

# One call of LightFM cannot be interrupted; this many ratings take it about half a second.
_BLOCK_RATINGS = 250_000
_POLL_SECONDS = 0.1
_SEED_STRIDE = 1009


class _Work(NamedTuple):
    """What the threads share: `steps` counts blocks done, `stop` ends all of them."""

    hyperparameters: Hyperparameters
    epochs: int
    people: sparse.csr_matrix
    steps: queue.SimpleQueue[None]
    stop: threading.Event
    is_late: Callable[[], bool]
    description: Description | None


def fit_members(
    interactions: Interactions,
    hyperparameters: Hyperparameters,
    *,
    n_threads: int,
    is_late: Callable[[], bool],
    report: Callable[[float], None],
    description: Description | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Embeddings and biases of every member, each trained on one thread, side by side.

    Which thread trains a member does not matter to it, so the number of threads changes nothing.
    Once `is_late`, a member ends with the block it is at, though not before it has seen everybody
    once. An interrupt that reaches this (the main) thread stops them at their next block.
    """
    n_members = hyperparameters.n_members
    deals = deal_people(interactions.offsets, hyperparameters.seed)
    epochs = member_epochs(hyperparameters.epochs, interactions.n_ratings // len(deals))
    work = _Work(
        hyperparameters,
        epochs,
        weight_matrix(_some_people(interactions, hyperparameters.seed)).tocsr(),
        queue.SimpleQueue(),
        threading.Event(),
        is_late,
        description,
    )
    n_steps = epochs * sum(
        _n_blocks(interactions.count(deals[member % len(deals)])) for member in range(n_members)
    )
    with ThreadPoolExecutor(min(n_members, n_threads)) as pool:
        # An interrupt while the first of them already runs would else wait for all of its epochs.
        try:
            members = [
                pool.submit(_fit_member, interactions, deals[member % len(deals)], member, work)
                for member in range(n_members)
            ]
            n_done = 0
            while not all(member.done() for member in members):
                try:
                    work.steps.get(timeout=_POLL_SECONDS)
                except queue.Empty:
                    continue
                n_done += 1
                report(min(n_done / n_steps, 1.0))
            results = [member.result() for member in members]
        finally:
            work.stop.set()
    return np.stack([result[0] for result in results]), np.stack([result[1] for result in results])


def _fit_member(
    interactions: Interactions, deal: NDArray[np.intp] | None, member: int, work: _Work
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    if deal is not None:
        interactions = interactions.of(deal)
    hyperparameters = work.hyperparameters
    lightfm = LightFM(
        loss="warp",
        no_components=hyperparameters.n_components,
        learning_rate=hyperparameters.learning_rate,
        max_sampled=hyperparameters.max_sampled,
        random_state=(hyperparameters.seed * _SEED_STRIDE + member) % MAX_SEED,
    )
    seen = work.description
    shown = None if seen is None else seen.shown
    for epoch in range(work.epochs):
        for users in _user_blocks(interactions):
            if work.stop.is_set() or (epoch and work.is_late()):
                break
            weights = weight_matrix(interactions, users)
            if seen is not None and shown is not None:
                columns = seen.columns()[weights.col]
                shape = (weights.shape[0], shown.shape[0])
                weights = sparse.coo_matrix((weights.data, (weights.row, columns)), shape=shape)
            everything = sparse.coo_matrix(
                (np.ones_like(weights.data), (weights.row, weights.col)), shape=weights.shape
            )
            lightfm.fit_partial(everything, item_features=shown, sample_weight=weights)
            work.steps.put(None)
    embeddings, biases = lightfm.item_embeddings, lightfm.item_biases
    if work.stop.is_set():
        return embeddings, biases
    if seen is not None:
        embeddings, biases = seen.item_values(embeddings), seen.item_values(biases)
    return centre_on_community(embeddings, biases, work.people, work.stop.is_set)


def weight_matrix(interactions: Interactions, users: range | None = None) -> sparse.coo_matrix:
    """Sample weights of the ratings of `users` in the shape of the whole community.

    LightFM takes 32-bit indices and float32 values only.
    """
    users = users or range(interactions.n_users)
    first, last = interactions.offsets[users.start], interactions.offsets[users.stop]
    counts = np.diff(interactions.offsets[users.start : users.stop + 1])
    rows = np.repeat(np.arange(users.start, users.stop, dtype=np.int32), counts)
    columns = interactions.items[first:last].astype(np.int32)
    weights = sample_weight(interactions.half_stars[first:last] / np.float32(2))
    shape = (interactions.n_users, interactions.n_items)
    return sparse.coo_matrix((weights, (rows, columns)), shape=shape)


def _user_blocks(interactions: Interactions) -> list[range]:
    """People in runs of about `_BLOCK_RATINGS` ratings.

    WARP needs all of a person's ratings in one call, or it takes a rated film for a negative.
    """
    n_blocks = _n_blocks(interactions.n_ratings)
    marks = np.linspace(0, interactions.n_ratings, n_blocks + 1)[1:-1]
    borders = np.searchsorted(interactions.offsets, marks)
    edges = [0, *np.unique(borders).tolist(), interactions.n_users]
    return [range(first, last) for first, last in pairwise(edges) if first < last]


def _n_blocks(n_ratings: int) -> int:
    return -(-n_ratings // _BLOCK_RATINGS)


def _some_people(interactions: Interactions, seed: int) -> Interactions:
    """The people whose spread becomes the prior of every fold-in."""
    order = np.random.default_rng(seed).permutation(interactions.n_users)
    return interactions.of(order[:N_PEOPLE])
