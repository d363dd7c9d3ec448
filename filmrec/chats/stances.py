"""What a clause says of films: which words of praise and blame belong to which film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from filmrec.chats.clauses import mark_list
from filmrec.chats.phrases import FILM, Found, listed, phrase_list, section
from filmrec.chats.subjects import (
    is_anothers,
    is_doubted,
    is_likening,
    is_recommending,
    negation_before,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.chats.clauses import Clause, Item

# How much a word says of a film, and how much it does where it is negated.
_PRAISE = {
    "loves": 1.0, "great": 0.9, "likes": 0.75, "good": 0.6, "laughs": 0.6, "rewatches": 0.45,
}  # fmt: skip
_BLAME = {"hates": -1.0, "awful": -0.95, "dislikes": -0.8, "poor": -0.6}
_NEGATED = {
    "loves": -0.6, "great": -0.65, "likes": -0.8, "good": -0.65, "laughs": -0.65, "rewatches": -0.3,
    "hates": 0.35, "awful": 0.5, "dislikes": 0.4, "poor": 0.45,
}  # fmt: skip
WEIGHTS = _PRAISE | _BLAME
_OTHER_KINDS = ("wants", "seen", "unseen", "neutral")
_ORDER = ("neutral", "dislikes", "unseen", "hates", "wants", "loves", "likes", *WEIGHTS, "seen")
VERBS = frozenset({"loves", "likes", "rewatches", "hates", "dislikes", "wants", "seen", "unseen"})
_COMPARISONS = ("worse", "better", "equal")
_DOUBTED = 0.2
# To watch something again says that it was liked, a little.
AGAIN = 0.45
_WATCHING = frozenset({"watching", "seeing", "дивлюсь", "дивлюся", "дивимось", "дивимося"})
_BEGINS_ANEW = frozenset(
    ("was", "is", "were", "are", "isnt", "wasnt", "not", "less", "meh", "though", "sucked", "sucks",
     "even", "didnt", "doesnt", "bored", "left", "put", "made", "still", "був", "була", "було",
     "це", "не", "ні", "нє", "менше", "навіть", "ще", "так", "якось", "теж")
)  # fmt: skip
_ASKED_FOR_THE_LIKE = 0.55
_RECOMMENDED = 0.65
_OF_THE_FAIR = 0.45
# It sounds good.
_HOPED = 0.55
# Of a part of a film: the ending, the music.
_OF_A_PART = 0.6


class Cue(NamedTuple):
    """Words that say something of a film; `weight` is from -1 to 1, `kind` the list's name."""

    start: int
    end: int
    kind: str
    weight: float


@dataclass(slots=True)
class Stance:
    """What was said of one film so far."""

    score: float = 0.0
    # Said by a verb of the person's own: "I loved".
    is_felt: bool = False
    wants: float = 0.0
    is_seen: bool = False
    is_unseen: bool = False

    def add(self, cue: Cue, weight: float) -> None:
        if cue.kind == "wants":
            self.wants = max(self.wants, abs(weight))
        elif cue.kind == "seen":
            self.is_seen = True
        elif cue.kind == "unseen":
            self.is_unseen = True
        elif cue.kind == "laughs" and self.score < 0:
            # "Worst film ever 😂": blame is laughed at.
            return
        else:
            # The last word counts for more.
            turns = self.score * weight < 0 and abs(weight) >= 0.5
            self.score = self.score * (0.35 if turns else 0.9) + weight
            self.is_felt |= cue.kind in {"loves", "hates", "likes"}


class Said(NamedTuple):
    """Something said by a cue of films, or of what was talked about before (no films)."""

    cue: Cue
    weight: float
    # Places of films in the clause, or none where it refers to what was said before.
    films: tuple[int, ...]


