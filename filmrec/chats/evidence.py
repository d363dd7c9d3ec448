"""Whether words that are a title mean the film: "it", "up" and "the future" are titles too.

Each sign adds to a score, as log-odds do; the weights were chosen by hand on dialogues of the
benchmark's generator, of which half the templates were never looked at.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from filmrec.chats import forms
from filmrec.chats.ages import of_age
from filmrec.chats.company import OFTEN, against, goes_to, is_numbered, is_series
from filmrec.chats.forms import ARTICLES, begins_sentence, is_cased, is_foreign, is_titled, of_form
from filmrec.chats.phrases import is_listed, listed, phrase_list
from filmrec.chats.rarity import COMMON_BITS, RARE_BITS, USUAL_BITS, bits_of, of_bits
from filmrec.chats.titles import HEAD, JOINED, NUMBERED, SHORT, TAIL
from filmrec.chats.words import WORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from filmrec.chats.phrases import Found
    from filmrec.chats.scan import Scan, Span
    from filmrec.chats.titles import Named, Titles

# What may begin after a word that is no word like others: a closing quote, a year.
_AROUND = frozenset("\"'\u00bb\u201d\u2019_*([12")
_YEAR_AFTER = re.compile(
    r"[\"'\u00bb\u201d\u2019_*]*\s*(?:(?P<open>[(\[])|,|from|of|the)?\s*"
    r"(?P<year>(?:18|19|20)\d\d)(?!\d|\s*[-/:]\s*\d)(?:\s*(?:year|рок\w*|р\.))?[)\]]?",
    re.IGNORECASE,
)
# Stars, hearts and marks that follow a name at once.
MARK_AFTER = re.compile(
    r"\s?[:=\u2013\u2014-]\s?(?:(?:a|solid|strong) ){0,2}(?:10|\d(?:[.,]5)?)"
    r"(?=[.,;!)\n]|$| at (?:best|most)| max| tops| easy)|"
    r"[\"'\u00bb\u201d)\s:,-]{0,4}(?:\d{1,2}(?:[.,]\d)?\s?/\s?(?:10|5)\b|[0-5](?:[.,]5)?\s(?:stars?|зіро?к\w*)\b|[\u2b50\u2605\u2764\U0001f525\U0001f60d])"
)
SOME_TALK = 0.8
# What a sign adds, fitted to talk of all kinds with the weights in `of_name` and `of_talk`;
# FORM, PLACE and AGAINST are shares of what the form, the place and the company of a name tell.
FORM, PLACE, AGAINST = 0.6, 0.65, 0.8
ALONE, ASKED, LISTED, RECENT = 0.8, 1.6, 1.5, 1.2
IN_BRACKETS, OF_YEAR = 6.5, 4.0
FILLS, ANSWERS, OF_SENDER = 1.0, 1.0, 3.0
# What stands before a name or after it; of pairs the second is for each bit, up to RARE_BITS.
BEFORE, WANTED, AFTER, WEAKLY_AFTER = 2.5, 1.8, 2.2, 0.4
WEAKLY_BEFORE = (0.4, 0.1)
MARKED = (1.0, 0.15)
PRAISED, JUDGED, NEARLY_JUDGED = (0.4, 0.1), (0.5, 0.1), (0.0, 0.1)


_COPULAS = frozenset(
    ("is", "was", "isnt", "wasnt", "are", "were", "looks", "seems", "felt", "feels", "sucks",
     "sucked", "має", "був", "була", "було", "це", "не")
)  # fmt: skip
_STRONG = frozenset({"great", "awful"})
_JUDGING = frozenset({"great", "good", "awful", "poor"})
_FEELING = frozenset(
    {"loves", "likes", "hates", "dislikes", "seen", "unseen", "wants", "rewatches"}
)
OPINIONS = _JUDGING | _FEELING | _STRONG


_BEFORE = frozenset({"before", "before_weak"})
_ANSWERED_BY = 4


class Token(NamedTuple):
    start: int
    end: int
    raw: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known beside the message: talk of films near it, films just talked about.

    `number` is that of the message; `recent` has, by the film's place, that of the one which named
    it last; `senders` the words of the names of who writes; `n_plain` how often a key stood where
    nobody talked about films; `places` the keys that were a place lately.
    """

    near: float = 0.0
    number: int = 0
    recent: Mapping[int, int] = field(default_factory=dict)
    senders: Set[str] = frozenset()
    n_plain: Mapping[str, int] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    # The names of the message that stand in a list of such.
    listed: frozenset[Span] = frozenset()
    # Whether somebody else just asked for films.
    is_asked: bool = False


