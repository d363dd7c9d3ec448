"""Films named in messages, each message weighed with those around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, deque
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from filmrec.chats import evidence
from filmrec.chats.addresses import films_of_addresses, has_pages
from filmrec.chats.bounds import KNOWN, Bounds
from filmrec.chats.company import at_place, may_tell_places
from filmrec.chats.evidence import Surroundings, Weighed
from filmrec.chats.parts import called_back, may_tell_parts, parts_of, recalling
from filmrec.chats.phrases import listed
from filmrec.chats.rarity import RARE_BITS, SELDOM_BITS, USUAL_BITS, bits_of
from filmrec.chats.scan import scan
from filmrec.chats.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from filmrec.chats.evidence import Read
    from filmrec.chats.messages import Message
    from filmrec.chats.scan import Scan, Span
    from filmrec.chats.spelling import Spelling
    from filmrec.chats.titles import Titles

SURE_ENOUGH = 0.5
_QUITE_SURE = 0.75
# How many messages are read before the first is judged: what stands in them often and where nobody
# talks about films is a name or a word of this chat.
_FIRST_LOOK = 5_000
_BEFORE, _AFTER = 5, 2
_FADES = 0.8
_ANOTHER_TALK = timedelta(hours=6)
_PLAIN = 0.8
# How much talk about films, near or in a message, has any name in it weighed, and rarer ones.
_SOME_TALK, _A_LITTLE = 0.8, 0.4
_AS_A_PLACE = 6
_REMEMBERED = 40
_LATELY = 8
_ASKED_LATELY = 3
_SLOTS = frozenset(("before", "after"))
_LONGEST_LIST = 12
_FEW = 2
_MOST_SENDERS = 500
# Inside of the text, and not that of "I".
_CAPITAL = re.compile(r"(?<=.)(?!I\b)[A-Z\u00c0-\u00de\u0400-\u042f\u0490]", re.DOTALL)
_JOINT = re.compile(
    r"[\s\"'\u00bb\u201d\u2019_*)]*"
    r"(?:,|&|/|\+|>+|\band(?: then)?\b|\bor\b|\bта\b|\bі\b|\bй\b|\bабо\b|\bчи\b|\n)[\s\S]{0,4}"
)


class Sighted(NamedTuple):
    """A message and the films named in it, in their order. `read` is None where none can be."""

    scan: Scan
    read: Read | None
    films: list[Weighed]


class _Conversation:
    """What was said lately, in one chat."""

    def __init__(self, n_counted: int) -> None:
        self.n_counted = n_counted
        self.before: deque[tuple[Scan, float]] = deque(maxlen=_BEFORE)
        self.recent: dict[int, int] = {}
        # By the words of a title, when they last stood where a place does.
        self.places: dict[str, int] = {}
        self.number = 0
        # What recalls a film, of the names that were written whole.
        self.words: dict[str, int] = {}

    def places_lately(self) -> frozenset[str]:
        if not self.places:
            return frozenset()
        return frozenset(key for key, at in self.places.items() if self.number - at < _REMEMBERED)


class Known(NamedTuple):
    """What messages are read with: films, and what was learnt of the chat's own words."""

    titles: Titles
    bounds: Bounds
    spelling: Spelling | None
    n_plain: Counter[str]
    senders: set[str]

    def copy(self) -> Known:
        """The same, to learn more of one part of the chat."""
        return self._replace(n_plain=self.n_plain.copy(), senders=self.senders.copy())


def known_of(titles: Titles, spelling: Spelling | None = None) -> Known:
    """The films, and nothing yet of a chat."""
    return Known(titles, Bounds(titles), spelling, Counter(), set())


def learn(messages: Iterable[Message], known: Known) -> int:
    """Learn from the first messages of a chat; how many they were."""
    first = [scan(message, known.titles) for message in islice(messages, _FIRST_LOOK)]
    _learn(first, known)
    return len(first)


