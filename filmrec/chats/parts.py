"""Parts of a series that are named by their number alone: `the first was better`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.chats.evidence import Weighed
from filmrec.chats.phrases import Remembered, listed, phrase_list, section
from filmrec.chats.titles import ORDINALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filmrec.chats.evidence import Read
    from filmrec.chats.titles import Titles

_SURENESS = 0.8
_SHORT_WORD = 2


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
    if word in phrase_list("film", "counted"):
        return False
    return (
        not gap.isspace()
        or len(word) <= _SHORT_WORD
        or any(phrase.start == end for phrase in read.scan.cues)
        or any(phrase.start == 0 for phrase in section("grammar").find(words[end : end + 3]))
    )
