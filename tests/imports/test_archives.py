"""Zips that are damaged, encrypted, hostile or hold something else."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

import pytest

from filmrec.errors import UnreadableFileError
from filmrec.imports.archives import MAX_TOTAL_BYTES, Archive
from filmrec.imports.read import MAX_FILE_BYTES, read_export
from filmrec.imports.rows import Fact
from tests.imports.examples import (
    imdb_ratings,
    letterboxd_files,
    letterboxd_ratings,
    letterboxd_zip,
    simkl_export,
    trakt_ratings,
    zipped,
)


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as raised:
        read_export("some.zip", content)
    assert raised.value.hint
    return raised.value.message


def packed(path: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(path, content)
    return buffer.getvalue()


@pytest.mark.parametrize("length", [4, 30, 100, 1000, -1, -20])
def test_a_zip_that_is_cut_is_damaged(length: int) -> None:
    assert refusal(letterboxd_zip()[:length]) == (
        "some.zip is a damaged zip, perhaps cut short on its way"
    )


def test_a_file_with_a_wrong_checksum_is_named() -> None:
    content = packed("ratings.csv", letterboxd_ratings(), zipfile.ZIP_STORED)
    assert refusal(content.replace(b"Heat", b"Heap")) == (
        "some.zip: ratings.csv is damaged in the archive"
    )


def test_an_encrypted_file_is_named() -> None:
    content = bytearray(packed("ratings.csv", letterboxd_ratings()))
    central = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[central + 8] |= 1
    assert refusal(bytes(content)) == "some.zip: ratings.csv is encrypted"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_no_export_uses_is_refused(method: int) -> None:
    content = packed("ratings.csv", letterboxd_ratings(), method)
    assert refusal(content) == "some.zip: ratings.csv is packed in a way that is not supported"


def test_a_bomb_is_refused_while_it_unpacks() -> None:
    content = packed("ratings.csv", b"\n" * 30_000_000)
    assert refusal(content) == (
        "some.zip: ratings.csv unpacks to far more than it holds: no export does"
    )


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(packed("ratings.csv", b"\n" * 30_000_000))
    central = content.index(b"PK\x01\x02")
    content[central + 24 : central + 28] = struct.pack("<I", 10)
    assert refusal(bytes(content)) == "some.zip: ratings.csv is damaged in the archive"


def spacious(n_bytes: int) -> bytes:
    """Content that packs to about a hundredth, as text can and a bomb cannot."""
    line = b"".join(b"%x" % (number**7) for number in range(100)) + b" " * 50_000
    return line * (n_bytes // len(line) + 1)


def test_a_file_larger_than_any_export_is_refused() -> None:
    content = packed("ratings.csv", spacious(MAX_FILE_BYTES))
    assert refusal(content) == "some.zip: ratings.csv is larger than any export (32 MB)"


def test_files_that_are_too_much_together_are_refused() -> None:
    content = spacious(MAX_TOTAL_BYTES // 5 + 1)
    archive = Archive("some.zip", zipped({f"{number}.csv": content for number in range(5)}))
    for path in archive.paths[:4]:
        archive.read(path)
    with pytest.raises(UnreadableFileError, match=r"some\.zip unpacks to more than any export"):
        archive.read(archive.paths[4])


def test_more_entries_than_any_export_are_refused() -> None:
    content = zipped({f"{number}.csv": b"" for number in range(4_001)})
    assert refusal(content) == "some.zip holds 4,001 files, more than any export"


@pytest.mark.parametrize(
    "path", ["../ratings.csv", "/ratings.csv", "a/../ratings.csv", "..\\ratings.csv", "C:ratings"]
)
def test_paths_that_lead_out_of_the_archive_are_left_alone(path: str) -> None:
    export = read_export("some.zip", zipped({"watched.csv": b"Date,Name,Year,Letterboxd URI\n",
                                             path: letterboxd_ratings()}))  # fmt: skip
    assert export.rows == ()
    assert "entries of some.zip with unsafe names were left alone: 1" in export.notes


def test_a_zip_of_nothing_but_such_paths_says_so() -> None:
    assert refusal(zipped({"../ratings.csv": letterboxd_ratings()})) == (
        "some.zip holds only files whose paths lead out of it: 1"
    )


def test_what_a_mac_adds_is_no_file_of_the_export() -> None:
    files = letterboxd_files()
    mac = {f"__MACOSX/export/._{path}": b"\0\5\x16\7" for path in files}
    export = read_export("some.zip", zipped({f"export/{p}": c for p, c in files.items()} | mac))
    assert export == read_export("some.zip", letterboxd_zip())


def test_an_entry_without_a_name_is_left_alone() -> None:
    content = zipped({"ratings.csv": letterboxd_ratings(), "nameless!": b""})
    content = content.replace(b"nameless!", b"\0ameless!")
    assert len(read_export("some.zip", content).rows) == 12


def test_two_files_of_one_name_are_refused() -> None:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("ratings.csv", letterboxd_ratings())
        archive.writestr("ratings.csv", letterboxd_ratings())
    assert refusal(buffer.getvalue()) == "some.zip holds ratings.csv twice"


def test_a_zip_in_a_zip_is_to_be_unpacked() -> None:
    assert refusal(zipped({"export.zip": letterboxd_zip()})) == "some.zip holds a zip in a zip"


def test_a_workbook_is_to_be_saved_as_csv() -> None:
    content = zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
    assert refusal(content) == "some.zip is a workbook, not an export"


@pytest.mark.parametrize("files", [{}, {"holiday.jpg": b"\xff\xd8\xff"}, {"a.csv": b"foo,bar"}])
def test_a_zip_without_an_export_says_what_it_holds(files: dict[str, bytes]) -> None:
    message = refusal(zipped(files))
    assert message.startswith("some.zip holds no export that is known, but ")
    assert message.endswith(next(iter(files), "nothing"))


@pytest.mark.parametrize(
    ("path", "content"), [("ratings.csv", imdb_ratings()), ("simkl.json", simkl_export())]
)
def test_any_export_may_come_in_a_zip(path: str, content: bytes) -> None:
    if path == "ratings.csv":
        path = "imdb.csv"
    export = read_export("some.zip", zipped({path: content}))
    assert export.rows == read_export(path, content).rows
    assert Fact.RATING in export.complete


def test_another_ratings_csv_in_a_zip_is_not_taken_for_letterboxds() -> None:
    assert refusal(zipped({"ratings.csv": imdb_ratings()})).startswith(
        "some.zip: ratings.csv is not Letterboxd's: it begins with Const, "
    )


def test_exports_of_two_sites_in_one_zip_are_refused() -> None:
    content = zipped({"imdb.csv": imdb_ratings(), "trakt.json": trakt_ratings()})
    assert refusal(content) == "some.zip holds exports of more than one site"