def said_in(clause: Clause) -> list[Said]:
    """What a clause says, in its order; a question says nothing but what it is asked for."""
    groups = film_groups(clause.items)
    grammar = section("grammar").find(clause.words)
    similar = _objects(grammar, groups, ("similar",))
    compared = _objects(grammar, groups, _COMPARISONS)
    found = []
    if clause.is_question or any("requests" in phrase.lists for phrase in grammar):
        cue = Cue(0, 0, "likes", _ASKED_FOR_THE_LIKE)
        found += [Said(cue, cue.weight, group) for group in similar.values()]
    if clause.is_question:
        return found + _invitations(clause, grammar, groups)
    taken = {place for group in (*similar.values(), *compared.values()) for place in group}
    found += _comparisons(grammar, groups, compared)
    cues = cues_in(clause.items, grammar)
    is_fair = False
    for number, cue in enumerate(cues):
        if cue.kind == "wants" and is_recommending(cue, clause.items, grammar):
            films = _films_of(cue, cues, number, groups, clause.items)
            praise = cue._replace(kind="likes", weight=_RECOMMENDED)
            found.append(Said(praise, praise.weight, films))
            continue
        if is_likening(cue, clause.items) or is_anothers(cue, clause.items, grammar):
            continue
        if cue.kind == "neutral":
            is_fair |= cue.start > 0 and clause.items[cue.start].word in listed("grammar", "fair")
            continue
        weight = _weight(cue, clause.items, grammar)
        films = _films_of(cue, cues, number, groups, clause.items)
        if cue.kind not in {"loves", "likes", "hates", "dislikes"} or cue.kind == "wants":
            films = tuple(film for film in films if film not in taken)
            if not films and groups:
                continue
        told = _as_negated(cue, clause.items, grammar)
        weight = weight if told is cue else told.weight
        if is_fair and cue.kind in {"good", "poor"}:
            # "It was ok, a little corny".
            weight *= _OF_THE_FAIR
        if _is_beside_a_feeling(told, weight, films, found, clause.items):
            weight *= _DOUBTED
        found.append(Said(told, weight, films))
    return found


def _is_beside_a_feeling(
    cue: Cue, weight: float, films: tuple[int, ...], found: Sequence[Said], items: Sequence[Item]
) -> bool:
    """`I liked X for the mindless violence`: what was felt is said before, and the other way."""
    if cue.kind in VERBS or not films:
        return False
    between = [item.word for item in items[films[-1] + 1 : cue.start]]
    return listed("grammar", "copulas").isdisjoint(between) and any(
        one.cue.kind in {"loves", "likes"}
        and one.films == films
        and one.cue.end <= films[0]
        and one.weight * weight < 0
        for one in found
    )


def likened(clause: Clause) -> frozenset[int]:
    """The films that others are likened to in a clause: what follows is not said of these."""
    grammar = section("grammar").find(clause.words)
    objects = _objects(grammar, film_groups(clause.items), (*_COMPARISONS, "similar"))
    return frozenset(
        clause.items[at].film.film  # type: ignore[union-attr]
        for group in objects.values()
        for at in group
    )


def _invitations(
    clause: Clause, grammar: Sequence[Found], groups: Sequence[tuple[int, ...]]
) -> list[Said]:
    """`Wanna watch X with me?`: who asks so wants to see it."""
    if not groups or not _has(grammar, "invites"):
        return []
    found = section("opinion").find(clause.words)
    wants = [phrase for phrase in found if "wants" in phrase.lists]
    cue = Cue(wants[0].start, wants[0].end, "wants", 1.0) if wants else None
    if cue is not None and is_anothers(cue, clause.items, grammar):
        return []
    is_seen = any("seen" in phrase.lists for phrase in found)
    if not wants and (not is_seen or _has(grammar, "future")):
        wants = [phrase for phrase in grammar if "invites" in phrase.lists]
    return [
        Said(Cue(phrase.start, phrase.end, "wants", 0.8), 0.8, group)
        for phrase in wants[:1]
        for group in groups
        if group[0] >= phrase.end or _has(grammar, "future")
    ]


def film_groups(items: Sequence[Item]) -> list[tuple[int, ...]]:
    """Places of films, those listed together in one group: X, Y and Z."""
    groups: list[list[int]] = []
    joined = frozenset(
        ("and", "or", "та", "і", "й", "або", "nor", "both", "also", "plus", "the", "a", "an")
    )
    last = -2
    for place, item in enumerate(items):
        if item.film is None:
            continue
        between = items[last + 1 : place]
        is_joined = (
            groups
            and all(word.word in joined or word.word.isdigit() for word in between)
            and (between or any(mark in item.gap for mark in ",/&+\n"))
        )
        if is_joined:
            groups[-1].append(place)
        else:
            groups.append([place])
        last = place
    return [group for held in groups for group in _split(held, items)]


