"""How well films that few people rated, or nobody, are placed by what is known of them.

    python -m tests.benchmarks.cold [--data FOLDER]... [--no-starter] [--splits N] [--shown]

A fifth of the films and a fifth of the people are held out of training; of another fifth of those
films that ten or more people rated, one to four ratings are left. Of each held-out person 80 % of
the ratings of the other films are given. Then the films without ratings are ranked among
themselves, those with few ratings among themselves, and the other films with five or more. Relevant
are those that the person rated 4 or more and that were not given.

`AUC` is of these against all the others, `of rated` against those that the person rated lower,
which is how the LightFM paper (Kula 2015) counts. "Nothing" is a model that knows ratings alone;
then the films are placed by genres and decade, and with tags where the set has them, as an import
keeps them. `--shown` adds what `train --tmdb-features` does instead, with the same features shown
to the members of the ensemble. Beside it the popularity of a film's genres (the mean number of
ratings that their films have) and chance.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from filmrec.imports.movielens import split_written
from filmrec.model.features import encode_features
from filmrec.model.fold_in import fold_in
from filmrec.model.hyperparameters import Hyperparameters
from filmrec.model.metrics import auc, item_ranks, ndcg
from filmrec.model.placing import LEAST_RATINGS, place_items
from filmrec.model.rank import score_items
from filmrec.model.train import train
from filmrec.sources.movielens_films import read_films
from filmrec.sources.movielens_set import open_set
from filmrec.sources.movielens_tags import read_tags
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
# So many ratings a film must have for most of them to be hidden, and so many are left at most.
LEAST_HIDDEN, MOST_LEFT = 10, 4

Names = list[list[str]]


@dataclass
class Scores:
    """Measures of single people, gathered."""

    auc: list[float] = field(default_factory=list)
    of_rated: list[float] = field(default_factory=list)
    ndcg: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        cells = "".join(
            f"{np.mean(values):>9.3f}{np.std(values) / max(len(values), 1) ** 0.5:>8.3f}"
            for values in (self.auc, self.of_rated, self.ndcg)
        )
        return f"{name:<34}{cells}{len(self.auc):>8}"

    def add(self, other: Scores) -> None:
        self.auc += other.auc
        self.of_rated += other.of_rated
        self.ndcg += other.ndcg


HEADER = f"{'':<34}{'AUC':>9}{'+-':>8}{'of rated':>9}{'+-':>8}{'NDCG@10':>9}{'+-':>8}{'people':>8}"


class Split(NamedTuple):
    """Who is held out, what of their ratings is left to learn from, and which films are what."""

    people: NDArray[np.intp]
    training: csr_matrix
    groups: dict[str, NDArray[np.bool_]]


def described(folder: Path) -> dict[str, dict[int, list[str]]]:
    """What is known of each film, by MovieLens id; without tags, and with those that there are."""
    if (folder / "films.csv").exists():
        with (folder / "films.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return {
            "genres and decade": {
                int(row["movielens_id"]): _names(
                    row["genres"].split("|") if row["genres"] else (),
                    int(row["year"]) if row["year"] else None,
                )
                for row in rows
            }
        }
    with open_set(folder) as opened:
        films = read_films(opened)
        ids = np.array([film.movielens_id for film in films], dtype=np.int32)
        tags = read_tags(opened, ids)
    plain = {
        film.movielens_id: _names(film.genres, split_written(film.written)[1]) for film in films
    }
    if tags is None:
        return {"genres and decade": plain}
    carried = {
        number: [f"tag:{tags.names[code]}" for code in tags.codes[first:last]]
        for number, first, last in zip(
            ids.tolist(), tags.offsets[:-1].tolist(), tags.offsets[1:].tolist(), strict=True
        )
    }
    tagged = {number: [*names, *carried[number]] for number, names in plain.items()}
    return {"genres and decade": plain, "genres, decade and tags": tagged}


def _names(genres: list[str] | tuple[str, ...], year: int | None) -> list[str]:
    names = [f"genre:{genre}" for genre in genres]
    return names if year is None else [*names, f"decade:{year // 10}"]


def item_ids(folder: Path) -> list[int]:
    if (folder / "item_ids.npy").exists():
        return [int(number) for number in np.load(folder / "item_ids.npy")]
    with (folder / "ratings.csv").open(encoding="utf-8", newline="") as file:
        return sorted({int(row["movieId"]) for row in csv.DictReader(file)})


def split(ratings: csr_matrix, seed: int) -> Split:
    rng = np.random.default_rng(seed)
    n_people, n_films = ratings.shape
    people = rng.permutation(n_people)[: int(HELD_OUT * n_people)]
    training = ratings[np.setdiff1d(np.arange(n_people), people)].tocsc()
    cold = np.zeros(n_films, dtype=bool)
    cold[rng.permutation(n_films)[: int(HELD_OUT * n_films)]] = True
    able = np.flatnonzero(~cold & (np.diff(training.indptr) >= LEAST_HIDDEN))
    few = np.zeros(n_films, dtype=bool)
    few[rng.permutation(able)[: int(HELD_OUT * len(able))]] = True
    for film in np.flatnonzero(cold | few):
        column = training.data[training.indptr[film] : training.indptr[film + 1]]
        n_left = 0 if cold[film] else rng.integers(1, MOST_LEFT + 1)
        column[rng.permutation(len(column))[n_left:]] = 0
    training.eliminate_zeros()
    training = training.tocsr()
    training.sort_indices()
    counts = np.bincount(training.indices, minlength=n_films)
    rated = counts >= LEAST_RATINGS
    return Split(people, training, {"cold": cold, "few": few, "rated": rated})


def measure(
    ratings: csr_matrix, known: dict[str, Names], seed: int, *, shown: bool
) -> dict[str, Scores]:
    found = split(ratings, seed)
    interactions = as_interactions(found.training)
    counts = interactions.item_counts()
    bare = train(interactions, Hyperparameters())
    models = {"nothing": bare}
    models |= {name: _placed(bare, counts, names) for name, names in known.items()}
    if shown:
        models |= {
            f"{name}, shown": train(
                interactions, Hyperparameters(), features=encode_features(names)
            )
            for name, names in known.items()
        }
    first = next(iter(known.values()))
    popularity = _genre_popularity(counts, first, found.groups["cold"])
    measured: dict[str, Scores] = {}
    for person in found.people:
        row = ratings[person]
        rng = np.random.default_rng([seed, int(person)])
        given = (rng.random(len(row.indices)) < GIVEN) & ~found.groups["cold"][row.indices]
        if given.sum() < LEAST_GIVEN:
            continue
        items, stars = row.indices[given], row.data[given]
        hidden, judged = row.indices[~given], row.data[~given]
        users = {name: fold_in(model, items, stars) for name, model in models.items()}
        others = {"genre popularity": popularity, "chance": rng.random(ratings.shape[1])}
        for group, films in found.groups.items():
            left = films.copy()
            left[items] = False
            # A list of these films alone, as it would be with a filter.
            listed = {
                name: score_items(model, users[name], among=left) for name, model in models.items()
            }
            for name, scores in (listed | others if group == "cold" else listed).items():
                kept = measured.setdefault(f"{group}: {name}", Scores())
                _add(kept, scores, hidden[left[hidden]], judged[left[hidden]], left)
    return measured


def _placed(model: Model, counts: NDArray[np.int64], names: Names) -> Model:
    """The model as `train` gives it with these features, without training it again."""
    embeddings, biases = model.item_embeddings.copy(), model.item_biases.copy()
    features = encode_features(names)
    place_items(embeddings, biases, counts, features)
    return replace(
        model, item_embeddings=embeddings, item_biases=biases, placed_by=features.fingerprint
    )


def _genre_popularity(
    counts: NDArray[np.int64], names: Names, cold: NDArray[np.bool_]
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
    hidden: NDArray[np.integer],
    stars: NDArray[np.floating],
    among: NDArray[np.bool_],
) -> None:
    """How the relevant items rank among those; nothing where none is relevant."""
    liked, lower = hidden[stars >= LIKED], hidden[stars < LIKED]
    if not len(liked):
        return
    others = among.copy()
    others[liked] = False
    found.auc.append(auc(scores[liked], scores[others]))
    found.ndcg.append(ndcg(item_ranks(scores, liked, among), PLACES))
    if len(lower):
        found.of_rated.append(auc(scores[liked], scores[lower]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, action="append", default=[])
    parser.add_argument("--no-starter", action="store_true")
    parser.add_argument("--splits", type=int, default=1)
    parser.add_argument("--shown", action="store_true")
    options = parser.parse_args()
    sets = [] if options.no_starter else [(datasets.read_starter(), datasets.STARTER)]
    sets += [(datasets.read_movielens(folder), folder) for folder in options.data]
    for dataset, folder in sets:
        ids = item_ids(folder)
        known = {
            name: [by_id.get(number, []) for number in ids]
            for name, by_id in described(folder).items()
        }
        total: dict[str, Scores] = {}
        for seed in range(options.splits):
            measured = measure(dataset.ratings, known, seed, shown=options.shown)
            for name, scores in measured.items():
                total.setdefault(name, Scores()).add(scores)
        print(f"{dataset.name}: {dataset.size}")
        print(HEADER)
        for name in sorted(total, key=lambda name: name.partition(":")[0]):
            print(total[name].line(name))
        print(flush=True)


if __name__ == "__main__":
    main()
