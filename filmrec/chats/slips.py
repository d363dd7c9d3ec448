"""Words as they slip from the fingers: letters swapped, left out, doubled, or drawn out."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_SHORTEST = 5


class Corrections:
    """Words that slips are to be told from, and those that are no slips of them.

    `vocabulary` are the words meant, `known` all others that people know.
    """

    def __init__(self, vocabulary: Iterable[str], known: frozenset[str]) -> None:
        self._vocabulary = frozenset(vocabulary)
        self._known = known | self._vocabulary
        self._by_ends: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._vocabulary):
            if len(word) >= _SHORTEST:
                self._by_ends[word[0] + word[-1]].append(word)

    def of(self, word: str) -> str | None:
        """The word of the vocabulary that this one most likely is, if it is none of its own."""
        if word in self._known:
            return None
        drawn_out = _DRAWN_OUT.search(word) is not None
        if drawn_out:
            # "Loooved", "sooo", "gooood".
            for letters in (r"\1", r"\1\1"):
                short = _DRAWN_OUT.sub(letters, word)
                if short in self._vocabulary:
                    return short
        if len(word) < _SHORTEST or not word.isalpha():
            return None
        near = [one for one in self._by_ends[word[0] + word[-1]] if slips(word, one, 1) == 1]
        return near[0] if len(near) == 1 else None


def slips(one: str, other: str, most: int) -> int:
    """How many letters are left out, added, exchanged or swapped; above `most`, most + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        last, before, row = before, row, [number]
        for place, wanted in enumerate(other, start=1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != wanted))
            if last and place > 1 and letter == other[place - 2] and one[number - 2] == wanted:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
