"""Every title of a catalogue, to be found in running text at once."""

from __future__ import annotations

import functools
import math
import re
from array import array
from typing import TYPE_CHECKING, NamedTuple

from filmrec.chats.phrases import Remembered
from filmrec.chats.rarity import known_bits
from filmrec.chats.words import LEFT_OUT, PARTS, compared, title_words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from filmrec.films import Film

# What a name is to its film, the surest first. A name cut at its colon may be that of a series.
MAIN, OTHER, HEAD, TAIL, JOINED, SHORT, NUMBERED = range(7)
N_KINDS = 8

_SUBTITLE = re.compile(r"\s*(?:: | - | \u2013 | \u2014 |; |(?<=\w{4})\. )\s*")
# Of words alone, as most are.
_PLAIN = re.compile(r"[\w ]*")
# "Harry Potter and the Goblet of Fire" is known as the latter.
_SERIES = re.compile(r"\w+ \w+ (?P<joint>and the|і|та) (?P<tail>.+)$")
_SHORTEST_TAIL = {"and the": 3, "і": 2, "та": 2}
# "Avengers: Infinity War - Part I" is known without its number, which another part needs.
_FIRST_PART = re.compile(r"[\s,:\u2013-]+part (?:1|i|one)$", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_MOVED = re.compile(r"^(.+), (The|A|An|Le|La|Les|El|Das|Der|Die|Il)$", re.IGNORECASE)
_LONGEST = 14
_SHORTEST_HEAD, _SHORTEST_JOINED = 5, 7
_JOINED_FROM = 0.3
# How known a film is that goes by one of its words, and how little others that have it.
_SHORT_FROM, _SHORT_BESIDE = 0.45, 0.15
_SHORTEST_SHORT = 5
_OF_SEVERAL = -1
_OF_SERIES = 0.75
_ARTICLES = frozenset(("the", "a", "an"))
# Stems of the Ukrainian words for the numbers of parts, from the first.
ORDINALS = ("перш", "друг", "трет", "четверт", "пят", "шост", "сьом", "восьм", "девят", "десят")
_PART = compared("частина")
# How known a part has to be beside another one that was talked about.
_AS_KNOWN = 0.5
_COUNTED = 3


class Named(NamedTuple):
    """A film that has a name: its place in the arrays, what the name is to it."""

    film: int
    kind: int
    has_article: bool


class Titles:
    """The names of films by their words.

    `names` has, for the words of a title joined by spaces, one packed Named or a tuple of them;
    `lengths` has, for the first word and the second, the numbers of words of the titles that begin
    so, as bits; `forms` has the words of messages as they are compared, None for those left out.
    A title is found by a look at each pair of words: quicker in Python than a trie by letters, and
    smaller.
    """

    def __init__(self, films: Iterable[Film]) -> None:
        self.film_ids = array("q")
        self.years = array("h")
        self.popularity = array("f")
        self.names: dict[str, int | tuple[int, ...]] = {}
        self.lengths: dict[str, dict[str, int]] = {}
        self.forms = Remembered(_form)
        # Of a word whether it is a name, and what there is of it in `lengths`.
        self.begun = Remembered(self._begun)
        self.by_imdb_id: dict[str, int] = {}
        self.by_tmdb_id: dict[int, int] = {}
        most = 1.0
        for film in films:
            place = len(self.film_ids)
            self.film_ids.append(film.film_id)
            self.years.append(film.year if film.year is not None and 0 < film.year < 3000 else 0)
            self.popularity.append(math.log1p(film.n_community_ratings))
            most = max(most, self.popularity[-1])
            if film.imdb_id:
                self.by_imdb_id[film.imdb_id] = place
            if film.tmdb_id is not None:
                self.by_tmdb_id[film.tmdb_id] = place
            self._add_names(place, film)
        for place, known in enumerate(self.popularity):
            self.popularity[place] = known / most
        self._join()
        self._shorten()
        self._number()
        # By a film, the names of its series.
        self._series: dict[int, list[str]] = {}
        self._count_parts()
        # The films that have a name, the likeliest first.
        self.by_rank = functools.lru_cache(maxsize=20_000)(self._ranked)

    def _begun(self, word: str) -> tuple[bool, dict[str, int] | None]:
        return word in self.names, self.lengths.get(word)

    def named(self, key: str) -> Iterator[Named]:
        """The films that have this name."""
        packed = self.names.get(key)
        if packed is not None:
            for one in (packed,) if isinstance(packed, int) else packed:
                yield Named(one >> 4, (one >> 1) % N_KINDS, bool(one & 1))

    def _ranked(self, key: str) -> tuple[Named, ...]:
        return tuple(sorted(self.named(key), key=self.rank, reverse=True))

    def rank(self, one: Named) -> float:
        """How likely a film is meant by a name of its, beside others that have it."""
        known = self.popularity[one.film] + 0.02
        return known * {HEAD: 0.7, TAIL: 0.7, SHORT: 0.3, NUMBERED: 0.5}.get(one.kind, 1.0)

    def _add_names(self, place: int, film: Film) -> None:
        self._add_title(place, film.title, MAIN)
        if film.original_title and film.original_title != film.title:
            self._add_title(place, film.original_title, OTHER)
        for title in film.alternative_titles:
            self._add_title(place, title, OTHER)

    def _add_title(self, place: int, title: str, kind: int) -> None:
        for name, cut in _cuts(title):
            found = words_of(name)
            words = [compared(word) for word in found if word not in LEFT_OUT]
            if words and len(words) <= _LONGEST:
                self._add(words, place << 4 | (cut or kind) << 1 | (found[0] in _ARTICLES))

    def _add(self, words: Sequence[str], packed: int) -> None:
        self._put(" ".join(words), len(words), packed)
        if "і" in words[1:-1]:
            # "Дедпул з Росомахою", "Дедпул та Росомаха".
            for joint in ("з", "та"):
                other = [*words[:1], *(joint if word == "і" else word for word in words[1:])]
                self._put(" ".join(other), len(other), packed)
        if _PART in words:
            self._add_ordinal(words, packed)
        if PARTS.isdisjoint(words):
            return
        for at, word in enumerate(words[1:-1], start=1):
            following = "1" if words[at + 1] == "i" else words[at + 1]
            if word in PARTS and following.isdigit():
                short = [*words[:at], following, *words[at + 2 :]]
                self._put(" ".join(short), len(short), packed)
                if following != words[at + 1]:
                    spelt = [*words[: at + 1], following, *words[at + 2 :]]
                    self._put(" ".join(spelt), len(spelt), packed)

    def _add_ordinal(self, words: Sequence[str], packed: int) -> None:
        """`Дюна: Частина друга` is `Дюна 2`."""
        at = words.index(_PART)
        for beside in (at + 1, at - 1):
            if 0 <= beside < len(words) and words[beside] in ORDINALS:
                number = str(ORDINALS.index(words[beside]) + 1)
                rest = [word for place, word in enumerate(words) if place not in {at, beside}]
                self._put(" ".join([*rest, number]), len(rest) + 1, packed)
                return

    def _put(self, key: str, n_words: int, packed: int) -> None:
        old = self.names.get(key)
        if old is None:
            self.names[key] = packed
        else:
            known = (old,) if isinstance(old, int) else old
            if all(one >> 4 != packed >> 4 for one in known):
                self.names[key] = (*known, packed)
        if n_words > 1:
            first, second = key.split(" ", 2)[:2]
            seconds = self.lengths.setdefault(first, {})
            seconds[second] = seconds.get(second, 0) | 1 << n_words

    def _join(self) -> None:
        """`starwars`: what people write as one word, of films that are known at all."""
        joined: dict[str, int | tuple[int, ...]] = {}
        for key, packed in self.names.items():
            if key.count(" ") != 1 or len(key) <= _SHORTEST_JOINED:
                continue
            one = packed if isinstance(packed, int) else packed[0]
            word = key.replace(" ", "")
            if self.popularity[one >> 4] >= _JOINED_FROM and word not in self.names:
                joined[word] = one >> 4 << 4 | JOINED << 1
        for key, packed in self.names.items():
            # "Spiderman 2".
            words = key.split(" ", 2)
            if (
                len(words) > 2
                and words[2].isdigit()
                and len(words[0] + words[1]) >= _SHORTEST_JOINED
            ):
                joined[f"{words[0]}{words[1]} {words[2]}"] = packed
        for key, packed in joined.items():
            if key not in self.names:
                for one in (packed,) if isinstance(packed, int) else packed:
                    self._put(key, key.count(" ") + 1, one)

    def _shorten(self) -> None:
        """`shawshank`: a word that only one film has which is known at all."""
        owners: dict[str, int] = {}
        common = known_bits().keys()
        for key, packed in self.names.items():
            one = packed if isinstance(packed, int) else packed[0]
            film, kind = one >> 4, (one >> 1) % N_KINDS
            if " " not in key or kind not in {MAIN, OTHER}:
                continue
            if self.popularity[film] < _SHORT_BESIDE:
                continue
            for word in key.split(" "):
                if len(word) >= _SHORTEST_SHORT and common.isdisjoint(
                    (word, word.removesuffix("s"))
                ):
                    known = owners.setdefault(word, film)
                    owners[word] = film if known == film else _OF_SEVERAL
        for word, film in owners.items():
            if (
                film != _OF_SEVERAL
                and self.popularity[film] >= _SHORT_FROM
                and word not in self.names
            ):
                self.names[word] = film << 4 | SHORT << 1

    def _number(self) -> None:
        """`Avengers 2`: where no film is called so, the second of those whose titles begin so."""
        series: dict[str, set[int]] = {}
        for key, packed in self.names.items():
            named = list(self.named(key))
            if isinstance(packed, int) or not any(one.kind == HEAD for one in named):
                continue
            most = max(self.popularity[one.film] for one in named)
            series[key] = {
                one.film
                for one in named
                if one.kind in ({MAIN, HEAD} if key.isascii() else {MAIN, HEAD, OTHER})
                and self.years[one.film]
                and self.popularity[one.film] >= _OF_SERIES * most
            }
        parts = {
            key: sorted(films, key=lambda film: self.years[film]) for key, films in series.items()
        }
        beginning = {films[0]: films for films in parts.values() if len(films) > 1}
        for key, packed in self.names.items():
            # Other languages call the first film by a name of its own.
            one = packed if isinstance(packed, int) else packed[0]
            if not key.isascii() and (one >> 1) % N_KINDS == OTHER and one >> 4 in beginning:
                parts.setdefault(key, beginning[one >> 4])
        for key, ordered in parts.items():
            for number, film in enumerate(ordered, start=1):
                numbered = f"{key} {number}"
                if numbered not in self.names:
                    self._put(numbered, numbered.count(" ") + 1, film << 4 | NUMBERED << 1)

    def _count_parts(self) -> None:
        """`друга Дюна`, `Дюна друга`, `друга частина Дюни`: how parts are told from each other."""
        for key, packed in list(self.names.items()):
            series, _, number = key.rpartition(" ")
            if not series or not number.isdecimal() or not 1 < int(number) <= len(ORDINALS):
                continue
            one = packed if isinstance(packed, int) else packed[0]
            if (one >> 1) % N_KINDS == NUMBERED and int(number) > _COUNTED:
                # Of long series nobody is sure.
                continue
            self._add_part(series, int(number), one >> 4)
            first = self._first_of(series)
            if int(number) == 2 and first is not None:
                self._add_part(series, 1, first)

    def _first_of(self, series: str) -> int | None:
        named = [one for one in self.named(series) if one.kind in {MAIN, OTHER}]
        return max(named, key=self.rank).film if named else None

    def _add_part(self, series: str, number: int, film: int) -> None:
        self._series.setdefault(film, []).append(series)
        if series.isascii():
            return
        ordinal = ORDINALS[number - 1]
        for told in (
            *(f"{series} {ordinal}", f"{ordinal} {series}", f"{number} {series}"),
            *(f"{ordinal} {_PART} {series}", f"{number} {_PART} {series}"),
            *(f"{series} {ordinal} {_PART}", f"{series} {number} {_PART}"),
        ):
            if told not in self.names:
                self._put(told, told.count(" ") + 1, film << 4 | NUMBERED << 1)

    def part_of(self, film: int, number: int) -> int | None:
        """The film of that number in the series of a film."""
        for series in self._series.get(film, ()):
            named = self.by_rank(f"{series} {number}")
            found = named[0].film if named else self._first_of(series) if number == 1 else None
            if found is not None and (self.popularity[found] >= _AS_KNOWN * self.popularity[film]):
                return found
        # What has no other part yet is the first.
        return film if number == 1 and film not in self._series else None


def _form(word: str) -> str | None:
    return None if word in LEFT_OUT else compared(word)


def _cuts(title: str) -> Iterator[tuple[str, int]]:
    """A title and what may stand for it, with the kind of what was cut (0 where nothing was)."""
    if "(" in title:
        title = _BRACKETS.sub("", title) or title
    moved = _MOVED.match(title) if ", " in title else None
    if moved is not None:
        title = f"{moved[2]} {moved[1]}"
    yield title, 0
    whole = _FIRST_PART.sub("", title)
    if whole != title and whole:
        yield whole, 0
        title = whole
    series = _SERIES.match(title)
    if series is not None and len(title_words(series["tail"])) >= _SHORTEST_TAIL[series["joint"]]:
        yield series["tail"], TAIL
    if _PLAIN.fullmatch(title) is not None:
        return
    parts = _SUBTITLE.split(title)
    if len(parts) < 2 or not all(parts):
        return
    head = parts[0].removesuffix(" or")
    words = title_words(head)
    # A head of one word may be any word; it is weighed like one.
    if len(words) > 1 or (words and max(map(len, words_of(head))) >= _SHORTEST_HEAD):
        yield head, HEAD
    if len(parts) > 2:
        # "John Wick: Chapter 3 - Parabellum".
        yield " ".join(parts[:2]), HEAD
    for tail in (parts[-1], " ".join(parts[1:]) if len(parts) > 2 else ""):
        if len(title_words(tail)) > 1:
            yield tail, TAIL
