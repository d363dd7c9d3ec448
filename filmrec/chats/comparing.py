"""What is said of films by likening them to others: `X is better than Y`, `something like X`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.chats.phrases import listed
from filmrec.chats.said import Cue, Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from filmrec.chats.clauses import Item
    from filmrec.chats.phrases import Found

COMPARISONS = ("worse", "better", "equal", "level", "as_bad")
# What each says of the film before it, and of the one after it.
_WORTH = {
    "better": (0.55, 0.0),
    "worse": (-0.55, 0.4),
    "equal": (0.0, 0.0),
    "level": (0.55, 0.55),
    "as_bad": (-0.55, -0.6),
}
# And where it is denied: "not up there with X", "not as bad as X".
_DENIED = {"level": (-0.4, 0.55), "as_bad": (0.0, -0.6)}
_ASKED_FOR = 0.55


def comparisons(
    grammar: Sequence[Found],
    groups: Sequence[tuple[int, ...]],
    compared: Mapping[int, tuple[int, ...]],
) -> list[Said]:
    """What `X is better than Y` says of both; where X is not named, of what was said before."""
    found = []
    done: set[int] = set()
    for phrase in grammar:
        # Another phrase may end where a comparing one does.
        name = next((name for name in COMPARISONS if name in phrase.lists), None)
        if name is None or phrase.end not in compared or phrase.end in done:
            continue
        done.add(phrase.end)
        subject = next((group for group in reversed(groups) if group[-1] < phrase.start), ())
        worth = _DENIED if _is_denied(phrase, grammar) else _WORTH
        own, others = worth.get(name, _WORTH[name])
        cue = Cue(phrase.start, phrase.end, "good" if own > 0 else "poor", own)
        if own:
            found.append(Said(cue, own, subject))
        if others:
            found.append(Said(cue, others, compared[phrase.end]))
    return found


def _is_denied(phrase: Found, grammar: Sequence[Found]) -> bool:
    return any("negations" in one.lists and 0 <= phrase.start - one.end <= 2 for one in grammar)


def asked_for(
    items: Sequence[Item],
    likenings: Sequence[Cue],
    groups: Sequence[tuple[int, ...]],
    similar: Sequence[tuple[int, ...]],
) -> list[Said]:
    """The films whose like is asked for: who does so likes them."""
    negations = listed("grammar", "negations")
    meant = [
        next_group(cue, groups)
        for cue in likenings
        if not cue.start or items[cue.start - 1].word not in negations
    ]
    cue = Cue(0, 0, "good", _ASKED_FOR)
    return [Said(cue, cue.weight, group) for group in (*similar, *meant) if group]


def next_group(cue: Cue, groups: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return next((group for group in groups if 0 <= group[0] - cue.end <= 2), ())


def asks_for_the_like(words: Sequence[str], grammar: Sequence[Found]) -> bool:
    """`More along the lines of X`, `I'm looking for something like X`."""
    if any("requests" in phrase.lists for phrase in grammar) and "not" not in words[:3]:
        return True
    starts = [phrase.start for phrase in grammar if "similar" in phrase.lists]
    return bool(starts) and (
        starts[0] == 0 or (words[0] in listed("grammar", "more") and starts[0] == 1)
    )
