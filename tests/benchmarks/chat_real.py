"""How much is read rightly of real conversations, which are not in the repository.

python -m pip install --editable .[talk]
python -m tests.benchmarks.chat_real [--held-out] [--wrong] [--small-letters]

The package (MIT, Brigham Young University) has 7,168 chats of students, typed in 2018. What is in
tests/chats/real_talk.tsv was read by hand: which messages of 256 of them, who of the two people is
A, and what A thinks of each film. Of those held out nothing was learnt. `seen` counts as `named`;
films that the starter set lacks are added to it.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from filmrec.actions.import_chat import USUAL_CONFIDENCE
from filmrec.chats.mentions import Mention, Opinion, find_mentions, last_words
from filmrec.chats.messages import Message
from filmrec.chats.spelling import Spelling
from filmrec.chats.titles import Titles
from filmrec.films import Film
from tests.benchmarks.chat_dialogues import catalogue
from tests.benchmarks.chats import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TALK = Path(__file__).parent.parent / "chats" / "real_talk.tsv"
_GOLD = re.compile(r"(?P<title>[^,:][^(]*) \((?P<year>\d{4})\): (?P<opinion>\w+)")
_N_RATINGS_OF_ADDED = 60


class Conversation(NamedTuple):
    messages: tuple[Message, ...]
    # By title and year.
    opinions: dict[tuple[str, int], str]


def conversations(*, held_out: bool) -> Iterator[Conversation]:
    found = importlib.util.find_spec("chitchat_dataset")
    if found is None or found.origin is None:
        raise SystemExit("it needs the conversations: python -m pip install --editable .[talk]")
    chats = json.loads(Path(found.origin).with_name("dataset.json").read_text(encoding="utf-8"))
    with TALK.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if (row["use"] == "held") == held_out:
                yield _conversation(row, chats[row["conversation"]])


def _conversation(row: dict[str, str], chat: dict[str, Any]) -> Conversation:
    said = [message for turn in chat["messages"] for message in turn]
    senders = list(dict.fromkeys(message["sender"] for message in said))
    me = senders[int(row["person"])]
    messages = tuple(
        Message(
            "A" if message["sender"] == me else "B",
            datetime.fromisoformat(message["timestamp"]),
            message["text"],
        )
        for message in said[int(row["first"]) : int(row["last"]) + 1]
    )
    opinions = {
        (match["title"].strip(), int(match["year"])): match["opinion"].replace("seen", "named")
        for match in _GOLD.finditer(row["opinions"])
    }
    return Conversation(messages, opinions)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--small-letters", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    talk = list(conversations(held_out=options.held_out))
    read = _reader(_films(talk), small_letters=options.small_letters)
    tally, sure = Tally(), Tally()
    n_other = n_false = 0
    for one in talk:
        mentions = read(one)
        found = {name: mention.opinion.replace("seen", "named") for name, mention in mentions}
        if options.wrong and found != one.opinions:
            print(f"{one.messages[0].text[:60]}\n    meant {one.opinions}\n    read  {found}")
        if not one.opinions:
            n_other += len(one.messages)
            n_false += len(found)
            continue
        tally.count(found, one.opinions)
        taken = {
            name: found[name]
            for name, mention in mentions
            if mention.confidence >= USUAL_CONFIDENCE and mention.opinion is not Opinion.NAMED
        }
        sure.count(taken, one.opinions)
    print(
        f"{len(talk)} conversations, {tally.n_right + tally.n_missed} films: precision "
        f"{tally.precision:.2f}, recall {tally.recall:.2f}, macro F1 {tally.macro_f1:.2f}, "
        f"recall of disliked {tally.recall_of('disliked'):.2f}"
    )
    n_taken = sure.n_right + sure.n_wrong
    n_same = sum(n for (meant, found), n in sure.pairs.items() if meant == found)
    n_opposite = sure.pairs["liked", "disliked"] + sure.pairs["disliked", "liked"]
    print(
        f"{n_taken} opinions that `--yes` would take in: {sure.n_right} of a film that was spoken "
        f"of, {n_same} as meant, {n_opposite} the other way round"
    )
    print(f"{n_false} films found in {n_other} messages about other things")


def _reader(
    films: list[Film], *, small_letters: bool
) -> Callable[[Conversation], list[tuple[tuple[str, int], Mention]]]:
    """What finds the films of a conversation, by title and year, with the last word on each."""
    titles = Titles(films)
    spelling = Spelling(titles)

    def read(one: Conversation) -> list[tuple[tuple[str, int], Mention]]:
        messages = one.messages
        if small_letters:
            messages = tuple(said._replace(text=said.text.lower()) for said in messages)
        found = last_words(find_mentions(messages, titles, frozenset({"A"}), spelling=spelling))
        named = [(films[mention.film_id], mention) for mention in found]
        return [((film.title, film.year or 0), mention) for film, mention in named]

    return read


def _films(talk: list[Conversation]) -> list[Film]:
    films = [replace(film, film_id=number) for number, film in enumerate(catalogue())]
    known = {(film.title, film.year) for film in films}
    for title, year in sorted({name for one in talk for name in one.opinions}):
        if (title, year) not in known:
            films.append(Film(len(films), title, year, n_community_ratings=_N_RATINGS_OF_ADDED))
    return films


if __name__ == "__main__":
    main()
