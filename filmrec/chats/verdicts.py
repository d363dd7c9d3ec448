"""What one message says of the films that it names, or means without naming them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from filmrec.chats import focus as talked_of
from filmrec.chats import replies
from filmrec.chats.dropped import contrasts, drops_subject
from filmrec.chats.focus import Asked, Focus
from filmrec.chats.marks import mark_given
from filmrec.chats.phrases import listed, section
from filmrec.chats.referring import is_of_else, names_another, speaks_of_it
from filmrec.chats.said import WEIGHTS, Cue, Said, Stance
from filmrec.chats.stances import likened, said_in

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Mapping, Sequence, Set

    from filmrec.chats.clauses import Clause
    from filmrec.chats.sightings import Sighted

OPINIONATED = 0.3
# A wish of less is but a kind word on a suggestion.
WISHED = 0.6
# What one of the best films of somebody is worth, one of the worst, and one of a list.
_AMONG_THE_BEST, _AMONG_THE_WORST, _LISTED = 0.8, -0.8, 0.65
# Something else is spoken of from here on.
_OF_ELSE = 100


class Verdict(NamedTuple):
    stance: Stance
    # How sure it is that this film is meant.
    sureness: float
    place: int
    is_named: bool


def listing_in(one: Sighted, clauses: Sequence[Clause], before: Stance | None) -> Stance | None:
    """What is said of films that are listed now, one a message: `my top five`, `1. X`, `2. Y`."""
    if before is not None and all(replies.is_list_item(clause) for clause in clauses):
        return before
    if any(clause.has_films for clause in clauses):
        return None
    words = [word for clause in clauses for word in clause.words]
    if any("headers" in phrase.lists for phrase in section("grammar").find(words)):
        return Stance(score=_AMONG_THE_BEST)
    if not one.scan.text.rstrip().endswith(":"):
        return None
    # "I also love:".
    kinds = {name for phrase in section("opinion").find(words) for name in phrase.lists}
    if kinds & {"hates", "awful", "dislikes"}:
        return Stance(score=_AMONG_THE_WORST)
    return Stance(score=_AMONG_THE_BEST) if kinds & {"loves", "likes", "great"} else None


def listing_on(clauses: Sequence[Clause], found: Mapping[int, Verdict]) -> Stance | None:
    """What is said of films that are listed in further messages after one of films alone."""
    scores = [one.stance.score for one in found.values() if one.is_named]
    if not scores or min(scores) < WISHED:
        return None
    is_list = all(clause.has_films and replies.is_list_item(clause) for clause in clauses)
    return Stance(score=_LISTED) if is_list else None


def verdicts(
    one: Sighted,
    clauses: list[Clause],
    focus: deque[Focus],
    listed_as: Stance | None,
    seen: Set[int] = frozenset(),
) -> dict[int, Verdict]:
    """What the message says of each film that it names or refers to.

    `listed_as` is what is said of every film of a list that goes on, `seen` are the films that
    the person has seen.
    """
    found = _named(clauses)
    reading = _Reading(found, focus, seen, frozenset(found), listed_as)
    for clause in clauses:
        reading.read(clause)
    _take_what_agrees(found, clauses, focus)
    for film in replies.plans(clauses, focus):
        if film not in found:
            found[film] = Verdict(Stance(wants=0.7), 0.8, 0, is_named=False)
    films, kind = mark_given(one, focus)
    for film in films if kind else ():
        found[film] = Verdict(Stance(), 0.9, 0, is_named=False)
        found[film].stance.add(Cue(0, 0, kind, WEIGHTS.get(kind, 0.0)), WEIGHTS.get(kind, 0.0))
    answer = replies.answer(clauses, focus)
    if answer is not None:
        _take_answer(answer, found, clauses)
    for film in replies.spoken_of(clauses, focus) if not found else ():
        found[film] = Verdict(Stance(), 0.7, 0, is_named=False)
    return found


def _named(clauses: Sequence[Clause]) -> dict[int, Verdict]:
    found: dict[int, Verdict] = {}
    for clause in clauses:
        for item in clause.items:
            if item.film is not None:
                old = found.get(item.film.film)
                sureness = max(item.film.confidence, old.sureness if old else 0.0)
                stance = old.stance if old else Stance()
                found[item.film.film] = Verdict(stance, sureness, clause.start, is_named=True)
    return found


@dataclass(slots=True)
class _Reading:
    """A message that is read clause by clause."""

    found: dict[int, Verdict]
    focus: deque[Focus]
    seen: Set[int]
    named: frozenset[int]
    listing: Stance | None
    spoken_of: set[int] = field(default_factory=set)
    # The films that were spoken of last in this message.
    last: tuple[int, ...] = ()
    # Words since the beginning that were about none of the films.
    n_other: int = 0
    is_written: bool = False

    def read(self, clause: Clause) -> None:
        own = tuple(item.film.film for item in clause.items if item.film is not None)
        self.spoken_of |= {*own}
        said = said_in(clause)
        referred: tuple[int, ...] = ()
        for one in said:
            films = tuple(clause.items[at].film.film for at in one.films)  # type: ignore[union-attr]
            sureness = 1.0
            if not films and self.is_written:
                # "I read the book and loved it".
                continue
            if not films and not one.weight:
                # "It was ok".
                films = tuple(film for film in self.last if film in self.found)
            elif not films:
                films, sureness = self._referred(clause, one)
                referred = films
            for film in films:
                if film not in self.found:
                    if abs(one.weight) < OPINIONATED:
                        # "Hope it's a great one" is no word on a film.
                        continue
                    self.found[film] = Verdict(Stance(), sureness, clause.start, is_named=False)
                self.found[film].stance.add(one.cue, one.weight)
        self.is_written = not own and (self.is_written or replies.is_of_books(clause))
        self._list(clause, own, referred, is_told=bool(said))
        if own:
            compared = likened(clause)
            told = tuple(film for film in own if film not in compared)
            # "Sounds like X": it is the film that was talked of before.
            self.last = told or self.last or (() if self.focus and not clause.is_question else own)
        is_of_it = speaks_of_it(clause.words) or clause.words[0] in listed("grammar", "it_is")
        if not own and not referred and not is_of_it:
            self.n_other += len(clause.items)

    def _referred(self, clause: Clause, said: Said) -> tuple[tuple[int, ...], float]:
        films, sureness = replies.referred(clause, said, self.last, self.focus, self.n_other)
        is_another = self._wants_another(clause, said) or self._blames_another(said)
        if self.last and (contrasts(clause) or is_another):
            films = replies.other_than(self.last, self.focus) or films
        talked_of.refer(self.focus, films)
        # "Saw a play. It was great": the play is.
        is_else = is_of_else(clause.words, said.cue) or names_another(clause, said.cue)
        self.n_other += _OF_ELSE if not films and is_else else 0
        if said.cue.kind in {"wants", "unseen"}:
            # Who says "I'll watch it" and names a film then means another.
            films = tuple(film for film in films if film not in self.named - self.spoken_of)
            if films and all(film in self.seen for film in films):
                # "Haven't seen that yet", after one's own favourite: that of somebody else.
                films = replies.not_seen(self.seen, clause, self.focus) or films
        # What follows goes on about it.
        self.last = self.last or films
        return films, sureness

    def _wants_another(self, clause: Clause, said: Said) -> bool:
        """`The fifth is the best, will see it anyway`: what was liked is not what is to be seen."""
        is_liked = any(
            film in self.found and self.found[film].stance.score >= WISHED for film in self.last
        )
        return said.cue.kind == "wants" and is_liked and drops_subject(clause, said.cue)

    def _blames_another(self, said: Said) -> bool:
        """`I have to see it then, no idea why I hate that movie`."""
        return said.cue.kind in {"hates", "dislikes"} and any(
            film in self.found and self.found[film].stance.wants >= WISHED for film in self.last
        )

    def _list(
        self, clause: Clause, own: tuple[int, ...], referred: tuple[int, ...], *, is_told: bool
    ) -> None:
        """Let films that are listed be what was said of those before: `Or the X movie`."""
        if own and not is_told and self.listing is not None and replies.is_list_item(clause):
            for film in own:
                self.found[film] = self.found[film]._replace(stance=replace(self.listing))
        elif own:
            self.listing = self.found[own[-1]].stance if is_told else None
        elif referred and referred[-1] in self.found:
            self.listing = self.found[referred[-1]].stance


def _take_what_agrees(
    found: dict[int, Verdict], clauses: list[Clause], focus: deque[Focus]
) -> None:
    films, weight = replies.agreed(clauses, focus)
    for film in films:
        if film not in found:
            found[film] = Verdict(Stance(score=weight), 0.85, clauses[0].start, is_named=False)
        elif found[film].stance.is_seen and not found[film].stance.score and _is_told(clauses[0]):
            # "It's excellent" - "Yes it is, I've seen it".
            found[film].stance.score = weight


def _is_told(clause: Clause) -> bool:
    """Whether a clause agrees and says nothing else, in more than a word."""
    return len(clause.words) > 1 and not said_in(clause)


def _take_answer(answer: replies.Answer, found: dict[int, Verdict], clauses: list[Clause]) -> None:
    """What `yes`, `no` or naming films says after a question."""
    for film in answer.films:
        old = found.get(film)
        if old is not None and (abs(old.stance.score) >= OPINIONATED or old.stance.wants):
            is_seen = answer.asked is Asked.SEEN and answer.is_yes
            old.stance.is_seen |= is_seen and old.stance.wants < WISHED
            old.stance.is_unseen |= answer.asked is Asked.SEEN and not answer.is_yes
            continue
        if old is None:
            old = found[film] = Verdict(Stance(), answer.sureness, clauses[0].start, is_named=False)
        replies.apply(answer, old.stance)
