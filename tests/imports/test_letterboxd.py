from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from filmrec.errors import UnreadableFileError
from filmrec.films import NamedFilm
from filmrec.imports.read import read_export
from filmrec.imports.rows import Fact, Format, ListAs, Reading, Row, Viewing
from tests.imports.examples import (
    FILMS,
    letterboxd_diary,
    letterboxd_files,
    letterboxd_films,
    letterboxd_list,
    letterboxd_ratings,
    letterboxd_reviews,
    letterboxd_zip,
    zipped,
)

NAMED = "Date,Name,Year,Letterboxd URI"
LOGGED = f"{NAMED},Rating,Rewatch,Tags,Watched Date"
REVIEWED = f"{NAMED},Rating,Rewatch,Review,Tags,Watched Date"


def rows_of(header: str, *lines: str, name: str = "letterboxd.csv") -> tuple[Row, ...]:
    export = read_export(name, "\n".join([header, *lines]).encode())
    assert export.problems == ()
    return export.rows


def test_a_rating_has_its_film_its_half_stars_and_its_day() -> None:
    (row,) = rows_of(f"{NAMED},Rating", "2020-01-02,Heat,1995,https://boxd.it/29lS,4.5")
    assert row == Row(
        file="letterboxd.csv",
        line=2,
        film=NamedFilm("Heat", 1995, address="boxd.it/29lS"),
        half_stars=9,
        rated_at=datetime(2020, 1, 2, tzinfo=UTC),
    )


@pytest.mark.parametrize(("written", "half_stars"), [("0.5", 1), ("1", 2), ("4", 8), ("5.0", 10)])
def test_stars_are_doubled(written: str, half_stars: int) -> None:
    (row,) = rows_of(f"{NAMED},Rating", f"2020-01-02,Heat,1995,https://boxd.it/29lS,{written}")
    assert row.half_stars == half_stars


@pytest.mark.parametrize("written", ["0", "5.5", "11", "-1", "3.7", "nan", "inf", "four"])
def test_a_rating_beside_the_scale_is_a_problem(written: str) -> None:
    content = f"{NAMED},Rating\n2020-01-02,Heat,1995,https://boxd.it/29lS,{written}".encode()
    export = read_export("ratings.csv", content)
    assert export.rows == ()
    assert [problem.message for problem in export.problems] == [
        f"rating {written} is not on Letterboxd's scale of 0.5 to 5"
    ]


def test_a_lost_rating_leaves_the_ratings_incomplete() -> None:
    content = letterboxd_ratings() + b"2020-01-02,Heat,1995,https://boxd.it/29lS,11\n"
    assert read_export("ratings.csv", content).complete == frozenset()


def test_an_empty_rating_is_none() -> None:
    content = f"{NAMED},Rating\n2020-01-02,Heat,1995,https://boxd.it/29lS,".encode()
    export = read_export("ratings.csv", content)
    assert [left_out.reason for left_out in export.left_out] == ["not rated"]


def test_a_film_without_a_year_has_none() -> None:
    (row,) = rows_of(f"{NAMED},Rating", "2020-01-02,Heat,,https://boxd.it/29lS,4")
    assert row.film == NamedFilm("Heat", None, address="boxd.it/29lS")


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("watched.csv", Fact.SEEN),
        ("export/watchlist.csv", Fact.WATCHLIST),
        ("films.csv", Fact.LIKED),
        ("Watched (1).csv", Fact.SEEN),
    ],
)
def test_files_that_look_the_same_are_told_apart_by_their_names(name: str, fact: Fact) -> None:
    export = read_export(name, letterboxd_films())
    facts = {
        Fact.SEEN: all(row.is_seen and row.seen_at for row in export.rows),
        Fact.WATCHLIST: all(row.is_on_watchlist and row.listed_at for row in export.rows),
        Fact.LIKED: all(row.is_liked and row.liked_at for row in export.rows),
    }
    assert facts == {each: each is fact for each in facts}
    assert export.complete == {fact}


def test_where_the_name_does_not_tell_the_option_does() -> None:
    export = read_export("stdin", letterboxd_films(), Reading(list_as=ListAs.SEEN))
    assert all(row.is_seen for row in export.rows)
    assert export.complete == frozenset()


