"""The first look at a message: whether there is talk of films, which titles may stand in it."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple, cast

from filmrec.chats.phrases import Phrases, Remembered, cues, known_words, listed
from filmrec.chats.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filmrec.chats.messages import Message
    from filmrec.chats.phrases import Found
    from filmrec.chats.titles import Titles

# A message of megabytes is a book that somebody pasted: its beginning tells what there is to tell.
MAX_LETTERS = 20_000
_MOST_SPANS = 2_000

_LONG = 8
_TELLING = ("strong", "weak", "before", "before_weak", "after", "after_weak")
_JUDGING_HINTS = 0.4
_IS = re.compile(r"[^\W_]+['\u2019]s\b")
_STRONGLY = frozenset({"loves", "hates", "great", "awful", "dislikes"})
_WEAKLY = frozenset({"likes", "good", "poor", "rewatches"})
_OPINIONS = _STRONGLY | _WEAKLY
_TALK = {"strong": 1.0, "weak": 0.4}
# Names in it have at most 63 letters; without a limit a line of hyphens takes its square.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b(?:[a-z0-9-]{1,63}\.){1,6}(?:com|org|net|it|ua)/\S*", re.I
)
_QUOTED_LINE = re.compile(r"^\s*>.*$", re.MULTILINE)


class Span(NamedTuple):
    """Words of a message that are a title, from `start` to before `end`."""

    start: int
    end: int
    key: str


class Scan(NamedTuple):
    """`text` is what the person typed, addresses and quoted lines blanked out; `words` its words.

    `talk` is how much of it is about films: 1 for a word that is about nothing else. `judging` is
    how much of praise and blame is in it; `cues` are the phrases that tell so. `hint` is how much
    it speaks for films in the messages around it, 0 to 1. `spans` are in order.
    """

    message: Message
    text: str
    words: list[str]
    talk: float
    judging: float
    hint: float
    cues: list[Found]
    spans: list[Span]
    addresses: tuple[str, ...]


def scan(message: Message, titles: Titles) -> Scan:
    text = message.text[:MAX_LETTERS]
    addresses: tuple[str, ...] = ()
    if "/" in text or ">" in text or "www." in text:
        addresses = tuple(_ADDRESS.findall(text))
        if addresses:
            text = _ADDRESS.sub(_blank, text)
        text = _QUOTED_LINE.sub(_blank, text)
    words = words_of(text)
    spans = _spans(words, titles)
    found = _cues().find_anew(words)
    if "'s " in text or "\u2019s " in text:
        spans = sorted([*spans, *_shortened(text, words, found, titles)])
    talk = judging = 0.0
    for phrase in found:
        tells, judges = _tells[phrase.lists]
        talk += tells
        judging = max(judging, judges)
    hint = min(talk + _JUDGING_HINTS * judging, 1.0)
    return Scan(message, text, words, talk, judging, hint, found, spans, addresses)


def _shortened(
    text: str, words: list[str], found: Sequence[Found], titles: Titles
) -> Iterator[Span]:
    """Titles before an `is` that is written as one letter: `Memento's great`."""
    ending = {word for part in _IS.findall(text) for word in words_of(part)}
    judging = {phrase.start for phrase in found if phrase.lists & _OPINIONS}
    fillers = listed("grammar", "very")
    before_is = {
        at
        for at, word in enumerate(words[:-1])
        if word in ending and (at + 1 in judging or words[at + 1] in fillers)
    }
    if before_is:
        short = [word[:-1] if at in before_is else word for at, word in enumerate(words)]
        yield from (span for span in _spans(short, titles) if span.end - 1 in before_is)


@functools.cache
def _cues() -> Phrases:
    """What tells that films are talked about, and what tells opinions."""
    lists = cues()
    telling = {name: lists["film"][name] for name in _TELLING}
    return Phrases(telling | lists["opinion"], listed("grammar", "fillers"), known_words())


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _of_lists(lists: frozenset[str]) -> tuple[float, float]:
    """How much talk of films a phrase is, and one where it praises or blames strongly, or half."""
    talk = max((_TALK.get(name, 0.0) for name in lists), default=0.0)
    return talk, 1.0 if lists & _STRONGLY else 0.5 if lists & _WEAKLY else 0.0


_tells = Remembered(_of_lists)


def _spans(words: Sequence[str], titles: Titles) -> list[Span]:
    """Every title that stands in the words; one may lie in another."""
    names, begun, known = titles.names, titles.begun, titles.forms
    forms = [known[word] for word in words]
    if None in forms:
        kept = [form for form in forms if form is not None]
        places: Sequence[int] = [at for at, form in enumerate(forms) if form is not None]
    else:
        kept, places = cast("list[str]", forms), range(len(words))
    found: list[Span] = []
    last = len(kept) - 1
    for number, word in enumerate(kept):
        is_name, seconds = begun[word]
        at = places[number]
        if is_name:
            found.append(Span(at, at + 1, word))
        if number == last:
            break
        following = kept[number + 1]
        mask = None if seconds is None else seconds.get(following)
        if mask is None:
            if len(word) + len(following) > _LONG and word + following in names:
                found.append(Span(at, places[number + 1] + 1, word + following))
            continue
        for n_words in range(2, mask.bit_length()):
            if mask >> n_words & 1 and number + n_words <= len(kept):
                key = " ".join(kept[number : number + n_words])
                if key in names:
                    found.append(Span(at, places[number + n_words - 1] + 1, key))
        if len(found) > _MOST_SPANS:
            break
    return found
