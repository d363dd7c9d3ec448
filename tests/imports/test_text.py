"""Encodings, and files that are no text of an export at all."""

from __future__ import annotations

import pytest

from filmrec.errors import UnreadableFileError
from filmrec.imports.read import MAX_FILE_BYTES, read_export
from tests.imports.examples import letterboxd_ratings

TEXT = "Date,Name,Year,Letterboxd URI,Rating\n2020-01-02,Amélie,2001,https://boxd.it/2,4\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_title_is_the_same_in_any_encoding(encoding: str) -> None:
    assert read_export("ratings.csv", TEXT.encode(encoding)).rows[0].film.title == "Amélie"


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_the_mark_of_utf_16_tells_its_order(mark: str) -> None:
    content = ("\ufeff" + TEXT).encode(mark)
    assert read_export("ratings.csv", content).rows[0].film.title == "Amélie"


def test_a_guess_at_the_encoding_is_noted() -> None:
    notes = read_export("ratings.csv", TEXT.encode("cp1252")).notes
    assert notes == ("ratings.csv is not UTF-8: read as Windows-1252",)


def test_a_letter_cut_in_two_leaves_the_others_whole() -> None:
    content = TEXT.encode() + "2020-01-02,Amé".encode()[:-1]
    assert read_export("ratings.csv", content).rows[0].film.title == "Amélie"


def test_bytes_that_windows_does_not_know_are_no_traceback() -> None:
    content = TEXT.encode("cp1252").replace(b"\xe9", b"\x81")
    assert read_export("ratings.csv", content).rows[0].film.title == "Am\ufffdlie"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \r\n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (bytes(4096), "holds only NUL bytes"),
        (TEXT.encode().replace(b"2001", b"\0\0\0\0"), "holds NUL bytes, the first in line 2"),
        (TEXT.encode("utf-16-le"), "holds NUL bytes"),
        (TEXT.encode("utf-32"), "holds NUL bytes"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is a picture, not an export"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "is a picture, not an export"),
        (b"%PDF-1.7\n", "is a PDF, not an export"),
        (b"\x1f\x8b\x08\0", "is compressed by gzip, not an export"),
        (b"SQLite format 3\0", "is a database, not an export"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Excel workbook, not an export"),
        (b"<!DOCTYPE html><html><body>Sign in", "is a web page, not an export"),
        (b"\n  <HTML lang=en>Sign in", "is a web page, not an export"),
        (b"<?xml version='1.0'?>\n<html xmlns='x'>", "is a web page, not an export"),
        (b"Dear diary, today I saw Heat.", "is of no known format: it begins with Dear diary"),
        (b"null", "is of no known format: it begins with null"),
        (b"foo,bar\x1b[31m,baz", "is of no known format: it begins with foo, bar?[31m, baz"),
        (b"a" * 10_000, "is of no known format: it begins with aaaaaaaaaaaaaaaaaaaaaaaa..."),
        (b"a,b,c,d,e,f,g", "is of no known format: it begins with a, b, c, d, e, ..."),
        (b"PK", "is of no known format"),
        (bytes(MAX_FILE_BYTES + 1), "is larger than any export (32 MB)"),
    ],
)
def test_what_is_no_export_is_refused_by_name_with_a_cure(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFileError) as raised:
        read_export("some.csv", content)
    assert raised.value.message.startswith(f"some.csv {message}")
    assert raised.value.hint
    assert raised.value.exit_code == 1


def test_a_web_page_is_to_be_replaced_by_the_export() -> None:
    with pytest.raises(UnreadableFileError) as raised:
        read_export("some.csv", b"<!DOCTYPE html><html>")
    assert raised.value.hint == "download the export again while signed in to the site"


def test_an_unknown_file_is_told_what_is_understood() -> None:
    with pytest.raises(UnreadableFileError) as raised:
        read_export("some.csv", b"foo,bar")
    assert raised.value.hint is not None
    assert "Letterboxd" in raised.value.hint
    assert "Simkl" in raised.value.hint


def test_a_mark_at_the_beginning_is_no_part_of_the_first_column() -> None:
    content = b"\xef\xbb\xbf" + letterboxd_ratings()
    assert read_export("ratings.csv", content).rows[0].rated_at is not None
