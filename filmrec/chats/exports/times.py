"""Times as JSON exports write them, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_SECOND = 253_402_300_799


def of_text(text: object) -> datetime | None:
    """`2021-01-01T12:00:00`, with or without a zone; None for what is no time."""
    if not isinstance(text, str) or len(text) > 40:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def of_seconds(seconds: object) -> datetime | None:
    """Seconds since 1970, as a number or in digits; None for what is no time."""
    if isinstance(seconds, str) and seconds.isascii() and seconds.isdecimal():
        seconds = int(seconds[:20])
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    if not 0 <= seconds <= _LAST_SECOND:
        return None
    if isinstance(seconds, int):
        # Several times as quick.
        return datetime.fromtimestamp(seconds, UTC)
    return _EPOCH + timedelta(seconds=seconds)
