"""A message as clauses, each a row of words, films and marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from filmrec.chats.phrases import FILM, Remembered, listed, phrase_list, phrases_in_order, section
from filmrec.chats.words import WORD, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filmrec.chats.evidence import Weighed
    from filmrec.chats.sightings import Sighted

_MARK = "\x01"
_RATING = r"(?P<given>\d{1,3}(?:[.,]\d)?)\s?/\s?(?P<most>10|5|100)(?![\d/])"
_STARS = r"(?P<stars>[★⭐]+)[☆]*|(?P<count>[0-5](?:[.,]5)?)\s(?:stars?|зіро?к\w*)\b"
_ITEM = re.compile(
    rf"{_RATING}|{_STARS}|(?P<word>{WORD.pattern})|(?P<sign><3|>+|[\u2600-\u27bf\U0001f300-\U0001faff])"
)
# "Alien: 9", "Troy - 4".
_AFTER_FILM = re.compile(r"\s*[:=\-\u2013\u2014]\s*")
_BARE_MARK = re.compile(r"(?:10|\d)(?=\s*(?:[,;!)\n]|\.(?!\d)|$))")
_SEEN = 5
_NUMBERED = re.compile(r"\d\d?[.)] ?$")
# "Why Him? (2016)": the year belongs to the name, and nothing is asked.
_YEAR = re.compile(r"[?!]?\s*\((?:18|19|20)\d\d\)")
_CLOSING = ')]"\u00bb\u201d'
_ENDS = re.compile(r"[.!?\u2026;\n]|\s[-\u2013\u2014]+\s|\)\s|\s\(")


class Item(NamedTuple):
    """One word as it is compared, or a film; `gap` is what stands before it."""

    word: str
    gap: str
    film: Weighed | None = None


class Clause(NamedTuple):
    items: list[Item]
    is_question: bool
    # It contradicts what stands before it.
    is_turn: bool
    start: int
    end: int
    # The words after the first that are written with a capital, and are no film that was found.
    names: frozenset[int]
    words: list[str]
    has_films: bool


class _Placed(NamedTuple):
    item: Item
    start: int
    end: int


def clauses_of(sighted: Sighted) -> list[Clause]:
    """The clauses of a message in their order."""
    text = sighted.scan.text
    placed = list(_placed(sighted))
    found = []
    held: list[_Placed] = []
    is_turn = False
    for number, one in enumerate(placed):
        turns = one.item.film is None and one.item.word in listed("grammar", "but")
        turns |= _is_other(one.item, held)
        if turns and (number + 1 == len(placed) or _ENDS.search(placed[number + 1].item.gap)):
            # "Seen it yet?", "great though."
            turns = False
        if turns and held and held[-1].item.word in listed("grammar", "before_while"):
            # "A while back".
            turns = False
        if turns and _is_but_not(placed[number + 1 : number + 3]):
            turns = False
        if held and (
            turns
            or _ends(one.item, held)
            or _asks_anew(placed, number)
            or _speaks_anew(held, one.item)
            or ("," in one.item.gap and _is_seen(held))
        ):
            found.append(_clause(held, one.item.gap, text, is_turn=is_turn))
            held, is_turn = [], turns
        elif not held and turns:
            is_turn = True
        held.append(one)
        if number == len(placed) - 1:
            found.append(_clause(held, text[one.end :], text, is_turn=is_turn))
    return found


def _is_other(item: Item, held: Sequence[_Placed]) -> bool:
    """`X was better, here it is too long`."""
    return (
        "," in item.gap
        and item.word in listed("grammar", "here")
        and any(one.item.film is not None for one in held)
    )


def _is_but_not(following: Sequence[_Placed]) -> bool:
    """`I liked X but not Y`."""
    words = [one.item.word for one in following]
    return words[:1] == ["not"] and words[1:] == [FILM]


def _speaks_anew(held: Sequence[_Placed], item: Item) -> bool:
    """`How about X I liked that one a lot`: after what was asked, something is told."""
    return (
        item.word in listed("grammar", "own")
        and len(held) > 2
        and held[-1].item.film is not None
        and _asks([one.item for one in held])
    )


def _is_seen(held: Sequence[_Placed]) -> bool:
    """`Seen it, so boring`: that it was seen is all that stands before the comma."""
    words = [one.item.word for one in held]
    if not 0 < len(words) <= _SEEN or any(one.item.film is not None for one in held):
        return False
    found = section("opinion").find(words)
    kinds = {name for phrase in found for name in phrase.lists}
    ends = max((phrase.end for phrase in found), default=0)
    return bool(kinds) and kinds <= {"seen", "unseen"} and len(words) - ends <= 1


def _asks_anew(placed: Sequence[_Placed], number: int) -> bool:
    """`I like this movie, what did you see?`: a question begins after a comma."""
    if "," not in placed[number].item.gap or number + 2 >= len(placed):
        return False
    words = [one.item.word for one in placed[number : number + 2]]
    if words[1] in {"a", "an"}:
        # "What a film".
        return False
    return words[0] in listed("grammar", "asks_anew") or " ".join(words) in phrase_list(
        "grammar", "asks_anew"
    )


def _ends(item: Item, held: Sequence[_Placed]) -> bool:
    """Whether a clause ends before a word; after a film alone, a dash stands for `is`."""
    end = _ENDS.search(item.gap)
    if end is None or (
        _is_trailing(item.gap) and held[-1].item.word in listed("grammar", "hanging")
    ):
        return False
    if item.film is not None and len(held) > 1 and _NUMBERED.match(held[-1].item.word + item.gap):
        # "My top three: 1. Alien 2. Jaws".
        return False
    is_dash = end[0].strip() in {"-", "\u2013", "\u2014"}
    return not (is_dash and len(held) <= 2 and any(one.item.film is not None for one in held))


def _is_trailing(gap: str) -> bool:
    """`It's... fantastic`."""
    return gap.strip() in {"..", "...", "....", "\u2026"}


def _clause(held: Sequence[_Placed], following: str, text: str, *, is_turn: bool) -> Clause:
    items = [one.item for one in held]
    is_question = "?" in following[:4] and not _is_tagged(items)
    is_question = is_question or (_asks(items) and "!" not in following[:2])
    is_question = is_question and not _only_seems_to_ask(items)
    own = listed("grammar", "own")
    names = frozenset(
        at
        for at, (item, start, end) in enumerate(held)
        if at and item.film is None and text[start:end].istitle() and item.word not in own
    )
    words = [item.word for item in items]
    has_films = any(item.film is not None for item in items)
    place = held[0].start, held[-1].end
    return Clause(items, is_question, is_turn, *place, names, words, has_films)


def _is_tagged(items: Sequence[Item]) -> bool:
    """`X was great, right?` says more than it asks."""
    tags = phrase_list("grammar", "tags")
    for length in (1, 2, 3):
        tail = items[-length:]
        if len(items) > length + 1 and "," in tail[0].gap:
            return " ".join(item.word for item in tail) in tags
    return False


def _only_seems_to_ask(items: Sequence[Item]) -> bool:
    """`Anyone else think X was boring?` tells what the person thinks."""
    words = " ".join(item.word for item in items[:8])
    return words.startswith(phrases_in_order("grammar", "asks_to_tell"))


def _asks(items: Sequence[Item]) -> bool:
    """`have you seen X`, without a question mark."""
    words = [item.word for item in items[:5]]
    phrases = phrase_list("grammar", "questions")
    # "Never heard of it" asks nothing.
    if words[:1] and words[0] in phrase_list("grammar", "conditions"):
        # "If you like old ones".
        return False
    if (
        len(words) > 2
        and words[0] in listed("grammar", "inverted")
        and words[1] in listed("grammar", "it")
    ):
        # "Is it good".
        return True
    denies = words[:1] and (
        words[0] in phrase_list("grammar", "negations") or words[0] in listed("grammar", "own")
    )
    for at in range(1 if denies else min(2, len(words))):
        for length in (3, 2):
            phrase = " ".join(words[at : at + length])
            if " " in phrase and phrase in phrases:
                return phrase.split()[-1] not in {"it", "that", "is"}
    return bool(words) and words[0] in {"anyone", "anybody", "чи"}


def _placed(sighted: Sighted) -> Iterator[_Placed]:
    text = sighted.scan.text
    films = _film_spans(sighted)
    at = 0
    number = 0
    is_film = False
    for match in _ITEM.finditer(text):
        while number < len(films) and films[number][0] <= match.start():
            start, end, film = films[number]
            yield _Placed(Item(FILM, text[at:start], film), start, end)
            at = max(at, end)
            number += 1
            is_film = True
        if match.start() < at:
            continue
        gap = text[at : match.start()]
        word = _word(match)
        if is_film and _AFTER_FILM.fullmatch(gap) and _BARE_MARK.match(text, match.start()):
            word = _mark(float(match[0]) / 10)
        is_film = False
        yield _Placed(Item(word, gap), match.start(), match.end())
        at = match.end()
    for start, end, film in films[number:]:
        yield _Placed(Item(FILM, text[at:start], film), start, end)
        at = max(at, end)


def _film_spans(sighted: Sighted) -> list[tuple[int, int, Weighed]]:
    if sighted.read is None:
        return []
    tokens, text = sighted.read.tokens, sighted.scan.text
    spans = []
    for film in sighted.films:
        start = tokens[film.start].start if film.start < len(tokens) else len(text)
        end = tokens[film.end - 1].end if film.end > film.start else start
        # What closes after a year or a quoted title belongs to it.
        end += len(text[end : end + 2]) - len(text[end : end + 2].lstrip(_CLOSING))
        year = _YEAR.match(text, end)
        end = year.end() if year is not None else end
        spans.append((start, end, film))
    return spans


def _word(match: re.Match[str]) -> str:
    if match.lastgroup == "word":
        return _words[match[0]]
    if match["given"]:
        return _mark(float(match["given"].replace(",", ".")) / int(match["most"]))
    if match["stars"]:
        return _mark(len(match["stars"]) / 5)
    if match["count"]:
        return _mark(float(match["count"].replace(",", ".")) / 5)
    return match["sign"]


_words = Remembered(word)


def _mark(share: float) -> str:
    return _MARK + mark_of(share)


def mark_of(share: float) -> str:
    """The list of words that a mark is worth which is so great a share of the best."""
    for least, name in ((0.75, "great"), (0.65, "good"), (0.55, "neutral"), (0.45, "poor")):
        if share >= least:
            return name
    return "awful"


def mark_list(word: str) -> str | None:
    return word[1:] if word.startswith(_MARK) else None
