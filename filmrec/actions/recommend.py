"""What a list shall be like, which films may be on it, and the list for somebody unknown.

No arrays here: the first list of all needs neither numpy nor a model. The personal list is in
`personal`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.actions.filters import Filters
from filmrec.errors import NotReadyError, StorageError
from filmrec.films import CHAT, Mark, Recommendation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from filmrec.films import Film
    from filmrec.library import Library

ALL_FILMS = Filters()
LIKED_STARS = 5.0
# A heart without stars says that a film was liked, not how much: less than the best is a safe bet.
HEART_STARS = 4.0
# Nobody wants to see a film again that they rated below this.
LEAST_AGAIN = 3.0


@dataclass(frozen=True, slots=True)
class Request:
    """What a list shall be like; the defaults are the plain list.

    `like` replaces the stored ratings, or with `and_mine` joins them. `among` ranks only these
    films. `popularity` goes from -1 (little known) to 1 (well known), `variety` from 0 to 1.
    `watchlist` is True for nothing but the films on it, False for none of them.
    """

    count: int = 10
    filters: Filters = ALL_FILMS
    like: tuple[Film, ...] = ()
    and_mine: bool = False
    among: tuple[Film, ...] | None = None
    popularity: float = 0.0
    variety: float = 0.0
    again: bool = False
    watchlist: bool | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it asks for the person's own list, with nothing but a length said."""
        return self == Request(count=self.count)


@dataclass(frozen=True, slots=True)
class Recommendations:
    """A list and what it was made from.

    `n_ratings` counts the ratings it was picked by, `n_liked` those of them that are hearts without
    stars; with none the list is a place to start from and not personal. `emptied_by` names the
    restriction that left nothing. `unknown` are films of the request about which the community
    knows nothing. `n_placed` of the films nobody rated: what is known of them placed them, or what
    TMDb tells where `is_told`.
    """

    rows: tuple[Recommendation, ...]
    n_ratings: int
    emptied_by: str | None = None
    unknown: tuple[Film, ...] = ()
    n_liked: int = 0
    n_placed: int = 0
    is_told: bool = False

    @property
    def is_personal(self) -> bool:
        return self.n_ratings > 0


@dataclass(frozen=True, slots=True)
class Restriction:
    """Films (by item id) of which a list may hold only these, or none of these."""

    name: str
    item_ids: Sequence[int]
    only: bool


def taste_of(library: Library, request: Request) -> dict[int, float]:
    """Stars by item id: what the list is picked by. Empty when nothing is known yet."""
    stars = dict.fromkeys(liked_without_rating(library, request), HEART_STARS)
    if _counts_own(request):
        stars |= {item_id: given for item_id, given, *_ in library.rated_items()}
    stars.update(dict.fromkeys(item_ids(request.like), LIKED_STARS))
    return stars


def guessed(library: Library, request: Request) -> set[int]:
    """Item ids of the films whose stars were read out of a chat and never confirmed."""
    if not _counts_own(request):
        return set()
    named = set(item_ids(request.like))
    rated = library.rated_items()
    return {item_id for item_id, _, _, source in rated if source == CHAT} - named


def liked_without_rating(library: Library, request: Request) -> list[int]:
    """Item ids of the films that count by their heart alone: stars always win."""
    liked = library.item_ids_marked(Mark.LIKED) if _counts_own(request) else []
    if not liked:
        return []
    said = {item_id for item_id, *_ in library.rated_items()}
    said.update(item_ids(request.like))
    return [item_id for item_id in liked if item_id not in said]


def _counts_own(request: Request) -> bool:
    return not request.like or request.and_mine


def item_ids(films: Iterable[Film]) -> list[int]:
    """The item ids of those films that have one."""
    return [film.item_id for film in films if film.item_id is not None]


