"""Which of two ratings counts, and what becomes of each row."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import pytest

from filmrec.actions.reconcile import Outcome, Reconciled, Said, reconcile, vanished
from filmrec.films import Mark, NamedFilm
from filmrec.imports.rows import Row, Viewing
from filmrec.library import RATING, VIEWING, Key, Values, timestamp

HEAT = 1
FILM = NamedFilm("Heat", 1995)
OLD, MIDDLE, NEW = (datetime(year, 5, 1, tzinfo=UTC) for year in (2019, 2020, 2021))


def _rated(stars: int, at: datetime | None = None, **more: object) -> Row:
    return Row("ratings.csv", 2, FILM, half_stars=stars, rated_at=at, **more)  # type: ignore[arg-type]


def _stored(stars: int, at: datetime | None, source: str) -> dict[Key, Values]:
    rated_at = None if at is None else timestamp(at)
    return {Key(HEAT, RATING): {"half_stars": stars, "rated_at": rated_at, "source": source}}


def _reconcile(
    *rows: Row, stored: dict[Key, Values] | None = None, source: str = "letterboxd"
) -> Reconciled:
    return reconcile([Said(source, HEAT, row) for row in rows], stored or {})


def _stars(result: Reconciled) -> int | None:
    values = result.after.get(Key(HEAT, RATING))
    return None if values is None else values["half_stars"]


def test_a_rating_of_an_unrated_film_is_new() -> None:
    result = _reconcile(_rated(8, OLD))
    assert result.outcomes == [Outcome.NEW]
    assert _stars(result) == 8


@pytest.mark.parametrize("at", [OLD, MIDDLE, None])
def test_the_same_stars_of_no_later_date_change_nothing(at: datetime | None) -> None:
    result = _reconcile(_rated(8, at), stored=_stored(8, MIDDLE, "imdb"))
    assert result.outcomes == [Outcome.UNCHANGED]
    assert result.after == {}


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_of_three_sources_the_newest_counts_in_any_order(order: tuple[int, ...]) -> None:
    said = [("letterboxd", _rated(8, OLD)), ("imdb", _rated(8, NEW)), ("trakt", _rated(4, MIDDLE))]
    stored: dict[Key, Values] = {}
    for n in order:
        source, row = said[n]
        stored.update(_reconcile(row, stored=stored, source=source).after)
    assert stored == _stored(8, NEW, "imdb")


@pytest.mark.parametrize(
    ("at", "stored_at", "stored_source", "outcome"),
    [
        (NEW, OLD, "imdb", Outcome.UPDATED),
        (OLD, NEW, "imdb", Outcome.OLDER),
        (OLD, OLD, "imdb", Outcome.OLDER),
        (OLD, OLD, "letterboxd", Outcome.UPDATED),
        (NEW, OLD, "letterboxd", Outcome.UPDATED),
        (OLD, NEW, "letterboxd", Outcome.OLDER),
        (None, OLD, "imdb", Outcome.OLDER),
        (None, NEW, "letterboxd", Outcome.UPDATED),
        (OLD, None, "imdb", Outcome.UPDATED),
        (None, None, "imdb", Outcome.OLDER),
    ],
)
def test_of_two_ratings_the_newer_counts(
    at: datetime | None, stored_at: datetime | None, stored_source: str, outcome: Outcome
) -> None:
    result = _reconcile(_rated(6, at), stored=_stored(8, stored_at, stored_source))
    assert result.outcomes == [outcome]
    assert _stars(result) == (6 if outcome is Outcome.UPDATED else None)
    (conflict,) = result.conflicts
    assert {conflict.kept.half_stars, conflict.given_up.half_stars} == {6, 8}
    assert conflict.is_update is (outcome is Outcome.UPDATED)


def test_of_several_ratings_in_the_files_the_newest_counts_and_the_others_are_older() -> None:
    result = _reconcile(_rated(6, MIDDLE), _rated(9, NEW), _rated(2, OLD))
    assert result.outcomes == [Outcome.OLDER, Outcome.NEW, Outcome.OLDER]
    assert _stars(result) == 9


def test_the_stars_of_a_log_give_way_to_a_plain_rating_of_the_same_source() -> None:
    log = _rated(4, NEW, is_log=True, viewing=Viewing(date(2021, 5, 1)))
    result = _reconcile(log, _rated(9, OLD))
    assert result.outcomes == [Outcome.LOGGED, Outcome.NEW]
    assert _stars(result) == 9


def test_a_log_alone_rates_the_film() -> None:
    log = _rated(4, NEW, is_log=True, viewing=Viewing(date(2021, 5, 1)))
    assert _stars(_reconcile(log)) == 4


def test_a_day_is_logged_once() -> None:
    row = Row("diary.csv", 2, FILM, viewing=Viewing(date(2021, 5, 1), is_rewatch=True))
    first = _reconcile(row, row)
    assert first.outcomes == [Outcome.LOGGED, Outcome.UNCHANGED]
    key = Key(HEAT, VIEWING, "2021-05-01")
    assert first.after[key] == {"is_rewatch": 1, "source": "letterboxd"}


def test_a_film_that_is_watched_now_leaves_the_watchlist() -> None:
    mark = {"marked_at": timestamp(OLD), "source": "letterboxd"}
    key = Key(HEAT, Mark.WATCHLIST.value)
    result = _reconcile(_rated(8, NEW), stored={key: mark})
    assert result.after[key] is None
    assert result.n_off_watchlist == 1


@pytest.mark.parametrize(
    "rows",
    [
        [_rated(8, OLD)],
        [_rated(8, NEW), Row("watchlist.csv", 3, FILM, is_on_watchlist=True, listed_at=MIDDLE)],
    ],
    ids=["it was watched before it was listed", "the files list it still"],
)
def test_a_film_to_be_watched_again_stays_on_the_watchlist(rows: list[Row]) -> None:
    mark = {"marked_at": timestamp(MIDDLE), "source": "letterboxd"}
    key = Key(HEAT, Mark.WATCHLIST.value)
    result = _reconcile(*rows, stored={key: mark})
    assert key not in result.after


def test_only_what_came_from_a_source_can_vanish_there() -> None:
    stored = {
        **_stored(8, OLD, "letterboxd"),
        Key(2, RATING): {"half_stars": 8, "rated_at": None, "source": "rate"},
        Key(2, Mark.SEEN.value): {"marked_at": None, "source": "letterboxd"},
    }
    gone = vanished({"letterboxd": {"rating"}}, [], stored)
    assert list(gone) == [Key(HEAT, RATING)]


def test_what_the_files_still_say_has_not_vanished() -> None:
    stored = _stored(8, OLD, "letterboxd")
    rows = [Said("letterboxd", HEAT, _rated(6, NEW))]
    assert vanished({"letterboxd": {"rating"}}, rows, stored) == {}


@pytest.mark.parametrize(
    ("subject", "at", "outcome"),
    [
        (RATING, NEW, Outcome.UNCHANGED),
        (RATING, MIDDLE, Outcome.UNCHANGED),
        (RATING, OLD, Outcome.WATCHLIST),
        (RATING, None, Outcome.UNCHANGED),
        (Mark.SEEN.value, NEW, Outcome.UNCHANGED),
        (Mark.SEEN.value, OLD, Outcome.WATCHLIST),
        (Mark.HIDDEN.value, NEW, Outcome.UNCHANGED),
        (Mark.HIDDEN.value, OLD, Outcome.WATCHLIST),
    ],
)
def test_a_film_is_listed_only_by_a_row_that_is_newer_than_the_last_word_on_it(
    subject: str, at: datetime | None, outcome: Outcome
) -> None:
    time = None if at is None else timestamp(at)
    values = {"source": "here", "marked_at": time}
    if subject == RATING:
        values = {"source": "here", "rated_at": time, "half_stars": 8}  # type: ignore[dict-item]
    row = Row("watchlist.csv", 2, FILM, is_on_watchlist=True, listed_at=MIDDLE)
    result = _reconcile(row, stored={Key(HEAT, subject): values})
    assert result.outcomes == [outcome]
    # What is on the watchlist is not hidden.
    if outcome is Outcome.WATCHLIST and subject == Mark.HIDDEN.value:
        assert result.after[Key(HEAT, subject)] is None


def test_what_the_person_took_away_comes_back_only_as_something_new() -> None:
    taken_away = _stored(8, OLD, "letterboxd")
    again, changed, elsewhere = (
        reconcile([Said(source, HEAT, row)], {}, taken_away=taken_away).outcomes
        for source, row in (
            ("letterboxd", _rated(8, OLD)),
            ("letterboxd", _rated(8, NEW)),
            ("imdb", _rated(8, OLD)),
        )
    )
    assert again == [Outcome.UNCHANGED]
    assert changed == elsewhere == [Outcome.NEW]
