"""What no film of TMDb's has, and an answer may have all the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from filmrec.sources.answers import film_facts
from tests.sources.films import film_document

if TYPE_CHECKING:
    from filmrec.films import FilmFacts

NUMBER = 5


def facts(**changed: Any) -> FilmFacts:  # noqa: ANN401 - whatever a server may send
    document = film_document(NUMBER) | changed
    return film_facts(document, NUMBER, "en-US", datetime.now(UTC))


def test_a_plot_keeps_its_paragraphs_and_no_other_breaks() -> None:
    overview = "One\tman.\r\n\r\nAnother \u2028 man.\n \x85 Both.\x00"
    assert facts(overview=overview).overview == "One man.\nAnother\nman.\nBoth."


def test_a_name_is_one_line() -> None:
    found = facts(title=" The\r\nThing\u2029 ", credits={"crew": [], "cast": [{"name": "A\n B"}]})
    assert found.title == "The Thing"
    assert [person.name for person in found.cast] == ["A B"]


@pytest.mark.parametrize("name", ["title", "original_title", "overview", "tagline"])
def test_no_text_is_longer_than_any_can_be(name: str) -> None:
    text = getattr(facts(**{name: "long " * 1_000_000}), name)
    assert len(text) < 11_000
    assert text.endswith("\u2026")


def test_no_list_is_longer_than_any_can_be() -> None:
    rows = [
        {"id": n, "name": f"n{n}", "title": f"t{n}", "job": "Director"} for n in range(1, 9_999)
    ]
    found = facts(
        credits={"crew": rows, "cast": rows},
        keywords={"keywords": rows},
        alternative_titles={"titles": rows},
    )
    for names in (found.directors, found.cast, found.keywords, found.alternative_titles):
        assert 15 <= len(names) <= 500


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "https://a b"])
def test_where_to_watch_leads_to_the_web_and_nowhere_else(link: str) -> None:
    offers = {"results": {"UA": {"link": link, "free": [{"provider_name": "Kinopoint"}]}}}
    assert [offer.link for offer in facts(**{"watch/providers": offers}).offers] == [None]
