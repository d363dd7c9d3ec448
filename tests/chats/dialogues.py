"""Dialogues written by hand as people type them, and what is to be read in each.

A block names the app (and `not yet` where it is read wrongly), then has a message a line, and after
`=>` each film of which A (to ChatGPT: the user) speaks, with what A thinks of it in the end. `seen`
counts as `named`.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from filmrec.chats.mentions import find_mentions, last_words
from filmrec.chats.spelling import Spelling
from filmrec.chats.titles import Titles
from filmrec.films import Film
from tests.benchmarks.chat_dialogues import catalogue
from tests.chats import exports

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).with_name("dialogues.txt")
ME = frozenset({"A"})
# Of years that the starter set has hardly any film of.
_LACKING = (("Dunkirk", 2017, 150), ("La La Land", 2016, 200))
_GOLD = re.compile(r"(?P<name>[^,:][^(]*\(\d{4}\)): (?P<opinion>\w+)")


class Dialogue(NamedTuple):
    app: str
    said: tuple[exports.Said, ...]
    opinions: dict[str, str]
    is_read: bool

    @property
    def name(self) -> str:
        return f"{self.app}: {self.said[0][1]}"[:60]

    def export(self) -> str:
        write = {
            "whatsapp": exports.whatsapp,
            "telegram": exports.telegram,
            "discord": exports.discord,
            "chatgpt": exports.chatgpt,
        }[self.app]
        return write(*self.said)


def dialogues(file: Path = FILE) -> Iterator[Dialogue]:
    for block in file.read_text(encoding="utf-8").strip().split("\n\n"):
        app, *lines, gold = block.split("\n")
        said = tuple((sender, text) for sender, _, text in (line.partition(": ") for line in lines))
        opinions = {match["name"].strip(): match["opinion"] for match in _GOLD.finditer(gold[3:])}
        app, _, not_yet = app.removeprefix("# ").partition(", ")
        yield Dialogue(app, said, opinions, is_read=not not_yet)


@functools.cache
def _known() -> tuple[dict[int, Film], Titles, Spelling]:
    films = catalogue()
    for title, year, n_ratings in _LACKING:
        films.append(Film(len(films), title, year, n_community_ratings=n_ratings))
    titles = Titles(films)
    return {film.film_id: film for film in films}, titles, Spelling(titles)


def opinions_in(export: str) -> dict[str, str]:
    """By the film's name what the last word on it is."""
    films, titles, spelling = _known()
    messages = exports.opened(export).messages()
    found = last_words(find_mentions(messages, titles, ME, spelling=spelling))
    return {films[one.film_id].name: one.opinion.replace("seen", "named") for one in found}
