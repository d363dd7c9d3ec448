"""What the words of praise and blame that stand beside others make of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.chats.objects import VERBS
from filmrec.chats.phrases import has_phrase, listed, phrase_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.chats.clauses import Item
    from filmrec.chats.phrases import Found
    from filmrec.chats.said import Cue, Said


def of_more(
    found: Sequence[Said], groups: Sequence[tuple[int, ...]], items: Sequence[Item]
) -> list[Said]:
    """`X is a good one, or Y`: a verdict is of what is added to its film as well."""
    said_of = [one.films for one in found]
    more = []
    for group in groups:
        told = [one for one in found if one.films and one.cue.end <= group[0]]
        if not told or any(not set(group).isdisjoint(films) for films in said_of):
            continue
        between = [item for item in items[told[-1].cue.end : group[0]] if item.film is None]
        rest = [item.word for item in items[group[-1] + 1 :]]
        adding = listed("grammar", "adding")
        if (
            between
            and all(item.word in adding for item in between)
            and all(word in listed("grammar", "added") for word in rest)
        ):
            more.append(told[-1]._replace(films=group))
    return more


def is_beside_praise(cue: Cue, weight: float, cues: Sequence[Cue], items: Sequence[Item]) -> bool:
    """`A fantastic silly movie`, `funny and weird`: little blame is meant beside of praise."""
    if weight >= 0 or cue.kind not in {"poor", "awful"} or cue.end - cue.start > 1:
        return False
    joins = listed("grammar", "joins")
    apart = {items[at].word: at for at in (cue.start - 1, cue.end) if 0 <= at < len(items)}
    near = {cue.start, cue.end} | {
        at + 1 if at >= cue.end else at for word, at in apart.items() if word in joins
    }
    return any(
        one.kind in {"great", "good"} and not near.isdisjoint((one.start, one.end)) for one in cues
    )


def is_beside_a_feeling(
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


def is_baffling(cue: Cue, words: Sequence[str], grammar: Sequence[Found]) -> bool:
    """`I don't understand why everybody loves X`."""
    before = list(words[: cue.start])
    others = listed("grammar", "others")
    return (
        has_phrase(before, phrase_list("grammar", "baffled"))
        and not others.isdisjoint(before[-3:])
        and any("negations" in phrase.lists and phrase.end <= cue.start for phrase in grammar)
    )


def blamed_until(cues: Sequence[Cue]) -> int:
    """Where blame of some words ends: `we don't speak of that abomination` denies no blame."""
    blames = (cue for cue in reversed(cues) if cue.kind in {"hates", "dislikes"})
    return next((cue.end for cue in blames if cue.end - cue.start > 1), 0)