def test_where_the_name_does_not_tell_a_note_says_what_was_taken() -> None:
    notes = read_export("stdin", letterboxd_films()).notes
    assert notes[0].startswith("films without a rating in stdin: 12, put on the watchlist")
    assert "`--as seen`" in notes[0]


def test_an_entry_of_the_diary_is_one_viewing_with_the_stars_of_its_day() -> None:
    (row,) = rows_of(LOGGED, "2020-01-05,Heat,1995,https://boxd.it/abc,4,Yes,cinema,2020-01-02")
    watched_at = datetime(2020, 1, 2, tzinfo=UTC)
    assert row == Row(
        file="letterboxd.csv",
        line=2,
        film=NamedFilm("Heat", 1995),
        half_stars=8,
        rated_at=watched_at,
        is_seen=True,
        seen_at=watched_at,
        viewing=Viewing(date(2020, 1, 2), is_rewatch=True),
        is_log=True,
    )


def test_an_entry_without_a_rating_is_seen_all_the_same() -> None:
    (row,) = rows_of(LOGGED, "2020-01-05,Heat,1995,https://boxd.it/abc,,,,2020-01-02")
    assert (row.half_stars, row.rated_at, row.is_seen) == (None, None, True)


def test_an_entry_with_a_rating_beside_the_scale_is_seen_all_the_same() -> None:
    content = f"{LOGGED}\n2020-01-05,Heat,1995,https://boxd.it/abc,9,,,2020-01-02".encode()
    export = read_export("diary.csv", content)
    assert [(row.half_stars, row.is_seen) for row in export.rows] == [(None, True)]
    assert len(export.problems) == 1


def test_an_entry_may_end_before_the_cells_it_does_not_need() -> None:
    (row,) = rows_of(LOGGED, "2020-01-05,Heat,1995,https://boxd.it/abc")
    assert (row.viewing, row.is_log) == (None, True)


def test_a_diary_is_complete_of_nothing() -> None:
    assert read_export("diary.csv", letterboxd_diary()).complete == frozenset()


def test_a_review_over_many_lines_keeps_the_line_on_which_it_starts() -> None:
    rows = rows_of(
        REVIEWED,
        '2020-01-05,Heat,1995,https://boxd.it/abc,4,,"One <b>line</b>,\n\n""two""",,2020-01-02',
        "2020-01-06,Thief,1981,https://boxd.it/abd,5,,Good,,2020-01-03",
    )
    assert [(row.line, row.film.title) for row in rows] == [(2, "Heat"), (5, "Thief")]


def test_the_text_of_a_review_is_kept_nowhere() -> None:
    assert "Still, good" not in repr(read_export("reviews.csv", letterboxd_reviews()))


def test_a_list_is_read_below_its_own_header() -> None:
    export = read_export("late.csv", letterboxd_list())
    assert [row.film.title for row in export.rows] == [film.title for film in FILMS]
    assert export.rows[0].film.address == "letterboxd.com/film/example-1"
    assert export.rows[0].is_on_watchlist
    assert export.rows[0].listed_at == datetime(2021, 5, 6, tzinfo=UTC)
    assert export.complete == frozenset()


def test_a_list_counts_its_lines_from_the_top_of_the_file() -> None:
    content = letterboxd_list()
    row = read_export("late.csv", content).rows[0]
    assert content.decode().splitlines()[row.line - 1].startswith("1,Heat")


def test_a_list_means_what_the_option_says() -> None:
    seen = read_export("late.csv", letterboxd_list(), Reading(list_as=ListAs.SEEN))
    assert all(row.is_seen and not row.is_on_watchlist for row in seen.rows)
    nothing = read_export("late.csv", letterboxd_list(), Reading(list_as=ListAs.NOTHING))
    assert nothing.rows == ()
    assert {left_out.reason for left_out in nothing.left_out} == {"on a list, not rated"}


def test_a_list_without_films_below_is_an_error() -> None:
    with pytest.raises(UnreadableFileError, match="no column 'Name'"):
        read_export("late.csv", b"Letterboxd list export v7\nDate,Name\n2020-01-01,Late\n")


def test_the_zip_holds_all_kinds_of_facts() -> None:
    export = read_export("letterboxd.zip", letterboxd_zip())
    assert export.format is Format.LETTERBOXD
    assert export.complete == {Fact.RATING, Fact.SEEN, Fact.WATCHLIST, Fact.LIKED}
    assert {row.file for row in export.rows} == {
        "ratings.csv", "watched.csv", "watchlist.csv", "diary.csv", "likes/films.csv",
    }  # fmt: skip


