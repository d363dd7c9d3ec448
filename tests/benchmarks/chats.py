"""How well films and opinions are found in chats, and how fast, as a table.

    python -m tests.benchmarks.chats [--seed N] [--set NAME] [--wrong] [--speed [--films N]]

Dialogues are written from templates (see chat_dialogues.py). The figures are those of templates
that were written last and taught nothing, unless `--set` asks for those that were looked at.
`--wrong` prints every dialogue that was misunderstood, `--speed`
measures a million messages instead.

A mention is a film that A speaks of in a dialogue, whether by its name or not. An opinion is
counted for the mentions that are found; `seen` counts as only named.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from filmrec.chats.mentions import find_mentions, last_words
from filmrec.chats.spelling import Spelling
from filmrec.chats.titles import Titles
from tests.benchmarks import chat_speed
from tests.benchmarks.chat_dialogues import ME, Dialogue, Writer, catalogue, templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from filmrec.chats.messages import Message
    from filmrec.films import Film

# All but the last were learnt from.
SETS = {"first": "", "second": "_fresh", "third": "_third", "fourth": "_fourth"}
N_CHATS = 300
DIALOGUES_A_CHAT = 8
N_OTHER = 20_000
OPINIONS = ("liked", "disliked", "wants", "named")

_Film = TypeVar("_Film")


@dataclass(slots=True)
class Tally:
    n_right: int = 0
    n_wrong: int = 0
    n_missed: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        return self.n_right / max(1, self.n_right + self.n_wrong)

    @property
    def recall(self) -> float:
        return self.n_right / max(1, self.n_right + self.n_missed)

    def count(self, found: Mapping[_Film, str], meant: Mapping[_Film, str]) -> None:
        """Add the films of a conversation, found and meant, with what somebody thinks of them."""
        self.n_right += len(found.keys() & meant.keys())
        self.n_wrong += len(found.keys() - meant.keys())
        self.n_missed += len(meant.keys() - found.keys())
        for film in found.keys() & meant.keys():
            self.pairs[meant[film], found[film].replace("seen", "named")] += 1

    def recall_of(self, opinion: str) -> float:
        n_all = sum(n for (gold, _), n in self.pairs.items() if gold == opinion)
        return self.pairs[opinion, opinion] / max(1, n_all)

    def f1_of(self, opinion: str) -> float:
        n_found = sum(n for (_, found), n in self.pairs.items() if found == opinion)
        precision = self.pairs[opinion, opinion] / max(1, n_found)
        recall = self.recall_of(opinion)
        return 2 * precision * recall / max(1e-9, precision + recall)

    @property
    def macro_f1(self) -> float:
        return sum(map(self.f1_of, OPINIONS)) / len(OPINIONS)


class Reader:
    def __init__(self, films: Sequence[Film]) -> None:
        self.films = {film.film_id: film for film in films}
        self._titles = Titles(films)
        self._spelling = Spelling(self._titles)
        self.quotes: dict[int, str] = {}

    def opinions(self, messages: Iterable[Message]) -> dict[int, str]:
        found = find_mentions(messages, self._titles, ME, spelling=self._spelling)
        last = {mention.film_id: mention for mention in last_words(found)}
        self.quotes = {film_id: mention.quote for film_id, mention in last.items()}
        return {film_id: str(mention.opinion) for film_id, mention in last.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", choices=SETS, default="fourth")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--films", type=int, default=87_000)
    options = parser.parse_args()
    if options.speed:
        chat_speed.measure(options.films)
        return
    films = catalogue()
    reader = Reader(films)
    kind = SETS[options.set]
    print(f"templates of the {options.set} set, {len(films):,} films")
    print(f"{'':<26}{'precision':>10}{'recall':>8}{'macro F1':>10}{'recall of disliked':>20}")
    for language in ("en", "uk"):
        for lower in (False, True):
            writer = Writer(films, options.seed)
            dialogues = list(_dialogues(writer, language, kind, lower=lower))
            tally = _tally(reader, dialogues, show=options.wrong)
            name = f"{language}, {'small letters' if lower else 'normal case'}"
            print(
                f"{name:<26}{tally.precision:>10.3f}{tally.recall:>8.3f}{tally.macro_f1:>10.3f}"
                f"{tally.recall_of('disliked'):>20.3f}   "
                + " ".join(f"{opinion} {tally.f1_of(opinion):.2f}" for opinion in OPINIONS)
            )
    for lower in (False, True):
        writer = Writer(films, options.seed)
        n_false, n_messages = _other(reader, writer, kind, lower=lower, show=options.wrong)
        print(
            f"talk about other things, {'small letters' if lower else 'normal case'}: "
            f"{1000 * n_false / n_messages:.2f} false mentions in 1,000 messages"
        )


def _dialogues(writer: Writer, language: str, kind: str, *, lower: bool) -> Iterable[Dialogue]:
    """Chats of some dialogues on films with a little else between them, no film in two of them."""
    blocks = templates(f"{language}{kind}")
    others = templates(f"other{kind}")
    for _ in range(N_CHATS):
        messages: list[Message] = []
        opinions: dict[int, str] = {}
        for number in range(DIALOGUES_A_CHAT):
            talk = writer.films_talk(writer.pick(blocks), lower=lower, uk=language == "uk")
            if not opinions.keys().isdisjoint(talk.films):
                continue
            messages += talk.messages
            opinions |= dict.fromkeys(talk.films, "") | talk.opinions
            if number % 4 == 3:
                messages += writer.other_talk(writer.pick(others), lower=lower)
        said = {film_id: opinion for film_id, opinion in opinions.items() if opinion}
        yield Dialogue(tuple(messages), said, frozenset(opinions))


def _tally(reader: Reader, dialogues: Iterable[Dialogue], *, show: bool) -> Tally:
    tally = Tally()
    for dialogue in dialogues:
        found = reader.opinions(dialogue.messages)
        gold = dialogue.opinions
        tally.count(found, gold)
        shown = {film_id: opinion.replace("seen", "named") for film_id, opinion in found.items()}
        if show and shown != gold:
            _show(reader, dialogue, shown)
    return tally


def _show(reader: Reader, dialogue: Dialogue, found: dict[int, str]) -> None:
    for message in dialogue.messages:
        print(f"    {message.sender}: {message.text}")
    for film_id in sorted(dialogue.opinions.keys() | found.keys()):
        gold, own = dialogue.opinions.get(film_id, "-"), found.get(film_id, "-")
        if gold != own:
            print(f"  {gold} -> {own}: {reader.films[film_id].name}: {reader.quotes.get(film_id)}")


def _other(
    reader: Reader, writer: Writer, kind: str, *, lower: bool, show: bool
) -> tuple[int, int]:
    blocks = templates(f"other{kind}")
    messages: list[Message] = []
    while len(messages) < N_OTHER:
        messages += writer.other_talk(writer.pick(blocks), lower=lower)
    n_false = 0
    # In chats of some length; each message is by A as well as by B.
    for at in range(0, len(messages), 200):
        part = [message._replace(own=True) for message in messages[at : at + 200]]
        found = find_mentions(part, reader._titles)
        for mention in found:
            n_false += 1
            if show:
                print(f"    {reader.films[mention.film_id].name}: {mention.quote}")
    return n_false, len(messages)


if __name__ == "__main__":
    main()
