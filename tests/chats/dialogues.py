"""Dialogues written by hand as people type them, and what is to be read in each.

A block names the app (and `not yet` where it is read wrongly), then has a message a line, and after
`=>` each film of which A (to ChatGPT: the user) speaks, with what A thinks of it in the end. `seen`
counts as `named`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
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
# Written later, as carelessly as people type: one part to learn from, one that taught nothing.
TYPED, HELD_OUT = (FILE.with_name(name) for name in ("typed.txt", "typed_held_out.txt"))
# Written from ear, before any rule or list of words was looked at, half for each use; in them is
# also talk about other things.
SPOKEN, SPOKEN_HELD_OUT = (FILE.with_name(f"{name}.txt") for name in ("spoken", "spoken_held_out"))
ME = frozenset({"A"})
# Of years that the starter set has hardly any film of.
_LACKING = {
    "Dunkirk": (2017, 150), "La La Land": (2016, 200), "Dune": (2021, 150), "Tenet": (2020, 90),
    "Oppenheimer": (2023, 90), "Barbie": (2023, 80), "Parasite": (2019, 180), "Joker": (2019, 170),
    "Knives Out": (2019, 110), "Glass Onion": (2022, 40), "Midsommar": (2019, 50),
    "Hereditary": (2018, 70), "Coco": (2017, 90), "Soul": (2020, 60), "1917": (2019, 80),
    "The Shape of Water": (2017, 80), "The Irishman": (2019, 60), "The Gentlemen": (2019, 60),
    "Train to Busan": (2016, 40), "Paddington": (2014, 40), "The Matrix Resurrections": (2021, 20),
    "Mavka: The Forest Song": (2023, 1), "Moana": (2016, 60), "Oldboy": (2003, 120),
    "Hunt for the Wilderpeople": (2016, 30), "Rogue One: A Star Wars Story": (2016, 90),
    "Manchester by the Sea": (2016, 50), "Hell or High Water": (2016, 50), "Moonlight": (2016, 50),
    "The Longest Ride": (2015, 10),
}  # fmt: skip
_LOCALISED = {
    "Dune": "Дюна", "Tenet": "Тенет", "Oppenheimer": "Оппенгеймер", "Barbie": "Барбі",
    "Parasite": "Паразити", "Joker": "Джокер", "Knives Out": "Ножі наголо",
    "The Gentlemen": "Джентльмени", "Mavka: The Forest Song": "Мавка. Лісова пісня",
    "Shutter Island": "Острів проклятих", "Shrek": "Шрек", "Shrek 2": "Шрек 2",
    "Shrek the Third": "Шрек Третій", "Intouchables": "1+1", "Forrest Gump": "Форрест Гамп",
    "The Silence of the Lambs": "Мовчання ягнят", "Léon: The Professional": "Леон",
    "The Terminator": "Термінатор", "The Prestige": "Престиж", "Whiplash": "Одержимість",
    "The Wolf of Wall Street": "Вовк з Волл-стріт", "Arrival": "Прибуття", "Seven": "Сім",
    "Transformers": "Трансформери", "Inception": "Початок", "Memento": "Пам'ятай",
    "Interstellar": "Інтерстеллар", "The Illusionist": "Ілюзіоніст", "The Machinist": "Машиніст",
    "La La Land": "Ла-Ла Ленд", "The Green Mile": "Зелена миля",
    "The Shawshank Redemption": "Втеча з Шоушенка", "Deadpool": "Дедпул",
    "Frozen": "Крижане серце", "Ratatouille": "Рататуй", "Django Unchained": "Джанго вільний",
    "Pulp Fiction": "Кримінальне чтиво", "Reservoir Dogs": "Скажені пси", "Avatar": "Аватар",
    "Amelie": "Амелі", "Gladiator": "Гладіатор", "A Beautiful Mind": "Ігри розуму",
    "Fifty Shades of Grey": "50 відтінків сірого", "Requiem for a Dream": "Реквієм за мрією",
    "The Good, the Bad and the Ugly": "Хороший, поганий, злий",
    "A Fistful of Dollars": "За жменю доларів", "Suicide Squad": "Загін самогубців",
    "Back to the Future": "Назад у майбутнє", "Twilight": "Сутінки", "Fargo": "Фарго",
    "Gravity": "Гравітація", "The Martian": "Марсіанин", "The Big Lebowski": "Великий Лебовський",
    "Burn After Reading": "Після прочитання спалити",
    "The Hobbit: An Unexpected Journey": "Хоббіт: Несподівана подорож",
    "The Lord of the Rings: The Fellowship of the Ring": "Володар перснів: Хранителі персня",
    "The Conjuring": "Закляття", "Saw": "Пила", "Divergent": "Дивергент",
    "Batman v Superman: Dawn of Justice": "Бетмен проти Супермена: На зорі справедливості",
    "The Hunger Games": "Голодні ігри", "Titanic": "Титанік", "Insidious": "Астрал",
    "The Shining": "Сяйво", "Fight Club": "Бійцівський клуб", "Cars": "Тачки",
    "Mad Max: Fury Road": "Шалений Макс: Дорога гніву", "The Revenant": "Легенда Г'ю Гласса",
    "Star Wars: Episode VII - The Force Awakens": "Зоряні війни: Пробудження Сили",
    "The Devil Wears Prada": "Диявол носить Прада", "The Hangover": "Похмілля у Вегасі",
    "Bridget Jones's Diary": "Щоденник Бріджит Джонс", "The Intern": "Стажер",
    "The Holiday": "Відпустка за обміном", "Donnie Darko": "Донні Дарко",
    "Home Alone": "Сам удома", "Schindler's List": "Список Шиндлера", "Gone Girl": "Загублена",
    "Warcraft": "Варкрафт", "Sicario": "Сікаріо", "The Matrix": "Матриця",
}  # fmt: skip
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
    known = {(film.title, film.year) for film in films}
    for title, (year, n_ratings) in _LACKING.items():
        if (title, year) not in known:
            films.append(Film(len(films), title, year, n_community_ratings=n_ratings))
    for place, film in enumerate(films):
        if film.title in _LOCALISED and film.n_community_ratings:
            names = (*film.alternative_titles, _LOCALISED[film.title])
            films[place] = replace(film, alternative_titles=names)
    titles = Titles(films)
    return {film.film_id: film for film in films}, titles, Spelling(titles)


def opinions_in(export: str) -> dict[str, str]:
    """By the film's name what the last word on it is."""
    films, titles, spelling = _known()
    messages = exports.opened(export).messages()
    found = last_words(find_mentions(messages, titles, ME, spelling=spelling))
    return {films[one.film_id].name: one.opinion.replace("seen", "named") for one in found}
