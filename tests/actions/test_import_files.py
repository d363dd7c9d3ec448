"""An import: matched, weighed, stored at once, undone at once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from filmrec.actions.export import export_document, letterboxd_rows
from filmrec.actions.import_files import import_exports
from filmrec.actions.import_report import ImportReport, NamedExport
from filmrec.films import Mark, NamedFilm
from filmrec.imports.own import read_own_export
from filmrec.imports.rows import Export, Fact, Format, LeftOut, Problem, Row, Viewing
from filmrec.library import Library, NewFilm, Standing, open_library
from tests.library.conftest import FILMS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.library.conftest import Clock

HEAT, HAMLET_2000, OTHER_HAMLET_2000, ALIEN, ALIENS = 1, 8, 9, 16, 17
NEW_FILM = NamedFilm("Brand New Thing", 2025, address="boxd.it/2c")


def _at(year: int) -> datetime:
    return datetime(year, 5, 1, tzinfo=UTC)


def _rated(film: NamedFilm, half_stars: int, year: int = 2020, line: int = 2) -> Row:
    return Row("ratings.csv", line, film, half_stars=half_stars, rated_at=_at(year))


ROWS = (
    _rated(NamedFilm("Heat", 1995, address="boxd.it/2a"), 9, line=2),
    _rated(NamedFilm("Hamlet", 2000, address="boxd.it/2b"), 7, line=3),
    _rated(NEW_FILM, 10, line=4),
    Row("watched.csv", 2, NamedFilm("Alien", 1979), is_seen=True, seen_at=_at(2019)),
    Row("watchlist.csv", 2, NamedFilm("Aliens", 1986), is_on_watchlist=True),
    Row("likes/films.csv", 2, NamedFilm("Z", 1969), is_liked=True),
    Row(
        *("diary.csv", 2, NamedFilm("Heat", 1995)),
        half_stars=8,
        rated_at=_at(2019),
        is_seen=True,
        viewing=Viewing(date(2019, 5, 1)),
        is_log=True,
    ),
)


def _export(*rows: Row, problems: tuple[Problem, ...] = (), **more: Any) -> NamedExport:  # noqa: ANN401
    export = Export(Format.LETTERBOXD, rows, problems=problems, complete=frozenset(Fact), **more)
    return NamedExport("letterboxd.zip", export)


def _import(library: Library, *rows: Row, **more: Any) -> ImportReport:  # noqa: ANN401
    return import_exports(library, [_export(*rows)], **more)


def test_every_row_has_one_outcome(library: Library) -> None:
    left_out = (LeftOut("ratings.csv", 8, "A Series", "TV series"),)
    problems = (Problem("ratings.csv", 9, "rating 11"), Problem("ratings.csv", 2, "no such day"))
    file = _export(*ROWS, problems=problems, left_out=left_out)
    report = import_exports(library, [file])
    counts = {name: count for name, count in report.counts().items() if count}
    assert counts == {
        **{"new": 3, "seen": 1, "watchlist": 1, "liked": 1, "logged": 1},
        **{"not_a_film": 1, "unreadable": 1, "ambiguous": 1, "unmatched": 1},
    }
    assert len(report.rows) == len(ROWS) + 2
    assert [warning.message for warning in report.warnings] == ["no such day"]


def test_what_a_row_says_is_stored(library: Library) -> None:
    _import(library, *ROWS)
    rating = library.rating(HEAT)
    assert rating is not None
    assert (rating.stars, rating.rated_at, rating.source) == (4.5, _at(2020), "letterboxd")
    assert set(library.marks(ALIEN)) == {Mark.SEEN}
    assert set(library.marks(ALIENS)) == {Mark.WATCHLIST}
    assert set(library.marks(library.find("z").film_id)) == {Mark.LIKED}


def test_twice_equals_once(library: Library) -> None:
    _import(library, *ROWS)
    once = export_document(library)
    again = _import(library, *ROWS)
    assert {row.outcome for row in again.rows} == {"unchanged"}
    assert export_document(library) == once


def test_a_dry_run_reports_the_same_and_changes_nothing(library: Library) -> None:
    before = export_document(library)
    rehearsal = _import(library, *ROWS, keep=False)
    assert export_document(library) == before
    assert library.count_films() == len(FILMS)
    real = _import(library, *ROWS)
    assert rehearsal.counts() == real.counts()
    assert rehearsal.rows == real.rows


def test_one_import_is_one_undo_and_can_be_redone(library: Library) -> None:
    before = export_document(library)
    _import(library, *ROWS)
    after = export_document(library)
    library.undo()
    assert export_document(library) == before
    assert library.count_films() == len(FILMS)
    assert not library.search("brand new thing")
    library.redo()
    assert export_document(library) == after
    assert library.find("brand new thing").year == 2025


def test_a_film_that_nobody_has_is_kept_under_its_own_name(library: Library) -> None:
    report = _import(library, *ROWS)
    open_film = next(film for film in report.open_films if film.standing is Standing.UNMATCHED)
    assert open_film.film.is_own
    assert open_film.places == (("ratings.csv", 4),)
    rating = library.rating(library.find("Brand New Thing (2025)").film_id)
    assert rating is not None
    assert rating.stars == 5.0


def test_an_ambiguous_film_names_its_candidates_and_rates_none_of_them(library: Library) -> None:
    report = _import(library, *ROWS)
    open_film = next(film for film in report.open_films if film.standing is Standing.AMBIGUOUS)
    nearest = {film.film_id for film in open_film.candidates[:2]}
    assert nearest == {HAMLET_2000, OTHER_HAMLET_2000}
    assert library.rating(HAMLET_2000) is None
    assert library.rating(OTHER_HAMLET_2000) is None


def test_what_was_left_open_names_the_same_candidates_the_second_time(library: Library) -> None:
    # Two addresses are two films, so the second is not Heat, or so it seems.
    twice = [_rated(NamedFilm("Heat", 1995, address=f"boxd.it/{name}"), 8) for name in "ab"]
    for _ in range(2):
        (open_film,) = _import(library, *twice).open_films
        assert [film.film_id for film in open_film.candidates] == [HEAT]


def test_a_renamed_film_is_recognised_by_its_address(library: Library) -> None:
    _import(library, *ROWS)
    renamed = NamedFilm("Brand New Thing: The Cut", 2026, address="boxd.it/2c")
    report = _import(library, _rated(renamed, 6, 2026))
    assert report.counts()["updated"] == 1
    rating = library.rating(library.find("Brand New Thing").film_id)
    assert rating is not None
    assert rating.stars == 3.0


def test_two_addresses_are_two_films_though_their_names_are_one(library: Library) -> None:
    one, other = (NamedFilm("Twin", 2025, address=f"boxd.it/{name}") for name in "ab")
    report = _import(library, _rated(one, 2), _rated(other, 8, line=3))
    assert report.counts()["new"] == 2
    assert library.count_films() == len(FILMS) + 2


def test_equal_names_of_two_sources_are_one_film(library: Library) -> None:
    imdb = NamedExport(
        "imdb.csv",
        Export(
            Format.IMDB, (_rated(NamedFilm("Brand New Thing", 2025, imdb_id="tt9999999"), 8, 2019),)
        ),
    )
    import_exports(library, [_export(*ROWS), imdb])
    assert library.count_films() == len(FILMS) + 2
    assert library.find("brand new thing").imdb_id == "tt9999999"


def test_ids_of_a_file_are_given_to_a_film_that_lacks_them(library: Library) -> None:
    _import(library, _rated(NamedFilm("Heat", 1995, imdb_id="tt0113277", tmdb_id=949), 9))
    assert library.find("tt0113277").film_id == HEAT
    assert library.find("tmdb:949").film_id == HEAT
    library.undo()
    assert library.film(HEAT).imdb_id is None


def test_vanished_films_are_kept_and_reported(library: Library) -> None:
    _import(library, *ROWS)
    report = _import(library, *ROWS[1:])
    assert [(one.film.film_id, one.subject) for one in report.vanished] == [(HEAT, "rating")]
    assert library.rating(HEAT) is not None


def test_mirror_removes_what_vanished_and_one_undo_brings_it_back(library: Library) -> None:
    _import(library, *ROWS)
    library.rate(ALIEN, 3)
    before = export_document(library)
    _import(library, *ROWS[1:], mirror=True)
    assert library.rating(HEAT) is None
    assert library.rating(ALIEN) is not None
    library.undo()
    assert export_document(library) == before


def test_nothing_vanishes_by_a_file_that_could_not_be_read_in_full(library: Library) -> None:
    _import(library, *ROWS)
    cut = _export(*ROWS[1:], problems=(Problem("ratings.csv", 9, "the row ends early"),))
    assert import_exports(library, [cut], mirror=True).vanished == ()
    assert import_exports(library, [_export()], mirror=True).vanished == ()
    assert library.rating(HEAT) is not None


def test_a_rating_typed_here_yields_only_to_a_newer_one(library: Library) -> None:
    library.rate(HEAT, 2)
    report = _import(library, ROWS[0])
    (change,) = report.changes
    assert (change.stars, change.source, change.other_stars) == (2.0, "rate", 4.5)
    assert report.counts()["older"] == 1
    newer = _import(library, _rated(ROWS[0].film, 9, 2031))
    assert newer.counts()["updated"] == 1


def test_a_decision_for_a_film_of_the_catalogue_holds_for_the_next_import(
    library: Library,
) -> None:
    _import(library, *ROWS)
    (question,) = library.belongings.questions()
    library.belongings.decide_same(question[0], library.film(HAMLET_2000))
    rating = library.rating(HAMLET_2000)
    assert rating is not None
    assert rating.stars == 3.5
    report = _import(library, *ROWS, _rated(NamedFilm("Hamlet", 2000), 2, 2024))
    assert report.counts()["ambiguous"] == 0
    assert report.counts()["updated"] == 1
    assert library.belongings.questions() == []


def test_a_film_decided_to_be_its_own_is_not_asked_about_again(library: Library) -> None:
    _import(library, *ROWS)
    library.belongings.decide_own(library.belongings.questions()[0][0])
    report = _import(library, *ROWS)
    assert report.counts()["ambiguous"] == 0
    assert library.rating(HAMLET_2000) is None


def test_what_was_decided_to_be_no_film_is_left_out(library: Library) -> None:
    _import(library, *ROWS)
    library.belongings.decide_none(library.belongings.questions()[0][0])
    report = _import(library, *ROWS)
    assert report.counts()["left_out"] == 1
    assert library.count_films() == len(FILMS) + 1


@pytest.mark.parametrize("decide", ["decide_same", "decide_own", "decide_none"])
def test_a_decision_is_one_undo(library: Library, decide: str) -> None:
    _import(library, *ROWS)
    before = export_document(library)
    film = library.belongings.questions()[0][0]
    others = [library.film(HAMLET_2000)] if decide == "decide_same" else []
    getattr(library.belongings, decide)(film, *others)
    after = export_document(library)
    assert after != before
    library.undo()
    assert export_document(library) == before
    library.redo()
    assert export_document(library) == after


def test_an_own_film_becomes_one_with_that_of_a_catalogue_that_brings_it(library: Library) -> None:
    _import(library, *ROWS)
    library.mark(library.find("brand new thing").film_id, Mark.LIKED)
    library.add_films([NewFilm("Brand New Thing", 2025, ("Drama",), 777_777)])
    film = library.find("brand new thing")
    assert (film.movielens_id, film.is_own) == (777_777, False)
    assert set(library.marks(film.film_id)) == {Mark.LIKED}
    rating = library.rating(film.film_id)
    assert rating is not None
    assert rating.stars == 5.0
    again = _import(library, *ROWS)
    assert again.counts()["unmatched"] == 0


def test_becoming_one_can_be_undone(library: Library) -> None:
    _import(library, *ROWS)
    before = export_document(library)
    library.add_films([NewFilm("Brand New Thing", 2025, ("Drama",), 777_777)])
    library.undo()
    assert export_document(library) == before


def test_an_own_film_is_taken_over_by_a_catalogue_that_has_its_id(library: Library) -> None:
    film = NamedFilm("Brand New Thing", 2025, imdb_id="tt9999999")
    _import(library, _rated(film, 10))
    own = library.find("brand new thing").film_id
    library.add_films([NewFilm("Thing, Brand New", 2024, (), 777_777, imdb_id="tt9999999")])
    assert library.film(own).movielens_id == 777_777
    assert not library.film(own).is_own
    library.undo()
    assert library.rating(own) is None
    assert library.film(own).movielens_id == 777_777


def test_two_rows_of_one_film_become_one_when_a_catalogue_says_so(library: Library) -> None:
    library.add_films([NewFilm("A Thing", 2024, (), 777_777)])
    _import(library, _rated(NamedFilm("Brand New Thing", 2025, imdb_id="tt9999999"), 10))
    own = library.find("brand new thing").film_id
    library.add_films([NewFilm("A Thing", 2024, (), 777_777, imdb_id="tt9999999")])
    film = library.find("tt9999999")
    assert film.movielens_id == 777_777
    assert library.rating(film.film_id) is not None
    assert library.films([own]) == []


def test_a_film_with_something_said_of_it_does_not_go_by_undoing_its_import(
    library: Library,
) -> None:
    _import(library, *ROWS)
    library.mark(library.find("brand new thing").film_id, Mark.HIDDEN)
    with pytest.raises(Exception, match="another command has changed the same film"):
        library.undo(1)
    library.undo()
    assert library.undo() is not None


def _round_trip(library: Library, path: Path, now: Clock) -> tuple[str, str]:
    text = json.dumps(export_document(library))
    with open_library(path.with_name("second.db"), now=now) as second:
        second.add_films(FILMS)
        own = read_own_export("e.json", text.encode())
        import_exports(second, [NamedExport("e.json", own.export, own)])
        return text, json.dumps(export_document(second))


@pytest.mark.parametrize("decide", [None, "decide_same", "decide_own", "decide_none"])
def test_an_export_imports_to_an_identical_library(
    library: Library, path: Path, now: Clock, decide: str | None
) -> None:
    twins = [NamedFilm("Twin", 2025, address=f"boxd.it/{name}") for name in "xy"]
    _import(library, *ROWS, *(_rated(twin, 4) for twin in twins))
    library.rate(ALIEN, 3.5)
    library.mark(HEAT, Mark.NOT_SEEN)
    library.mark(ALIENS, Mark.HIDDEN)
    if decide is not None:
        film = library.belongings.questions()[0][0]
        others = [library.film(HAMLET_2000)] if decide == "decide_same" else []
        getattr(library.belongings, decide)(film, *others)
    once, again = _round_trip(library, path, now)
    assert again == once


def test_a_letterboxd_row_a_viewing_with_the_stars_in_the_last(library: Library) -> None:
    second = Row("diary.csv", 3, NamedFilm("Heat", 1995), viewing=Viewing(date(2022, 1, 2), True))
    _import(library, *ROWS, second)
    rows = [row for row in letterboxd_rows(library) if row["Title"] == "Heat"]
    assert [(row["WatchedDate"], row["Rating"], row["Rewatch"]) for row in rows] == [
        ("2019-05-01", None, None),
        ("2022-01-02", "4.5", "true"),
    ]
    assert rows[0]["LetterboxdURI"] == "https://boxd.it/2a"
    assert "Aliens" not in {row["Title"] for row in letterboxd_rows(library)}
