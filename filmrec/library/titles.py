"""When two titles are the same title: case, accents, articles, punctuation and `&` aside."""

from __future__ import annotations

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
    match = _MOVED_ARTICLE.match(title.strip())
    if match is None:
        return title
    separator = "" if match["article"].endswith("'") else " "
    return match["article"] + separator + match["rest"] + (match["after"] or "")


def normalise(title: str) -> str:
    """The form in which two spellings of one title are equal.

    The title folded, in natural order, without `the` wherever it stands and without a leading
    article of another kind. A title that is all article or all punctuation keeps what it has:
    no two different ones are equal.
    """
    words = fold(_ELIDED_ARTICLE.sub("", natural(title))).split()
    kept = [word for word in words if word != "the"]
    if len(kept) > 1 and kept[0] in LEADING_ARTICLES:
        kept = kept[1:]
    if kept:
        return " ".join(kept)
    if words:
        return " ".join(words)
    return "".join(c for c in title.lower() if c.isprintable() and not c.isspace())


def key(title: str) -> str:
    """`normalise` without spaces, by which titles are looked up: `spiderman` is `Spider-Man`."""
    return normalise(title).replace(" ", "")
