"""Ways in which files write the names of films, each made from a name that is right.

A distortion takes a film and a random generator and gives the name as a file might have it, None
where it does not apply: a title without an article has none to move.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from filmrec.films import NamedFilm

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from filmrec.library import NewFilm

    Distortion = Callable[[NamedFilm, NewFilm, random.Random], NamedFilm | None]

ROMAN = ["", "", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"]
WORDS = [
    *("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"),
    *("Eleven", "Twelve", "Thirteen"),
]
_ARTICLE = re.compile(
    r"^(the|an?|le|la|les|une?|el|los|las|il|lo|gli|i|der|die|das|eine?|de|den|det|en|het|os?|as"
    r"|uma?) (?=\S)|^(l['\u2019])",
    re.IGNORECASE,
)
_AMBIGUOUS_ARTICLES = frozenset(("i", "die", "de", "den", "en", "o", "os", "as", "lo"))
_PART = re.compile(r"[:,]? (?:Part|Vol\.?|Volume|Chapter|Episode) (?=(?:[IVX]+|\d+|One|Two)\b)")
_NUMBER = re.compile(rf"(?<= )({'|'.join([*ROMAN[2:], *WORDS[2:]])}|[2-9]|1[0-3])(?=$|[ :,])")
_SUBTITLE = re.compile(r": | - ")
_INVENTED = ["The Beginning", "A Love Story", "The Final Chapter", "A True Story", "The Movie"]


def as_it_is(name: NamedFilm, _: NewFilm, __: random.Random) -> NamedFilm:
    return name


def case_changed(name: NamedFilm, _: NewFilm, rng: random.Random) -> NamedFilm:
    return name._replace(title=rng.choice([name.title.upper(), name.title.lower()]))


def accents_off(name: NamedFilm, _: NewFilm, __: random.Random) -> NamedFilm | None:
    decomposed = unicodedata.normalize("NFD", name.title)
    return _changed(name, "".join(c for c in decomposed if not unicodedata.combining(c)))


def article_behind(name: NamedFilm, film: NewFilm, rng: random.Random) -> NamedFilm | None:
    """`Matrix, The`; one in four times without the comma."""
    match = _article(name, film)
    if match is None:
        return None
    comma = "," if rng.random() < 0.75 else ""
    return _changed(name, f"{name.title[match.end() :]}{comma} {match[0].strip()}")


def article_off(name: NamedFilm, film: NewFilm, __: random.Random) -> NamedFilm | None:
    match = _article(name, film)
    return None if match is None else _changed(name, name.title[match.end() :])


def article_added(name: NamedFilm, _: NewFilm, __: random.Random) -> NamedFilm | None:
    return None if _ARTICLE.match(name.title) else _changed(name, f"The {name.title}")


def punctuation_off(name: NamedFilm, _: NewFilm, __: random.Random) -> NamedFilm | None:
    bare = re.sub(r"['\u2019.]", "", name.title)
    return _changed(name, " ".join(re.sub(r"[\W_]+", " ", bare).split()))


def punctuation_changed(name: NamedFilm, _: NewFilm, rng: random.Random) -> NamedFilm | None:
    title = name.title.replace("'", "\u2019").replace("...", "\u2026")
    title = title.replace("-", rng.choice(["\u2013", " "])).replace(": ", rng.choice([" - ", " "]))
    return _changed(name, title)


def and_exchanged(name: NamedFilm, _: NewFilm, __: random.Random) -> NamedFilm | None:
    if "&" in name.title:
        return _changed(name, name.title.replace("&", "and"))
    return _changed(name, re.sub(r" (?:and|et|und|y) ", " & ", name.title))


def numeral_exchanged(name: NamedFilm, _: NewFilm, rng: random.Random) -> NamedFilm | None:
    """A number from 2 to 13 as digits, a Roman numeral or a word."""
    match = _NUMBER.search(name.title)
    if match is None:
        return None
    lists = [ROMAN, WORDS, [str(number) for number in range(len(ROMAN))]]
    value = next(names.index(match[0]) for names in lists if match[0] in names)
    written = rng.choice([names[value] for names in lists if names[value] != match[0]])
    return _changed(name, name.title[: match.start()] + written + name.title[match.end() :])


def part_exchanged(name: NamedFilm, _: NewFilm, rng: random.Random) -> NamedFilm | None:
    return _changed(name, _PART.sub(rng.choice([" ", ": Pt. ", " Part ", ", Vol. "]), name.title))


def other_title_in_brackets(name: NamedFilm, film: NewFilm, rng: random.Random) -> NamedFilm | None:
    other = _other_title(film, rng)
    if other is None:
        return None
    start = rng.choice(["(", "(a.k.a. ", "["])
    return _changed(name, f"{name.title} {start}{other}{']' if start == '[' else ')'}")


def unknown_title_in_brackets(name: NamedFilm, _: NewFilm, rng: random.Random) -> NamedFilm:
    return name._replace(title=f"{name.title} ({''.join(rng.choices('aeilnorst', k=12))})")


def other_title_alone(name: NamedFilm, film: NewFilm, rng: random.Random) -> NamedFilm | None:
    other = _other_title(film, rng)
    return None if other is None else _changed(name, other)


def subtitle_off(name: NamedFilm, _: NewFilm, __: random.Random) -> NamedFilm | None:
    return _changed(name, _SUBTITLE.split(name.title)[0])


def subtitle_added(name: NamedFilm, _: NewFilm, rng: random.Random) -> NamedFilm | None:
    if _SUBTITLE.search(name.title):
        return None
    return _changed(name, f"{name.title}: {rng.choice(_INVENTED)}")


def year_in_the_title(name: NamedFilm, _: NewFilm, __: random.Random) -> NamedFilm | None:
    return None if name.year is None else NamedFilm(f"{name.title} ({name.year})")


def year_off_by_one(name: NamedFilm, _: NewFilm, rng: random.Random) -> NamedFilm | None:
    return None if name.year is None else name._replace(year=name.year + rng.choice([-1, 1]))


def year_missing(name: NamedFilm, _: NewFilm, __: random.Random) -> NamedFilm | None:
    return None if name.year is None else name._replace(year=None)


def one_slip(name: NamedFilm, _: NewFilm, rng: random.Random) -> NamedFilm | None:
    return _changed(name, slip(name.title, rng))


def two_slips(name: NamedFilm, _: NewFilm, rng: random.Random) -> NamedFilm | None:
    return _changed(name, slip(slip(name.title, rng), rng))


def slip(title: str, rng: random.Random) -> str:
    """One letter missing, doubled, exchanged or swapped with the next, anywhere."""
    places = [at for at, letter in enumerate(title) if letter.isalpha()]
    if not places:
        return title
    at = rng.choice(places)
    before, letter, after = title[:at], title[at], title[at + 1 :]
    ways = [
        before + after,
        before + letter + letter + after,
        before + rng.choice("etaoinsr") + after,
        before + after[:1] + letter + after[1:],
    ]
    return rng.choice(ways)


def mixture(name: NamedFilm, film: NewFilm, rng: random.Random) -> NamedFilm | None:
    """Two or three of the others, one upon the other."""
    wanted = rng.choice([2, 3])
    for distort in rng.sample(MIXED, len(MIXED)):
        if wanted and (distorted := distort(name, film, rng)) is not None:
            name, wanted = distorted, wanted - 1
    return name if not wanted else None


def _article(name: NamedFilm, film: NewFilm) -> re.Match[str] | None:
    """The article of a title; `I`, `Die` ... are one where MovieLens has moved them."""
    match = _ARTICLE.match(name.title)
    if match is None or match[0].strip().lower() not in _AMBIGUOUS_ARTICLES:
        return match
    moved = f", {match[0].strip()}"
    return match if any(title.endswith(moved) for title in film.alternative_titles) else None


def _changed(name: NamedFilm, title: str) -> NamedFilm | None:
    return name._replace(title=title) if title.strip() and title != name.title else None


def _other_title(film: NewFilm, rng: random.Random) -> str | None:
    others = [title for title in film.alternative_titles if ", " not in title]
    return rng.choice(others) if others else None


MIXED: Sequence[Distortion] = (
    case_changed,
    accents_off,
    article_behind,
    article_off,
    punctuation_off,
    punctuation_changed,
    and_exchanged,
    numeral_exchanged,
    part_exchanged,
    other_title_in_brackets,
    subtitle_off,
    year_off_by_one,
    one_slip,
)
KINDS: Sequence[Distortion] = (
    as_it_is,
    case_changed,
    accents_off,
    article_behind,
    article_off,
    article_added,
    punctuation_off,
    punctuation_changed,
    and_exchanged,
    numeral_exchanged,
    part_exchanged,
    other_title_in_brackets,
    unknown_title_in_brackets,
    other_title_alone,
    subtitle_off,
    subtitle_added,
    year_in_the_title,
    year_off_by_one,
    year_missing,
    one_slip,
    two_slips,
    mixture,
)
