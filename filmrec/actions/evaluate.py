"""How well the model guesses this person, told from their own newest ratings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.actions.items import films_of, ratings_as_arrays
from filmrec.errors import NotReadyError
from filmrec.model.evaluate import PersonEvaluation, evaluate_person

if TYPE_CHECKING:
    from filmrec.films import Film
    from filmrec.library import Library
    from filmrec.model.artifact import Model

# Fewer leave one or two films hidden, from which nothing can be told.
FEWEST_RATINGS = 10


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured, and the films it was measured by.

    `favourites` are the hidden films rated 4 or more, the best ranked first, each with the share
    of films (in per cent) that the model ranked below it.
    """

    result: PersonEvaluation
    favourites: tuple[tuple[Film, float], ...]


def evaluate(library: Library, model: Model, *, holdout: float, seed: int) -> Evaluation:
    """Hide the newest `holdout` of the person's ratings, fold in the rest, rank the hidden ones.

    Raises
    ------
    NotReadyError
        When too little is rated to tell anything.
    """
    rated = sorted(library.rated_items(), key=lambda row: row[2] or "")
    items, stars = ratings_as_arrays(model, {row[0]: row[1] for row in rated})
    if len(items) < FEWEST_RATINGS:
        raise NotReadyError(
            f"an evaluation takes at least {FEWEST_RATINGS} ratings, you have {len(items)}",
            hint="run `filmrec rate`",
        )
    result = evaluate_person(model, items, stars, holdout=holdout, seed=seed)
    films = films_of(library, model.item_ids, result.items[result.favourites])
    placed = zip(films, result.model.percentiles.tolist(), strict=True)
    return Evaluation(result, tuple(sorted(placed, key=lambda pair: -pair[1])))
