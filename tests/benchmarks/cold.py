"""How well films that nobody rated are placed by what is known of them.

    python -m tests.benchmarks.cold [--data FOLDER]... [--no-starter] [--splits N] [--tags]

A fifth of the films and a fifth of the people are held out of training. The films are described by
genres and decade, with `--tags` by the tags of a MovieLens folder as well, as item features of
every LightFM member. Of each held-out person 80 % of the ratings of the other films are given; then
the held-out films are ranked among themselves. Relevant are those that the person rated 4 or more.

Beside it the popularity of a film's genres (the mean number of ratings that their films have) and
chance. Last, what the features do to the films that have ratings: NDCG@10 of the hidden fifth of
these, with and without features.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from filmrec.model.features import encode_features
from filmrec.model.fold_in import fold_in
from filmrec.model.hyperparameters import Hyperparameters
from filmrec.model.metrics import auc, item_ranks, ndcg
from filmrec.model.rank import score_items
from filmrec.model.train import train
from tests.benchmarks import datasets
from tests.benchmarks.ours import as_interactions

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from filmrec.model.artifact import Model

HELD_OUT = 0.2
GIVEN = 0.8
LIKED = 4.0
PLACES = 10
LEAST_GIVEN = 3


@dataclass
class Scores:
    """Measures of single people, gathered."""

    auc: list[float]
    ndcg: list[float]

    def line(self, name: str) -> str:
        n_people = max(len(self.auc), 1)
        return (
            f"{name:<34}{np.mean(self.auc):>8.3f}{np.std(self.auc) / n_people**0.5:>8.3f}"
            f"{np.mean(self.ndcg):>9.3f}{np.std(self.ndcg) / n_people**0.5:>8.3f}{n_people:>8}"
        )


def described(folder: Path, *, with_tags: bool) -> dict[int, list[str]]:
    """Genres, decade and tags by MovieLens id."""
    tags: dict[int, Counter[str]] = defaultdict(Counter)
    if with_tags and (folder / "tags.csv").exists():
        with (folder / "tags.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                tags[int(row["movieId"])][row["tag"].casefold()] += 1
    found = {}
    is_starter = (folder / "films.csv").exists()
    path = folder / ("films.csv" if is_starter else "movies.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number = int(row["movielens_id" if is_starter else "movieId"])
            year = row["year"] if is_starter else row["title"].strip()[-5:-1]
            names = [f"genre:{genre}" for genre in row["genres"].split("|")]
            names += [f"decade:{int(year) // 10}"] if year.isdecimal() else []
            found[number] = [*names, *(f"tag:{tag}" for tag in tags[number])]
    return found


def item_ids(folder: Path) -> list[int]:
    if (folder / "item_ids.npy").exists():
        return [int(number) for number in np.load(folder / "item_ids.npy")]
    with (folder / "ratings.csv").open(encoding="utf-8", newline="") as file:
        return sorted({int(row["movieId"]) for row in csv.DictReader(file)})


def measure(ratings: csr_matrix, names: list[list[str]], seed: int) -> dict[str, Scores]:
    rng = np.random.default_rng(seed)
    n_people, n_films = ratings.shape
    cold = np.zeros(n_films, dtype=bool)
    cold[rng.permutation(n_films)[: int(HELD_OUT * n_films)]] = True
    people = rng.permutation(n_people)[: int(HELD_OUT * n_people)]
    training = ratings[np.setdiff1d(np.arange(n_people), people)].tolil()
    training[:, np.flatnonzero(cold)] = 0
    interactions = as_interactions(_without_zeros(training.tocsr()))
    with_features = train(interactions, Hyperparameters(), features=encode_features(names))
    without = train(interactions, Hyperparameters())
    popularity = _genre_popularity(interactions.item_counts(), names, cold)
    found = {
        name: Scores([], [])
        for name in (
            *("cold: ours", "cold: genre popularity", "cold: chance"),
            *("rated: with features", "rated: without"),
        )
    }
    for person in people:
        row = ratings[person]
        is_cold = cold[row.indices]
        warm, stars = row.indices[~is_cold], row.data[~is_cold]
        given = rng.random(len(warm)) < GIVEN
        if given.sum() < LEAST_GIVEN:
            continue
        liked = row.indices[is_cold & (row.data >= LIKED)]
        scores = _scores(with_features, warm[given], stars[given])
        _add(found["cold: ours"], scores, liked, cold)
        _add(found["cold: genre popularity"], popularity, liked, cold)
        _add(found["cold: chance"], rng.random(n_films), liked, cold)
        hidden = warm[~given & (stars >= LIKED)]
        left = ~cold
        left[warm[given]] = False
        _add(found["rated: with features"], scores, hidden, left)
        other = _scores(without, warm[given], stars[given])
        _add(found["rated: without"], other, hidden, left)
    return found


def _without_zeros(ratings: csr_matrix) -> csr_matrix:
    ratings.eliminate_zeros()
    return ratings


def _scores(
    model: Model, items: NDArray[np.intp], stars: NDArray[np.float32]
) -> NDArray[np.float32]:
    return score_items(model, fold_in(model, items, stars))


def _genre_popularity(
    counts: NDArray[np.int64], names: list[list[str]], cold: NDArray[np.bool_]
) -> NDArray[np.float64]:
    totals: Counter[str] = Counter()
    n_films: Counter[str] = Counter()
    genres = [[name for name in row if name.startswith("genre:")] for row in names]
    for item in np.flatnonzero(~cold):
        for genre in genres[item]:
            totals[genre] += int(counts[item])
            n_films[genre] += 1
    return np.array(
        [
            np.mean([totals[genre] / max(n_films[genre], 1) for genre in row]) if row else 0.0
            for row in genres
        ]
    )


def _add(
    found: Scores,
    scores: NDArray[np.floating],
    relevant: NDArray[np.integer],
    among: NDArray[np.bool_],
) -> None:
    """How the relevant items rank among those; nothing where none is relevant."""
    if not len(relevant):
        return
    others = among.copy()
    others[relevant] = False
    found.auc.append(auc(scores[relevant], scores[others]))
    found.ndcg.append(ndcg(item_ranks(scores, relevant, among), PLACES))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, action="append", default=[])
    parser.add_argument("--no-starter", action="store_true")
    parser.add_argument("--splits", type=int, default=1)
    parser.add_argument("--tags", action="store_true")
    options = parser.parse_args()
    sets = [] if options.no_starter else [(datasets.read_starter(), datasets.STARTER)]
    sets += [(datasets.read_movielens(folder), folder) for folder in options.data]
    for dataset, folder in sets:
        known = described(folder, with_tags=options.tags)
        names = [known.get(number, []) for number in item_ids(folder)]
        total: dict[str, Scores] = {}
        for split in range(options.splits):
            for name, scores in measure(dataset.ratings, names, split).items():
                kept = total.setdefault(name, Scores([], []))
                kept.auc += scores.auc
                kept.ndcg += scores.ndcg
        print(f"{dataset.name}: {dataset.size}")
        print(f"{'':<34}{'AUC':>8}{'+-':>8}{'NDCG@10':>9}{'+-':>8}{'people':>8}")
        for name, scores in total.items():
            print(scores.line(name))
        print()


if __name__ == "__main__":
    main()
