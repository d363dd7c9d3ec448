"""What a message says of films that it does not name: answers and pronouns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from filmrec.chats.dropped import asks_on, drops_subject, is_ukrainian
from filmrec.chats.focus import FORGOTTEN, Asked
from filmrec.chats.phrases import has_phrase, is_listed, listed, pairs_of, phrase_list, section
from filmrec.chats.referring import (
    SHORT,
    begins,
    does_else,
    goes_on,
    is_interjection,
    is_put_off,
    is_reaction,
    may_end,
    names_another,
    points_at_one,
    refers,
    speaks_of_a_kind,
    speaks_of_another_work,
    speaks_of_else,
    speaks_of_it,
    speaks_of_several,
    turns,
)
from filmrec.chats.said import AGAIN, Cue

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Set

    from filmrec.chats.clauses import Clause
    from filmrec.chats.focus import Focus
    from filmrec.chats.said import Said, Stance

# A question of so many words is one by itself, not `and?`.
_PROMPT = 3
# Words before a clause after which it is no answer any more, or speaks of something else.
_SHORT_ANSWER, _TALKED_ON = 5, 25
# How many messages later something that names nothing is still said of the film.
_GOES_ON = 4
_BOTH = frozenset({"both", "обидва", "обидві", "обоє"})


class Answer(NamedTuple):
    asked: Asked
    films: tuple[int, ...]
    is_yes: bool
    sureness: float
    # "A hundred times!"
    is_often: bool = False


def referred(
    clause: Clause, said: Said, last: tuple[int, ...], focus: deque[Focus], n_other: int
) -> tuple[tuple[int, ...], float]:
    """The films that something said without a name is about, and how sure that is.

    `last` are the films that the message itself named last; `n_other` is how many words stand
    before the clause in the message.
    """
    words = clause.words
    is_put = is_put_off(clause, said.cue) or (said.weight < 0 and speaks_of_a_kind(words))
    if is_put and not clause.has_films and not last and _is_offered(focus):
        # "I just don't care for Adam Sandler", "I don't like scary movies".
        return focus[-1].last, 0.6
    if speaks_of_another_work(words, said.cue) or names_another(clause, said.cue):
        return (), 0.0
    after = words[said.cue.end :]
    if does_else(words, said.cue):
        return (), 0.0
    if has_phrase(after, phrase_list("grammar", "the_other")):
        return (), 0.0
    if " ".join(after[:2]) in phrase_list("grammar", "likes_of"):
        # "Interested in seeing one like that".
        return (), 0.0
    is_referring = refers(clause, said.cue)
    is_dropped = drops_subject(clause, said.cue)
    is_begun = begins(words, said.cue) or is_dropped
    if clause.has_films and not is_referring:
        return (), 0.0
    one = _suggested(focus)
    if one is not None and not phrase_list("grammar", "your_words").isdisjoint(pairs_of(words)):
        # "Never seen the movies you suggested".
        return _which(words, one.films, one.last), one.sureness * 0.9
    if last:
        is_more = turns(clause, said.cue) or goes_on(words, said.cue)
        if not is_referring and not is_begun and not is_more:
            return (), 0.0
        return _which(words, last, last), 1.0
    is_accepting = has_phrase(words, phrase_list("grammar", "accepts"))
    one = _suggested(focus) if is_accepting else _latest(focus)
    if is_accepting and one is not None and said.cue.kind == "wants":
        return _which(words, one.films, one.last), one.sureness * 0.9
    if one is None:
        return (), 0.0
    # "That movie" is clear whatever stands before.
    is_clear = is_referring and (speaks_of_it(words) or said.cue.kind == "wants")
    is_clear = is_clear or (is_dropped and clause.is_turn)
    if n_other > (_TALKED_ON if is_referring or is_dropped else _SHORT_ANSWER) and not is_clear:
        return (), 0.0
    if (
        said.cue.kind in {"great", "good"}
        and (not is_referring or is_reaction(words, said.cue))
        and _is_thanks(words, said.cue)
        and one.asked is None
        and not (one.is_mine and one.age <= 1)
    ):
        return (), 0.0
    is_short = (len(words) <= SHORT and one.age <= 2) or (is_dropped and one.age <= _GOES_ON)
    if said.cue.kind == "wants":
        is_short = is_short or one.suggests
        if one.is_seen and not is_referring:
            # "Yes please", after a film that was seen.
            other = _suggested(focus)
            if not is_dropped or other is None or other.asked is not Asked.WANTS:
                return (), 0.0
            one = other
    if not is_referring and speaks_of_else(words, said.cue):
        return (), 0.0
    # Who is asked what they thought speaks of that.
    is_reply = one.asked is not None and not one.is_mine and one.age <= 1
    is_reply = is_reply and may_end(words, said.cue)
    is_reply = is_reply or _takes_up(one, said.cue, words)
    if len(one.films) == 1 and speaks_of_several(words):
        # "Those are all good": what was listed before.
        lists = (old for old in focus if len(old.films) > 1 and old.age <= one.age + 1)
        one = next(lists, one)
    if len(one.films) == 1 and (points_at_one(after) or speaks_of_several(words)):
        return (), 0.0
    if not is_referring and not (is_begun and is_short) and not is_reply:
        return (), 0.0
    films = _which(words, one.films, one.last)
    if len(one.films) == 1 and not _BOTH.isdisjoint(words):
        films = (*other_than(films, focus), *films)
    sureness = one.sureness * (0.95 if is_referring else 0.85) * 0.92**one.age
    # "That's so cool" is said of anything, "love that movie" is not.
    is_old = one.is_mine and one.age > 2 and not speaks_of_it(words)
    return films, sureness * (0.7 if is_old else 1.0)


def _is_offered(focus: deque[Focus]) -> bool:
    """Whether what was said just before offers a film."""
    one = focus[-1] if focus else None
    return one is not None and not one.is_mine and one.age <= 1 and bool(one.suggests or one.asked)


def spoken_of(clauses: list[Clause], focus: deque[Focus]) -> tuple[int, ...]:
    """The films that a message speaks of because it was asked about them."""
    one = focus[-1] if focus else None
    if one is None or one.is_mine or one.age > 1 or not (one.is_question or one.asked):
        return ()
    words = [word for clause in clauses for word in clause.words]
    return one.last if is_ukrainian(words) else ()


def other_than(films: tuple[int, ...], focus: deque[Focus]) -> tuple[int, ...]:
    """What was talked of before these films."""
    others = (one.last for one in reversed(focus) if one.age <= FORGOTTEN)
    return next((one for one in others if one and set(films).isdisjoint(one)), ())


def not_seen(seen: Set[int], clause: Clause, focus: deque[Focus]) -> tuple[int, ...]:
    """What was talked of last of the films that the person has not seen."""
    if any("again" in phrase.lists for phrase in section("grammar").find(clause.words)):
        return ()
    films = (
        film
        for one in reversed(focus)
        if one.age <= FORGOTTEN
        for film in reversed(one.films)
        if film not in seen
    )
    film = next(films, None)
    return () if film is None else (film,)


def _takes_up(one: Focus, cue: Cue, words: list[str]) -> bool:
    """Whether a wish is about what somebody just suggested: `oh, that has been on my list`."""
    is_new = one.suggests and not one.is_mine and one.age <= 1
    return is_new and cue.kind == "wants" and len(words) <= SHORT


def _latest(focus: deque[Focus]) -> Focus | None:
    """What was named last; where others named something, what they said last."""
    return next((one for one in reversed(focus) if one.films and one.age <= FORGOTTEN), None)


def _suggested(focus: deque[Focus]) -> Focus | None:
    """What somebody else named last, which is what is accepted at the end of a talk."""
    return next((one for one in reversed(focus) if one.films and not one.is_mine), None)


def _which(words: list[str], films: tuple[int, ...], last: tuple[int, ...]) -> tuple[int, ...]:
    """Of the films that were named, those that are meant: `the first one`, `both`, `it`."""
    text = f" {' '.join(words)} "
    if len(films) > 1:
        if any(f" {phrase} " in text for phrase in phrase_list("grammar", "first")):
            return films[:1]
        if any(f" {phrase} " in text for phrase in phrase_list("grammar", "last")):
            return films[-1:]
        if not phrase_list("grammar", "plural").isdisjoint(words):
            return films
    return last if len(last) == 1 else last[-1:]


def asks_of_else(clauses: list[Clause]) -> bool:
    """Whether a message asks of something that is no film: what is said then answers that."""
    words = [word for clause in clauses for word in clause.words]
    names = ("pronouns", "film_words", "aspects", "plural", "film_kinds", "asks_thought")
    spoken_of = frozenset().union(*(phrase_list("grammar", name) for name in names))
    return (
        len(words) > _PROMPT
        and any(clause.is_question for clause in clauses)
        and not has_phrase(words, spoken_of)
        and not asks_on(words)
    )


def is_of_books(clause: Clause) -> bool:
    return not listed("grammar", "written").isdisjoint(clause.words)


def _is_thanks(words: list[str], cue: Cue) -> bool:
    """Whether praise is of what was said: `great, thank you`, `awesome I will watch it`."""
    if is_interjection(words, cue) or not listed("grammar", "thanking").isdisjoint(words):
        return True
    if is_reaction(words, cue):
        return True
    while len(words) > 1 and is_listed("grammar", "interjections", words[0]):
        words = words[1:]
    return " ".join(words) in phrase_list("grammar", "thanks")


def is_list_item(clause: Clause) -> bool:
    """Whether a clause is films and hardly anything else."""
    known = listed("grammar", "adding") | listed("grammar", "added")
    return sum(item.film is None and item.word not in known for item in clause.items) <= 1


def agreed(clauses: list[Clause], focus: deque[Focus]) -> tuple[tuple[int, ...], float]:
    """The films about which a message agrees with the one before it, and what was said of them."""
    if not clauses or not focus:
        return (), 0.0
    one = focus[-1]
    if one.is_mine or one.age > 1 or not one.score or clauses[0].has_films:
        return (), 0.0
    words = clauses[0].words
    known = phrase_list("grammar", "agrees") | phrase_list("grammar", "disagrees")
    while len(words) > 1 and words[0] in listed("grammar", "interjections") - known:
        words = words[1:]
    for length in (4, 3, 2, 1):
        # "This!" agrees, "this weekend" does not.
        is_begun = (
            length == 1 and len(words) > 1 and words[0] in listed("grammar", "pointing") | {"right"}
        )
        start = " ".join(words[:length])
        score = max(-1.0, min(1.0, one.score))
        if start in phrase_list("grammar", "disagrees"):
            return one.last, score * -0.6
        # "It was ok" says something else than "it was!".
        is_begun |= words[0] in listed("grammar", "it") and len(words) > length
        if not is_begun and start in phrase_list("grammar", "agrees"):
            return one.last, score * 0.8
    return (), 0.0


def answer(clauses: list[Clause], focus: deque[Focus]) -> Answer | None:
    """What a message answers to the question before it."""
    if not clauses or not focus:
        return None
    one = focus[-1]
    if one.is_mine or one.asked is None or one.age > 2:
        return None
    own = tuple(
        item.film.film for clause in clauses for item in clause.items if item.film is not None
    )
    if own and not one.films:
        hedges = listed("grammar", "hedges")
        is_plain = one.asked is Asked.WANTS or not any(
            clause.is_question and clause.has_films and hedges.isdisjoint(clause.words)
            for clause in clauses
        )
        return Answer(one.asked, own, True, 1.0) if is_plain else None
    if not one.films or (own and set(own).isdisjoint(one.films)):
        return None
    words = clauses[0].words
    sureness = one.sureness * 0.93**one.age
    if one.is_choice:
        if any(old.is_mine and not set(old.films).isdisjoint(one.films) for old in focus):
            # Which of them was meant, is asked.
            return None
        chosen = _chosen(clauses[0], own, one)
        return Answer(one.asked, chosen, True, sureness) if chosen else None
    if clauses[0].is_question:
        # "Nah, is it worth my time?"
        items = clauses[0].items
        if len(items) < 2 or "," not in items[1].gap:
            return None
        words = words[:1]
    if own and one.asked is Asked.WANTS and _says_when(words):
        return Answer(one.asked, own, True, sureness)
    again = any("again" in phrase.lists for phrase in section("grammar").find(words))
    said = _yes_or_no(words)
    if one.asked is Asked.SEEN and again and said is not False:
        is_often = said is None or len(clauses) == 1
        return Answer(one.asked, _which(words, one.films, one.last), True, sureness, is_often)
    if said is None and one.presumes and not _denies(words):
        said = True
    if said is None:
        return None
    return Answer(one.asked, _which(words, one.films, one.last), said, sureness)


def _denies(words: list[str]) -> bool:
    found = section("grammar").find(words)
    return has_phrase(words, phrase_list("grammar", "unsure")) or any(
        "negations" in phrase.lists for phrase in found
    )


def _says_when(words: list[str]) -> bool:
    lists = {name for phrase in section("grammar").find(words) for name in phrase.lists}
    return "future" in lists and "negations" not in lists


def _chosen(clause: Clause, own: tuple[int, ...], one: Focus) -> tuple[int, ...]:
    """Which of the films that were offered a message takes; none where it says more of them."""
    found = section("opinion").find(clause.words)
    if any(phrase.lists & {"seen", "unseen"} for phrase in found):
        return ()
    if own:
        return own if set(own) < set(one.films) else ()
    text = f" {' '.join(clause.words)} "
    is_told = any(
        f" {phrase} " in text
        for name in ("first", "last", "plural")
        for phrase in phrase_list("grammar", name) - listed("grammar", "several")
    )
    return _which(clause.words, one.films, one.last) if is_told else ()


def plans(clauses: list[Clause], focus: deque[Focus]) -> tuple[int, ...]:
    """The films that a short message says when to see, after somebody thought of it."""
    one = _latest(focus)
    words = [word for clause in clauses for word in clause.words]
    if one is None or one.age > 2 or not (one.suggests or one.is_unseen):
        return ()
    if len(words) > SHORT or any(clause.has_films or clause.is_question for clause in clauses):
        return ()
    grammar = {name for phrase in section("grammar").find(words) for name in phrase.lists}
    opinion = {name for phrase in section("opinion").find(words) for name in phrase.lists}
    if "future" not in grammar or "negations" in grammar or opinion - {"wants", "neutral"}:
        return ()
    return one.last


def _yes_or_no(words: list[str]) -> bool | None:
    while len(words) > 1 and is_listed("grammar", "interjections", words[0]):
        if words[0] in phrase_list("grammar", "yes"):
            break
        words = words[1:]
    if " ".join(words[:3]) in phrase_list("grammar", "unsure"):
        return None
    for length in (4, 3, 2, 1):
        start = " ".join(words[:length])
        if start in phrase_list("grammar", "no"):
            return False
        if start in phrase_list("grammar", "helping_yes") and words[length:]:
            rest = listed("grammar", "very") | listed("grammar", "pronouns")
            if words[length] not in rest | listed("grammar", "interjections"):
                # "I have heard it is funnier".
                continue
        if start in phrase_list("grammar", "yes"):
            # What begins with "yes" and means "so so".
            return words[:2] != ["так", "собі"]
    return None


def apply(given: Answer, stance: Stance) -> None:
    """Let a stance be what an answer says of a film."""
    if given.asked is Asked.LIKED:
        stance.score += 0.65 if given.is_yes else -0.6
    elif given.asked is Asked.DISLIKED:
        stance.score -= 0.65 if given.is_yes else 0.0
    elif given.asked is Asked.WANTS:
        stance.wants = max(stance.wants, 0.7 if given.is_yes else 0.0)
    elif given.is_yes:
        stance.is_seen = True
        if given.is_often:
            stance.add(Cue(0, 0, "rewatches", AGAIN), AGAIN)
    else:
        stance.is_unseen = True
