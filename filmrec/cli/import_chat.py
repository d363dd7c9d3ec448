"""`filmrec import-chat`: what a person told others about films, taken in on their word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from filmrec.cli.files import STDIN, name_of, open_bytes, target_of, write_text
from filmrec.cli.options import JsonOption
from filmrec.cli.output import ask, is_interactive, note, show, show_json, stdout_console, warn
from filmrec.cli.progress import progress_bar
from filmrec.cli.session import now, open_shelf, session_of
from filmrec.errors import UsageError
from filmrec.render.text import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from filmrec.actions.import_chat import ChatReading, Decision
    from filmrec.actions.reconcile import Outcome
    from filmrec.chats.exports.read import Chat
    from filmrec.cli.session import Session
    from filmrec.library import Library

FILE_HINT = "name a chat: as Telegram, WhatsApp, Discord or ChatGPT export it, or - for stdin"
# Whoever wrote less is hardly the person whose export it is.
_SENDERS_SHOWN = 20


def import_chat(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="JSON, text or zip as exported; - reads stdin.")
    ],
    me: Annotated[
        list[str] | None,
        typer.Option("--me", metavar="NAME", help="Whose messages are yours (repeatable)."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Take in what is sure enough, and ask nothing.")
    ] = False,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            *("--min-confidence",),
            min=0.0,
            max=1.0,
            metavar="X",
            help="What is sure enough, 0 to 1 (0.7 if not given).",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what is found, and take in nothing.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", help="Write what was found, with quotes (.csv or .json)."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file of --report if it is there.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Find what you said of films in a chat, and take in what you agree to.

    The chat is read on this machine and not kept: of a line that was decided on, its hash is.
    """
    session = session_of(ctx)
    from filmrec.actions.import_chat import USUAL_CONFIDENCE, keep_opinions

    spared = (*session.settings.own_files, *([] if file == STDIN else [Path(file)]))
    target = report and target_of(report, overwrite=force, spared=spared)
    least = USUAL_CONFIDENCE if min_confidence is None else min_confidence
    with open_shelf(session) as library:
        reading = _read(session, library, file, me or [])
        _say_what_was_read(session, reading)
        asks = not (yes or dry_run or as_json) and is_interactive()
        if not as_json and reading.findings and not yes:
            _show_table(reading)
        decisions = _decide(reading, least, yes=yes or dry_run, asks=asks)
        outcomes: Mapping[int, Outcome] = {}
        if decisions:
            outcomes = keep_opinions(library, reading.name, decisions, keep=not dry_run)
    if not as_json and reading.findings and yes:
        _show_table(reading)
    if target is not None:
        _write_report(reading, outcomes, target)
    if as_json:
        from filmrec.render.chat import finding_document

        show_json([finding_document(one, outcomes) for one in reading.findings])
    _say_what_was_done(session, reading, decisions, outcomes, is_rehearsal=dry_run, was_told=yes)


def _read(session: Session, library: Library, file: str, names: Sequence[str]) -> ChatReading:
    from filmrec.actions.import_chat import read_chat
    from filmrec.chats.exports.read import open_chat, seekable

    with open_bytes(file, FILE_HINT) as given, seekable(given) as stream:
        chat = open_chat(name_of(file), stream)
        # Who is named as in the export needs nobody else to be known.
        me = _person(session, chat, chat.senders(until=names), names)
        with progress_bar(session, "reading the chat") as progress:
            return read_chat(library, chat, me, now=now(), progress=progress)


def _person(
    session: Session, chat: Chat, senders: Mapping[str, int], names: Sequence[str]
) -> frozenset[str]:
    """The senders that are the person; nobody where the export itself says whose words count."""
    from filmrec.chats.messages import senders_meant

    if not senders:
        if names and next(chat.messages(), None) is not None:
            note(session, f"{chat.format} tells by itself which words are yours: --me is not used")
        return frozenset()
    if names:
        return senders_meant(names, senders)
    ordered = sorted(senders, key=lambda sender: (-senders[sender], sender))
    warn(f"{chat.name} ({chat.format}) has messages of {plural(len(ordered), 'person', 'people')}:")
    for number, sender in enumerate(ordered[:_SENDERS_SHOWN], start=1):
        warn(f"{number:>5}  {sender or '(no name)'}  {senders[sender]:,}")
    if len(ordered) > _SENDERS_SHOWN:
        warn(f"       and {len(ordered) - _SENDERS_SHOWN:,} more")
    if not is_interactive():
        raise UsageError(
            "whose messages are yours is not known", hint='say it with --me "NAME" (repeatable)'
        )
    return frozenset([_asked_person(ordered, senders)])


def _asked_person(ordered: Sequence[str], senders: Mapping[str, int]) -> str:
    from filmrec.chats.messages import senders_meant

    while True:
        answer = ask("  which are you? (a number or a name)  ")
        if answer is None:
            raise typer.Abort
        if answer.isdecimal() and 1 <= int(answer[:9]) <= len(ordered):
            return ordered[int(answer) - 1]
        if answer:
            try:
                return next(iter(senders_meant([answer], senders)))
            except UsageError as error:
                warn(f"  {error.message}; {error.hint}")


def _say_what_was_read(session: Session, reading: ChatReading) -> None:
    from filmrec.render.chat import reading_text

    if reading.findings or reading.n_known:
        note(session, reading_text(reading))
    else:
        messages = plural(reading.n_messages, "message")
        note(session, f"{reading.name}: {messages}, and you speak of no film in any")


def _show_table(reading: ChatReading) -> None:
    from filmrec.render.chat import findings_table

    show(findings_table(reading.findings, stdout_console().width))


def _decide(reading: ChatReading, least: float, *, yes: bool, asks: bool) -> list[Decision]:
    from filmrec.actions.import_chat import Decision

    if yes:
        return [Decision(one, one.opinion) for one in reading.surer_than(least)]
    if asks and reading.open:
        from filmrec.cli.review_chat import review_findings

        return review_findings(reading, least)
    return []


def _write_report(reading: ChatReading, outcomes: Mapping[int, Outcome], path: Path) -> None:
    from filmrec.render.chat import CHAT_COLUMNS, finding_document
    from filmrec.render.documents import to_csv, to_json

    documents = [finding_document(one, outcomes) for one in reading.findings]
    is_json = path.suffix.lower() == ".json"
    text = to_json(documents) if is_json else to_csv(documents, CHAT_COLUMNS)
    write_text(path, text)


def _say_what_was_done(
    session: Session,
    reading: ChatReading,
    decisions: Sequence[Decision],
    outcomes: Mapping[int, Outcome],
    *,
    is_rehearsal: bool,
    was_told: bool,
) -> None:
    n_taken = sum(str(outcome) != "unchanged" for outcome in outcomes.values())
    if is_rehearsal:
        warn(f"nothing was changed: this was a dry run ({n_taken:,} would have been taken in)")
    elif not decisions and reading.open and not was_told:
        warn("nothing was changed: --yes takes in what is sure, a terminal asks about each")
    elif reading.open:
        left = len(reading.open) - len(decisions)
        rest = f", {left:,} left for another time" if left else ""
        note(session, f"taken in: {plural(n_taken, 'opinion')}{rest}")
    if n_taken and not is_rehearsal:
        note(session, "`filmrec recommend` counts it from now on; `filmrec undo` takes it back")
