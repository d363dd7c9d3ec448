"""The cue lists: read from their files, and found in messages."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from filmrec.chats.slips import Corrections
from filmrec.chats.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_ANY_ENDING = "*"
_HEART = "<3"
# A list of words in a file of nothing else, quicker to read than TOML.
_LIST = re.compile(r"^\[(\w+)\]$([^\[]+)", re.MULTILINE)
# The name of a film in a phrase, and what stands for one in a clause.
_ANY_FILM, FILM = "{film}", "\x00"


class Found(NamedTuple):
    """A phrase of a list: the words from `start` to before `end`."""

    start: int
    end: int
    lists: frozenset[str]


class _Begun(NamedTuple):
    """What may begin with a word: the lists that it is in alone, phrases by their second word."""

    alone: tuple[str, ...]
    # The lists of two words, and phrases that are longer.
    by_second: dict[str, tuple[tuple[str, ...], list[tuple[tuple[str, ...], str]]]]
    any_second: list[tuple[tuple[str, ...], str]]


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Remembered(dict[_Key, _Value]):
    """What a function says of each of its arguments: of words, which come again and again.

    Quicker than `functools.lru_cache`: where there are too many, all are forgotten.
    """

    def __init__(self, function: Callable[[_Key], _Value], most: int = 50_000) -> None:
        self._function = function
        self._most = most

    def __missing__(self, key: _Key) -> _Value:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._function(key)
        return value


def _first_and_longest(span: tuple[int, int]) -> tuple[int, int]:
    return span[0], -span[1]


class Phrases:
    """Lists of phrases, found in words at once.

    Where one phrase holds another, both are found; `fillers` may stand inside of any: `should
    really watch` is `should watch`. Where `known` words are given, another word may be the first of
    a phrase with a slip: `liekd it`.
    """

    def __init__(
        self,
        lists: Mapping[str, Iterable[str]],
        fillers: frozenset[str] = frozenset(),
        known: frozenset[str] = frozenset(),
    ) -> None:
        self._fillers = fillers
        self._whole: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._begun: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, phrases in lists.items():
            for phrase in phrases:
                # What has no letters, a smiley, is compared as it is.
                words = tuple(word for part in phrase.split() for word in _pattern_words(part))
                first = words[0]
                index = self._begun if first.endswith(_ANY_ENDING) else self._whole
                index.setdefault(first.rstrip(_ANY_ENDING), []).append((words, name))
        self._lengths = sorted({len(first) for first in self._begun})
        self._corrections = Corrections(self._whole, known) if known else None
        self._starting = Remembered(self._phrases_from)
        # A clause is looked at several times, for one thing after the other.
        self._lately = Remembered(self.find_anew, most=500)
        # Most sets of lists that are found together are found often.
        self._sets = Remembered[tuple[str, ...], frozenset[str]](frozenset)

    def find(self, words: Sequence[str]) -> list[Found]:
        """Every phrase in these folded words, by where it starts, the longer first."""
        return [*self._lately[tuple(words)]]

    def find_anew(self, words: Sequence[str]) -> list[Found]:
        """The same of words that hardly come again, as those of a whole message."""
        starting = self._starting
        begun = [starting[word] for word in words]
        found = _found(words, begun)
        if len(words) > 2 and not self._fillers.isdisjoint(words[1:-1]):
            kept = [at for at, word in enumerate(words) if word not in self._fillers]
            within = _found([words[at] for at in kept], [begun[at] for at in kept])
            for (start, end), names in within.items():
                if kept[end - 1] - kept[start] > end - 1 - start:
                    span = kept[start], kept[end - 1] + 1
                    found[span] = found.get(span, ()) + names
        if not found:
            return []
        sets = self._sets
        if len(found) == 1:
            ((span, names),) = found.items()
            return [Found(*span, sets[names])]
        ordered = sorted((start, -end) for start, end in found)
        return [Found(start, -end, sets[found[start, -end]]) for start, end in ordered]

    def _phrases_from(self, word: str) -> _Begun | None:
        phrases = list(self._whole.get(word, ()))
        for length in self._lengths:
            if length <= len(word):
                phrases += self._begun.get(word[:length], ())
        if not phrases:
            meant = self._corrections.of(word) if self._corrections else None
            return None if meant is None else self._starting[meant]
        begun = _Begun(tuple(name for phrase, name in phrases if len(phrase) == 1), {}, [])
        for phrase, name in phrases:
            if len(phrase) == 1:
                continue
            if phrase[1].endswith(_ANY_ENDING):
                begun.any_second.append((phrase, name))
                continue
            pairs, longer = begun.by_second.get(phrase[1], ((), []))
            if len(phrase) == 2:
                pairs = (*pairs, name)
            else:
                longer.append((phrase, name))
            begun.by_second[phrase[1]] = pairs, longer
        return begun


def _found(
    words: Sequence[str], every: Sequence[_Begun | None]
) -> dict[tuple[int, int], tuple[str, ...]]:
    """The lists of what is found, by where it begins and ends; `every` is what words begin."""
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    n_words = len(words)
    for at, begun in enumerate(every):
        if begun is None:
            continue
        alone, by_second, any_second = begun
        if alone:
            found[at, at + 1] = alone
        if at + 1 == n_words:
            break
        following = by_second.get(words[at + 1])
        if following is not None:
            pairs, longer = following
            if pairs:
                found[at, at + 2] = pairs
        elif any_second:
            longer = any_second
        else:
            continue
        for phrase, name in (*longer, *any_second) if following and any_second else longer:
            end = at + len(phrase)
            if end <= n_words and all(map(_fits, phrase[1:], words[at + 1 : end])):
                found[at, end] = (*found.get((at, end), ()), name)
    return found


def _pattern_words(part: str) -> list[str]:
    if part == _ANY_FILM:
        return [FILM]
    if part.endswith(_ANY_ENDING) and len(part) > 1:
        stems = words_of(part[:-1]) or [part[:-1]]
        return [*stems[:-1], stems[-1] + _ANY_ENDING]
    # "<3" is a heart, "3" is none.
    return [part] if part == _HEART else words_of(part) or [part]


def _fits(pattern: str, word: str) -> bool:
    if pattern.endswith(_ANY_ENDING):
        return word.startswith(pattern[:-1])
    return pattern == word


@functools.cache
def cues() -> dict[str, dict[str, tuple[str, ...]]]:
    """The lists of all languages by section and name."""
    joined: dict[str, dict[str, tuple[str, ...]]] = {}
    for file in sorted(resources.files(__package__).joinpath("cues").iterdir(), key=str):
        if file.name.endswith(".txt"):
            words = joined.setdefault("words", {})
            for name, text in _LIST.findall(file.read_text(encoding="utf-8")):
                words[name] = (*words.get(name, ()), *text.split())
        if not file.name.endswith(".toml"):
            continue
        for section, lists in tomllib.loads(file.read_text(encoding="utf-8")).items():
            into = joined.setdefault(section, {})
            for name, phrases in lists.items():
                listed = phrases.split() if isinstance(phrases, str) else phrases
                into[name] = (*into.get(name, ()), *listed)
    return joined


@functools.cache
def section(name: str) -> Phrases:
    known = known_words() if name == "opinion" else frozenset[str]()
    return Phrases(cues()[name], listed("grammar", "fillers"), known)


@functools.cache
def known_words() -> frozenset[str]:
    """The words of everyday talk, and first names, in all languages."""
    return frozenset(word for words in cues()["words"].values() for word in words)


@functools.cache
def listed(section_name: str, name: str) -> frozenset[str]:
    """The single words of a list, folded."""
    return frozenset(word for phrase in cues()[section_name][name] for word in words_of(phrase))


@functools.cache
def _beginnings(section_name: str, name: str) -> tuple[str, ...]:
    phrases = cues()[section_name][name]
    return tuple(phrase[:-1] for phrase in phrases if phrase.endswith(_ANY_ENDING))


def is_listed(section_name: str, name: str, word: str) -> bool:
    """Whether a folded word is one of a list, where a star stands for any ending."""
    return word in phrase_list(section_name, name) or word.startswith(
        _beginnings(section_name, name)
    )


@functools.cache
def phrase_list(section_name: str, name: str) -> frozenset[str]:
    """The phrases of a list, folded."""
    return frozenset(" ".join(words_of(phrase)) for phrase in cues()[section_name][name])


def has_phrase(words: list[str], phrases: frozenset[str]) -> bool:
    """Whether a phrase of one word or two stands in the words."""
    return not phrases.isdisjoint(words) or not phrases.isdisjoint(pairs_of(words))


def pairs_of(words: list[str]) -> list[str]:
    return [f"{one} {other}" for one, other in itertools.pairwise(words)]


@functools.cache
def phrases_in_order(section_name: str, name: str) -> tuple[str, ...]:
    """The same for `str.startswith`."""
    return tuple(sorted(phrase_list(section_name, name)))
