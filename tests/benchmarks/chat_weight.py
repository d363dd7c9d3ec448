"""How much an opinion read out of a chat should count beside one given in stars, as a table.

    python -m tests.benchmarks.chat_weight [--share X] [--splits N] [--seed N]

The people and what they hide are those of the accuracy benchmark. Of what they give, a share is
told in a chat instead of in stars: 4 stars where the chat is read as liked, 2 where as disliked,
nothing where as neither, and read wrongly as often as the benchmark of real conversations measured,
which also takes some films for others. README.md has the rest.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from filmrec.actions.import_chat import DISLIKED_HALF_STARS, LIKED_HALF_STARS
from filmrec.model.fold_in import fold_in
from filmrec.model.hyperparameters import Hyperparameters
from filmrec.model.rank import score_items
from filmrec.model.train import train
from tests.benchmarks.datasets import read_starter
from tests.benchmarks.ours import as_interactions
from tests.benchmarks.protocol import SETTINGS, Holdout, evaluate, join
from tests.benchmarks.runs import MAX_SPLITS, Plan, make_splits, mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.model.artifact import Model
    from tests.benchmarks.protocol import Outcome, Scorer

WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
# How often what somebody thinks is read as liked and as disliked; the rest is no opinion.
READ_LIKED, READ_DISLIKED = (0.66, 0.03), (0.09, 0.29)
# Of three stars, or half a star more, people say one thing or the other, or neither.
READ_MIDDLING = (0.30, 0.20)
# To each film that is spoken of, so many that are not: liked, disliked, and as often as they are
# known.
READ_FOR_ANOTHER = (0.13, 0.04)
LIKED, MIDDLING = 4.0, 3.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=0.5, help="of what is given (0.5)")
    parser.add_argument("--splits", type=int, choices=range(1, MAX_SPLITS + 1), default=3)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    tests, _ = make_splits(read_starter(), Plan(options.splits, options.seed, quick=False))
    outcomes: dict[tuple[str, str], list[Outcome]] = {}
    for number, split in enumerate(tests):
        model = train(as_interactions(split.training), Hyperparameters())
        for name, holdout in split.holdouts.items():
            told = _told(holdout, options.share, options.seed, split.training)
            rows = {"all in stars": evaluate(_scorer(model, 1.0), holdout, number)}
            for weight in WEIGHTS:
                rows[f"weight {weight:g}"] = evaluate(_scorer(model, weight), told, number)
            for row, outcome in rows.items():
                outcomes.setdefault((row, name), []).append(outcome)
    names = [setting.name for setting in SETTINGS]
    print(f"{options.share:.0%} of what is given is told in a chat: NDCG@10, recall@20, AUC")
    print(f"{'':<14}" + "".join(f"{name:>24}" for name in names))
    for row in dict.fromkeys(row for row, _ in outcomes):
        print(f"{row:<14}" + "".join(f"{_shown(outcomes[row, name]):>24}" for name in names))


def _shown(several: list[Outcome]) -> str:
    one = join(several)
    return f"{mean(one.ndcg):.4f} {mean(one.recall):.4f} {mean(one.auc):.4f}"


def _told(holdout: Holdout, share: float, seed: int, training: csr_matrix) -> Holdout:
    """The holdout with a share of what is given told in a chat: there the stars are negative."""
    given = holdout.given.tolil()
    known = np.bincount(training.indices, minlength=training.shape[1]).astype(np.float64)
    for row, person in enumerate(holdout.people.tolist()):
        rng = np.random.default_rng([seed, person, 1])
        films, stars = holdout.given[row].indices, holdout.given[row].data
        for place in rng.permutation(len(films))[: round(share * len(films))]:
            given[row, films[place]] = _read_as(float(stars[place]), rng)
            drawn = rng.random()
            if drawn < sum(READ_FOR_ANOTHER):
                # What is hidden is left alone: it would be no candidate any more.
                chances = known.copy()
                chances[[*films, *holdout.hidden[row].indices]] = 0.0
                other = rng.choice(len(chances), p=chances / chances.sum())
                half_stars = (
                    LIKED_HALF_STARS if drawn < READ_FOR_ANOTHER[0] else DISLIKED_HALF_STARS
                )
                given[row, other] = -half_stars / 2
    return Holdout(holdout.people, csr_matrix(given), holdout.hidden)


def _read_as(stars: float, rng: np.random.Generator) -> float:
    liked, disliked = READ_LIKED if stars >= LIKED else READ_DISLIKED
    if MIDDLING <= stars < LIKED:
        liked, disliked = READ_MIDDLING
    drawn = rng.random()
    if drawn < liked:
        return -LIKED_HALF_STARS / 2
    # What is seen without an opinion stays in the row, so that it is no candidate.
    return -DISLIKED_HALF_STARS / 2 if drawn < liked + disliked else -_NO_OPINION


_NO_OPINION = 9.0


def _scorer(model: Model, weight: float) -> Scorer:
    def score(given: csr_matrix) -> NDArray[np.float32]:
        scores = np.empty(given.shape, dtype=np.float32)
        for person in range(given.shape[0]):
            row = given[person]
            has_opinion = row.data != -_NO_OPINION
            items, stars = row.indices[has_opinion], row.data[has_opinion]
            weights = np.where(stars < 0, weight, 1.0)
            user = fold_in(model, items, np.abs(stars), weights=weights)
            scores[person] = score_items(model, user)
        return scores

    return score


if __name__ == "__main__":
    main()
