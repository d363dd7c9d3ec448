"""What a clause says of films: which words of praise and blame belong to which film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.chats.clauses import mark_list
from filmrec.chats.comparing import (
    COMPARISONS,
    asked_for,
    asks_for_the_like,
    comparisons,
    next_group,
)
from filmrec.chats.dropped import goes_elsewhere
from filmrec.chats.neighbours import (
    blamed_until,
    is_baffling,
    is_beside_a_feeling,
    is_beside_praise,
    of_more,
)
from filmrec.chats.objects import film_groups, films_of, has_subject, objects_of
from filmrec.chats.phrases import Found, has_phrase, listed, phrase_list, section
from filmrec.chats.said import AGAIN, NEGATED, WEIGHTS, Cue, Said
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

_OTHER_KINDS = ("wants", "seen", "unseen", "neutral", "mixed")
_ORDER = (
    "neutral",
    "mixed",
    "dislikes",
    "unseen",
    "hates",
    "wants",
    "loves",
    "likes",
    *WEIGHTS,
    "seen",
)
_OF_PARTS = frozenset({"great", "good", "awful", "poor"})
_NO_VERDICTS = frozenset({*COMPARISONS, "similar", "expected"})
_DOUBTED = 0.2
_WATCHING = frozenset({"watching", "seeing", "дивлюсь", "дивлюся", "дивимось", "дивимося"})
_RECOMMENDED = 0.65
_OF_THE_FAIR, _SOMEWHAT = 0.45, 0.55
# What is said last turns what was said before from this on.
_TURNS = 0.4
# What is left of what was said where nobody can say how it was.
_HALF_MEANT = 0.2
# It sounds good.
_HOPED = 0.55
# Of a part of a film: the ending, the music.
_OF_A_PART, _OF_A_GOOD_PART, _OF_A_BAD_PART = 0.6, 0.45, 0.5


def said_in(clause: Clause) -> list[Said]:
    """What a clause says, in its order; a question says nothing but what it is asked for."""
    groups = film_groups(clause.items)
    grammar = section("grammar").find(clause.words)
    cues = cues_in(clause.items, grammar)
    likenings = [cue for cue in cues if is_likening(cue, clause.items)]
    cues = [cue for cue in cues if cue not in likenings]
    supposed = objects_of(grammar, groups, ("if_likes",))
    groups = [group for group in groups if group not in supposed.values()]
    similar = objects_of(grammar, groups, ("similar",))
    compared = objects_of(grammar, groups, COMPARISONS)
    found: list[Said] = []
    if clause.is_question or asks_for_the_like(clause.words, grammar):
        meant = () if clause.is_question else likenings
        found += asked_for(clause.items, meant, groups, tuple(similar.values()))
    if clause.is_question:
        return found + _invitations(clause, grammar, groups)
    likened = [next_group(cue, groups) for cue in likenings]
    objects = (*similar.values(), *compared.values(), *likened)
    taken = {place for group in objects for place in group}
    found += comparisons(grammar, groups, compared)
    reading = _Reading(clause, cues, grammar, groups, frozenset(taken), found)
    for number in range(len(cues)):
        reading.read(number)
    return found + of_more(found, groups, clause.items)


@dataclass(slots=True)
class _Reading:
    """A clause whose cues are read one after the other."""

    clause: Clause
    cues: list[Cue]
    grammar: Sequence[Found]
    groups: Sequence[tuple[int, ...]]
    # The places of films that others are likened to.
    taken: frozenset[int]
    found: list[Said]
    # "It was ok" stands before.
    is_fair: bool = False

    def read(self, number: int) -> None:
        cue, items, grammar = self.cues[number], self.clause.items, self.grammar
        films = films_of(cue, self.cues, number, self.groups, items)
        if cue.kind == "wants" and is_recommending(cue, items, grammar):
            praise = cue._replace(kind="likes", weight=_RECOMMENDED)
            self.found.append(Said(praise, praise.weight, films))
        elif cue.kind in {"loves", "likes"} and is_baffling(cue, self.clause.words, grammar):
            self.found.append(Said(cue._replace(kind="dislikes"), NEGATED["loves"], films))
        elif (
            _is_nothing(cue, items)
            or is_likening(cue, items)
            or is_anothers(cue, items, grammar)
            # "Hated X, loved the rest".
            or has_phrase(
                self.clause.words[cue.end : cue.end + 3], phrase_list("grammar", "the_other")
            )
        ):
            return
        elif cue.kind == "neutral":
            self._read_neutral(cue, films)
        else:
            self._read_verdict(number, films)

    def _read_neutral(self, cue: Cue, films: tuple[int, ...]) -> None:
        wish = _sounds_like_one(cue, self.cues, self.clause.items)
        if wish is not None:
            self.found.append(Said(wish, wish.weight, films))
        if cue.start > 0 and self.clause.items[cue.start].word in listed("grammar", "fair"):
            self.is_fair = True
            self.found.append(Said(cue._replace(kind="mixed"), 0.0, films))

    def _read_verdict(self, number: int, films: tuple[int, ...]) -> None:
        cue, items = self.cues[number], self.clause.items
        if cue.kind not in {"loves", "likes", "hates", "dislikes"}:
            left = tuple(film for film in films if film not in self.taken)
            if not left and self.groups and (films or not has_subject(items[: cue.start])):
                return
            films = left
        told = _as_negated(cue, items, self.grammar)
        if told.kind == "neutral":
            return
        weight = told.weight
        if told is cue:
            weight = _weight(cue, items, self.grammar, blamed_until(self.cues[:number]))
        degree = self.clause.words[max(0, cue.start - 1) : cue.end]
        is_slight = not listed("grammar", "somewhat").isdisjoint(degree)
        if self.is_fair and cue.kind == "poor" and is_slight:
            # "It was ok, a little corny".
            weight *= _OF_THE_FAIR
        if is_beside_praise(cue, weight, self.cues, items):
            weight *= _DOUBTED
        if is_beside_a_feeling(told, weight, films, self.found, items):
            weight *= _DOUBTED
        self.found.append(Said(told, weight, films))


def _is_nothing(cue: Cue, items: Sequence[Item]) -> bool:
    """`Seen the trailer` is not `seen`, and to go home is no wish to go to a film."""
    words = [item.word for item in items]
    if cue.kind in {"seen", "wants"} and goes_elsewhere(cue, words):
        return True
    following = words[cue.end : cue.end + 3]
    return cue.kind == "seen" and has_phrase(following, listed("grammar", "previews"))


def _has_not_ended(words: Sequence[str], start: int, end: int) -> bool:
    """Whether what somebody will do follows `I will`."""
    if words[end - 1] not in listed("grammar", "unended") or end == len(words) or end - start > 3:
        return False
    if words[end - 1] == "to" and words[end - 2] != "need":
        return False
    names = ("very", "interjections", "thanking", "future")
    return words[end] not in frozenset().union(*(listed("grammar", name) for name in names))


def likened(clause: Clause) -> frozenset[int]:
    """The films that others are likened to in a clause: what follows is not said of these."""
    grammar = section("grammar").find(clause.words)
    groups = film_groups(clause.items)
    objects = objects_of(grammar, groups, (*COMPARISONS, "similar", "if_likes"))
    cues = cues_in(clause.items, grammar)
    likenings = [next_group(cue, groups) for cue in cues if is_likening(cue, clause.items)]
    return frozenset(
        clause.items[at].film.film  # type: ignore[union-attr]
        for group in (*objects.values(), *likenings)
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


def cues_in(items: Sequence[Item], grammar: Sequence[Found]) -> list[Cue]:
    """The words that say something of films; of phrases that overlap, the longer."""
    words = [item.word for item in items]
    marks = ((at, mark_list(word)) for at, word in enumerate(words))
    found = [Found(at, at + 1, frozenset((name,))) for at, name in marks if name is not None]
    found += section("opinion").find(words)
    blocked = {
        at
        for phrase in grammar
        if not phrase.lists.isdisjoint(_NO_VERDICTS) and phrase.end - phrase.start > 1
        for at in range(phrase.start, phrase.end)
    }
    cues = []
    taken: set[int] = set()
    for phrase in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        places = range(phrase.start, phrase.end)
        if _has_not_ended(words, phrase.start, phrase.end):
            continue
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


def _weight(cue: Cue, items: Sequence[Item], grammar: Sequence[Found], since: int) -> float:
    weight = cue.weight
    is_negated = _may_be_denied(cue, items) and negation_before(cue, items, grammar, since)
    if cue.kind in NEGATED and is_negated:
        weight = NEGATED[cue.kind]
    if cue.kind == "wants" and _was_planned(cue, items, grammar):
        weight *= _DOUBTED
    if cue.kind != "wants" and is_doubted(cue, items, grammar):
        weight *= _DOUBTED
    nearest = [item.word for item in items[max(0, cue.start - 1) : cue.end]]
    if cue.kind == "poor" and not listed("grammar", "somewhat").isdisjoint(nearest):
        weight *= _SOMEWHAT
    near = [item.word for item in items[max(0, cue.start - 4) : cue.end + 3]]
    if cue.kind in {"poor", "good"} and has_phrase(near, phrase_list("grammar", "moments")):
        return weight * _OF_A_GOOD_PART
    near = near[: len(near) - 1] if cue.end + 3 <= len(items) else near
    if cue.kind not in _OF_PARTS or not has_phrase(near, phrase_list("grammar", "aspects")):
        return weight
    if weight < 0:
        return weight * _OF_A_BAD_PART
    return weight * (_OF_A_GOOD_PART if cue.kind == "good" else _OF_A_PART)


def _may_be_denied(cue: Cue, items: Sequence[Item]) -> bool:
    """Whether it is a word, or a smiley that follows a negation at once."""
    before = items[cue.start - 1].word if cue.start else ""
    return items[cue.start].word[0].isalnum() or before in listed("grammar", "negations")


def _was_planned(cue: Cue, items: Sequence[Item], grammar: Sequence[Found]) -> bool:
    """`We were going to watch it`: nothing came of it."""
    before = items[cue.start - 1].word if cue.start else ""
    is_plan = items[cue.start].word in listed("grammar", "plans")
    return is_plan and before in listed("grammar", "past") and not _has(grammar, "future")


def _as_negated(cue: Cue, items: Sequence[Item], grammar: Sequence[Found]) -> Cue:
    """`didn't see`, `saw it again`: what the words around make of a cue."""
    words = [item.word for item in items]
    said = " ".join(words[cue.start : cue.end])
    following = words[cue.end : cue.end + 2]
    if cue.kind in {"great", "good"} and not listed("grammar", "advice").isdisjoint(following[:1]):
        # "That's a great suggestion".
        return cue._replace(kind="wants", weight=_HOPED)
    if _is_hoped(cue, items, is_denied=negation_before(cue, items, grammar)):
        return cue._replace(kind="wants", weight=_HOPED)
    if cue.kind == "seen" and negation_before(cue, items, grammar):
        return cue if _has(grammar, "long_since") else cue._replace(kind="unseen")
    if cue.kind == "unseen" and _has(grammar, "long_since"):
        # "Haven't seen it in years".
        return cue._replace(kind="neutral")
    if cue.kind == "seen" and items[cue.end - 1].word in _WATCHING and _has(grammar, "future"):
        return cue._replace(kind="wants", weight=0.8)
    before = _word_before(cue, items)
    if cue.kind == "seen" and items[cue.start].word in _WATCHING and before == "to":
        return cue._replace(kind="wants", weight=_HOPED)
    if before in listed("grammar", "conditional") and said in listed("grammar", "likeables"):
        # "I would love X" has not seen it.
        return cue._replace(kind="wants", weight=_HOPED)
    is_own = not listed("grammar", "own").isdisjoint(words[: cue.start])
    if cue.kind == "likes" and is_own and said in phrase_list("grammar", "imperatives"):
        # "I'll have to check out X".
        return cue._replace(kind="wants", weight=1.0)
    if (cue.kind == "seen" and _has(grammar, "again")) or _is_to_be_seen_again(cue, items):
        # Nobody watches what they do not like over and over.
        return cue._replace(kind="rewatches", weight=AGAIN)
    accepting = phrase_list("grammar", "accepts")
    if cue.kind == "wants" and (_seems(items[cue.start : cue.end]) or said in accepting):
        # "Sounds great".
        return cue._replace(kind="wants", weight=_HOPED)
    if cue.kind == "dislikes" and items[cue.start].word == "but" and not _is_felt(items, cue):
        # "I have seen X but not Y".
        return cue._replace(kind="unseen", weight=1.0)
    if cue.kind == "wants" and negation_before(cue, items, grammar):
        # "I'm not that excited for it" is no blame.
        is_slight = before in listed("grammar", "intensely") | {"that"}
        return cue._replace(kind="dislikes", weight=-_DOUBTED if is_slight else -0.5)
    return cue


def _is_to_be_seen_again(cue: Cue, items: Sequence[Item]) -> bool:
    """`I want to watch it again`."""
    following = [item.word for item in items[cue.end : cue.end + 5]]
    verbs = [item.word for item in items[cue.end - 1 : cue.end + 1]]
    is_watching = not listed("film", "watching").isdisjoint(verbs)
    return cue.kind == "wants" and is_watching and "again" in following


def _word_before(cue: Cue, items: Sequence[Item]) -> str:
    """The word before a cue, but for fillers: `would probably like`."""
    fillers = listed("grammar", "fillers")
    words = [item.word for item in items[: cue.start] if item.word not in fillers]
    return words[-1] if words else ""


def _is_felt(items: Sequence[Item], cue: Cue) -> bool:
    words = [item.word for item in items[: cue.start]]
    return any(not phrase.lists.isdisjoint(WEIGHTS) for phrase in section("opinion").find(words))


def _sounds_like_one(cue: Cue, cues: Sequence[Cue], items: Sequence[Item]) -> Cue | None:
    """`Sounds like a grand movie`: whatever it is called, nothing bad is said of it."""
    words = [item.word for item in items]
    if words[cue.end - 1] != "like" or words[cue.start] not in listed("grammar", "seems"):
        return None
    following = words[cue.end : cue.end + 6]
    is_one = following[:1] in (["a"], ["an"]) and not listed("grammar", "film_words").isdisjoint(
        following[2:]
    )
    blame = any(one.kind in {"awful", "poor", "dislikes"} and one.start >= cue.end for one in cues)
    return cue._replace(kind="wants", weight=_HOPED) if is_one and not blame else None


def _seems(items: Sequence[Item]) -> bool:
    """Whether `sounds great` or the like is all of it; not `look forward to`."""
    following = items[1].word if len(items) > 1 else ""
    return items[0].word in listed("grammar", "seems") and following not in listed(
        "grammar", "prepositions"
    )


def _is_hoped(cue: Cue, items: Sequence[Item], *, is_denied: bool) -> bool:
    """`Seems like it is going to be a good movie`: who says so has not seen it."""
    if cue.kind not in ({"awful", "poor"} if is_denied else {"great", "good"}):
        return False
    between = listed("grammar", "very") | listed("grammar", "pronouns") | listed("grammar", "hopes")
    for at in range(cue.start - 1, -1, -1):
        if items[at].word in listed("grammar", "seems"):
            return True
        if items[at].word == "be" and at and items[at - 1].word in listed("grammar", "futures"):
            return True
        if items[at].word not in between:
            return False
    return False


def _has(grammar: Sequence[Found], name: str) -> bool:
    return any(name in phrase.lists for phrase in grammar)
