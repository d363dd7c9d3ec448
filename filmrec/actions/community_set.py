"""A data set of MovieLens as a community: films in the catalogue's words, ratings by item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from filmrec.films import LAST_MOVIELENS_ID, NamedFilm
from filmrec.imports.movielens import split_written
from filmrec.library import NewFilm
from filmrec.model.interactions import Interactions, mean_and_deviation
from filmrec.sources.movielens_films import read_films
from filmrec.sources.movielens_ratings import Ratings, read_ratings
from filmrec.sources.movielens_tags import read_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from filmrec.library import Library
    from filmrec.sources.movielens_films import SetFilm
    from filmrec.sources.movielens_set import MovieLensSet
    from filmrec.sources.movielens_tags import Tags


class CommunitySet(NamedTuple):
    """Films by ascending MovieLens id: film `i` is item `i` of the interactions and the tags."""

    films: list[NewFilm]
    interactions: Interactions
    tags: Tags | None = None

    @property
    def item_ids(self) -> NDArray[np.int32]:
        return np.array([film.movielens_id for film in self.films], dtype=np.int32)


def read_community_set(
    opened: MovieLensSet, library: Library, progress: Callable[[float], None] | None = None
) -> CommunitySet:
    """The whole set; in one that numbers its films its own way, those known here are found again.

    Raises
    ------
    UnreadableFileError
        When anything in it is not as it should be.
    """
    found = read_films(opened)
    films = [_as_new_film(film) for film in found]
    numbers = np.array([film.movielens_id for film in found], dtype=np.int32)
    # A set that numbers its films its own way has none, so they need no other order below.
    tags = read_tags(opened, numbers)
    ratings = read_ratings(opened, numbers, progress)
    if opened.layout.own_numbers:
        films, ratings = _renumbered(films, ratings, _movielens_ids(library, films))
    interactions = Interactions(*ratings, n_items=len(films))
    histogram = interactions.star_histogram()
    means, _ = mean_and_deviation(histogram)
    rated = zip(films, means.tolist(), histogram.sum(axis=1).tolist(), strict=True)
    return CommunitySet(
        [
            replace(
                film, community_mean=round(mean, 3) if count else None, n_community_ratings=count
            )
            for film, mean, count in rated
        ],
        interactions,
        tags,
    )


def _as_new_film(film: SetFilm) -> NewFilm:
    title, year, alternatives = split_written(film.written)
    return NewFilm(
        title=title,
        year=year,
        genres=film.genres,
        movielens_id=film.movielens_id,
        imdb_id=film.imdb_id,
        tmdb_id=film.tmdb_id,
        alternative_titles=alternatives,
    )


def _movielens_ids(library: Library, films: Sequence[NewFilm]) -> list[int]:
    """The MovieLens ids of the films that the catalogue has by title and year.

    The others get numbers beyond all of MovieLens's, which mean nothing outside this community.
    """
    named = [
        NamedFilm(film.title, film.year, original_title=next(iter(film.alternative_titles), None))
        for film in films
    ]
    known = library.belongings.match(named)
    return [
        LAST_MOVIELENS_ID + (film.movielens_id or 0)
        if match is None or match.movielens_id is None
        else match.movielens_id
        for film, match in zip(films, known, strict=True)
    ]


def _renumbered(
    films: Sequence[NewFilm], ratings: Ratings, movielens_ids: Sequence[int]
) -> tuple[list[NewFilm], Ratings]:
    """The same under other ids; of films that turn out to be one, and ratings of it, the first."""
    by_id: dict[int, NewFilm] = {}
    for film, movielens_id in zip(films, movielens_ids, strict=True):
        by_id.setdefault(movielens_id, replace(film, movielens_id=movielens_id))
    item_ids = np.array(sorted(by_id), dtype=np.int64)
    items = np.searchsorted(item_ids, np.array(movielens_ids))[ratings.items]
    counts = np.diff(ratings.offsets)
    people = np.repeat(np.arange(len(counts)), counts)
    keys, kept = np.unique(people * len(item_ids) + items, return_index=True)
    counts = np.bincount(keys // len(item_ids), minlength=len(counts))
    return [by_id[movielens_id] for movielens_id in sorted(by_id)], Ratings(
        offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        items=(keys % len(item_ids)).astype(ratings.items.dtype),
        half_stars=ratings.half_stars[kept],
    )
