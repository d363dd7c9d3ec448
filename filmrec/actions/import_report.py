"""What an import did with every row, and with which films it is not sure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from filmrec.actions.reconcile import Outcome
from filmrec.library import Standing

if TYPE_CHECKING:
    from filmrec.films import Film
    from filmrec.imports.own import OwnExport
    from filmrec.imports.rows import Export, Problem

NOT_A_FILM, UNREADABLE, LEFT_OUT = "not_a_film", "unreadable", "left_out"
# In the order in which a report lists them.
ROW_OUTCOMES = (*(outcome.value for outcome in Outcome), NOT_A_FILM, UNREADABLE, LEFT_OUT)


class NamedExport(NamedTuple):
    """A file that was read, and what it is called; `own` is all of one that filmrec wrote."""

    name: str
    export: Export
    own: OwnExport | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What became of one row: `outcome` is one of ROW_OUTCOMES, `film_id` None where no film is."""

    file: str
    line: int
    name: str
    outcome: str
    standing: Standing | None = None
    film_id: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OpenFilm:
    """A film of the file that no film of the catalogue certainly is: where it stands in the files.

    `candidates` are films that it may be, the most probable first.
    """

    film: Film
    standing: Standing
    places: tuple[tuple[str, int], ...]
    candidates: tuple[Film, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A rating on which two sources differ, in stars: the one that stands now and the other.

    The times are in ISO 8601, None where the file holds none.
    """

    film: Film
    file: str
    line: int
    stars: float
    source: str
    rated_at: str | None
    other_stars: float
    other_source: str
    other_rated_at: str | None
    is_update: bool


@dataclass(frozen=True, slots=True)
class Vanished:
    """What the source of a file no longer says of a film: `subject` is rating, seen ..."""

    film: Film
    source: str
    subject: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Everything that an import did, or with `is_rehearsal` would do.

    `warnings` are about parts of rows that were taken all the same. `n_joined` films were here
    twice, under two names, and are one now.
    """

    files: tuple[NamedExport, ...]
    rows: tuple[ReportRow, ...]
    open_films: tuple[OpenFilm, ...]
    changes: tuple[Change, ...]
    vanished: tuple[Vanished, ...]
    warnings: tuple[Problem, ...]
    n_off_watchlist: int
    n_joined: int
    is_rehearsal: bool
    is_mirror: bool

    def counts(self) -> dict[str, int]:
        """How many rows had each outcome, then how many films are ambiguous and unmatched."""
        by_outcome = Counter(row.outcome for row in self.rows)
        by_standing = Counter(film.standing for film in self.open_films)
        return {
            **{outcome: by_outcome[outcome] for outcome in ROW_OUTCOMES},
            "ambiguous": by_standing[Standing.AMBIGUOUS],
            "unmatched": by_standing[Standing.UNMATCHED],
        }
