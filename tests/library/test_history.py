"""What was done, step by step; and every kind of change taken back and done again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from filmrec.errors import FilmrecError
from filmrec.films import Mark
from filmrec.library import NewFilm, StepState
from filmrec.library.journal import ALIAS, FILM, ID, QUESTION, RATING, VIEWING, Change, Key

if TYPE_CHECKING:
    from filmrec.library import Library

HEAT, MATRIX, OWN = 1, 4, 1000
A_FILM = {"title": "Home Movie", "original_title": "Film", "year": 2024, "genres": ["Drama"]}
A_RATING = {"half_stars": 8, "rated_at": None, "source": "letterboxd"}
TABLES = ("ratings", "marks", "viewings", "aliases", "questions", "films", "titles", "title_words")


def everything(library: Library) -> dict[str, list[tuple[object, ...]]]:
    """All that a command can change, as stored."""
    db = library._store.connection
    return {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}  # noqa: S608 - ours


def change(library: Library, command: str, *changes: tuple[Key, object, object]) -> int:
    with library.transaction(command) as group:
        group.change_all(library._store.connection, [Change(*change) for change in changes])  # type: ignore[arg-type]
    assert group.group_id is not None
    return group.group_id


EVERY_SUBJECT = [
    (Key(HEAT, RATING), {"half_stars": 9, "rated_at": None, "source": "imdb"}),
    *((Key(HEAT, mark.value), {"marked_at": None, "source": "trakt"}) for mark in Mark),
    (Key(HEAT, VIEWING, "2024-05-01"), {"is_rewatch": 1, "source": "letterboxd"}),
    (Key(HEAT, QUESTION), {"reason": "ambiguous"}),
    (Key(0, ALIAS, "boxd.it/29lS"), {"film_id": HEAT, "origin": "review"}),
    (Key(0, ALIAS, "boxd.it/left out"), {"film_id": None, "origin": "review"}),
    (Key(OWN, FILM), A_FILM),
    (Key(HEAT, ID, "imdb_id"), {"value": "tt0113277"}),
    (Key(HEAT, ID, "tmdb_id"), {"value": 949}),
]


@pytest.mark.parametrize(
    ("key", "after"), EVERY_SUBJECT, ids=lambda value: getattr(value, "subject", "")
)
def test_every_subject_is_taken_back_and_done_again(
    library: Library, key: Key, after: object
) -> None:
    before = everything(library)
    change(library, "import", (key, None, after))
    changed = everything(library)
    assert changed != before
    assert library.undo() is not None
    assert everything(library) == before
    assert library.redo() is not None
    assert everything(library) == changed


def test_all_subjects_of_one_command_are_one_step(library: Library) -> None:
    before = everything(library)
    about_own_film = [
        (Key(OWN, RATING), A_RATING),
        (Key(OWN, VIEWING, "2024-05-01"), {"is_rewatch": 0, "source": "letterboxd"}),
        (Key(OWN, QUESTION), {"reason": "unmatched"}),
        (Key(OWN, ID, "imdb_id"), {"value": "tt9999999"}),
        (Key(0, ALIAS, "boxd.it/own"), {"film_id": OWN, "origin": "import"}),
    ]
    change(
        library,
        "import letterboxd.zip",
        *((key, None, after) for key, after in (*EVERY_SUBJECT, *about_own_film)),
    )
    changed = everything(library)
    [step] = library.steps(10)
    assert (step.command, step.n_films) == ("import letterboxd.zip", 2)
    library.undo()
    assert everything(library) == before
    library.redo()
    assert everything(library) == changed


def test_an_own_film_found_by_search_is_gone_with_its_import(library: Library) -> None:
    change(library, "import", (Key(OWN, FILM), None, A_FILM))
    assert library.find("Home Movie").film_id == OWN
    library.undo()
    assert library.search("home movie") == []
    library.redo()
    assert library.find("Home Movie").film_id == OWN


@pytest.mark.parametrize("said", ["rating", "mark"])
def test_an_own_film_of_which_more_was_said_since_stays_and_the_undo_is_refused(
    library: Library, said: str
) -> None:
    made = change(
        library, "import", (Key(OWN, FILM), None, A_FILM), (Key(HEAT, RATING), None, A_RATING)
    )
    if said == "rating":
        library.rate(OWN, 5)
    else:
        library.mark(OWN, Mark.SEEN)
    before = everything(library)
    with pytest.raises(FilmrecError, match="another command has changed the same film"):
        library.undo(made)
    assert everything(library) == before
    library.undo()
    assert library.undo(made) is not None
    assert library.count_ratings() == 0


def test_an_own_film_that_a_catalogue_took_over_stays_and_the_rest_is_undone_and_redone(
    library: Library,
) -> None:
    change(
        library,
        "import",
        (Key(OWN, FILM), None, A_FILM),
        (Key(OWN, ID, "imdb_id"), None, {"value": "tt9999999"}),
        (Key(OWN, RATING), None, A_RATING),
    )
    library.add_films([NewFilm("Home Movie", 2024, imdb_id="tt9999999", movielens_id=777)])
    library._store.connection.execute("UPDATE films SET is_own = 0 WHERE film_id = ?", (OWN,))
    before = everything(library)
    assert library.undo() is not None
    assert library.find("tt9999999").movielens_id == 777
    assert library.count_ratings() == 0
    assert library.redo() is not None
    assert everything(library) == before


def test_ids_that_films_handed_to_each_other_are_handed_back(library: Library) -> None:
    heat, matrix = Key(HEAT, ID, "imdb_id"), Key(MATRIX, ID, "imdb_id")
    change(library, "import", (heat, None, {"value": "tt0000001"}))
    before = everything(library)
    change(
        library,
        "merge",
        (heat, {"value": "tt0000001"}, None),
        (matrix, None, {"value": "tt0000001"}),
    )
    changed = everything(library)
    library.undo()
    assert everything(library) == before
    library.redo()
    assert everything(library) == changed


def test_a_merge_of_two_films_is_taken_back_and_done_again(library: Library) -> None:
    change(
        library,
        "import",
        (Key(OWN, FILM), None, A_FILM),
        (Key(OWN, RATING), None, A_RATING),
        (Key(0, ALIAS, "boxd.it/own"), None, {"film_id": OWN, "origin": "import"}),
    )
    before = everything(library)
    change(
        library,
        "match",
        (Key(OWN, RATING), A_RATING, None),
        (Key(HEAT, RATING), None, A_RATING),
        (
            Key(0, ALIAS, "boxd.it/own"),
            {"film_id": OWN, "origin": "import"},
            {"film_id": HEAT, "origin": "review"},
        ),
        (Key(OWN, FILM), A_FILM, None),
    )
    changed = everything(library)
    library.undo()
    assert everything(library) == before
    library.redo()
    assert everything(library) == changed


def test_steps_come_newest_first_with_their_films_and_states(library: Library) -> None:
    library.rate(HEAT, 4)
    with library.transaction("seen"):
        for film_id in (MATRIX, HEAT):
            library.mark(film_id, Mark.SEEN)
    library.undo()
    seen, rated = library.steps(10)
    assert (seen.command, seen.state) == ("seen", StepState.UNDONE)
    assert [film.film_id for film in seen.films] == [MATRIX, HEAT]
    assert (rated.command, rated.state, rated.stars) == ("rate", StepState.DONE, 4.0)
    assert library.steps(10, standing=True) == [rated]
    assert (library.count_steps(), library.count_steps(standing=True)) == (2, 1)
    library.rate(MATRIX, 3)
    assert [step.state for step in library.steps(2)] == [StepState.DONE, StepState.SUPERSEDED]


def test_a_rating_tells_the_stars_before_and_after(library: Library) -> None:
    library.rate(HEAT, 4)
    library.rate(HEAT, 2.5)
    library.unrate(HEAT)
    told = [(step.stars_before, step.stars) for step in library.steps(10)]
    assert told == [(2.5, None), (4.0, 2.5), (None, 4.0)]


def test_of_many_films_only_the_number_is_told(library: Library) -> None:
    with library.transaction("seen"):
        for film_id in (1, 2, 3, 4):
            library.mark(film_id, Mark.SEEN)
    [step] = library.steps(10)
    assert (step.n_films, step.films) == (4, ())


def test_films_that_are_gone_are_counted_and_not_named(library: Library) -> None:
    change(library, "import", (Key(OWN, FILM), None, A_FILM))
    library.undo()
    [step] = library.steps(10)
    assert (step.n_films, step.films) == (1, ())
