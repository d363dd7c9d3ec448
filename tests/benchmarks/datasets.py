"""The community sets that the accuracy benchmark runs on, as one sparse matrix each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

import filmrec.data

STARTER = Path(filmrec.data.__file__).parent / "starter"
COLUMNS = ("userId", "movieId", "rating")


@dataclass(frozen=True, slots=True)
class Dataset:
    """`ratings` has shape (n_people, n_films); what is stored are stars, 0.5 to 5."""

    name: str
    ratings: csr_matrix

    @property
    def size(self) -> str:
        n_people, n_films = self.ratings.shape
        return f"{self.ratings.nnz:,} ratings, {n_people:,} people, {n_films:,} films"


def read_starter() -> Dataset:
    """The community that ships with the program."""
    arrays = {
        name: np.load(STARTER / f"{name}.npy", allow_pickle=False)
        for name in ("item_ids", "offsets", "items", "half_stars")
    }
    shape = (len(arrays["offsets"]) - 1, len(arrays["item_ids"]))
    stars = arrays["half_stars"].astype(np.float32) / 2
    ratings = csr_matrix((stars, arrays["items"].astype(np.int32), arrays["offsets"]), shape=shape)
    return Dataset("starter", ratings)


def read_movielens(folder: Path) -> Dataset:
    """A MovieLens folder in its CSV layout: `ratings.csv` with userId, movieId and rating.

    Films are those that somebody rated, in the order of their MovieLens ids.

    Raises
    ------
    ValueError
        When a column is missing or a person rated a film twice.
    """
    path = folder / "ratings.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file), [])
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise ValueError(f"{path} has no column {', '.join(missing)}")
    columns = [header.index(name) for name in COLUMNS]
    table = np.loadtxt(path, delimiter=",", skiprows=1, usecols=columns, ndmin=2)
    people, rows = np.unique(table[:, 0].astype(np.int64), return_inverse=True)
    films, items = np.unique(table[:, 1].astype(np.int64), return_inverse=True)
    stars = table[:, 2].astype(np.float32)
    ratings = csr_matrix((stars, (rows, items)), shape=(len(people), len(films)))
    if ratings.nnz != len(table):
        raise ValueError(f"{path} holds two ratings of one film by one person")
    return Dataset(folder.name, ratings)
