from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import filmrec.data
from filmrec.model.artifact import Model
from filmrec.model.hyperparameters import Hyperparameters
from filmrec.model.interactions import Interactions, load_interactions
from filmrec.model.train import train
from tests.model.worlds import SMALL, checkerboard

STARTER = Path(filmrec.data.__file__).parent / "starter"


@pytest.fixture(scope="session")
def board() -> Interactions:
    return checkerboard()


@pytest.fixture(scope="session")
def board_model(board: Interactions) -> Model:
    """Trained on the checkerboard: even people like even items, odd people odd ones."""
    return train(board, SMALL)


@pytest.fixture(scope="session")
def starter() -> Interactions:
    interactions, _ = load_interactions(STARTER)
    return interactions


@pytest.fixture(scope="session")
def starter_split(starter: Interactions) -> tuple[Interactions, list[int]]:
    """The starter community without every tenth person, and those left out."""
    people = np.arange(starter.n_users)
    left_out = people[::10]
    kept = np.setdiff1d(people, left_out)
    rows = [slice(int(starter.offsets[u]), int(starter.offsets[u + 1])) for u in kept]
    counts = [row.stop - row.start for row in rows]
    training = Interactions(
        offsets=np.concatenate([[0], np.cumsum(counts)]),
        items=np.concatenate([starter.items[row] for row in rows]),
        half_stars=np.concatenate([starter.half_stars[row] for row in rows]),
        n_items=starter.n_items,
    )
    return training, [int(user) for user in left_out]


@pytest.fixture(scope="session")
def starter_model(starter_split: tuple[Interactions, list[int]]) -> Model:
    """A small model of the starter community; the people left out are new to it."""
    training, _ = starter_split
    return train(training, Hyperparameters(n_members=2, n_components=24, epochs=6, linear_rank=64))
