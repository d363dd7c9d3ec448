"""Small sets in every layout of MovieLens, made of the same people and films."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# (person, film, stars): five people, not in order, and a film that nobody rated.
RATINGS = (
    (1, 1, 4.0), (1, 3, 5.0), (1, 9, 2.0),
    (2, 3, 3.0), (2, 1, 1.0),
    (5, 9, 5.0), (5, 2, 4.0), (5, 3, 4.0),
    (7, 2, 1.0),
    (9, 1, 5.0),
)  # fmt: skip
# (person, film, tag): four films share one tag in different letters, three another.
TAGGED = (
    (1, 1, "Sea"), (1, 1, "two words"), (2, 2, "sea "), (5, 3, "SEA"), (5, 9, "sea"),
    (1, 3, "Two  Words"), (9, 4, "two words"), (7, 4, "seen once"), (9, 1, "sea"),
)  # fmt: skip


class Made(NamedTuple):
    movielens_id: int
    title: str
    genres: tuple[str, ...]
    imdb: str
    tmdb: str


FILMS = (
    Made(1, "Sleeping Lighthouse, The (1994)", ("Comedy", "Drama"), "0900001", "900001"),
    Made(2, "Été à Nulle-Part, Un (2001)", ("Drama",), "0900002", ""),
    Made(3, "[LOOP] (a.k.a. Round) (2010)", ("Horror", "Sci-Fi"), "10900003", "900003"),
    Made(4, "Nobody's Film", (), "0900004", "900004"),
    Made(9, "Second Tide (1994)", ("Adventure",), "0900009", "900009"),
)
FLAGS = (
    "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary",
    "Drama", "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi",
    "Thriller", "War", "Western",
)  # fmt: skip


def csv_set(
    ratings: Sequence[tuple[int, int, float]] = RATINGS, films: Sequence[Made] = FILMS
) -> dict[str, bytes]:
    rows = [f"{person},{film},{stars},964982703" for person, film, stars in ratings]
    titles = [
        f'{film.movielens_id},"{film.title}",{"|".join(film.genres) or "(no genres listed)"}'
        for film in films
    ]
    links = [f"{film.movielens_id},{film.imdb},{film.tmdb}" for film in films]
    return {
        "ratings.csv": _lines("userId,movieId,rating,timestamp", *rows),
        "movies.csv": _lines("movieId,title,genres", *titles),
        "links.csv": _lines("movieId,imdbId,tmdbId", *links),
        "README.txt": b"Summary\n",
    }


def colon_set() -> dict[str, bytes]:
    """As ml-1m and ml-10m."""
    rows = [f"{person}::{film}::{stars:g}::964982703" for person, film, stars in RATINGS]
    titles = [f"{film.movielens_id}::{film.title}::{'|'.join(film.genres)}" for film in FILMS]
    return {
        "ratings.dat": _lines(*rows),
        "movies.dat": "".join(f"{title}\n" for title in titles).encode("latin-1"),
    }


def tab_set() -> dict[str, bytes]:
    """As ml-100k."""
    rows = [f"{person}\t{film}\t{stars:g}\t881250949" for person, film, stars in RATINGS]
    titles = []
    for film in FILMS:
        genres = {genre.replace("Children", "Children's") for genre in film.genres}
        flags = ["1" if flag in (genres or {"unknown"}) else "0" for flag in FLAGS]
        titles.append("|".join((str(film.movielens_id), film.title, "01-Jan-1994", "", "", *flags)))
    return {
        "u.data": _lines(*rows),
        "u.item": "".join(f"{title}\n" for title in titles).encode("latin-1"),
    }


def csv_tags(tagged: Sequence[tuple[int, int, str]] = TAGGED) -> dict[str, bytes]:
    rows = [f'{person},{film},"{tag}",964982703' for person, film, tag in tagged]
    return {"tags.csv": _lines("userId,movieId,tag,timestamp", *rows)}


def colon_tags(tagged: Sequence[tuple[int, int, str]] = TAGGED) -> dict[str, bytes]:
    """As ml-10m; ml-1m has none."""
    return {"tags.dat": _lines(*(f"{who}::{film}::{tag}::964982703" for who, film, tag in tagged))}


def as_zip(path: Path, files: Mapping[str, bytes], folder: str = "ml-made") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{folder}/{name}", content)
    return path


def as_folder(path: Path, files: Mapping[str, bytes]) -> Path:
    path.mkdir()
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
