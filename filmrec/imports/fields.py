"""What one field of a file says: a title, a year, an id, an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from filmrec.imports.scales import number

if TYPE_CHECKING:
    from filmrec.films import NamedFilm

FIRST_YEAR, LAST_YEAR = 1870, 2200
MAX_TITLE = 500
# SQLite's whole numbers end beyond this; no catalogue is near it.
LARGEST_ID = 2**53

_YEARS = {str(year): year for year in range(FIRST_YEAR, LAST_YEAR + 1)}
_FORMULA_SIGNS = ("'=", "'+", "'-", "'@")
_YEAR_AT_THE_END = re.compile(r"(?P<title>.*\S)\s*\((?P<year>\d{4})\)", re.ASCII | re.DOTALL)
_SHORT = "https://boxd.it/"
_LONGEST_CODE = 200
_FILM_PAGE = re.compile(rf"(?:letterboxd\.com/film|boxd\.it)/[\w-]{{1,{_LONGEST_CODE}}}", re.ASCII)


def title_from(text: str) -> str:
    """A title with single spaces, without the apostrophe that stops a spreadsheet's formula."""
    title = " ".join(text.split())
    return title[1:] if title.startswith(_FORMULA_SIGNS) else title


def split_year(title: str) -> tuple[str, int | None]:
    """`Heat (1995)` as its title and year; a title without one as it is, and None."""
    match = _YEAR_AT_THE_END.fullmatch(title)
    year = _YEARS.get(match["year"]) if match is not None else None
    return (match["title"], year) if match is not None and year is not None else (title, None)


def year_from(value: object) -> int | None:
    """A year that a film can have, None for anything else."""
    if isinstance(value, str) and value in _YEARS:
        return _YEARS[value]
    year = number(value)
    if year is None or year % 1 or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return int(year)


def number_id(value: object) -> int | None:
    """The id of a catalogue that counts its films; None for 0, the empty text and anything else."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 16:
        value = int(value)
    whole = number(value)
    if whole is None or whole % 1 or not 0 < whole <= LARGEST_ID:
        return None
    return int(whole)


def imdb_id(value: object) -> str | None:
    """`tt0113277` from itself or from its bare number, which may have lost its leading zeros."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str):
        return None
    text = text.strip()
    has_mark = text[:2].lower() == "tt"
    digits = text[2:] if has_mark else text
    if not (digits.isascii() and digits.isdecimal()) or not digits.strip("0"):
        return None
    digits = digits if has_mark else digits.lstrip("0").zfill(7)
    return f"tt{digits}" if len(digits) in (7, 8) else None


def film_address(text: str) -> str | None:
    """The address of a film's page on Letterboxd without what is the same for all of them."""
    # Nearly every address is of this form, and there is one in each row.
    if text.startswith(_SHORT) and (code := text[len(_SHORT) :]).isalnum() and code.isascii():
        return text[len("https://") :] if len(code) <= _LONGEST_CODE else None
    address = text.strip().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    address = address.rstrip("/")
    return address if _FILM_PAGE.fullmatch(address) is not None else None


def with_title(film: NamedFilm) -> NamedFilm:
    """The film, called by one of its ids where the file gives it no title."""
    if film.title:
        return film
    if film.imdb_id is not None:
        return film._replace(title=film.imdb_id)
    if film.tmdb_id is not None:
        return film._replace(title=f"tmdb:{film.tmdb_id}")
    return film._replace(title=f"ml:{film.movielens_id}")


def film_problem(film: NamedFilm) -> str | None:
    """Why a film cannot be looked for by the names it is given, None when it can."""
    if not film.title:
        if film.imdb_id is None and film.tmdb_id is None and film.movielens_id is None:
            return "the row names no film: neither a title nor an id"
    elif len(film.title) > MAX_TITLE:
        return f"a title of {len(film.title):,} characters is none"
    return None
