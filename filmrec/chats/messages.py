"""A message of a chat, and whose messages are the person's own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from filmrec.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

_MOST_SHOWN = 12


class Message(NamedTuple):
    """One message: `when` in UTC, None where unknown; lines that begin with `>` are quoted.

    `own` says, where the export itself does, whether these are the words of the person whose
    export it is: True for what somebody typed to a machine, False for its answers and for what
    was forwarded; None where only the sender's name tells. `chat` names one of several chats in
    a file. `number` and `answers` are the export's own numbers of messages.
    """

    sender: str
    when: datetime | None
    text: str
    own: bool | None = None
    chat: str = ""
    number: str | None = None
    answers: str | None = None

    def is_by(self, me: frozenset[str]) -> bool:
        return self.sender in me if self.own is None else self.own


def harmless(text: str, length: int = 40) -> str:
    """The beginning of what stands in a file, fit for a message."""
    cut = text[:length] + ("..." if len(text) > length else "")
    return "".join(letter if letter.isprintable() else "?" for letter in cut)


def count_senders(messages: Iterable[Message], until: Iterable[str] = ()) -> Counter[str]:
    """How many messages each sender wrote; empty where the export itself says whose words count.

    With `until`, only as many messages are counted as it takes to meet all of these senders.
    """
    counts: Counter[str] = Counter()
    missing = set(until)
    for message in messages:
        if message.own is not None:
            continue
        counts[message.sender] += 1
        if message.sender in missing:
            missing.remove(message.sender)
            if not missing:
                break
    return counts


def senders_meant(names: Sequence[str], senders: Mapping[str, int]) -> frozenset[str]:
    """The senders that the person calls by these names: in full, or by what only one has.

    Raises
    ------
    UsageError
        When a name is nobody's, or that of two people.
    """
    return frozenset(_sender_meant(name, senders) for name in names)


def _sender_meant(name: str, senders: Mapping[str, int]) -> str:
    if name in senders:
        return name
    wanted = " ".join(name.casefold().split())
    folded = {sender: " ".join(sender.casefold().split()) for sender in senders}
    whole = [sender for sender, other in folded.items() if other == wanted]
    words = [sender for sender, other in folded.items() if _has_words(other, wanted)]
    part = [sender for sender, other in folded.items() if wanted and wanted in other]
    for found in (whole, words, part):
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(
                f"{harmless(name)} may be any of {len(found):,} people: {shown_senders(found)}",
                hint="give the name in full",
            )
    raise UsageError(
        f"nobody in this chat is called {harmless(name)}",
        hint=f"who is: {shown_senders(sorted(senders, key=senders.__getitem__, reverse=True))}",
    )


def _has_words(sender: str, wanted: str) -> bool:
    return bool(wanted) and f" {wanted} " in f" {sender} "


def shown_senders(senders: Sequence[str]) -> str:
    shown = ", ".join(harmless(sender) or "(no name)" for sender in senders[:_MOST_SHOWN])
    more = len(senders) - _MOST_SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown
