from __future__ import annotations

import pytest

from filmrec.errors import UnreadableFileError
from filmrec.films import NamedFilm
from filmrec.imports.read import read_export
from filmrec.imports.rows import Fact, Format, Row
from tests.imports.examples import movielens_ratings

HEADER = "movie_id,imdb_id,tmdb_id,rating,average_rating,title"


def film_of(line: str) -> NamedFilm:
    (row,) = read_export("movielens.csv", f"{HEADER}\n{line}".encode()).rows
    return row.film


def test_a_rating_has_all_three_ids_and_no_time() -> None:
    content = f'{HEADER}\n2571,0133093,603,4.5,4.1,"Matrix, The (1999)"'.encode()
    export = read_export("movielens.csv", content)
    film = NamedFilm("The Matrix", 1999, movielens_id=2571, tmdb_id=603, imdb_id="tt0133093")
    assert export.format is Format.MOVIELENS
    assert export.rows == (Row("movielens.csv", 2, film, half_stars=9),)


def test_every_rating_is_there() -> None:
    assert read_export("movielens.csv", movielens_ratings()).complete == {Fact.RATING}


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Seven (a.k.a. Se7en) (1995)", ("Seven", 1995, "Se7en")),
        ('"Name of the Rose, The (Name der Rose, Der) (1986)"',
         ("The Name of the Rose", 1986, "Der Name der Rose")),
        ("[REC] (2007)", ("[REC]", 2007, None)),
        ("Babylon 5", ("Babylon 5", None, None)),
        ("2046 (2004)", ("2046", 2004, None)),
    ],
)  # fmt: skip
def test_a_title_is_taken_apart(title: str, named: tuple[str, int | None, str | None]) -> None:
    film = film_of(f"1,,,4,4,{title}")
    assert (film.title, film.year, film.original_title) == named


def test_brackets_without_end_are_a_title_too_long() -> None:
    export = read_export("movielens.csv", f"{HEADER}\n1,,,4,4,{'(' * 100_000}".encode())
    assert export.problems[0].message == "a title of 100,000 characters is none"


@pytest.mark.parametrize(
    ("written", "imdb_id"),
    [("0113277", "tt0113277"), ("113277", "tt0113277"), ("15239678", "tt15239678"),
     ("0", None), ("", None), ("0000000", None)],
)  # fmt: skip
def test_an_imdb_number_gets_its_mark_and_its_zeros(written: str, imdb_id: str | None) -> None:
    assert film_of(f"1,{written},,4,4,Heat (1995)").imdb_id == imdb_id


def test_a_file_without_ratings_lacks_that_column() -> None:
    with pytest.raises(UnreadableFileError, match="no column 'rating'") as raised:
        read_export("wishlist.csv", b"movie_id,imdb_id,tmdb_id,average_rating,title\n")
    assert raised.value.hint
