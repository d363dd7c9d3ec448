"""CSV files as they come: other delimiters and line ends, rows cut, quotes never closed."""

from __future__ import annotations

import csv

import pytest

from filmrec.errors import UnreadableFileError
from filmrec.imports.fields import MAX_TITLE
from filmrec.imports.read import read_export
from filmrec.imports.rows import Export
from tests.imports.examples import letterboxd_ratings

HEADER = "Date,Name,Year,Letterboxd URI,Rating"
HEAT = "2020-01-02,Heat,1995,https://boxd.it/29lS,4.5"
THIEF = "2020-01-03,Thief,1981,https://boxd.it/29lT,4"
NEVER_CLOSED = "a quote opened in this row is never closed"


def read(*lines: str, end: str = "\n", header: str = HEADER) -> Export:
    return read_export("ratings.csv", end.join([header, *lines]).encode())


def titles(export: Export) -> list[str]:
    return [row.film.title for row in export.rows]


def problems(export: Export) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in export.problems]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(end: str) -> None:
    export = read(HEAT, THIEF, "", end=end)
    assert [(row.line, row.film.title) for row in export.rows] == [(2, "Heat"), (3, "Thief")]


def test_line_ends_may_be_mixed() -> None:
    content = f"{HEADER}\r\n{HEAT}\r{THIEF}\n{HEAT}".encode()
    export = read_export("ratings.csv", content)
    assert [row.line for row in export.rows] == [2, 3, 4]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_header(delimiter: str) -> None:
    export = read(HEAT.replace(",", delimiter), header=HEADER.replace(",", delimiter))
    assert titles(export) == ["Heat"]


def test_blank_lines_are_passed_over_and_counted() -> None:
    export = read_export("ratings.csv", f"\n\n{HEADER}\n\n{HEAT}\n\n\n".encode())
    assert [(row.line, row.film.title) for row in export.rows] == [(5, "Heat")]


def test_spaces_around_the_names_of_columns_and_the_cells_do_not_count() -> None:
    export = read(
        '2020-01-02,  "Heat" , 1995, https://boxd.it/29lS , 4.5 ',
        header="date , NAME, year,Letterboxd uri, Rating",
    )
    assert export.problems == ()
    assert export.rows[0].film.name == "Heat (1995)"
    assert export.rows[0].film.address == "boxd.it/29lS"


def test_a_title_may_have_commas_and_quotes() -> None:
    export = read('2020-01-02,"""Heat"", or: not, never",1995,https://boxd.it/29lS,4.5')
    assert titles(export) == ['"Heat", or: not, never']


def test_a_quote_inside_a_title_is_a_letter() -> None:
    assert titles(read('2020-01-02,The 15" Screen,1995,https://boxd.it/29lS,4.5')) == [
        'The 15" Screen'
    ]


def test_a_row_that_ends_early_is_a_problem_and_the_others_are_read() -> None:
    export = read("2020-01-02,Heat,19", THIEF)
    assert (titles(export), problems(export)) == (["Thief"], [(2, "the row ends early")])
    assert export.complete == frozenset()


def test_a_row_with_a_cell_too_many_is_a_problem() -> None:
    export = read("2020-01-02,Crouching Tiger, Hidden Dragon,2000,https://boxd.it/2,4", THIEF)
    assert problems(export) == [(2, "6 cells, where the header has 5")]
    assert titles(export) == ["Thief"]


def test_empty_cells_too_many_are_none() -> None:
    assert titles(read(HEAT + ",,")) == ["Heat"]


def test_a_quote_that_is_never_closed_swallows_only_its_own_row() -> None:
    export = read(HEAT, '2020-01-02,"Cut,1995,https://boxd.it/2,4', THIEF)
    assert titles(export) == ["Heat", "Thief"]
    assert problems(export) == [(3, NEVER_CLOSED)]
    assert export.complete == frozenset()


def test_a_quote_closed_by_the_next_title_swallows_only_its_own_row() -> None:
    export = read('2020-01-02,"Cut,1995,https://boxd.it/2,4', THIEF.replace("Thief", '"A, B"'))
    assert titles(export) == ["A, B"]
    assert problems(export) == [(2, NEVER_CLOSED)]


def test_a_file_cut_in_the_middle_of_a_quoted_title_says_so() -> None:
    assert problems(read(HEAT, '2020-01-02,"Cut in the mid')) == [(3, NEVER_CLOSED)]


def test_a_review_that_is_never_closed_is_noticed_too() -> None:
    header = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date"
    export = read(f'{HEAT},,"Cut\n\nin the middle', header=header)
    assert problems(export)[0] == (2, NEVER_CLOSED)
    assert export.rows == ()


def test_a_quote_in_a_column_that_is_not_read_swallows_no_other_row() -> None:
    header = "Const,Your Rating,Title,Directors"
    export = read('tt0113277,9,Heat,"Mann', 'tt0083190,8,Thief,"Mann"', header=header)
    assert titles(export) == ["Thief"]
    assert problems(export) == [(2, NEVER_CLOSED)]