class Read(NamedTuple):
    """A message with its places: `tokens` are its words in the text as it was typed."""

    scan: Scan
    tokens: list[Token]
    # None where letters of both sizes are not used as in sentences: all small, or all large.
    is_cased: bool
    # Whether most words are not in Latin letters, so that those which are stand out.
    is_foreign: bool


class Weighed(NamedTuple):
    """A film that is named from word `start` to before `end`, and how sure that is."""

    start: int
    end: int
    film: int
    confidence: float


def read(scan: Scan) -> Read | None:
    """The places of the words; None for text whose words cannot be told apart in both forms."""
    tokens = [Token(match.start(), match.end(), match[0]) for match in WORD.finditer(scan.text)]
    if len(tokens) != len(scan.words):
        return None
    letters = [token.raw for token in tokens]
    return Read(scan, tokens, is_cased(letters), is_foreign(letters))


def weigh(span: Span, read: Read, around: Surroundings, titles: Titles) -> Weighed | None:
    """The film that the words of a span most likely mean; None where they hardly mean one."""
    bits = bits_of(span.key)
    if bits <= COMMON_BITS and _is_plain(span, read):
        return None
    year, is_bracketed, end = _year_after(span, read)
    film, fit = _film_of(span, year, read, around, titles)
    if film is None or is_series(span, read):
        return None
    if film.kind == NUMBERED and not is_numbered(span, read):
        return None
    score = of_name(span.key, film, titles) + of_talk(read.scan, around)
    score += FORM * of_form(span, read, bits, film)
    is_alone = stands_alone(span, read)
    if is_alone and bits >= USUAL_BITS:
        score += ALONE
        # "Sicario?" and nothing else.
        is_all = span.start <= 1 and span.end == len(read.scan.words)
        is_all = is_all and span.key not in listed("words", "names")
        score += ASKED * (is_all and bits >= RARE_BITS and "?" in read.scan.text)
    is_slot, slot = _of_place(span, read, bits, is_told=bool(fit) or span in around.listed)
    score += PLACE * slot
    if fit:
        score += IN_BRACKETS if is_bracketed else OF_YEAR
    elif fit is not None:
        # A year that no film of this name has is another film's, or no year.
        score -= 1.0 * is_bracketed
    score += _of_recent(span, film, bits, around) + LISTED * (span in around.listed)
    if bits > COMMON_BITS and _fills(span, read, around):
        # That tells most of the words of everyday talk.
        score += FILLS * (1.0 if bits < RARE_BITS else 0.3)
    if around.is_asked and _may_answer(span, read):
        score += ANSWERS
    if not (is_slot or fit or is_of_films(read.scan, around)):
        score -= of_silence(span.key, film, titles) * (0.5 if is_alone else 1.0)
    is_sure = is_slot or is_alone or bool(fit)
    score -= AGAINST * against(span, read, around, is_slot=is_slot, is_sure=is_sure)
    if not is_slot and not fit and read.scan.words[span.start] in around.senders:
        score -= OF_SENDER
    confidence = 1 / (1 + math.exp(-score))
    return Weighed(span.start, end if fit else span.end, film.film, confidence)


def of_name(key: str, film: Named, titles: Titles) -> float:
    """What a name tells by itself: the rarity of its words, how known the film is."""
    bits, known = bits_of(key), titles.popularity[film.film]
    score = -4.8 + 0.15 * min(bits, 32.0) + 3.9 * known
    n_words = key.count(" ") + 1
    if n_words == 1:
        score += 1.3 * _fame(key, film, titles) - 0.5 * (bits == USUAL_BITS)
    else:
        # Three words follow each other by chance where hardly anybody knows the film.
        score += 0.9 + 1.1 * known * (n_words > 2)
    score -= {HEAD: 0.6, NUMBERED: 0.6, TAIL: 0.3, JOINED: 0.3, SHORT: 0.4}.get(film.kind, 0.0)
    if film.kind == HEAD and key.split(" ", 1)[0] in listed("words", "names"):
        # "Kevin Hart: Let Me Explain".
        score -= 4.0
    if film.kind in {HEAD, TAIL}:
        # Part of a title that hardly anybody knows: the name of who is in it, any words.
        score -= 3.5 * max(0.0, 0.45 - known)
    return score


def _fame(key: str, film: Named, titles: Titles) -> float:
    """How known a film is by one rare word, which is hardly anything else then."""
    if " " in key or bits_of(key) < RARE_BITS or key in listed("words", "names"):
        return 0.0
    return titles.popularity[film.film]


