"""What words say of films: one rule a test, in chats of a few lines."""

from __future__ import annotations

import pytest

from tests.chats import exports
from tests.chats.dialogues import opinions_in

JAWS, ALIEN = "Jaws (1975)", "Alien (1979)"


def read(*lines: str) -> dict[str, str]:
    """Of a chat whose lines begin with `A:` or `B:`, what A thinks of each film."""
    said = tuple((sender, text) for sender, _, text in (line.partition(": ") for line in lines))
    return opinions_in(exports.whatsapp(*said))


def test_another_thing_named_is_not_the_film() -> None:
    assert read("A: have you seen Jaws?", "A: the meeting was a disaster") == {JAWS: "named"}


def test_what_comes_after_a_verb_is_what_was_loved() -> None:
    assert read("A: have you seen Jaws?", "A: loved the concert yesterday") == {JAWS: "named"}


def test_an_answer_to_another_question_is_not_about_the_film() -> None:
    chat = ("B: did you like Jaws?", "B: how did the new job go today?", "A: not bad!")
    assert read(*chat) == {}


def test_fillers_may_stand_inside_of_a_cue() -> None:
    assert read("B: you should really watch Jaws", "A: on my list") == {JAWS: "wants"}


@pytest.mark.parametrize(("mark", "opinion"), [("9", "liked"), ("3", "disliked")])
def test_a_number_alone_is_a_mark(mark: str, opinion: str) -> None:
    assert read("B: how many points for Jaws?", f"A: {mark}") == {JAWS: opinion}


def test_stars_are_of_five() -> None:
    assert read("B: how many stars for Jaws?", "A: 4.5") == {JAWS: "liked"}


def test_the_films_of_a_top_list_are_liked() -> None:
    chat = ("A: my top 5 of all time", "A: 1. Jaws", "A: 2. Alien")
    assert read(*chat) == {JAWS: "liked", ALIEN: "liked"}


def test_who_invites_to_a_film_wants_to_see_it() -> None:
    assert read("A: wanna watch Jaws tonight?") == {JAWS: "wants"}


def test_a_question_that_only_seems_to_ask_tells() -> None:
    assert read("A: anyone else think Jaws was boring?") == {JAWS: "disliked"}


def test_a_day_named_after_a_recommendation_is_a_plan() -> None:
    assert read("B: you have to see Jaws", "A: this weekend then") == {JAWS: "wants"}


def test_who_plays_in_a_film_is_not_a_film() -> None:
    found = read("A: the movie Joker was ok. Phoenix is amazing in it")
    assert "Phoenix (2014)" not in found


def test_what_others_are_likened_to_is_not_judged() -> None:
    assert read("A: the movie Alien is basically Jaws but worse")[JAWS] == "named"


def test_a_film_seen_over_and_over_is_liked() -> None:
    assert read("B: have you seen Jaws?", "A: oh, a hundred times") == {JAWS: "liked"}


def test_a_ukrainian_title_has_one_capital() -> None:
    chat = ("B: що подивитись?", "A: тоді Острів проклятих, я в захваті була")
    assert read(*chat) == {"Shutter Island (2010)": "liked"}


def test_an_opinion_with_a_name_before_it_is_anothers() -> None:
    assert read("A: Olena says the movie Jaws is boring") == {JAWS: "named"}


def test_a_word_that_goes_on_after_a_title_is_no_slip() -> None:
    assert read("A: I loved this movie, my personal favourite") == {}


def test_a_first_name_that_does_something_is_a_person() -> None:
    assert read("A: watched Frida play yesterday, they won!", "B: brilliant") == {}


def test_the_sequel_is_another_film() -> None:
    assert read("A: the movie Jaws was fantastic", "A: the sequel was terrible") == {JAWS: "liked"}


def test_who_recommends_a_film_liked_it() -> None:
    assert read("A: you have to see Jaws") == {JAWS: "liked"}


