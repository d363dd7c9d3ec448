"""What the form of a name tells: capitals, quotes, its article."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from filmrec.chats.phrases import listed
from filmrec.chats.rarity import COMMON_BITS, LONG_RARE_BITS, RARE_BITS, SELDOM_BITS, USUAL_BITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.chats.evidence import Read
    from filmrec.chats.scan import Span
    from filmrec.chats.titles import Named

ARTICLES = frozenset(("the", "a", "an"))
_OPEN, _CLOSE = "\"'\u00ab\u201c\u201e\u2018_*", "\"'\u00bb\u201d\u201c\u2019_*"
_SMALL_WORDS = frozenset(
    (
        "a", "an", "and", "as", "at", "but", "by", "de", "for", "from", "in", "la", "le", "of",
        "on", "or", "s", "the", "to", "up", "vs", "with", "і", "й", "та", "в", "у", "з", "на",
    )
)  # fmt: skip
_SENTENCE_ENDS = ".!?\u2026:\n>\u2022-\u2014("
_LONG_TITLE = 3
_TELLING_BITS = 20.0
# In chats in Ukrainian names of people alone are written large.
_IN_UKRAINIAN = 0.5
# What quotes tell, and capitals at most; a pair is of the first word of a sentence, for each bit.
QUOTED, CAPITALS, BEGINNING = 4.5, 2.8, (0.5, 0.05)


@functools.cache
def fillers() -> frozenset[str]:
    """What may stand before a name that is no part of it, and tells nothing."""
    return ARTICLES | listed("grammar", "fillers")


@functools.cache
def between() -> frozenset[str]:
    """What may stand between a name and what tells that a film is named."""
    return fillers() | listed("film", "between")


def of_form(span: Span, read: Read, bits: float, film: Named) -> float:
    """What capitals, quotes and the article tell."""
    text = read.scan.text
    last = read.tokens[span.end - 1]
    has_article = span.start > 0 and read.scan.words[span.start - 1] in ARTICLES
    score = of_article(film, bits, has_article=has_article)
    start = span.start - (has_article and film.has_article)
    opening = read.tokens[start].start
    before, after = text[opening - 1 : opening], text[last.end :].lstrip(",.!?")[:1]
    if before and before in _OPEN and after and after in _CLOSE:
        return score + QUOTED
    return score + _of_capitals(span, read, bits)


def of_article(film: Named, bits: float, *, has_article: bool) -> float:
    if film.has_article == has_article or bits >= 2 * USUAL_BITS:
        return 0.0
    if film.has_article:
        return -1.0
    # "By the aliens": of everyday words that tells a good deal.
    return -2.0 if bits <= SELDOM_BITS else -1.2


def _of_capitals(span: Span, read: Read, bits: float) -> float:
    raws = [token.raw for token in read.tokens[span.start : span.end]]
    told = of_letters(raws, bits, is_cased=read.is_cased, is_foreign=read.is_foreign)
    if told is not None:
        return told
    if not _has_large_first(raws) and _goes_on(span, read):
        return -2.5
    return of_large(raws, bits, begins=begins_sentence(read, span.start))


def of_letters(
    raws: Sequence[str], bits: float, *, is_cased: bool, is_foreign: bool
) -> float | None:
    """What the letters of the words tell wherever they stand; None of those written large."""
    if is_foreign and all(raw.isascii() and not raw.isdigit() for raw in raws):
        return (1.5 if raws[0][0].isupper() else -0.5) + 0.1 * min(bits, RARE_BITS)
    if not is_cased:
        return -0.4 if bits <= USUAL_BITS else 0.0
    if _has_large_first(raws):
        return None
    raws = _counted(raws)
    n_upper = sum(raw[0].isupper() or raw[0].isdigit() for raw in raws)
    if n_upper < len(raws):
        # Many write no title with capitals, but their sentences: it tells little of rare words.
        most = 1.0 if n_upper * 2 >= len(raws) else 1.6
        if not raws[0].isascii():
            most *= _IN_UKRAINIAN
        return -most * min(1.0, max(0.2, (_TELLING_BITS - bits) / 10))
    return -1.0 if all(raw.isdigit() for raw in raws) else None


def of_large(raws: Sequence[str], bits: float, *, begins: bool) -> float:
    """What it tells that the words are written large, the most where they begin no sentence."""
    if _has_large_first(raws):
        return 0.8 if begins else 2.2
    n_words = len(_counted(raws))
    if n_words == 1:
        if begins and bits <= COMMON_BITS:
            return -0.5
        if begins:
            return BEGINNING[0] + BEGINNING[1] * min(bits, LONG_RARE_BITS)
        return 1.8 + 0.8 * (bits <= COMMON_BITS)
    return CAPITALS if not begins or n_words >= _LONG_TITLE else 2.0


def _counted(raws: Sequence[str]) -> list[str]:
    return [raw for at, raw in enumerate(raws) if not at or raw.lower() not in _SMALL_WORDS]


def _has_large_first(raws: Sequence[str]) -> bool:
    """Whether only the first word of a title is written large, as in Ukrainian."""
    return not raws[0].isascii() and raws[0][0].isupper() and len(_counted(raws)) > 1


def is_cased(letters: Sequence[str]) -> bool:
    """Whether words use letters of both sizes as in sentences."""
    n_upper = sum(raw[0].isupper() for raw in letters)
    n_all_upper = sum(raw.isupper() and len(raw) > 1 for raw in letters)
    if n_upper > 0 and n_all_upper * 2 < len(letters) and n_upper * 10 < len(letters) * 9:
        return True
    # One word, or two: a title alone.
    return len(letters) <= 3 and n_upper > 0 and not n_all_upper


def is_foreign(letters: Sequence[str]) -> bool:
    return len(letters) > 2 and sum(raw.isascii() for raw in letters) * 2 < len(letters)


def is_quoted(span: Span, read: Read) -> bool:
    """Whether quotes stand around the words, or around them and an article."""
    text = read.scan.text
    first = span.start
    if first and read.scan.words[first - 1] in ARTICLES:
        first -= 1
    after = text[read.tokens[span.end - 1].end :].lstrip(",.!?")[:1]
    if not after or after not in _CLOSE:
        return False
    openings = {read.tokens[first].start, read.tokens[span.start].start}
    return any(at > 0 and text[at - 1] in _OPEN for at in openings)


def is_titled(span: Span, read: Read) -> bool:
    """Whether every word begins with a capital, and not all letters are: `About Time`."""
    raws = [token.raw for token in read.tokens[span.start : span.end]]
    return read.is_cased and all(raw[0].isupper() for raw in raws) and not "".join(raws).isupper()


def begins_sentence(read: Read, at: int) -> bool:
    if at == 0:
        return True
    gap = read.scan.text[read.tokens[at - 1].end : read.tokens[at].start]
    if any(mark in _SENTENCE_ENDS for mark in gap):
        return True
    # "The Heat": the article begins it.
    return read.scan.words[at - 1] in ARTICLES and begins_sentence(read, at - 1)


def _goes_on(span: Span, read: Read) -> bool:
    """Whether the name is part of a longer one: Emma Stone, Old Paris."""
    tokens, text = read.tokens, read.scan.text
    if span.end - span.start > 2:
        return False
    following = tokens[span.end] if span.end < len(tokens) else None
    if (
        following is not None
        and text[tokens[span.end - 1].end : following.start] == " "
        and following.raw[0].isupper()
        and following.raw not in {"I", "I'm", "I've", "Is", "Was"}
        and following.raw.lower() not in _SMALL_WORDS
        and not any(
            phrase.start == span.end and "strong" in phrase.lists for phrase in read.scan.cues
        )
    ):
        return True
    if span.start == 0 or begins_sentence(read, span.start - 1):
        return False
    leading = tokens[span.start - 1]
    return (
        text[leading.end : tokens[span.start].start] == " "
        and leading.raw[0].isupper()
        and len(leading.raw) > 1
        and leading.raw not in {"The", "A", "An", "I'm", "I've"}
        and not leading.raw.endswith(("'s", "\u2019s"))
    )
