"""Words for a terminal: titles made harmless, stars, numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filmrec.films import Film

# C0 and C1 controls and DEL drive a terminal; bidirectional overrides and isolates reorder the
# rest of its line; the two separators break it.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]"
)


def printable(text: str) -> str:
    r"""`text` with everything that a terminal would obey written out: `\x1b`, `\u202e`."""
    return _HARMFUL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def stars_text(stars: float) -> str:
    """`4` for 4.0, `4.5` for 4.5."""
    return f"{stars:g}"


def plural(count: int, noun: str, many: str | None = None) -> str:
    """`1 film`, `2 films`, `1,024 people`."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def film_key(film: Film) -> str:
    """The shortest certain name of a film on a command line: `ml:6`, or `own:9067`."""
    if film.movielens_id is not None:
        return f"ml:{film.movielens_id}"
    if film.tmdb_id is not None:
        return f"tmdb:{film.tmdb_id}"
    return film.imdb_id or f"own:{film.film_id}"
