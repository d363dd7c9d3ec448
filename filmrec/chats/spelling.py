"""Titles with a slip or two: letters left out, doubled, swapped, words run together."""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import TYPE_CHECKING

from filmrec.chats import evidence
from filmrec.chats.scan import USUAL_BITS, Span, known_bits
from filmrec.chats.words import LEFT_OUT, compared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.chats.evidence import Read, Surroundings, Weighed
    from filmrec.chats.titles import Titles

# Letters that a title needs for one slip, and for two.
_FOR_ONE, _FOR_TWO = 6, 12
# A single word needs more, and one that people know.
_WORD_FOR_ONE, _WORD_FOR_TWO = 7, 11
_KNOWN_WORD = 0.3
# A word that more titles have leads nowhere.
_MOST_TITLES = 60
_MOST_WINDOWS = 4_000
_CONFIDENCE = 0.85
_END = 3


class Spelling:
    """Titles by their rarer words and by the ends of those that are one word."""

    def __init__(self, titles: Titles) -> None:
        self._titles = titles
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._singles: dict[str, list[str]] = defaultdict(list)
        for key, packed in titles.names.items():
            one = packed if isinstance(packed, int) else packed[0]
            known = titles.popularity[one >> 4]
            words = key.split(" ")
            if len(words) == 1:
                if len(key) >= _WORD_FOR_ONE and known >= _KNOWN_WORD:
                    self._singles[f"^{key[:_END]}"].append(key)
                    self._singles[f"{key[-_END:]}$"].append(key)
            elif len(key) - len(words) + 1 >= _FOR_ONE and known > 0:
                for word in words:
                    at_word = self._by_word[word]
                    # What has more is not looked at; one more tells so.
                    if len(at_word) <= _MOST_TITLES:
                        at_word.append(key)
        for word in [word for word, keys in self._by_word.items() if len(keys) > _MOST_TITLES]:
            del self._by_word[word]
        self._near = functools.lru_cache(maxsize=20_000)(self._words_near)

    def find(self, read: Read, chosen: list[Weighed], around: Surroundings) -> Iterator[Weighed]:
        """Films whose titles stand in a message with slips, where no film was found as it is."""
        taken = {at for weighed in chosen for at in range(weighed.start, weighed.end)}
        kept = [
            (at, compared(word)) for at, word in enumerate(read.scan.words) if word not in LEFT_OUT
        ]
        spans: dict[Span, None] = {}
        for span in self._spans(kept):
            if taken.isdisjoint(range(span.start, span.end)):
                spans[span] = None
        for span in spans:
            weighed = evidence.weigh(span, read, around, self._titles)
            if weighed is not None:
                confidence = weighed.confidence * _CONFIDENCE
                if confidence >= 0.5:
                    yield weighed._replace(confidence=confidence)

    def _spans(self, kept: list[tuple[int, str]]) -> Iterator[Span]:
        words = [word for _, word in kept]
        present = frozenset(words)
        n_looked = 0
        for number, (at, word) in enumerate(kept):
            for key in self._by_word.get(word, ()):
                n_looked += 1
                if n_looked > _MOST_WINDOWS:
                    return
                parts = key.split(" ")
                if _may_stand(parts, present):
                    for first, end in _windows(words, number, parts, word):
                        yield Span(kept[first][0], kept[end - 1][0] + 1, key)
            if len(word) >= _WORD_FOR_ONE and word not in known_bits():
                for key in self._near(word):
                    yield Span(at, at + 1, key)

    def _words_near(self, word: str) -> tuple[str, ...]:
        if word in self._titles.names:
            return ()
        ends = {f"^{word[:_END]}", f"{word[-_END:]}$"}
        most = 2 if len(word) >= _WORD_FOR_TWO else 1
        near = {
            key
            for end in ends
            for key in self._singles.get(end, ())
            if abs(len(key) - len(word)) <= most
            and slips(word, key, most) <= most
            and not _is_plural(word, key)
            and not _is_derived(word, key)
        }
        return tuple(sorted(near))


def _may_stand(parts: list[str], present: frozenset[str]) -> bool:
    """Whether no more words of a title are lacking than a slip, or two run together, make so."""
    lacking = [part for part in parts if part not in present]
    return len(lacking) < 2 or (len(lacking) == 2 and "".join(lacking) in present)


def _windows(
    words: list[str], number: int, parts: list[str], word: str
) -> Iterator[tuple[int, int]]:
    """From where to before where a title may stand that shares the word at `number`.

    Word by word with a slip in one, or with two words run together or one torn apart.
    """
    letters = "".join(parts)
    n_parts = len(parts)
    start = number - parts.index(word)
    if start >= 0 and start + n_parts <= len(words):
        window = words[start : start + n_parts]
        if _is_slip(window, parts, 2 if len(letters) >= _FOR_TWO else 1):
            yield start, start + n_parts
    for n_words, shift in ((n_parts - 1, -1), (n_parts + 1, 1)):
        for first in (start, start + shift):
            end = first + n_words
            if 0 <= first <= number < end <= len(words) and "".join(words[first:end]) == letters:
                yield first, end


def _is_slip(written: list[str], words: list[str], most: int) -> bool:
    """Whether one word differs by a slip and is no other word: not `Toy Story 3`, `Big Fan`."""
    other = [(one, word) for one, word in zip(written, words, strict=True) if one != word]
    if len(other) != 1:
        return False
    ((one, word),) = other
    if one.isdigit() or word.isdigit() or len(word) < 4 or _is_plural(one, word):
        return False
    if known_bits().get(one, 9.0) < USUAL_BITS:
        return False
    most = min(most, 2 if len(word) >= 8 else 1)
    return 0 < slips(one, word, most) <= most


def _is_derived(written: str, word: str) -> bool:
    """Whether it is the word with an ending, most likely another one: `personal` is no Persona."""
    ending = written.removeprefix(word)
    return ending not in {written, word[-1]}


def _is_plural(one: str, other: str) -> bool:
    return one + "s" == other or other + "s" == one


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
