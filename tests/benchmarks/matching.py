"""How often a film is recognised by the name that a file gives it, as a table.

    python -m tests.benchmarks.matching [--data FOLDER]... [--seed N] [--wrong] [--speed]

The catalogue is the starter set, then that of each MovieLens folder given, every id hidden but the
one that tells which answer is right. A fifth of the films is held out of the catalogue: whatever
one of them is matched with is the wrong film. Each kind of distortion (see distortions.py) is done
to every film that it applies to; a name that became another film's right one is left out. Then the
names of each catalogue, as they are, are looked up in each other one: what only one of them has
must stay unmatched there.

Precision is how many matches are right; recall is how many of the films that the catalogue has
are matched, rightly. `--wrong` lists the wrong matches, `--speed` measures seconds instead.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import tempfile
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import filmrec.data
from filmrec.films import NamedFilm
from filmrec.imports.movielens import split_title
from filmrec.library import NewFilm, open_library
from filmrec.library.connection import connect
from filmrec.library.matching import Outcome, match_films
from filmrec.library.titles import key
from tests.benchmarks import distortions, search

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

STARTER = Path(filmrec.data.__file__).parent / "starter" / "films.csv"
HELD_OUT = 0.2
N_SPEED_FILMS = 87_000
N_SPEED_NAMES = 5_000
_YEAR = re.compile(r"^(?P<title>.*?)\s*\((?P<year>\d{4})\)$")


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the names of one kind; `n_known` are of films that the catalogue has."""

    n: int = 0
    n_known: int = 0
    n_right: int = 0
    n_wrong: int = 0
    n_ambiguous: int = 0
    seconds: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__slots__)
        return Tally(*(one + two for one, two in pairs))

    @property
    def line(self) -> str:
        n_matched = self.n_right + self.n_wrong
        precision = f"{self.n_right / n_matched:>10.2%}" if n_matched else f"{'-':>10}"
        recall = f"{self.n_right / self.n_known:>9.2%}" if self.n_known else f"{'-':>9}"
        return (
            f"{self.n:>8}{precision}{recall}{self.n_wrong:>7}"
            f"{self.n_ambiguous / self.n:>11.1%}{self.seconds / self.n * 1e6:>9.0f}"
        )


HEADER = (
    f"{'':<34}{'names':>8}{'precision':>10}{'recall':>9}{'wrong':>7}{'ambiguous':>11}{'µs each':>9}"
)


def read_starter() -> list[NewFilm]:
    with STARTER.open(encoding="utf-8", newline="") as file:
        return [
            NewFilm(
                title=row["title"],
                year=int(row["year"]) if row["year"] else None,
                movielens_id=int(row["movielens_id"]),
                alternative_titles=tuple(filter(None, row["alternative_titles"].split("|"))),
                n_community_ratings=int(row["n_community_ratings"]),
            )
            for row in csv.DictReader(file)
        ]


