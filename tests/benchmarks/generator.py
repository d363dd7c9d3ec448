"""Sets in the shape of MovieLens, of any size.

    python -m tests.benchmarks.generator 1000000 FILE.zip

Drawn from a seed, and owing nothing to real people: films of a few tastes and of very unequal fame,
people who mix some of those tastes and rate 20 films or thousands. Shares and spreads are set so
that counts per person and per film look like those of ml-32m, at any size.
"""

from __future__ import annotations

import argparse
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

# Of ml-32m: what the others are scaled from.
FULL_RATINGS, FULL_FILMS = 32_000_204, 87_585
RATINGS_PER_PERSON = 159.2
FEWEST_RATINGS = 20
LAST_MOVIELENS_ID = 292_757
N_TASTES = 48
FEWEST_RATERS = 0.8
_BLOCK_RATINGS = 1_000_000
_GENRES = (
    "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama",
    "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War",
    "Western",
)  # fmt: skip
_SYLLABLES = (
    "ba", "den", "kor", "mi", "lo", "sta", "ren", "vi", "tol", "ma", "ser", "qui", "na", "fel",
    "dra", "pon", "ul", "gar", "she", "win", "bro", "tes", "ika", "or", "el", "um", "zan", "hol",
)  # fmt: skip


class Films(NamedTuple):
    """`tastes` is how much each taste draws to a film, shape (N_TASTES, n_films), rows sum to 1."""

    ids: NDArray[np.int64]
    genres: list[str]
    quality: NDArray[np.float64]
    first_taste: NDArray[np.int64]
    tastes: NDArray[np.float64]


def write_set(path: Path, n_ratings: int, seed: int = 0) -> None:
    """A zip with ratings.csv, movies.csv, links.csv and tags.csv in a folder of its own."""
    rng = np.random.default_rng(seed)
    films = _films(rng, round(FULL_FILMS * (n_ratings / FULL_RATINGS) ** 0.38), n_ratings)
    counts = _activity(rng, n_ratings, len(films.ids))
    folder = path.stem
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open(f"{folder}/ratings.csv", "w", force_zip64=True) as file:
            file.write(b"userId,movieId,rating,timestamp\n")
            for first, lengths in _blocks(counts):
                file.write(_rating_lines(*_ratings(rng, films, first, lengths)))
        archive.writestr(f"{folder}/movies.csv", "\n".join(_film_lines(rng, films)) + "\n")
        archive.writestr(f"{folder}/links.csv", "\n".join(_link_lines(rng, films)) + "\n")
        archive.writestr(f"{folder}/tags.csv", "\n".join(_tag_lines(rng, films, counts)) + "\n")


def _films(rng: np.random.Generator, n_films: int, n_ratings: int) -> Films:
    ids = np.sort(rng.choice(LAST_MOVIELENS_ID, n_films, replace=False)) + 1
    # The fame of films spreads over five orders of magnitude; the few best known level off.
    fame = np.exp(2.9 * rng.standard_normal(n_films))
    fame /= 1 + fame / np.sort(fame)[-min(10, n_films)]
    first, second = rng.integers(N_TASTES, size=(2, n_films))
    affinity = np.exp(0.6 * rng.standard_normal((N_TASTES, n_films)))
    affinity[first, np.arange(n_films)] *= 12
    affinity[second, np.arange(n_films)] *= 5
    tastes = affinity * fame
    tastes /= tastes.sum(axis=1, keepdims=True)
    # Nearly every film has somebody who rated it.
    chance = FEWEST_RATERS * n_films / n_ratings
    tastes = (1 - chance) * tastes + chance / n_films
    genres = [
        "|".join(sorted({_GENRES[one % len(_GENRES)], _GENRES[(other * 7) % len(_GENRES)]}))
        for one, other in zip(first.tolist(), second.tolist(), strict=True)
    ]
    # Well-known films are a little better, as in every community.
    quality = 0.42 * rng.standard_normal(n_films) + 0.06 * np.log(fame / np.median(fame))
    return Films(ids, genres, quality, first, tastes)


def _activity(rng: np.random.Generator, n_ratings: int, n_films: int) -> NDArray[np.int64]:
    """How many films each person rated; the sum is `n_ratings`."""
    n_users = max(round(n_ratings / RATINGS_PER_PERSON), 1)
    beyond = np.exp(1.45 * rng.standard_normal(n_users))
    beyond *= (n_ratings - FEWEST_RATINGS * n_users) / beyond.sum()
    counts = np.minimum(FEWEST_RATINGS + beyond.astype(np.int64), n_films // 4)
    while (missing := n_ratings - int(counts.sum())) > 0:
        counts[rng.integers(n_users, size=missing)] += 1
    return counts


def _blocks(counts: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """People in runs of about a million ratings: the number of the first, and their counts."""
    ends, first = np.cumsum(counts), 0
    while first < len(counts):
        start = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, start + _BLOCK_RATINGS)), first + 1)
        yield first, counts[first:last]
        first = last


