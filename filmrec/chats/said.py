"""What is said of films: the words that say it, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

# How much a word says of a film, and how much it does where it is negated.
_PRAISE = {
    "loves": 1.0, "great": 0.9, "likes": 0.75, "good": 0.6, "laughs": 0.6, "rewatches": 0.45,
}  # fmt: skip
_BLAME = {"hates": -1.0, "awful": -0.95, "dislikes": -0.8, "poor": -0.6}
NEGATED = {
    "loves": -0.6, "great": -0.65, "likes": -0.8, "good": -0.65, "laughs": -0.65, "rewatches": -0.3,
    "hates": 0.35, "awful": 0.5, "dislikes": 0.4, "poor": 0.45,
}  # fmt: skip
WEIGHTS = _PRAISE | _BLAME
# To watch something again says that it was liked, a little.
AGAIN = 0.45
# What is said last turns what was said before from this on.
_TURNS = 0.4
# What is left of what was said where it is half taken back.
_HALF_MEANT = 0.49


class Cue(NamedTuple):
    """Words that say something of a film; `weight` is from -1 to 1, `kind` the list's name."""

    start: int
    end: int
    kind: str
    weight: float


@dataclass(slots=True)
class Stance:
    """What was said of one film so far."""

    score: float = 0.0
    # Said by a verb of the person's own: "I loved".
    is_felt: bool = False
    wants: float = 0.0
    is_seen: bool = False
    is_unseen: bool = False

    def add(self, cue: Cue, weight: float) -> None:
        if cue.kind == "wants":
            self.wants = max(self.wants, abs(weight))
        elif cue.kind == "seen":
            self.is_seen = True
        elif cue.kind == "unseen":
            self.is_unseen = True
        elif cue.kind == "mixed":
            self.score *= _HALF_MEANT
        elif cue.kind == "laughs" and self.score < 0:
            # "Worst film ever 😂": blame is laughed at.
            return
        else:
            # The last word counts for more.
            turns = self.score * weight < 0 and abs(weight) >= _TURNS
            # A fault or two does not undo all praise.
            kept = 0.6 if cue.kind == "poor" and self.score > 0.5 else 0.35
            self.score = self.score * (kept if turns else 0.9) + weight
            self.is_felt |= cue.kind in {"loves", "hates", "likes"}


class Said(NamedTuple):
    """Something said by a cue of films, or of what was talked about before (no films)."""

    cue: Cue
    weight: float
    # Places of films in the clause, or none where it refers to what was said before.
    films: tuple[int, ...]
