"""The ratings of a set as compressed rows, checked, in the order of people and films."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from filmrec.errors import UnreadableFileError
from filmrec.sources.movielens_rows import PIECE_BYTES, rating_rows
from filmrec.sources.movielens_set import MAX_RATINGS_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from numpy.typing import NDArray

    from filmrec.sources.movielens_rows import RatingRows
    from filmrec.sources.movielens_set import MovieLensSet

MAX_RATINGS = 200_000_000
# Duplicates are looked for among so many ratings at a time.
_BLOCK_RATINGS = 1 << 20


class Ratings(NamedTuple):
    """Person `u` rated `items[offsets[u]:offsets[u + 1]]`, ascending rows of `film_ids`."""

    offsets: NDArray[np.int64]
    items: NDArray[Any]
    half_stars: NDArray[np.uint8]


class _Gathered(NamedTuple):
    """Ratings as they stand in the file: runs of one person, and what that person rated."""

    users: NDArray[np.int32]
    lengths: NDArray[np.int64]
    items: NDArray[Any]
    half_stars: NDArray[np.uint8]
    first_line: int


def read_ratings(
    opened: MovieLensSet,
    film_ids: NDArray[np.int32],
    progress: Callable[[float], None] | None = None,
) -> Ratings:
    """All ratings of the set.

    Parameters
    ----------
    film_ids : int32 array
        Of all films of the set, ascending.
    progress : callable, optional
        Told the share that is done, 0 to 1.

    Raises
    ------
    UnreadableFileError
        When there are none, a line is none, a film is not among `film_ids`, or a person rated a
        film twice; it names the line.
    """
    where = opened.where(opened.layout.ratings)
    gathered = _gather(where, _blocks(opened, where, progress), film_ids)
    order = None
    if (np.diff(gathered.users) <= 0).any():
        gathered, order = _by_people(gathered)
    _sort_films(where, gathered, film_ids, order)
    offsets = np.concatenate([[0], np.cumsum(gathered.lengths)]).astype(np.int64)
    return Ratings(offsets, gathered.items, gathered.half_stars)


def _blocks(
    opened: MovieLensSet, where: str, progress: Callable[[float], None] | None
) -> Iterator[RatingRows]:
    file, layout = opened.layout.ratings, opened.layout
    size = max(opened.size(file), 1)

    def pieces() -> Iterator[bytes]:
        n_bytes = 0
        for piece in opened.pieces(file, PIECE_BYTES, MAX_RATINGS_BYTES):
            n_bytes += len(piece)
            if progress is not None:
                progress(min(n_bytes / size, 1.0))
            yield piece

    return rating_rows(pieces(), where, layout.separator, layout.columns)


def _gather(where: str, blocks: Iterator[RatingRows], film_ids: NDArray[np.int32]) -> _Gathered:
    # 87,585 films do not fit into 16 bits, 65,536 do.
    width = np.uint16 if len(film_ids) <= 1 << 16 else np.uint32
    users, lengths, items, half_stars = [], [], [], []
    n_ratings, first_line = 0, None
    for rows in blocks:
        first_line = rows.line if first_line is None else first_line
        found = _items(where, rows, film_ids)
        starts = np.flatnonzero(np.diff(rows.users, prepend=-1))
        users.append(rows.users[starts])
        lengths.append(np.diff(starts, append=len(rows.users)))
        items.append(found.astype(width))
        half_stars.append(rows.half_stars)
        n_ratings += len(rows.users)
        if n_ratings > MAX_RATINGS:
            raise UnreadableFileError(f"{where} holds more than {MAX_RATINGS:,} ratings")
    if first_line is None:
        raise UnreadableFileError(f"{where} holds no ratings")
    starts = np.flatnonzero(np.diff(run_users := np.concatenate(users), prepend=-1))
    return _Gathered(
        users=run_users[starts],
        lengths=np.add.reduceat(np.concatenate(lengths), starts),
        items=_joined(items),
        half_stars=_joined(half_stars),
        first_line=first_line,
    )


def _joined(blocks: list[NDArray[Any]]) -> NDArray[Any]:
    """The blocks as one array; each is let go of as it is copied."""
    joined = np.empty(sum(map(len, blocks)), dtype=blocks[0].dtype)
    end = len(joined)
    while blocks:
        block = blocks.pop()
        joined[end - len(block) : end] = block
        end -= len(block)
    return joined


def _items(where: str, rows: RatingRows, film_ids: NDArray[np.int32]) -> NDArray[np.intp]:
    found = np.searchsorted(film_ids, rows.films)
    found[found == len(film_ids)] = 0
    unknown = film_ids[found] != rows.films
    if unknown.any():
        row = int(np.argmax(unknown))
        raise UnreadableFileError(
            f"{where}, line {rows.line + row:,} rates film {rows.films[row]}, which is not in the"
            " set's list of films",
            hint="download the set again: its files do not belong together",
        )
    return found


def _by_people(gathered: _Gathered) -> tuple[_Gathered, NDArray[np.int64]]:
    """The same in the order of people, and for each rating where it stood before."""
    users = np.repeat(gathered.users, gathered.lengths)
    order = np.argsort(users, kind="stable")
    numbers, lengths = np.unique(users, return_counts=True)
    return (
        gathered._replace(
            users=numbers,
            lengths=lengths,
            items=gathered.items[order],
            half_stars=gathered.half_stars[order],
        ),
        order,
    )


def _sort_films(
    where: str,
    gathered: _Gathered,
    film_ids: NDArray[np.int32],
    order: NDArray[np.int64] | None,
) -> None:
    """Put each person's films in order, in place; the same film twice is an error."""
    ends = np.cumsum(gathered.lengths)
    first_user = start = 0
    while first_user < len(ends):
        last_user = max(
            int(np.searchsorted(ends, start + _BLOCK_RATINGS, side="right")), first_user + 1
        )
        stop = int(ends[last_user - 1])
        lengths = gathered.lengths[first_user:last_user]
        keys = np.repeat(np.arange(len(lengths), dtype=np.int64) << 32, lengths)
        keys += gathered.items[start:stop]
        steps = np.diff(keys)
        if (steps <= 0).any():
            by_film = np.argsort(keys, kind="stable")
            twice = np.flatnonzero(np.diff(keys[by_film]) == 0)
            if len(twice):
                # The later of each pair is the one that should not be there.
                places = start + by_film[twice + 1]
                places = places if order is None else order[places]
                _refuse_twice(where, gathered, film_ids, int(places.min()), order)
            gathered.items[start:stop] = gathered.items[start:stop][by_film]
            gathered.half_stars[start:stop] = gathered.half_stars[start:stop][by_film]
        first_user, start = last_user, stop


def _refuse_twice(
    where: str,
    gathered: _Gathered,
    film_ids: NDArray[np.int32],
    place: int,
    order: NDArray[np.int64] | None,
) -> None:
    at = place if order is None else int(np.flatnonzero(order == place)[0])
    user = int(gathered.users[np.searchsorted(np.cumsum(gathered.lengths), at, side="right")])
    raise UnreadableFileError(
        f"{where}, line {gathered.first_line + place:,} rates film"
        f" {int(film_ids[gathered.items[at]])} for person {user} a second time",
        hint="download the set again, or take one of the two lines out",
    )