def _ratings(
    rng: np.random.Generator, films: Films, first: int, counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """People, MovieLens ids, half stars and times of the ratings of one run of people."""
    n_users = len(counts)
    mixes = rng.dirichlet(np.full(N_TASTES, 0.08), size=n_users)
    people, chosen = _chosen(rng, films, mixes, counts)
    liking = mixes[people, films.first_taste[chosen]]
    stars = 3.35 + films.quality[chosen] + 0.4 * rng.standard_normal(n_users)[people]
    stars += 0.8 * np.sqrt(liking) + 0.78 * rng.standard_normal(len(people))
    halves = np.clip(np.rint(2 * stars), 1, 10).astype(np.int64)
    # Half of the people, those of the first years, give whole stars only.
    whole = (rng.random(n_users) < 0.5)[people]
    halves[whole] = np.clip((halves[whole] + 1) // 2 * 2, 2, 10)
    times = rng.integers(820_000_000, 1_690_000_000, size=n_users)[people]
    times += rng.integers(0, 2_000_000, size=len(people))
    return people + first + 1, films.ids[chosen], halves, times


def _chosen(
    rng: np.random.Generator,
    films: Films,
    mixes: NDArray[np.float64],
    counts: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(person, film) pairs, ascending, as many for each person as `counts` says."""
    n_films = len(films.ids)
    cumulated, mixed = np.cumsum(films.tastes, axis=1), np.cumsum(mixes, axis=1)
    keys = np.empty(0, dtype=np.int64)
    missing, spare = counts.copy(), 1.3
    while missing.any():
        people = np.repeat(np.arange(len(counts)), np.ceil(missing * spare).astype(np.int64))
        # Whoever rated half of what there is draws in vain more and more often.
        spare *= 1.5
        draws = rng.random(len(people))
        tastes = np.minimum((mixed[people] < draws[:, None]).sum(axis=1), N_TASTES - 1)
        draws, drawn = rng.random(len(people)), np.empty(len(people), dtype=np.int64)
        for taste in range(N_TASTES):
            of_taste = tastes == taste
            drawn[of_taste] = np.searchsorted(cumulated[taste], draws[of_taste])
        new = np.unique(people * n_films + np.minimum(drawn, n_films - 1))
        new = np.setdiff1d(new, keys, assume_unique=True)
        # Of too many a random part is kept, whoever the films are.
        order = np.lexsort((rng.random(len(new)), new // n_films))
        owners = new[order] // n_films
        place = np.arange(len(new)) - np.searchsorted(owners, owners)
        keys = np.sort(np.concatenate([keys, new[order][place < missing[owners]]]))
        missing = counts - np.bincount(keys // n_films, minlength=len(counts))
    return keys // n_films, keys % n_films


def _rating_lines(
    people: NDArray[np.int64],
    films: NDArray[np.int64],
    halves: NDArray[np.int64],
    times: NDArray[np.int64],
) -> bytes:
    """Lines of ratings.csv: fields of fixed width side by side, then without their blanks."""
    comma = np.full((len(people), 1), ord(","), dtype=np.uint8)
    line_end = np.full_like(comma, ord("\n"))
    point = np.full_like(comma, ord("."))
    tenths = np.where(halves % 2, ord("5"), ord("0")).astype(np.uint8)[:, None]
    fields = (
        *(_digits(people), comma, _digits(films), comma, _digits(halves // 2, zero=True)),
        *(point, tenths, comma, _digits(times), line_end),
    )
    table = np.concatenate(fields, axis=1)
    return table[table != 0].tobytes()


def _digits(numbers: NDArray[np.int64], *, zero: bool = False) -> NDArray[np.uint8]:
    """Decimal digits, a row a number, leading zeros as 0 bytes."""
    width = len(str(int(numbers.max())))
    digits = np.zeros((len(numbers), width), dtype=np.uint8)
    left = numbers.copy()
    for place in range(width - 1, -1, -1):
        shown = (left > 0) | (zero and place == width - 1)
        digits[:, place] = np.where(shown, left % 10 + ord("0"), 0)
        left //= 10
    return digits


def _film_lines(rng: np.random.Generator, films: Films) -> Iterator[str]:
    yield "movieId,title,genres"
    years = 2023 - np.minimum(rng.gamma(1.3, 20, len(films.ids)).astype(int), 120)
    for movielens_id, genres, year in zip(films.ids, films.genres, years, strict=True):
        words = ["".join(rng.choice(_SYLLABLES, 2)).capitalize() for _ in range(rng.integers(1, 4))]
        article = ", The" if movielens_id % 4 == 0 else ""
        title = f"{' '.join(words)}{article} ({year})"
        yield f'{movielens_id},"{title}",{genres}'


def _link_lines(rng: np.random.Generator, films: Films) -> Iterator[str]:
    yield "movieId,imdbId,tmdbId"
    imdb_ids = rng.choice(9_000_000, len(films.ids), replace=False) + 1
    tmdb_ids = rng.choice(1_100_000, len(films.ids), replace=False) + 1
    for movielens_id, imdb, tmdb in zip(films.ids, imdb_ids, tmdb_ids, strict=True):
        yield f"{movielens_id},{imdb:07},{tmdb if tmdb % 100 else ''}"


def _tag_lines(rng: np.random.Generator, films: Films, counts: NDArray[np.int64]) -> Iterator[str]:
    yield "userId,movieId,tag,timestamp"
    n_tags = int(counts.sum()) // 50
    people = np.sort(rng.integers(1, len(counts) + 1, n_tags))
    tagged = rng.integers(len(films.ids), size=n_tags)
    for person, film in zip(people, tagged, strict=True):
        tag = f"{_GENRES[films.first_taste[film] % len(_GENRES)].lower()} taste {film % 7}"
        yield f"{person},{films.ids[film]},{tag},1500000000"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("ratings", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    write_set(asked.file, asked.ratings, asked.seed)


if __name__ == "__main__":
    main()
