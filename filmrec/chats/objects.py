"""Which of the films in a clause a word is said of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.chats.phrases import FILM, listed, phrase_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.chats.clauses import Item
    from filmrec.chats.phrases import Found
    from filmrec.chats.said import Cue

# The film comes after these, and before other words.
VERBS = frozenset({"loves", "likes", "rewatches", "hates", "dislikes", "wants", "seen", "unseen"})
_BEGINS_ANEW = frozenset(
    ("was", "is", "were", "are", "isnt", "wasnt", "not", "less", "meh", "though", "sucked", "sucks",
     "even", "didnt", "doesnt", "bored", "left", "put", "made", "still", "був", "була", "було",
     "це", "не", "ні", "нє", "менше", "навіть", "ще", "так", "якось", "теж",
     "вже", "уже", "я", "мені", "ми", "бачив", "бачила", "дивився", "дивилась", "дивилася",
     "глянув", "глянула", "взагалі", "просто", "дуже", "топ")
)  # fmt: skip


_SHORT, _NAME = 3, 3


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
        between = _without_films(items[last + 1 : place])
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


def _without_films(between: Sequence[Item]) -> Sequence[Item]:
    """`That awful X movie and the Y movie`: what X is, does not part them."""
    words = [item.word for item in between]
    joins = words[1:2] and words[1] in listed("grammar", "adding")
    return between[1:] if joins and words[0] in listed("grammar", "film_words") else between


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


def films_of(
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
        return before[-1] if before and not _is_of_kind(items, cue) else ()
    if before:
        return () if _has_other_subject(items[before[-1][-1] + 1 : cue.start]) else before[-1]
    is_beside = bool(after) and after[0][0] == cue.end
    if after and (is_beside or not has_subject(items[: cue.start])):
        return after[0]
    return ()


def _is_of_kind(items: Sequence[Item], cue: Cue) -> bool:
    """`I haven't seen X but I love dramas`: a verb has many things for an object."""
    if cue.kind not in {"loves", "likes", "hates", "dislikes"} or cue.end >= len(items):
        return False
    word = items[cue.end].word
    return len(word) > _SHORT and word[-1:] == "s" and word not in listed("words", "common")


def _has_other_subject(items: Sequence[Item]) -> bool:
    """`X is great, Birdman is just a mess`: what is a mess is no film that we know."""
    begins = next((at for at, item in enumerate(items) if "," in item.gap), None)
    words = [item.word for item in items]
    copulas = listed("grammar", "copulas")
    if begins is None or copulas.isdisjoint(words[:begins]):
        return False
    ends = next((at for at in range(begins, len(words)) if words[at] in copulas), begins)
    names = ("pronouns", "plural", "film_words", "aspects", "very", "joining", "own_articles")
    known = frozenset().union(*(listed("grammar", name) for name in names))
    return 0 < ends - begins <= _NAME and known.isdisjoint(words[begins:ends])


def has_subject(items: Sequence[Item]) -> bool:
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


def objects_of(
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