def _learn(first: list[Scan], known: Known) -> None:
    for place, one in enumerate(first):
        beside = first[max(0, place - 3) : place + 3]
        _count(one, max(other.talk for other in beside), known)


def sighted(
    messages: Iterable[Message], known: Known, n_learnt: int | None = None
) -> Iterator[Sighted]:
    """Every message in its order, with the films that it names.

    Of the first `n_learnt` what there is to learn is known; where it is None, nothing is yet.
    """
    scans = (scan(message, known.titles) for message in messages)
    first: list[Scan] = []
    if n_learnt is None:
        first = list(islice(scans, _FIRST_LOOK))
        _learn(first, known)
        n_learnt = len(first)
    ahead: deque[Scan] = deque()
    talk = _Conversation(n_counted=n_learnt)
    for one in _chained(first, scans):
        ahead.append(one)
        if len(ahead) > _AFTER:
            yield _look(ahead.popleft(), ahead, talk, known)
    while ahead:
        yield _look(ahead.popleft(), ahead, talk, known)


def _chained(first: list[Scan], rest: Iterator[Scan]) -> Iterator[Scan]:
    first.reverse()
    while first:
        yield first.pop()
    yield from rest


def _count(one: Scan, talk: float, known: Known) -> None:
    if talk < _PLAIN:
        may_be_place = may_tell_places(one)
        for span in one.spans:
            is_place = may_be_place and at_place(span, one)
            known.n_plain[span.key] += _AS_A_PLACE if is_place else 1
    if one.message.sender and len(known.senders) < _MOST_SENDERS:
        known.senders.update(words_of(one.message.sender))


