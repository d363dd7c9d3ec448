"""Values of TMDb's answers, as odd as they come.

A value of the wrong type is as good as none. A container of the wrong type, or a row that is no
object, means that the answer as a whole is not what was asked for: ShapeError.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from filmrec.sources.addresses import is_web_address

if TYPE_CHECKING:
    from collections.abc import Iterator

# What an integer column of SQLite holds.
_MOST = 2**63 - 1
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
# More characters and rows than anything has, and few enough to be kept for every film.
_LONGEST_NAME, _LONGEST_PROSE, _MOST_ROWS = 1_000, 10_000, 500
_POSTER = re.compile(r"/[A-Za-z0-9_-]+\.(?:jpg|jpeg|png|webp)")
_IMDB_ID = re.compile(r"tt\d{7,10}")
_CODE = re.compile(r"[A-Za-z]{2}")


class ShapeError(Exception):
    """JSON, and no answer to what was asked."""


def is_object(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ShapeError(what)
    return value


def objects(value: object, what: str) -> Iterator[dict[str, Any]]:
    """The rows of a list, the first of very many; none where there is no list."""
    if value is None:
        return
    if not isinstance(value, list):
        raise ShapeError(what)
    for row in value[:_MOST_ROWS]:
        yield is_object(row, what)


def section(document: dict[str, Any], name: str) -> dict[str, Any]:
    """What was asked for beside the film; {} where it is not there."""
    value = document.get(name)
    return {} if value is None else is_object(value, name)


def text(value: object, longest: int = _LONGEST_NAME) -> str | None:
    """Words in one line, without what no words have in them; None for none."""
    return None if not isinstance(value, str) else _cut(_words(value), longest)


def prose(value: object) -> str | None:
    """Words in as many lines as they have paragraphs; None for none."""
    if not isinstance(value, str):
        return None
    lines = (_words(line) for line in value[: 2 * _LONGEST_PROSE].splitlines())
    return _cut("\n".join(filter(None, lines)), _LONGEST_PROSE)


def _words(written: str) -> str:
    # Half of a pair, as JSON can escape it, is no character: nothing could store or print it.
    whole = written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(_CONTROLS.sub(" ", whole).split())


def _cut(words: str, longest: int) -> str | None:
    if len(words) <= longest:
        return words or None
    return words[: longest - 1].rstrip() + "\u2026"


def texts(values: Iterator[object]) -> tuple[str, ...]:
    """Each of the words once, in their order."""
    return tuple(dict.fromkeys(word for value in values if (word := text(value)) is not None))


def number(value: object) -> int | None:
    """A whole number above zero."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 < value <= _MOST else None


def real(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        converted = float(value)
    except OverflowError:
        return None
    return converted if math.isfinite(converted) else None


def day(value: object) -> date | None:
    """`1995-12-15`; None for an empty text and for a day that there is not."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def code(value: object) -> str | None:
    """A country or a language in two letters."""
    return value if isinstance(value, str) and _CODE.fullmatch(value) else None


def imdb_id(value: object) -> str | None:
    return value if isinstance(value, str) and _IMDB_ID.fullmatch(value) else None


def link(value: object) -> str | None:
    """An address on the web; nothing else is shown as one."""
    written = text(value)
    return written if written is not None and is_web_address(written) else None


def poster_path(value: object) -> str | None:
    """`/abc.jpg`; nothing else becomes part of an address."""
    return value if isinstance(value, str) and _POSTER.fullmatch(value) else None
