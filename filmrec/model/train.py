"""Training: the ensemble, the linear item-item part and the match curve, put together."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from filmrec.model.artifact import Model, model_fingerprint
from filmrec.model.calibrate import MAX_CALIBRATION_PEOPLE, NO_MATCH, fit_match
from filmrec.model.features import Description
from filmrec.model.interactions import item_levels, mean_and_deviation
from filmrec.model.linear import linear_factors
from filmrec.model.members import fit_members, weight_matrix
from filmrec.model.placing import place_items
from filmrec.model.plan import LINEAR_ITEMS, LINEAR_RATINGS, sample_people

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from filmrec.model.features import ItemFeatures
    from filmrec.model.hyperparameters import Hyperparameters
    from filmrec.model.interactions import Interactions

# (l2, dropout) of the linear part for long histories and for short ones.
_LINEAR_PARTS = ((100.0, 0.0), (300.0, 0.95))
# Of the work of one fit; the rest is that of the linear part.
_MEMBERS_SHARE = 0.8
# Ratings at the mean that every person and item is given when an item's level is told.
_LEVEL_DAMPING = 5.0
# From so many people on, those that the match curve is drawn from are not missed in the model
# itself; in a smaller community a trial model is trained without them.
_MISSED_SHARE = 0.05


def train(
    interactions: Interactions,
    hyperparameters: Hyperparameters,
    *,
    item_ids: NDArray[np.int32] | None = None,
    features: ItemFeatures | None = None,
    placed_by: ItemFeatures | None = None,
    trained_at: str = "",
    n_threads: int | None = None,
    is_late: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Model:
    """Learn a model from a community's ratings; equal arguments give bit-identical models.

    Parameters
    ----------
    item_ids : int32 array, shape (n_items,), optional
        Outside ids to keep in the model; the rows themselves when not given.
    features : ItemFeatures, optional
        What is known of the items and shown to the members, so that those that nobody rated have
        a place as well.
    placed_by : ItemFeatures, optional
        What is known of the items and not shown to the members: it gives those that few people
        rated, or nobody, their place afterwards.
    trained_at : str
        Kept in the model as it is.
    n_threads : int, optional
        Members trained side by side, which changes nothing but time and memory; as many as there
        are processors when not given.
    is_late : callable, optional
        Once it says so, the passes over the ratings are cut short.
    progress : callable, optional
        Called from this thread with the share done, 0 to 1, never decreasing.

    Raises
    ------
    ValueError
        When there is no rating, or not one id, or one row of features, per item.
    KeyboardInterrupt
        On Ctrl-C, within about a second; by then every thread of the training has ended.
    """
    if interactions.n_ratings == 0:
        raise ValueError("there is no rating to train on")
    if item_ids is None:
        item_ids = np.arange(interactions.n_items, dtype=np.int32)
    if len(item_ids) != interactions.n_items:
        raise ValueError("there must be one id per item")
    for known in (features, placed_by):
        if known is not None and known.n_items != interactions.n_items:
            raise ValueError("there must be one row of features per item")
    fit = _Fit(
        np.array(item_ids, dtype=np.int32),
        model_fingerprint(interactions.fingerprint(), hyperparameters),
        trained_at,
        n_threads or os.cpu_count() or 1,
        is_late or (lambda: False),
        None if features is None else Description(features, interactions.item_counts() > 0),
        placed_by,
    )
    report = progress or (lambda share: None)
    most, seed = hyperparameters.most_ratings, hyperparameters.seed
    learnt = interactions
    if 0 < most < interactions.n_ratings:
        learnt = interactions.of(sample_people(interactions.offsets, most, seed))
    kept, held_out = _calibration_split(learnt, seed)
    if len(held_out) <= _MISSED_SHARE * learnt.n_users:
        model = fit(_without(learnt, kept), interactions, hyperparameters, report)
        match = fit_match(model, learnt, held_out, seed) if len(held_out) else NO_MATCH
    else:
        without = learnt.of(kept)
        half = replace(hyperparameters, n_members=-(-hyperparameters.n_members // 2))
        trial = fit(without, without, half, lambda share: report(share / 3))
        match = fit_match(trial, learnt, held_out, seed)
        model = fit(
            learnt, interactions, hyperparameters, lambda share: report((1 + 2 * share) / 3)
        )
    report(1.0)
    return replace(
        model, match_coefficients=match, n_people=learnt.n_users, n_ratings=learnt.n_ratings
    )


class _Fit:
    """What every fit of one training has in common."""

    def __init__(
        self,
        item_ids: NDArray[np.int32],
        fingerprint: str,
        trained_at: str,
        n_threads: int,
        is_late: Callable[[], bool],
        description: Description | None,
        placed_by: ItemFeatures | None,
    ) -> None:
        self._description = description
        self._placed_by = placed_by
        self._item_ids = item_ids
        self._fingerprint = fingerprint
        self._trained_at = trained_at
        self._n_threads = n_threads
        self._is_late = is_late

    def __call__(
        self,
        interactions: Interactions,
        community: Interactions,
        hyperparameters: Hyperparameters,
        report: Callable[[float], None],
    ) -> Model:
        """A model without a match curve; the films' means are told from the whole `community`."""
        histogram = community.star_histogram()
        counts = histogram.sum(axis=1)
        means, deviations = mean_and_deviation(histogram)
        embeddings, biases = fit_members(
            interactions,
            hyperparameters,
            n_threads=self._n_threads,
            is_late=self._is_late,
            description=self._description,
            report=lambda share: report(_MEMBERS_SHARE * share),
        )
        if self._placed_by is not None:
            # Of a sample: what nobody in it rated has no place of its own, whoever else rated it.
            place_items(embeddings, biases, interactions.item_counts(), self._placed_by)
        items, factors, scales = _linear_parts(
            interactions,
            hyperparameters,
            lambda share: report(_MEMBERS_SHARE + (1 - _MEMBERS_SHARE) * share),
        )
        return Model(
            item_ids=self._item_ids,
            item_embeddings=embeddings,
            item_biases=biases,
            linear_items=items,
            linear_factors=factors,
            linear_scales=scales,
            item_counts=counts.astype(np.int32),
            item_means=means,
            item_deviations=deviations,
            item_levels=item_levels(community, histogram, _LEVEL_DAMPING),
            match_coefficients=NO_MATCH,
            global_mean=float(counts @ means.astype(np.float64) / counts.sum()),
            hyperparameters=hyperparameters,
            fingerprint=self._fingerprint,
            trained_at=self._trained_at,
            n_people=interactions.n_users,
            n_ratings=interactions.n_ratings,
            features=self._description.features.fingerprint if self._description else "",
            placed_by=self._placed_by.fingerprint if self._placed_by else "",
        )


