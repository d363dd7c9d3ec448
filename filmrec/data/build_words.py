"""Rebuild the lists of common words that chats are read with, from the package `wordfreq` 3.1.1.

    python -m pip install wordfreq==3.1.1
    python -m filmrec.data.build_words [FOLDER]

Not part of the program: nothing imports it. Only which words are common is taken over, in two
steps; the counts are not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import fill

CUES = Path(__file__).parent.parent / "chats" / "cues"
# From how many occurrences in a thousand million words on, as the power of ten (the Zipf scale),
# by language: what is everyday talk, and what is no surprise either.
STEPS = {"en": (4.3, 3.7), "uk": (4.5, 3.9)}
_CYRILLIC = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz'")
_N_READ = 30_000
_HEAD = """\
# How common words are, from the counts of wordfreq 3.1.1 (Robyn Speer, CC BY-SA 4.0; the same
# licence for this file): see filmrec/data/build_words.py.
"""


def build(folder: Path) -> None:
    """Write a file of words a language into `folder`, most common first."""
    import wordfreq

    for language, (usual, seldom) in STEPS.items():
        letters = _CYRILLIC if language == "uk" else _LATIN
        lists: dict[str, list[str]] = {"usual": [], "seldom": []}
        for word in wordfreq.top_n_list(language, _N_READ):
            often = wordfreq.zipf_frequency(word, language)
            if len(word) > 1 and letters.issuperset(word) and often >= seldom:
                lists["usual" if often >= usual else "seldom"].append(word.replace("'", ""))
        text = _HEAD
        for name, words in lists.items():
            text += f"\n[{name}]\n{fill(' '.join(words), 100, break_long_words=False)}\n"
        (folder / f"{language}_words.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else CUES)
