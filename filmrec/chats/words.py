"""The words of titles and of messages, written in the one way in which they are compared."""

from __future__ import annotations

import functools
import re
import unicodedata

# `E.T.` is one word, and so is `Schindler's`. The Ukrainian apostrophe is a letter to `re`.
WORD = re.compile(
    r"(?:[^\W\d_\u02bc]\.){2,}[^\W\d_\u02bc]?(?![^\W_])"
    r"|[^\W_\u02bc]+(?:['\u2019\u02bc`][^\W_\u02bc]+)*"
)
_INSIDE = re.compile("['\u2019\u02bc`.\u0301]")
_DOTTED = re.compile(r"[^\W\d_]\.[^\W\d_]\.")
# What has no letters but these is split far sooner as bytes.
_APART = bytes(
    ord("'") if chr(code) in "'`" else code if chr(code).isalnum() else ord(" ")
    for code in range(128)
) + bytes(128)

# The Latin letters with marks, without them; й and ї are letters of their own.
_PLAIN = {
    code: unicodedata.normalize("NFKD", chr(code)).casefold()[0]
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if unicodedata.decomposition(chr(code))
} | {
    ord(letter): plain
    for letter, plain in zip(
        "\u00f8\u00e6\u0153\u0111\u00f0\u00fe\u0142\u00df\u0131\u0491\u0451",
        ("o", "ae", "oe", "d", "d", "th", "l", "ss", "i", "\u0433", "\u0435"),
        strict=True,
    )
}
# Left out wherever they stand: people do as they like with these.
LEFT_OUT = frozenset(("the", "a", "an", "and"))
PARTS = frozenset(("part", "pt", "vol", "volume", "chapter", "episode", "ep", "no", "number"))
_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen",
)  # fmt: skip
_ONE_SPELLING = {
    word: str(number)
    for number, word in enumerate(_NUMBERS)
} | {
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
    "eighty": "80", "ninety": "90", "hundred": "100",
    "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
    "x": "10", "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15",
    "\u0445": "10", "\u0456\u0456": "2", "\u0456\u0456\u0456": "3",
    # What cannot be told from a numeral is written like one.
    "vs": "5", "versus": "5",
    "doctor": "dr", "mister": "mr", "missus": "mrs", "saint": "st", "pt": "part", "volume": "vol",
    "у": "в", "й": "і", "із": "з", "зі": "з", "удома": "вдома", "усе": "все", "усі": "всі",
    "colour": "color", "grey": "gray", "theatre": "theater", "neighbour": "neighbor",
}  # fmt: skip
# What nouns and adjectives in Ukrainian end in; what is left is the same in (nearly) every case.
_ENDING = re.compile(
    "(?:ями|ами|ові|еві|ого|ому|ими|іми|ої|ою|ею|єю|ом|ем|єм|ів|ах|ях|ам|ям|ий|ій|их|им"
    "|[аяуюиіоеїєйь])$"
)
_DOUBLED = re.compile(r"([бвгджзклмнпрстфхцчш])\1")
_SHORTEST_STEM = 3
_CYRILLIC = ("\u0400", "\u0530")


def folded(text: str) -> str:
    """Small letters without marks; its words are still apart."""
    small = text.lower()
    return small if small.isascii() else unicodedata.normalize("NFC", small).translate(_PLAIN)


def words_of(text: str) -> list[str]:
    """The words of a text, folded; punctuation inside of them is dropped."""
    small = folded(text)
    if not small.isascii() or (small.count(".") > 1 and _DOTTED.search(small) is not None):
        return _words_of_any(small)
    apart = small.encode("ascii").translate(_APART).decode("ascii")
    if "'" not in apart:
        return apart.split()
    if "''" in apart:
        return _words_of_any(small)
    return [found for one in apart.split() if (found := one.replace("'", ""))]


def written_words(text: str, n_words: int) -> list[str]:
    """The words of a text that has so many, as they are written."""
    if text.isascii():
        apart = text.encode("ascii").translate(_APART).decode("ascii")
        raws = apart.split()
        if "'" in apart:
            raws = [raw.strip("'") for raw in raws]
        # Words with dots or two apostrophes inside are told apart otherwise.
        if len(raws) == n_words and "''" not in apart:
            return raws
    return WORD.findall(text)


def _words_of_any(small: str) -> list[str]:
    found: list[str] = WORD.findall(small)
    return [_INSIDE.sub("", word) if _is_marked(word) else word for word in found]


def word(raw: str) -> str:
    """One word as `words_of` has it."""
    small = folded(raw)
    return _INSIDE.sub("", small) if _is_marked(small) else small


def _is_marked(found: str) -> bool:
    # Most words have nothing inside, and most of the others are no letters and digits alone.
    # The Ukrainian apostrophe counts as a letter.
    return not found.isalnum() or "\u02bc" in found


def compared(found: str) -> str:
    """The form in which a folded word is compared with those of titles: numbers in digits."""
    if found in _ONE_SPELLING:
        return _ONE_SPELLING[found]
    return stem(found) if _CYRILLIC[0] <= found[0] < _CYRILLIC[1] else found


@functools.lru_cache(maxsize=20_000)
def stem(found: str) -> str:
    """A Ukrainian word without its ending; of a short word, itself."""
    match = _ENDING.search(found)
    if match is not None and match.start() >= _SHORTEST_STEM:
        found = found[: match.start()]
    # "Оппенгеймер" or "Опенгеймер": hardly anybody knows where a letter is doubled.
    return _DOUBLED.sub(r"\1", found)


def title_words(title: str) -> list[str]:
    """What a title is compared by: its words but for articles, perhaps none."""
    return [compared(found) for found in words_of(title) if found not in LEFT_OUT]
