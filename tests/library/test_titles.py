"""When two titles are the same title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmrec.library.titles import fold, key, natural, normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Matrix", "matrix"),
        ("Matrix, The", "The Matrix"),
        ("The Lord of the Rings: The Two Towers", "Lord of the Rings, The: The Two Towers"),
        ("The Lord of the Rings: The Two Towers", "lord of rings two towers"),
        ("Amélie", "AMELIE"),
        ("Thelma & Louise", "Thelma and Louise"),
        ("Schindler's List", "Schindlers List"),
        ("Schindler\u2019s List", "Schindler's List"),
        ("L'Avventura", "Avventura, L'"),
        ("L\u2019Avventura", "avventura"),
        ("Das Boot", "Boot, Das"),
        ("Il Postino", "Postino, Il"),
        ("I Vitelloni", "Vitelloni, I"),
        ("Smultronstället", "smultronstallet"),
        ("Blå", "bla"),
        ("Brødre", "Brodre"),
        ("Æon Flux", "aeon flux"),
        ("Straße", "STRASSE"),
        ("8½", "8 1/2"),
        ("Alien³", "Alien 3"),
        ("WALL·E", "wall-e"),
        ("Face/Off", "face off"),
        ("\uff28\uff45\uff41\uff54", "Heat"),
        ("Amélie", "Ame\u0301lie"),
    ],
)
def test_spellings_of_one_title_are_equal(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alien", "Aliens"),
        ("Die Hard", "Hard"),
        ("I, Robot", "Robot"),
        ("As Good as It Gets", "Good as It Gets"),
        ("...", "!!!"),
        ("$", "..."),
        ("The", "A"),
        ("M", "Z"),
        ("Plan A", "Plan"),
        ("Rocky", "Rocky II"),
        ("七人の侍", "七人"),
    ],
)
def test_different_titles_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Godfather: Part II", "godfather 2"),
        ("The Godfather: Part II", "Godfather Part Two, The"),
        ("Kill Bill: Vol. 1", "Kill Bill Volume I"),
        ("Star Wars: Episode IV - A New Hope", "Star Wars Episode 4: New Hope"),
        ("One Hundred and One Dalmatians", "101 Dalmatians"),
        ("Nineteen Eighty-Four", "1984"),
        ("The 40-Year-Old Virgin", "Forty Year-Old Virgin, The"),
        ("The Taking of Pelham One Two Three", "Taking of Pelham 123"),
        ("The Sixth Sense", "6th Sense"),
        ("Romeo + Juliet", "Romeo & Juliet"),
        ("Thelma & Louise", "Thelma Louise"),
        ("Fresa y chocolate", "Fresa & chocolate"),
        ("A.I. Artificial Intelligence", "AI: Artificial Intelligence"),
        ("L.A. Confidential", "LA Confidential"),
        ("S.W.A.T.", "SWAT"),
        ("Dr. Strangelove", "Doctor Strangelove"),
        ("Batman v Superman", "Batman vs. Superman"),
        ("Three Colours: Blue", "Three Colors: Blue"),
        ("Spider-Man", "spiderman"),
    ],
)
def test_ways_to_write_one_title_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rocky", "Rocky II"),
        ("Rocky II", "Rocky III"),
        ("Die Hard", "Hard"),
        ("The King and I", "The King and 1"),
        ("Plan A", "Plan"),
        ("X", "10"),
        ("Part I", "Part II"),
        ("Alien", "Aliens"),
    ],
)
def test_different_titles_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(st.text(max_size=40), st.sampled_from(["THE ", "  ", "(", "'"]))
def test_titles_that_are_equal_have_one_key(title: str, added: str) -> None:
    assert key(normalise(title)) == key(title)
    assert normalise(added + title) != normalise(title) or key(added + title) == key(title)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Matrix, The", "The Matrix"),
        ("Avventura, L'", "L'Avventura"),
        ("Good, the Bad and the Ugly, The", "The Good, the Bad and the Ugly"),
        ("I, Robot", "I, Robot"),
        ("Tinker, Tailor", "Tinker, Tailor"),
    ],
)
def test_a_moved_article_goes_back_to_the_front(written: str, expected: str) -> None:
    assert natural(written) == expected


@given(st.text())
def test_normalising_a_folded_title_changes_nothing_more(title: str) -> None:
    assert fold(fold(title)) == fold(title)


@given(st.text(min_size=1).filter(lambda title: title.isprintable() and title.strip()))
def test_a_title_with_anything_to_see_has_a_key(title: str) -> None:
    assert key(title)


def test_a_folded_title_holds_letters_digits_and_single_spaces() -> None:
    assert fold(" Who's  Afraid, of [Virginia] Woolf?! ") == "whos afraid of virginia woolf"
