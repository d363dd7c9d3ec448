"""What a person said of films in a chat."""

from __future__ import annotations

import enum
import hashlib
import itertools
from collections import deque
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from filmrec.chats import focus as talked_of
from filmrec.chats import replies, workers
from filmrec.chats.blocks import N_MESSAGES, blocks_of
from filmrec.chats.clauses import clauses_of
from filmrec.chats.dropped import contrasts, drops_subject, is_ukrainian
from filmrec.chats.focus import Asked, Focus
from filmrec.chats.phrases import section
from filmrec.chats.quotes import quote_of
from filmrec.chats.referring import is_of_else, names_another
from filmrec.chats.said import WEIGHTS, Cue, Said, Stance
from filmrec.chats.sightings import known_of, learn, sighted
from filmrec.chats.stances import likened, said_in

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from datetime import datetime

    from filmrec.chats.blocks import Block
    from filmrec.chats.clauses import Clause
    from filmrec.chats.messages import Message
    from filmrec.chats.sightings import Known, Sighted
    from filmrec.chats.spelling import Spelling
    from filmrec.chats.titles import Titles

_OPINIONATED = 0.3
# What one of the best films of somebody is worth.
_AMONG_THE_BEST = 0.8
# How many messages a question about something else is worth.
_ANOTHER_MATTER = 3
# After which a chat begins anew.
_PAUSE = timedelta(hours=6)
# "And?", "so??": what is said after it still answers what was said before.
_PROMPT = 2
# After how many messages it is told that they are read.
_STEP = 2_000
# A wish of less is but a kind word on a suggestion.
_WISHED = 0.6


class Opinion(enum.StrEnum):
    LIKED = "liked"
    DISLIKED = "disliked"
    WANTS = "wants"
    SEEN = "seen"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Mention:
    """A film that a message of the person speaks of, and what it says.

    `confidence`, 0 to 1, is about both: that this film is meant, and so. `quote` is the line that
    says so, cut and cleaned. `message_hash` is the same for the same message in every export that
    has its sender, time and text.
    """

    film_id: int
    opinion: Opinion
    confidence: float
    when: datetime | None
    quote: str
    message_hash: str


class _Memory(NamedTuple):
    """The films that the person has not seen, and those that they have, as far as was told."""

    unseen: set[int]
    seen: set[int]


class _Verdict(NamedTuple):
    stance: Stance
    # How sure it is that this film is meant.
    sureness: float
    place: int
    is_named: bool


def _nobody(_: int) -> None:
    pass


def find_mentions(
    messages: Iterable[Message],
    titles: Titles,
    me: frozenset[str] = frozenset(),
    *,
    spelling: Spelling | None = None,
    progress: Callable[[int], None] = _nobody,
    block_size: int = N_MESSAGES,
    n_workers: int | None = None,
) -> Generator[Mention]:
    """Every film in every message of the person, in the order of the chat.

    What others write is read only to understand the person's answers. A message may speak of a
    film that it does not name: "loved it".

    Parameters
    ----------
    messages
        In the order in which they were written.
    titles
        Of the films to look for.
    me
        The senders that are the person; messages that tell by themselves need none.
    spelling
        Where given, titles with slips are found as well.
    progress
        Is told now and then how many more messages are read.
    block_size
        How many messages are read by themselves, with a few before them. What is found depends
        on it, at the borders and in what is known of the words of a long chat.
    n_workers
        How many processes read a chat of more than one block, as many as help unless given;
        with 0 this one does.
    """
    known = known_of(titles, spelling)
    blocks = blocks_of(messages, block_size)
    first = next(blocks, None)
    second = next(blocks, None)
    if first is None:
        return
    if second is None:
        yield from _mentions_in(first, known, me, progress)
        return
    n_learnt = learn(first.own, known)

    def work(block: Block, tell: Callable[[int], None]) -> list[Mention]:
        # Of the messages before a block it was learnt where they stand.
        n_known = len(block.before) or n_learnt
        return list(_mentions_in(block, known.copy(), me, tell, n_known))

    if n_workers is None:
        n_workers = workers.usual_number()
    every = itertools.chain([first, second], blocks)
    del first, second
    for found in workers.in_order(every, work, n_workers, progress):
        yield from found


