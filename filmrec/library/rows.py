"""Values on their way into the file and back: what cannot be read means that it is damaged."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, datetime
from typing import Any


class DamagedRowError(sqlite3.DatabaseError):
    """A row holds what we never wrote; SQLite itself calls this a corrupt file."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def moment(text: str) -> datetime:
    """A time as `journal.timestamp` wrote it."""
    try:
        read = datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise DamagedRowError(f"no time: {text!r}") from error
    if read.tzinfo is None:
        raise DamagedRowError(f"no time of a zone: {text!r}")
    return read


def optional_moment(text: str | None) -> datetime | None:
    """The same where the time may be unknown."""
    return None if text is None else moment(text)


def day(text: str) -> date:
    """A day as a viewing has it."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise DamagedRowError(f"no day: {text!r}") from error


def parsed(text: str) -> Any:  # noqa: ANN401 - JSON is what it is
    """The value of a JSON text."""
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise DamagedRowError("no JSON where there should be") from error


def storable(text: str) -> str:
    """`text` as SQLite takes it: a name read from bad bytes may hold halves of characters."""
    return text.encode("utf-8", "replace").decode("utf-8")
