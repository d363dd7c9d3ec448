"""`filmrec recommend`."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import typer

from filmrec.cli.files import read_bytes
from filmrec.cli.find import find_film
from filmrec.cli.options import (
    DIAL_STEPS,
    AgainOption,
    AndMineOption,
    CountOption,
    CsvOption,
    FromOption,
    GenreOption,
    JsonOption,
    LikeOption,
    NotGenreOption,
    ObscureOption,
    PopularOption,
    VarietyOption,
    WatchlistOption,
    WhyOption,
    YearOption,
)
from filmrec.cli.output import note, show_list, warn
from filmrec.cli.session import open_shelf, session_of
from filmrec.cli.told_options import (
    NOTHING,
    ToldOptions,
    read_told_options,
    say_what_could_not_be_judged,
    takes_told_options,
)
from filmrec.errors import UsageError

MAX_LIST_BYTES = 10_000_000
SHOWN_PROBLEMS = 10

if TYPE_CHECKING:
    from rich.console import RenderableType

    from filmrec.actions.recommend import Recommendations, Request
    from filmrec.cli.session import Session
    from filmrec.films import Film
    from filmrec.library import Library


@takes_told_options
def recommend(
    ctx: typer.Context,
    count: CountOption = 10,
    genre: GenreOption = None,
    not_genre: NotGenreOption = None,
    year: YearOption = None,
    like: LikeOption = None,
    and_mine: AndMineOption = False,
    among: FromOption = None,
    watchlist: WatchlistOption = None,
    obscure: ObscureOption = 0,
    popular: PopularOption = 0,
    variety: VarietyOption = 0,
    again: AgainOption = False,
    why: WhyOption = False,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    told: ToldOptions = NOTHING,
) -> None:
    """Films picked for you, best first, each with what speaks for it."""
    if and_mine and not like:
        raise UsageError("--and-mine goes with --like", hint='add --like "Title (Year)"')
    if obscure and popular:
        raise UsageError("--obscure and --popular pull opposite ways", hint="choose one of them")
    session = session_of(ctx)
    from filmrec.actions.filters import read_filters
    from filmrec.actions.recommend import Request, remember

    with open_shelf(session) as library:
        filters = read_filters(
            *(library.genres(), genre or (), not_genre or (), year),
            read_told_options(session, library, told),
        )
        request = Request(
            count=count,
            filters=filters,
            like=tuple(find_film(library, text) for text in like or ()),
            and_mine=and_mine,
            among=None if among is None else _films_listed_in(library, among),
            popularity=(popular - obscure) / DIAL_STEPS,
            variety=variety / DIAL_STEPS,
            again=again,
            watchlist=watchlist,
        )
        result = _recommend(session, library, request)
        if request.is_plain and result.is_personal:
            _say_what_is_new(session, remember(library, result))
        say_what_could_not_be_judged(session, filters, library)
    _say_what_was_assumed(session, request, result)
    _show(result, why=why, as_json=as_json, as_csv=as_csv)


def _recommend(session: Session, library: Library, request: Request) -> Recommendations:
    from filmrec.actions.recommend import films_to_start_from, taste_of

    if not taste_of(library, request):
        return films_to_start_from(library, request)
    # Only here: the first list of all needs neither arrays nor a model.
    from filmrec.actions.personal import recommend
    from filmrec.cli.models import ready_model

    return recommend(library, ready_model(session), request)


def _films_listed_in(library: Library, source: str) -> tuple[Film, ...]:
    """The films named in a file, one a line; what is not found is said and left out."""
    from filmrec.actions.film_lists import read_film_list

    listed = read_film_list(library, _text_of(source).splitlines())
    for problem in listed.problems[:SHOWN_PROBLEMS]:
        warn(f"line {problem.line_number} left out: {problem.message}")
    if len(listed.problems) > SHOWN_PROBLEMS:
        warn(f"and {len(listed.problems) - SHOWN_PROBLEMS:,} lines more left out")
    return listed.films


def _text_of(source: str) -> str:
    """What stands in a file, or on stdin for `-`: UTF-8, or UTF-16 that says so itself."""
    hint = "--from takes a text file with one film a line, or - for stdin"
    content = read_bytes(source, MAX_LIST_BYTES, hint)
    if len(content) > MAX_LIST_BYTES:
        raise UsageError(f"{source!r} is no list of films: it is larger than 10 MB", hint=hint)
    is_utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if is_utf_16 else "utf-8-sig", "replace")


def _say_what_was_assumed(session: Session, request: Request, result: Recommendations) -> None:
    from filmrec.render.messages import assumptions

    for line in assumptions(request, result):
        note(session, line)
    if result.emptied_by is not None:
        warn(f"no film is left: {result.emptied_by}")


def _say_what_is_new(session: Session, films: tuple[Film, ...]) -> None:
    if films:
        note(session, "new since your last list: " + ", ".join(film.title for film in films))


def _show(result: Recommendations, *, why: bool, as_json: bool, as_csv: bool) -> None:
    from filmrec.render.documents import RECOMMENDATION_COLUMNS, recommendation_document

    def table(width: int) -> RenderableType:
        if why:
            from filmrec.render.reasons import reasons_at_length

            return reasons_at_length(result)
        from filmrec.render.tables import recommendations_table

        return recommendations_table(result.rows, width=width, personal=result.is_personal)

    rows = [recommendation_document(row) for row in result.rows]
    show_list(rows, RECOMMENDATION_COLUMNS, table, as_json=as_json, as_csv=as_csv)