def test_agreeing_and_disagreeing_take_what_was_said() -> None:
    assert read("B: Jaws is a great movie", "A: so true") == {JAWS: "liked"}
    assert read("B: Jaws is a great movie", "A: hard disagree") == {JAWS: "disliked"}


def test_no_before_an_answer_denies_nothing_of_it() -> None:
    assert read("B: the movie Jaws is boring", "A: no its amazing") == {JAWS: "liked"}


def test_a_phrase_may_end_where_a_comparing_one_does() -> None:
    assert read("A: I love suspense, movies like Jaws") == {JAWS: "liked"}


def test_a_film_within_a_phrase_is_what_it_is_about() -> None:
    assert read("A: turned Jaws off after ten minutes") == {JAWS: "disliked"}


def test_never_heard_of_asks_nothing() -> None:
    assert read("A: never heard of Jaws, will give it a go") == {JAWS: "wants"}


def test_an_address_at_the_end_is_in_no_list_with_what_is_before_it() -> None:
    # The catalogue of these tests has Forrest Gump under that number.
    found = read("A: our house, winter, music https://www.imdb.com/title/tt0000321/")
    assert found == {"Forrest Gump (1994)": "named"}


def test_a_message_goes_on_about_the_film_it_spoke_of() -> None:
    chat = ("B: how was Jaws?", "A: it looks nice, but we got home late. bored me to tears")
    assert read(*chat) == {JAWS: "disliked"}


def test_a_number_is_no_heart() -> None:
    assert read("B: have you seen Jaws?", "A: 3 hours of water") == {}
    assert read("B: have you seen Jaws?", "A: <3") == {JAWS: "liked"}


def test_laughing_at_what_is_blamed_is_no_praise() -> None:
    assert read("A: Jaws bored me to death 😂") == {JAWS: "disliked"}
    assert read("B: how was Jaws?", "A: 😂😂") == {JAWS: "liked"}


def test_who_is_offered_two_films_likes_the_one_chosen() -> None:
    assert read("B: Jaws or Alien?", "A: Alien, obviously")[ALIEN] == "liked"
    assert read("B: shall we watch Jaws or Alien tonight?", "A: the second one")[ALIEN] == "wants"


def test_the_answer_to_which_film_is_worst_is_disliked() -> None:
    assert read("B: what's the worst film you know?", "A: Jaws") == {JAWS: "disliked"}


def test_a_bare_number_after_a_film_is_a_mark() -> None:
    assert read("A: the movie Jaws: 9. Alien: 4.") == {JAWS: "liked", ALIEN: "disliked"}
    assert read("A: saw the movie Alien - 2 hours long") == {ALIEN: "named"}


def test_a_list_may_be_numbered_on_one_line() -> None:
    found = read("A: my top 3 films: 1. Alien 2. Jaws")
    assert found == {JAWS: "liked", ALIEN: "liked"}


def test_a_wish_takes_up_what_was_suggested() -> None:
    chat = ("B: you should watch Jaws", "A: oh, that has long been on my list")
    assert read(*chat) == {JAWS: "wants"}


def test_a_film_may_stand_before_a_short_is() -> None:
    assert read("A: the film Jaws is fun, Alien's great too")[ALIEN] == "liked"


def test_a_series_is_known_by_its_tail() -> None:
    found = read("A: goblet of fire is my favourite film")
    assert found == {"Harry Potter and the Goblet of Fire (2005)": "liked"}


def test_a_day_is_no_film() -> None:
    assert "Friday (1995)" not in read("A: Going to see Jaws on Friday, can't wait")


def test_a_name_that_is_no_film_we_know_is_what_was_judged() -> None:
    chat = ("B: have you seen Jaws?", "A: The Garfunkel is the worst film ever and I hate it")
    assert read(*chat).get(JAWS, "named") == "named"
    chat = ("B: have you seen Jaws?", "A: hated Garfunkel")
    assert read(*chat).get(JAWS, "named") == "named"
    chat = ("B: have you seen Jaws?", "A: the music is by Williams, loved it")
    assert read(*chat) == {JAWS: "liked"}