def _mentions_in(
    block: Block,
    known: Known,
    me: frozenset[str],
    progress: Callable[[int], None],
    n_learnt: int | None = None,
) -> Iterator[Mention]:
    """The mentions in a block, of whose first messages it is known what there is to learn."""
    messages = itertools.chain(block.before, _telling(block.own, progress), block.after)
    start = len(block.before)
    end = start + len(block.own)
    focus: deque[Focus] = deque(maxlen=talked_of.REMEMBERED)
    chat = when = sender = None
    memory = _Memory(set(), set())
    listing: Stance | None = None
    for number, one in enumerate(sighted(messages, known, n_learnt)):
        if number == end:
            return
        message = one.scan.message
        if message.chat != chat:
            focus.clear()
            memory = _Memory(set(), set())
            chat = message.chat
        elif when is not None and message.when is not None and message.when - when > _PAUSE:
            # "Loved it" may still answer the evening before, "so boring" not.
            talked_of.age(focus, _ANOTHER_MATTER)
            memory = _Memory(set(), set())
        when = message.when
        is_mine = message.is_by(me)
        if one.films or focus or one.scan.talk >= 1:
            clauses = clauses_of(one)
            if is_mine:
                listing = _listing(clauses, listing)
                for film, verdict in _verdicts(one, clauses, focus, listing).items():
                    mention = _mention(one, film, verdict, known.titles, memory)
                    if number >= start:
                        yield mention
            elif replies.asks_of_else(clauses) and not one.films:
                talked_of.age(focus, _ANOTHER_MATTER)
            talked_of.keep(focus, one, clauses)
            talked_of.remember(focus, one, clauses, is_mine=is_mine)
        elif is_mine:
            listing = _listing(clauses_of(one), None) if "top" in one.scan.words else None
        if len(one.scan.words) > _PROMPT or is_mine or one.films:
            # Who writes on in Ukrainian writes a line a thought.
            goes_on = message.sender == sender and is_ukrainian(one.scan.words) and not one.films
            talked_of.age(focus, 0 if goes_on else 1)
        sender = message.sender


def _telling(messages: Iterable[Message], progress: Callable[[int], None]) -> Iterator[Message]:
    for number, message in enumerate(messages, start=1):
        yield message
        if number % _STEP == 0:
            progress(_STEP)


def last_words(mentions: Iterable[Mention]) -> list[Mention]:
    """For each film the mention that counts, in the order of the chat.

    The last opinion wins; without any, wanting to see a film or having seen it, whichever was
    said last, and else a mere mention.
    """
    found: dict[int, Mention] = {}
    for mention in mentions:
        old = found.get(mention.film_id)
        if old is None or _rank(mention) >= _rank(old):
            found.pop(mention.film_id, None)
            found[mention.film_id] = mention
    return list(found.values())


def _rank(mention: Mention) -> int:
    if mention.opinion in {Opinion.LIKED, Opinion.DISLIKED}:
        return 2
    return 0 if mention.opinion is Opinion.NAMED else 1


def _listing(clauses: list[Clause], before: Stance | None) -> Stance | None:
    """What is said of films that are listed now, one a message: `my top five`, `1. X`, `2. Y`."""
    if before is not None and all(replies.is_list_item(clause) for clause in clauses):
        return before
    words = [word for clause in clauses for word in clause.words]
    is_head = any("headers" in phrase.lists for phrase in section("grammar").find(words))
    is_head = is_head and not any(clause.has_films for clause in clauses)
    return Stance(score=_AMONG_THE_BEST) if is_head else None


def _verdicts(
    one: Sighted, clauses: list[Clause], focus: deque[Focus], listed_as: Stance | None
) -> dict[int, _Verdict]:
    """What the message says of each film that it names or refers to."""
    found: dict[int, _Verdict] = {}
    for clause in clauses:
        for item in clause.items:
            if item.film is not None:
                old = found.get(item.film.film)
                sureness = max(item.film.confidence, old.sureness if old else 0.0)
                stance = old.stance if old else Stance()
                found[item.film.film] = _Verdict(stance, sureness, clause.start, is_named=True)
    named = frozenset(found)
    spoken_of: set[int] = set()
    last: tuple[int, ...] = ()
    listing = listed_as
    # Words since the beginning that were about none of the films.
    n_other = 0
    is_written = False
    for clause in clauses:
        own = tuple(item.film.film for item in clause.items if item.film is not None)
        spoken_of |= {*own}
        said = said_in(clause)
        for one_said in said:
            films = tuple(clause.items[at].film.film for at in one_said.films)  # type: ignore[union-attr]
            sureness = 1.0
            if not films and is_written:
                # "I read the book and loved it".
                continue
            if not films:
                films, sureness = replies.referred(clause, one_said, last, focus, n_other)
                if last and (contrasts(clause) or _wants_another(clause, one_said, found, last)):
                    films = replies.other_than(last, focus) or films
                talked_of.refer(focus, films)
                # "Saw a play. It was great": the play is.
                is_else = is_of_else(clause.words, one_said.cue)
                is_else |= names_another(clause, one_said.cue)
                n_other += 100 if not films and is_else else 0
                if one_said.cue.kind in {"wants", "unseen"}:
                    # Who says "I'll watch it" and names a film then means another.
                    films = tuple(film for film in films if film not in named - spoken_of)
                # What follows goes on about it.
                last = last or films
            for film in films:
                if film not in found:
                    if abs(one_said.weight) < _OPINIONATED:
                        # "Hope it's a great one" is no word on a film.
                        continue
                    found[film] = _Verdict(Stance(), sureness, clause.start, is_named=False)
                found[film].stance.add(one_said.cue, one_said.weight)
        is_written = not own and (is_written or replies.is_of_books(clause))
        if own and not said and listing is not None and replies.is_list_item(clause):
            for film in own:
                found[film] = found[film]._replace(stance=replace(listing))
        elif own:
            listing = found[own[-1]].stance if said else None
        if own:
            compared = likened(clause)
            told = tuple(film for film in own if film not in compared)
            # "Sounds like X": it is the film that was talked of before.
            last = told or last or (() if focus and not clause.is_question else own)
        n_other += len(clause.items)
    films, weight = replies.agreed(clauses, focus)
    for film in films:
        if film not in found:
            found[film] = _Verdict(Stance(score=weight), 0.85, clauses[0].start, is_named=False)
        elif found[film].stance.is_seen and not found[film].stance.score and _is_told(clauses[0]):
            # "It's excellent" - "Yes it is, I've seen it".
            found[film].stance.score = weight
    for film in replies.plans(clauses, focus):
        if film not in found:
            found[film] = _Verdict(Stance(wants=0.7), 0.8, 0, is_named=False)
    films, kind = replies.mark_given(one, focus)
    for film in films if kind else ():
        found[film] = _Verdict(Stance(), 0.9, 0, is_named=False)
        found[film].stance.add(Cue(0, 0, kind, WEIGHTS.get(kind, 0.0)), WEIGHTS.get(kind, 0.0))
    answer = replies.answer(clauses, focus)
    if answer is not None:
        _take_answer(answer, found, clauses)
    for film in replies.spoken_of(clauses, focus) if not found else ():
        found[film] = _Verdict(Stance(), 0.7, 0, is_named=False)
    return found


