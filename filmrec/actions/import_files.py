"""A person's history out of their files: matched, weighed against what is there, stored at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from filmrec.actions.import_report import (
    LEFT_OUT,
    NOT_A_FILM,
    UNREADABLE,
    Change,
    ImportReport,
    NamedExport,
    OpenFilm,
    ReportRow,
    Vanished,
)
from filmrec.actions.own_decisions import keep_decisions, take_decisions
from filmrec.actions.reconcile import Conflict, Outcome, Said, reconcile, vanished
from filmrec.errors import UsageError
from filmrec.library import RATING, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from filmrec.films import NamedFilm
    from filmrec.imports.rows import Export, Problem, Row
    from filmrec.library import Key, Library, Resolved, Values

# Where there are fewer, half of them is little.
_MANY = 10


def import_exports(
    library: Library,
    files: Sequence[NamedExport],
    *,
    keep: bool = True,
    mirror: bool = False,
    force: bool = False,
    progress: Callable[[float], None] | None = None,
) -> ImportReport:
    """Store what the files say: one transaction, one undo; without `keep` only the report of it.

    With `mirror` what a source says no longer is removed, if it came from that source.

    Raises
    ------
    UsageError
        When `mirror` would remove most of what a source said of a subject, without `force`.
    """
    command = f"import {', '.join(file.name for file in files)}"
    with library.transaction(command, keep=keep):
        named, films = _named_films(files)
        resolved, n_joined = _resolve(library, files, films, progress)
        rows = [
            Said(source, film_id, row)
            for (source, row), film in zip(_rows(files), named, strict=True)
            if (film_id := resolved[film].film_id) is not None
        ]
        stored = library.belongings.said()
        complete = _complete(files)
        all_ratings = {source for source, subjects in complete.items() if RATING in subjects}
        result = reconcile(rows, stored, all_ratings, library.belongings.taken_away())
        library.belongings.put(result.after, stored)
        gone = vanished(complete, rows, {**stored, **result.after})
        if mirror:
            if keep and not force:
                _refuse_to_empty(gone, {**stored, **result.after})
            library.belongings.put(dict.fromkeys(gone), gone)
        reported = tuple(_reported(files, named, resolved, iter(result.outcomes)))
        return ImportReport(
            files=tuple(files),
            rows=reported,
            open_films=tuple(_open_films(library, reported, resolved.values())),
            changes=tuple(_changes(library, result.conflicts)),
            vanished=tuple(_as_vanished(library, gone)),
            warnings=tuple(p for file in files for p in _problems(file.export)[1]),
            n_off_watchlist=result.n_off_watchlist,
            n_joined=n_joined,
            is_rehearsal=not keep,
            is_mirror=mirror,
        )


def _refuse_to_empty(gone: Mapping[Key, Values], said: Mapping[Key, Values]) -> None:
    """Stop where most of what a source said would go: a file that is empty is hardly meant so."""
    n_gone, n_said = (
        Counter((values["source"], key.subject) for key, values in several.items() if values)
        for several in (gone, said)
    )
    for (source, subject), count in n_gone.items():
        total = n_said[source, subject]
        if total >= _MANY and 2 * count > total:
            raise UsageError(
                f"--mirror would remove {count:,} of {total:,} that {source} said ({subject})",
                hint="look with --dry-run; add --force if that is what you want",
            )


def _resolve(
    library: Library,
    files: Sequence[NamedExport],
    films: Sequence[NamedFilm],
    progress: Callable[[float], None] | None,
) -> tuple[dict[NamedFilm, Resolved], int]:
    """The film here that each of the named ones is, and how many here became another one.

    filmrec's own exports bring decisions along.
    """
    known = library.belongings.holdings().film_ids
    decisions = [(file.own, take_decisions(library, file.own)) for file in files if file.own]
    own_films = [(n, film) for n, file in enumerate(files) if file.own for film in file.own.films]
    found = library.belongings.resolve(
        films,
        progress,
        # An export has every film once, and what was asked there cannot be told from it alone.
        distinct={film.film: n for n, film in own_films},
        in_doubt={film.film for _, film in own_films if film.is_own and film.question},
    )
    resolved = dict(zip(films, found.films, strict=True))
    for own, before in decisions:
        keep_decisions(library, own, resolved, before, known)
    return resolved, found.n_joined


def _rows(files: Iterable[NamedExport]) -> Iterator[tuple[str, Row]]:
    for file in files:
        source = file.export.format.value
        for row in file.export.rows:
            yield row.source or source, row


def _named_films(files: Sequence[NamedExport]) -> tuple[list[NamedFilm], list[NamedFilm]]:
    """The film that each row names, and each of these once, those of own exports included.

    A log names its film by title and year alone: it is the one that another row of its source
    names so with an address.
    """
    addressed: dict[tuple[str, str, int | None], NamedFilm] = {}
    for source, row in _rows(files):
        if row.film.address is not None:
            addressed.setdefault((source, row.film.title, row.film.year), row.film)
    named = [
        row.film
        if row.film.address is not None
        else addressed.get((source, row.film.title, row.film.year), row.film)
        for source, row in _rows(files)
    ]
    own = (film.film for file in files if file.own for film in file.own.films)
    return named, list(dict.fromkeys((*named, *own)))


def _reported(
    files: Sequence[NamedExport],
    named: Sequence[NamedFilm],
    resolved: Mapping[NamedFilm, Resolved],
    outcomes: Iterator[Outcome],
) -> Iterator[ReportRow]:
    """Every row of the files; `outcomes` are those of the rows that were not left out."""
    for (_, row), film in zip(_rows(files), named, strict=True):
        film_id, standing, _ = resolved[film]
        outcome = LEFT_OUT if film_id is None else str(next(outcomes))
        yield ReportRow(row.file, row.line, film.name, outcome, standing, film_id)
    for file in files:
        for left_out in file.export.left_out:
            yield ReportRow(
                *(left_out.file, left_out.line, left_out.name, NOT_A_FILM), detail=left_out.reason
            )
        for problem in _problems(file.export)[0]:
            yield ReportRow(problem.file, problem.line, "", UNREADABLE, detail=problem.message)


def _problems(export: Export) -> tuple[list[Problem], list[Problem]]:
    """Problems with rows that could not be taken, and with parts of rows that were."""
    taken = {(row.file, row.line) for row in export.rows}
    lost: list[Problem] = []
    partial: list[Problem] = []
    for problem in export.problems:
        (partial if (problem.file, problem.line) in taken else lost).append(problem)
    return lost, partial


def _complete(files: Iterable[NamedExport]) -> dict[str, set[str]]:
    """By source the subjects of which its files hold everything; none if a row was unreadable."""
    complete: dict[str, set[str]] = {}
    for file in files:
        if file.export.rows and not _problems(file.export)[0]:
            facts = {fact.value for fact in file.export.complete}
            complete.setdefault(file.export.format.value, set()).update(facts)
    return complete


def _open_films(
    library: Library, rows: Sequence[ReportRow], resolved: Iterable[Resolved]
) -> Iterator[OpenFilm]:
    places: dict[int, list[tuple[str, int]]] = {}
    standings: dict[int, Standing] = {}
    for row in rows:
        if row.film_id is not None and row.standing in {Standing.AMBIGUOUS, Standing.UNMATCHED}:
            places.setdefault(row.film_id, []).append((row.file, row.line))
            standings[row.film_id] = row.standing
    candidates: dict[int, tuple[int, ...]] = dict.fromkeys(places, ())
    for one in resolved:
        if one.film_id in places and one.candidates:
            candidates[one.film_id] = one.candidates
    wanted = {*places, *(film_id for several in candidates.values() for film_id in several)}
    films = {film.film_id: film for film in library.films(sorted(wanted))}
    for film_id, where in places.items():
        near = tuple(films[candidate] for candidate in candidates[film_id])
        yield OpenFilm(films[film_id], standings[film_id], tuple(where), near)


def _changes(library: Library, conflicts: Sequence[Conflict]) -> Iterator[Change]:
    films = library.films([conflict.said.film_id for conflict in conflicts])
    for film, conflict in zip(films, conflicts, strict=True):
        row, kept, other = conflict.said.row, conflict.kept, conflict.given_up
        yield Change(
            *(film, row.file, row.line, kept.half_stars / 2, kept.source, kept.rated_at),
            *(other.half_stars / 2, other.source, other.rated_at, conflict.is_update),
        )


def _as_vanished(library: Library, gone: Mapping[Key, Values]) -> Iterator[Vanished]:
    films = library.films([key.film_id for key in gone])
    for film, (key, values) in zip(films, gone.items(), strict=True):
        if values is not None:
            yield Vanished(film, values["source"], key.subject)
