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
