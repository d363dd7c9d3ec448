"""Titles with a slip or two: letters left out, doubled, swapped, words run together."""

from __future__ import annotations

import itertools
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from filmrec.chats import evidence
from filmrec.chats.phrases import Remembered
from filmrec.chats.rarity import RARE_BITS, USUAL_BITS, known_bits
from filmrec.chats.scan import Span
from filmrec.chats.slips import slips
from filmrec.chats.sounds import sound_of
from filmrec.chats.titles import MAIN, N_KINDS, SHORT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.chats.evidence import Read, Surroundings, Weighed
    from filmrec.chats.titles import Titles

# Letters that a title needs for one slip, and for two.
_FOR_ONE, _FOR_TWO = 6, 12
# A single word needs more, and one that people know.
_WORD_FOR_ONE, _WORD_FOR_TWO = 7, 11
_KNOWN_WORD = 0.3
# How known a title has to be that is typed as it sounds.
_HEARD = 0.4
# A word that more titles have leads nowhere.
_MOST_TITLES = 60
_MOST_WINDOWS = 4_000
_CONFIDENCE = 0.85
_END = 3
_SHORTEST_PART = 4


class _Name(NamedTuple):
    """A title with a word of it: the words that it is compared by, and the place of that one."""

    key: str
    parts: list[str]
    place: int
    letters: str


class Spelling:
    """Titles by their rarer words and by the ends of those that are one word."""

    def __init__(self, titles: Titles) -> None:
        self._titles = titles
        # Texts of their own: each that is looked at would be copied to a process that shares it.
        self._keys = bytearray()
        self._starts = array("L", [0])
        self._by_word: dict[str, array[int]] = defaultdict(lambda: array("L"))
        self._singles: dict[str, list[str]] = defaultdict(list)
        # English titles by how they sound, for those who type them in Ukrainian letters.
        self._sounds: dict[str, list[str]] = defaultdict(list)
        for key, packed in titles.names.items():
            every = (packed,) if isinstance(packed, int) else packed
            known = max(titles.popularity[one >> 4] for one in every)
            words = key.split(" ")
            if len(words) == 1:
                is_whole = any((one >> 1) % N_KINDS != SHORT for one in every)
                if is_whole and len(key) >= _WORD_FOR_ONE and known >= _KNOWN_WORD:
                    self._singles[f"^{key[:_END]}"].append(key)
                    self._singles[f"{key[-_END:]}$"].append(key)
                    is_whole = (every[0] >> 1) % N_KINDS == MAIN
                    if key.isascii() and is_whole and known >= _HEARD and (sound := sound_of(key)):
                        self._sounds[sound].append(key)
            elif len(key) - len(words) + 1 >= _FOR_ONE and known > 0:
                number = len(self._starts) - 1
                self._keys += key.encode()
                self._starts.append(len(self._keys))
                for word in words:
                    at_word = self._by_word[word]
                    # What has more is not looked at; one more tells so.
                    if len(at_word) <= _MOST_TITLES:
                        at_word.append(number)
        for word in [word for word, keys in self._by_word.items() if len(keys) > _MOST_TITLES]:
            del self._by_word[word]
        self._near = Remembered(self._words_near, most=20_000)
        self._with = Remembered(self._titles_with, most=5_000)

    def find(self, read: Read, chosen: list[Weighed], around: Surroundings) -> Iterator[Weighed]:
        """Films whose titles stand in a message with slips, where no film was found as it is."""
        taken = {
            at: (weighed.start, weighed.end)
            for weighed in chosen
            for at in range(weighed.start, weighed.end)
        }
        forms = self._titles.forms
        kept = [
            (at, form)
            for at, word in enumerate(read.scan.words)
            if (form := forms[word]) is not None
        ]
        spans: dict[Span, None] = {}
        for span in self._spans(kept):
            if all(
                span.start <= start and end <= span.end and end - start < span.end - span.start
                for at in range(span.start, span.end)
                if at in taken
                for start, end in (taken[at],)
            ):
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
        may_slip = [_may_slip(word) for word in words]
        before = [0, *itertools.accumulate(map(len, words))]
        n_looked = 0
        for number, (at, word) in enumerate(kept):
            for name in self._with[word]:
                n_looked += 1
                if n_looked > _MOST_WINDOWS:
                    return
                if len(name.parts) == 2:
                    may_stand = _may_be_pair(name, number, words, may_slip, before)
                else:
                    may_stand = _may_stand(name.parts, present)
                if may_stand:
                    for first, end in _windows(words, number, name):
                        yield Span(kept[first][0], kept[end - 1][0] + 1, name.key)
            if len(word) >= _WORD_FOR_ONE and word not in known_bits():
                for key in self._near[word]:
                    yield Span(at, at + 1, key)
                    if number + 1 < len(kept) and kept[number + 1][1].isdigit():
                        after, digit = kept[number + 1]
                        if f"{key} {digit}" in self._titles.names:
                            yield Span(at, after + 1, f"{key} {digit}")

    def _titles_with(self, word: str) -> tuple[_Name, ...]:
        found = []
        for number in self._by_word.get(word, ()):
            key = self._keys[self._starts[number] : self._starts[number + 1]].decode()
            parts = key.split(" ")
            found.append(_Name(key, parts, parts.index(word), "".join(parts)))
        return tuple(found)

    def _words_near(self, word: str) -> tuple[str, ...]:
        if word in self._titles.names:
            return ()
        if not word.isascii():
            heard = self._sounds.get(sound_of(word), ())
            if heard:
                return tuple(sorted(heard))
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


