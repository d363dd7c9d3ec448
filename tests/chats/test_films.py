"""Which films are named: one rule a test, in chats of a few lines."""

from __future__ import annotations

import pytest

from filmrec.chats.mentions import find_mentions
from filmrec.chats.spelling import Spelling
from filmrec.chats.titles import Titles
from filmrec.films import Film
from tests.chats import exports
from tests.chats.dialogues import opinions_in

ASKED = "B: which movie did you watch last?"
FILMS = (
    Film(1, "Aladdin", 1992, n_community_ratings=300),
    Film(2, "Aladdin", 2019, n_community_ratings=200),
    Film(3, "Avengers, The", 1998, n_community_ratings=4),
    Film(4, "The Avengers", 2012, n_community_ratings=300),
    Film(5, "Avengers: Age of Ultron", 2015, n_community_ratings=250),
    Film(6, "Avengers: Infinity War - Part I", 2018, n_community_ratings=250),
    Film(7, "John Wick: Chapter 3 - Parabellum", 2019, n_community_ratings=200),
    Film(8, "Kevin Hart: Let Me Explain", 2013, n_community_ratings=9),
    Film(9, "The Shawshank Redemption", 1994, n_community_ratings=330),
    Film(10, "It", 2017, n_community_ratings=250),
    Film(11, "Superhero Movie", 2008, n_community_ratings=60),
    Film(12, "Spider-Man 2", 2004, n_community_ratings=200),
    Film(13, "A Clockwork Orange", 1971, n_community_ratings=250),
    Film(14, "Coco", 2017, n_community_ratings=200),
    Film(15, "Frozen", 2013, n_community_ratings=250),
    Film(16, "Beauty and the Beast", 1991, n_community_ratings=280),
    Film(17, "Max", 2002, n_community_ratings=90),
    Film(18, "Gravity", 2013, n_community_ratings=250),
    Film(19, "Gladiator", 2000, n_community_ratings=300),
)


def named(*lines: str) -> set[str]:
    """The films of which A speaks."""
    said = tuple((sender, text) for sender, _, text in (line.partition(": ") for line in lines))
    films = {film.film_id: film for film in FILMS}
    messages = exports.opened(exports.telegram(*said)).messages()
    found = find_mentions(messages, Titles(FILMS), frozenset({"A"}))
    return {films[mention.film_id].name for mention in found}


@pytest.mark.parametrize(
    "said",
    ["I watched it and loved it.", "I watched the sequel. It was great.", "saw it. IT WAS OK"],
)
def test_it_is_no_film_where_it_stands_for_one(said: str) -> None:
    assert named(ASKED, f"A: {said}") == set()


@pytest.mark.parametrize("said", ["We saw IT last week.", "it (2017)", 'I liked "It" a lot.'])
def test_it_is_a_film_where_it_is_written_as_one(said: str) -> None:
    assert named(ASKED, f"A: {said}") == {"It (2017)"}


def test_many_films_of_one_name_are_none() -> None:
    assert named(ASKED, "A: I never got into the Avengers movies") == set()


def test_a_kind_of_films_is_none() -> None:
    assert named("A: in the mood for a superhero movie tonight") == set()


@pytest.mark.parametrize(
    "said",
    ["Kevin Hart is a funny actor", "I like Max Payne and his movies", "my Max loves the cinema"],
)
def test_a_person_is_no_film(said: str) -> None:
    assert named(ASKED, f"A: {said}") == set()


@pytest.mark.parametrize(
    ("said", "film"),
    [
        ("the new Aladdin was fun", "Aladdin (2019)"),
        ("the original Aladdin was better", "Aladdin (1992)"),
        ("watched Avengers 2 yesterday", "Avengers: Age of Ultron (2015)"),
        ("the third Avengers was too long", "Avengers: Infinity War - Part I (2018)"),
        ("Infinity War made me cry", "Avengers: Infinity War - Part I (2018)"),
        ("John Wick 3 is the best movie", "John Wick: Chapter 3 - Parabellum (2019)"),
        ("rewatched shawshank last night", "The Shawshank Redemption (1994)"),
        ("saw spiderman 2 again, great movie", "Spider-Man 2 (2004)"),
    ],
)
def test_people_name_a_film_in_other_words_than_its_title(said: str, film: str) -> None:
    assert named(ASKED, f"A: {said}") == {film}


def test_the_new_one_stays_the_new_one() -> None:
    chat = ("B: have you seen the new Aladdin?", "A: yes, Aladdin was great")
    assert named(*chat) == {"Aladdin (2019)"}


def test_films_that_stand_in_a_list_are_all_found() -> None:
    chat = ("B: any good disney movies?", "A: coco, frozen, beauty and the beast")
    films = {"Coco (2017)", "Frozen (2013)", "Beauty and the Beast (1991)"}
    assert named(*chat) == films


def test_numbers_of_a_list_are_none_of_a_series() -> None:
    assert named("A: my favourite movies: 1. Gladiator 2. Avengers 3. Frozen") == {
        "Gladiator (2000)",
        "The Avengers (2012)",
        "Frozen (2013)",
    }


def test_an_everyday_word_is_a_film_where_nothing_else_can_stand() -> None:
    assert named("B: recommend me a scifi movie", "A: how about gravity?") == {"Gravity (2013)"}
    assert named("B: ouch", "A: gravity does that to you") == set()


def test_a_word_torn_apart_is_read_as_the_one_it_is() -> None:
    chat = ("B: what is your favorite horror movie?", "A: A clock work orange")
    said = tuple((sender, text) for sender, _, text in (line.partition(": ") for line in chat))
    assert opinions_in(exports.whatsapp(*said)).keys() == {"A Clockwork Orange (1971)"}


def test_who_is_called_like_a_film_by_a_friend_is_none() -> None:
    assert named("B: done!", "A: thanks, you are my gladiator") == set()


def test_an_english_title_may_be_typed_as_it_sounds() -> None:
    titles = Titles(FILMS)
    messages = exports.opened(exports.telegram(("A", "дивилась фільм гледіейтор"))).messages()
    found = find_mentions(messages, titles, frozenset({"A"}), spelling=Spelling(titles))
    assert [mention.film_id for mention in found] == [19]


@pytest.mark.parametrize("mark", ["\u02bc", "\u02bc\u02bc", "\u02bc.\u02bc.", "-\u02bc-"])
def test_an_apostrophe_with_no_word_around_is_no_word(mark: str) -> None:
    assert named(f"A: {mark}", f"A: {mark} Gladiator was great {mark}") == {"Gladiator (2000)"}


def test_what_is_too_long_for_an_address_is_none() -> None:
    # Without that limit a line of hyphens would be looked through for each of them.
    assert named(ASKED, f"A: {'a' * 64}.com/Gladiator") == {"Gladiator (2000)"}
    assert named(ASKED, f"A: {'a' * 63}.com/Gladiator") == set()
