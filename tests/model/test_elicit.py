from __future__ import annotations

from dataclasses import replace

import numpy as np

from filmrec.model.artifact import Model
from filmrec.model.elicit import next_question
from filmrec.model.geometry import unit_embeddings


def questions(model: Model, n: int) -> list[int]:
    asked: list[int] = []
    for _ in range(n):
        item = next_question(model, np.array(asked, dtype=np.intp))
        assert item is not None
        asked.append(item)
    return asked


def test_no_film_is_asked_twice(starter_model: Model) -> None:
    asked = questions(starter_model, 60)
    assert len(set(asked)) == 60


def test_the_same_state_asks_the_same_film(starter_model: Model) -> None:
    assert questions(starter_model, 10) == questions(starter_model, 10)


def test_films_asked_are_widely_known(starter_model: Model) -> None:
    asked = questions(starter_model, 20)
    assert (starter_model.item_counts[asked] >= np.sort(starter_model.item_counts)[-500]).all()


def test_of_two_equally_known_films_the_divisive_one_is_asked(board_model: Model) -> None:
    deviations = np.full_like(board_model.item_deviations, 0.5)
    deviations[7] = 1.5
    model = replace(
        board_model,
        item_counts=np.full_like(board_model.item_counts, 20),
        item_deviations=deviations,
    )
    assert next_question(model, []) == 7


def test_films_asked_are_less_alike_than_the_best_known_ones(starter_model: Model) -> None:
    def likeness(items: list[int]) -> float:
        vectors = unit_embeddings(starter_model, np.array(items))
        cosines = np.einsum("mic,mjc->ij", vectors, vectors)
        return float(cosines[np.triu_indices(len(items), 1)].mean())

    best_known = np.argsort(-starter_model.item_counts)[:15].tolist()
    assert likeness(questions(starter_model, 15)) < likeness(best_known)


def test_every_rated_film_is_asked_before_there_is_nothing_left(board_model: Model) -> None:
    asked = questions(board_model, 40)
    assert sorted(asked) == list(range(40))
    assert next_question(board_model, np.array(asked)) is None
