"""Which of several films of one name is meant: the new one, the original, one that was out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.chats.phrases import cues, is_listed
from filmrec.chats.titles import HEAD, MAIN, OTHER
from filmrec.chats.words import LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.chats.evidence import Read
    from filmrec.chats.scan import Span
    from filmrec.chats.titles import Named, Titles

# How known a film has to be beside the one that is known best.
_KNOWN_AS_WELL = 0.35
# A film that came out within so many years before is talked about more than it is known yet.
_LATELY = 1
_NEW = 0.4
_N_ORDINALS = 5
_NEVER_OUT = 9999


def of_age(
    span: Span, read: Read, named: Sequence[Named], lately: Sequence[Named], titles: Titles
) -> Named:
    """The film that is meant by its age: `the new Aladdin`, `the original Aladdin`, a new one.

    `named` are the films of the name, the likeliest first; `lately` those of them that were talked
    about, which are meant where nothing is said.
    """
    numbered = _numbered(span, read, titles)
    if numbered is not None:
        return numbered
    named = _of_article(span, read, named, titles)
    most = titles.popularity[named[0].film]
    when = read.scan.message.when
    last_year = when.year if when is not None else _NEVER_OUT
    said = _said_of_age(span, read)
    # "The new Avengers" is the last of them, whatever its title is.
    kinds = {MAIN, OTHER, HEAD} if said else {MAIN, OTHER}
    known = [
        one
        for one in named
        if one.kind in kinds
        and 0 < titles.years[one.film] <= last_year
        and titles.popularity[one.film] >= _KNOWN_AS_WELL * most
    ]
    if said is not None and len(known) > 1:
        choose = max if said else min
        return choose(known, key=lambda one: titles.years[one.film])
    if lately or when is None:
        return (lately or named)[0]
    out = [one for one in named if titles.years[one.film] <= when.year + _LATELY]
    return max(
        out,
        key=lambda one: (
            titles.rank(one) + _NEW * (-_LATELY <= titles.years[one.film] - when.year <= 0)
        ),
        default=named[0],
    )


def _of_article(span: Span, read: Read, named: Sequence[Named], titles: Titles) -> Sequence[Named]:
    """Of `Batman` and `The Batman`, the one that is written, where an article stands out."""
    if not read.is_foreign or not span.start or read.tokens[span.start - 1].raw != "The":
        return named
    least = _KNOWN_AS_WELL * titles.popularity[named[0].film]
    with_article = [
        one for one in named if one.has_article and titles.popularity[one.film] >= least
    ]
    return with_article or named


def _numbered(span: Span, read: Read, titles: Titles) -> Named | None:
    """`The third Lord of the Rings`."""
    words = read.scan.words
    at = span.start - 1
    if at >= 0 and words[at] in LEFT_OUT:
        at -= 1
    ordinals = cues()["film"]["ordinals"]
    if at < 0 or words[at] not in ordinals:
        return None
    # Two words for each number, in every language.
    number = ordinals.index(words[at]) % (2 * _N_ORDINALS) // 2 + 1
    return next(iter(titles.by_rank(f"{span.key} {number}")), None)


def _said_of_age(span: Span, read: Read) -> bool | None:
    """Whether the newest is asked for, or the oldest."""
    words = read.scan.words
    before, after = words[max(0, span.start - 3) : span.start], words[span.end : span.end + 2]
    for word in (*reversed(before), *after):
        if is_listed("film", "newest", word):
            return True
        if is_listed("film", "oldest", word):
            return False
    return None
