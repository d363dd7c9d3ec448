"""Dialogues about films and about other things, from templates and with people's faults."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filmrec.chats.messages import Message
from filmrec.films import Film
from tests.benchmarks.matching import read_starter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = Path(__file__).parent / "chat_templates"
ME = frozenset({"A"})

# Titles that are words of every message. Where the catalogue lacks one, it gets it.
HARD = {
    "It": 1990, "Her": 2013, "Up": 2009, "Us": 2019, "Love": 2015, "The Future": 2011, "Big": 1988,
    "Heat": 1995, "Speed": 1994, "Signs": 2002, "Frozen": 2013, "Cars": 2006, "Drive": 2011,
    "The Game": 1997, "Home Alone": 1990, "Get Out": 2017, "Arrival": 2016, "About Time": 2013,
}  # fmt: skip
# What films that everybody knows are called in Ukraine.
LOCALISED = {
    "The Matrix": "Матриця", "Titanic": "Титанік", "The Godfather": "Хрещений батько",
    "Fight Club": "Бійцівський клуб", "Pulp Fiction": "Кримінальне чтиво", "Alien": "Чужий",
    "Gladiator": "Гладіатор", "The Lion King": "Король Лев", "Inception": "Початок",
    "Interstellar": "Інтерстеллар", "The Green Mile": "Зелена миля", "Avatar": "Аватар",
    "The Shining": "Сяйво", "Home Alone": "Сам удома", "Braveheart": "Хоробре серце",
    "Back to the Future": "Назад у майбутнє", "Finding Nemo": "У пошуках Немо", "Jaws": "Щелепи",
}  # fmt: skip
_THINGS = {
    "name": "Anna Emma Jack Carrie Rocky Amelie Max Alice Carol Oscar Taras Olena Victoria Frida",
    "day": "Monday Tuesday Friday Sunday Saturday",
    "place": "Paris Chicago Casablanca Barcelona Philadelphia London Troy Brooklyn Rome Australia",
    "food": "bread milk pizza coffee chocolate cheese ratatouille wine chicken",
    "month": "May June August December",
    "number": "5 8 10 15 20 21 30",
}  # fmt: skip
_GOLD = re.compile(r"(\w):(\w+)")


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`opinions` is, by film_id, what A thinks of the films that A speaks of; `films` are all."""

    messages: tuple[Message, ...]
    opinions: dict[int, str]
    films: frozenset[int]


def catalogue() -> list[Film]:
    """The starter set, the hard titles, and little-known films called like everyday words."""
    films = [
        Film(
            film_id=number,
            title=film.title,
            year=film.year,
            alternative_titles=film.alternative_titles
            + ((LOCALISED[film.title],) if film.title in LOCALISED else ()),
            n_community_ratings=film.n_community_ratings,
            imdb_id=f"tt{number:07}",
            tmdb_id=number,
        )
        for number, film in enumerate(read_starter())
    ]
    known = {(film.title, film.year) for film in films}
    for title, year in HARD.items():
        if (title, year) not in known:
            films.append(Film(len(films), title, year, n_community_ratings=60))
    rng = random.Random(7)  # noqa: S311
    words = "day night home time friend summer house baby girl boy work money morning school dinner"
    words += " winter birthday party phone music dog cat road river sunday friday weekend kids boss"
    pairs = [f"{one} {other}" for one in words.split() for other in words.split() if one != other]
    for title in (*words.split(), *rng.sample(pairs, 600)):
        films.append(Film(len(films), title.title(), 1950 + len(films) % 70, n_community_ratings=2))
    return films


def templates(name: str) -> list[str]:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").strip().split("\n\n")


