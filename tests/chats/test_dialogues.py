"""Dialogues written by hand are read as they are meant; those that are not yet are named."""

from __future__ import annotations

import pytest

from tests.chats.dialogues import SPOKEN, TYPED, Dialogue, dialogues, opinions_in

ALL = (*dialogues(), *dialogues(TYPED), *dialogues(SPOKEN))


@pytest.mark.parametrize(
    "dialogue", [one for one in ALL if one.is_read], ids=lambda dialogue: dialogue.name
)
def test_a_dialogue_is_read_as_it_is_meant(dialogue: Dialogue) -> None:
    assert opinions_in(dialogue.export()) == dialogue.opinions


def test_what_is_marked_as_read_wrongly_still_is() -> None:
    wrong = [
        dialogue.name
        for dialogue in ALL
        if not dialogue.is_read and opinions_in(dialogue.export()) == dialogue.opinions
    ]
    assert wrong == [], "read rightly by now: take off their mark"


def test_what_is_read_wrongly_is_more_often_missed_than_made_up() -> None:
    read = [(opinions_in(dialogue.export()), dialogue.opinions) for dialogue in ALL]
    n_missed = sum(len(meant.keys() - found.keys()) for found, meant in read)
    n_made_up = sum(len(found.keys() - meant.keys()) for found, meant in read)
    assert n_made_up * 10 <= n_missed
