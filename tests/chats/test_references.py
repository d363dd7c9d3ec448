"""What is said of films that are suggested, asked about and referred to: one rule a test."""

from __future__ import annotations

import pytest

from tests.chats.test_opinions import ALIEN, JAWS, read


@pytest.mark.parametrize(
    "answer",
    [
        "oh, that sounds like a really good one",
        "seems like it could be fun",
        "doesn't sound bad",
        "ooh, it looks so interesting",
        "that's a great suggestion",
        "I gladly accept",
        "I would love that",
        "звучить дуже класно",
    ],
)
def test_what_sounds_good_is_wished_for_and_not_yet_liked(answer: str) -> None:
    assert read("B: you should watch Jaws", f"A: {answer}") == {JAWS: "wants"}


def test_what_is_accepted_at_the_end_was_suggested_before() -> None:
    chat = (
        *("B: how about Jaws?", "A: who plays in it?", "B: Roy Scheider, he is a policeman"),
        *("A: and where is it set?", "B: on an island in summer", "A: good", "B: shall I send it?"),
        "A: ok, I accept your recommendation",
    )
    assert read(*chat) == {JAWS: "wants"}


@pytest.mark.parametrize(
    "line",
    [
        "I love old westerns",
        "I do like scary movies",
        "I like Roy Scheider a lot",
        "I really like him",
        "great, thank you",
        "Awesome, I appreciate it",
        "Oh that's great!",
        "have a wonderful evening",
        "I'm weak on names",
        "you have been so nice",
        "I prefer the original",
    ],
)
def test_praise_of_kinds_of_films_people_and_help_is_of_no_film(line: str) -> None:
    chat = ("B: I just watched Jaws with my sister", f"A: {line}")
    assert read(*chat).get(JAWS, "named") == "named"


def test_a_film_goes_on_being_talked_of_while_its_story_is() -> None:
    chat = (
        *("B: how about Jaws?", "A: is the plot any good?", "B: yes, the plot is quite clever"),
        *(
            "A: and the cast?",
            "B: the cast is the best of that year",
            "A: then I will check it out",
        ),
    )
    assert read(*chat) == {JAWS: "wants"}


def test_who_has_not_seen_a_film_yet_only_hopes_that_it_is_good() -> None:
    chat = ("B: seen Jaws?", "A: not yet", "B: would you like to see it?", "A: yes, that's lovely")
    assert read(*chat) == {JAWS: "wants"}


def test_what_sounds_good_to_who_has_seen_it_was_liked() -> None:
    assert read("B: how about Jaws?", "A: I've seen it. sounds great") == {JAWS: "liked"}


def test_a_question_whether_somebody_would_like_to_see_asks_for_a_wish() -> None:
    assert read("B: would you like to see Jaws?", "A: certainly") == {JAWS: "wants"}
    assert read("B: did you like Jaws?", "A: certainly") == {JAWS: "liked"}


def test_what_is_named_when_asked_for_films_that_were_enjoyed_is_liked() -> None:
    assert read("B: which movies have you enjoyed lately?", "A: hm, the movie Jaws") == {
        JAWS: "liked"
    }


def test_what_a_liking_is_for_is_no_blame() -> None:
    assert read("A: I liked the movie Jaws for its mindless panic") == {JAWS: "liked"}


def test_a_film_that_is_not_yet_seen_is_not_disliked() -> None:
    found = read("A: I have seen the movie Jaws but not Alien (1979)")
    assert found == {JAWS: "named", ALIEN: "named"}


def test_the_year_of_a_title_that_asks_ends_no_question() -> None:
    found = read("A: I also love the movie with the dog called Who Framed Roger Rabbit? (1988)")
    assert set(found.values()) == {"liked"}


def test_a_question_after_a_comma_leaves_what_was_said_before_it() -> None:
    assert read("B: did you see Jaws?", "A: i liked this movie, what did you see?") == {
        JAWS: "liked"
    }


def test_a_wish_before_another_film_is_named_is_not_of_that_film() -> None:
    chat = ("B: you should watch Jaws", "A: I'll check it out. I just love the movie Alien (1979)")
    assert read(*chat) == {JAWS: "wants", ALIEN: "liked"}


def test_a_denial_does_not_reach_beyond_a_new_beginning() -> None:
    assert read("B: seen Jaws?", "A: I have not and I was wanting to see that") == {JAWS: "wants"}


def test_not_like_another_film_likens() -> None:
    assert read("A: good film but not really like Jaws (1975)")[JAWS] != "disliked"


