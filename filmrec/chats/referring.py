"""Whether words of praise or blame speak of a film that stands outside of their clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.chats.objects import VERBS
from filmrec.chats.phrases import FILM, has_phrase, is_listed, listed, phrase_list, section
from filmrec.chats.said import WEIGHTS

if TYPE_CHECKING:
    from filmrec.chats.clauses import Clause
    from filmrec.chats.said import Cue

SHORT = 9
_FILLERS = 4


def refers(clause: Clause, cue: Cue) -> bool:
    """Whether a pronoun, or a word such as `the movie`, is what the cue is said of."""
    words = clause.words
    films = listed("grammar", "film_words")
    pronouns = phrase_list("grammar", "pronouns") | phrase_list("grammar", "plural")
    inside = words[cue.start : cue.end]
    if cue.kind in {"wants", *WEIGHTS} and points_at_one(words[cue.end :]):
        return True
    near = range(max(0, cue.start - 6), min(len(words), cue.end + 3))
    if any(words[at] in films and not _is_any(words, at) for at in near):
        return True
    is_verb = cue.kind in VERBS
    if cue.kind == "wants" and not listed("grammar", "seems").isdisjoint(words[: cue.start]):
        # "That seems interesting".
        is_verb = False
    if is_verb and not (_is_complete(words, cue) and _is_said_of_it(words, cue)):
        following = words[cue.end : cue.end + 2]
        if has_phrase(words[cue.end + 1 :], phrase_list("grammar", "of_it")):
            # "Loved the comedy part of it too".
            return True
        if has_phrase(inside, pronouns):
            # "Check it out this weekend" is about nothing else.
            return True
        if " ".join(following) in pronouns:
            return True
        if not listed("grammar", "kinds").isdisjoint(following[1:]):
            # "Love those kind of movies".
            return False
        if has_phrase(following[:1], pronouns) or has_phrase(following, pronouns):
            # "That place" is no film, "that so much" is one.
            is_noun = following[0] in listed("grammar", "pointing") and len(following) > 1
            others = listed("grammar", "very") | listed("grammar", "not_nouns") | {"it"}
            return not is_noun or following[1] in others
        return words[max(0, cue.start - 1) : cue.start] in (
            [["it"], ["that"], ["this"], ["він"], ["вона"], ["воно"], ["both"]]
        )
    return _is_said_of_it(words, cue)


def _is_said_of_it(words: list[str], cue: Cue) -> bool:
    """Whether a pronoun stands before: `it was great`, but not `that kind of films is great`."""
    pronouns = phrase_list("grammar", "pronouns") | phrase_list("grammar", "plural")
    kinds = listed("grammar", "kinds")
    before = [
        word
        for at, word in enumerate(words[: cue.end])
        if at >= cue.start - 6
        and kinds.isdisjoint(words[at + 1 : at + 2])
        and not _is_of_a_noun(words, at)
        and words[at : at + 2] != ["each", "other"]
    ]
    return has_phrase(before, pronouns)


def _is_of_a_noun(words: list[str], at: int) -> bool:
    """`The faces in that game are hilarious`: a noun follows that is no film."""
    if words[at] not in listed("grammar", "pointing") or at + 2 >= len(words):
        return False
    films = listed("grammar", "film_words") | phrase_list("grammar", "aspects")
    known = (
        films | listed("grammar", "very") | listed("grammar", "plural") | listed("grammar", "ones")
    )
    return words[at + 2] in listed("grammar", "copulas") and words[at + 1] not in known


def points_at_one(words: list[str]) -> bool:
    """Whether `the first one`, `the latter` or the like stands there."""
    text = " ".join(words[:3])
    named = phrase_list("grammar", "first") | phrase_list("grammar", "last")
    telling = listed("grammar", "telling")
    return any(
        text.startswith((phrase, f"the {phrase}"))
        for phrase in named
        if phrase.split()[-1] in telling
    )


def _is_any(words: list[str], at: int) -> bool:
    """Whether a word for films means films of a kind: `scary movies`, `a good comedy film`."""
    known = listed("grammar", "pointing") | phrase_list("grammar", "plural") | {"the"}
    if words[at] in listed("grammar", "films"):
        return at == 0 or known.isdisjoint(words[max(0, at - 2) : at])
    before = words[max(0, at - 4) : at]
    any_of = listed("grammar", "any_of")
    return not any_of.isdisjoint(before) and listed("grammar", "copulas").isdisjoint(words[:at])


def speaks_of_a_kind(words: list[str]) -> bool:
    """Whether films of a kind are spoken of and no certain one: `do you like scary movies`."""
    films = listed("grammar", "film_words")
    at_films = [at for at, word in enumerate(words) if word in films]
    pointing = listed("grammar", "pointing") | {"it"}
    return (
        bool(at_films) and all(_is_any(words, at) for at in at_films) and pointing.isdisjoint(words)
    )


def speaks_of_another_work(words: list[str], cue: Cue) -> bool:
    """Whether the book, the sequel or the original is judged: `I prefer the original`."""
    works = phrase_list("grammar", "other_works")
    if points_at_one(words[cue.end :]):
        return False
    after = words[cue.end : cue.end + 2] if cue.kind in VERBS else []
    return has_phrase(words[: cue.start], works) or has_phrase(after, works)


def asks_for_others(words: list[str]) -> bool:
    """Whether other films are asked for, so that what is said next is of these."""
    return has_phrase(words, phrase_list("grammar", "other_films"))


def speaks_of_it(words: list[str]) -> bool:
    """Whether `the movie`, its cast or its story is spoken of."""
    films = listed("grammar", "film_words") | listed("grammar", "aspects")
    return any(word in films and not _is_any(words, at) for at, word in enumerate(words))


def is_interjection(words: list[str], cue: Cue) -> bool:
    """`Great I will watch it`: what was said before is called great."""
    before = words[: cue.start]
    thanks = phrase_list("grammar", "thanks")
    if not all(is_listed("grammar", "interjections", word) for word in before):
        return False
    said = " ".join(words[cue.start : cue.end])
    own = listed("grammar", "own") | listed("grammar", "asking")
    return said in thanks and cue.end < len(words) and words[cue.end] in own


def is_reaction(words: list[str], cue: Cue) -> bool:
    """`Oh that's great!` and nothing else: what was said is great."""
    while len(words) > 1 and is_listed("grammar", "interjections", words[0]):
        words = words[1:]
    very = listed("grammar", "very") - {"the", "a", "an", "one"}
    known = very | phrase_list("grammar", "thanks") | listed("grammar", "reactions")
    return (
        words[0] == "thats"
        and cue.end > 1
        and all(word in known for word in words[1:])
        and not known.isdisjoint(words[1:])
    )


def speaks_of_several(words: list[str]) -> bool:
    """`They can be so corny`: films of a kind, or their makers."""
    several, pronouns = listed("grammar", "several"), phrase_list("grammar", "pronouns")
    films = listed("grammar", "film_words")
    return (
        not several.isdisjoint(words)
        and not has_phrase([word for word in words if word not in several], pronouns - several)
        and films.isdisjoint(words)
    )


def names_another(clause: Clause, cue: Cue) -> bool:
    """Whether a name that is no film we know is judged: `Birdman is awful`, `loved Birdman`."""
    words, copulas = clause.words, listed("grammar", "copulas")
    if has_phrase(words[cue.end :], phrase_list("grammar", "in_it")):
        # "Amy Adams is great in it".
        return False
    if any(
        at < cue.start and words[at + 1] in copulas for at in clause.names if at + 1 < len(words)
    ):
        return True
    return cue.kind in VERBS and not clause.names.isdisjoint((cue.end, cue.end + 1))


def is_put_off(clause: Clause, cue: Cue) -> bool:
    """`Not a fan of Nolan`: somebody who has to do with a film is what puts off."""
    words = clause.words
    return (
        cue.kind in {"dislikes", "hates", "likes"}
        and words[cue.end - 1] in listed("grammar", "towards")
        and cue.end in clause.names
    )


def turns(clause: Clause, cue: Cue) -> bool:
    """Whether a clause goes on about the film, the other way: `slow, but the end is incredible`."""
    return clause.is_turn and may_end(clause.words, cue)


def is_of_else(words: list[str], cue: Cue) -> bool:
    """Whether a verb has an object, which is what comes next may be about: `saw a play`."""
    following = words[cue.end : cue.end + 1]
    if cue.kind == "seen" and not listed("grammar", "not_nouns").isdisjoint(following):
        # "Watched with the family, so good".
        return False
    if " ".join(words[cue.end - 2 : cue.end]) in phrase_list("grammar", "baffled"):
        # "I don't understand why everybody loves it".
        return False
    return cue.kind in VERBS and not _is_complete(words, cue)


def does_else(words: list[str], cue: Cue) -> bool:
    """`Can't beat sitting at home`: something that is done is judged."""
    following = words[cue.end] if cue.kind in VERBS and cue.end < len(words) else ""
    watching = listed("film", "watching") | listed("grammar", "any_things")
    return following.endswith("ing") and following not in watching


def goes_on(words: list[str], cue: Cue) -> bool:
    """Whether a short clause of the same message is about its film: `what a load of rubbish`."""
    is_whole = cue.kind not in VERBS or _is_complete(words, cue)
    is_whole = is_whole or (cue.kind == "wants" and cue.end == len(words))
    return is_whole and len(words) <= SHORT and not speaks_of_else(words, cue)


def may_end(words: list[str], cue: Cue) -> bool:
    """Whether nothing is named that the cue may be about instead: `hated the popcorn`."""
    if cue.kind not in VERBS or cue.end >= len(words) or _is_complete(words, cue):
        return True
    return cue.end == len(words) - 1 and words[-1] in _may_follow()


def _is_complete(words: list[str], cue: Cue) -> bool:
    """Whether a verdict needs no film after it: `put me to sleep`, not `raves about`."""
    inside = words[cue.start : cue.end]
    return (
        cue.kind in {"loves", "likes", "hates", "dislikes"}
        and (len(inside) > 1 or inside[0] in listed("grammar", "complete"))
        and inside[-1] not in listed("grammar", "incomplete")
    )


def begins(words: list[str], cue: Cue) -> bool:
    """Whether nothing but fillers stands before: `so boring`, `really loved`."""
    leading = words[: cue.start]
    fillers = (
        listed("grammar", "very")
        | listed("grammar", "but")
        | listed("grammar", "now")
        | listed("grammar", "interjections")
    )
    if cue.kind == "wants":
        fillers |= listed("grammar", "future")
    if cue.kind not in VERBS or cue.kind == "wants":
        # "No I haven't, sounds great".
        fillers |= listed("grammar", "unseen_words")
    if len(leading) > _FILLERS or not all(word in fillers for word in leading):
        return False
    # "Hated the food": what comes after a verb is what it is about.
    following = words[cue.end :]
    if cue.kind in {"loves", "likes", "hates", "dislikes"} and len(following) == 1:
        # "I hate mondays".
        return following[0] in fillers | _may_follow()
    if _is_complete(words, cue):
        return True
    known = fillers | _may_follow()
    return cue.kind not in VERBS or (
        len(following) <= 1
        or (
            following[0] in fillers
            and (cue.kind == "wants" or following[1] in known or _is_cue(following[1]))
        )
    )


def _is_cue(word: str) -> bool:
    return bool(section("opinion").find([word]))


def _may_follow() -> frozenset[str]:
    """The words after a verb that are nothing which may be loved instead."""
    names = ("very", "interjections", "again", "film_words", "future", "pronouns", "plural")
    return frozenset().union(*(listed("grammar", name) for name in names))


def speaks_of_else(words: list[str], cue: Cue) -> bool:
    """Whether something is named that is no part of a film: `the meeting was a mess`."""
    determiners, copulas = listed("grammar", "determiners"), listed("grammar", "copulas")
    parts = listed("grammar", "aspects") | listed("grammar", "film_words")
    parts |= listed("grammar", "previews")
    leading = words[: cue.start]
    after = words[cue.end : cue.end + 3] if cue.kind in VERBS else []
    for part in (leading, after):
        for at, word in enumerate(part[:-1]):
            if word in determiners and parts.isdisjoint(part[at + 1 : at + 4]):
                return True
    spoken_of = parts | listed("grammar", "pronouns") | listed("grammar", "very") | {FILM}
    return any(
        word in copulas and leading[at - 1] not in spoken_of
        for at, word in enumerate(leading)
        if at
    )