class Writer:
    """Fills templates in; the same seed writes the same dialogues."""

    def __init__(self, films: Sequence[Film], seed: int) -> None:
        self._rng = random.Random(seed)  # noqa: S311
        best: dict[str, Film] = {}
        for film in films:
            name = film.title.casefold()
            if name not in best or film.n_community_ratings > best[name].n_community_ratings:
                best[name] = film
        known = [film for film in best.values() if film.n_community_ratings >= 15]
        self._films = [film for film in known if _can_be_said(film.title)]
        self._weights = [film.n_community_ratings for film in self._films]
        self._hard = [film for film in known if film.title in HARD]

    def films_talk(self, block: str, *, lower: bool, uk: bool) -> Dialogue:
        text, _, gold = block.partition("\n=> ")
        chosen: dict[str, Film] = {}
        for place in "xyz":
            while place not in chosen or len(set(chosen.values())) < len(chosen):
                chosen[place] = self._film(uk=uk)
        names = {place: self._said(film, lower=lower, uk=uk) for place, film in chosen.items()}
        opinions = {chosen[place].film_id: opinion for place, opinion in _GOLD.findall(gold)}
        messages = []
        for line in text.split("\n"):
            sender, _, said = line.partition(": ")
            noisy = self._noisy(said)
            for place, name in names.items():
                noisy = noisy.replace(f"{{{place}}}", name)
            messages.append(Message(sender, None, noisy.lower() if lower else noisy))
        named = {place: film for place, film in chosen.items() if f"{{{place}}}" in text}
        return Dialogue(
            tuple(messages), opinions, frozenset(film.film_id for film in named.values())
        )

    def other_talk(self, block: str, *, lower: bool) -> Iterator[Message]:
        for line in block.split("\n"):
            sender, _, said = line.partition(": ")
            for thing, choices in _THINGS.items():
                while f"{{{thing}}}" in said:
                    said = said.replace(f"{{{thing}}}", self._rng.choice(choices.split()), 1)
            said = self._noisy(said)
            yield Message(sender, None, said.lower() if lower else said)

    def pick(self, blocks: Sequence[str]) -> str:
        return self._rng.choice(blocks)

    def _film(self, *, uk: bool) -> Film:
        if uk and self._rng.random() < 0.5:
            return self._rng.choice([film for film in self._films if film.title in LOCALISED])
        if self._rng.random() < 0.1:
            return self._rng.choice(self._hard)
        return self._rng.choices(self._films, self._weights)[0]

    def _said(self, film: Film, *, lower: bool, uk: bool) -> str:
        rng = self._rng
        if uk and film.title in LOCALISED:
            return LOCALISED[film.title]
        title = film.title
        is_hard = film.title in HARD
        if title.startswith("The ") and not is_hard and rng.random() < 0.15:
            title = title[4:]
        if len(title) > 9 and rng.random() < 0.06:
            title = self._slip(title)
        # Who writes in small letters marks what would not be understood.
        marks = 0.5 if is_hard and lower else 0.1
        if rng.random() < marks and film.year is not None:
            return rng.choice([f'"{title}"', f"{title} ({film.year})"])
        return title

    def _slip(self, text: str) -> str:
        at = self._rng.randrange(2, len(text) - 2)
        kind = self._rng.randrange(3)
        if kind == 0:
            return text[:at] + text[at + 1 :]
        if kind == 1:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return text[:at] + text[at] + text[at:]

    def _noisy(self, text: str) -> str:
        rng = self._rng
        if rng.random() < 0.3:
            text = text.replace("'", "")
        if rng.random() < 0.3:
            text = text.rstrip(".!")
        if rng.random() < 0.15:
            text = text[0].lower() + text[1:] if not text.startswith("{") else text
        if rng.random() < 0.1:
            text += rng.choice([" lol", " haha", " :)", "!!", " tbh"])
        if rng.random() < 0.08:
            words = text.split(" ")
            at = rng.randrange(len(words))
            if words[at].isalpha() and len(words[at]) > 5:
                words[at] = self._slip(words[at])
            text = " ".join(words)
        return text


def _can_be_said(title: str) -> bool:
    """Nobody writes more than a line for a title; what stands behind a colon has other names."""
    return len(title) <= 32 and not any(mark in title for mark in ":()/&,") and title[0].isalpha()
