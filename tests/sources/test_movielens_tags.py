"""The tags of a set: alike from every layout, the rare ones left out, a broken line named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from filmrec.errors import UnreadableFileError
from filmrec.sources import movielens_tags
from filmrec.sources.movielens_set import open_set
from filmrec.sources.movielens_tags import Tags, plain_tag, read_tags
from tests.sources.sets import (
    FILMS,
    as_folder,
    as_zip,
    colon_set,
    colon_tags,
    csv_set,
    csv_tags,
    tab_set,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEADER = b"userId,movieId,tag,timestamp\n"
# What three films carry of TAGGED.
EXPECTED = {
    1: ["sea", "two words"],
    2: ["sea"],
    3: ["sea", "two words"],
    4: ["two words"],
    9: ["sea"],
}
NUMBERS = np.array([film.movielens_id for film in FILMS], dtype=np.int32)


def _read(path: Path) -> Tags | None:
    with open_set(path) as opened:
        return read_tags(opened, NUMBERS)


def _by_film(tags: Tags | None) -> dict[int, list[str]]:
    assert tags is not None
    return {
        int(number): [tags.names[code] for code in tags.codes[first:last]]
        for number, first, last in zip(NUMBERS, tags.offsets, tags.offsets[1:], strict=False)
    }


def _csv(tmp_path: Path, rows: bytes) -> Path:
    return as_folder(tmp_path / "set", {**csv_set(), "tags.csv": rows})


def _three(tag: str) -> Sequence[tuple[int, int, str]]:
    return [(1, film, tag) for film in (1, 2, 3)]


@pytest.mark.parametrize("files", [{**csv_set(), **csv_tags()}, {**colon_set(), **colon_tags()}])
@pytest.mark.parametrize("is_zip", [True, False])
def test_every_layout_gives_the_same_tags(
    tmp_path: Path, files: dict[str, bytes], is_zip: bool
) -> None:
    place = tmp_path / "set"
    assert _by_film(_read(as_zip(place, files) if is_zip else as_folder(place, files))) == EXPECTED


@pytest.mark.parametrize("files", [csv_set(), colon_set(), tab_set()])
def test_a_set_without_tags_has_none(tmp_path: Path, files: dict[str, bytes]) -> None:
    assert _read(as_folder(tmp_path / "set", files)) is None


@pytest.mark.parametrize("rows", [HEADER, HEADER + b"1,1,alone,1\n", HEADER + b"1,1,,1\n"])
def test_nor_has_one_whose_tags_are_all_rare(tmp_path: Path, rows: bytes) -> None:
    assert _read(_csv(tmp_path, rows)) is None


def test_of_too_many_tags_those_of_the_most_films_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(movielens_tags, "MOST_TAGS", 1)
    tags = _read(as_folder(tmp_path / "set", {**csv_set(), **csv_tags()}))
    assert tags is not None
    assert tags.names == ("sea",)


def test_the_order_of_the_lines_does_not_matter(tmp_path: Path) -> None:
    header, *rows = csv_tags()["tags.csv"].splitlines(keepends=True)
    path = _csv(tmp_path, header + b"".join(reversed(rows)))
    assert _by_film(_read(path)) == EXPECTED


def test_it_does_not_matter_where_a_piece_of_the_file_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = as_folder(tmp_path / "set", {**csv_set(), **csv_tags()})
    for n_bytes in range(1, 60):
        monkeypatch.setattr(movielens_tags, "_PIECE_BYTES", n_bytes)
        assert _by_film(_read(path)) == EXPECTED, n_bytes


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("  Film  NOIR\t", "film noir"),
        ("ÉTÉ", "été"),
        ("Straße", "strasse"),
        ("\x1b[31mred\x1b[0m", "[31mred [0m"),
        ("ﬁlm", "film"),
        ("\u202egnorw", "gnorw"),
        ("\0\0", ""),
    ],
)
def test_a_tag_is_small_letters_that_can_be_printed(written: str, plain: str) -> None:
    assert plain_tag(written) == plain


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        (b'"a, b"', "a, b"),
        (b'"""quoted"""', '"quoted"'),
        (b'"two\nlines"', "two lines"),
        ("кіно".encode(), "кіно"),
        ("été".encode("latin-1"), "été"),
        (b"=cmd|' /C calc'!A0", "=cmd|' /c calc'!a0"),
    ],
)
def test_a_hostile_tag_is_only_a_tag(tmp_path: Path, written: bytes, tag: str) -> None:
    rows = b"".join(b"1,%d,%s,1\n" % (film, written) for film in (1, 2, 3))
    tags = _read(_csv(tmp_path, HEADER + rows))
    assert tags is not None
    assert tags.names == (tag,)


def test_a_remark_is_no_tag(tmp_path: Path) -> None:
    files = {**csv_set(), **csv_tags([*_three("x" * 61), *_three("short")])}
    tags = _read(as_folder(tmp_path / "set", files))
    assert tags is not None
    assert tags.names == ("short",)


def test_what_separates_fields_may_stand_in_a_tag(tmp_path: Path) -> None:
    tags = _read(as_folder(tmp_path / "set", {**colon_set(), **colon_tags(_three("a::b"))}))
    assert tags is not None
    assert tags.names == ("a::b",)


WRONG_ROWS = {
    b"1,x1,sea,1": "line 3 has no number where an id should be: x1",
    b"1,,sea,1": "line 3 has no number",
    b"1,1234567890,sea,1": "line 3 has no number",
    b"1,77,sea,1": "line 3 gives a tag to film 77, which is not in the list of films",
    b"1,1,sea": "line 3 has not 4 fields",
    b"1,1,a,b,1": "line 3 has not 4 fields",
    b'1,1,"open,1': "line 4: unexpected end of data",
    b"1,1," + b"x" * 200_000: "is no table of tags: its lines are too long|field larger",
}


@pytest.mark.parametrize("row", WRONG_ROWS)
def test_a_wrong_row_is_named_by_its_line(tmp_path: Path, row: bytes) -> None:
    said = WRONG_ROWS[row] if b"xxx" in row else re.escape(WRONG_ROWS[row])
    with pytest.raises(UnreadableFileError, match=said) as raised:
        _read(_csv(tmp_path, HEADER + b"1,1,sea,1\n" + row + b"\n1,2,sea,1\n"))
    assert "set: tags.csv" in raised.value.message
    assert raised.value.message.isprintable()


@pytest.mark.parametrize("row", [b"1::1::sea", b"1::sea", b"", b"1::x::sea::1"])
def test_a_wrong_row_between_colons_is_named_by_its_line(tmp_path: Path, row: bytes) -> None:
    files = {**colon_set(), "tags.dat": b"1::1::sea::1\n" + row + b"\n"}
    with pytest.raises(UnreadableFileError, match=r"tags\.dat, line 2 has n"):
        _read(as_folder(tmp_path / "set", files))


def test_a_table_without_lines_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="its lines are too long"):
        _read(_csv(tmp_path, b"\0" * 3_000_000))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="line 1: the column tag is missing"):
        _read(_csv(tmp_path, b"userId,movieId\n1,1\n"))


@pytest.mark.parametrize("limit", ["MAX_ROWS", "MAX_DIFFERENT"])
def test_more_tags_than_any_set_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(movielens_tags, limit, 2)
    with pytest.raises(UnreadableFileError, match="more tags than any set"):
        _read(as_folder(tmp_path / "set", {**csv_set(), **csv_tags()}))
