"""The films that are talked of, which later messages mean where they name none."""

from __future__ import annotations

import enum
import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from filmrec.chats.dropped import asks_on
from filmrec.chats.objects import film_groups
from filmrec.chats.phrases import has_phrase, listed, phrase_list, section
from filmrec.chats.referring import asks_for_others, refers, speaks_of_a_kind, speaks_of_it
from filmrec.chats.said import WEIGHTS
from filmrec.chats.stances import likened, said_in

if TYPE_CHECKING:
    from collections import deque

    from filmrec.chats.clauses import Clause
    from filmrec.chats.sightings import Sighted

REMEMBERED = 4
# After so many messages nobody says "it" any more; but a suggestion is still taken up.
FORGOTTEN, _TAKEN_UP = 5, 14
_SHORT_NAME = 2


class Asked(enum.Enum):
    """What a message asks of the films it names, or of films at all."""

    SEEN = "seen"
    LIKED = "liked"
    WANTS = "wants"
    DISLIKED = "disliked"


@dataclass(slots=True)
class Focus:
    """Films that a message named; `films` may be none where it asks for some."""

    films: tuple[int, ...]
    # The last that were listed together.
    last: tuple[int, ...]
    is_mine: bool
    asked: Asked | None
    suggests: bool
    number: str | None
    sureness: float
    age: int = 0
    # What somebody else said of these films, from -1 to 1.
    score: float = 0.0
    asks_stars: bool = False
    is_unseen: bool = False
    is_seen: bool = False
    # "What did you like about it?".
    presumes: bool = False
    is_choice: bool = False
    # Whether these films are what a question is about.
    is_question: bool = False


def age(focus: deque[Focus], n_messages: int = 1) -> None:
    for one in focus:
        one.age += n_messages
    while focus and focus[0].age > _TAKEN_UP:
        focus.popleft()


def refer(focus: deque[Focus], films: tuple[int, ...]) -> None:
    """Keep films in mind that were referred to."""
    for one in focus:
        if films and not set(films).isdisjoint(one.films):
            one.age = 0


def keep(focus: deque[Focus], one: Sighted, clauses: list[Clause]) -> None:
    """Keep the films of before in mind where a message without any goes on about them."""
    words = [word for clause in clauses for word in clause.words]
    if one.films or not focus or focus[-1].age > FORGOTTEN or asks_for_others(words):
        return
    if speaks_of_it(words):
        focus[-1].age = min(focus[-1].age, 1)


def remember(focus: deque[Focus], one: Sighted, clauses: list[Clause], *, is_mine: bool) -> None:
    """Keep the films of a message, and what it asks, for the messages after it."""
    with_films = [clause for clause in clauses if clause.has_films]
    asked = what_is_asked(clauses)
    if not with_films and (is_mine or asked is None):
        if not is_mine:
            _hear(focus, clauses)
        return
    words = [word for clause in clauses for word in clause.words]
    films = tuple(film.film for film in one.films)
    last: tuple[int, ...] = ()
    if with_films:
        items = with_films[-1].items
        compared = likened(with_films[-1])
        group = tuple(items[at].film.film for at in film_groups(items)[-1])  # type: ignore[union-attr]
        last = tuple(film for film in group if film not in compared)
        is_of_it = has_phrase(with_films[-1].words, listed("grammar", "pointing") | {"it"})
        if not last and len(films) == len(group) and focus and is_of_it:
            # "Is it like X?": the film that is talked of is the one before.
            return
        last = last or group
    elif _asks_on(focus, words):
        # "Heat?" - "Did you like it?"
        films, last = focus[-1].films, focus[-1].last
    suggests = any("suggests" in phrase.lists for phrase in section("grammar").find(words))
    sureness = min((film.confidence for film in one.films), default=1.0)
    score = 0.0
    if not is_mine and last and asked is None:
        score = sum(_score_of(clause, last) for clause in with_films)
    number = one.scan.message.number
    asks_stars = not listed("grammar", "stars").isdisjoint(words)
    if not asks_stars and focus and not is_mine and not focus[-1].is_mine:
        asks_stars = focus[-1].asks_stars
    opinion = {name for phrase in section("opinion").find(words) for name in phrase.lists}
    focus.append(
        Focus(
            *(films, last, is_mine, asked, suggests, number, sureness, 0, score, asks_stars),
            is_unseen="unseen" in opinion and is_mine,
            is_seen=opinion & {"seen", "unseen"} == {"seen"} and is_mine and asked is None,
            presumes=asked is Asked.LIKED and _presumes(clauses),
            is_choice=any(clause.is_question and _offers_choice(clause) for clause in clauses),
            is_question=any(clause.is_question for clause in with_films),
        )
    )


def _hear(focus: deque[Focus], clauses: list[Clause]) -> None:
    """Keep what somebody else said of a film without naming it: "loved it"."""
    if not focus or not focus[-1].films or focus[-1].age > 1:
        return
    one = focus[-1]
    score = sum(
        said.weight
        for clause in clauses
        for said in said_in(clause)
        if said.cue.kind in WEIGHTS and refers(clause, said.cue)
    )
    if score:
        focus.append(replace(one, is_mine=False, asked=None, suggests=False, age=0, score=score))


def _presumes(clauses: list[Clause]) -> bool:
    """`What did you like about it?` takes for granted that it was liked."""
    return any(
        clause.is_question
        and not listed("grammar", "which").isdisjoint(clause.words[:1])
        and not listed("grammar", "likeables").isdisjoint(clause.words)
        and not listed("grammar", "concerning").isdisjoint(clause.words)
        for clause in clauses
    )