def _look(now: Scan, ahead: deque[Scan], talk: _Conversation, known: Known) -> Sighted:
    if talk.before and _is_apart(talk.before[-1][0], now):
        talk.before.clear()
        talk.recent.clear()
        talk.words.clear()
        talk.places.clear()
    talk.number += 1
    near = _near(now, ahead, talk)
    if talk.number > talk.n_counted:
        _count(now, max(near, now.talk), known)
    if near < _PLAIN and now.talk < _PLAIN and may_tell_places(now):
        for span in now.spans:
            if at_place(span, now):
                talk.places[span.key] = talk.number
    found = Sighted(now, None, [])
    if _may_name_films(now, near) or _tells_parts(now, talk) or _recalled(now, talk, known):
        found = _sighted(now, near, talk, known)
    for weighed in found.films:
        talk.recent[weighed.film] = talk.number
    if len(talk.recent) > _REMEMBERED:
        talk.recent = dict(list(talk.recent.items())[-_REMEMBERED // 2 :])
    sure = max((weighed.confidence for weighed in found.films), default=0.0)
    talk.before.append((now, max(now.hint, sure if sure > _QUITE_SURE else 0.0)))
    return found


def _asks(before: Scan, now: Scan) -> bool:
    """Whether a message asks about films, and the one after it is somebody else's."""
    is_anothers = before.message.sender != now.message.sender
    return (
        is_anothers
        and before.talk >= _SOME_TALK
        and ("?" in before.text or before.words[0] in listed("film", "asking"))
    )


def _is_apart(one: Scan, other: Scan) -> bool:
    if one.message.chat != other.message.chat:
        return True
    before, after = one.message.when, other.message.when
    if before is after or before is None or after is None:
        return False
    return not -_ANOTHER_TALK <= after - before <= _ANOTHER_TALK


def _near(now: Scan, ahead: deque[Scan], talk: _Conversation) -> float:
    """How much talk about films there is around a message, 0 to 1."""
    near = 0.0
    weight = 1.0
    for _, amount in reversed(talk.before):
        if weight * amount > near:
            near = weight * amount
        weight *= _FADES
    weight = _FADES
    if near >= weight:
        # Nothing that follows can tell more.
        return near
    for following in ahead:
        if _is_apart(now, following):
            break
        near = max(near, weight * following.hint)
        weight *= _FADES
    return near


def _may_name_films(now: Scan, near: float) -> bool:
    if now.addresses:
        return True
    if not now.spans:
        return near + now.talk >= _SOME_TALK and len(now.words) > 0
    if now.talk or near >= _SOME_TALK:
        return True
    if now.judging or any(mark in now.text for mark in '"(\u00ab\u201c_*'):
        return True
    if _CAPITAL.search(now.text) is not None:
        return True
    if any(not phrase.lists.isdisjoint(_SLOTS) for phrase in now.cues):
        return True
    is_first_long = now.spans[0].start < 2 and bits_of(now.spans[0].key) >= USUAL_BITS
    least = USUAL_BITS if near >= _A_LITTLE else RARE_BITS
    return (is_first_long and not now.text.islower()) or any(
        bits_of(span.key) >= least for span in now.spans
    )


def _sighted(now: Scan, near: float, talk: _Conversation, known: Known) -> Sighted:
    around = Surroundings(
        near=near,
        number=talk.number,
        recent=talk.recent,
        senders=known.senders,
        n_plain=known.n_plain,
        places=talk.places_lately(),
        is_asked=any(_asks(before, now) for before, _ in list(talk.before)[-_ASKED_LATELY:]),
    )
    if near < 1.0 and _is_list(now, known.titles):
        around = replace(around, near=1.0)
    spans = known.bounds.worth_weighing(now, around)
    may_slip = known.spelling is not None and now.talk + near >= _SOME_TALK
    tells_parts, recalled = _tells_parts(now, talk), _recalled(now, talk, known)
    if not (spans or may_slip or tells_parts or recalled or has_pages(now.message.text)):
        return Sighted(now, None, [])
    read = evidence.read(now)
    if read is None:
        return Sighted(now, None, [])
    around = replace(around, listed=in_lists(read, known.titles, around))
    films = _films(read, spans, around, known, may_slip=may_slip)
    if tells_parts:
        films = [*films, *parts_of(read, films, _lately(talk), known.titles)]
    if recalled:
        films = [*films, *called_back(read, films, recalled)]
    talk.words |= recalling(read, films)
    return Sighted(now, read, sorted(films, key=lambda weighed: weighed.start))


def _films(
    read: Read, spans: list[Span], around: Surroundings, known: Known, *, may_slip: bool
) -> list[Weighed]:
    found = films_of_addresses(read, known.titles)
    chosen = _chosen(found, _weighed(spans, read, around, known.titles))
    if chosen and len(chosen) < len(read.scan.spans):
        chosen = _chosen(found, _beside(chosen, read, around, known))
    if may_slip and known.spelling is not None:
        misspelt = list(known.spelling.find(read, chosen, around))
        if misspelt:
            # `Avengers End Game` is more than `Avengers`.
            chosen = _chosen([], [*chosen, *misspelt])
    return chosen


def _tells_parts(now: Scan, talk: _Conversation) -> bool:
    return bool(talk.recent) and may_tell_parts(now.words)


def _recalled(now: Scan, talk: _Conversation, known: Known) -> dict[str, int]:
    """The films of the last messages that words recall, by these."""
    forms, words = known.titles.forms, talk.words
    if not words:
        return {}
    found = {form: words[form] for word in now.words if (form := forms[word]) in words}
    return found and {form: film for form, film in found.items() if film in _lately(talk)}


def _lately(talk: _Conversation) -> list[int]:
    """The films that the last messages named, the last first."""
    films = [film for film, at in talk.recent.items() if talk.number - at <= _LATELY]
    return sorted(films, key=talk.recent.__getitem__, reverse=True)


def _is_list(one: Scan, titles: Titles) -> bool:
    """Whether a message is names of films that people know and nothing else: `Jaws or Alien?`."""
    if len(one.words) > _LONGEST_LIST or len(one.spans) < 2:
        return False
    known = [
        span for span in one.spans if bits_of(span.key) >= SELDOM_BITS and _is_known(span, titles)
    ]
    covered = {at for span in known for at in range(span.start, span.end)}
    other = [word for at, word in enumerate(one.words) if at not in covered]
    joints = listed("grammar", "joints") | listed("grammar", "fillers")
    starts = {span.start for span in known}
    return len(starts) > 1 and all(word in joints or word.isdigit() for word in other)


def in_lists(read: Read, titles: Titles, around: Surroundings) -> frozenset[Span]:
    """The names that follow each other with nothing but commas between: three, or two in talk."""
    spans = [span for span in read.scan.spans if bits_of(span.key) >= USUAL_BITS]
    if len(spans) < _FEW or len(read.tokens) < _FEW:
        return frozenset()
    spans = [span for span in spans if _is_known(span, titles)]
    following: dict[Span, Span] = {}
    leading: set[Span] = set()
    for span in spans:
        nexts = [one for one in spans if 0 <= one.start - span.end <= 2]
        for one in sorted(nexts, key=lambda one: (one.start, -one.end)):
            end, start = read.tokens[span.end - 1].end, read.tokens[one.start].start
            if _JOINT.fullmatch(read.scan.text[end:start]) is not None:
                following[span] = one
                leading.add(one)
                break
    few = _FEW if around.near + read.scan.talk >= _A_LITTLE else _FEW + 1
    found: set[Span] = set()
    for span in spans:
        if span in leading:
            continue
        run = [span]
        while run[-1] in following:
            run.append(following[run[-1]])
        if len(run) >= few:
            found.update(run)
    return frozenset(found)


def _is_known(span: Span, titles: Titles) -> bool:
    return titles.popularity[titles.by_rank(span.key)[0].film] >= KNOWN


def _weighed(
    spans: list[Span], read: Read, around: Surroundings, titles: Titles
) -> Iterator[Weighed]:
    for span in spans:
        weighed = evidence.weigh(span, read, around, titles)
        if weighed is not None and weighed.confidence >= SURE_ENOUGH:
            yield weighed


def _beside(
    chosen: list[Weighed], read: Read, around: Surroundings, known: Known
) -> Iterator[Weighed]:
    """The films again, now that some are found: what is listed with a film is one itself."""
    sure = [weighed for weighed in chosen if weighed.confidence >= _QUITE_SURE]
    nearer = around
    if sure:
        nearer = replace(around, near=max(around.near, 1.0))
    for span in known.bounds.worth_weighing(read.scan, nearer):
        weighed = evidence.weigh(span, read, nearer, known.titles)
        if weighed is None:
            continue
        is_listed = any(_is_listed(weighed, other, read) for other in sure)
        confidence = weighed.confidence
        if is_listed and bits_of(span.key) >= USUAL_BITS:
            confidence = confidence * 3 / (1 + 2 * confidence)
        if confidence >= SURE_ENOUGH:
            yield weighed._replace(confidence=confidence)


def _is_listed(one: Weighed, other: Weighed, read: Read) -> bool:
    first, second = (one, other) if one <= other else (other, one)
    if first.start == first.end or second.start == second.end:
        # An address stands in no list.
        return False
    if first.end > second.start or second.start - first.end > 2:
        return False
    between = read.scan.text[read.tokens[first.end - 1].end : read.tokens[second.start].start]
    return _JOINT.fullmatch(between) is not None


def _chosen(sure: Iterable[Weighed], others: Iterable[Weighed]) -> list[Weighed]:
    """Those that do not lie in each other: the longer, then the surer."""
    chosen = list(sure)
    taken = {at for weighed in chosen for at in range(weighed.start, weighed.end)}
    for weighed in sorted(others, key=lambda one: (one.start - one.end, -one.confidence)):
        places = range(weighed.start, weighed.end)
        if taken.isdisjoint(places):
            taken.update(places)
            chosen.append(weighed)
    return chosen


def token_at(read: Read, offset: int) -> int:
    """The number of the first word that begins at an offset of the text, or after it."""
    return bisect_left([token.start for token in read.tokens], offset)
