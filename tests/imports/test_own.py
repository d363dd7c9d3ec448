"""filmrec's own export: read back whole, or refused as one clear error."""

from __future__ import annotations

import contextlib
import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest

from filmrec.errors import FilmrecError, UnreadableFileError
from filmrec.films import Mark
from filmrec.imports.own import read_own_export

EXPORT: dict[str, Any] = {
    "format": "filmrec",
    "version": 1,
    "films": [
        {
            "title": "Heat",
            "year": 1995,
            "movielens_id": 6,
            "tmdb_id": 949,
            "imdb_id": "tt0113277",
            "own": None,
            "aliases": [{"alias": "boxd.it/2a", "origin": "import"}],
            "question": None,
            "rating": {
                "stars": 4.5,
                "rated_at": "2024-05-01T10:00:00.000001+00:00",
                "source": "rate",
            },
            "marks": [
                {"mark": "seen", "marked_at": None, "source": "letterboxd"},
                {"mark": "hidden", "marked_at": "2024-05-01T10:00:00+00:00", "source": "hide"},
            ],
            "viewings": [{"watched_on": "2024-04-30", "is_rewatch": True, "source": "letterboxd"}],
        },
        {
            "title": "A Film of My Own",
            "year": None,
            "movielens_id": None,
            "tmdb_id": None,
            "imdb_id": None,
            "own": {"original_title": "Mein Film", "genres": ["Drama"]},
            "aliases": [],
            "question": "ambiguous",
            "rating": None,
            "marks": [],
            "viewings": [],
        },
    ],
    "left_out": ["name:nofilm:2001"],
}


def _text(document: Any = EXPORT) -> bytes:  # noqa: ANN401 - JSON is what it is
    return json.dumps(document).encode()


def test_everything_that_is_said_of_a_film_is_a_row() -> None:
    own = read_own_export("mine.json", _text())
    rating, seen, hidden, viewing = own.export.rows
    assert (rating.half_stars, rating.source) == (9, "rate")
    assert rating.rated_at == datetime(2024, 5, 1, 10, 0, 0, 1, tzinfo=UTC)
    assert (seen.is_seen, seen.seen_at, seen.source) == (True, None, "letterboxd")
    assert (hidden.other_mark, hidden.source) == (Mark.HIDDEN, "hide")
    assert viewing.viewing is not None
    assert viewing.viewing.is_rewatch
    assert {row.film.address for row in own.export.rows} == {"boxd.it/2a"}


def test_own_films_and_decisions_come_along() -> None:
    own = read_own_export("mine.json", _text())
    heat, mine = own.films
    assert heat.aliases == (("boxd.it/2a", "import"),)
    assert (mine.is_own, mine.question) == (True, "ambiguous")
    assert (mine.film.original_title, mine.film.genres) == ("Mein Film", ("Drama",))
    assert own.left_out == ("name:nofilm:2001",)


def test_an_export_of_a_newer_filmrec_is_not_guessed_at() -> None:
    with pytest.raises(UnreadableFileError, match="newer filmrec"):
        read_own_export("mine.json", _text({**EXPORT, "version": 2}))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("films",), {}),
        (("films", 0), "Heat"),
        (("films", 0, "title"), ""),
        (("films", 0, "title"), None),
        (("films", 0, "year"), "1995"),
        (("films", 0, "movielens_id"), 10**30),
        (("films", 0, "movielens_id"), 0),
        (("films", 0, "tmdb_id"), -1),
        (("films", 0, "imdb_id"), "949"),
        (("films", 0, "imdb_id"), "tt0"),
        (("films", 0, "year"), 10**18),
        (("films", 0, "year"), 0),
        (("films", 0, "title"), "x" * 100_000),
        (("films", 0, "title"), "\ud800"),
        (("films", 0, "aliases", 0, "alias"), "\ud800"),
        (("films", 0, "rating", "source"), "\ud800"),
        (("films", 0, "rating", "rated_at"), "0001-01-01T00:00:00+00:00"),
        (("films", 0, "viewings", 0, "watched_on"), "0001-01-01"),
        (("films", 1, "own", "genres"), ["\ud800"]),
        (("films", 0, "aliases"), None),
        (("films", 0, "aliases", 0, "origin"), "hearsay"),
        (("films", 0, "question"), "why"),
        (("films", 0, "rating", "stars"), 4.7),
        (("films", 0, "rating", "stars"), True),
        (("films", 0, "rating", "rated_at"), "yesterday"),
        (("films", 0, "marks", 0, "mark"), "loved"),
        (("films", 0, "viewings", 0, "watched_on"), "2024-02-31"),
        (("films", 0, "viewings", 0, "is_rewatch"), 1),
        (("films", 1, "own", "genres"), "Drama"),
        (("left_out", 0), 7),
    ],
)
def test_a_wrong_part_is_named(path: tuple[str | int, ...], value: Any) -> None:  # noqa: ANN401
    document = json.loads(_text())
    part = document
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    with pytest.raises(UnreadableFileError, match=r"mine\.json is no whole export") as raised:
        read_own_export("mine.json", _text(document))
    assert raised.value.hint


def _read_or_refuse(content: bytes) -> None:
    """Raises whatever is no clear refusal."""
    with contextlib.suppress(FilmrecError):
        read_own_export("mine.json", content)


def test_a_damaged_export_is_read_or_refused() -> None:
    rng = random.Random(0)  # noqa: S311 - damage, not secrets
    content = _text()
    for _ in range(3000):
        damaged = bytearray(content)
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(damaged))
            match rng.randrange(3):
                case 0:
                    damaged[at] = rng.randrange(256)
                case 1:
                    del damaged[at : at + rng.randrange(40)]
                case _:
                    damaged[at:at] = damaged[rng.randrange(at + 1) : at]
        _read_or_refuse(bytes(damaged))


def _replaced(node: Any, rng: random.Random) -> Any:  # noqa: ANN401 - JSON is what it is
    if rng.random() < 0.03:
        return rng.choice([None, True, -1, 1.5, 1e300, "", "tt1", [], {}, [[]], 10**40, "\ud800"])
    if isinstance(node, dict):
        return {name: _replaced(value, rng) for name, value in node.items()}
    if isinstance(node, list):
        return [_replaced(value, rng) for value in node]
    return node


def test_an_export_with_other_values_is_read_or_refused() -> None:
    rng = random.Random(0)  # noqa: S311 - damage, not secrets
    for _ in range(3000):
        _read_or_refuse(_text(_replaced(EXPORT, rng)))