def test_a_cell_without_end_is_a_problem_and_no_title() -> None:
    export = read(f"2020-01-02,{'x' * 200_000},1995,https://boxd.it/2,4", THIEF)
    assert problems(export) == [(2, "a cell is longer than any review: is its quote closed?")]
    assert titles(export) == ["Thief"]


def test_the_limit_of_the_csv_module_stays_as_it_was() -> None:
    before = csv.field_size_limit()
    read(f"2020-01-02,{'x' * 200_000},1995,https://boxd.it/2,4")
    assert csv.field_size_limit() == before


def test_a_file_of_nothing_but_open_quotes_is_an_error() -> None:
    with pytest.raises(UnreadableFileError, match="quotes that are never closed") as raised:
        read(*['a"b,"'] * 5_000)
    assert raised.value.hint


def test_more_rows_than_any_export_are_an_error() -> None:
    with pytest.raises(UnreadableFileError, match="more rows than any export"):
        read(*["a,b"] * 200_001)


@pytest.mark.parametrize("column", ["Date", "Year"])
def test_a_column_that_is_missing_is_named(column: str) -> None:
    header = ",".join(name for name in HEADER.split(",") if name != column)
    with pytest.raises(UnreadableFileError, match=f"no column '{column}'; its columns are") as it:
        read(header=header)
    assert it.value.hint


def test_a_header_without_rows_is_no_error() -> None:
    export = read()
    assert (export.rows, export.problems) == ((), ())
    assert export.notes == ("ratings.csv has no rows",)


def test_a_title_keeps_what_looks_like_a_formula_or_a_control() -> None:
    line = "2020-01-02,{},1995,https://boxd.it/2,4"
    export = read(line.format("=cmd()"), line.format("'=cmd()"), line.format("\x1b[31mRed\x07"))
    assert titles(export) == ["=cmd()", "=cmd()", "\x1b[31mRed\x07"]


def test_an_apostrophe_before_a_letter_is_part_of_the_title() -> None:
    assert titles(read("2020-01-02,'Round Midnight,1986,https://boxd.it/2,4")) == [
        "'Round Midnight"
    ]


def test_spaces_in_a_title_are_single() -> None:
    assert titles(read("2020-01-02,  The\u00a0  Thing ,1982,https://boxd.it/2,4")) == ["The Thing"]


def test_a_title_without_end_is_a_problem() -> None:
    export = read(f"2020-01-02,{'x' * (MAX_TITLE + 1)},1995,https://boxd.it/2,4")
    assert problems(export) == [(2, "a title of 501 characters is none")]


def test_a_row_that_names_nothing_is_a_problem() -> None:
    export = read("2020-01-02, ,1995,https://boxd.it/2,4")
    assert problems(export) == [(2, "the row names no film: neither a title nor an id")]


@pytest.mark.parametrize(
    ("written", "year"),
    [("1995", 1995), ("1995.0", 1995), ("1869", None), ("2201", None), ("0", None), ("x", None),
     ("-1995", None), ("9" * 5000, None)],
)  # fmt: skip
def test_a_year_that_no_film_has_is_none(written: str, year: int | None) -> None:
    export = read(f"2020-01-02,Heat,{written},https://boxd.it/2,4")
    assert export.rows[0].film.year == year


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://boxd.it/29lS", "boxd.it/29lS"),
        ("http://boxd.it/29lS/", "boxd.it/29lS"),
        ("boxd.it/29lS", "boxd.it/29lS"),
        ("https://letterboxd.com/film/heat-1995/", "letterboxd.com/film/heat-1995"),
        ("https://www.letterboxd.com/film/heat-1995", "letterboxd.com/film/heat-1995"),
        ("https://letterboxd.com/nobody/film/heat-1995/", None),
        ("https://boxd.it/", None),
        ("https://boxd.it/" + "x" * 300, None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_an_address_is_the_films_or_none(written: str, address: str | None) -> None:
    assert read(f"2020-01-02,Heat,1995,{written},4").rows[0].film.address == address


def test_an_unreadable_date_leaves_the_row_and_is_a_problem() -> None:
    export = read("soon,Heat,1995,https://boxd.it/29lS,4.5")
    assert [(row.half_stars, row.rated_at) for row in export.rows] == [(9, None)]
    assert problems(export) == [(2, "date 'soon' cannot be read as one from 1900 to 2200")]
    assert export.complete != frozenset()


def test_problems_come_in_the_order_of_their_lines() -> None:
    export = read("2020-01-02,Heat,1995,x,11", '2020-01-02,"Cut', "2020-01-02,Heat,1995,x,12")
    assert [problem.line for problem in export.problems] == [2, 3, 4]


def test_a_valid_file_has_no_problems() -> None:
    assert read_export("ratings.csv", letterboxd_ratings()).problems == ()
