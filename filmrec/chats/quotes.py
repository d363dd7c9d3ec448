"""The line of a message that says something, fit to be shown."""

from __future__ import annotations

import unicodedata

LONGEST = 120
_BEFORE = 40


def quote_of(text: str, at: int) -> str:
    """The text around a place on one line, cut to LONGEST letters, without control characters."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : len(text) if end < 0 else end]
    at -= start
    if len(line) > LONGEST and at > LONGEST - _BEFORE:
        first = max(0, line.rfind(" ", 0, at - _BEFORE) + 1)
        line = f"...{line[first : first + 4 * LONGEST]}"
    cleaned = " ".join("".join(map(_harmless, line[: 8 * LONGEST])).split())
    if len(cleaned) <= LONGEST:
        return cleaned
    return cleaned[: LONGEST - 3].rsplit(" ", 1)[0][: LONGEST - 3] + "..."


def _harmless(letter: str) -> str:
    """A letter as it is; what moves the cursor or turns the direction around is left out."""
    if letter.isspace():
        return " "
    # Joiners hold emoji together.
    return (
        ""
        if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"} and letter != "\u200d"
        else letter
    )
