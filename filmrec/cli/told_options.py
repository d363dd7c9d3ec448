"""The options that filter by what TMDb told, the same for every command that lists films."""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from filmrec.cli.output import note
from filmrec.cli.session import region_of
from filmrec.errors import UsageError
from filmrec.render.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from filmrec.actions.filters import Filters
    from filmrec.actions.told import Told
    from filmrec.cli.session import Session
    from filmrec.films import Film
    from filmrec.library import Library

# What `--streaming` without a service means; see `with_values`.
ANY_SERVICE = "any"
_STREAMING = "--streaming"


@dataclass(frozen=True, slots=True)
class ToldOptions:
    """What was asked for, as it was typed; each field is an option."""

    runtime: Annotated[
        str | None,
        typer.Option("--runtime", metavar="MINUTES", help="90, 90-120, -120 or 150-."),
    ] = None
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="Made in this one: uk.")
    ] = None
    country: Annotated[
        list[str] | None,
        typer.Option("--country", metavar="CODE", help="Made there: FR (repeatable)."),
    ] = None
    director: Annotated[
        list[str] | None, typer.Option("--director", metavar="NAME", help="Directed by NAME.")
    ] = None
    actor: Annotated[
        list[str] | None, typer.Option("--actor", metavar="NAME", help="With NAME (repeatable).")
    ] = None
    keyword: Annotated[
        list[str] | None,
        typer.Option("--keyword", metavar="WORD", help="A keyword of TMDb's (repeatable)."),
    ] = None
    certificate: Annotated[
        str | None,
        typer.Option("--certificate", metavar="MARK", help="PG-13 in your region, or US:PG-13."),
    ] = None
    streaming: Annotated[
        str | None,
        typer.Option(_STREAMING, metavar="[SERVICE]", help="Streamed in your region, by SERVICE."),
    ] = None
    region: Annotated[
        str | None,
        typer.Option("--region", metavar="CODE", help="Another region than yours: UA."),
    ] = None


NOTHING = ToldOptions()


def takes_told_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options; it gets them together, as its argument `told`."""
    hints = get_type_hints(ToldOptions, include_extras=True)
    own = inspect.signature(command, eval_str=True)
    names = [field.name for field in fields(ToldOptions)]
    options = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=hints[name]
        )
        for name in names
    ]
    kept = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in own.parameters.items()
        if name != "told"
    ]
    # Before those that say how to print.
    at = next((n for n, one in enumerate(kept) if one.name == "as_json"), len(kept))

    @functools.wraps(command)
    def run(**arguments: Any) -> None:  # noqa: ANN401 - whatever the command takes
        told = ToldOptions(**{name: arguments.pop(name) for name in names})
        command(**arguments, told=told)

    run.__signature__ = own.replace(parameters=[*kept[:at], *options, *kept[at:]])  # type: ignore[attr-defined]
    run.__annotations__ = {**command.__annotations__, **hints}
    del run.__annotations__["told"]
    return run


def with_values(arguments: Sequence[str]) -> list[str]:
    """`--streaming` alone becomes `--streaming any`: an option has a value or it has none."""
    completed: list[str] = []
    for at, argument in enumerate(arguments):
        completed.append(argument)
        after = arguments[at + 1 : at + 2]
        if argument == _STREAMING and (not after or after[0].startswith("-")):
            completed.append(ANY_SERVICE)
    return completed


def read_told_options(session: Session, library: Library, options: ToldOptions) -> tuple[Told, ...]:
    """The filters that were asked for, each with the films that pass it."""
    if options == NOTHING:
        return ()
    from filmrec.actions.told import Wanted, read_told

    if options.region is not None and options.streaming is None and options.certificate is None:
        raise UsageError(
            "--region needs --streaming or --certificate", hint="it says where those count"
        )
    wanted = Wanted(
        runtime=options.runtime,
        languages=(options.language,) if options.language else (),
        countries=tuple(options.country or ()),
        directors=tuple(options.director or ()),
        actors=tuple(options.actor or ()),
        keywords=tuple(options.keyword or ()),
        certificate=options.certificate,
        service=options.streaming,
        any_service=options.streaming == ANY_SERVICE,
        region=options.region or region_of(session),
    )
    return read_told(library, wanted)


def say_what_could_not_be_judged(
    session: Session, filters: Filters, library: Library, films: Sequence[Film] | None = None
) -> None:
    """How many of these films, or of all, were left out because nothing is known of them."""
    if not filters.told:
        return
    if films is not None:
        n_films, n_unjudged = len(films), filters.n_unjudged(films)
    else:
        n_films = library.count_films()
        n_unjudged = n_films - len(frozenset.intersection(*(one.judged for one in filters.told)))
    if n_unjudged:
        note(
            session,
            f"{n_unjudged:,} of {plural(n_films, 'film')} could not be judged: TMDb was not asked "
            "about them, or does not say (`filmrec import-tmdb`)",
        )
