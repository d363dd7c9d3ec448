"""The tables as a person sees them, at the widths of terminals."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console

from filmrec.films import Film, Recommendation
from filmrec.render.tables import recommendations_table

if TYPE_CHECKING:
    from rich.console import RenderableType

HEAT = Film(1, "Heat", 1995, ("Action", "Crime", "Thriller"), community_mean=3.9)
ROWS = (
    Recommendation(
        1,
        Film(
            2,
            "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb",
            1964,
            ("Comedy", "War"),
            community_mean=4.24,
            n_community_ratings=1234,
        ),
        score=2.5,
        match=91,
        because=(HEAT, Film(3, "[bold]Fargo[/bold]", 1996)),
    ),
    Recommendation(2, Film(4, "Untitled", None), score=1.0, match=7, because=()),
)


def _shown(renderable: RenderableType, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    console.print(renderable)
    output = console.file
    assert isinstance(output, io.StringIO)
    return "\n".join(line.rstrip() for line in output.getvalue().splitlines())


def _table(width: int, *, personal: bool = True) -> str:
    return _shown(recommendations_table(ROWS, width=width, personal=personal), width)


def test_120_columns_show_everything() -> None:
    assert _table(120) == WIDE


def test_80_columns_fold_the_film_and_keep_every_column() -> None:
    assert _table(80) == MIDDLE


def test_40_columns_keep_rank_film_and_match() -> None:
    assert _table(40) == NARROW


def test_a_list_that_is_not_personal_has_neither_match_nor_because() -> None:
    header = _table(120, personal=False).splitlines()[0]
    assert header.split() == ["#", "title", "year", "genres", "community"]


WIDE = """\
#   title                                            year   genres          community   match   because you liked
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
1   Dr. Strangelove or: How I Learned to Stop        1964   Comedy, War   4.2 (1,234)     91%   Heat, [bold]Fargo[/bold]
    Worrying and Love the Bomb
2   Untitled                                                                        -      7%   -"""  # noqa: E501 - a picture of the table
MIDDLE = """\
#   film                 genres          community   match   because
────────────────────────────────────────────────────────────────────────────────
1   Dr. Strangelove      Comedy, War   4.2 (1,234)     91%   Heat,
    or: How I Learned                                        [bold]Fargo[/bold]
    to Stop Worrying
    and Love the Bomb
    (1964)
2   Untitled                                     -      7%   -"""
NARROW = """\
#   film                           match
────────────────────────────────────────
1   Dr. Strangelove or: How I        91%
    Learned to Stop Worrying and
    Love the Bomb (1964)
2   Untitled                          7%"""
