"""`filmrec status` as a list of names and values."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from filmrec.render.text import plural, printable

if TYPE_CHECKING:
    from filmrec.actions.status import ModelStatus, Status


def status_table(status: Status, now: datetime) -> Table:
    shelf, community = status.shelf, status.community
    marks = [
        f"{count:,} {name}"
        for count, name in (
            (shelf.n_seen, "seen"),
            (shelf.n_hidden, "hidden"),
            (shelf.n_watchlist, "on the watchlist"),
            (shelf.n_liked, "liked"),
        )
        if count
    ]
    lines = {
        "library": f"{plural(shelf.n_ratings, 'rating')} of yours in a catalogue of"
        f" {plural(shelf.n_films, 'film')} ({decimal(status.library_bytes)})",
        "marked": ", ".join(marks),
        "community": f"{community.title}: {community.n_ratings:,} ratings of"
        f" {community.n_items:,} films by {community.n_users:,} people",
        "its licence": community.terms,
        "model": _model_text(status.model, now),
        "missing": "; ".join(_missing(status)),
    }
    grid = Table.grid(padding=(0, 2))
    for name, value in lines.items():
        if value:
            grid.add_row(Text(name, style="dim"), Text(printable(value)))
    return grid


def _model_text(model: ModelStatus, now: datetime) -> str:
    match model.state:
        case "missing":
            return "none yet; the first personal list trains it"
        case "unusable":
            return f"{model.problem}; the next list trains it again"
    state = "current" if model.state == "current" else "of another community, to be trained again"
    return f"{state}, trained {_ago(model.trained_at, now)} ({decimal(model.bytes_on_disk)})"


def _ago(moment: str | None, now: datetime) -> str:
    if moment is None:
        return "at an unknown time"
    seconds = (now - datetime.fromisoformat(moment)).total_seconds()
    for length, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= length:
            return f"{plural(int(seconds // length), name)} ago"
    return "just now"


def _missing(status: Status) -> list[str]:
    missing = []
    if status.shelf.n_ratings == 0:
        missing.append("your ratings (`filmrec rate`)")
    if status.model.state != "current":
        missing.append("a current model (`filmrec train`)")
    return missing
