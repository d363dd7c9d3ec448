"""Everybody's scale of rating, turned into half stars from 1 to 10."""

from __future__ import annotations

import math
from dataclasses import dataclass

from filmrec.imports.text import harmless


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale from `lowest` to `highest`; `step` None takes any number between."""

    owner: str
    lowest: float
    highest: float
    step: float | None

    def half_stars(self, score: object) -> int | None:
        """A score as half stars, rounded half up, at least 1; None when it is not on the scale."""
        value = number(score)
        if value is None or not self.lowest <= value <= self.highest:
            return None
        if self.step is not None and (value / self.step) % 1:
            return None
        return max(math.floor(value / self.highest * 10 + 0.5), 1)

    def refusal(self, score: object) -> str:
        """Why a score is no rating: `rating 11 is not on IMDb's scale of 1 to 10`."""
        return (
            f"rating {harmless(str(score), 20)} is not on {self.owner}'s scale"
            f" of {self.lowest:g} to {self.highest:g}"
        )


LETTERBOXD = Scale("Letterboxd", 0.5, 5, 0.5)
LETTERBOXD_10 = Scale("Letterboxd", 1, 10, 1)
MOVIELENS = Scale("MovieLens", 0.5, 5, 0.5)
IMDB = Scale("IMDb", 1, 10, 1)
TRAKT = Scale("Trakt", 1, 10, 1)
SIMKL = Scale("Simkl", 1, 10, 1)
TMDB = Scale("TMDb", 0.5, 10, 0.5)


def number(value: object) -> float | None:
    """A number or its text, with a point or a comma before its decimals; None for anything else."""
    if isinstance(value, bool):
        return None
    try:
        if isinstance(value, str):
            result = float(value.replace(",", ".")) if len(value) <= 32 else math.nan
        elif isinstance(value, int | float):
            result = float(value)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return result if math.isfinite(result) else None