def _score_of(clause: Clause, films: tuple[int, ...]) -> float:
    score = 0.0
    for said in said_in(clause):
        named = {clause.items[at].film.film for at in said.films}  # type: ignore[union-attr]
        if said.cue.kind in WEIGHTS and not named.isdisjoint(films):
            score += said.weight
    return score


def _asks_on(focus: deque[Focus], words: list[str]) -> bool:
    """Whether a message without a film asks of the one before: "Heat?" - "Did you like it?"."""
    if not focus or not focus[-1].films or asks_for_others(words) or speaks_of_a_kind(words):
        return False
    if asks_on(words):
        return focus[-1].age <= FORGOTTEN
    if focus[-1].age > 1:
        return False
    if asks_on(words):
        return True
    if not listed("grammar", "favorites").isdisjoint(words) and "it" not in words:
        # "What is your favorite?".
        return False
    several = listed("grammar", "several") if len(focus[-1].films) == 1 else frozenset()
    pronouns = phrase_list("grammar", "pronouns") - listed("grammar", "film_words") - several
    return (not focus[-1].is_mine and several.isdisjoint(words)) or has_phrase(words, pronouns)


def asks_of_unknown(clauses: list[Clause]) -> bool:
    """`Have you seen the new Birdman`: what is said then is of a film that is not known."""
    return any(
        _asks_of_unknown(clause.words) or _asks_of_another(clause)
        for clause in clauses
        if clause.is_question
    )


def _asks_of_another(clause: Clause) -> bool:
    """`And Birdman?`: a name, and hardly anything else."""
    leading = itertools.takewhile(listed("grammar", "asking_on").__contains__, clause.words)
    n_leading = len(list(leading))
    rest = range(n_leading, len(clause.words))
    return n_leading > 0 and 0 < len(rest) <= _SHORT_NAME and not clause.names.isdisjoint(rest)


def _asks_of_unknown(words: list[str]) -> bool:
    seen = [phrase for phrase in section("opinion").find(words) if "seen" in phrase.lists]
    if not seen or words[0] not in listed("grammar", "asks_you"):
        return False
    following = words[seen[-1].end :]
    if following[:1] == ["the"]:
        following = [word for word in following[1:] if word not in listed("film", "newest")]
    names = ("pronouns", "film_words", "plural", "any_of", "any_things", "very", "aspects")
    known = frozenset().union(*(phrase_list("grammar", name) for name in names))
    known |= listed("grammar", "not_nouns") | listed("grammar", "films") | listed("words", "common")
    return bool(following) and following[0] not in known


def what_is_asked(clauses: list[Clause]) -> Asked | None:
    for clause in reversed(clauses):
        lists = {name for phrase in section("grammar").find(clause.words) for name in phrase.lists}
        opinion = {
            name for phrase in section("opinion").find(clause.words) for name in phrase.lists
        }
        asks_for_films = "requests" in lists and not clause.has_films
        if asks_for_films and (
            "great" in opinion or not listed("grammar", "to_watch").isdisjoint(clause.words)
        ):
            # Who names a film then recommends it.
            return Asked.LIKED
        if clause.is_question and not listed("grammar", "written").isdisjoint(clause.words):
            # "Have you read the book?".
            continue
        if not clause.is_question:
            if clause.has_films and "invites" in lists:
                return Asked.WANTS
            continue
        if not clause.has_films and speaks_of_a_kind(clause.words):
            if opinion & {"hates", "awful"} and "negations" not in lists:
                return Asked.DISLIKED
            # "Do you like scary movies?", but not "what movies do you like?".
            is_for_films = bool(opinion & {"great", "loves"})
            if is_for_films or not listed("grammar", "which").isdisjoint(clause.words[:3]):
                is_liking = "asks_liked" in lists or opinion & {"likes", "loves", "great", "good"}
                return Asked.LIKED if is_liking else Asked.SEEN
            continue
        if _offers_choice(clause):
            plans = {"asks_wants", "future", "invites"}
            return Asked.WANTS if lists & plans else Asked.LIKED
        if not clause.has_films and opinion & {"awful", "hates"}:
            return Asked.DISLIKED
        if _asks_whether_wanted(clause):
            return Asked.WANTS
        if "asks_liked" in lists or opinion & {"loves", "great"}:
            return Asked.LIKED
        if "asks_wants" in lists or (clause.has_films and "future" in lists):
            return Asked.WANTS
        if "asks_seen" in lists and not has_phrase(clause.words, listed("grammar", "previews")):
            return Asked.SEEN
    return None


def _asks_whether_wanted(clause: Clause) -> bool:
    """`Would you like to see it?`: what asks for a liking is part of what asks for a wish."""
    found = section("grammar").find(clause.words)
    wishes = [phrase for phrase in found if "asks_wants" in phrase.lists]
    liking = [phrase for phrase in found if "asks_liked" in phrase.lists]
    return bool(wishes and liking) and all(
        any(wish.start <= one.start and one.end <= wish.end for wish in wishes) for one in liking
    )


def _offers_choice(clause: Clause) -> bool:
    """`Alien or Jaws?`, and nothing else is asked."""
    n_films = sum(item.film is not None for item in clause.items)
    return n_films > 1 and not listed("grammar", "choices").isdisjoint(clause.words)
