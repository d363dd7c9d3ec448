"""What is not weighed, as it cannot mean its film, could not."""

from __future__ import annotations

import functools
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from filmrec.chats import evidence
from filmrec.chats.bounds import LEAST, Bounds
from filmrec.chats.evidence import Surroundings
from filmrec.chats.scan import scan
from filmrec.chats.sightings import in_lists
from filmrec.chats.titles import Titles
from tests.benchmarks.chat_dialogues import Writer, catalogue, templates
from tests.chats import exports
from tests.chats.dialogues import FILE, HELD_OUT, SPOKEN, SPOKEN_HELD_OUT, TYPED, dialogues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from filmrec.chats.messages import Message
    from filmrec.chats.scan import Scan, Span

SETS = ("en", "en_fresh", "en_third", "en_fourth", "uk", "uk_fresh", "uk_third", "uk_fourth")
OTHER = ("other", "other_fresh", "other_third", "other_fourth")
LEAST_SURE = 1 / (1 + math.exp(-LEAST))


@functools.cache
def titles() -> Titles:
    return Titles(catalogue())


@functools.cache
def bounds() -> Bounds:
    return Bounds(titles())


def _around(one: Scan) -> Iterator[Surroundings]:
    """Other talk, talk of films, and what there may be around a name."""
    spoken_of = {film.film: 0 for span in one.spans for film in titles().by_rank(span.key)}
    yield Surroundings()
    yield Surroundings(near=0.5, recent=spoken_of, is_asked=True)
    yield Surroundings(near=1.0, recent=spoken_of, is_asked=True)
    often = {span.key: number for number, span in enumerate(one.spans)}
    yield Surroundings(senders=frozenset(one.words[:2]), n_plain=often, places=frozenset(often))


def _found_below(messages: Iterable[Message]) -> list[tuple[str, Span]]:
    """The names that are not weighed and would be likely enough if they were."""
    found = []
    for message in messages:
        one = scan(message, titles())
        read = evidence.read(one)
        if read is None:
            continue
        for around in _around(one):
            worth = set(bounds().worth_weighing(one, around))
            with_lists = replace(around, listed=in_lists(read, titles(), around))
            for span in one.spans:
                if span in worth:
                    continue
                weighed = evidence.weigh(span, read, with_lists, titles())
                if weighed is not None and weighed.confidence >= LEAST_SURE:
                    found.append((one.text, span))
    return found


@pytest.mark.parametrize("file", [FILE, TYPED, HELD_OUT, SPOKEN, SPOKEN_HELD_OUT])
def test_no_name_below_the_bound_is_a_film_in_dialogues_by_hand(file: Path) -> None:
    for dialogue in dialogues(file):
        assert _found_below(exports.opened(dialogue.export()).messages()) == []


@pytest.mark.parametrize("lower", [False, True])
@pytest.mark.parametrize("kind", SETS)
def test_no_name_below_the_bound_is_a_film_in_talk_of_films(kind: str, lower: bool) -> None:
    writer = Writer(catalogue(), 1)
    for block in templates(kind):
        talk = writer.films_talk(block, lower=lower, uk=kind.startswith("uk"))
        assert _found_below(talk.messages) == []


@pytest.mark.parametrize("lower", [False, True])
@pytest.mark.parametrize("kind", OTHER)
def test_no_name_below_the_bound_is_a_film_in_other_talk(kind: str, lower: bool) -> None:
    writer = Writer(catalogue(), 1)
    for block in templates(kind):
        assert _found_below(writer.other_talk(block, lower=lower)) == []
