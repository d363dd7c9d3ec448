"""What the words around a name tell against its film: a person, a kind of films, a whole series."""

from __future__ import annotations

import math
from bisect import bisect_left
from operator import itemgetter
from typing import TYPE_CHECKING

from filmrec.chats.forms import ARTICLES, begins_sentence, is_quoted, is_titled
from filmrec.chats.phrases import is_listed, listed, phrase_list
from filmrec.chats.rarity import USUAL_BITS, bits_of, known_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.chats.evidence import Read, Surroundings
    from filmrec.chats.scan import Scan, Span

OFTEN = 3
# How many words before a name may tell where somebody goes.
_FAR = 6
_SOME_TALK = 0.8
# What tells against a name of people or places, where nothing tells of films.
OF_PERSON_OR_PLACE = 2.5
_IN_A_FILM = frozenset((" in it ", " in this ", " in that ", " in there ", " as the "))


def against(span: Span, read: Read, around: Surroundings, *, is_slot: bool, is_sure: bool) -> float:
    """What is to be taken off the score of a name.

    `is_slot` is whether it stands where films are named; `is_sure` also where it stands alone or
    its year follows.
    """
    words = read.scan.words
    following = words[span.end] if span.end < len(words) else ""
    score = _of_habit(span, read, around, following, is_slot=is_slot)
    if _acts(span, words):
        score += 2.5
    if is_quoted(span, read):
        return score
    score += _of_kind(span, read, following)
    if _runs_on(span, read):
        score += 2.5
    before = words[span.start - 1] if span.start else ""
    if " " not in span.key and not is_slot and before in listed("film", "possessives"):
        # "You are my gladiator".
        score += 1.5
    if span.key.isdigit() and read.tokens[span.start].raw.isdigit() and not is_slot:
        # "After 7".
        score += 3.0
    if " " not in span.key and span.key in listed("words", "names"):
        score += _of_person(span, read, following, is_sure=is_sure)
    return score


def _runs_on(span: Span, read: Read) -> bool:
    """`Avatar The Last Airbender`: a longer name follows at once: this one is part of it."""
    scan = read.scan
    last = read.tokens[span.end - 1]
    for other in scan.spans[bisect_left(scan.spans, span.end, key=itemgetter(0)) :]:
        if other.start > span.end + 1:
            break
        if " " in other.key:
            is_article = other.start == span.end or scan.words[span.end] in ARTICLES
            gap = scan.text[last.end : read.tokens[other.start].start]
            if is_article and bits_of(other.key) >= 2 * USUAL_BITS and "," not in gap:
                return not any(mark in gap for mark in ".!?\n/&")
    return False


def is_series(span: Span, read: Read) -> bool:
    """`The Star Wars movies`: more than one film is meant."""
    words = read.scan.words
    return span.end < len(words) and words[span.end] in listed("film", "series")


def is_numbered(span: Span, read: Read) -> bool:
    """Whether the number of a series follows its name at once: no `1. Alien 2. Jaws`."""
    name, number = read.tokens[span.end - 2], read.tokens[span.end - 1]
    text = read.scan.text
    return text[name.end : number.start] == " " and text[
        number.end : number.end + 2
    ].strip() not in {
        ".",
        "/",
        ")",
        ":",
    }


def _of_kind(span: Span, read: Read, following: str) -> float:
    """`A zombie movie`, `a Star Trek episode`."""
    words = read.scan.words
    if following in listed("film", "compounds"):
        return 3.5
    before = words[span.start - 1] if span.start else ""
    if before in listed("grammar", "film_words") and span.key in listed("grammar", "aspects"):
        # "Film score".
        return 4.0
    phrase = " ".join(words[span.start : span.end])
    if phrase not in phrase_list("film", "kinds"):
        return 0.0
    if is_titled(span, read) and not begins_sentence(read, span.start):
        return 0.0
    return 5.0 if following in listed("grammar", "film_words") else 2.5


def _of_person(span: Span, read: Read, following: str, *, is_sure: bool) -> float:
    """`Dave Chappelle`, `Max and Annie play chess`: of films there is as much talk of people."""
    if _is_joined(span.end - 1, read) or (
        not begins_sentence(read, span.start) and _is_joined(span.start - 1, read)
    ):
        return 3.0
    if not read.is_cased and following and following not in known_bits():
        is_told = any(phrase.start == span.end for phrase in read.scan.cues)
        return 0.0 if is_told else 2.5
    return 0.0 if is_sure else 1.8


def _is_joined(at: int, read: Read) -> bool:
    """Whether a word and the next one have capitals, with nothing but a space between."""
    if not read.is_cased or not 0 <= at < len(read.tokens) - 1:
        return False
    one, other = read.tokens[at], read.tokens[at + 1]
    return (
        one.raw[0].isupper()
        and other.raw[0].isupper()
        and len(one.raw) > 1
        and len(other.raw) > 1
        and read.scan.text[one.end : other.start] == " "
    )


def may_tell_places(scan: Scan) -> bool:
    """Whether `at_place` may be true of any name."""
    return not phrase_list("film", "before_places").isdisjoint(scan.words)


def at_place(span: Span, scan: Scan) -> bool:
    """Whether one word stands where a place does: `to Casablanca`."""
    return (
        " " not in span.key
        and span.start > 0
        and scan.words[span.start - 1] in phrase_list("film", "before_places")
    )


def goes_to(words: Sequence[str], end: int) -> bool:
    """`піду з братом на Дюну`: who goes there with others may be named between."""
    return words[end - 1 : end] == ["на"] and any(
        is_listed("film", "going", word) for word in words[max(0, end - _FAR) : end - 1]
    )


def _of_habit(
    span: Span, read: Read, around: Surroundings, following: str, *, is_slot: bool
) -> float:
    """What speaks against a name that stands in this chat where nobody talks about films."""
    n_plain = around.n_plain.get(span.key, 0)
    is_name = span.key in listed("words", "names")
    if is_name and following in listed("grammar", "person_verbs"):
        # "Watched Frida play".
        return 5.0
    before = read.scan.words[span.start - 1] if span.start else ""
    if span.key in listed("film", "days") and before in listed("film", "before_days"):
        return 5.0
    is_name = is_name and around.near + read.scan.talk < _SOME_TALK
    if not is_slot and (is_name or at_place(span, read.scan) or span.key in around.places):
        return OF_PERSON_OR_PLACE + 0.2 * min(n_plain, 5)
    if is_name:
        # "Saw Carrie at the gym".
        return 1.8
    return of_frequency(n_plain) * (0.5 if is_slot or read.scan.talk >= 1 else 1.0)


def of_frequency(n_plain: int) -> float:
    return 0.0 if n_plain < OFTEN else min(4.0, 0.9 * math.log2(n_plain))


def _acts(span: Span, words: Sequence[str]) -> bool:
    """Whether somebody of that name is said to play: `Phoenix is amazing in it`."""
    following = words[span.end : span.end + 7]
    return (
        bool(following)
        and following[0] in listed("grammar", "copulas")
        and any(
            f" {' '.join(words[at : at + 2])} " in _IN_A_FILM
            for at in range(span.end + 1, span.end + 6)
        )
    )