def of_talk(scan: Scan, around: Surroundings) -> float:
    """What the talk in a message and around it tells of any name in it."""
    # Praise and blame are of many things, and of films too.
    return 0.3 * min(scan.talk, 2.0) + 1.2 * min(around.near, 1.0) + 0.2 * min(scan.judging, 1.0)


def is_of_films(scan: Scan, around: Surroundings) -> bool:
    return scan.talk >= SOME_TALK or around.near >= SOME_TALK


def of_silence(key: str, film: Named, titles: Titles) -> float:
    """What tells against a name that nothing around it is about films: a person, a place."""
    return 0.2 if " " in key else 1.6 - 0.5 * _fame(key, film, titles)


def _of_recent(span: Span, film: Named, bits: float, around: Surroundings) -> float:
    at = around.recent.get(film.film)
    if at is None or bits < 2 * COMMON_BITS or around.n_plain.get(span.key, 0) >= OFTEN:
        return 0.0
    return RECENT if around.number - at < 12 else RECENT / 2


def _is_plain(span: Span, read: Read) -> bool:
    """Whether a word of every message stands there as it always does."""
    token, text = read.tokens[span.start], read.scan.text
    is_object = len(span.key) == 1 or read.scan.words[span.start] in listed("words", "objects")
    is_small = token.raw.islower() or (is_object and _begins_clause(span, read))
    if not is_small or text[token.end : token.end + 2].strip(" ,.!?")[:1] in _AROUND:
        return False
    return is_object or not any(
        phrase.end == span.start and "before" in phrase.lists for phrase in read.scan.cues
    )


def _begins_clause(span: Span, read: Read) -> bool:
    """Whether a capital is one because of its place: `, It was great`, not `saw IT`."""
    raw = read.tokens[span.start].raw
    if raw.isupper() and len(raw) > 1:
        # "IT WAS GREAT", "the US".
        following = read.tokens[span.end].raw if span.end < len(read.tokens) else ""
        is_shouted = following.isupper() and len(following) > 1
        return is_shouted or span.key in listed("words", "acronyms")
    before = read.scan.text[: read.tokens[span.start].start].rstrip(" ")
    return begins_sentence(read, span.start) or before.endswith((",", ";", ")"))


def _fills(span: Span, read: Read, around: Surroundings) -> bool:
    """Whether nothing but a film can stand there: `how about Clue?`, `Wonder was good`."""
    if not is_of_films(read.scan, around):
        return False
    words, start = read.scan.words, span.start
    while start > 0 and words[start - 1] in forms.fillers():
        start -= 1
    is_led = not _BEFORE.isdisjoint(_lists(read.scan.cues, end=start))
    if is_led and _ends_clause(span, read):
        return True
    is_judged = span.end < len(words) and words[span.end] in _COPULAS
    return (
        is_judged
        and (start == 0 or begins_sentence(read, start))
        and any(
            span.end < phrase.start < span.end + 4 and phrase.lists & _JUDGING
            for phrase in read.scan.cues
        )
    )


def _ends_clause(span: Span, read: Read) -> bool:
    if span.end == len(read.tokens):
        return True
    gap = read.scan.text[read.tokens[span.end - 1].end : read.tokens[span.end].start]
    return not gap.isspace() or read.scan.words[span.end] in listed("film", "ending")


def _may_answer(span: Span, read: Read) -> bool:
    """Whether a name begins a message, or a sentence of it, and ends it."""
    is_begun = span.start <= _ANSWERED_BY or begins_sentence(read, span.start)
    return is_begun and _ends_clause(span, read)


def stands_alone(span: Span, read: Read) -> bool:
    """Whether nothing but the name stands between two ends of sentences: `whiplash. thoughts?`."""
    start = span.start
    while start > 0 and read.scan.words[start - 1] in listed("film", "leading"):
        start -= 1
    if start > 0 and not begins_sentence(read, start):
        return False
    end = read.tokens[span.end - 1].end
    following = read.tokens[span.end].start if span.end < len(read.tokens) else None
    gap = read.scan.text[end:following]
    return following is None or any(mark in gap for mark in ".!?\u2026:\n-\u2014")


def _film_of(
    span: Span, year: int | None, read: Read, around: Surroundings, titles: Titles
) -> tuple[Named | None, bool | None]:
    """The film that a name means here, and whether its year is the one given, if any."""
    named = titles.by_rank(span.key)
    if not named:
        return None, None
    best = named[0]
    if len(named) > 1:
        lately = [one for one in named if one.film in around.recent] if around.recent else []
        if year is not None:
            best = max(named, key=lambda one: _fitness(one, year, around, titles))
        else:
            best = of_age(span, read, named, lately, titles)
    if year is None:
        return best, None
    own = titles.years[best.film]
    return best, own != 0 and abs(own - year) <= 1


