"""What a person may type to mean a film: an id, an address, a title, a title with its year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

Catalogue = Literal["MovieLens", "TMDb", "IMDb", "library"]
COLUMNS: dict[Catalogue, str] = {
    "MovieLens": "movielens_id",
    "TMDb": "tmdb_id",
    "IMDb": "imdb_id",
    # For films that no catalogue has.
    "library": "film_id",
}
_PREFIXES: dict[str, Catalogue] = {"tmdb": "TMDb", "ml": "MovieLens", "own": "library"}
# SQLite's integers end here; no catalogue has ever given such an id.
_LARGEST_ID = 2**63 - 1

_ID = re.compile(r"^(?:(?P<imdb>tt\d{5,12})|(?P<catalogue>tmdb|ml|own):\s*(?P<number>\d+))$", re.I)
_SITE = r"^(?:https?://)?(?:[a-z0-9-]+\.)*"
_IMDB = re.compile(_SITE + r"imdb\.com/(?:[a-z-]+/)?title/(?P<id>tt\d+)", re.I)
_TMDB = re.compile(_SITE + r"themoviedb\.org/movie/(?P<id>\d+)(?:-(?P<slug>[^/?#]*))?", re.I)
_MOVIELENS = re.compile(_SITE + r"movielens\.org/movies/(?P<id>\d+)", re.I)
_LETTERBOXD = re.compile(_SITE + r"letterboxd\.com/(?:[^/]+/)?film/(?P<slug>[^/?#]+)", re.I)
_SHORT_ADDRESS = re.compile(r"^(?:https?://)?boxd\.it/(?P<name>[^/?#\s]+)/?$", re.I)
_ADDRESS = re.compile(
    r"^(?:https?://|(?:www\.|m\.)?(?:imdb|themoviedb|movielens|letterboxd)\.(?:com|org)/|boxd\.it/)",
    re.I,
)
_BRACKETED_YEAR = re.compile(r"\((?P<year>\d{4})\)$")
_BARE_YEAR = re.compile(r"[\s,](?P<year>(?:18|19|20)\d\d)$")


@dataclass(frozen=True, slots=True)
class IdReference:
    """An id in an outside catalogue; `title` where an address tells it as well."""

    catalogue: Catalogue
    value: int | str
    title: str | None = None

    @property
    def column(self) -> str:
        return COLUMNS[self.catalogue]


@dataclass(frozen=True, slots=True)
class SlugReference:
    """A title as an address writes it, in small letters with hyphens, perhaps with the year."""

    title: str


@dataclass(frozen=True, slots=True)
class AddressReference:
    """An address that means a film only to a library that met it in a file: `boxd.it/29lS`."""

    address: str


@dataclass(frozen=True, slots=True)
class UnknownAddress:
    """An address that names no film that we could look up."""


class Titled(NamedTuple):
    title: str
    year: int


Reference = IdReference | SlugReference | AddressReference | UnknownAddress


def parse_reference(text: str) -> Reference | None:
    """The id or address that `text` is; None when it is a title."""
    text = text.strip()
    if (match := _ID.match(text)) is not None:
        if match["imdb"]:
            return IdReference("IMDb", match["imdb"].lower())
        return IdReference(_PREFIXES[match["catalogue"].lower()], _id_number(match["number"]))
    if (match := _IMDB.match(text)) is not None:
        return IdReference("IMDb", match["id"].lower())
    if (match := _TMDB.match(text)) is not None:
        slug = match["slug"]
        title = slug.replace("-", " ") if slug else None
        return IdReference("TMDb", _id_number(match["id"]), title)
    if (match := _MOVIELENS.match(text)) is not None:
        return IdReference("MovieLens", _id_number(match["id"]))
    if (match := _LETTERBOXD.match(text)) is not None:
        return SlugReference(match["slug"].replace("-", " "))
    if (match := _SHORT_ADDRESS.match(text)) is not None:
        return AddressReference(f"boxd.it/{match['name']}")
    return UnknownAddress() if _ADDRESS.match(text) else None


def _id_number(digits: str) -> int:
    # Python refuses to read more than some thousand digits.
    return min(int(digits[:20]), _LARGEST_ID)


def bracketed_year(text: str) -> Titled | None:
    """`Heat (1995)` as title and year."""
    return _titled(text.strip(), _BRACKETED_YEAR, len("(1995)"))


def bare_year(text: str) -> Titled | None:
    """`heat 1995` as title and year; the number may as well be part of the title."""
    return _titled(text.strip(), _BARE_YEAR, len(" 1995"))


def _titled(text: str, year: re.Pattern[str], length: int) -> Titled | None:
    match = year.match(text, max(len(text) - length, 0))
    title = text[:-length].rstrip(", \t\n")
    return Titled(title, int(match["year"])) if match is not None and title else None
