"""How long a search takes in a library of 87,000 films, as a table.

    python -m tests.benchmarks.search [--films N] [--queries N] [--repeat N] [--seed N]

The titles are made up from a seed: words of one to four syllables, used as unevenly as words are
(Zipf), half of the titles with an article, some with a subtitle, a number or a second title.
A query's time is the best of its repeats, which leaves out what other programs did meanwhile; the
table gives the median and the worst over the queries of a kind. `right` is how many of them list
the film that was meant among the first ten.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filmrec.library import Library, NewFilm, open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

N_WORDS = 40_000
N_COMMON_WORDS = 300
LIMIT = 10
SYLLABLES = [
    "".join(parts)
    for parts in itertools.product(
        ["b", "br", *"dfghklmnprs", "st", "t", "th", *"vw"],
        "aeiou",
        ["", "", "l", "n", "r", "s", "ck", "nd"],
    )
]
ARTICLES = ["The", "The", "The", "A", "La", "Le", "Das", "El"]
GENRES = ["Action", "Comedy", "Crime", "Drama", "Horror", "Romance", "Sci-Fi", "Thriller"]


def make_films(n_films: int, rng: random.Random) -> list[NewFilm]:
    words = make_words(rng)
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    chosen = iter(rng.choices(words, cum_weights=weights, k=n_films * 15))
    common = frozenset(words[:N_COMMON_WORDS])
    return [
        NewFilm(
            title=make_title(chosen, common, rng),
            year=rng.randint(1915, 2023),
            genres=tuple(rng.sample(GENRES, rng.randint(1, 3))),
            movielens_id=movielens_id,
            alternative_titles=(make_title(chosen, common, rng),) if rng.random() < 0.3 else (),
            n_community_ratings=min(int(rng.paretovariate(0.6)), 200_000),
        )
        for movielens_id in range(1, n_films + 1)
    ]


def make_words(rng: random.Random) -> list[str]:
    words = dict.fromkeys(["of", "and", "in", "to", "man", "love", "night"])
    while len(words) < N_WORDS:
        length = rng.choices([1, 2, 3, 4], weights=[1, 5, 4, 2])[0]
        words["".join(rng.choices(SYLLABLES, k=length))] = None
    return list(words)


def make_title(words: Iterator[str], common: frozenset[str], rng: random.Random) -> str:
    n_words = rng.choices([1, 2, 3, 4, 5, 6], weights=[20, 30, 22, 14, 9, 5])[0]
    chosen = list(itertools.islice(words, n_words))
    # No film is called "Of": without this hundreds would be.
    while common.issuperset(chosen):
        chosen.append(next(words))
    title = " ".join(chosen).title()
    if rng.random() < 0.5:
        title = f"{rng.choice(ARTICLES)} {title}"
    if rng.random() < 0.08:
        title = f"{title} {rng.randint(2, 4)}"
    if rng.random() < 0.1:
        title = f"{title}: {' '.join(itertools.islice(words, 2)).title()}"
    return title


def exact(film: NewFilm, _: random.Random) -> str:
    return film.title


def with_year(film: NewFilm, _: random.Random) -> str:
    return f"{film.title.lower()} ({film.year})"


def with_wrong_year(film: NewFilm, _: random.Random) -> str:
    return f"{film.title} ({(film.year or 0) + 1})"


def beginning(film: NewFilm, rng: random.Random) -> str:
    return film.title[: rng.randint(4, max(4, len(film.title) - 1))]


def shuffled_words(film: NewFilm, rng: random.Random) -> str:
    words = film.title.lower().split()
    return " ".join(rng.sample(words, len(words)))


def one_slip(film: NewFilm, rng: random.Random) -> str:
    return misspell(film.title.lower(), rng)


def slip_in_every_long_word(film: NewFilm, rng: random.Random) -> str:
    words = film.title.lower().split()
    return " ".join(misspell(word, rng) if len(word) > 4 else word for word in words)


def misspell(text: str, rng: random.Random) -> str:
    """One letter missing, doubled, exchanged or swapped, anywhere but at the start of the text."""
    at = rng.randrange(1, len(text) - 1) if len(text) > 2 else 0
    before, letter, after = text[:at], text[at], text[at + 1 :]
    ways = [
        before + after,
        before + letter + letter + after,
        before + rng.choice("etaoinsr") + after,
        before + after[:1] + letter + after[1:],
    ]
    return rng.choice(ways)


def nonsense(_: NewFilm, rng: random.Random) -> str:
    return " ".join("".join(rng.choices("qxzjvwkyb", k=8)) for _ in range(3))


def common_letters(_: NewFilm, rng: random.Random) -> str:
    return rng.choice(["a", "t", "s", "th", "of", "the", "in", "the a", "of the", "b r", "s t a"])


def ten_thousand_characters(film: NewFilm, _: random.Random) -> str:
    return (film.title + " ") * (10_000 // (len(film.title) + 1))


KINDS: tuple[Callable[[NewFilm, random.Random], str], ...] = (
    exact,
    with_year,
    with_wrong_year,
    beginning,
    shuffled_words,
    one_slip,
    slip_in_every_long_word,
    nonsense,
    common_letters,
    ten_thousand_characters,
)


def measure(
    library: Library, films: list[NewFilm], n_queries: int, repeat: int, rng: random.Random
) -> None:
    print(f"{'query':<26}{'median ms':>10}{'max ms':>10}{'right':>8}")
    for kind in KINDS:
        seconds, n_right = [], 0
        for film in rng.sample(films, n_queries):
            text = kind(film, rng)
            best, found = min(
                (timed(library, text) for _ in range(repeat)), key=lambda timing: timing[0]
            )
            seconds.append(best)
            n_right += film.movielens_id in found
        print(
            f"{kind.__name__.replace('_', ' '):<26}{statistics.median(seconds) * 1e3:>10.1f}"
            f"{max(seconds) * 1e3:>10.1f}{n_right / n_queries:>8.0%}"
        )


def timed(library: Library, text: str) -> tuple[float, set[int | None]]:
    start = time.perf_counter()
    found = library.search(text, LIMIT)
    return time.perf_counter() - start, {film.movielens_id for film in found}


def main() -> None:
    parser = argparse.ArgumentParser(description="How long a search takes, by kind of query.")
    parser.add_argument("--films", type=int, default=87_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311 - reproducible, not secret
    films = make_films(options.films, rng)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        with open_library(path, now=lambda: datetime.now(UTC)) as library:
            start = time.perf_counter()
            library.add_films(films)
            print(f"{len(films)} films taken in: {time.perf_counter() - start:.1f} s")
        print(f"the library's size: {path.stat().st_size / 1e6:.0f} MB\n")
        with open_library(path, now=lambda: datetime.now(UTC)) as library:
            measure(library, films, options.queries, options.repeat, rng)


if __name__ == "__main__":
    main()
