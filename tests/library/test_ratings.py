"""Ratings, marks, what was shown, and taking it all back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filmrec.errors import FilmNotFoundError, FilmrecError
from filmrec.films import Mark
from filmrec.library import Community
from tests.library.conftest import FILMS

if TYPE_CHECKING:
    from filmrec.library import Library

HEAT, MATRIX = 1, 4


def everything(library: Library) -> object:
    """All that a person entered, as stored."""
    return (
        library._store.connection.execute("SELECT * FROM ratings ORDER BY film_id").fetchall(),
        library._store.connection.execute("SELECT * FROM marks ORDER BY film_id, mark").fetchall(),
    )


def test_a_rating_is_stored_with_its_time_and_source(library: Library) -> None:
    assert library.rate(HEAT, 4.5, source="an import") is None
    rating = library.rating(HEAT)
    assert rating is not None
    assert (rating.film.name, rating.stars, rating.source) == ("Heat (1995)", 4.5, "an import")
    assert rating.rated_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_rating_again_replaces_and_returns_the_old_rating(library: Library) -> None:
    library.rate(HEAT, 4.5)
    old = library.rate(HEAT, 2)
    assert old is not None
    assert old.stars == 4.5
    assert [rating.stars for rating in library.ratings()] == [2.0]


def test_ratings_come_newest_first(library: Library) -> None:
    for film_id in (MATRIX, HEAT, 3):
        library.rate(film_id, 3)
    assert [rating.film.film_id for rating in library.ratings()] == [3, HEAT, MATRIX]


def test_an_unrated_film_has_no_rating(library: Library) -> None:
    assert library.rating(HEAT) is None
    assert library.unrate(HEAT) is None


def test_unrating_removes_and_returns_the_rating(library: Library) -> None:
    library.rate(HEAT, 4)
    old = library.unrate(HEAT)
    assert old is not None
    assert old.stars == 4.0
    assert library.count_ratings() == 0


@pytest.mark.parametrize("stars", [0, 0.25, 4.75, 5.5, -1, float("nan"), float("inf")])
def test_stars_off_the_scale_are_refused(library: Library, stars: float) -> None:
    with pytest.raises(ValueError, match="stars go from"):
        library.rate(HEAT, stars)
    assert library.count_ratings() == 0


def test_rating_a_film_that_is_not_there_is_refused(library: Library) -> None:
    with pytest.raises(FilmNotFoundError):
        library.rate(10_000, 3)


def test_the_model_gets_ids_stars_time_and_source_in_the_order_of_ids(library: Library) -> None:
    library.rate(MATRIX, 5)
    library.rate(HEAT, 3.5, source="an import")
    assert library.rated_items() == [
        (6, 3.5, "2026-01-02T03:04:07.000000+00:00", "an import"),
        (2571, 5.0, "2026-01-02T03:04:05.000000+00:00", "rate"),
    ]


def test_a_film_may_bear_several_marks(library: Library) -> None:
    assert library.mark(HEAT, Mark.SEEN)
    assert library.mark(HEAT, Mark.HIDDEN)
    assert set(library.marks(HEAT)) == {Mark.SEEN, Mark.HIDDEN}


@pytest.mark.parametrize("mark", list(Mark))
def test_every_mark_can_be_set_listed_and_taken_away(library: Library, mark: Mark) -> None:
    assert library.mark(HEAT, mark)
    assert [row.film.film_id for row in library.marked(mark)] == [HEAT]
    assert library.count_marked(mark) == 1
    assert library.unmark(HEAT, mark)
    assert library.marked(mark) == []


def test_marking_twice_keeps_the_first_date(library: Library) -> None:
    library.mark(HEAT, Mark.WATCHLIST)
    before = everything(library)
    assert not library.mark(HEAT, Mark.WATCHLIST)
    assert everything(library) == before


def test_taking_away_a_mark_that_is_not_there_says_so(library: Library) -> None:
    assert not library.unmark(HEAT, Mark.SEEN)


def test_marked_films_come_newest_first(library: Library) -> None:
    for film_id in (MATRIX, HEAT):
        library.mark(film_id, Mark.HIDDEN)
    assert [row.film.film_id for row in library.marked(Mark.HIDDEN)] == [HEAT, MATRIX]


def test_ids_of_several_marks_come_once_and_ascending(library: Library) -> None:
    library.mark(MATRIX, Mark.SEEN)
    library.mark(HEAT, Mark.SEEN)
    library.mark(HEAT, Mark.HIDDEN)
    library.mark(3, Mark.WATCHLIST)
    assert library.item_ids_marked(Mark.SEEN, Mark.HIDDEN) == [6, 2571]
    assert library.item_ids_marked() == []


def rate_and_interrupt(library: Library) -> None:
    with library.transaction("rate"):
        library.rate(HEAT, 4)
        raise KeyboardInterrupt


def test_a_transaction_that_fails_changes_nothing(library: Library) -> None:
    with pytest.raises(KeyboardInterrupt):
        rate_and_interrupt(library)
    assert library.count_ratings() == 0
    assert library.undo() is None
    library.rate(HEAT, 3)
    assert library.count_ratings() == 1


def test_a_transaction_is_undone_as_one(library: Library) -> None:
    library.rate(HEAT, 4)
    before = everything(library)
    with library.transaction("rate several") as group:
        library.rate(HEAT, 1)
        library.rate(MATRIX, 5)
        library.mark(MATRIX, Mark.SEEN)
    undone = library.undo()
    assert undone is not None
    assert (undone.command, undone.group_id) == ("rate several", group.group_id)
    assert undone.film_ids == (HEAT, MATRIX)
    assert everything(library) == before


def test_a_command_that_changed_nothing_is_nothing_to_undo(library: Library) -> None:
    with library.transaction("nothing"):
        library.unrate(HEAT)
    assert library.undo() is None


def test_undo_goes_back_command_by_command_until_nothing_is_left(library: Library) -> None:
    library.rate(HEAT, 4)
    library.rate(MATRIX, 5)
    assert library.undo() is not None
    assert [rating.film.film_id for rating in library.ratings()] == [HEAT]
    assert library.undo() is not None
    assert library.undo() is None
    assert library.count_ratings() == 0


def test_a_new_change_ends_what_can_be_redone(library: Library) -> None:
    library.rate(HEAT, 4)
    library.undo()
    library.rate(MATRIX, 5)
    assert library.redo() is None


def test_what_a_new_change_superseded_stays_out_of_later_redos(library: Library) -> None:
    library.rate(HEAT, 4)
    library.undo()
    library.rate(MATRIX, 5)
    library.undo()
    assert library.redo() is not None
    assert library.redo() is None
    assert [rating.film.film_id for rating in library.ratings()] == [MATRIX]


def test_a_command_can_be_undone_by_its_group(library: Library) -> None:
    with library.transaction("first") as first:
        library.rate(HEAT, 4)
    library.rate(MATRIX, 5)
    assert library.undo(first.group_id) is not None
    assert [rating.film.film_id for rating in library.ratings()] == [MATRIX]


def test_an_undo_that_would_overwrite_a_later_change_is_refused(library: Library) -> None:
    with library.transaction("first") as first:
        library.rate(HEAT, 4)
    library.rate(HEAT, 2)
    with pytest.raises(FilmrecError, match="another command has changed the same film"):
        library.undo(first.group_id)
    assert [rating.stars for rating in library.ratings()] == [2.0]


films = st.sampled_from([HEAT, MATRIX, 3])
changes = st.one_of(
    st.tuples(st.just("rate"), films, st.integers(1, 10).map(lambda halves: halves / 2)),
    st.tuples(st.just("unrate"), films),
    st.tuples(st.just("mark"), films, st.sampled_from(Mark)),
    st.tuples(st.just("unmark"), films, st.sampled_from(Mark)),
)


@given(commands=st.lists(st.lists(changes, min_size=1, max_size=4), max_size=5))
@settings(
    max_examples=40,
    deadline=None,
    # The library is brought back to empty by the test itself, through undo.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_undo_restores_every_state_exactly_and_redo_leads_back(
    library: Library, commands: list[list[tuple[object, ...]]]
) -> None:
    states = [everything(library)]
    for command in commands:
        with library.transaction("command") as group:
            for name, *args in command:
                getattr(library, str(name))(*args)
        if group.group_id is not None:
            states.append(everything(library))
    for state in reversed(states[:-1]):
        library.undo()
        assert everything(library) == state
    for state in states[1:]:
        library.redo()
        assert everything(library) == state
    for _ in states[1:]:
        library.undo()
    assert everything(library) == ([], [])


def test_the_last_list_shown_is_remembered_in_order(library: Library) -> None:
    assert library.last_run() is None
    library.record_run([(HEAT, 0.5)])
    run_id = library.record_run([(MATRIX, 2.5), (HEAT, -1.0)])
    run = library.last_run()
    assert run is not None
    assert run.run_id == run_id
    assert [film.film_id for film in run.films] == [MATRIX, HEAT]
    assert run.scores == (2.5, -1.0)
    assert run.made_at == datetime(2026, 1, 2, 3, 4, 6, tzinfo=UTC)


def test_an_empty_list_shown_is_remembered_too(library: Library) -> None:
    library.record_run([])
    run = library.last_run()
    assert run is not None
    assert run.films == ()


def test_the_community_is_remembered_and_replaced(library: Library) -> None:
    assert library.community() is None
    library.set_community(Community("starter", "abc"))
    library.set_community(Community("ml-32m", "def"))
    assert library.community() == Community("ml-32m", "def")


def test_ratings_and_marks_survive_a_new_catalogue(library: Library) -> None:
    library.rate(HEAT, 4.5)
    library.mark(MATRIX, Mark.HIDDEN)
    before = everything(library)
    library.add_films(FILMS[5:])
    library.add_films(FILMS)
    assert everything(library) == before
