"""What was found in a chat: a table for the person, documents for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from filmrec.render.documents import FILM_COLUMNS, film_document
from filmrec.render.tables import MOST_COLUMNS, day_text, film_text, new_table
from filmrec.render.text import plural, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from filmrec.actions.import_chat import ChatReading, Finding
    from filmrec.actions.reconcile import Outcome

WORDS = {
    "liked": "liked",
    "disliked": "disliked",
    "wants": "wants to see",
    "seen": "has seen",
    "named": "only named",
}
_STYLES = {"liked": "green", "disliked": "red", "wants": "cyan"}
CHAT_COLUMNS = (
    *FILM_COLUMNS,
    *("opinion", "confidence", "date", "quote", "standing", "outcome"),
)


def findings_table(findings: Sequence[Finding], width: int) -> Table:
    """Film, opinion, how sure that is, the day and the line that says so."""
    roomy = width >= MOST_COLUMNS
    table = new_table()
    table.add_column("film", overflow="fold", min_width=14)
    table.add_column("opinion", no_wrap=True)
    table.add_column("sure", justify="right", no_wrap=True)
    if roomy:
        table.add_column("date", no_wrap=True)
    table.add_column("said", overflow="fold")
    for finding in findings:
        day = [day_text(finding.when)] if roomy else []
        table.add_row(
            film_text(finding.film),
            _opinion_text(finding),
            Text(f"{finding.confidence:.2f}", style="" if finding.is_open else "dim"),
            *day,
            Text(printable(finding.quote), style="" if finding.is_open else "dim"),
        )
    return table


def _opinion_text(finding: Finding) -> Text:
    text = Text(WORDS[finding.opinion], style=_STYLES.get(finding.opinion, "dim"))
    if finding.is_known:
        text = Text(f"{WORDS[finding.opinion]}, {finding.standing}", style="dim")
    return text


def finding_line(finding: Finding) -> str:
    """`Heat (1995): liked (0.92, 2021-03-04): "loved it"`."""
    day = "" if finding.when is None else f", {finding.when:%Y-%m-%d}"
    return (
        f"{finding.film.name}: {WORDS[finding.opinion]} ({finding.confidence:.2f}{day}): "
        f'"{finding.quote}"'
    )


def reading_text(reading: ChatReading) -> str:
    """`chat.txt: 1,204 messages, 12 films; 9 to decide on`."""
    n_films = len(reading.findings) + reading.n_known
    known = f", {reading.n_known:,} decided on before" if reading.n_known else ""
    return (
        f"{reading.name}: {plural(reading.n_messages, 'message')}, "
        f"{plural(n_films, 'film')} spoken of{known}; {len(reading.open):,} to decide on"
    )


def finding_document(finding: Finding, outcomes: Mapping[int, Outcome]) -> dict[str, Any]:
    outcome = outcomes.get(finding.film.film_id)
    return {
        **film_document(finding.film),
        "opinion": str(finding.opinion),
        "confidence": finding.confidence,
        "date": None if finding.when is None else finding.when.isoformat(),
        "quote": finding.quote,
        "standing": str(finding.standing),
        "outcome": None if outcome is None else str(outcome),
    }
