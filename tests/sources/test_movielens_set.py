"""Sets of every layout are read alike; what is wrong with one is said with file and line."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from filmrec.errors import UnreadableFileError
from filmrec.sources import movielens_rows
from filmrec.sources.movielens_films import read_films
from filmrec.sources.movielens_ratings import Ratings, read_ratings
from filmrec.sources.movielens_set import open_set
from tests.sources.sets import (
    FILMS,
    RATINGS,
    as_folder,
    as_zip,
    colon_set,
    csv_set,
    tab_set,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from filmrec.sources.movielens_films import SetFilm

LAYOUTS = [csv_set, colon_set, tab_set]


def _read(path: Path) -> tuple[list[SetFilm], Ratings]:
    with open_set(path) as opened:
        films = read_films(opened)
        film_ids = np.array([film.movielens_id for film in films], dtype=np.int32)
        return films, read_ratings(opened, film_ids)


def _triples(films: list[SetFilm], ratings: Ratings) -> list[tuple[int, int, float]]:
    """(person in order, film, stars) of all ratings."""
    people = np.repeat(np.arange(len(ratings.offsets) - 1), np.diff(ratings.offsets))
    numbers = [films[item].movielens_id for item in ratings.items]
    return list(zip(people.tolist(), numbers, (ratings.half_stars / 2).tolist(), strict=True))


def _expected() -> list[tuple[int, int, float]]:
    people = {person: n for n, person in enumerate(sorted({person for person, _, _ in RATINGS}))}
    return sorted((people[person], film, stars) for person, film, stars in RATINGS)


@pytest.mark.parametrize("files", LAYOUTS)
@pytest.mark.parametrize("is_zip", [True, False])
def test_every_layout_gives_the_same_ratings(
    tmp_path: Path, files: Callable[[], dict[str, bytes]], is_zip: bool
) -> None:
    place = tmp_path / "set"
    path = as_zip(place, files()) if is_zip else as_folder(place, files())
    assert _triples(*_read(path)) == _expected()


@pytest.mark.parametrize("files", LAYOUTS)
def test_every_layout_gives_the_same_films(
    tmp_path: Path, files: Callable[[], dict[str, bytes]]
) -> None:
    films, _ = _read(as_zip(tmp_path / "set.zip", files()))
    assert [(film.movielens_id, film.written, film.genres) for film in films] == [
        (film.movielens_id, film.title, film.genres) for film in FILMS
    ]


def test_ids_elsewhere_come_from_the_links(tmp_path: Path) -> None:
    films, _ = _read(as_zip(tmp_path / "set.zip", csv_set()))
    assert [(film.imdb_id, film.tmdb_id) for film in films[:3]] == [
        ("tt0900001", 900001),
        ("tt0900002", None),
        ("tt10900003", 900003),
    ]


def test_of_a_tmdb_id_that_repeats_the_first_film_has_it(tmp_path: Path) -> None:
    twice = [film._replace(tmdb="77") for film in FILMS]
    films, _ = _read(as_zip(tmp_path / "set.zip", csv_set(films=twice)))
    assert [film.tmdb_id for film in films] == [77, None, None, None, None]


def test_lines_may_end_as_under_windows(tmp_path: Path) -> None:
    files = {name: text.replace(b"\n", b"\r\n") for name, text in csv_set().items()}
    assert _triples(*_read(as_folder(tmp_path / "set", files))) == _expected()


def test_the_last_line_may_have_no_end(tmp_path: Path) -> None:
    files = csv_set()
    files["ratings.csv"] = files["ratings.csv"].rstrip(b"\n")
    assert _triples(*_read(as_folder(tmp_path / "set", files))) == _expected()


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    rows = "".join(f"{stars},{film},{person}\n" for person, film, stars in RATINGS)
    files = {**csv_set(), "ratings.csv": f"rating,movieId,userId\n{rows}".encode()}
    assert _triples(*_read(as_folder(tmp_path / "set", files))) == _expected()


def test_it_does_not_matter_where_a_piece_of_the_file_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = as_folder(tmp_path / "set", csv_set())
    for n_bytes in range(1, 60):
        monkeypatch.setattr("filmrec.sources.movielens_ratings.PIECE_BYTES", n_bytes)
        assert _triples(*_read(path)) == _expected(), n_bytes


def test_a_zip_made_of_a_folder_in_a_folder_is_read(tmp_path: Path) -> None:
    path = as_zip(tmp_path / "set.zip", csv_set(), folder="downloads/ml-made")
    assert _triples(*_read(path)) == _expected()


def test_half_stars_written_at_length_are_read(tmp_path: Path) -> None:
    rows = b"userId,movieId,rating,timestamp\n1,1,4.50,1\n1,2,.5,1\n1,3,3.,1\n"
    _, ratings = _read(as_folder(tmp_path / "set", {**csv_set(), "ratings.csv": rows}))
    assert ratings.half_stars.tolist() == [9, 1, 6]


WRONG_RATINGS = {
    "1,1,5.5,1": "line 3 has a rating that is not 0.5 to 5 in halves: 1,1,5.5,1",
    "1,1,0,1": "line 3 has a rating",
    "1,1,-4,1": "line 3 has a rating",
    "1,1,4.3,1": "line 3 has a rating",
    "1,1,nan,1": "line 3 has a rating",
    "1,1,,1": "line 3 has a rating",
    "1,1,good,1": "line 3 has a rating",
    "1,x1,4.0,1": "line 3 has no number as movieId: 1,x1,4.0,1",
    "one,1,4.0,1": "line 3 has no number as userId",
    "-1,1,4.0,1": "line 3 has no number as userId",
    "1,1.0,4.0,1": "line 3 has no number as movieId",
    ",1,4.0,1": "line 3 has no number as userId",
    "1,1234567890,4.0,1": "line 3 has no number as movieId",
    "1,1,4.0": "line 3 has not 4 fields: 1,1,4.0",
    "1,1,4.0,1,1": "line 3 has not 4 fields: 1,1,4.0,1,1",
    "": "line 3 has not 4 fields",
    "1,77,4.0,1": "line 3 rates film 77, which is not in the set's list of films",
    "3,9,4.0,1": "line 3 rates film 9 for person 3 a second time",
}


@pytest.mark.parametrize("row", WRONG_RATINGS)
def test_a_wrong_rating_is_named_by_its_line(tmp_path: Path, row: str) -> None:
    rows = f"userId,movieId,rating,timestamp\n3,9,4.0,1\n{row}\n4,2,4.0,1\n"
    files = {**csv_set(), "ratings.csv": rows.encode()}
    with pytest.raises(UnreadableFileError, match=re.escape(WRONG_RATINGS[row])) as raised:
        _read(as_folder(tmp_path / "set", files))
    assert raised.value.message.startswith("set: ratings.csv, line 3")


def test_a_film_rated_twice_is_named_by_its_line_in_a_file_out_of_order(tmp_path: Path) -> None:
    rows = b"9\t1\t4\t0\n3\t2\t4\t0\n9\t2\t4\t0\n3\t1\t4\t0\n9\t1\t5\t0\n1\t1\t5\t0\n"
    files = {**tab_set(), "u.data": rows}
    with pytest.raises(UnreadableFileError, match="line 5 rates film 1 for person 9 a second"):
        _read(as_folder(tmp_path / "set", files))


def test_the_line_is_right_beyond_the_first_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("filmrec.sources.movielens_ratings.PIECE_BYTES", 64)
    lines = [f"{person},1,4.0,1" for person in range(1, 500)]
    lines[400] = "401,1,9,1"
    text = "userId,movieId,rating,timestamp\n" + "\n".join(lines)
    files = {**csv_set(), "ratings.csv": text.encode()}
    with pytest.raises(UnreadableFileError, match="line 402 has a rating"):
        _read(as_folder(tmp_path / "set", files))


def test_what_stands_in_a_file_reaches_no_terminal_raw(tmp_path: Path) -> None:
    rows = b"userId,movieId,rating,timestamp\n1,\x1b[31m,4.0,1\n"
    with pytest.raises(UnreadableFileError) as raised:
        _read(as_folder(tmp_path / "set", {**csv_set(), "ratings.csv": rows}))
    assert raised.value.message.isprintable()


BROKEN_FILES = {
    "ratings.csv": {
        b"": "ratings.csv, line 1: the column userId is missing|holds no ratings",
        b"userId,movieId,timestamp\n1,1,1\n": "line 1: the column rating is missing",
        b"userId,movieId,rating,timestamp\n": "holds no ratings",
        b"\0" * 3_000_000: "has no lines",
    },
    "movies.csv": {
        b"movieId,genres\n1,Drama\n": "line 1: the column title is missing",
        b"movieId,title,genres\n": "holds no films",
        b"movieId,title,genres\n1,A (1990),\n1,B (1991),\n": "line 3 names film 1 a second time",
        b"movieId,title,genres\nx,A (1990),\n": "line 2 has no number where an id should be: x",
        b"movieId,title,genres\n1,,\n": "line 2 has no title for film 1",
        b"movieId,title,genres\n1,A\n": "line 2 has not 3 fields",
    },
    "links.csv": {
        b"movieId,imdbId\n1,1\n": "line 1: the column tmdbId is missing",
        b"movieId,imdbId,tmdbId\n1,abc,2\n": "line 2 has no number",
    },
}


@pytest.mark.parametrize(
    ("name", "content"),
    [(name, content) for name in BROKEN_FILES for content in BROKEN_FILES[name]],
)
def test_a_broken_file_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    files = {**csv_set(), name: content}
    with pytest.raises(UnreadableFileError, match=BROKEN_FILES[name][content]) as raised:
        _read(as_folder(tmp_path / "set", files))
    assert name in raised.value.message


@pytest.mark.parametrize("name", ["ratings.csv", "movies.csv"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    files = csv_set()
    del files[name]
    with pytest.raises(UnreadableFileError, match=f"set.zip has no {name}"):
        _read(as_zip(tmp_path / "set.zip", files))


def test_a_zip_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    whole = as_zip(tmp_path / "whole.zip", csv_set()).read_bytes()
    cut = tmp_path / "cut.zip"
    for length in range(0, len(whole), 97):
        cut.write_bytes(whole[:length])
        with pytest.raises(UnreadableFileError, match="cut short"):
            _read(cut)


def test_a_zip_with_a_flipped_byte_is_refused_or_read_right(tmp_path: Path) -> None:
    whole = as_zip(tmp_path / "whole.zip", csv_set()).read_bytes()
    damaged = tmp_path / "damaged.zip"
    for place in range(0, len(whole), 7):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with contextlib.suppress(UnreadableFileError):
            assert _triples(*_read(damaged)) == _expected(), place


def test_a_zip_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    bomb = {**csv_set(), "ratings.csv": b"0" * 50_000_000}
    with pytest.raises(UnreadableFileError, match="unpacks to far more than it holds"):
        _read(as_zip(tmp_path / "bomb.zip", bomb))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!DOCTYPE html><title>Sign in</title>", "is a web page, not a zip"),
        (b"", "is no zip"),
        (b"hello", "is no zip"),
    ],
)
def test_a_file_that_is_no_zip_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "ml-small.zip"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=said):
        _read(path)


def test_a_path_where_nothing_is_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="No such file"):
        _read(tmp_path / "nothing.zip")


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="holds no ratings of MovieLens"):
        _read(as_zip(tmp_path / "set.zip", {"notes.txt": b"x"}))


def test_a_line_is_checked_as_a_slow_reader_would(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    alphabet = np.frombuffer(b"0123456789.,,,\n\n-x ", dtype=np.uint8)
    columns = ("userId", "movieId", "rating")
    for _ in range(3000):
        text = bytes(rng.choice(alphabet, size=rng.integers(1, 16))) + b"\n"
        expected = _slowly(text.decode())
        try:
            found = [
                (user, film, half)
                for rows in movielens_rows.rating_rows([text], "x", b",", columns)
                for user, film, half in zip(
                    rows.users.tolist(), rows.films.tolist(), rows.half_stars.tolist(), strict=True
                )
            ]
        except UnreadableFileError:
            found = None
        assert found == expected, text


def _slowly(text: str) -> list[tuple[int, int, int]] | None:
    rows = []
    for line in text.removesuffix("\n").split("\n"):
        fields = line.split(",")
        if len(fields) != 3 or not all(re.fullmatch(r"\d{1,9}", field) for field in fields[:2]):
            return None
        try:
            half_stars = float(fields[2]) * 2
        except ValueError:
            return None
        if half_stars not in range(1, 11):
            return None
        rows.append((int(fields[0]), int(fields[1]), int(half_stars)))
    return rows
