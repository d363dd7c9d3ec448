"""How words sound, roughly: English titles that are typed in Ukrainian letters."""

from __future__ import annotations

import re

_LATIN = (
    ("sch", "sk"), ("tion", "shn"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("wh", "v"), ("kn", "n"),
    ("qu", "kv"), ("x", "ks"), ("w", "v"), ("dge", "j"), ("ge", "je"), ("gi", "ji"), ("ce", "se"),
    ("ci", "si"), ("cy", "si"), ("ch", "q"), ("c", "k"), ("sh", "w"), ("z", "s"), ("gh", ""),
)  # fmt: skip
_CYRILLIC = (
    ("\u0434\u0436", "j"), ("\u0449", "wq"), ("\u043a\u0441", "ks"), ("\u0431", "b"),
    ("\u0432", "v"), ("\u0433", "g"), ("\u0491", "g"), ("\u0434", "d"), ("\u0436", "j"),
    ("\u0437", "s"), ("\u043a", "k"), ("\u043b", "l"), ("\u043c", "m"), ("\u043d", "n"),
    ("\u043f", "p"), ("\u0440", "r"), ("\u0441", "s"), ("\u0442", "t"), ("\u0444", "f"),
    ("\u0445", "h"), ("\u0446", "ts"), ("\u0447", "q"), ("\u0448", "w"),
)  # fmt: skip
_NO_CONSONANT = re.compile("[^bdfghjklmnpqrstvw]")
_DOUBLED = re.compile(r"(.)\1+")
# Fewer consonants are those of many words.
_FEWEST = 5


def sound_of(word: str) -> str:
    """The consonants of a folded word in Latin or Ukrainian letters; none of a short one."""
    for written, sound in _LATIN if word.isascii() else _CYRILLIC:
        word = word.replace(written, sound)
    consonants = _DOUBLED.sub(r"\1", _NO_CONSONANT.sub("", word))
    return consonants if len(consonants) >= _FEWEST else ""
