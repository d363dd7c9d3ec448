"""Why a film is on the list, at length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from filmrec.render.tables import film_text
from filmrec.render.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from filmrec.actions.recommend import Recommendations
    from filmrec.films import Film, Recommendation


def reasons_at_length(result: Recommendations) -> Group:
    """A paragraph a film: what of the person's own speaks for it, what others think of it."""
    return Group(*(part for row in result.rows for part in _paragraph(row)))


def _paragraph(row: Recommendation) -> list[RenderableType]:
    heading = Text(f"{row.rank}. ", style="bold").append_text(film_text(row.film))
    if row.film.genres:
        heading.append(f"  {printable(', '.join(row.film.genres))}", style="dim")
    lines = []
    if row.because:
        lines.append(f"It stands higher because you liked {_names(row.because)}.")
    elif row.match is not None:
        lines.append("No single film of yours speaks for it; your ratings together do.")
    if row.match is not None:
        gave = "gave" if row.film.n_community_ratings else "would give"
        lines.append(f"Of people with such a taste, {row.match}% {gave} it 4 stars or more.")
    if row.film.community_mean is not None:
        people = plural(row.film.n_community_ratings, "person", "people")
        lines.append(f"{people} rated it {row.film.community_mean:.1f} on average.")
    return [heading, *(Padding(Text(line), (0, 0, 0, 4), expand=False) for line in lines), Text()]


def _names(films: Sequence[Film]) -> str:
    *others, last = [printable(film.name) for film in films]
    return f"{', '.join(others)} and {last}" if others else last