def _split(group: list[int], items: Sequence[Item]) -> list[tuple[int, ...]]:
    """`I loved X, Y was boring`: the last one begins something new."""
    last = group[-1]
    following = items[last + 1].word if last + 1 < len(items) else ""
    is_listed = len(group) > 1 and group[-1] - group[-2] == 1 and "," in items[last].gap
    if not is_listed or following not in _BEGINS_ANEW:
        return [tuple(group)]
    # "I like X, Y, not Z": that is said of Z.
    is_of_next = following in listed("grammar", "negations") and any(
        item.film is not None for item in items[last + 1 :]
    )
    return [tuple(group)] if is_of_next else [tuple(group[:-1]), (last,)]


def cues_in(items: Sequence[Item], grammar: Sequence[Found]) -> list[Cue]:
    """The words that say something of films; of phrases that overlap, the longer."""
    words = [item.word for item in items]
    marks = ((at, mark_list(word)) for at, word in enumerate(words))
    found = [Found(at, at + 1, frozenset((name,))) for at, name in marks if name is not None]
    found += section("opinion").find(words)
    blocked = {
        at
        for phrase in grammar
        if phrase.lists & {"better", "worse", "equal", "similar", "expected"}
        and phrase.end - phrase.start > 1
        for at in range(phrase.start, phrase.end)
    }
    cues = []
    taken: set[int] = set()
    for phrase in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        places = range(phrase.start, phrase.end)
        if taken.isdisjoint(places) and (
            blocked.isdisjoint(places) or phrase.end - phrase.start > 2
        ):
            taken.update(places)
            kind = next(name for name in _ORDER if name in phrase.lists)
            cues.append(Cue(phrase.start, phrase.end, kind, WEIGHTS.get(kind, 1.0)))
    return _without_yearning(sorted(cues), items)


def _without_yearning(cues: list[Cue], items: Sequence[Item]) -> list[Cue]:
    """`I want to see it so bad`: nothing is bad there."""
    wanting = next((cue.start for cue in cues if cue.kind == "wants"), len(items))
    return [cue for cue in cues if cue.start < wanting or items[cue.end - 1].word != "bad"]


def _weight(cue: Cue, items: Sequence[Item], grammar: Sequence[Found]) -> float:
    weight = cue.weight
    if cue.kind in _NEGATED and negation_before(cue, items, grammar):
        weight = _NEGATED[cue.kind]
    if cue.kind != "wants" and is_doubted(cue, items, grammar):
        weight *= _DOUBTED
    is_part = cue.kind in {"great", "good", "awful", "poor"} and not listed(
        "grammar", "aspects"
    ).isdisjoint(item.word for item in items[max(0, cue.start - 4) : cue.end + 2])
    return weight * (_OF_A_PART if is_part else 1.0)


def _as_negated(cue: Cue, items: Sequence[Item], grammar: Sequence[Found]) -> Cue:
    """`didn't see`, `saw it again`: what the words around make of a cue."""
    following = [item.word for item in items[cue.end : cue.end + 2]]
    if cue.kind in {"great", "good"} and not listed("grammar", "advice").isdisjoint(following[:1]):
        # "That's a great suggestion".
        return cue._replace(kind="wants", weight=_HOPED)
    if _is_hoped(cue, items, is_denied=negation_before(cue, items, grammar)):
        return cue._replace(kind="wants", weight=_HOPED)
    if cue.kind == "seen" and negation_before(cue, items, grammar):
        return cue._replace(kind="unseen")
    if cue.kind == "seen" and items[cue.end - 1].word in _WATCHING and _has(grammar, "future"):
        return cue._replace(kind="wants", weight=0.8)
    if cue.kind == "seen" and _has(grammar, "again"):
        # Nobody watches what they do not like over and over.
        return cue._replace(kind="rewatches", weight=AGAIN)
    if cue.kind == "wants" and items[cue.start].word in listed("grammar", "seems"):
        # "Sounds great".
        return cue._replace(kind="wants", weight=_HOPED)
    if cue.kind == "dislikes" and items[cue.start].word == "but" and not _is_felt(items, cue):
        # "I have seen X but not Y".
        return cue._replace(kind="unseen", weight=1.0)
    if cue.kind == "wants" and negation_before(cue, items, grammar):
        return cue._replace(kind="dislikes", weight=-0.5)
    return cue


def _is_felt(items: Sequence[Item], cue: Cue) -> bool:
    words = [item.word for item in items[: cue.start]]
    return any(not phrase.lists.isdisjoint(WEIGHTS) for phrase in section("opinion").find(words))