def test_some_of_my_favorites_are_mine() -> None:
    assert read("A: some of my favorite movies are Jaws and Alien") == {
        JAWS: "liked",
        ALIEN: "liked",
    }


def test_what_everyone_says_one_has_to_see_is_their_wish() -> None:
    assert read("A: everyone says I have to see the movie Jaws") == {JAWS: "named"}


def test_what_is_asked_least_answers_nothing_when_unknown() -> None:
    chat = ("B: what did you like most about Jaws?", "A: I don't know")
    assert read(*chat).get(JAWS) != "disliked"


def test_they_are_no_single_film() -> None:
    chat = ("B: have you seen Jaws?", "A: romances. Even though they can be so corny")
    assert read(*chat).get(JAWS) != "disliked"


def test_a_small_fault_of_what_was_fine_is_no_blame() -> None:
    assert read("A: the movie Jaws was okay, a little corny") == {JAWS: "named"}


@pytest.mark.parametrize(
    "line",
    [
        "that's an interesting question",
        "she is a hilarious actress",
        "can't beat eating at home",
        "I enjoy old westerns like that",
        "they make so many and they are awful",
    ],
)
def test_what_is_said_of_nouns_people_and_doings_is_of_no_film(line: str) -> None:
    chat = ("B: my cousin saw Jaws on the train", f"A: {line}")
    assert read(*chat).get(JAWS, "named") == "named"


@pytest.mark.parametrize(
    "line",
    [
        "more along the lines of Jaws (1975)",
        "I'd recommend one of the older ones like Jaws (1975)",
        "mine is definitely Jaws (1975)",
        "I'm looking for a thriller, something like Jaws (1975)",
    ],
)
def test_what_is_named_as_an_example_of_the_good_is_liked(line: str) -> None:
    assert read("B: which movies do you prefer?", f"A: {line}") == {JAWS: "liked"}


def test_what_it_is_likened_to_is_not_what_is_talked_of() -> None:
    found = read("B: how about the movie Alien?", "A: is it like Jaws (1975)?", "A: I'd watch that")
    assert found == {ALIEN: "wants", JAWS: "named"}


def test_who_likes_what_is_on_a_condition_judges_only_the_other() -> None:
    found = read("A: if you like Jaws (1975) the movie Alien was a good one too")
    assert found == {JAWS: "named", ALIEN: "liked"}


def test_a_conversation_about_something_else_ends_that_of_a_film() -> None:
    chat = ("B: have you seen Jaws?", "A: yes", "B: how do you feel about the new phone?")
    assert read(*chat, "A: it's awful") == {JAWS: "named"}


def test_a_book_that_was_read_is_not_the_film() -> None:
    chat = ("B: have you seen Jaws?", "A: not yet. I read the book and never finished it")
    assert read(*chat) == {JAWS: "named"}


def test_the_first_of_two_is_judged_by_itself() -> None:
    chat = ("B: Jaws or Alien?", "A: seen both. loved the first one. hated the second one")
    assert read(*chat) == {JAWS: "liked", ALIEN: "disliked"}


def test_verdicts_that_are_mine_may_be_of_them() -> None:
    chat = ("B: have you seen Jaws or Alien?", "A: they are not my type of films")
    assert set(read(*chat).values()) == {"disliked"}


def test_a_time_of_day_is_no_mark() -> None:
    assert read("A: wanted to see Jaws but it was full until 10:30") == {JAWS: "wants"}


def test_the_trailer_is_not_the_film() -> None:
    chat = ("B: you should watch Jaws", "A: I've seen the trailer for Jaws. looks amazing")
    assert read(*chat) == {JAWS: "wants"}


def test_a_plan_may_begin_with_its_day() -> None:
    assert read("B: you should watch Jaws", "A: наступних вихідних виправлюсь") == {JAWS: "wants"}


def test_a_favorite_asked_for_by_a_command_is_liked() -> None:
    chat = ("B: tell me some of your favorite movies!", "A: the movie Jaws or Alien (1979)")
    assert read(*chat) == {JAWS: "liked", ALIEN: "liked"}


def test_agreeing_takes_only_what_was_said_of_the_last_film() -> None:
    assert read("B: I've seen the movie Jaws", "A: yes") == {}


def test_a_verdict_may_follow_that_it_was_seen_at_once() -> None:
    assert read("B: раджу Jaws", "A: дивилась, фігня якась") == {JAWS: "disliked"}
    assert read("B: have you seen Jaws?", "A: I saw it and didn't like it") == {JAWS: "disliked"}


