from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmrec.render.documents import to_csv, to_json
from filmrec.render.text import plural, printable, stars_text

OBEYED = set(map(chr, [*range(32), *range(0x7F, 0xA0)]))


@given(st.text())
def test_nothing_printable_is_obeyed_by_a_terminal(text: str) -> None:
    assert not set(printable(text)) & OBEYED


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert printable(text) == text


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner, max_size=3)))
def test_json_is_read_back_as_it_was_and_sends_no_controls(document: object) -> None:
    for ascii_only in (False, True):
        text = to_json(document, ascii_only=ascii_only)
        assert json.loads(text) == document
        assert not set(text) & (OBEYED - {"\n"})


@given(st.lists(st.text(st.characters(categories=["L", "P"])), min_size=1))
def test_csv_is_read_back_as_it_was(values: list[str]) -> None:
    rows = to_csv([{"title": value} for value in values], ["title"])
    # What a spreadsheet would take for a formula has an apostrophe before it.
    expected = [f"'{value}" if value.startswith(("-", "@")) else value for value in values]
    assert [row["title"] for row in csv.DictReader(io.StringIO(rows))] == expected


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 films"), (1, "1 film"), (2, "2 films"), (1024, "1,024 films")]
)
def test_counts_are_said_in_words(count: int, text: str) -> None:
    assert plural(count, "film") == text


@pytest.mark.parametrize(("stars", "text"), [(4.0, "4"), (4.5, "4.5"), (0.5, "0.5")])
def test_stars_lose_a_needless_nought(stars: float, text: str) -> None:
    assert stars_text(stars) == text
