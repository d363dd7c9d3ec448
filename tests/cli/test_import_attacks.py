"""Files, options and moments at which an import must still end in a clear line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

IMDB = (
    "Const,Your Rating,Date Rated,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,"
    "Num Votes,Release Date,Directors\n"
)
LETTERBOXD = "Date,Name,Year,Letterboxd URI,Rating\n"


def _file(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def _json(run: Run, *command: str) -> Any:  # noqa: ANN401 - JSON is what it is
    return json.loads(run(*command, "--json").stdout)


def _trakt(title: str | None, year: int | None, stars: int, rated: str, **ids: object) -> str:
    film = {"title": title, "year": year, "ids": ids}
    return json.dumps([{"rated_at": rated, "rating": stars, "type": "movie", "movie": film}])


@pytest.mark.parametrize(
    "text",
    [
        IMDB + "tt0113277,8,2020-01-01,,u,movie,,,1995,,,,\n",
        "imdbID,Rating\ntt0113277,4\n",
        "tmdbID,Rating\n949,4\n",
        _trakt(None, None, 8, "2021-01-01T00:00:00Z", imdb="tt0113277"),
        "movie_id,imdb_id,tmdb_id,rating,average_rating,title\n999999,0113277,949,4,3,\n",
        "TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Rating,"
        "Your Rating,Date Rated\n949,tt0113277,movie,,,,,7,8,2020-01-01\n",
        json.dumps(
            {"movies": [{"user_rating": 8, "movie": {"title": "", "ids": {"imdb": "tt0113277"}}}]}
        ),
    ],
    ids=["imdb", "letterboxd, IMDb", "letterboxd, TMDb", "trakt", "movielens", "tmdb", "simkl"],
)
def test_a_film_named_by_an_id_alone_is_that_film_or_called_by_its_id(
    run: Run, tmp_path: Path, text: str
) -> None:
    file = _file(tmp_path, "ids", text)
    rehearsal = _json(run, "import", file, "--dry-run")
    report = _json(run, "import", file)
    assert rehearsal["counts"] == report["counts"]
    (rated,) = _json(run, "ratings")
    assert rated["stars"] == 4.0
    assert rated["title"] in {"Heat", "tt0113277", "tmdb:949"}
    assert _json(run, "import", file)["counts"]["unchanged"] == 1


def test_films_of_different_ids_and_no_title_are_different_films(run: Run, tmp_path: Path) -> None:
    run("import", _file(tmp_path, "a.csv", "imdbID,Rating\ntt9999998,4\ntt9999999,2\n"))
    rated = {row["title"]: row["stars"] for row in _json(run, "ratings")}
    assert rated == {"tt9999998": 4.0, "tt9999999": 2.0}