def test_the_zip_is_complete_of_the_files_it_has() -> None:
    files = letterboxd_files()
    del files["watched.csv"], files["likes/films.csv"]
    export = read_export("letterboxd.zip", zipped(files))
    assert export.complete == {Fact.RATING, Fact.WATCHLIST}


def test_the_zip_may_have_everything_in_one_folder() -> None:
    plain = read_export("letterboxd.zip", letterboxd_zip())
    packed_again = zipped(letterboxd_files(), folder="letterboxd-nobody-2024-05-01/")
    assert read_export("letterboxd.zip", packed_again) == plain


def test_what_was_deleted_is_not_taken_for_the_folder_of_everything() -> None:
    files = {"deleted/ratings.csv": letterboxd_ratings(), "deleted/diary.csv": letterboxd_diary()}
    with pytest.raises(UnreadableFileError):
        read_export("letterboxd.zip", zipped(files | {"profile.csv": b"Date Joined\n"}))


def test_likes_alone_in_a_zip_are_likes() -> None:
    export = read_export("likes.zip", zipped({"likes/films.csv": letterboxd_films()}))
    assert export.complete == {Fact.LIKED}


def test_lists_in_the_zip_are_left_alone_and_mentioned() -> None:
    export = read_export("letterboxd.zip", letterboxd_zip())
    assert any(note.startswith("lists were left alone (1)") for note in export.notes)


def test_a_review_of_an_entry_of_the_diary_is_the_same_viewing() -> None:
    export = read_export("letterboxd.zip", letterboxd_zip())
    assert not any(row.file == "reviews.csv" for row in export.rows)


def test_a_review_is_an_entry_of_the_diary_by_its_film_and_day_too() -> None:
    diary = f"{LOGGED}\n2020-01-05,Heat,1995,https://boxd.it/abc,4,,,2020-01-02".encode()
    review = f"{REVIEWED}\n2020-01-05,Heat,1995,https://boxd.it/xyz,4,,Good,,2020-01-02".encode()
    export = read_export("l.zip", zipped({"diary.csv": diary, "reviews.csv": review}))
    assert [row.file for row in export.rows] == ["diary.csv"]


def test_a_review_of_another_day_is_a_viewing_of_its_own() -> None:
    diary = f"{LOGGED}\n2020-01-05,Heat,1995,https://boxd.it/abc,4,,,2020-01-02".encode()
    review = f"{REVIEWED}\n2021-01-05,Heat,1995,https://boxd.it/xyz,4,,Good,,2021-01-02".encode()
    export = read_export("l.zip", zipped({"diary.csv": diary, "reviews.csv": review}))
    assert [row.file for row in export.rows] == ["diary.csv", "reviews.csv"]


def test_files_of_the_zip_may_have_a_header_and_no_rows() -> None:
    empty = letterboxd_zip(rated=(), watched=(), watchlist=(), liked=(), logged=(), reviewed=())
    export = read_export("letterboxd.zip", empty)
    assert export.rows == ()
    assert "letterboxd.zip has no rows" in export.notes


def test_a_damaged_file_of_the_zip_is_named_with_the_zip() -> None:
    files = letterboxd_files() | {"watched.csv": bytes(2000)}
    with pytest.raises(UnreadableFileError, match=r"letterboxd\.zip: watched\.csv holds only NUL"):
        read_export("letterboxd.zip", zipped(files))


def test_windows_line_ends_change_nothing() -> None:
    assert (
        read_export("ratings.csv", letterboxd_ratings(end="\r\n")).rows
        == read_export("ratings.csv", letterboxd_ratings()).rows
    )


def test_a_copy_saved_by_a_spreadsheet_is_the_same() -> None:
    content = f"{NAMED},Rating".replace(",", ";") + (
        "\n1/29/2020;Heat;1995;https://boxd.it/29lS;4,5\n3/4/2020;Thief;1981;https://boxd.it/2;4"
    )
    export = read_export("ratings.csv", content.encode())
    assert [(row.half_stars, row.rated_at) for row in export.rows] == [
        (9, datetime(2020, 1, 29, tzinfo=UTC)),
        (8, datetime(2020, 3, 4, tzinfo=UTC)),
    ]
    assert export.notes == ()