def _is_told(clause: Clause) -> bool:
    """Whether a clause agrees and says nothing else, in more than a word."""
    return len(clause.words) > 1 and not said_in(clause)


def _wants_another(
    clause: Clause, said: Said, found: dict[int, _Verdict], last: tuple[int, ...]
) -> bool:
    """`I adore the first, will go to it all the same`: what was liked is not what is to be seen."""
    is_liked = any(film in found and found[film].stance.score >= _WISHED for film in last)
    return said.cue.kind == "wants" and is_liked and drops_subject(clause, said.cue)


def _take_answer(answer: replies.Answer, found: dict[int, _Verdict], clauses: list[Clause]) -> None:
    """What `yes`, `no` or naming films says after a question."""
    for film in answer.films:
        old = found.get(film)
        if old is not None and (abs(old.stance.score) >= _OPINIONATED or old.stance.wants):
            is_seen = answer.asked is Asked.SEEN and answer.is_yes
            old.stance.is_seen |= is_seen and old.stance.wants < _WISHED
            continue
        if old is None:
            old = found[film] = _Verdict(
                Stance(), answer.sureness, clauses[0].start, is_named=False
            )
        replies.apply(answer, old.stance)


def _mention(
    one: Sighted, film: int, verdict: _Verdict, titles: Titles, memory: _Memory
) -> Mention:
    opinion, certainty = _opinion(_as_remembered(verdict.stance, film, memory))
    message = one.scan.message
    return Mention(
        film_id=titles.film_ids[film],
        opinion=opinion,
        confidence=round(certainty * verdict.sureness**0.5, 3),
        when=message.when,
        quote=quote_of(one.scan.message.text, verdict.place),
        message_hash=_hash(message),
    )


def _as_remembered(stance: Stance, film: int, memory: _Memory) -> Stance:
    """What is said of a film in the light of what the person said of it before."""
    if stance.is_seen and not stance.is_unseen:
        memory.unseen.discard(film)
        memory.seen.add(film)
    elif stance.is_unseen or (stance.wants >= _OPINIONATED and film not in memory.seen):
        memory.unseen.add(film)
    elif film in memory.unseen and stance.score >= _OPINIONATED and not stance.is_felt:
        # Who has not seen it yet hopes that it is great.
        return replace(stance, score=0.0, wants=max(stance.wants, 0.5))
    if film in memory.seen and 0 < stance.wants < _WISHED and not stance.score:
        # "Sounds great, I've seen it".
        return replace(stance, score=stance.wants, wants=0.0)
    return stance


def _opinion(stance: Stance) -> tuple[Opinion, float]:
    score = stance.score
    is_seen = stance.is_seen and not stance.is_unseen
    if score >= _WISHED and stance.wants < _WISHED:
        return Opinion.LIKED, 0.75
    wants = stance.wants >= _OPINIONATED and not is_seen
    if wants and not (stance.is_felt and score > 0.9) and score > -_OPINIONATED:
        return Opinion.WANTS, min(0.92, 0.5 + 0.4 * stance.wants)
    if abs(score) >= _OPINIONATED and not (stance.is_unseen and score > 0 and not stance.is_felt):
        certainty = min(0.96, 0.45 + 0.5 * abs(score))
        return (Opinion.LIKED if score > 0 else Opinion.DISLIKED), certainty
    if is_seen:
        return Opinion.SEEN, 0.75
    return Opinion.NAMED, 0.8


def _hash(message: Message) -> str:
    when = message.when.isoformat() if message.when is not None else ""
    told = "\0".join((message.sender, when, message.text))
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