def test_a_verdict_of_the_next_day_speaks_of_something_else() -> None:
    day, next_day = "12/03/2024, 21:04", "13/03/2024, 21:04"
    asked, answered = "B: have you seen Jaws?", "A: so boring"
    assert opinions_in(f"{day} - {asked}\n{day} - {answered}\n") == {JAWS: "disliked"}
    assert opinions_in(f"{day} - {asked}\n{next_day} - {answered}\n") == {}


@pytest.mark.parametrize(
    ("verdict", "opinion"),
    [("liekd it", "liked"), ("soooo borrring", "disliked"), ("loooved it", "liked")],
)
def test_verdicts_may_have_slips(verdict: str, opinion: str) -> None:
    assert read("B: have you seen Jaws?", f"A: yes, {verdict}") == {JAWS: opinion}


SHREK, SHREK_2, FIGHT_CLUB = "Shrek (2001)", "Shrek 2 (2004)", "Fight Club (1999)"


@pytest.mark.parametrize(
    ("chat", "opinions"),
    [
        (("A: передивився шрека", "A: другий ще крутіший"), {SHREK: "liked", SHREK_2: "liked"}),
        (("B: бачила Шрек 2?", "A: ні, тільки перший"), {SHREK: "named"}),
        (("A: у неділю водили племінника на другого шрека", "A: кайф"), {SHREK_2: "liked"}),
        (("A: дивимось шрека", "A: перший раз бачу таких ослів"), {SHREK: "named", SHREK_2: None}),
    ],
)
def test_a_part_goes_by_its_number(chat: tuple[str, ...], opinions: dict[str, str | None]) -> None:
    found = read(*chat)
    assert {film: found.get(film) for film in opinions} == opinions


@pytest.mark.parametrize(
    ("said", "opinion"),
    [
        ("аж сльози витирала", "liked"),
        ("там художник просто геній", "liked"),
        ("перша половина норм але потім нудяра", "disliked"),
        ("я виключила через годину", "disliked"),
        ("йду додому", "named"),
    ],
)
def test_ukrainian_leaves_out_what_it_speaks_of(said: str, opinion: str) -> None:
    assert read("B: ну шо, глянула Бійцівський клуб?", f"A: {said}") == {FIGHT_CLUB: opinion}


def test_another_subject_is_not_the_film() -> None:
    assert read("A: глянула Бійцівський клуб", "A: піца супер") == {FIGHT_CLUB: "named"}


def test_a_word_of_a_name_recalls_its_film() -> None:
    chat = ("B: дивився Бійцівський клуб?", "A: ні", "B: ти шо", "A: ок, клуб включу завтра")
    assert read(*chat) == {FIGHT_CLUB: "wants"}


def test_another_part_is_meant_by_what_is_here() -> None:
    chat = ("B: Шрек 2 сподобався?", "A: перший неймовірний, а цей нудний")
    assert read(*chat) == {SHREK: "liked", SHREK_2: "disliked"}


def test_who_answers_a_question_speaks_of_the_film() -> None:
    assert read("B: а Бійцівський клуб?", "A: там же самі мужики") == {FIGHT_CLUB: "named"}


@pytest.mark.parametrize("asked", ["ну і як", "то варто чи ні", "і?"])
def test_what_names_nothing_asks_of_the_film(asked: str) -> None:
    chat = ("A: глянув нарешті Бійцівський клуб", "A: шось довго збирався", f"B: {asked}")
    assert read(*chat, "A: просто бомба") == {FIGHT_CLUB: "liked"}


def test_what_is_liked_is_not_what_is_yet_to_be_seen() -> None:
    chat = ("B: хто на Шрек 2", "A: ну перший топ, але все одно гляну")
    assert read(*chat) == {SHREK: "liked", SHREK_2: "wants"}


