from __future__ import annotations

import signal
import threading
from dataclasses import fields, replace

import numpy as np
import pytest

from filmrec.model.artifact import Model, model_fingerprint
from filmrec.model.fold_in import fold_in
from filmrec.model.hyperparameters import Hyperparameters
from filmrec.model.interactions import Interactions
from filmrec.model.rank import score_items, top_k
from filmrec.model.train import train
from tests.model.worlds import N_ITEMS, SMALL, checkerboard


@pytest.mark.parametrize("colour", [0, 1])
def test_on_a_checkerboard_the_list_is_the_persons_own_colour(
    board_model: Model, colour: int
) -> None:
    own = np.arange(colour, N_ITEMS, 2)
    given = own[:6]
    scores = score_items(board_model, fold_in(board_model, given, np.full(6, 5.0)))
    best = top_k(scores, len(own) - 6, ~np.isin(np.arange(N_ITEMS), given))
    assert sorted(best) == own[6:].tolist()


def test_the_same_seed_gives_a_bit_identical_model(board: Interactions, board_model: Model) -> None:
    again = train(board, SMALL)
    for field in fields(Model):
        assert np.array_equal(getattr(again, field.name), getattr(board_model, field.name))


def test_another_seed_gives_another_model(board: Interactions, board_model: Model) -> None:
    other = train(board, replace(SMALL, seed=1))
    assert not np.array_equal(other.item_embeddings, board_model.item_embeddings)


def test_the_first_member_does_not_depend_on_how_many_there_are(
    board: Interactions, board_model: Model
) -> None:
    three = train(board, replace(SMALL, n_members=3))
    assert np.array_equal(three.item_embeddings[0], board_model.item_embeddings[0])


def test_a_model_says_what_it_was_trained_on(board: Interactions) -> None:
    ids = np.arange(100, 100 + N_ITEMS, dtype=np.int32)
    model = train(board, SMALL, item_ids=ids, trained_at="2026-01-01T00:00:00+00:00")
    assert model.item_ids.tolist() == ids.tolist()
    assert model.trained_at == "2026-01-01T00:00:00+00:00"
    assert model.fingerprint == model_fingerprint(board.fingerprint(), SMALL)
    assert model.item_counts.tolist() == board.item_counts().tolist()
    assert model.global_mean == pytest.approx(5)


def test_the_ratings_are_not_changed_by_training() -> None:
    board = checkerboard()
    before = board.fingerprint()
    train(board, SMALL)
    assert board.fingerprint() == before


def test_progress_goes_from_above_zero_to_one_and_never_back(board: Interactions) -> None:
    shares: list[float] = []
    train(board, SMALL, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[0] > 0
    assert shares[-1] == 1
    assert len(shares) > SMALL.epochs


@pytest.mark.parametrize("n_users", [1, 2, 3, 7])
def test_a_tiny_community_can_be_trained_on(n_users: int) -> None:
    community = Interactions(
        offsets=np.arange(n_users + 1),
        items=np.zeros(n_users, dtype=np.uint16),
        half_stars=np.full(n_users, 8, dtype=np.uint8),
        n_items=3,
    )
    model = train(community, SMALL)
    assert np.isfinite(score_items(model, fold_in(model, [0], [4.0]))).all()


def test_a_community_without_ratings_is_refused() -> None:
    nobody = Interactions(np.array([0]), np.array([], np.uint16), np.array([], np.uint8), 3)
    with pytest.raises(ValueError, match="no rating"):
        train(nobody, SMALL)


def test_one_id_per_item_is_asked_for(board: Interactions) -> None:
    with pytest.raises(ValueError, match="one id per item"):
        train(board, SMALL, item_ids=np.arange(3, dtype=np.int32))


def test_ctrl_c_ends_the_training_and_all_its_threads(starter: Interactions) -> None:
    before = threading.active_count()

    def interrupt(share: float) -> None:
        if share > 0:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        train(starter, Hyperparameters(epochs=1000), progress=interrupt)
    assert threading.active_count() == before
