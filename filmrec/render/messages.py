"""What is said about a result, a line each, on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from filmrec import __version__
from filmrec.data import CITATION
from filmrec.films import Mark
from filmrec.render.text import plural, printable, stars_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filmrec.actions.community import Community
    from filmrec.actions.marks import MarkChange
    from filmrec.actions.ratings import RatingChange
    from filmrec.actions.recommend import Recommendations, Request
    from filmrec.actions.status import Shelf
    from filmrec.films import Film
    from filmrec.library import Step

# From here on the benchmark finds a personal list clearly better than the community's favourites.
ENOUGH_RATINGS = 10
# Of films that nobody knows: so many are said one by one, of more these are named.
EACH_ON_A_LINE = 3
NAMED_LEFT_OUT = 10


def assumptions(request: Request, result: Recommendations) -> Iterator[str]:
    """How to read a list: what it was picked by, and what was left out."""
    yield from _left_out(result.unknown)
    if not result.rows:
        return
    if not result.is_personal:
        yield "not personal yet: these are films that many people know and like"
        yield 'next: `filmrec rate` asks what you like, or `filmrec recommend --like "Heat (1995)"`'
        if request.popularity or request.variety:
            yield "--obscure, --popular and --variety shape a personal list only"
        return
    if result.n_placed:
        films = plural(result.n_placed, "film")
        by = "what TMDb tells" if result.is_told else "genres, decade and tags"
        yield f"{films} nobody in the community rated: placed by {by}"
    n_named = sum(film not in result.unknown for film in request.like)
    n_starred = result.n_ratings - result.n_liked - n_named
    hearts = f" and {plural(result.n_liked, 'film')} you liked without rating"
    own = plural(n_starred, "rating") + (hearts if result.n_liked else "")
    if request.like:
        names = ", ".join(film.title for film in request.like)
        yield f"picked for {names}" + (
            f" and {own} of yours" if request.and_mine else "; nothing is stored"
        )
    elif result.n_ratings < ENOUGH_RATINGS:
        missing = ENOUGH_RATINGS - result.n_ratings
        yield f"picked by {own}; {missing} more make it much better (`filmrec rate`)"
    elif result.n_liked:
        yield f"picked by {own}"


def _left_out(films: Sequence[Film]) -> Iterator[str]:
    if len(films) <= EACH_ON_A_LINE:
        for film in films:
            yield f"{film.name} was left out: nobody in the community rated it"
        return
    names = ", ".join(film.name for film in films[:NAMED_LEFT_OUT])
    more = len(films) - NAMED_LEFT_OUT
    yield (
        f"{len(films):,} films were left out, as nobody in the community rated them: {names}"
        + (f" and {more:,} more" if more > 0 else "")
    )


def rating_change(change: RatingChange) -> str:
    """`Heat (1995): 4.5 stars (was 4), taken off the watchlist`."""
    rest = ", taken off the watchlist" if change.was_listed else ""
    if change.is_hidden:
        rest += "; still hidden (`filmrec unhide` ends that)"
    return f"{printable(change.film.name)}: {_stars_now(change)}{rest}"


def _stars_now(change: RatingChange) -> str:
    if change.stars is None:
        if change.was_hidden:
            return "no longer hidden"
        if change.before is None:
            return "was not rated"
        return f"no longer rated (was {stars_text(change.before)})"
    stars = f"{stars_text(change.stars)} {'star' if change.stars == 1 else 'stars'}"
    if change.before is None or change.before == change.stars:
        return stars
    return f"{stars} (was {stars_text(change.before)})"


class _MarkWords(NamedTuple):
    given: str
    had: str
    taken: str
    had_not: str
    listed: str
    how_to: str


_MARK_WORDS = {
    Mark.SEEN: _MarkWords(
        given="marked as seen",
        had="was marked as seen already",
        taken="no longer marked as seen",
        had_not="was not marked as seen",
        listed="marked as seen",
        how_to='`filmrec seen "Heat (1995)"` marks a film',
    ),
    Mark.HIDDEN: _MarkWords(
        given="hidden, not to be recommended",
        had="was hidden already",
        taken="no longer hidden",
        had_not="was not hidden",
        listed="hidden",
        how_to='`filmrec hide "Heat (1995)"` hides a film',
    ),
    Mark.WATCHLIST: _MarkWords(
        given="put on the watchlist",
        had="was on the watchlist already",
        taken="taken off the watchlist",
        had_not="was not on the watchlist",
        listed="on the watchlist",
        how_to='`filmrec watchlist add "Heat (1995)"` puts a film there',
    ),
}


def mark_change(change: MarkChange) -> str:
    """`Heat (1995): marked as seen, taken off the watchlist`."""
    words = _MARK_WORDS[change.mark]
    if change.is_marked:
        parts = [words.given if change.changed else words.had]
    else:
        parts = [words.taken if change.changed else words.had_not]
    parts += [_MARK_WORDS[mark].taken for mark in _MARK_WORDS if mark in change.taken_away]
    text = f"{printable(change.film.name)}: {', '.join(parts)}"
    if change.mark is Mark.WATCHLIST and change.is_marked and change.is_known:
        return f"{text}; as you know it, `filmrec recommend --watchlist` needs --again to show it"
    if change.mark is Mark.SEEN and not change.is_marked and change.is_known:
        return f"{text}; but it is rated, which counts as seen (`filmrec unrate`)"
    return text


def marked_shown(mark: Mark, n_shown: int, n_marked: int) -> str:
    words = _MARK_WORDS[mark]
    if n_marked == 0:
        return f"no film is {words.listed}: {words.how_to}"
    if n_shown < n_marked:
        return f"{n_shown:,} of {plural(n_marked, 'film')} {words.listed}"
    return f"{plural(n_marked, 'film')} {words.listed}"


def step_text(step: Step) -> str:
    """`step 12, rate: Heat (1995), 4.5 stars (was 4)`."""
    changed = step_films(step)
    return f"step {step.number}, {printable(step.command)}" + (f": {changed}" if changed else "")


def step_films(step: Step) -> str:
    """What a step changed: `Heat (1995), 4.5 stars (was 4)`, `4,000 films`."""
    if not step.films:
        return plural(step.n_films, "film") if step.n_films else ""
    names = ", ".join(printable(film.name) for film in step.films)
    return f"{names}, {stars}" if (stars := _stars_of(step)) else names


def _stars_of(step: Step) -> str:
    before = None if step.stars_before is None else stars_text(step.stars_before)
    if step.stars is None:
        return "" if before is None else f"was {before}"
    stars = f"{stars_text(step.stars)} {'star' if step.stars == 1 else 'stars'}"
    return stars if before is None else f"{stars} (was {before})"


def steps_shown(n_shown: int, n_steps: int) -> str:
    if n_steps == 0:
        return "nothing yet: every command that changes your library is a step here"
    if n_shown < n_steps:
        return f"{n_shown:,} of {plural(n_steps, 'step')}"
    return plural(n_steps, "step")


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


def about(community: Community) -> str:
    citation = "".join(f"  {line}\n" for line in CITATION.splitlines())
    return (
        f"filmrec {__version__}, under the MIT licence.\n"
        "\n"
        f"Films and community ratings: {printable(community.title)}, by GroupLens at the\n"
        "University of Minnesota, who do not endorse filmrec. Its own licence:\n"
        f"{printable(community.terms)}.\n"
        f"{citation}"
        "\n"
        "Model: LightFM (Kula 2015) by way of lightfm-next.\n"
        "Which words are common: wordfreq by Robyn Speer, CC BY-SA 4.0.\n"
        "\n"
        "This application uses TMDB and the TMDB APIs but is not endorsed, certified, or\n"
        "otherwise approved by TMDB (https://www.themoviedb.org). Where films can be watched is\n"
        "known to TMDB from JustWatch (https://www.justwatch.com).\n"
        "\n"
        "Your ratings stay on this machine. filmrec connects to TMDB, with a key of yours, to ask\n"
        "about films, and keeps nothing of it for more than half a year; and to GroupLens, to\n"
        "download the data set that you name to `filmrec import-movielens`."
    )
