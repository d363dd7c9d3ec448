"""How rare words are: how much it tells that those of a title stand somewhere."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from filmrec.chats.phrases import Remembered, cues
from filmrec.chats.words import compared, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COMMON_BITS, USUAL_BITS, SELDOM_BITS, RARE_BITS, LONG_RARE_BITS = 1.5, 5.0, 7.0, 9.0, 11.0
_LONG = 8


@functools.cache
def known_bits() -> dict[str, float]:
    """The bits of the words of everyday talk, as they are compared."""
    lists = cues()["words"]
    bits = {"seldom": SELDOM_BITS, "usual": USUAL_BITS, "common": COMMON_BITS}
    return {compared(word): of for name, of in bits.items() for word in _words(lists[name])}


def _words(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        if part.isascii() and part.isalpha():
            yield part
        else:
            yield from words_of(part)


def bits_of(key: str) -> float:
    """How much the words of a title tell: about the bits by which they are rare."""
    return _bits[key]


def _bits_of(key: str) -> float:
    known = known_bits()
    total = 0.0
    for word in key.split(" "):
        bits = known.get(word)
        if bits is None:
            is_number = word.isdigit()
            bits = LONG_RARE_BITS if len(word) >= _LONG else RARE_BITS
            bits = 2.0 if is_number else bits
        total += bits
    return total


_bits = Remembered(_bits_of)


def of_bits(sign: tuple[float, float], bits: float) -> float:
    """What a sign tells of a name: at once, and for each bit."""
    return sign[0] + sign[1] * min(bits, RARE_BITS)
