"""Whatever happens to a file on its way, reading it ends in an Export or in an error with a cure.

Valid files of every format are damaged in every way that we could think of, some thousand times
and the same on every run.
"""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC
from random import Random
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import FilmrecError
from filmrec.imports.fields import MAX_TITLE
from filmrec.imports.read import read_export
from tests.imports.examples import EVERY_FORMAT, FILMS, letterboxd_files, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from filmrec.imports.rows import Export

    Mutation = Callable[[bytes, Random], bytes]

N_MUTANTS = 50
N_ZIPS = 300

NASTY = (
    b'"', b'""', b'"\n', b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"\0", b"\x1b", b"\xff", b"\xfe",
    b"\xc3", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"'=", b"=cmd()", b"{", b"}", b"[", b"]", b":",
    b"\\ud800", b"\\u0000", b"null", b"NaN", b"-1", b"1e999", b"9" * 400, b"<html>", b"PK\x03\x04",
)  # fmt: skip
VALUES: tuple[object, ...] = (
    None, True, False, 0, -1, 11, 7.5, 1e308, float("nan"), float("inf"), 10**400, "", " ", "x",
    "\ud800", "\0", "0", "tt0000000", "x" * 10_000, "2020-01-02", [], {}, [[]], {"title": []},
    {"ids": 7}, [None, {}],
)  # fmt: skip
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "cp437")


def flip_bytes(content: bytes, rng: Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(rng.randint(1, 12)):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


def cut(content: bytes, rng: Random) -> bytes:
    start = rng.choice([0, 0, rng.randrange(len(content))])
    return content[start : rng.randint(start, len(content))]


def splice(content: bytes, rng: Random) -> bytes:
    damaged = content
    for _ in range(rng.randint(1, 6)):
        place = rng.randint(0, len(damaged))
        damaged = damaged[:place] + rng.choice(NASTY) + damaged[place + rng.choice([0, 0, 3]) :]
    return damaged


def repeat(content: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(content))
    chunk = content[start : start + rng.randint(1, 400)]
    place = rng.randint(0, len(content))
    return content[:place] + chunk * rng.randint(1, 5) + content[place:]


def marry(content: bytes, rng: Random) -> bytes:
    """The beginning of this file and the end of another."""
    other = EVERY_FORMAT[rng.choice(sorted(EVERY_FORMAT))]()
    return content[: rng.randint(0, len(content))] + other[rng.randint(0, len(other)) :]


def recode(content: bytes, rng: Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return cut(text.encode(rng.choice(ENCODINGS), "replace"), rng)


def swap_cells(content: bytes, rng: Random) -> bytes:
    """Commas, quotes and line ends changed for each other, as a wrong tool would."""
    old, new = rng.sample([b",", b";", b'"', b"\n", b"\t", b" ", b"\r"], 2)
    return content.replace(old, new, rng.choice([-1, 1, 5]))


def replace_node(content: bytes, rng: Random) -> bytes:
    """One node of the JSON, however deep, as something else; other files are left as they are."""
    if not content.startswith((b"[", b"{")):
        return splice(content, rng)
    document = json.loads(content)
    for _ in range(rng.randint(1, 4)):
        node = document
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = rng.choice(keys)
            if not isinstance(node[key], dict | list) or not node[key] or rng.random() < 0.2:
                node[key] = deepcopy(rng.choice(VALUES))
                break
            node = node[key]
    return json.dumps(document).encode()


MUTATIONS = (flip_bytes, cut, splice, repeat, marry, recode, swap_cells, replace_node)


def assert_sound(export: Export) -> None:
    """Nothing in it that the rest of the program could stumble over."""
    for row in export.rows:
        film = row.film
        assert 0 < len(film.title) <= MAX_TITLE
        film.title.encode()
        assert film.year is None or 1870 <= film.year <= 2200
        assert film.tmdb_id is None or 0 < film.tmdb_id < 2**63
        assert film.imdb_id is None or len(film.imdb_id) in (9, 10)
        assert row.half_stars is None or 1 <= row.half_stars <= 10
        assert row.line >= 1
        for moment in (row.rated_at, row.seen_at, row.listed_at, row.liked_at):
            assert moment is None or moment.tzinfo is UTC
    for problem in export.problems:
        assert problem.line >= 1
        assert len(problem.message) < 200
        assert problem.message.isprintable()


def assert_helpful(error: FilmrecError, name: str) -> None:
    assert error.message.startswith(name)
    assert error.message.isprintable()
    assert len(error.message) < 400
    assert error.hint


def read_or_refuse(name: str, content: bytes) -> None:
    try:
        export = read_export(name, content)
    except FilmrecError as error:
        return assert_helpful(error, name)
    return assert_sound(export)


def seeded(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - the same damage on every run, no secret


@pytest.mark.parametrize("name", EVERY_FORMAT)
@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_a_damaged_file_is_read_or_refused(name: str, mutate: Mutation) -> None:
    content = EVERY_FORMAT[name]()
    rng = seeded(f"{name} {mutate.__name__}")
    for _ in range(N_MUTANTS):
        read_or_refuse(name, mutate(content, rng))


def test_a_zip_of_damaged_files_is_read_or_refused() -> None:
    rng = seeded("zip")
    files = letterboxd_files(watched=FILMS[:4])
    for _ in range(N_ZIPS):
        path = rng.choice([path for path in files if "/" not in path or path.startswith("likes")])
        damaged = rng.choice(MUTATIONS)(files[path], rng)
        read_or_refuse("letterboxd.zip", zipped(files | {path: damaged}))
