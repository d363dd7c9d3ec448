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
from filmrec.chats.dropped import is_ukrainian
from filmrec.chats.quotes import quote_of
from filmrec.chats.sightings import known_of, learn, sighted
from filmrec.chats.verdicts import OPINIONATED, WISHED, listing_in, listing_on, verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from datetime import datetime

    from filmrec.chats.blocks import Block
    from filmrec.chats.focus import Focus
    from filmrec.chats.messages import Message
    from filmrec.chats.said import Stance
    from filmrec.chats.sightings import Known, Sighted
    from filmrec.chats.spelling import Spelling
    from filmrec.chats.titles import Titles
    from filmrec.chats.verdicts import Verdict

# What is less sure, of a film that was named long before, is not told.
_SURE_ENOUGH = 0.5
# How many messages a question about something else is worth, and one about a film not known.
_ANOTHER_MATTER, _ANOTHER_FILM = 3, 6
# Words that films share with other things: with these somebody may ask for films.
_A_LITTLE_TALK = 0.3
# After which a chat begins anew.
_PAUSE = timedelta(hours=6)
# "And?", "so??": what is said after it still answers what was said before.
_PROMPT = 2
# After how many messages it is told that they are read.
_STEP = 2_000


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
        if one.films or focus or one.scan.talk >= (1 if is_mine else _A_LITTLE_TALK):
            clauses = clauses_of(one)
            if not one.films and talked_of.asks_of_unknown(clauses):
                talked_of.age(focus, _ANOTHER_FILM)
            if is_mine:
                listing = listing_in(one, clauses, listing)
                at_hand = {film for old in focus if old.age <= 1 for film in old.films}
                found = verdicts(one, clauses, focus, listing, memory.seen)
                listing = listing_on(clauses, found) or listing
                for film, verdict in found.items():
                    mention = _mention(one, film, verdict, known.titles, memory)
                    is_clear = verdict.is_named or film in at_hand
                    if number >= start and (is_clear or mention.confidence >= _SURE_ENOUGH):
                        yield mention
            elif replies.asks_of_else(clauses) and not one.films:
                talked_of.age(focus, _ANOTHER_MATTER)
            talked_of.keep(focus, one, clauses)
            talked_of.remember(focus, one, clauses, is_mine=is_mine)
        elif is_mine:
            heads = "top" in one.scan.words or one.scan.text.endswith(":")
            listing = listing_in(one, clauses_of(one), None) if heads else None
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


def _mention(one: Sighted, film: int, verdict: Verdict, titles: Titles, memory: _Memory) -> Mention:
    opinion, certainty = _opinion(_as_remembered(verdict, film, memory))
    message = one.scan.message
    return Mention(
        film_id=titles.film_ids[film],
        opinion=opinion,
        confidence=round(certainty * verdict.sureness**0.5, 3),
        when=message.when,
        quote=quote_of(one.scan.message.text, verdict.place),
        message_hash=_hash(message),
    )


def _as_remembered(verdict: Verdict, film: int, memory: _Memory) -> Stance:
    """What is said of a film in the light of what the person said of it before."""
    stance = verdict.stance
    if stance.is_seen and not stance.is_unseen:
        memory.unseen.discard(film)
        memory.seen.add(film)
    elif stance.is_unseen or (stance.wants >= OPINIONATED and film not in memory.seen):
        memory.unseen.add(film)
    elif verdict.is_named and stance.score >= WISHED:
        # "X was great": it was another that was not seen.
        memory.unseen.discard(film)
    elif film in memory.unseen and stance.score >= OPINIONATED and not stance.is_felt:
        # Who has not seen it yet hopes that it is great.
        return replace(stance, score=0.0, wants=max(stance.wants, 0.5))
    if stance.is_felt and abs(stance.score) >= OPINIONATED:
        memory.seen.add(film)
    if film in memory.seen and 0 < stance.wants < WISHED and not stance.score:
        # "Sounds great, I've seen it".
        return replace(stance, score=stance.wants, wants=0.0)
    return stance


def _opinion(stance: Stance) -> tuple[Opinion, float]:
    score = stance.score
    is_seen = stance.is_seen and not stance.is_unseen
    is_hoped = stance.is_unseen and not stance.is_felt
    if score >= WISHED and stance.wants < WISHED and not is_hoped:
        return Opinion.LIKED, 0.75
    if is_hoped and score >= WISHED:
        # "No, but I thought it looked great".
        return Opinion.WANTS, min(0.8, 0.4 + 0.4 * score)
    wants = stance.wants >= OPINIONATED and not is_seen
    if wants and not (stance.is_felt and score > 0.9) and score > -OPINIONATED:
        return Opinion.WANTS, min(0.92, 0.5 + 0.4 * stance.wants)
    if abs(score) >= OPINIONATED and not (stance.is_unseen and score > 0 and not stance.is_felt):
        certainty = min(0.96, 0.45 + 0.5 * abs(score))
        return (Opinion.LIKED if score > 0 else Opinion.DISLIKED), certainty
    if is_seen:
        return Opinion.SEEN, 0.75
    return Opinion.NAMED, 0.8


def _hash(message: Message) -> str:
    when = message.when.isoformat() if message.when is not None else ""
    told = "\0".join((message.sender, when, message.text))
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