def _fitness(one: Named, year: int, around: Surroundings, titles: Titles) -> float:
    own = titles.years[one.film]
    fits = own != 0 and abs(own - year) <= 1
    lately = 2.0 * (one.film in around.recent)
    return titles.rank(one) + 5.0 * fits + 0.5 * (own == year) + lately


def _year_after(span: Span, read: Read) -> tuple[int | None, bool, int]:
    """The year that follows, whether it is in brackets, and the place after it in words."""
    at = read.tokens[span.end - 1].end
    match = _YEAR_AFTER.match(read.scan.text, at)
    if match is None:
        return None, False, span.end
    end = span.end
    while end < len(read.tokens) and read.tokens[end].end <= match.end():
        end += 1
    return int(match["year"]), match["open"] is not None, end


def _of_place(span: Span, read: Read, bits: float, *, is_told: bool) -> tuple[bool, float]:
    """Whether the words stand where a film is named, and what that tells."""
    words = read.scan.words
    start = span.start
    while start > 0 and words[start - 1] in forms.between():
        start -= 1
    before = _lists(read.scan.cues, end=start)
    after = _lists(read.scan.cues, start=span.end)
    is_slot = bool({"before", "after"} & (before | after))
    phrase = " ".join(words[start : span.end])
    if phrase in phrase_list("film", "sayings_capital"):
        return False, -4.0
    is_judged = span.end < len(words) and words[span.end] in _COPULAS
    is_saying = phrase in phrase_list("film", "sayings")
    is_saying = is_saying and not (is_judged or is_slot or is_told)
    if is_saying and not is_titled(span, read):
        return False, -2.5
    name = " ".join(words[span.start : span.end])
    if name in phrase_list("film", "watchable") and not is_titled(span, read):
        return False, -0.5
    score = 0.0
    if "before" in before:
        score += BEFORE if bits > 2 * COMMON_BITS or read.is_cased else 0.8
    elif goes_to(words, start):
        is_slot = True
        score += BEFORE if bits > USUAL_BITS else 0.8
    elif _wants(read, start):
        is_slot = any(is_listed("film", "watching", word) for word in words[start - 2 : start])
        score += WANTED if bits > USUAL_BITS else 0.6
    elif "before_weak" in before:
        score += of_bits(WEAKLY_BEFORE, bits)
    if "after" in after:
        score += AFTER
    elif "after_weak" in after:
        score += WEAKLY_AFTER
    is_marked = MARK_AFTER.match(read.scan.text, read.tokens[span.end - 1].end) is not None
    return is_slot or is_marked, score + _of_judgement(span, read, bits, is_marked=is_marked)


def _of_judgement(span: Span, read: Read, bits: float, *, is_marked: bool) -> float:
    """What it tells that praise or blame follows at once, or a verb of these stands before."""
    if is_marked:
        return of_bits(MARKED, bits)
    words, opinion = read.scan.words, read.scan.cues
    if any(phrase.start == span.end and phrase.lists & _STRONG for phrase in opinion):
        return of_bits(PRAISED, bits)
    if span.end < len(words) and words[span.end] in _COPULAS:
        near = range(span.end + 1, span.end + 5)
        if any(phrase.start in near and phrase.lists & _JUDGING for phrase in opinion):
            return of_bits(JUDGED, bits)
    if bits >= RARE_BITS and any(
        span.end <= phrase.start < span.end + 5 and phrase.lists & (_JUDGING | _FEELING)
        for phrase in opinion
    ):
        return of_bits(NEARLY_JUDGED, bits)
    end = span.start
    if end and words[end - 1] in ARTICLES:
        end -= 1
    if any(phrase.end == end and phrase.lists & _FEELING for phrase in opinion):
        return (0.1 if bits >= RARE_BITS else 0.06) * min(bits, RARE_BITS)
    return 0.0


def _wants(read: Read, end: int) -> bool:
    """Whether `want to see` or the like ends there."""
    return any(
        phrase.end == end and phrase.end - phrase.start > 1 and "wants" in phrase.lists
        for phrase in read.scan.cues
    )


def _lists(found: Sequence[Found], start: int = -1, end: int = -1) -> set[str]:
    return {
        name
        for phrase in found
        if phrase.start == start or phrase.end == end
        for name in phrase.lists
    }
