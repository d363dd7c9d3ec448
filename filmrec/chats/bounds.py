"""Names that cannot mean their film, whatever stands around them, so that they are not weighed.

Most words that are titles are plain words, and to weigh one takes as long as to read its message.
What a name tells by itself is remembered; what its place and its form add at most is soon known
from what there is in the message. The weights are those of `evidence` and `forms`.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, NamedTuple

from filmrec.chats import evidence, forms
from filmrec.chats.company import OF_PERSON_OR_PLACE, at_place, goes_to, of_frequency
from filmrec.chats.phrases import Remembered, listed
from filmrec.chats.rarity import (
    COMMON_BITS,
    LONG_RARE_BITS,
    RARE_BITS,
    USUAL_BITS,
    bits_of,
    of_bits,
)
from filmrec.chats.words import written_words

if TYPE_CHECKING:
    from filmrec.chats.evidence import Surroundings
    from filmrec.chats.scan import Scan, Span
    from filmrec.chats.titles import Titles

# What a score has to be at least, where being listed with a film triples the odds.
LEAST = -1.1
# How known a film has to be to make a list of names one of films.
KNOWN = 0.3
# Figures, and what quotes or rates; most messages have none.
_SIGN = re.compile("[\\d\"'\u00ab\u00bb\u2018-\u201e_*(\\[\u2b50\u2605\u2764\U0001f525\U0001f60d]")
_QUOTE = re.compile("[\"\u00ab\u201c\u201e_*]|(?<![^\\W_])['\u2018]")
# What may begin after a common word that is a title, or end it.
_AROUND = re.compile("[\"\u00bb\u201d_*(\\[]|['\u2019](?![^\\W_])|(?<![^\\W_])['\u2019]")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_ENDS = f"{string.punctuation}{string.whitespace}\u2026\u2014"
_END = re.compile("[.!?\u2026:\n>\u2022(\u2014-]")
# But that of "I" and the first letter.
_CAPITAL = re.compile(r"(?<=.)(?!I\b)[A-Z]", re.DOTALL)
_FIGURES = frozenset("12")
_NEAR = 5
_N_NUMBERED = 5
_MARKED = of_bits(evidence.MARKED, RARE_BITS)
_JUDGED = max(
    of_bits(sign, RARE_BITS) for sign in (evidence.PRAISED, evidence.JUDGED, evidence.NEARLY_JUDGED)
)


class _Most(NamedTuple):
    """What a name tells by itself at most: where films are talked about, and where they are not."""

    in_talk: float
    in_silence: float
    in_silence_alone: float
    bits: float
    is_known: bool
    films: tuple[int, ...]


class _Signs(NamedTuple):
    """What there is in a message that tells of any name in it."""

    score: float
    # Whether a year or a mark may stand after a name, which is one then whatever the talk.
    is_told: bool
    is_quoted: bool
    # Whether something stands in it that makes a film of a common word.
    is_odd: bool


class _Cue(NamedTuple):
    """What a phrase tells of a name after it at most, and of one before it."""

    before: float
    after: float
    is_slot: bool
    is_judging: bool
    # Whether a common word after it may be a name.
    names: bool


class _Places:
    """What the phrases of a message tell at most, by the words where a name begins or ends."""

    __slots__ = ("after", "before", "judged_from", "judged_to", "named", "slots")

    def __init__(self) -> None:
        self.before: dict[int, float] = {}
        self.after: dict[int, float] = {}
        self.slots: set[int] = set()
        self.named: set[int] = set()
        self.judged_from: set[int] = set()
        self.judged_to: set[int] = set()


class _Message(NamedTuple):
    scan: Scan
    around: Surroundings
    signs: _Signs
    is_of_films: bool
    # Whether it has more than one sentence.
    is_long: bool
    known: list[Span]
    # The words as they are written, and how.
    raws: list[str]
    is_cased: bool
    is_foreign: bool


class Bounds:
    """What the names of a catalogue tell at most."""

    def __init__(self, titles: Titles) -> None:
        self._titles = titles
        self._alone = Remembered(self._of_name_alone, most=20_000)
        self._after_article = Remembered(self._of_name_after_article, most=20_000)

    def worth_weighing(self, scan: Scan, around: Surroundings) -> list[Span]:
        """The names in a message that may mean their film."""
        text, words = scan.text, scan.words
        raws = written_words(text, len(words))
        if len(raws) != len(words):
            return []
        signs = _signs_of(text, around)
        is_of_films = evidence.is_of_films(scan, around)
        places = _places_of(scan) if scan.cues or _GOES in words else _NOWHERE
        before, after, named, slots = places.before, places.after, places.named, places.slots
        alone, after_article, articles = self._alone, self._after_article, forms.ARTICLES
        objects = listed("words", "objects")
        score = evidence.of_talk(scan, around) + signs.score
        form = _most_of_form(text, signs)
        common = LEAST - score - evidence.FORM * form
        usual = common - evidence.FILLS * is_of_films - evidence.RECENT * bool(around.recent)
        rare = usual - evidence.ALONE - evidence.ASKED * ("?" in text)
        known_well = rare - evidence.LISTED
        found = []
        for span in scan.spans:
            start, end, key = span
            has_article = start and words[start - 1] in articles
            name = after_article[key] if has_article else alone[key]
            if name.bits <= COMMON_BITS:
                is_small = raws[start].islower() and not signs.is_odd
                if is_small and (words[start] in objects or start not in named):
                    following = raws[start + 1][0] if start + 1 < len(raws) else ""
                    if following not in _FIGURES:
                        continue
                least = common
            elif name.bits < USUAL_BITS:
                least = usual
            else:
                least = known_well if name.is_known else rare
            most = evidence.PLACE * (before.get(start, 0.0) + after.get(end, 0.0))
            is_judged = end in places.judged_to or start in places.judged_from
            if is_judged:
                most += evidence.PLACE * _JUDGED
            told = score + most
            if not form and (start == 0 or raws[start] == "I" or raws[start][0].isdigit()):
                most += evidence.FORM * (_BEGINNING if end == 1 else forms.CAPITALS)
            is_told = signs.is_told or start in slots or end in slots
            most += name.in_talk if is_told or is_of_films else name.in_silence_alone
            if most >= least:
                found.append((span, name, told, is_told, is_judged or start in before))
        if not found:
            return []
        is_long = _END.search(text.rstrip(_ENDS)) is not None
        known = [span for span in scan.spans if alone[span.key].is_known]
        case = forms.is_cased(raws), forms.is_foreign(raws)
        message = _Message(scan, around, signs, is_of_films, is_long, known, raws, *case)
        return [
            span
            for span, name, told, is_told, fills in found
            if _may_be(span, name, told, message, is_told=is_told, fills=fills)
        ]

    def _of_name_alone(self, key: str) -> _Most:
        return self._of_name(key, has_article=False)

    def _of_name_after_article(self, key: str) -> _Most:
        return self._of_name(key, has_article=True)

    def _of_name(self, key: str, *, has_article: bool) -> _Most:
        titles, bits = self._titles, bits_of(key)
        named = titles.by_rank(key)
        # "The third Lord of the Rings".
        numbered = [one for n in range(1, _N_NUMBERED + 1) for one in titles.named(f"{key} {n}")]
        told = []
        for one in (*named, *numbered):
            article = evidence.FORM * forms.of_article(one, bits, has_article=has_article)
            name = evidence.of_name(key, one, titles) + article
            told.append((name, evidence.of_silence(key, one, titles)))
        return _Most(
            in_talk=max(told)[0],
            in_silence=max(name - silence for name, silence in told),
            in_silence_alone=max(name - silence / 2 for name, silence in told),
            bits=bits,
            is_known=bits >= USUAL_BITS and titles.popularity[named[0].film] >= KNOWN,
            films=tuple(one.film for one in (*named, *numbered)),
        )


def _may_be(
    span: Span, name: _Most, score: float, message: _Message, *, is_told: bool, fills: bool
) -> bool:
    """Whether a name may mean its film where it stands, of which the score is told."""
    scan, around, is_of_films = message.scan, message.around, message.is_of_films
    start, end, _ = span
    is_last = end == len(scan.words)
    is_alone = message.is_long or (
        is_last and listed("film", "leading").issuperset(scan.words[:start])
    )
    if is_told or is_of_films:
        score += name.in_talk + evidence.FILLS * (is_of_films and fills)
    else:
        score += name.in_silence_alone if is_alone else name.in_silence
    score += evidence.FORM * _of_form(span, name.bits, message)
    if is_alone and name.bits >= USUAL_BITS:
        score += evidence.ALONE
        score += evidence.ASKED * (is_last and start <= 1 and "?" in scan.text)
    if name.is_known and any(
        0 <= other.start - end <= 2 or 0 <= start - other.end <= 2 for other in message.known
    ):
        score += evidence.LISTED
    score -= evidence.AGAINST * _of_habit(span, message, is_told=is_told)
    if not is_told and scan.words[start] in around.senders:
        score -= evidence.OF_SENDER
    if around.recent and score < LEAST <= score + evidence.RECENT:
        return any(film in around.recent for film in name.films)
    return score >= LEAST


def _of_habit(span: Span, message: _Message, *, is_told: bool) -> float:
    """What tells against a name at least, as `company.against` has it."""
    scan, around = message.scan, message.around
    is_quiet = around.near + scan.talk < evidence.SOME_TALK
    is_name = is_quiet and span.key in listed("words", "names")
    if not is_told and (is_name or span.key in around.places or at_place(span, scan)):
        return OF_PERSON_OR_PLACE
    n_plain = around.n_plain.get(span.key, 0)
    return 0.0 if is_name else of_frequency(n_plain) * (0.5 if is_told or scan.talk >= 1 else 1.0)


def _of_form(span: Span, bits: float, message: _Message) -> float:
    raws = message.raws[span.start : span.end]
    told = forms.of_letters(raws, bits, is_cased=message.is_cased, is_foreign=message.is_foreign)
    if told is None:
        told = forms.of_large(raws, bits, begins=span.start == 0)
    return max(told, forms.QUOTED) if message.signs.is_quoted else told


def _places_of(scan: Scan) -> _Places:
    places, words = _Places(), scan.words
    for start, end, lists in scan.cues:
        cue = _cues[lists]
        if cue.is_judging:
            places.judged_to.update(range(start - _NEAR + 1, start + 1))
            places.judged_from.update((end, end + 1))
        if cue.after:
            places.after[start] = max(places.after.get(start, 0.0), cue.after)
        if cue.names:
            places.named.add(end)
        if cue.is_slot:
            places.slots.add(start)
        if cue.before or cue.is_slot:
            _add_before(places, end, cue, words)
    if _GOES in words:
        for at in range(1, len(words)):
            if goes_to(words, at):
                _add_before(places, at, _GOING, words)
    return places


def _add_before(places: _Places, end: int, cue: _Cue, words: list[str]) -> None:
    """Note what stands before a name that follows, with what may be between."""
    between = forms.between()
    for at in range(end, len(words)):
        places.before[at] = max(places.before.get(at, 0.0), cue.before)
        if cue.is_slot:
            places.slots.add(at)
        if words[at] not in between:
            break


_GOES = "на"
_GOING = _Cue(evidence.BEFORE, 0.0, is_slot=True, is_judging=False, names=False)
_NOWHERE = _Places()


def _most_of_form(text: str, signs: _Signs) -> float:
    """What the form of any name tells at most; 0 where only the first word may be large."""
    if signs.is_quoted:
        return forms.QUOTED
    return 0.0 if text.isascii() and _CAPITAL.search(text) is None else forms.CAPITALS


_BEGINNING = of_bits(forms.BEGINNING, LONG_RARE_BITS)


def _signs_of(text: str, around: Surroundings) -> _Signs:
    score = evidence.ANSWERS * around.is_asked
    if _SIGN.search(text) is None:
        return _Signs(score, is_told=False, is_quoted=False, is_odd=False)
    is_year = _YEAR.search(text) is not None
    is_mark = evidence.MARK_AFTER.search(text) is not None
    score += max(evidence.IN_BRACKETS, evidence.OF_YEAR) * is_year
    score += evidence.PLACE * _MARKED * is_mark
    return _Signs(
        score,
        is_told=is_year or is_mark,
        is_quoted=_QUOTE.search(text) is not None,
        is_odd=_AROUND.search(text) is not None,
    )


_SLOTS = frozenset(("before", "after", "wants"))


def _cue_of(lists: frozenset[str]) -> _Cue:
    before = after = 0.0
    if "before" in lists:
        before = evidence.BEFORE
    elif "wants" in lists:
        before = evidence.WANTED
    elif "before_weak" in lists:
        before = of_bits(evidence.WEAKLY_BEFORE, RARE_BITS)
    if "after" in lists:
        after = evidence.AFTER
    elif "after_weak" in lists:
        after = evidence.WEAKLY_AFTER
    is_slot = not lists.isdisjoint(_SLOTS)
    is_judging = not lists.isdisjoint(evidence.OPINIONS)
    return _Cue(before, after, is_slot, is_judging, names="before" in lists)


_cues = Remembered(_cue_of)
