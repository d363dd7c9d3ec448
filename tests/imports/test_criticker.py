from __future__ import annotations

from datetime import UTC, datetime

import pytest

from filmrec.films import NamedFilm
from filmrec.imports.read import read_export
from filmrec.imports.rows import Fact, Format, Reading, Row
from tests.imports.examples import criticker_ratings

HEADER = "Score, Film Name, Year, Date Rated, Mini Review, URL, IMDB ID"


def read_scores(*scores: str, scale: float | None = None) -> tuple[list[int | None], str]:
    lines = [HEADER, *(f"{score}, Heat, 1995, , , , tt0113277" for score in scores)]
    export = read_export("criticker.csv", "\n".join(lines).encode(), Reading(scale=scale))
    return [row.half_stars for row in export.rows], " ".join(export.notes)


def test_spaces_after_commas_entities_and_the_date_are_read() -> None:
    line = '80, "Tom &amp; Jerry, the &quot;Movie&quot;", 1992, "Jun 21 2014, 22:06", "Hm, no", , '
    export = read_export("criticker.csv", f"{HEADER}\n{line}".encode())
    film = NamedFilm('Tom & Jerry, the "Movie"', 1992)
    at = datetime(2014, 6, 21, 22, 6, tzinfo=UTC)
    assert export.format is Format.CRITICKER
    assert export.rows == (Row("criticker.csv", 2, film, half_stars=8, rated_at=at),)
    assert export.complete == {Fact.RATING}


@pytest.mark.parametrize("year", ["", "1995"])
def test_a_year_in_the_title_is_the_year(year: str) -> None:
    content = f"{HEADER}\n80, Heat (1995), {year}, , , , tt0113277".encode()
    (row,) = read_export("criticker.csv", content).rows
    assert row.film == NamedFilm("Heat", 1995, imdb_id="tt0113277")


@pytest.mark.parametrize(
    ("scores", "half_stars", "taken"),
    [
        (("1", "4", "5"), [2, 8, 10], "0 to 5:"),
        (("1", "4.5"), [2, 9], "0 to 5:"),
        (("1", "7.5", "10"), [1, 8, 10], "0 to 10:"),
        (("2", "18"), [1, 9], "0 to 20:"),
        (("0", "4", "55", "96"), [1, 1, 6, 10], "0 to 100:"),
        (("10", "1000"), [1, 10], "0 to 1000:"),
    ],
)
def test_the_scale_is_the_smallest_usual_one_that_holds_every_score(
    scores: tuple[str, ...], half_stars: list[int], taken: str
) -> None:
    read, notes = read_scores(*scores)
    assert read == half_stars
    assert notes.startswith(f"scores taken as {taken}")


def test_the_note_gives_the_evidence_and_names_the_option() -> None:
    assert read_scores("4", "7.5")[1] == (
        "scores taken as 0 to 10: the 2 in criticker.csv go from 4 to 7.5, with decimals"
        " (change it with `--scale`)"
    )


def test_a_scale_that_is_given_is_taken() -> None:
    assert read_scores("4", "3", scale=4) == ([10, 8], "")


@pytest.mark.parametrize("score", ["-1", "11", "good", "nan"])
def test_a_score_beside_the_scale_is_a_problem(score: str) -> None:
    content = f"{HEADER}\n{score}, Heat, 1995, , , , ".encode()
    export = read_export("criticker.csv", content, Reading(scale=10))
    assert export.rows == ()
    assert "is not on the file's scale of 0 to 10" in export.problems[0].message


def test_a_file_to_ten_and_a_file_to_a_hundred_are_told_apart() -> None:
    assert "0 to 10:" in read_export("c.csv", criticker_ratings(highest=10)).notes[0]
    assert "0 to 100:" in read_export("c.csv", criticker_ratings(highest=100)).notes[0]
