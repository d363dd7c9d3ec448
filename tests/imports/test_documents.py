"""JSON that is cut, bottomless, enormous or about something else."""

from __future__ import annotations

import json

import pytest

from filmrec.errors import UnreadableFileError
from filmrec.imports.read import read_export
from tests.imports.examples import simkl_export, trakt_ratings


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as raised:
        read_export("some.json", content)
    assert raised.value.hint
    return raised.value.message


def test_json_that_is_cut_says_where() -> None:
    content = json.dumps(json.loads(trakt_ratings()), indent=1).encode()
    message = refusal(content[: content.index(b"Matrix")])
    assert message.startswith("some.json ends in the middle of its JSON: line 22, column 13")


@pytest.mark.parametrize("cut", [1, 2, 3, 17, 100, 500, -1, -2])
def test_json_cut_anywhere_is_refused(cut: int) -> None:
    assert refusal(trakt_ratings()[:cut]).startswith("some.json ")


def test_json_that_is_wrong_says_where() -> None:
    assert refusal(b'[\n{"rating": 9,,}]').startswith("some.json is no JSON: ")
    assert refusal(b'[\n{"rating": 9,,}]').endswith("at line 2, column 14")


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b'{"a":' * 100_000, b"[" * 100_000 + b"]" * 100_000]
)
def test_json_nested_without_end_is_refused(content: bytes) -> None:
    assert refusal(content) == "some.json is JSON nested deeper than any export"


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    content = trakt_ratings().replace(b'"rating": 1', b'"rating": ' + b"1" * 5_000, 1)
    assert refusal(content) == "some.json holds a number longer than any export has"


def test_a_large_number_is_on_no_scale() -> None:
    content = trakt_ratings().replace(b'"rating": 1,', b'"rating": 1e999,', 1)
    assert "rating inf is not on" in read_export("some.json", content).problems[0].message
    content = trakt_ratings().replace(b'"rating": 1,', b'"rating": ' + b"9" * 400 + b",", 1)
    assert "rating 99999" in read_export("some.json", content).problems[0].message


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"[1, 2, 3]",
        b"[[]]",
        b"[null]",
        b'[{"title": "Heat"}]',
        b'{"name": "Group", "type": "private_group", "messages": []}',
        b'{"movies": {}}',
        b'{"movies": null}',
    ],
)
def test_json_of_another_shape_is_refused(content: bytes) -> None:
    assert refusal(content) == "some.json is JSON of no known format"


@pytest.mark.parametrize("content", [trakt_ratings(), simkl_export()])
def test_json_may_have_a_mark_and_another_encoding(content: bytes) -> None:
    plain = read_export("some.json", content)
    assert read_export("some.json", b"\xef\xbb\xbf" + content) == plain
    assert read_export("some.json", content.decode().encode("utf-16")) == plain
