from __future__ import annotations

import numpy as np
import pytest

from filmrec.model.artifact import Model
from filmrec.model.explain import LIKED_STARS, explain, predicted_lifts
from filmrec.model.fold_in import fold_in
from filmrec.model.interactions import Interactions
from filmrec.model.rank import score_items, too_few_ratings, top_k

Split = tuple[Interactions, list[int]]
LENGTHS = (1, 2, 4, 6, 15, 60)


@pytest.mark.parametrize("n_ratings", LENGTHS)
def test_leaving_a_reason_out_really_lowers_the_film_it_explains(
    starter: Interactions, starter_model: Model, starter_split: Split, n_ratings: int
) -> None:
    n_reasons = 0
    for person in starter_split[1][:15]:
        items, stars = starter.user(person)
        items, stars = items[:n_ratings], stars[:n_ratings]
        allowed = ~too_few_ratings(starter_model)
        allowed[items] = False
        user = fold_in(starter_model, items, stars)
        scores = score_items(starter_model, user, among=allowed)
        candidates = top_k(scores, 6, allowed)
        explained = explain(starter_model, items, stars, candidates, 2, among=allowed)
        for film, reasons in zip(candidates, explained, strict=True):
            for reason in reasons:
                kept = np.arange(len(items)) != reason
                without = fold_in(starter_model, items[kept], stars[kept])
                assert score_items(starter_model, without, among=allowed)[film] < scores[film]
                assert stars[reason] >= LIKED_STARS
                n_reasons += 1
    assert n_reasons > 30


# Where attraction leads, where it begins to be levelled and where the stars expected lead.
@pytest.mark.parametrize(
    ("places", "likeness"),
    [(slice(0, 10), 0.95), (slice(60, 200, 14), 0.85), (slice(400, 2400, 200), 0.75)],
)
def test_predicted_lifts_are_close_to_those_of_real_fold_ins(
    starter: Interactions,
    starter_model: Model,
    starter_split: Split,
    places: slice,
    likeness: float,
) -> None:
    predicted, real = [], []
    for person in starter_split[1][:8]:
        items, stars = starter.user(person)
        items, stars = items[:30], stars[:30]
        user = fold_in(starter_model, items, stars)
        others = ~np.isin(np.arange(starter_model.n_items), items)
        scores = score_items(starter_model, user)
        candidates = top_k(scores, places.stop, others)[places]
        positions = np.arange(min(4, len(items)))
        predicted.append(predicted_lifts(starter_model, user, positions, candidates))
        for position in positions:
            kept = np.arange(len(items)) != position
            person = fold_in(starter_model, items[kept], stars[kept])
            without = score_items(starter_model, person, among=others)
            real.append((scores - without)[candidates])
    assert (
        np.corrcoef(np.concatenate(predicted).ravel(), np.concatenate(real).ravel())[0, 1]
        > likeness
    )


def test_on_a_checkerboard_the_reason_is_of_the_films_own_colour(board_model: Model) -> None:
    items, stars = np.array([0, 2, 4, 1]), np.full(4, 5.0)
    for reasons in explain(board_model, items, stars, np.array([6, 8, 10]), 1):
        assert (items[reasons] % 2 == 0).all()
        assert len(reasons) == 1


def test_a_film_the_person_did_not_like_is_never_a_reason(board_model: Model) -> None:
    reasons = explain(board_model, [0, 2, 4], [5.0, 3.0, 0.5], np.arange(6, 30), 3)
    assert {int(position) for row in reasons for position in row} <= {0}


def test_an_opinion_of_weight_zero_is_never_a_reason(board_model: Model) -> None:
    weights = np.array([0.0, 1.0])
    reasons = explain(board_model, [0, 2], [5.0, 5.0], np.arange(6, 30), 2, weights=weights)
    assert {int(position) for row in reasons for position in row} <= {1}


@pytest.mark.parametrize("stars", [[], [2.0, 1.0]])
def test_who_likes_nothing_gets_no_reasons(board_model: Model, stars: list[float]) -> None:
    reasons = explain(board_model, np.arange(len(stars)), stars, np.array([8, 9]), 2)
    assert [len(row) for row in reasons] == [0, 0]


def test_a_fold_in_at_hand_changes_no_reason(board_model: Model) -> None:
    items, stars, candidates = [0, 2, 5], [5.0, 4.0, 4.0], np.arange(8, 20)
    user = fold_in(board_model, items, stars)
    given = explain(board_model, items, stars, candidates, 2, user=user)
    own = explain(board_model, items, stars, candidates, 2)
    assert [row.tolist() for row in given] == [row.tolist() for row in own]
