from __future__ import annotations

import pytest

from filmrec.imports.movielens import natural_order, split_title


@pytest.mark.parametrize(
    ("written", "natural"),
    [
        ("Matrix, The", "The Matrix"),
        ("Beautiful Mind, A", "A Beautiful Mind"),
        ("Avventura, L'", "L'Avventura"),
        ("Name der Rose, Der", "Der Name der Rose"),
        ("Dolce Vita, La", "La Dolce Vita"),
        ("I Love You, Man", "I Love You, Man"),
        ("Play It Again, Sam", "Play It Again, Sam"),
        ("Good, the Bad and the Ugly, The", "The Good, the Bad and the Ugly"),
        ("The", "The"),
        (", The", ", The"),
        ("", ""),
    ],
)
def test_an_article_at_the_end_comes_to_the_front(written: str, natural: str) -> None:
    assert natural_order(written) == natural


@pytest.mark.parametrize(
    ("written", "title", "alternatives"),
    [
        ("Heat", "Heat", ()),
        ("Matrix, The", "The Matrix", ("Matrix, The",)),
        ("Seven (a.k.a. Se7en)", "Seven", ("Se7en",)),
        (
            "Cinema Paradiso (Nuovo cinema Paradiso)",
            "Cinema Paradiso",
            ("Nuovo cinema Paradiso",),
        ),
        (
            "Name of the Rose, The (Name der Rose, Der)",
            "The Name of the Rose",
            ("Der Name der Rose", "Name of the Rose, The", "Name der Rose, Der"),
        ),
        (
            "Godzilla 1985: The Legend Is Reborn (Gojira) (Godzilla) (Return of Godzilla, The)",
            "Godzilla 1985: The Legend Is Reborn",
            ("Gojira", "Godzilla", "The Return of Godzilla", "Return of Godzilla, The"),
        ),
        ("(500) Days of Summer", "(500) Days of Summer", ()),
        ("[REC]", "[REC]", ()),
        ("Evangelion: 1.0 You Are (Not) Alone", "Evangelion: 1.0 You Are (Not) Alone", ()),
    ],
)
def test_bracketed_titles_at_the_end_become_titles_of_their_own(
    written: str, title: str, alternatives: tuple[str, ...]
) -> None:
    assert split_title(written) == (title, alternatives)
