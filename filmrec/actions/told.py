"""Films filtered by what TMDb told of them; those of which it told nothing cannot be judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.actions.config import meant_code, region_code
from filmrec.errors import NotReadyError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.films import Film
    from filmrec.library import Library

_MINUTES = re.compile(r"(\d{1,4})?\s*(-)?\s*(\d{1,4})?")
_CODE = re.compile(r"[A-Za-z]{2}")
# Where so many could be meant, these are named.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for, as it was typed; `service` None is for no matter where it streams."""

    runtime: str | None = None
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    certificate: str | None = None
    service: str | None = None
    any_service: bool = False
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One filter: its name on the command line, the films that pass, those that can be judged.

    All by film_id; `item_ids` are those of the films that pass, by which models know them.
    """

    name: str
    film_ids: frozenset[int]
    judged: frozenset[int]
    item_ids: tuple[int, ...]

    def admits(self, film: Film) -> bool:
        return film.film_id in self.film_ids


def read_told(library: Library, wanted: Wanted) -> tuple[Told, ...]:
    """Each filter that is wanted, with the films that pass it.

    Raises
    ------
    UsageError
        When a value cannot be read, or names nobody, or several.
    NotReadyError
        When TMDb has told nothing yet, or a region is needed and none is known.
    """
    if not library.tmdb.info().n_films:
        raise NotReadyError(
            "TMDb was not asked about any film yet",
            hint="`filmrec import-tmdb` fetches what this filter needs",
        )
    return tuple(_filters(library, wanted))


def _filters(library: Library, wanted: Wanted) -> Iterator[Told]:
    if wanted.runtime is not None:
        bounds = parse_minutes(wanted.runtime)
        yield _told(library, f"--runtime {wanted.runtime}", runtime=bounds)
    for option, kind, codes, example in (
        ("--language", "language", wanted.languages, "uk"),
        ("--country", "country", wanted.countries, "FR"),
    ):
        for code in codes:
            if not _CODE.fullmatch(code):
                raise UsageError(
                    f"{code!r} is no code for {option[2:]}", hint=f"two letters, like {example}"
                )
            found = _told(library, f"{option} {code}", (kind, code))
            meant = meant_code(kind, code)
            if meant is not None and not found.film_ids:
                raise UsageError(f"no film has the {kind} {code!r}", hint=f"did you mean {meant}?")
            yield found
    for option, kind, names in (
        ("--director", "director", wanted.directors),
        ("--actor", "actor", wanted.actors),
        ("--keyword", "keyword", wanted.keywords),
    ):
        for name in names:
            known = _known(library, kind, name)
            yield _told(library, f"{option} {known}", (kind, known))
    if wanted.certificate is not None:
        region, _, mark = wanted.certificate.rpartition(":")
        region = checked_region(region or wanted.region, "--certificate US:PG-13")
        yield _told(library, f"--certificate {region}:{mark}", ("certificate", region, mark))
    if wanted.service is not None:
        region = checked_region(wanted.region, "--region UA")
        if wanted.any_service:
            yield _told(library, f"--streaming in {region}", ("stream", region))
        else:
            service = _known(library, "stream", wanted.service, region)
            yield _told(library, f"--streaming {service} in {region}", ("stream", region, service))


def _told(
    library: Library,
    name: str,
    term: tuple[str, ...] | None = None,
    *,
    runtime: tuple[int | None, int | None] | None = None,
) -> Told:
    passing, judged = library.tmdb.judge(term, runtime)
    return Told(
        name,
        frozenset(passing),
        frozenset(judged),
        tuple(sorted(item_id for item_id in passing.values() if item_id is not None)),
    )


def checked_region(region: str | None, example: str) -> str:
    """The code of a region in capitals; UsageError for none, NotReadyError where none is known."""
    if region is None:
        raise NotReadyError(
            "it is not known in which region you are",
            hint=f"`filmrec config set region UA`, or {example}",
        )
    return region_code(region, example.partition(" ")[0])


def _known(library: Library, kind: str, written: str, region: str | None = None) -> str:
    """The name that was meant, of those that TMDb told: this very one, or the only one with it."""
    found = library.tmdb.names_like(kind, written, region)
    if len(found) == 1:
        return found[0]
    if not found:
        what = f"streams at {written!r} in {region}" if region else f"has the {kind} {written!r}"
        raise UsageError(
            f"no film that TMDb told of {what}",
            hint="write the name as TMDb has it; `filmrec import-tmdb` asks about more films",
        )
    shown = ", ".join(name.title() for name in found[:_SHOWN])
    more = ", ..." if len(found) > _SHOWN else ""
    raise UsageError(f"{written!r} may be several", hint=f"write one of {shown}{more}")


def parse_minutes(written: str) -> tuple[int | None, int | None]:
    """`90`, `90-120`, `-120` or `150-` as (least, most).

    Raises
    ------
    UsageError
        When it is none of these.
    """
    match = _MINUTES.fullmatch(written.strip())
    if match is not None and any(match.groups()):
        least, dash, most = match.groups()
        first = int(least) if least else None
        last = int(most) if most else None if dash else first
        if (first is not None or last is not None) and (first or 0) <= (last or 9_999):
            return first, last
    raise UsageError(f"{written!r} is no length in minutes", hint="write 90, 90-120, -120 or 150-")
