"""What is said about a result, a line each, on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec import __version__
from filmrec.render.text import plural, printable, stars_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.actions.community import Community
    from filmrec.actions.ratings import RatingChange
    from filmrec.actions.recommend import Recommendations, Request
    from filmrec.actions.status import Shelf

# From here on the benchmark finds a personal list clearly better than the community's favourites.
ENOUGH_RATINGS = 10


def assumptions(request: Request, result: Recommendations) -> Iterator[str]:
    """How to read a list: what it was picked by, and what was left out."""
    for film in result.unknown:
        yield f"{film.name} was left out: nobody in the community rated it"
    if not result.rows:
        return
    if not result.is_personal:
        yield "not personal yet: these are films that many people know and like"
        yield 'next: `filmrec rate` asks what you like, or `filmrec recommend --like "Heat (1995)"`'
        if request.popularity or request.variety:
            yield "--obscure, --popular and --variety shape a personal list only"
        return
    if request.like:
        names = ", ".join(film.title for film in request.like)
        own = result.n_ratings - len(request.like)
        yield f"picked for {names}" + (
            f" and {plural(own, 'rating')} of yours" if request.and_mine else "; nothing is stored"
        )
    elif result.n_ratings < ENOUGH_RATINGS:
        missing = ENOUGH_RATINGS - result.n_ratings
        yield (
            f"picked by {plural(result.n_ratings, 'rating')}; {missing} more make it much better"
            " (`filmrec rate`)"
        )


def rating_change(change: RatingChange) -> str:
    """`Heat (1995): 4.5 stars (was 4)`."""
    name = printable(change.film.name)
    if change.stars is None:
        if change.was_hidden:
            return f"{name}: no longer hidden"
        if change.before is None:
            return f"{name}: was not rated"
        return f"{name}: no longer rated (was {stars_text(change.before)})"
    stars = f"{name}: {stars_text(change.stars)} {'star' if change.stars == 1 else 'stars'}"
    if change.before is None or change.before == change.stars:
        return stars
    return f"{stars} (was {stars_text(change.before)})"


def ratings_shown(n_shown: int, n_ratings: int) -> str:
    if n_ratings == 0:
        return 'nothing rated yet: `filmrec rate` asks, `filmrec rate "Heat (1995)" 4.5` tells'
    if n_shown < n_ratings:
        return f"{n_shown:,} of {plural(n_ratings, 'rating')}"
    return plural(n_ratings, "rating")


def home(shelf: Shelf, community: Community, *, has_model: bool) -> Iterator[str]:
    """Five lines: what is there, and the next thing to do."""
    yield f"You rated {plural(shelf.n_ratings, 'film')} of {shelf.n_films:,} in the catalogue."
    yield (
        f"Community: {community.title}, {community.n_ratings:,} ratings"
        f" by {community.n_users:,} people."
    )
    yield "Model: trained." if has_model else "Model: none yet; the first personal list trains it."
    if shelf.n_ratings < ENOUGH_RATINGS:
        yield "Next: `filmrec rate` asks about ten films, then `filmrec recommend`."
    else:
        yield "Next: `filmrec recommend` for your list, `filmrec rate` to sharpen it."
    yield "Help: `filmrec --help`, or `filmrec COMMAND --help`."


def about() -> str:
    return (
        f"filmrec {__version__}, under the MIT licence.\n"
        "\n"
        "Films and community ratings: MovieLens ml-latest-small (2016), by GroupLens at the\n"
        "University of Minnesota, under its own licence: not for commercial use, to be passed on\n"
        "under the same conditions. GroupLens does not endorse filmrec.\n"
        "  F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and\n"
        "  Context. ACM Transactions on Interactive Intelligent Systems 5, 4: 19:1-19:19.\n"
        "  https://doi.org/10.1145/2827872\n"
        "\n"
        "Model: LightFM (Kula 2015) by way of lightfm-next.\n"
        "Your ratings stay on this machine: filmrec makes no connection."
    )
