"""What a person said of films in a chat: found, weighed against what is there, stored at once."""

from __future__ import annotations

import enum
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from filmrec.actions.reconcile import Outcome, Said, reconcile
from filmrec.chats.mentions import Opinion, find_mentions, last_words
from filmrec.chats.spelling import Spelling
from filmrec.chats.titles import Titles
from filmrec.films import CHAT, Mark, NamedFilm
from filmrec.imports.rows import Row
from filmrec.library import CHAT_LINE, RATING, Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from filmrec.chats.exports.read import Chat
    from filmrec.chats.mentions import Mention
    from filmrec.chats.messages import Message
    from filmrec.films import Film
    from filmrec.library import Library, Values

# A word of praise in a chat is less than stars: neither end of the scale.
LIKED_HALF_STARS, DISLIKED_HALF_STARS = 8, 4
# What is surer is taken in unless the person says otherwise.
USUAL_CONFIDENCE = 0.7
_NO_OPINION = "none"


class Standing(enum.StrEnum):
    """What a finding is to the library: OPEN is to be decided, the others change nothing."""

    OPEN = "open"
    ONLY_NAMED = "only named"
    RATED = "rated already"
    KNOWN = "known already"


@dataclass(frozen=True, slots=True)
class Finding:
    """A film, what the person said of it last, and the line that says so.

    `line_hashes` are those of all lines that speak of the film and are new.
    """

    film: Film
    opinion: Opinion
    confidence: float
    when: datetime | None
    quote: str
    standing: Standing
    line_hashes: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.standing is Standing.OPEN

    @property
    def is_known(self) -> bool:
        """Whether the library knows as much, or better."""
        return self.standing in {Standing.RATED, Standing.KNOWN}