def read_movielens(folder: Path) -> list[NewFilm]:
    """The films of a MovieLens folder in its CSV layout."""
    with (folder / "ratings.csv").open(encoding="utf-8", newline="") as file:
        n_ratings = Counter(row["movieId"] for row in csv.DictReader(file))
    films = []
    with (folder / "movies.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            dated = _YEAR.match(row["title"].strip())
            title, others = split_title(dated["title"] if dated else row["title"])
            films.append(
                NewFilm(
                    title=title,
                    year=int(dated["year"]) if dated else None,
                    movielens_id=int(row["movieId"]),
                    alternative_titles=others,
                    n_community_ratings=n_ratings[row["movieId"]],
                )
            )
    return films


@contextmanager
def catalogue_of(films: Sequence[NewFilm]) -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        with open_library(path, now=lambda: datetime.now(UTC)) as library:
            library.add_films(films)
        with closing(connect(path)) as db:
            yield db


def tally(
    db: sqlite3.Connection, names: Mapping[int, NamedFilm], *, show_wrong: bool = False
) -> Tally:
    """What becomes of the names, given by the MovieLens id of the film that they are for."""
    known = dict(db.execute("SELECT film_id, movielens_id FROM films"))
    described = dict(
        db.execute("SELECT film_id, title || ' (' || coalesce(year, '') || ')' FROM films")
    )
    there = set(known.values())
    start = time.perf_counter()
    matches = match_films(db, list(names.values()))
    seconds = time.perf_counter() - start
    n_right = n_wrong = 0
    for (movielens_id, name), match in zip(names.items(), matches, strict=True):
        if match.film_id is not None:
            is_right = known[match.film_id] == movielens_id
            n_right += is_right
            n_wrong += not is_right
            if show_wrong and not is_right:
                where = "known" if movielens_id in there else "held out"
                print(f"  {name.name!r} ({where}): {described[match.film_id]}, {match.evidence}")
    return Tally(
        n=len(names),
        n_known=len(there & names.keys()),
        n_right=n_right,
        n_wrong=n_wrong,
        n_ambiguous=sum(match.outcome is Outcome.AMBIGUOUS for match in matches),
        seconds=seconds,
    )


def named(film: NewFilm) -> NamedFilm:
    return NamedFilm(film.title, film.year)


def names_and_years(films: Sequence[NewFilm]) -> dict[tuple[str, int | None], set[int | None]]:
    """Which films, by MovieLens id, have a name in a year."""
    found: dict[tuple[str, int | None], set[int | None]] = {}
    for film in films:
        for title in (film.title, *film.alternative_titles):
            found.setdefault((key(title), film.year), set()).add(film.movielens_id)
    return found


def is_anothers(
    name: NamedFilm,
    film: NewFilm,
    names_of: Mapping[tuple[str, int | None], set[int | None]],
) -> bool:
    """Whether distortion made the right name of another film: then that is the one it means."""
    holders = names_of.get((key(name.title), name.year), {film.movielens_id})
    return film.movielens_id not in holders


def measure_distortions(films: Sequence[NewFilm], seed: int, *, show_wrong: bool) -> None:
    rng = random.Random(seed)  # noqa: S311 - reproducible, not secret
    held_out = {film.movielens_id for film in rng.sample(films, int(HELD_OUT * len(films)))}
    names_of = names_and_years(films)
    total = Tally()
    print(HEADER)
    with catalogue_of([film for film in films if film.movielens_id not in held_out]) as db:
        for distort in distortions.KINDS:
            rng = random.Random(f"{seed} {distort.__name__}")  # noqa: S311 - reproducible
            names = {
                film.movielens_id: name
                for film in films
                if film.movielens_id
                and (name := distort(named(film), film, rng)) is not None
                and not is_anothers(name, film, names_of)
            }
            found = tally(db, names, show_wrong=show_wrong)
            print(f"{distort.__name__.replace('_', ' '):<34}{found.line}")
            total += found
    print(f"{'in total':<34}{total.line}\n")


def measure_editions(editions: Mapping[str, Sequence[NewFilm]], *, show_wrong: bool) -> None:
    print(HEADER)
    for here, catalogue in editions.items():
        with catalogue_of(catalogue) as db:
            for there, films in editions.items():
                if there == here:
                    continue
                names = {film.movielens_id: named(film) for film in films if film.movielens_id}
                found = tally(db, names, show_wrong=show_wrong)
                print(f"{f'{there} in {here}':<34}{found.line}")
    print()


def measure_speed(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - reproducible, not secret
    films = search.make_films(N_SPEED_FILMS, rng)
    print(f"{N_SPEED_NAMES:,} names in a catalogue of {N_SPEED_FILMS:,} made-up films")
    print(HEADER)
    with catalogue_of(films) as db:
        for distort in distortions.KINDS:
            names = {}
            for film in rng.sample(films, len(films)):
                name = distort(named(film), film, rng)
                if film.movielens_id and name is not None and len(names) < N_SPEED_NAMES:
                    names[film.movielens_id] = name
            if names:
                print(f"{distort.__name__.replace('_', ' '):<34}{tally(db, names).line}")
        unknown = {
            -number: named(film)._replace(year=1900)
            for number, film in enumerate(search.make_films(N_SPEED_NAMES, rng))
        }
        print(f"{'unknown films':<34}{tally(db, unknown).line}")


def main() -> None:
    parser = argparse.ArgumentParser(description="How well a file's names of films are recognised.")
    parser.add_argument("--data", type=Path, action="append", default=[])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    if options.speed:
        measure_speed(options.seed)
        return
    editions = {"starter": read_starter()}
    editions |= {folder.name: read_movielens(folder) for folder in options.data}
    for name, films in editions.items():
        print(f"{name}: {len(films):,} films, seed {options.seed}")
        measure_distortions(films, options.seed, show_wrong=options.wrong)
    if len(editions) > 1:
        measure_editions(editions, show_wrong=options.wrong)


if __name__ == "__main__":
    main()
