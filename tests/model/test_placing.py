"""Items that nobody rated, or few people, are placed by what they have in common with others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from filmrec.model.artifact import Model, load_model, save_model
from filmrec.model.features import encode_features
from filmrec.model.fold_in import fold_in
from filmrec.model.hyperparameters import Hyperparameters
from filmrec.model.interactions import Interactions
from filmrec.model.placing import EQUAL_RATINGS, LEAST_RATINGS, place_items
from filmrec.model.plan import sample_people
from filmrec.model.rank import score_items, too_few_ratings
from filmrec.model.similar import similar_items
from filmrec.model.train import train
from tests.model.worlds import N_ITEMS, SMALL, checkerboard

N_COLD = 4
NAMES = [["even"] if item % 2 == 0 else ["odd"] for item in range(N_ITEMS + N_COLD)]


def _wider(n_more: int = N_COLD) -> Interactions:
    board = checkerboard()
    return Interactions(
        board.offsets, board.items, board.half_stars, n_items=board.n_items + n_more
    )


@pytest.fixture(scope="module")
def placed() -> Model:
    """The checkerboard and four items without ratings: two even ones, two odd ones."""
    return train(_wider(), SMALL, placed_by=encode_features(NAMES))


def _cold(model: Model) -> list[int]:
    return np.flatnonzero(model.is_cold).tolist()


def test_items_that_nobody_rated_are_told_from_others(placed: Model) -> None:
    assert _cold(placed) == list(range(N_ITEMS, N_ITEMS + N_COLD))
    assert not too_few_ratings(placed).any()


@pytest.mark.parametrize("kind", [0, 1], ids=["even", "odd"])
def test_such_an_item_goes_to_the_people_who_like_its_kind(placed: Model, kind: int) -> None:
    items = np.arange(kind, 12, 2)
    scores = score_items(placed, fold_in(placed, items, np.full(len(items), 5.0)))
    same = [item for item in _cold(placed) if item % 2 == kind]
    other = [item for item in _cold(placed) if item % 2 != kind]
    assert scores[same].min() > scores[other].max()


def test_what_is_like_such_an_item_is_of_its_kind(placed: Model) -> None:
    similar, _ = similar_items(placed, N_ITEMS, 10)
    assert (similar % 2 == 0).all()
    # Not the other of its kind, of which no more is known.
    assert (similar < N_ITEMS).all()


def test_the_places_of_the_others_stay_as_they_were(placed: Model) -> None:
    without = train(_wider(), SMALL)
    assert (placed.item_embeddings[:, :N_ITEMS] == without.item_embeddings[:, :N_ITEMS]).all()
    assert (placed.item_biases[:, :N_ITEMS] == without.item_biases[:, :N_ITEMS]).all()


def test_equal_trainings_place_equally(placed: Model) -> None:
    again = train(_wider(), SMALL, placed_by=encode_features(NAMES))
    assert (placed.item_embeddings == again.item_embeddings).all()
    assert (placed.item_biases == again.item_biases).all()


def test_an_item_of_which_nothing_is_known_is_not_placed() -> None:
    names = [*NAMES[:N_ITEMS], [], ["a thing of its own"]]
    model = train(_wider(2), SMALL, placed_by=encode_features(names))
    assert _cold(model) == []
    assert too_few_ratings(model)[-2:].all()


def test_a_model_keeps_that_items_were_placed(placed: Model, tmp_path) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    save_model(tmp_path / "model", placed)
    loaded = load_model(tmp_path / "model")
    assert loaded.placed_by == placed.placed_by != ""
    assert loaded.features == ""
    assert (loaded.is_cold == placed.is_cold).all()


def test_there_must_be_a_row_of_features_per_item(board: Interactions) -> None:
    with pytest.raises(ValueError, match="one row of features per item"):
        train(board, SMALL, placed_by=encode_features([["a"]]))


def _sampled_without(item: int, hyperparameters: Hyperparameters) -> Interactions:
    """The checkerboard and one who rated `item` as well and is not among those sampled."""
    board = checkerboard()
    for user in range(board.n_users):
        end = int(board.offsets[user + 1])
        offsets = board.offsets + (np.arange(board.n_users + 1) > user)
        if user not in sample_people(offsets, hyperparameters.most_ratings, hyperparameters.seed):
            return Interactions(
                offsets,
                np.insert(board.items, end, item),
                np.insert(board.half_stars, end, 10),
                n_items=item + 3,
            )
    raise AssertionError("everybody is sampled")


def test_of_a_sample_it_counts_who_rated_an_item_in_it() -> None:
    hyperparameters = replace(SMALL, most_ratings=400)
    interactions = _sampled_without(N_ITEMS, hyperparameters)
    model = train(interactions, hyperparameters, placed_by=encode_features(NAMES[: N_ITEMS + 3]))
    # As the one of its kind that nobody rated at all, though somebody did.
    assert model.item_counts[N_ITEMS] == 1
    assert _cold(model) == [N_ITEMS + 1, N_ITEMS + 2]
    placed = model.item_embeddings[:, N_ITEMS]
    assert placed == pytest.approx(model.item_embeddings[:, N_ITEMS + 2], abs=1e-5)


def _world() -> tuple[np.ndarray, np.ndarray]:
    """Ten items at (1, 0) with bias 1, ten at (0, 1) with bias -1, one at (5, 5) with bias 5."""
    embeddings = np.zeros((1, 21, 2), dtype=np.float32)
    embeddings[0, :10, 0] = embeddings[0, 10:20, 1] = 1
    embeddings[0, 20] = 5
    biases = np.array([[1] * 10 + [-1] * 10 + [5]], dtype=np.float32)
    return embeddings, biases


def test_an_item_with_few_ratings_goes_a_part_of_the_way() -> None:
    features = encode_features([["a"]] * 10 + [["b"]] * 10 + [["a"]])
    ways = []
    for n_ratings in range(LEAST_RATINGS + 1):
        embeddings, biases = _world()
        counts = np.array([100] * 20 + [n_ratings])
        place_items(embeddings, biases, counts, features)
        own = n_ratings / (n_ratings + EQUAL_RATINGS) if n_ratings < LEAST_RATINGS else 1.0
        first = embeddings[0, 20, 0]
        assert first - own * 5 == pytest.approx((1 - own) * 1, abs=0.3)
        ways.append(float(first))
    assert ways == sorted(ways)


def test_where_no_item_has_enough_ratings_nothing_is_placed() -> None:
    embeddings, biases = _world()
    before = embeddings.copy(), biases.copy()
    counts = np.full(21, LEAST_RATINGS - 1)
    place_items(embeddings, biases, counts, encode_features([["a"]] * 21))
    assert (embeddings == before[0]).all()
    assert (biases == before[1]).all()
