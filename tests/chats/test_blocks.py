"""A long chat is read in blocks, in this process or in several, and the same is found."""

from __future__ import annotations

import functools
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import pytest

from filmrec.chats.blocks import blocks_of
from filmrec.chats.mentions import find_mentions
from filmrec.chats.messages import Message
from filmrec.chats.spelling import Spelling
from filmrec.chats.titles import Titles
from tests.benchmarks.chat_dialogues import ME, Writer, catalogue, templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.chats.mentions import Mention

SIZE = 300


def _talk() -> Iterator[Message]:
    writer = Writer(catalogue(), 11)
    while True:
        yield from writer.films_talk(writer.pick(templates("en")), lower=False, uk=False).messages
        for _ in range(3):
            yield from writer.other_talk(writer.pick(templates("other")), lower=True)


@functools.cache
def _films() -> tuple[Titles, Spelling]:
    titles = Titles(catalogue())
    return titles, Spelling(titles)


def _found(n_messages: int, n_workers: int, size: int = SIZE) -> list[Mention]:
    titles, spelling = _films()
    how = {"spelling": spelling, "block_size": size, "n_workers": n_workers}
    return list(find_mentions(islice(_talk(), n_messages), titles, ME, **how))


@pytest.mark.parametrize("n_workers", [1, 2, 4])
def test_workers_find_what_one_process_finds(n_workers: int) -> None:
    alone = _found(3 * SIZE - 50, 0)
    assert len(alone) > 40
    assert _found(3 * SIZE - 50, n_workers) == alone


def test_in_blocks_the_films_are_found_that_are_found_in_one_piece() -> None:
    n_messages = 5_600
    whole = {(one.film_id, one.message_hash) for one in _found(n_messages, 0, n_messages)}
    parts = {(one.film_id, one.message_hash) for one in _found(n_messages, 2, 5_000)}
    # Of the words of the chat a little less is known.
    assert len(whole ^ parts) < 0.01 * len(whole)


def test_every_message_is_in_one_block_and_stands_between_those_beside_it() -> None:
    messages = [Message("A", None, str(number)) for number in range(2_345)]
    blocks = list(blocks_of(messages, 1_000))
    assert [message for block in blocks for message in block.own] == messages
    assert [len(block.own) for block in blocks] == [1_000, 1_000, 345]
    assert blocks[0].before == []
    for one, other in pairwise(blocks):
        assert one.after == other.own[:2]
        assert other.before == one.own[-len(other.before) :]
        assert len(other.before) == 100


def test_a_short_chat_is_one_block() -> None:
    messages = [Message("A", None, "x")] * 1_001
    assert [len(block.own) for block in blocks_of(messages, 1_000)] == [1_001]
    assert list(blocks_of([], 1_000)) == []


def test_a_block_of_books_holds_fewer_messages() -> None:
    messages = [Message("A", None, "x" * 1_000_000)] * 40
    blocks = list(blocks_of(messages, 1_000))
    assert sum(len(block.own) for block in blocks) == 40
    assert max(len(block.own) for block in blocks) < 10


def test_it_is_told_how_many_messages_are_read() -> None:
    titles, _ = _films()
    messages = [Message("A", None, "nothing")] * 9_000
    for n_workers in (0, 2):
        told: list[int] = []
        how = {"block_size": 4_000, "n_workers": n_workers, "progress": told.append}
        assert list(find_mentions(messages, titles, ME, **how)) == []
        assert sum(told) == 8_000
