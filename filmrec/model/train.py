"""Training: an ensemble of LightFM models, a linear item-item part and the match curve.

The only file that imports LightFM (Kula 2015), whose `item_embeddings` are per feature; with no
features given those are the items, so what leaves this file is per item.
"""

from __future__ import annotations

import os
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from lightfm import LightFM
from scipy import sparse

from filmrec.model.artifact import Model, model_fingerprint
from filmrec.model.calibrate import MAX_CALIBRATION_PEOPLE, NO_MATCH, fit_match
from filmrec.model.fold_in import sample_weight
from filmrec.model.hyperparameters import MAX_SEED, Hyperparameters
from filmrec.model.interactions import Interactions, mean_and_deviation
from filmrec.model.linear import linear_factors
from filmrec.model.prior import N_PEOPLE, centre_on_community

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


# One call of LightFM cannot be interrupted; this many ratings take it about half a second.
_BLOCK_RATINGS = 250_000
_POLL_SECONDS = 0.1
_SEED_STRIDE = 1009
# (l2, dropout) of the linear part for long histories and for short ones.
_LINEAR_PARTS = ((100.0, 0.0), (300.0, 0.95))


def train(
    interactions: Interactions,
    hyperparameters: Hyperparameters,
    *,
    item_ids: NDArray[np.int32] | None = None,
    trained_at: str = "",
    progress: Callable[[float], None] | None = None,
) -> Model:
    """Learn a model from a community's ratings; equal arguments give bit-identical models.

    Parameters
    ----------
    item_ids : int32 array, shape (n_items,), optional
        Outside ids to keep in the model; the rows themselves when not given.
    trained_at : str
        Kept in the model as it is.
    progress : callable, optional
        Called from this thread with the share done, 0 to 1, never decreasing.

    Raises
    ------
    ValueError
        When there is no rating, or not one id per item.
    KeyboardInterrupt
        On Ctrl-C, within about a second; by then every thread of the training has ended.
    """
    if interactions.n_ratings == 0:
        raise ValueError("there is no rating to train on")
    if item_ids is None:
        item_ids = np.arange(interactions.n_items, dtype=np.int32)
    if len(item_ids) != interactions.n_items:
        raise ValueError("there must be one id per item")
    report = progress or (lambda share: None)
    kept, held_out = _calibration_split(interactions, hyperparameters.seed)
    if len(held_out):
        trial = _fit(
            _people(interactions, kept),
            replace(hyperparameters, n_members=-(-hyperparameters.n_members // 2)),
            item_ids,
            lambda share: report(share / 3),
        )
        match = fit_match(trial, interactions, held_out, hyperparameters.seed)
    else:
        match = NO_MATCH
    model = _fit(interactions, hyperparameters, item_ids, lambda share: report((1 + 2 * share) / 3))
    report(1.0)
    return replace(model, match_coefficients=match, trained_at=trained_at)


def _fit(
    interactions: Interactions,
    hyperparameters: Hyperparameters,
    item_ids: NDArray[np.int32],
    report: Callable[[float], None],
) -> Model:
    """A model without a match curve."""
    histogram = interactions.star_histogram()
    counts = histogram.sum(axis=1)
    means, deviations = mean_and_deviation(histogram)
    embeddings, biases = _fit_members(interactions, hyperparameters, report)
    weights = _matrix(interactions).tocsr()
    parts = [
        linear_factors(weights, l2=l2, dropout=dropout, rank=hyperparameters.linear_rank)
        for l2, dropout in _LINEAR_PARTS
    ]
    return Model(
        item_ids=np.array(item_ids, dtype=np.int32),
        item_embeddings=embeddings,
        item_biases=biases,
        linear_factors=np.stack([factors for factors, _ in parts]),
        linear_scales=np.stack([scales for _, scales in parts]),
        item_counts=counts.astype(np.int32),
        item_means=means,
        item_deviations=deviations,
        match_coefficients=NO_MATCH,
        global_mean=float(counts @ means.astype(np.float64) / counts.sum()),
        hyperparameters=hyperparameters,
        fingerprint=model_fingerprint(interactions.fingerprint(), hyperparameters),
        trained_at="",
    )


def _fit_members(
    interactions: Interactions,
    hyperparameters: Hyperparameters,
    report: Callable[[float], None],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Embeddings and biases of every member, each trained on one thread, side by side.

    Which thread trains a member does not matter to it, so the number of processors changes
    nothing. An interrupt that reaches this (the main) thread stops them at their next block.
    """
    n_members = hyperparameters.n_members
    blocks = [_matrix(interactions, users) for users in _user_blocks(interactions)]
    people = _matrix(_some_people(interactions, hyperparameters.seed)).tocsr()
    n_steps = n_members * hyperparameters.epochs * len(blocks)
    steps: queue.SimpleQueue[None] = queue.SimpleQueue()
    stop = threading.Event()
    with ThreadPoolExecutor(min(n_members, os.cpu_count() or 1)) as pool:
        members = [
            pool.submit(_fit_member, blocks, people, hyperparameters, member, steps, stop)
            for member in range(n_members)
        ]
        try:
            n_done = 0
            while not all(member.done() for member in members):
                try:
                    steps.get(timeout=_POLL_SECONDS)
                except queue.Empty:
                    continue
                n_done += 1
                report(n_done / n_steps)
            results = [member.result() for member in members]
        finally:
            stop.set()
    return np.stack([result[0] for result in results]), np.stack([result[1] for result in results])


def _fit_member(
    blocks: list[sparse.coo_matrix],
    people: sparse.csr_matrix,
    hyperparameters: Hyperparameters,
    member: int,
    steps: queue.SimpleQueue[None],
    stop: threading.Event,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    lightfm = LightFM(
        loss="warp",
        no_components=hyperparameters.n_components,
        learning_rate=hyperparameters.learning_rate,
        max_sampled=hyperparameters.max_sampled,
        random_state=(hyperparameters.seed * _SEED_STRIDE + member) % MAX_SEED,
    )
    for _ in range(hyperparameters.epochs):
        for block in blocks:
            if stop.is_set():
                break
            everything = sparse.coo_matrix(
                (np.ones_like(block.data), (block.row, block.col)), shape=block.shape
            )
            lightfm.fit_partial(everything, sample_weight=block)
            steps.put(None)
    if stop.is_set():
        return lightfm.item_embeddings, lightfm.item_biases
    return centre_on_community(lightfm.item_embeddings, lightfm.item_biases, people, stop.is_set)


def _user_blocks(interactions: Interactions) -> list[range]:
    """People in runs of about `_BLOCK_RATINGS` ratings.

    WARP needs all of a person's ratings in one call, or it takes a rated film for a negative.
    """
    n_blocks = -(-interactions.n_ratings // _BLOCK_RATINGS)
    marks = np.linspace(0, interactions.n_ratings, n_blocks + 1)[1:-1]
    borders = np.searchsorted(interactions.offsets, marks)
    edges = [0, *np.unique(borders).tolist(), interactions.n_users]
    return [range(first, last) for first, last in pairwise(edges) if first < last]


def _matrix(interactions: Interactions, users: range | None = None) -> sparse.coo_matrix:
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


def _calibration_split(
    interactions: Interactions, seed: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """People to train a trial model on, and people to draw the match curve from."""
    n_held_out = min(interactions.n_users // 5, MAX_CALIBRATION_PEOPLE)
    order = np.random.default_rng(seed).permutation(interactions.n_users)
    return np.sort(order[n_held_out:]), np.sort(order[:n_held_out])


def _some_people(interactions: Interactions, seed: int) -> Interactions:
    """The people whose spread becomes the prior of every fold-in."""
    order = np.random.default_rng(seed).permutation(interactions.n_users)
    return _people(interactions, order[:N_PEOPLE])


def _people(interactions: Interactions, users: NDArray[np.intp]) -> Interactions:
    counts = np.diff(interactions.offsets)
    kept = np.zeros(interactions.n_users, dtype=bool)
    kept[users] = True
    ratings = np.repeat(kept, counts)
    return Interactions(
        offsets=np.concatenate([[0], np.cumsum(counts[kept])]),
        items=interactions.items[ratings],
        half_stars=interactions.half_stars[ratings],
        n_items=interactions.n_items,
    )
