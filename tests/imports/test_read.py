"""What a file is, is told from its content; and what reading costs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import UnreadableFileError
from filmrec.imports.read import is_own_export, read_export
from filmrec.imports.rows import Format, Reading
from tests.imports.examples import (
    EVERY_FORMAT,
    imdb_ratings,
    letterboxd_import,
    letterboxd_zip,
    trakt_ratings,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_a_file_is_known_whatever_it_is_called(name: str) -> None:
    content = EVERY_FORMAT[name]()
    assert read_export("download", content).format is read_export(name, content).format


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_a_file_read_twice_is_the_same_twice(name: str) -> None:
    content = EVERY_FORMAT[name]()
    assert read_export(name, content) == read_export(name, content)


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_every_row_says_something_of_a_film(name: str) -> None:
    for row in read_export(name, EVERY_FORMAT[name]()).rows:
        assert row.half_stars or row.is_seen or row.is_on_watchlist or row.is_liked


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_a_valid_file_has_no_problems(name: str) -> None:
    assert read_export(name, EVERY_FORMAT[name]()).problems == ()


def test_a_format_that_is_given_is_taken() -> None:
    export = read_export("films.csv", imdb_ratings(), Reading(format=Format.IMDB))
    assert export.format is Format.IMDB


@pytest.mark.parametrize(
    ("make", "given", "message"),
    [
        (imdb_ratings, Format.TMDB, "some cannot be tmdb: its first line is Const, Your Rating"),
        (letterboxd_import, Format.IMDB, "some cannot be imdb: its first line is LetterboxdURI"),
        (trakt_ratings, Format.SIMKL, "some cannot be simkl: its JSON is of another shape"),
        (trakt_ratings, Format.IMDB, "some cannot be imdb: its JSON is of another shape"),
        (letterboxd_zip, Format.TRAKT, "some: "),
        (imdb_ratings, Format.FILMREC, "some cannot be filmrec"),
    ],
)
def test_a_format_that_cannot_be_is_refused(
    make: Callable[[], bytes], given: Format, message: str
) -> None:
    with pytest.raises(UnreadableFileError) as raised:
        read_export("some", make(), Reading(format=given))
    assert raised.value.message.startswith(message)
    assert raised.value.hint


@pytest.mark.parametrize(
    "content",
    [
        b'{"format": "filmrec", "version": 1}',
        b'\xef\xbb\xbf{\n  "version": 1,\n  "format" : "filmrec"\n}',
    ],
)
def test_our_own_export_is_known_and_not_read_here(content: bytes) -> None:
    assert is_own_export(content)
    with pytest.raises(ValueError, match="not read here"):
        read_export("library.json", content)


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_nobody_elses_export_is_ours(name: str) -> None:
    assert not is_own_export(EVERY_FORMAT[name]())


@pytest.mark.parametrize("scale", [0, -5, float("nan"), float("inf")])
def test_a_scale_that_is_none_is_the_callers_mistake(scale: float) -> None:
    with pytest.raises(ValueError, match="a scale ends above 0"):
        read_export("imdb.csv", imdb_ratings(), Reading(scale=scale))


def test_a_scale_that_is_not_used_is_noted() -> None:
    notes = read_export("imdb.csv", imdb_ratings(), Reading(scale=100)).notes
    assert notes == ("`--scale` is for Criticker's files and was not used",)


def test_a_plain_csv_loads_neither_json_nor_zipfile_nor_html() -> None:
    code = (
        "import sys; from filmrec.imports.read import read_export;"
        "read_export('r.csv', b'Date,Name,Year,Letterboxd URI,Rating\\n');"
        "print(*sorted({'json', 'zipfile', 'html', '_strptime', 'decimal'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == ""
