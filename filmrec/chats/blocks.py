"""A chat in blocks of messages that can be read one by one, wherever that is done.

The blocks of a chat are always the same, so that what is found does not depend on the machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from filmrec.chats.messages import Message

N_MESSAGES = 10_000
# Of the messages before a block, those that tell what its first are about, and of those after it.
_N_BEFORE, _N_AFTER = 100, 2
# What is longer is no talk, and too much to hold several times.
_MOST_LETTERS = 8_000_000


class Block(NamedTuple):
    """Messages with those before and after them, which are read only to understand these."""

    before: list[Message]
    own: list[Message]
    after: list[Message]


def blocks_of(messages: Iterable[Message], n_messages: int = N_MESSAGES) -> Iterator[Block]:
    """The blocks of a chat in their order; the last one may be shorter, or a little longer."""
    before: list[Message] = []
    held: list[Message] = []
    n_letters = 0
    for message in messages:
        held.append(message)
        n_letters += len(message.text)
        is_full = len(held) >= n_messages + _N_AFTER
        if is_full or (n_letters > _MOST_LETTERS and len(held) > _N_AFTER):
            own, after = held[:-_N_AFTER], held[-_N_AFTER:]
            yield Block(before, own, after)
            before = [*before, *own][-_N_BEFORE:]
            held = [*after]
            n_letters = sum(len(one.text) for one in held)
    if held:
        yield Block(before, held, [])