def _is_hoped(cue: Cue, items: Sequence[Item], *, is_denied: bool) -> bool:
    """`Seems like it is going to be a good movie`: who says so has not seen it."""
    if cue.kind not in ({"awful", "poor"} if is_denied else {"great", "good"}):
        return False
    between = listed("grammar", "very") | listed("grammar", "pronouns") | listed("grammar", "hopes")
    for at in range(cue.start - 1, -1, -1):
        if items[at].word in listed("grammar", "seems"):
            return True
        if items[at].word not in between:
            return False
    return False


def _has(grammar: Sequence[Found], name: str) -> bool:
    return any(name in phrase.lists for phrase in grammar)


def _films_of(
    cue: Cue,
    cues: Sequence[Cue],
    number: int,
    groups: Sequence[tuple[int, ...]],
    items: Sequence[Item],
) -> tuple[int, ...]:
    """The films that a cue speaks of; none where it speaks of what was said before."""
    inside = next((group for group in groups if cue.start <= group[0] < cue.end), None)
    if inside is not None:
        return inside
    before = [group for group in groups if group[-1] < cue.start]
    after = [group for group in groups if group[0] >= cue.end]
    if cue.kind in VERBS:
        pronoun = _pronoun_at(items, cue.end)
        if pronoun:
            return before[-1] if before else ()
        following = next((one for one in cues[number + 1 :] if one.kind in VERBS), None)
        if after and (
            following is None or after[0][0] < following.start or following.kind == "seen"
        ):
            return after[0]
        return before[-1] if before else ()
    if before:
        return before[-1]
    if after and not _has_subject(items[: cue.start]):
        return after[0]
    return ()


def _has_subject(items: Sequence[Item]) -> bool:
    """Whether `it was` or the like stands before: what follows is said of that."""
    words = [item.word for item in items]
    return bool(words) and words[0] in {"it", "that", "this", "its", "thats", "воно", "це"}


def _pronoun_at(items: Sequence[Item], at: int) -> bool:
    """Whether a pronoun stands there that is no company of a film's name: `loved that movie`."""
    pronouns = phrase_list("grammar", "pronouns") | phrase_list("grammar", "plural")
    for length in (3, 2, 1):
        words = [item.word for item in items[at : at + length]]
        if len(words) == length and " ".join(words) in pronouns:
            following = [item.word for item in items[at + length : at + length + 8]]
            if following[:1] in ([FILM], ["in"], ["from"]) or _is_called(following):
                return False
            # "I'd see that and X".
            return following[:2] != ["and", FILM]
    return False


def _is_called(words: Sequence[str]) -> bool:
    """`The movie with Tom Hanks called X`."""
    calling = listed("grammar", "calling")
    return any(
        word in calling and words[at + 1 : at + 2] == [FILM] for at, word in enumerate(words)
    )


def _objects(
    grammar: Sequence[Found], groups: Sequence[tuple[int, ...]], lists: Sequence[str]
) -> dict[int, tuple[int, ...]]:
    """By where a comparing phrase ends, the films that it is followed by."""
    objects = {}
    for phrase in grammar:
        if not phrase.lists.isdisjoint(lists):
            following = next((group for group in groups if group[0] >= phrase.end), None)
            if following is not None and following[0] - phrase.end <= 2:
                objects[phrase.end] = following
    return objects


def _comparisons(
    grammar: Sequence[Found],
    groups: Sequence[tuple[int, ...]],
    compared: dict[int, tuple[int, ...]],
) -> list[Said]:
    """What `X is better than Y` says of both; where X is not named, of what was said before."""
    found = []
    done: set[int] = set()
    for phrase in grammar:
        # Another phrase may end where a comparing one does.
        good = next((name for name in _COMPARISONS if name in phrase.lists), None)
        if good is None or phrase.end not in compared or phrase.end in done:
            continue
        done.add(phrase.end)
        other = compared[phrase.end]
        subject = next((group for group in reversed(groups) if group[-1] < phrase.start), ())
        own, others = {"better": (0.55, 0.0), "worse": (-0.55, 0.4), "equal": (0.0, 0.0)}[good]
        cue = Cue(phrase.start, phrase.end, "good" if own > 0 else "poor", own)
        if own:
            found.append(Said(cue, own, subject))
        if others:
            found.append(Said(cue, others, other))
    return found
