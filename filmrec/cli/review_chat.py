"""The questions of `filmrec import-chat`: all that is sure at once, or one film at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.cli.output import ask, warn
from filmrec.render.text import plural

if TYPE_CHECKING:
    from filmrec.actions.import_chat import ChatReading, Decision, Finding

KEYS = (
    "Enter (right), l (liked), d (disliked), w (wants to see), s (has seen), "
    "n (nothing of it), p (pass for now), q (done)"
)
_PASS = "pass"  # noqa: S105 - no password
_DONE = "done"


def review_findings(reading: ChatReading, least: float) -> list[Decision]:
    """What the person decides; none where they leave."""
    from filmrec.actions.import_chat import Decision

    while True:
        n_sure = len(reading.surer_than(least))
        answer = ask(
            f"Enter takes in the {n_sure:,} of {len(reading.open):,} from {least:.2f} on; "
            "or: a number (from there on), o (one by one), q (nothing)  "
        )
        if answer is None or answer.casefold() in {"q", "quit"}:
            return []
        if not answer:
            return [Decision(one, one.opinion) for one in reading.surer_than(least)]
        if answer.casefold() == "o":
            return _one_by_one(reading)
        asked = _confidence(answer)
        if asked is None:
            warn("  a number is from 0 to 1, such as 0.8")
        else:
            least = asked


def _confidence(answer: str) -> float | None:
    try:
        number = float(answer.replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None


def _one_by_one(reading: ChatReading) -> list[Decision]:
    from filmrec.render.chat import finding_line

    warn(f"{plural(len(reading.open), 'film')} to look at. Answer {KEYS}.")
    decisions = []
    for number, finding in enumerate(reading.open, start=1):
        warn(f"{number}/{len(reading.open)}  {finding_line(finding)}")
        answer = _answer()
        if answer == _DONE:
            break
        if answer != _PASS:
            decisions.append(_decision(finding, answer))
    return decisions


def _answer() -> str:
    """What was typed, as `pass`, `done` or a letter; empty where the finding is right."""
    while True:
        answer = ask("  right?  ")
        if answer is None or answer.casefold() in {"q", "quit"}:
            return _DONE
        letter = answer.casefold()
        if letter == "p":
            return _PASS
        if letter in {"", "y", "l", "d", "w", "s", "n"}:
            return "" if letter == "y" else letter
        warn(f"  answer {KEYS}")


def _decision(finding: Finding, letter: str) -> Decision:
    from filmrec.actions.import_chat import Decision
    from filmrec.chats.mentions import Opinion

    opinions = {
        "l": Opinion.LIKED,
        "d": Opinion.DISLIKED,
        "w": Opinion.WANTS,
        "s": Opinion.SEEN,
        "n": None,
    }
    return Decision(finding, opinions[letter] if letter else finding.opinion)
