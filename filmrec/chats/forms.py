"""What the form of a name tells: capitals, quotes, its article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.chats.rarity import COMMON_BITS, RARE_BITS, USUAL_BITS

if TYPE_CHECKING:
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


def of_form(span: Span, read: Read, bits: float, film: Named) -> float:
    """What capitals, quotes and the article tell."""
    text = read.scan.text
    first, last = read.tokens[span.start], read.tokens[span.end - 1]
    score = 0.0
    has_article = span.start > 0 and read.scan.words[span.start - 1] in ARTICLES
    if film.has_article and not has_article and bits < 2 * USUAL_BITS:
        score -= 1.0
    if has_article and not film.has_article and bits < 2 * USUAL_BITS:
        score -= 1.2
    start = span.start - (has_article and film.has_article)
    opening = read.tokens[start].start
    before, after = text[opening - 1 : opening], text[last.end :].lstrip(",.!?")[:1]
    if before and before in _OPEN and after and after in _CLOSE:
        return score + 4.5
    return score + _of_capitals(span, read, bits, first.start)


def _of_capitals(span: Span, read: Read, bits: float, opening: int) -> float:
    if read.is_foreign and all(
        token.raw.isascii() and not token.raw.isdigit()
        for token in read.tokens[span.start : span.end]
    ):
        is_written_large = read.tokens[span.start].raw[0].isupper()
        return (1.5 if is_written_large else -0.5) + 0.1 * min(bits, RARE_BITS)
    if not read.is_cased:
        return -0.4 if bits <= USUAL_BITS else 0.0
    raws = [
        token.raw
        for token in read.tokens[span.start : span.end]
        if token.raw.lower() not in _SMALL_WORDS or token.start == opening
    ]
    n_upper = sum(raw[0].isupper() or raw[0].isdigit() for raw in raws)
    if len(raws) > 1 and not raws[0].isascii() and raws[0][0].isupper():
        # Only the first word of a title is written large in Ukrainian.
        return 0.8 if begins_sentence(read, span.start) else 2.2
    if n_upper < len(raws):
        # Many write no title with capitals, but their sentences: it tells little of rare words.
        most = 1.0 if n_upper * 2 >= len(raws) else 1.6
        return -most * min(1.0, max(0.2, (_TELLING_BITS - bits) / 10))
    if all(raw.isdigit() for raw in raws):
        return -1.0
    if _goes_on(span, read):
        return -2.5
    begins = begins_sentence(read, span.start)
    if len(raws) == 1:
        if begins and bits <= COMMON_BITS:
            return -0.5
        return 0.5 + 0.05 * min(bits, 11.0) if begins else 1.8 + 0.8 * (bits <= COMMON_BITS)
    return 2.8 if not begins or len(raws) >= _LONG_TITLE else 2.0


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
