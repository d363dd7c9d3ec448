"""Results as Rich tables. A title goes into `Text`, so that nothing in it is read as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from filmrec.films import CHAT
from filmrec.render.messages import step_films
from filmrec.render.text import film_key, printable, stars_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from filmrec.actions.similar import SimilarFilm
    from filmrec.films import Film, Marked, Rating, Recommendation
    from filmrec.library import Step

# Below these widths a table gives up columns rather than legibility.
ALL_COLUMNS = 100
MOST_COLUMNS = 60


def new_table() -> Table:
    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")


def film_text(film: Film) -> Text:
    """`Heat (1995)`, the year dimmed."""
    text = Text(printable(film.shown_title))
    if film.year is not None:
        text.append(f" ({film.year})", style="dim")
    return text


def genres_text(film: Film) -> Text:
    return Text(printable(", ".join(film.genres)), style="dim")


def films_text(films: Iterable[Film]) -> Text:
    return Text(", ").join(Text(printable(film.shown_title)) for film in films)


def community_text(mean: float | None, count: int) -> Text:
    """`4.1 (342)`: mean in stars and how many people it is the mean of."""
    if mean is None:
        return Text("-", style="dim")
    return Text(f"{mean:.1f} ").append(f"({count:,})", style="dim")


def match_text(match: int | None) -> Text:
    return Text("-", style="dim") if match is None else Text(f"{match}%", style="bold")


def day_text(moment: datetime | None) -> Text:
    return Text("-" if moment is None else f"{moment:%Y-%m-%d}", style="dim")


def recommendations_table(rows: Sequence[Recommendation], *, width: int, personal: bool) -> Table:
    """Rank, film, genres, community, match and because; a narrow terminal shows fewer."""
    roomy, narrow = width >= ALL_COLUMNS, width < MOST_COLUMNS
    table = new_table()
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("title" if roomy else "film", overflow="fold", min_width=14)
    if roomy:
        table.add_column("year", no_wrap=True)
    if not narrow:
        tight = personal and not roomy
        table.add_column("genres", overflow="fold", max_width=16 if tight else None)
        table.add_column("community", justify="right", no_wrap=True)
    if personal:
        table.add_column("match", justify="right", no_wrap=True)
        if not narrow:
            table.add_column("because you liked" if roomy else "because", overflow="fold")
    for row in rows:
        cells = [Text(str(row.rank))]
        if roomy:
            cells += [Text(printable(row.film.shown_title)), Text(str(row.film.year or ""))]
        else:
            cells.append(film_text(row.film))
        if not narrow:
            cells.append(genres_text(row.film))
            cells.append(community_text(row.film.community_mean, row.film.n_community_ratings))
        if personal:
            cells.append(match_text(row.match))
            if not narrow:
                cells.append(films_text(row.because) if row.because else Text("-", style="dim"))
        table.add_row(*cells)
    return table


def films_table(films: Sequence[Film], width: int) -> Table:
    """Films found, with the id by which each can be named for certain."""
    table = new_table()
    table.add_column("film", overflow="fold")
    if width >= MOST_COLUMNS:
        table.add_column("genres", overflow="fold")
    table.add_column("id", no_wrap=True)
    for film in films:
        genres = [genres_text(film)] if width >= MOST_COLUMNS else []
        table.add_row(film_text(film), *genres, Text(film_key(film), style="dim"))
    return table


def ratings_table(ratings: Sequence[Rating], width: int) -> Table:
    table = new_table()
    table.add_column("stars", justify="right", no_wrap=True)
    table.add_column("film", overflow="fold")
    if width >= MOST_COLUMNS:
        table.add_column("genres", overflow="fold")
    table.add_column("rated", no_wrap=True)
    # Of other sources nothing needs to be known; what was read out of a chat is a guess.
    has_guesses = any(rating.source == CHAT for rating in ratings)
    if has_guesses:
        table.add_column("from", no_wrap=True)
    for rating in ratings:
        source = [Text("chat" if rating.source == CHAT else "", style="dim")]
        genres = [genres_text(rating.film)] if width >= MOST_COLUMNS else []
        table.add_row(
            Text(stars_text(rating.stars), style="bold"),
            film_text(rating.film),
            *genres,
            day_text(rating.rated_at),
            *(source if has_guesses else []),
        )
    return table


def marked_table(rows: Sequence[Marked], width: int) -> Table:
    table = new_table()
    table.add_column("film", overflow="fold")
    if width >= MOST_COLUMNS:
        table.add_column("genres", overflow="fold")
    table.add_column("since", no_wrap=True)
    for row in rows:
        genres = [genres_text(row.film)] if width >= MOST_COLUMNS else []
        table.add_row(film_text(row.film), *genres, day_text(row.marked_at))
    return table


def steps_table(steps: Sequence[Step]) -> Table:
    """Steps by number, at the hour of this machine's clock."""
    table = new_table()
    table.add_column("step", justify="right", no_wrap=True)
    table.add_column("when", no_wrap=True)
    table.add_column("command", overflow="fold")
    table.add_column("films", overflow="fold")
    table.add_column("state", no_wrap=True)
    for step in steps:
        table.add_row(
            Text(str(step.number)),
            Text(f"{step.made_at.astimezone():%Y-%m-%d %H:%M}", style="dim"),
            Text(printable(step.command)),
            Text(step_films(step)),
            Text(step.state.value, style="dim"),
        )
    return table


def similar_table(rows: Sequence[SimilarFilm]) -> Table:
    table = new_table()
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("film", overflow="fold")
    table.add_column("genres", overflow="fold")
    table.add_column("community", justify="right", no_wrap=True)
    for rank, row in enumerate(rows, start=1):
        film = row.film
        table.add_row(
            Text(str(rank)),
            film_text(film),
            genres_text(film),
            community_text(film.community_mean, film.n_community_ratings),
        )
    return table
