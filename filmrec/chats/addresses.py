"""Films named by their page: on IMDb, TMDb or Letterboxd."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from filmrec.chats.evidence import Weighed
from filmrec.chats.words import title_words

if TYPE_CHECKING:
    from filmrec.chats.evidence import Read
    from filmrec.chats.titles import Titles

_PAGE = re.compile(
    r"imdb\.com/(?:[a-z-]+/)?title/(?P<imdb>tt\d+)"
    r"|themoviedb\.org/movie/(?P<tmdb>\d{1,9})(?!\d)"
    r"|letterboxd\.com/(?:[^/\s]+/)?film/(?P<slug>[^/?#\s]+)"
    r"|\b(?P<bare>tt\d{7,9})\b",
    re.IGNORECASE,
)
_SLUG_YEAR = re.compile(r"-((?:18|19|20)\d\d)(?:-\d+)?$")
_CONFIDENCE = 0.98


def has_pages(message: str) -> bool:
    return ("/" in message or "tt" in message) and _PAGE.search(message) is not None


def films_of_addresses(read: Read, titles: Titles) -> list[Weighed]:
    """The films whose pages a message gives; they take the place of no word."""
    message = read.scan.message.text
    if not has_pages(message):
        return []
    found = []
    starts = [token.start for token in read.tokens]
    for match in _PAGE.finditer(message):
        film = _film(match, titles)
        if film is not None:
            at = bisect_left(starts, match.start())
            found.append(Weighed(at, at, film, _CONFIDENCE))
    return found


def _film(match: re.Match[str], titles: Titles) -> int | None:
    if match["tmdb"]:
        return titles.by_tmdb_id.get(int(match["tmdb"]))
    if match["slug"]:
        return _film_of_slug(match["slug"], titles)
    return titles.by_imdb_id.get((match["imdb"] or match["bare"]).lower())


def _film_of_slug(slug: str, titles: Titles) -> int | None:
    dated = _SLUG_YEAR.search(slug)
    for text, year in ((slug, None), (slug[: dated.start()], int(dated[1])) if dated else ("", 0)):
        named = titles.named(" ".join(title_words(text.replace("-", " "))))
        films = [one.film for one in named if not year or titles.years[one.film] == year]
        if films:
            return max(films, key=titles.popularity.__getitem__)
    return None
