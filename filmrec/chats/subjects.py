"""Whose opinion words are, whether they are meant, and whether they are denied."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from filmrec.chats.phrases import FILM, listed, phrase_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.chats.clauses import Item
    from filmrec.chats.phrases import Found
    from filmrec.chats.said import Cue

_FIRST_PERSON = (
    *("ну", "лю", "жу", "чу", "юю", "аю", "ію", "люсь", "люся", "юсь", "юся", "кую", "ндую"),
)
_NEAR, _NEAR_AFTER_THINKING = 3, 7
_VERBS = frozenset({"loves", "likes", "rewatches", "hates", "dislikes", "wants", "seen", "unseen"})


def negation_before(
    cue: Cue, items: Sequence[Item], grammar: Sequence[Found], since: int = 0
) -> bool:
    """Whether a negation stands before the cue, at `since` or later, and reaches it."""
    if items[cue.start].word in listed("grammar", "negations") and cue.end - cue.start > 1:
        # "No I have not really not a fan": said twice, meant once.
        return False
    spared = {
        at
        for phrase in grammar
        if "not_negations" in phrase.lists
        for at in range(phrase.start, phrase.end)
    }
    thinking = listed("grammar", "thinking")
    n_found = 0
    last = -1
    for phrase in grammar:
        if "negations" not in phrase.lists or phrase.end > cue.start or phrase.start in spared:
            continue
        if phrase.start < since:
            continue
        # Two overlapping phrases are one negation.
        if phrase.start < last:
            continue
        between = items[phrase.end : cue.start]
        # "I have not and I was wanting to".
        if _begins_anew(between) and not any(item.word in thinking for item in between[:2]):
            continue
        # "No, it was great" denies something else.
        if any("," in item.gap for item in [*between, items[cue.start]]):
            continue
        if phrase.end == 1 and _is_answer(items):
            continue
        thinks = any(item.word in thinking for item in between[:2])
        if len(between) <= (_NEAR_AFTER_THINKING if thinks else _NEAR):
            n_found += 1
            last = phrase.end
    return n_found % 2 == 1


def _begins_anew(between: Sequence[Item]) -> bool:
    subjects, anew = listed("grammar", "subjects"), listed("grammar", "anew")
    return any(
        item.word in anew and after.word in subjects for item, after in itertools.pairwise(between)
    )


def _is_answer(items: Sequence[Item]) -> bool:
    """Whether a clause begins with `no` by itself: `no its amazing`."""
    following = items[1].word if len(items) > 1 else ""
    is_new = following in listed("grammar", "own") or following in phrase_list(
        "grammar", "pronouns"
    )
    return items[0].word in phrase_list("grammar", "no") and is_new


def is_recommending(cue: Cue, items: Sequence[Item], grammar: Sequence[Found]) -> bool:
    """`You have to see it`, `everyone should watch X`: who says so liked it."""
    before = [item.word for item in items[: cue.start]]
    is_told = any(
        "recommends" in phrase.lists and phrase.start < cue.end and cue.start < phrase.end
        for phrase in grammar
    )
    everyone = {"everyone", "everybody", "people", "всім", "кожному"}
    return is_told and (_subject(before) == "you" or not everyone.isdisjoint(before[-2:]))


def is_likening(cue: Cue, items: Sequence[Item]) -> bool:
    """`Good movie but not really like X`: there it is no verb."""
    if cue.kind != "likes" or cue.end - cue.start > 1 or items[cue.start].word != "like":
        return False
    fillers = listed("grammar", "fillers")
    before = [item.word for item in items[: cue.start] if item.word not in fillers]
    helping = listed("grammar", "helping") | listed("grammar", "own")
    if before[-1:] == ["not"]:
        return helping.isdisjoint(before[-2:-1])
    if not before:
        # "Like yesterday I wrote".
        following = [item.word for item in items[cue.end : cue.end + 2]]
        known = {FILM, *listed("grammar", "own_articles"), *phrase_list("grammar", "pronouns")}
        return bool(following) and known.isdisjoint(following[:1]) and FILM not in following
    # "It has action like X", "I enjoy classics like X": somebody has to be who likes.
    denied = listed("grammar", "negations") - listed("grammar", "being")
    subjects = listed("grammar", "subjects") | listed("grammar", "you")
    last = max((at for at, word in enumerate(before) if word in subjects), default=-1)
    anew = max(
        (at for at, word in enumerate(before) if word in listed("grammar", "joining")), default=-1
    )
    between = before[max(last, anew) + 1 :]
    if _subject(before) == "others":
        return False
    speaking = listed("grammar", "very") | helping | denied
    speaking |= listed("grammar", "joining") | listed("grammar", "used_to")
    return any(word not in speaking for word in between)


def is_doubted(cue: Cue, items: Sequence[Item], grammar: Sequence[Found]) -> bool:
    """Whether it is said of what might be, or was thought before."""
    if cue.kind == "likes" and cue.end - cue.start > 1:
        # "If you like X, you would love Y" recommends Y.
        return False
    return any(
        phrase.lists & {"conditions", "expected"}
        and phrase.end <= cue.start
        # What comes after a comma is what was found then.
        and not any("," in item.gap for item in items[phrase.end + 1 : cue.start + 1])
        and not _is_new_after(phrase.end, cue.start, items)
        for phrase in grammar
    )


def _is_new_after(start: int, end: int, items: Sequence[Item]) -> bool:
    """`If you like old ones X was fun`: what is said of X stands on no condition."""
    copulas = listed("grammar", "copulas")
    return any(
        items[at].film is not None and items[at + 1].word in copulas
        for at in range(start + 1, end - 1)
    )


def is_anothers(cue: Cue, items: Sequence[Item], grammar: Sequence[Found]) -> bool:
    """Whether the opinion is that of somebody else: `my brother hates it`."""
    words = [item.word for item in items[: cue.start]]
    inside = [item.word for item in items[cue.start : cue.end]]
    if any(_is_of_first_person(word) for word in inside):
        return False
    if not listed("grammar", "mine").isdisjoint(inside):
        # "They are not my type".
        return False
    is_yours = cue.kind == "wants" and _subject(words) == "you"
    if is_yours and (not says_own(words) or _is_supposed(words)):
        # "You should check it out".
        return True
    if cue.kind == "wants":
        # "Heard good things, want to see it": what is heard makes the wish no other's.
        return _subject(words) == "others" or _is_told_to(words, grammar)
    says = [
        phrase
        for phrase in grammar
        if "says" in phrase.lists and phrase.end <= cue.start and not phrase.lists & {"expected"}
    ]
    if says and _speaks_up(items, says[-1].end, cue.start):
        return False
    if any(items[phrase.start].word in listed("grammar", "heard") for phrase in says):
        return True
    if says:
        subject = _subject(words[: says[-1].start])
        # "Anna says": whoever that is, it is not the person.
        is_third = items[says[-1].start].word in listed("grammar", "third_person")
        return subject == "others" or (subject == "nobody" and is_third)
    if cue.kind in {"good", "great", "poor"} and _is_of_people(words):
        return True
    if cue.kind in {"good", "great"} and cue.end < len(items):
        nouns = listed("grammar", "persons") | listed("grammar", "other_nouns")
        if items[cue.end].word in nouns:
            # "A funny actor", "an interesting title".
            return True
    following = [item.word for item in items[cue.end :]]
    is_told = any(item.film is not None for item in items) or " ".join(following[-2:]) in (
        phrase_list("grammar", "in_it")
    )
    if cue.kind in {"good", "great", "poor"} and not is_told and _is_of_people(words, "people"):
        return True
    if cue.kind not in _VERBS:
        is_owned = not words or words[-1].endswith("s") or words[-1] in listed("grammar", "you")
        return is_owned and _belongs_to_another(cue, items)
    if cue.kind == "likes" and cue.end - cue.start > 1:
        # "You would love it" recommends.
        return False
    return _subject(words) in {"others", "you"} or _belongs_to_another(cue, items)


def _is_of_people(words: list[str], name: str = "i_am") -> bool:
    """`I'm weak on silents`, `you have been great`: that is said of who talks."""
    very = listed("grammar", "fillers") | listed("grammar", "intensely")
    while words and words[-1] in very:
        words = words[:-1]
    people = phrase_list("grammar", name)
    return " ".join(words[-2:]) in people or (bool(words) and words[-1] in people)


def _is_supposed(words: Sequence[str]) -> bool:
    """`I'd like it if you watched it`, `I think you should see it`."""
    at = max(at for at, word in enumerate(words) if word in listed("grammar", "you"))
    return at > 0 and words[at - 1] in listed("grammar", "supposing")


def says_own(words: Sequence[str]) -> bool:
    """Whether the person is spoken of at all."""
    return not listed("grammar", "own").isdisjoint(words)


def _is_told_to(words: Sequence[str], grammar: Sequence[Found]) -> bool:
    """`Everyone says I have to see it`: that is what everyone wants."""
    said = [phrase.end for phrase in grammar if "says" in phrase.lists and phrase.end < len(words)]
    return bool(said) and len(words) == said[-1] + 1 and words[-1] in listed("grammar", "own")


def _is_of_first_person(word: str) -> bool:
    """Whether a Ukrainian verb says by its ending who does it: `гляну`, `обожнюю`."""
    return len(word) > 3 and word.endswith(_FIRST_PERSON)


def _speaks_up(items: Sequence[Item], start: int, end: int) -> bool:
    """Whether the person speaks after others did: `Everyone raves about X, I can't stand it`."""
    own = listed("grammar", "own")
    is_new = False
    for item in items[start:end]:
        is_new |= "," in item.gap
        if is_new and item.word in own:
            return True
    return False


def _belongs_to_another(cue: Cue, items: Sequence[Item]) -> bool:
    """`my brother's favourite is X`, `her favourite`."""
    before = items[cue.start - 1].word if cue.start else ""
    others = phrase_list("grammar", "others")
    # "Я його люблю": him, not his.
    owners = (
        {"his", "her", "their"}
        | listed("grammar", "you")
        | (set() if cue.kind in _VERBS else {"його", "її", "їх"})
    )
    return before in owners or (before.endswith("s") and before[:-1] in others)


def _subject(words: Sequence[str]) -> str:
    """Who is spoken of last: own, others, you, or nobody."""
    grammar = "grammar"
    beside, others = listed(grammar, "beside"), listed(grammar, "others")
    own, you = listed(grammar, "own"), listed(grammar, "you")
    possessive = {"my", "мій", "моя", "моє", "мої", "our", "наш"}
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        if word in listed(grammar, "quantities") and words[at + 1 : at + 2] != ["people"]:
            # "Some of my favorites", "I was most recently disappointed".
            continue
        if word in others or (word.endswith("s") and word[:-1] in others):
            before = words[at - 1] if at else ""
            if before in possessive and at > 1:
                before = words[at - 2]
            if before not in beside:
                return "others"
            if before in {"and", "і", "та"} and at > 1 and words[at - 2] in own:
                return "own"
        elif word in own and word not in possessive:
            # "Everyone I know loved it".
            if at and at + 1 < len(words) and words[at - 1] in others - set(listed(grammar, "but")):
                return "others"
            return "own"
        elif word in you and words[at + 1 : at + 2] not in (["шо"], ["що"]):
            return "you"
    return "nobody"