def listed_films(library: Library, request: Request) -> tuple[Film, ...]:
    """The films that the person gave to choose from, with --from or on the watchlist.

    Raises
    ------
    NotReadyError
        When the watchlist is asked for and nothing is on it.
    """
    listed = request.among or ()
    if not request.watchlist:
        return listed
    on_watchlist = tuple(row.film for row in library.marked(Mark.WATCHLIST))
    if not on_watchlist:
        raise NotReadyError(
            "your watchlist is empty",
            hint='`filmrec watchlist add "Heat (1995)"` puts a film on it',
        )
    return (*listed, *on_watchlist)


def restrictions(library: Library, request: Request) -> Iterator[Restriction]:
    """What the request and the shelf rule out; each named as the person would know it."""
    if request.among is not None:
        yield Restriction("--from", item_ids(request.among), only=True)
    if request.watchlist is not None:
        name = "--watchlist" if request.watchlist else "--no-watchlist"
        ids = library.item_ids_marked(Mark.WATCHLIST)
        yield Restriction(name, ids, only=request.watchlist)
    filters = request.filters
    for genre in filters.genres:
        ids = library.item_ids_where(genres=[genre])
        yield Restriction(f"--genre {genre}", ids, only=True)
    for genre in filters.not_genres:
        ids = library.item_ids_where(genres=[genre])
        yield Restriction(f"--not-genre {genre}", ids, only=False)
    if filters.years is not None:
        ids = library.item_ids_where(years=filters.years)
        yield Restriction(f"--year {years_text(filters.years)}", ids, only=True)
    for told in filters.told:
        yield Restriction(told.name, told.item_ids, only=True)
    yield Restriction("--like", item_ids(request.like), only=False)
    hidden = library.item_ids_marked(Mark.HIDDEN)
    yield Restriction("what you have hidden", hidden, only=False)
    rated = library.rated_items()
    if request.again:
        disliked = [item_id for item_id, stars, *_ in rated if stars < LEAST_AGAIN]
        yield Restriction(f"what you rated below {LEAST_AGAIN:g}", disliked, only=False)
    else:
        known = [item_id for item_id, *_ in rated]
        # A heart is for a film that was seen.
        known += library.item_ids_marked(Mark.SEEN, Mark.LIKED)
        yield Restriction("what you have rated or seen (see --again)", known, only=False)


def remember(library: Library, result: Recommendations) -> tuple[Film, ...]:
    """Note a list that is shown; returns its films that the last one noted did not have.

    None are new on the first list, nor further down than the last one went. A library that can
    only be read notes nothing.
    """
    last = library.last_run()
    before = [] if last is None else [film.film_id for film in last.films]
    shown = [(row.film.film_id, row.score) for row in result.rows]
    # A list that is only longer or shorter is not a new one.
    common = min(len(before), len(shown))
    if before and before[:common] == [film_id for film_id, _ in shown[:common]]:
        return ()
    try:
        library.record_run(shown)
    except StorageError:
        return ()
    return tuple(row.film for row in result.rows[:common] if row.film.film_id not in before)


def years_text(years: tuple[int | None, int | None]) -> str:
    first, last = years
    if first == last:
        return str(first)
    return f"{first or ''}-{last or ''}"


def films_to_start_from(library: Library, request: Request) -> Recommendations:
    """Widely known and well liked films, for somebody of whom nothing is known."""
    named = listed_films(library, request)
    candidates = library.widely_liked()
    known = set(candidates)
    unknown = tuple(film for film in named if film.item_id not in known)
    emptied_by = None
    for restriction in restrictions(library, request):
        ids = set(restriction.item_ids)
        candidates = [item_id for item_id in candidates if (item_id in ids) is restriction.only]
        if not candidates:
            emptied_by = restriction.name
            break
    films = library.films_by_item_id(candidates[: request.count])
    rows = tuple(
        Recommendation(rank, films[item_id], score=0.0, match=None, because=())
        for rank, item_id in enumerate(candidates[: request.count], start=1)
    )
    return Recommendations(rows, n_ratings=0, emptied_by=emptied_by, unknown=unknown)
