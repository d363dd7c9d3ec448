"""Items that nobody rated get their place from what they have in common with others."""

from __future__ import annotations

import numpy as np
import pytest

from filmrec.model.artifact import Model, load_model, save_model
from filmrec.model.features import FEATURES_WEIGHT, encode_features
from filmrec.model.fold_in import fold_in
from filmrec.model.interactions import Interactions
from filmrec.model.rank import score_items, too_few_ratings
from filmrec.model.train import train
from tests.model.worlds import SMALL, checkerboard

N_COLD = 4


@pytest.fixture(scope="module")
def described() -> Model:
    """The checkerboard and four items without ratings: two even ones, two odd ones."""
    board = checkerboard()
    n_items = board.n_items + N_COLD
    names = [["even"] if item % 2 == 0 else ["odd"] for item in range(n_items)]
    wider = Interactions(board.offsets, board.items, board.half_stars, n_items=n_items)
    return train(wider, SMALL, features=encode_features(names))


def cold(model: Model) -> list[int]:
    return np.flatnonzero(model.is_cold).tolist()


def test_cold_items_are_told_from_others(described: Model) -> None:
    n_rated = described.n_items - N_COLD
    assert cold(described) == list(range(n_rated, n_rated + N_COLD))
    assert not too_few_ratings(described)[cold(described)].any()


@pytest.mark.parametrize("kind", [0, 1], ids=["even", "odd"])
def test_a_cold_item_goes_to_the_people_who_like_its_kind(described: Model, kind: int) -> None:
    items = np.arange(kind, 12, 2)
    user = fold_in(described, items, np.full(len(items), 5.0))
    scores = score_items(described, user)
    same = [item for item in cold(described) if item % 2 == kind]
    other = [item for item in cold(described) if item % 2 != kind]
    assert scores[same].min() > scores[other].max()


def test_rated_items_are_ranked_as_rightly_as_without_features(described: Model) -> None:
    items = np.arange(0, 12, 2)
    scores = score_items(described, fold_in(described, items, np.full(len(items), 5.0)))
    n_rated = described.n_items - N_COLD
    left = np.arange(12, n_rated)
    assert scores[left[left % 2 == 0]].min() > scores[left[left % 2 == 1]].max()


def test_an_item_of_which_nothing_is_known_is_not_placed() -> None:
    board = checkerboard()
    names = [["even"] if item % 2 == 0 else ["odd"] for item in range(board.n_items)]
    wider = Interactions(board.offsets, board.items, board.half_stars, n_items=board.n_items + 1)
    model = train(wider, SMALL, features=encode_features([*names, []]))
    assert cold(model) == []
    assert too_few_ratings(model)[-1]


def test_without_features_nothing_is_cold(board_model: Model) -> None:
    assert cold(board_model) == []
    assert board_model.features == ""


def test_a_model_keeps_that_it_has_features(described: Model, tmp_path) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    save_model(tmp_path / "model", described)
    loaded = load_model(tmp_path / "model")
    assert loaded.features == described.features != ""
    assert (loaded.is_cold == described.is_cold).all()


def test_features_of_few_items_are_left_out_and_rows_weigh_the_same() -> None:
    encoded = encode_features([["a", "b"], ["a", "b"], ["a", "b", "rare"], ["a"], []])
    sums = np.asarray(encoded.weights.sum(axis=1)).ravel()
    assert encoded.weights.shape == (5, 2)
    assert sums.tolist() == pytest.approx([FEATURES_WEIGHT] * 4 + [0.0])


def test_equal_features_have_equal_fingerprints() -> None:
    one, same, other = (
        encode_features([["a"], ["a"], ["a"], row]).fingerprint for row in (["a"], ["a"], [])
    )
    assert one == same != other


def test_there_must_be_a_row_of_features_per_item(board: Interactions) -> None:
    with pytest.raises(ValueError, match="one row of features per item"):
        train(board, SMALL, features=encode_features([["a"]]))