def test_it_was_ok_agrees_with_no_praise() -> None:
    assert read("B: Jaws is a great movie", "A: it was ok") == {}


def test_what_was_liked_about_it_is_no_question_whether_it_was() -> None:
    chat = (
        "A: I saw the movie Jaws",
        "B: what did you like about it?",
        "A: the boat and the music",
    )
    assert read(*chat) == {JAWS: "liked"}


def test_others_are_heard_where_they_name_no_film_either() -> None:
    assert read("A: have you seen Jaws?", "B: yes, loved it", "A: me too") == {JAWS: "liked"}


def test_a_small_fault_does_not_undo_praise() -> None:
    assert read("B: how was Jaws?", "A: It was good but a bit long")[JAWS] != "disliked"


def test_your_favorite_is_not_mine() -> None:
    assert read("B: I watched Jaws", "A: tell me about your favorite movie") == {}


def test_who_likes_the_idea_wants_to_see_it() -> None:
    chat = ("B: how about Jaws?", "A: no, never saw it. I do like the idea of that one")
    assert read(*chat) == {JAWS: "wants"}


def test_a_question_of_interest_asks_for_a_wish() -> None:
    assert read("B: Jaws is great. Do you have interest in watching it?", "A: absolutely") == {
        JAWS: "wants"
    }


@pytest.mark.parametrize("wish", ["I need to", "I really want to though", "been meaning to"])
def test_a_wish_left_open_is_of_the_film_before(wish: str) -> None:
    assert read("A: still haven't seen the movie Jaws", f"A: {wish}") == {JAWS: "wants"}


def test_who_has_seen_one_film_means_the_other() -> None:
    chat = ("A: I really liked the movie Alien", "B: Jaws was cool", "A: ugh, want to see that one")
    assert read(*chat) == {ALIEN: "liked", JAWS: "wants"}


def test_what_is_asked_of_a_film_not_known_is_answered_of_that() -> None:
    chat = ("B: I liked Jaws", "A: have you seen the new Garfunkel", "B: yes", "A: I loved it")
    assert read(*chat) == {}


def test_a_question_about_it_is_no_praise() -> None:
    assert read("B: you could try Jaws", "A: never seen it...is it good") == {JAWS: "named"}


def test_everyone_i_know_is_somebody_else() -> None:
    assert read("B: Jaws is out", "A: everyone I've talked to loved it") == {}


def test_not_seen_in_years_is_seen_once() -> None:
    assert read("B: I like Jaws a lot", "A: haven't seen it in years, so good") == {JAWS: "liked"}


def test_who_puts_off_from_a_film_is_told_of_it() -> None:
    chat = ("B: have you seen Jaws?", "A: I just don't care for Garfunkel")
    assert read(*chat) == {JAWS: "disliked"}


def test_a_reaction_to_what_is_told_is_no_verdict() -> None:
    chat = ("B: we rented Jaws once", "B: and my uncle fell off the sofa", "A: that's so funny!")
    assert read(*chat) == {}


def test_that_which_is_said_long_after_a_film_is_not_told() -> None:
    chat = ("A: I watched the movie Jaws", "B: ok", "A: so I moved house", "B: where to?")
    later = ("A: near the sea", "B: nice, is the place big", "A: tiny", "A: that's way cool")
    assert read(*chat, *later) == {JAWS: "named"}


def test_who_does_not_like_such_films_does_not_like_what_was_offered() -> None:
    chat = ("B: how about Jaws? Have you seen it?", "A: no, but I don't like scary movies")
    assert read(*chat) == {JAWS: "disliked"}


def test_what_was_not_seen_but_looked_good_is_wanted() -> None:
    assert read("B: have you seen Jaws?", "A: no but I thought it looked cute") == {JAWS: "wants"}


def test_to_have_read_a_book_is_asked_of_no_film() -> None:
    chat = ("B: have you read the book Jaws?", "A: no, unfortunately")
    assert read(*chat).get(JAWS, "named") == "named"


@pytest.mark.parametrize("question", ["and Zzyzx?", "what about Zzyzx Road?", "а Ззизкс?"])
def test_a_verdict_on_a_film_that_is_not_known_is_on_no_other(question: str) -> None:
    assert read("B: you should watch Jaws", "A: on my list", f"B: {question}", "A: so boring") == {
        JAWS: "wants"
    }


def test_who_does_not_see_why_others_blame_a_film_does_not_blame_it() -> None:
    assert read("A: my brother hates Jaws but i don't get why") == {JAWS: "named"}