def _may_slip(word: str) -> bool:
    """Whether a written word may be another one with a slip, being none that all people know."""
    return not word.isdigit() and known_bits().get(word, RARE_BITS) >= USUAL_BITS


def _may_be_pair(
    name: _Name, number: int, words: list[str], may_slip: list[bool], before: list[int]
) -> bool:
    """Whether `_windows` may find a title of two words, by how long the words around are."""
    n_words = len(words)
    beside = number - 1 if name.place else number + 1
    if 0 <= beside < n_words and may_slip[beside]:
        other = len(name.parts[1 - name.place])
        if other >= _SHORTEST_PART and -2 <= other - len(words[beside]) <= 2:
            return True
    for first in (number - name.place - 1, number - name.place):
        end = first + 3
        if first >= 0 and end <= n_words and before[end] - before[first] == len(name.letters):
            return True
    return False


def _may_stand(parts: list[str], present: frozenset[str]) -> bool:
    """Whether no more words of a title are lacking than a slip, or two run together, make so."""
    lacking = [part for part in parts if part not in present]
    return len(lacking) < 2 or (len(lacking) == 2 and "".join(lacking) in present)


def _windows(words: list[str], number: int, name: _Name) -> Iterator[tuple[int, int]]:
    """From where to before where a title may stand that shares the word at `number`.

    Word by word with a slip in one, or with two words run together or one torn apart.
    """
    letters, parts = name.letters, name.parts
    n_parts = len(parts)
    start = number - name.place
    if start >= 0 and start + n_parts <= len(words):
        window = words[start : start + n_parts]
        if _is_slip(window, parts, 2 if len(letters) >= _FOR_TWO else 1):
            yield start, start + n_parts
    for n_words, shift in ((n_parts - 1, 1), (n_parts + 1, -1)):
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
    if one == word + "s" and written[-1] == one:
        # "Infinity Wars", but not "it drives me crazy".
        return len(word) > 2
    if not _may_slip(one) or word.isdigit() or len(word) < _SHORTEST_PART or _is_plural(one, word):
        return False
    most = min(most, 2 if len(word) >= 8 else 1)
    return 0 < slips(one, word, most) <= most


def _is_derived(written: str, word: str) -> bool:
    """Whether it is the word with an ending, most likely another one: `personal` is no Persona."""
    ending = written.removeprefix(word)
    return ending not in {written, word[-1]}


def _is_plural(one: str, other: str) -> bool:
    return one + "s" == other or other + "s" == one
