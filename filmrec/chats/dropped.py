"""What Ukrainian leaves out: `дивилась, сподобалось` names neither who nor what."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from filmrec.chats.objects import VERBS
from filmrec.chats.phrases import FILM, is_listed, listed
from filmrec.chats.rarity import COMMON_BITS, known_bits
from filmrec.chats.words import compared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.chats.clauses import Clause
    from filmrec.chats.said import Cue

# Of longer ones nobody can tell what all is spoken of.
_MOST_WORDS = 16
_PROMPT = 6
_WITH = ("з", "із", "зі", "на")
# How many words a preposition leads, adjectives with them.
_LED = 2
_LONG = 5
_OF_ADJECTIVES = ("ий", "ого", "ому", "их", "им", "ими", "ою", "ій", "ої", "ну", "ку")
# What verbs and adverbs end in, and few nouns do.
_OF_VERBS = (
    *("вав", "вала", "вали", "вало", "ила", "или", "ило", "ала", "али", "ало", "ився", "лась"),
    *("лося", "лись", "лися", "вся", "лася", "лось", "ити", "ати", "іти", "тись", "тися", "ала"),
    *("ив", "ав", "ів", "ють", "ять", "ає", "ує", "ить", "ться", "ємо", "имо", "чно", "жно"),
    *("вно", "льно", "йно", "нно", "ше", "ючи", "учи"),
)
_NAMES = 3
_EMOTIONS = frozenset({"loves", "likes", "hates", "dislikes"})
_LISTS = (
    *("very", "interjections", "own", "pronouns", "aspects", "film_words", "but", "now", "in_it"),
    *("fillers", "negations", "future", "again", "agrees", "you", "copulas", "says", "leads"),
)


def is_ukrainian(words: Sequence[str]) -> bool:
    return any("\u0400" <= word[0] < "\u0530" for word in words)


def drops_subject(clause: Clause, cue: Cue) -> bool:
    """Whether a clause names nothing that its cue may be said of, but what is talked of anyway."""
    words = clause.words
    if clause.has_films or len(words) > _MOST_WORDS or not is_ukrainian(words):
        return False
    leading = words[: cue.start]
    # "Там Том Генкс геній": who is in it may be named.
    n_names = _NAMES if not listed("grammar", "in_it").isdisjoint(leading[:2]) else 0
    if _n_named(leading) > n_names:
        return False
    return cue.kind not in VERBS or not _has_object(clause, cue)


def _n_named(words: Sequence[str]) -> int:
    """How many words may be the subject: no verb, no adverb, none that a preposition leads."""
    n_named = 0
    led = 0
    for word in words:
        if word in listed("grammar", "leading_nouns"):
            led = _LED
        elif led:
            led = 0 if not word.endswith(_OF_ADJECTIVES) else led - 1
        elif not _is_small(word) and not _is_no_noun(word):
            n_named += 1
    return n_named


def _is_no_noun(word: str) -> bool:
    return len(word) >= _LONG and word.endswith(_OF_VERBS)


def asks_on(words: Sequence[str]) -> bool:
    """`то варто чи ні`: what names nothing asks of what is talked of."""
    return len(words) <= _PROMPT and is_ukrainian(words) and all(map(_is_small_or_asks, words))


def contrasts(clause: Clause) -> bool:
    """`це фігня`, after another film was praised: the one of before is meant."""
    words = clause.words
    if words[:1] == ["а"]:
        return words[1:2] != [] and words[1] in listed("grammar", "these")
    return clause.is_turn and words[0] in listed("grammar", "here")


def _is_small_or_asks(word: str) -> bool:
    return _is_small(word) or is_listed("grammar", "asks_liked", word)


def goes_elsewhere(cue: Cue, words: Sequence[str]) -> bool:
    """`ходили в магазин`: nobody goes to a film there."""
    if cue.end == len(words) or cue.end - cue.start > 1:
        return False
    if not is_listed("film", "going", words[cue.start]):
        return False
    names = ("future", "very", "interjections", "whens", "own")
    may_follow = frozenset({FILM, *_WITH}).union(*(listed("grammar", name) for name in names))
    return words[cue.end] not in may_follow


def _has_object(clause: Clause, cue: Cue) -> bool:
    """Whether a word follows a verb that it may be about: `люблю каву`, not `дивилась вчора`."""
    words = clause.words
    if cue.end >= len(words) or "," in clause.items[cue.end].gap:
        return False
    if cue.kind in _EMOTIONS and cue.end - cue.start > 1:
        return words[cue.end - 1] in listed("grammar", "incomplete")
    if cue.kind in _EMOTIONS and words[cue.start] not in listed("grammar", "complete"):
        return True
    return not _is_small(words[cue.end]) and words[cue.end] not in listed("grammar", "whens")


@functools.lru_cache(maxsize=20_000)
def _is_small(word: str) -> bool:
    """Whether a word is one of every talk, which names nothing."""
    return (
        not word[0].isalpha()
        or known_bits().get(compared(word), COMMON_BITS + 1) <= COMMON_BITS
        or any(word in listed("grammar", name) for name in _LISTS)
    )