@dataclass(frozen=True, slots=True)
class ChatReading:
    """What was found: the surest first, what is only named last.

    Of `n_known` films nothing is said but what was decided on before.
    """

    name: str
    n_messages: int
    findings: tuple[Finding, ...]
    n_known: int

    @property
    def open(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.is_open)

    def surer_than(self, confidence: float) -> tuple[Finding, ...]:
        return tuple(one for one in self.open if one.confidence >= confidence)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the person says to a finding: the opinion as it is, None for none at all."""

    finding: Finding
    opinion: Opinion | None


def read_chat(
    library: Library,
    chat: Chat,
    me: frozenset[str],
    *,
    now: datetime,
    progress: Callable[[float], None] | None = None,
) -> ChatReading:
    """Find the films that the person spoke of, and leave out what was decided on before.

    Parameters
    ----------
    library
        Its films are those looked for.
    chat
        An open export.
    me
        The senders that are the person.
    now
        What is said to be of later is of no date.
    progress
        Is told from time to time how much is done, 0 to 1.

    Raises
    ------
    UnreadableFileError
        At the place where the export stops being one.
    """
    count = _Count(chat, progress)
    titles = Titles(library.every_film())
    known = library.belongings.chat_lines()
    mentions: list[Mention] = []
    decided: set[int] = set()
    lines: dict[int, set[str]] = {}
    found = find_mentions(
        count.messages(), titles, me, spelling=Spelling(titles), progress=count.tell
    )
    with closing(found):
        for mention in found:
            if Key(mention.film_id, CHAT_LINE, mention.message_hash) in known:
                decided.add(mention.film_id)
                continue
            mentions.append(mention)
            lines.setdefault(mention.film_id, set()).add(mention.message_hash)
    last = last_words(mentions)
    # What is only named again tells nothing beside what was decided.
    last = [one for one in last if one.opinion is not Opinion.NAMED or one.film_id not in decided]
    stored = library.belongings.said([one.film_id for one in last])
    films = {film.film_id: film for film in library.films([one.film_id for one in last])}
    findings = [
        Finding(
            film=films[one.film_id],
            opinion=one.opinion,
            confidence=one.confidence,
            when=None if one.when is None or one.when > now else one.when,
            quote=one.quote,
            standing=_standing(one, stored),
            line_hashes=tuple(sorted(lines[one.film_id])),
        )
        for one in last
    ]
    findings.sort(key=lambda one: (one.standing is Standing.ONLY_NAMED, -one.confidence))
    n_known = len(decided - {one.film_id for one in last})
    return ChatReading(chat.name, count.n_messages, tuple(findings), n_known)


class _Count:
    """How many messages were read, and how far it is with what is to be found in them."""

    def __init__(self, chat: Chat, progress: Callable[[float], None] | None) -> None:
        self.n_messages = 0
        self._n_done = 0
        self._chat = chat
        self._progress = progress

    def messages(self) -> Iterator[Message]:
        for message in self._chat.messages():
            self.n_messages += 1
            yield message

    def tell(self, n_messages: int) -> None:
        self._n_done += n_messages
        if self._progress is not None:
            # More may be read by now than is done.
            self._progress(self._chat.share_read() * self._n_done / self.n_messages)


def _standing(mention: Mention, stored: Mapping[Key, Values]) -> Standing:
    if mention.opinion is Opinion.NAMED:
        return Standing.ONLY_NAMED
    rating = stored.get(Key(mention.film_id, RATING))
    if rating is not None and rating["source"] != CHAT:
        return Standing.RATED
    is_seen = rating is not None or stored.get(Key(mention.film_id, Mark.SEEN.value)) is not None
    is_listed = stored.get(Key(mention.film_id, Mark.WATCHLIST.value)) is not None
    if mention.opinion is Opinion.SEEN:
        return Standing.KNOWN if is_seen else Standing.OPEN
    if mention.opinion is Opinion.WANTS:
        return Standing.KNOWN if is_seen or is_listed else Standing.OPEN
    same = rating is not None and rating["half_stars"] == _half_stars(mention.opinion)
    return Standing.KNOWN if same else Standing.OPEN


def _half_stars(opinion: Opinion) -> int | None:
    return {Opinion.LIKED: LIKED_HALF_STARS, Opinion.DISLIKED: DISLIKED_HALF_STARS}.get(opinion)


def keep_opinions(
    library: Library, name: str, decisions: Sequence[Decision], *, keep: bool = True
) -> dict[int, Outcome]:
    """Store what was decided: one transaction, one undo; without `keep` only say what it would be.

    Returns
    -------
    dict
        What became of each film of which an opinion was accepted, by film_id.
    """
    with library.transaction(f"import-chat {name}", keep=keep):
        film_ids = [one.finding.film.film_id for one in decisions]
        stored = library.belongings.said(film_ids)
        accepted = [one for one in decisions if _may_count(one, stored)]
        rows = [
            Said(CHAT, one.finding.film.film_id, _row(name, number, one))
            for number, one in enumerate(accepted, start=1)
        ]
        result = reconcile(rows, stored)
        library.belongings.put(result.after, stored)
        _remember(library, decisions)
        return {said.film_id: outcome for said, outcome in zip(rows, result.outcomes, strict=True)}


def _may_count(decision: Decision, stored: Mapping[Key, Values]) -> bool:
    """Whether an opinion changes anything: stars of the person's own always win."""
    if decision.opinion in {None, Opinion.NAMED}:
        return False
    film_id = decision.finding.film.film_id
    rating = stored.get(Key(film_id, RATING))
    if decision.opinion in {Opinion.WANTS, Opinion.SEEN}:
        return rating is None
    return rating is None or rating["source"] == CHAT


def _row(name: str, number: int, decision: Decision) -> Row:
    finding, opinion = decision.finding, decision.opinion
    what: dict[str, Any] = {}
    if opinion is Opinion.WANTS:
        what = {"is_on_watchlist": True, "listed_at": finding.when}
    elif opinion is Opinion.SEEN:
        what = {"is_seen": True, "seen_at": finding.when}
    elif opinion is not None:
        what = {"half_stars": _half_stars(opinion), "rated_at": finding.when}
    film = NamedFilm(finding.film.title, finding.film.year)
    return Row(file=name, line=number, film=film, **what)


def _remember(library: Library, decisions: Sequence[Decision]) -> None:
    """Note of every line decided on its hash, so that it is not asked about again."""
    known = library.belongings.chat_lines()
    lines: dict[Key, Values] = {}
    for one in decisions:
        film_id = one.finding.film.film_id
        opinion = one.opinion
        said = _NO_OPINION if opinion in {None, Opinion.NAMED} else str(opinion)
        for line_hash in one.finding.line_hashes:
            lines[Key(film_id, CHAT_LINE, line_hash)] = {"opinion": said}
    library.belongings.put(lines, known)
