"""Films that stand on a list and have no rating: what that means is the person's to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.imports.rows import ListAs, Row

if TYPE_CHECKING:
    from datetime import datetime

    from filmrec.films import NamedFilm
    from filmrec.imports.findings import Findings

_MEANINGS = {
    ListAs.WATCHLIST: "put on the watchlist",
    ListAs.SEEN: "marked as seen",
    ListAs.NOTHING: "left out",
}


def add_listed(
    found: Findings, line: int, film: NamedFilm, list_as: ListAs, at: datetime | None
) -> None:
    """Add a film of a list as what `list_as` makes of it; `at` is when it came on the list."""
    match list_as:
        case ListAs.WATCHLIST:
            found.rows.append(Row(found.file, line, film, is_on_watchlist=True, listed_at=at))
        case ListAs.SEEN:
            found.rows.append(Row(found.file, line, film, is_seen=True, seen_at=at))
        case ListAs.NOTHING:
            found.leave_out(line, film.name, "on a list, not rated")


def note_listed(found: Findings, count: int, list_as: ListAs) -> None:
    """Say what became of the films of a list, and which option changes it."""
    if count:
        others = " or ".join(f"`--as {other}`" for other in ListAs if other is not list_as)
        found.note(
            f"films without a rating in {found.file}: {count:,}, {_MEANINGS[list_as]}"
            f" (change it with {others})"
        )
