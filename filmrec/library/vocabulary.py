"""The words of all titles, and which of them a misspelt word may be.

A word leaves *traces*: what is left of it with one letter missing, and its runs of three letters.
Words that differ by one or two slips of the finger share some, so a search by traces finds the
few words worth comparing letter by letter. The missing-letter idea is that of SymSpell (Garbe
2012), the runs of three are ordinary trigrams; the first serves short words, the second long ones.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

# Up to the one length, and from the other on, words are known by that kind of trace.
_LONGEST_BY_MISSING_LETTER = 7
_SHORTEST_BY_TRIGRAM = 6
# Words longer than this are not looked for among the misspelt.
_LONGEST_WORD = 40
_CANDIDATES = 80


class Near(NamedTuple):
    """A word of some title that is `distance` slips away from the word asked for."""

    distance: int
    word: str


def learn(db: sqlite3.Connection, words: Iterable[str]) -> None:
    """Add words to the vocabulary; known ones stay as they are."""
    wanted = set(words)
    known = db.execute(
        "SELECT word FROM words WHERE word IN (SELECT value FROM json_each(?))",
        (json.dumps(list(wanted), ensure_ascii=False),),
    )
    wanted.difference_update(word for (word,) in known)
    (last,) = db.execute("SELECT coalesce(max(word_id), 0) FROM words").fetchone()
    new = list(enumerate(sorted(wanted), start=last + 1))
    db.executemany("INSERT INTO words (word_id, word) VALUES (?, ?)", new)
    db.executemany(
        "INSERT INTO word_traces (trace, word_id) VALUES (?, ?)",
        sorted((trace, word_id) for word_id, word in new for trace in traces(word)),
    )


def traces(word: str, slack: int = 0) -> set[str]:
    """What a word is found by: `-` before a word with a letter missing, `^` at a word's ends.

    A word asked for has `slack` letters more or fewer than the one that is meant.
    """
    found: set[str] = set()
    if len(word) > _LONGEST_WORD:
        return found
    if len(word) <= _LONGEST_BY_MISSING_LETTER + slack:
        found.add(f"-{word}")
        found.update(f"-{word[:i]}{word[i + 1 :]}" for i in range(len(word)))
    if len(word) >= _SHORTEST_BY_TRIGRAM - slack:
        ended = f"^{word}^"
        found.update(ended[i : i + 3] for i in range(len(ended) - 2))
    return found


def slips_allowed(word: str) -> int:
    """How many slips a word of this length may hold and still be recognised."""
    if len(word) <= 2 or word.isdigit():
        return 0
    if len(word) <= 5:
        return 1
    return 2 if len(word) <= 9 else 3


def near(db: sqlite3.Connection, word: str) -> list[Near]:
    """Words of titles that `word` may be a misspelling of, nearest first, itself included."""
    allowed = slips_allowed(word)
    if not allowed:
        return [Near(0, word)]
    candidates = db.execute(
        "SELECT word FROM words WHERE word_id IN ("
        "SELECT word_id FROM word_traces WHERE trace IN (SELECT value FROM json_each(?)) "
        "GROUP BY word_id ORDER BY count(*) DESC, word_id LIMIT ?)",
        (json.dumps(sorted(traces(word, slack=1))), _CANDIDATES),
    )
    found = [
        Near(distance, candidate)
        for (candidate,) in candidates
        if (distance := slips(word, candidate, allowed)) <= allowed
    ]
    return sorted(found)


def slips(one: str, other: str, most: int) -> int:
    """Letters missing, added, exchanged or swapped with a neighbour between two words.

    Counted up to `most`, beyond which the answer is `most + 1` (optimal string alignment
    distance, the restricted one of Damerau and Levenshtein).
    """
    far = most + 1
    if abs(len(one) - len(other)) > most:
        return far
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        row = [far] * (len(other) + 1)
        row[0] = i + 1
        # Further from the diagonal than `most`, there are more slips than that.
        for j in range(max(0, i - most), min(len(other), i + most + 1)):
            against = other[j]
            cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (letter != against))
            if i and j and letter == other[j - 1] and one[i - 1] == against:
                cost = min(cost, before[j - 1] + 1)
            row[j + 1] = cost
        if min(row) > most:
            return far
        before, last = last, row
    return min(last[-1], far)