def _linear_parts(
    interactions: Interactions,
    hyperparameters: Hyperparameters,
    report: Callable[[float], None],
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.float32]]:
    """Items of the linear parts, their factors and scales, stacked."""
    if interactions.n_ratings > LINEAR_RATINGS:
        seed = hyperparameters.seed
        interactions = interactions.of(sample_people(interactions.offsets, LINEAR_RATINGS, seed))
    counts = interactions.item_counts()
    weights = weight_matrix(interactions).tocsr()
    items = np.flatnonzero(counts).astype(np.int32)
    if len(items) > LINEAR_ITEMS:
        order = np.argsort(-counts[items], kind="stable")
        items = np.sort(items[order[:LINEAR_ITEMS]])
    if len(items) < interactions.n_items:
        weights = weights[:, items]
    n_parts = len(_LINEAR_PARTS)
    parts = []
    for nth, (l2, dropout) in enumerate(_LINEAR_PARTS):

        def part_report(share: float, nth: int = nth) -> None:
            report((nth + share) / n_parts)

        parts.append(
            linear_factors(
                weights,
                l2=l2,
                dropout=dropout,
                rank=hyperparameters.linear_rank,
                progress=part_report,
            )
        )
        part_report(1.0)
    return (
        items,
        np.stack([factors for factors, _ in parts]),
        np.stack([scales for _, scales in parts]),
    )


def _calibration_split(
    interactions: Interactions, seed: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """People to train a model on, and people to draw the match curve from."""
    n_held_out = min(interactions.n_users // 5, MAX_CALIBRATION_PEOPLE)
    order = np.random.default_rng(seed).permutation(interactions.n_users)
    return np.sort(order[n_held_out:]), np.sort(order[:n_held_out])


def _without(interactions: Interactions, kept: NDArray[np.intp]) -> Interactions:
    return interactions if len(kept) == interactions.n_users else interactions.of(kept)
