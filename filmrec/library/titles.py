"""When two titles are the same title: case, accents, articles, punctuation and `&` aside.

There are two degrees. `normalise` is what a title typed on a command line must equal; `key` goes
further, to how numbers, `Part` and `and` are written, and finds what may be the same title.
"""

from __future__ import annotations

import functools
import re
import unicodedata

# Dropped in front. Left out are those that are words of their own in titles of other languages
# (`Die Hard`, `I, Robot`, `As Good as It Gets`): without them one film would answer for another.
LEADING_ARTICLES = frozenset(
    (
        "the", "a", "an",
        "le", "la", "les", "l", "un", "une",
        "el", "los", "las", "il", "lo", "gli",
        "der", "das", "ein", "eine",
        "det", "het", "os", "um", "uma",
    )
)  # fmt: skip
# After a comma at the very end, or before a subtitle, these too are articles.
_MOVED_ARTICLE = re.compile(
    r"^(?P<rest>[^,:(]+(?:,[^,:(]+)*), "
    r"(?P<article>the|a|an|le|la|les|l'|un|une|el|los|las|il|lo|gli|i|der|die|das|ein|eine"
    r"|de|den|det|en|het|o|os|as|um|uma)(?P<after>\s*[:(].*)?$",
    re.IGNORECASE,
)
# Letters that have no accent to take off but that nobody types; the last one is the Turkish i.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h"}
    | {"\u0131": "i"}
)
_APOSTROPHES = re.compile("['\u2018\u2019\u2032\u02bc`\u00b4]")
_ELIDED_ARTICLE = re.compile("^l['\u2019`] *", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\W_]+")

# `S.W.A.T.`, folded; not `Part V: A New Beginning`.
_INITIALS = re.compile(r"\b(?![ivx] a\b)[^\W\d_](?: [^\W\d_]\b)+")
_UNITS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL_NUMBERS = {word: number for number, word in enumerate(_UNITS, start=1)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_ORDINALS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
    "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th",
    "eleventh": "11th", "twelfth": "12th", "thirteenth": "13th",
}  # fmt: skip
_ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
    "x": "10", "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16",
    "xvii": "17", "xviii": "18", "xix": "19", "xx": "20",
    # `Batman v Superman`: what cannot be told from a numeral is written like one.
    "vs": "5", "versus": "5",
}  # fmt: skip
_BEFORE_NUMBERS = frozenset(
    (
        "part", "parts", "pt", "vol", "volume", "chapter", "episode", "ep", "no", "nr", "number",
        "teil", "partie", "parte", "chapitre", "capitulo", "del", "deel", "tome",
    )
)  # fmt: skip
_LEFT_OUT_INSIDE = frozenset(("a", "an", "and", "et", "und", "y", "e", "og", "och"))
_ONE_SPELLING = {
    "doctor": "dr", "mister": "mr", "saint": "st",
    "colour": "color", "colours": "colors", "grey": "gray", "theatre": "theater",
    "neighbour": "neighbor", "neighbours": "neighbors", "favourite": "favorite",
}  # fmt: skip
# What can be written in several ways, or left out.
_SEVERAL_WAYS = frozenset(
    (*_SMALL_NUMBERS, *_ORDINALS, *_ROMAN, *_BEFORE_NUMBERS, *_LEFT_OUT_INSIDE, *_ONE_SPELLING)
)


# Every way to read a title folds it again.
@functools.lru_cache(maxsize=1024)
def fold(title: str) -> str:
    """The words of a title in small letters without accents, one space between them.

    Punctuation parts words, except that an apostrophe does not (`Schindler's` is `schindlers`);
    `&` is `and`. A title of nothing but punctuation has no words: the result is empty.
    """
    if title.isascii():
        letters = title.lower()
    else:
        spaced = "".join(f" {c}" if unicodedata.category(c) == "No" else c for c in title)
        # Mathematical and other fancy letters become plain ones first, and only then small ones.
        plain = unicodedata.normalize("NFKD", spaced).casefold()
        decomposed = unicodedata.normalize("NFKD", plain).translate(_LETTERS)
        letters = unicodedata.normalize(
            "NFC", "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
        )
    joined = _APOSTROPHES.sub("", letters.replace("&", " and "))
    return _BETWEEN_WORDS.sub(" ", joined).strip()


