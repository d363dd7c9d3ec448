"""Arguments and options of the commands; each is written once."""

from __future__ import annotations

from typing import Annotated

import typer

# How often a dial may be repeated; that often is its end.
DIAL_STEPS = 3

FilmArgument = Annotated[
    str,
    typer.Argument(metavar="FILM", help='A title, "Title (Year)", an id like ml:6, or an address.'),
]
CountOption = Annotated[
    int, typer.Option("-n", "--count", min=1, max=100_000, help="How many films.")
]
FilmsArgument = Annotated[
    list[str],
    typer.Argument(metavar="FILM...", help='Titles, "Title (Year)", ids like ml:6, or addresses.'),
]
ShownOption = Annotated[
    int | None, typer.Option("-n", "--count", min=1, help="Show only the first so many.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
GenreOption = Annotated[
    list[str] | None,
    typer.Option("--genre", "-g", metavar="GENRE", help="Only films of this genre (repeatable)."),
]
NotGenreOption = Annotated[
    list[str] | None,
    typer.Option("--not-genre", metavar="GENRE", help="No film that has this genre (repeatable)."),
]
YearOption = Annotated[
    str | None,
    typer.Option("--year", "-y", metavar="YEARS", help="1994, 1990-1999, 1990s, -1979 or 2010-."),
]
LikeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--like", "-l", metavar="FILM", help="A list for this film (repeatable); stores nothing."
    ),
]
AndMineOption = Annotated[
    bool, typer.Option("--and-mine", help="With --like: your own ratings count as well.")
]
FromOption = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="FILE", help="Rank only the films in FILE, one a line (- reads stdin)."
    ),
]
ObscureOption = Annotated[
    int,
    typer.Option(
        "--obscure", count=True, max=DIAL_STEPS, help="Lesser-known films; repeat for more."
    ),
]
PopularOption = Annotated[
    int,
    typer.Option(
        "--popular", count=True, max=DIAL_STEPS, help="Better-known films; repeat for more."
    ),
]
VarietyOption = Annotated[
    int,
    typer.Option(
        "--variety", count=True, max=DIAL_STEPS, help="Films unlike each other; repeat for more."
    ),
]
AgainOption = Annotated[
    bool, typer.Option("--again", help="Films that you rated or saw may come again.")
]
WatchlistOption = Annotated[
    bool | None,
    typer.Option(
        "--watchlist/--no-watchlist", help="Only films on your watchlist, or none of them."
    ),
]
WhyOption = Annotated[bool, typer.Option("--why", help="Say at length why each film is there.")]
