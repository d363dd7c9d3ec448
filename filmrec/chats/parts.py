"""Films of before that are named by less: `the first was better`, of a title one word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.chats.evidence import Weighed
from filmrec.chats.phrases import Remembered, listed, phrase_list, section
from filmrec.chats.rarity import RARE_BITS, USUAL_BITS, known_bits
from filmrec.chats.titles import ORDINALS
from filmrec.chats.words import compared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from filmrec.chats.evidence import Read
    from filmrec.chats.titles import Titles

_SURENESS = 0.8
_SHORT_WORD = 2
_LONG_WORD = 4
_TELLS = frozenset(
    ("loves", "likes", "great", "good", "hates", "dislikes", "awful", "poor", "wants", "seen")
) | {"unseen", "neutral", "mixed", "rewatches", "before", "after"}


def parts_of(
    read: Read, chosen: Sequence[Weighed], recent: Sequence[int], titles: Titles
) -> Iterator[Weighed]:
    """The parts that a message tells by their number.

    `chosen` are the films that it names, `recent` those that were talked about, the last first.
    """
    taken = {at for one in chosen for at in range(one.start, one.end)}
    for at, word in enumerate(read.scan.words):
        number = _numbers[word]
        if number is None or at in taken or not _stands_alone(at, read):
            continue
        before = [one.film for one in chosen if one.end <= at]
        for film in (*reversed(before), *recent):
            part = titles.part_of(film, number)
            if part is not None:
                yield Weighed(at, _end(at, read), part, _SURENESS)
                break


def may_tell_parts(words: Sequence[str]) -> bool:
    return any(_numbers[word] is not None for word in words)


def called_back(
    read: Read, chosen: Sequence[Weighed], words: Mapping[str, int]
) -> Iterator[Weighed]:
    """The films that a word of their names recalls: after `Темний лицар`, `лицар топ`.

    `words` are those of names that were written whole, with their films.
    """
    taken = {at for one in chosen for at in range(one.start, one.end)}
    films = {one.film for one in chosen}
    for at, word in enumerate(read.scan.words):
        film = words.get(compared(word))
        if film is None or film in films or at in taken or not _is_told(at, word, read):
            continue
        films.add(film)
        yield Weighed(at, at + 1, film, _SURENESS)


def recalling(read: Read, films: Sequence[Weighed]) -> dict[str, int]:
    """The words of the names in a message that may recall their films later."""
    return {
        compared(word): one.film
        for one in films
        if one.end - one.start > 1
        for word in read.scan.words[one.start : one.end]
        if len(word) >= _LONG_WORD
        and not word.isdigit()
        and word not in listed("film", "part_words") | listed("film", "strong")
        and known_bits().get(compared(word), RARE_BITS) >= USUAL_BITS
    }


def _is_told(at: int, word: str, read: Read) -> bool:
    """Whether something is said of it at once; of a rarer word, nearly."""
    is_rare = known_bits().get(compared(word), RARE_BITS) >= RARE_BITS
    far = 3 if is_rare else 2
    return any(
        (at < phrase.start <= at + far or phrase.end == at) and not phrase.lists.isdisjoint(_TELLS)
        for phrase in read.scan.cues
    )


def _number(word: str) -> int | None:
    """The number that an ordinal says: `перший`, `другу`, `п'ятий`."""
    for number, stem in enumerate(ORDINALS, start=1):
        if word.startswith(stem) and word[len(stem) :] in listed("film", "ordinal_endings"):
            return number
    return None


_numbers = Remembered(_number)


def _end(at: int, read: Read) -> int:
    following = read.scan.words[at + 1 : at + 2]
    return at + 2 if following and following[0] in listed("film", "part_words") else at + 1


def _stands_alone(at: int, read: Read) -> bool:
    """Whether no thing follows that is counted: `перший раз`."""
    words, end = read.scan.words, _end(at, read)
    if at and words[at - 1] in phrase_list("film", "before_counted"):
        return False
    if end == len(words) or end > at + 1:
        return True
    gap = read.scan.text[read.tokens[at].end : read.tokens[end].start]
    word = words[end]
    if word.isdigit() or word in phrase_list("film", "counted"):
        return False
    return (
        not gap.isspace()
        or len(word) <= _SHORT_WORD
        or any(phrase.start == end for phrase in read.scan.cues)
        or any(phrase.start == 0 for phrase in section("grammar").find(words[end : end + 3]))
    )