def test_both_are_the_two_that_were_named_last() -> None:
    chat = ("A: глянула Шрека", "A: потім Бійцівський клуб", "B: і як", "A: обидва топ")
    assert read(*chat) == {SHREK: "liked", FIGHT_CLUB: "liked"}


@pytest.mark.parametrize(
    ("line", "opinion"),
    [
        ("the movie Jaws is a lovely silly film", "liked"),
        ("the movie Jaws was funny and weird", "liked"),
        ("I rank it up there with the movie Jaws", "liked"),
        ("the weather was almost as bad as the movie Jaws", "disliked"),
        ("I'd like it to be short, like the movie Jaws", "liked"),
        ("I need something more like the movie Jaws", "liked"),
        ("we were going to watch the movie Jaws but the power went out", "named"),
        ("I want to see the movie Jaws again", "liked"),
        ("I haven't seen the movie Jaws but I love westerns", "named"),
        ("I watched too much of the movie Jaws as a kid", "named"),
        ("I have my tickets for the movie Jaws", "wants"),
        ("the movie Jaws was alright, a bit slow", "named"),
    ],
)
def test_what_is_said_of_the_film_in_a_line(line: str, opinion: str) -> None:
    assert read(f"A: {line}") == {JAWS: opinion}


def test_a_verdict_is_of_what_is_added_to_its_film_too() -> None:
    assert read("A: the film Jaws is a good one, or Alien") == {JAWS: "liked", ALIEN: "liked"}
    found = read("A: that awful Jaws movie and the Alien movie")
    assert found == {JAWS: "disliked", ALIEN: "disliked"}
    found = read("A: hated the movie Jaws. And the movie Alien.")
    assert found == {JAWS: "disliked", ALIEN: "disliked"}


def test_the_rest_is_not_the_film() -> None:
    assert read("A: hated the movie Jaws, loved the rest") == {JAWS: "disliked"}


def test_what_is_better_not_spoken_of_is_disliked() -> None:
    found = read("B: remember Jaws?", "A: we don't speak of that disaster")
    assert found == {JAWS: "disliked"}


def test_favorites_may_be_listed_over_several_messages() -> None:
    expected = {JAWS: "liked", ALIEN: "liked"}
    assert read("A: I also love:", "A: -Jaws", "B: wow", "A: -Alien") == expected
    asked = "B: which movies are your favorites?"
    assert read(asked, "A: Jaws", "B: nice", "A: and Alien") == expected
    assert read("B: tell me some of your favorites", "A: Jaws and Alien") == expected


def test_another_subject_is_what_is_blamed() -> None:
    assert read("A: the film Jaws is great, Garfunkel is just a mess") == {JAWS: "liked"}


def test_dots_in_the_middle_part_nothing() -> None:
    assert read("B: how was Jaws?", "A: oh it's... fantastic") == {JAWS: "liked"}


def test_a_weak_end_is_no_weak_film() -> None:
    assert read("A: the film Jaws was weird at the end") == {JAWS: "named"}


def test_to_be_in_no_hurry_is_no_dislike() -> None:
    assert read("A: I'm not that excited for the movie Jaws") == {JAWS: "named"}


@pytest.mark.parametrize(
    ("line", "opinion"),
    [
        ("I wouldn't say I loved it but it was fine", "named"),
        ("it was pretty good but the ending was disappointing", "named"),
        ("I don't understand why everybody loves it", "disliked"),
        ("I thought it was going to be so much better", "disliked"),
        ("yes, once and that was enough", "disliked"),
    ],
)
def test_what_is_answered_of_a_film(line: str, opinion: str) -> None:
    assert read("B: have you seen Jaws?", f"A: {line}") == {JAWS: opinion}


def test_what_is_hated_of_a_kind_may_be_asked_for() -> None:
    assert read("B: what movie do you hate?", "A: Jaws for sure") == {JAWS: "disliked"}


def test_who_agrees_may_cry_out_first() -> None:
    assert read("B: I hated the movie Jaws", "A: omg me too") == {JAWS: "disliked"}
