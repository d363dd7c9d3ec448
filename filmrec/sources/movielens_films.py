"""The films of a set with their ids elsewhere, as the set writes them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.errors import UnreadableFileError
from filmrec.sources.movielens_tables import csv_rows, refuse, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.sources.movielens_set import MovieLensSet

MAX_FILMS = 2_000_000
NO_GENRES = "(no genres listed)"
# The flags at the end of a line of ml-100k, in their order; the first says "unknown".
_FLAGS = (
    "", "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama",
    "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War",
    "Western",
)  # fmt: skip
_FIRST_FLAG = 5


@dataclass(frozen=True, slots=True)
class SetFilm:
    """A film of a set; `written` is its title with the year behind, as MovieLens writes it."""

    movielens_id: int
    written: str
    genres: tuple[str, ...]
    imdb_id: str | None = None
    tmdb_id: int | None = None


def read_films(opened: MovieLensSet) -> list[SetFilm]:
    """All films of the set, by ascending number.

    Raises
    ------
    UnreadableFileError
        When there are none, or a line is wrong or names a film again; it names the line.
    """
    layout = opened.layout
    where = opened.where(layout.films)
    links = _links(opened) if opened.has(layout.links) else {}
    films: dict[int, SetFilm] = {}
    for line, number, written, genres in _lines(opened):
        movielens_id = whole_number(where, line, number)
        if movielens_id in films:
            refuse(where, line, f"names film {movielens_id} a second time")
        if not written.strip():
            refuse(where, line, f"has no title for film {movielens_id}")
        imdb_id, tmdb_id = links.get(movielens_id, (None, None))
        films[movielens_id] = SetFilm(movielens_id, written.strip(), genres, imdb_id, tmdb_id)
        if len(films) > MAX_FILMS:
            raise UnreadableFileError(f"{where} holds more than {MAX_FILMS:,} films")
    if not films:
        raise UnreadableFileError(f"{where} holds no films")
    return [films[movielens_id] for movielens_id in sorted(films)]


def _lines(opened: MovieLensSet) -> Iterator[tuple[int, str, str, tuple[str, ...]]]:
    """(line, number, title, genres) of every film."""
    layout = opened.layout
    if layout.columns is None:
        yield from (
            (line, number, written, _genres(genres))
            for line, (number, written, genres) in _table(
                opened, layout.films, ("movieId", "title", "genres")
            )
        )
        return
    where, text = opened.where(layout.films), _text(opened, layout.films)
    is_flags = layout.own_numbers
    separator, n_fields = ("|", _FIRST_FLAG + len(_FLAGS)) if is_flags else ("::", 3)
    for line, row in enumerate(text.splitlines(), start=1):
        fields = row.split(separator)
        if len(fields) != n_fields:
            refuse(where, line, f"has not {n_fields} fields")
        if is_flags:
            flags = zip(_FLAGS, fields[_FIRST_FLAG:], strict=True)
            genres = tuple(name for name, flag in flags if flag == "1" and name)
        else:
            genres = _genres(fields[2])
        # ml-100k has one film without a name or anything else; it is kept under this one.
        yield line, fields[0], fields[1], genres


def _links(opened: MovieLensSet) -> dict[int, tuple[str | None, int | None]]:
    """IMDb and TMDb ids by MovieLens id; of an id that repeats only the first counts."""
    file = opened.layout.links or ""
    where = opened.where(file)
    links: dict[int, tuple[str | None, int | None]] = {}
    taken: set[str | int] = set()
    for line, (number, imdb, tmdb) in _table(opened, file, ("movieId", "imdbId", "tmdbId")):
        imdb_id = f"tt{whole_number(where, line, imdb):07}" if imdb else None
        tmdb_id = whole_number(where, line, tmdb) if tmdb else None
        links[whole_number(where, line, number)] = (
            None if imdb_id in taken else imdb_id,
            None if tmdb_id in taken else tmdb_id,
        )
        taken.update(found for found in (imdb_id, tmdb_id) if found is not None)
    return links


def _table(
    opened: MovieLensSet, file: str, columns: tuple[str, ...]
) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(_text(opened, file), newline="")
    return csv_rows(opened.where(file), lines, columns)


def _text(opened: MovieLensSet, file: str) -> str:
    """UTF-8, and Latin-1 in the sets of the first years."""
    content = opened.content(file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _genres(joined: str) -> tuple[str, ...]:
    if joined in {"", NO_GENRES}:
        return ()
    # Later sets leave out the 's.
    return tuple(genre.replace("Children's", "Children") for genre in joined.split("|") if genre)