def natural(title: str) -> str:
    """`Matrix, The` as `The Matrix`; a title in natural order as it is."""
    match = _MOVED_ARTICLE.match(title.strip()) if ", " in title else None
    if match is None:
        return title
    separator = "" if match["article"].endswith("'") else " "
    return match["article"] + separator + match["rest"] + (match["after"] or "")


def normalise(title: str) -> str:
    """The form in which two spellings of one title are equal.

    The title folded, in natural order, without `the` wherever it stands and without a leading
    article of another kind. A title that is all article or all punctuation keeps what it has:
    no two different ones are equal. A letter before another (`A.I.`) is no article.
    """
    words = fold(_ELIDED_ARTICLE.sub("", natural(title))).split()
    kept = [word for word in words if word != "the"]
    if len(kept) > 1 and kept[0] in LEADING_ARTICLES and len(kept[0] + kept[1]) > 2:
        kept = kept[1:]
    if kept:
        return " ".join(kept)
    if words:
        return " ".join(words)
    return "".join(c for c in title.lower() if c.isprintable() and not c.isspace())


def key(title: str) -> str:
    """The widest form in which titles are equal, without spaces, by which they are looked up.

    `Spider-Man` is `spiderman`; `The Godfather: Part II` is `godfather2`. Titles that are equal
    by `normalise` have one key.
    """
    return "".join(key_words(title))


def key_words(title: str) -> list[str]:
    """The words that make up `key`: those of `normalise`, each in the one way to write it.

    Numbers are digits, no `part` stands before them, `and` and `a` are left out between words.
    """
    words = _joined_initials(normalise(title)).split()
    while len(words) > 1 and words[0] in LEADING_ARTICLES:
        words = words[1:]
    if _SEVERAL_WAYS.isdisjoint(words):
        return words
    kept: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        is_inside = bool(kept) and at + 1 < len(words)
        number, after = _number(words, at)
        if number:
            kept.append(number)
        elif word in _BEFORE_NUMBERS and is_inside and _is_number(words, at + 1):
            # Here alone is `I` a number: elsewhere it is the one who speaks.
            if words[at + 1] == "i":
                kept.append("1")
                after += 1
        elif not (is_inside and word in _LEFT_OUT_INSIDE):
            kept.append(_ONE_SPELLING.get(word, word))
        at = after
    return kept


def _joined_initials(words: str) -> str:
    return _INITIALS.sub(lambda match: match[0].replace(" ", ""), words)


def _is_number(words: list[str], at: int) -> bool:
    return words[at].isdigit() or words[at] == "i" or bool(_number(words, at)[0])


def _number(words: list[str], at: int) -> tuple[str, int]:
    """The number written at a place in digits, or nothing, and the place after it.

    It may be many words: `one hundred and one`, `nineteen eighty four`.
    """
    word = words[at]
    if at and word in _ROMAN:
        return _ROMAN[word], at + 1
    if word in _ORDINALS:
        return _ORDINALS[word], at + 1
    value, after = _below_hundred(words, at)
    if not value:
        return "", at + 1
    if 10 < value < 20 and (rest := _below_hundred(words, after))[0] >= 20:
        return f"{value}{rest[0]}", rest[1]
    for name, factor in (("hundred", 100), ("thousand", 1000)):
        if words[after : after + 1] == [name]:
            after += 1
            joined = after + (words[after : after + 1] == ["and"])
            rest = _below_hundred(words, joined)
            value = value * factor + rest[0]
            after = rest[1] if rest[0] else after
    return str(value), after


def _below_hundred(words: list[str], at: int) -> tuple[int, int]:
    """The number from 1 to 99 written at a place in one or two words, 0 for none, and its end."""
    value = _SMALL_NUMBERS.get(words[at], 0) if at < len(words) else 0
    if value < 20 or at + 1 == len(words):
        return value, at + bool(value)
    unit = _SMALL_NUMBERS.get(words[at + 1], 0)
    return (value + unit, at + 2) if 0 < unit < 10 else (value, at + 1)
