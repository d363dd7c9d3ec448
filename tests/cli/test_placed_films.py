"""Films that nobody in the community rated are placed by genres, decade and tags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.model.worlds import checkerboard
from tests.sources.sets import Made, as_zip, csv_set, csv_tags

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

QUICK = ("--members", "2", "--components", "8", "--epochs", "15")
# Even films are comedies with one tag, odd ones westerns with another; of two nobody rated any.
KINDS = ((("Comedy",), "Cheerful"), (("Western",), "dusty"))
N_RATED, UNRATED = 40, (41, 42)
NOTE = "nobody in the community rated: placed by genres, decade and tags"


def _films() -> list[Made]:
    years = [1990 if number <= N_RATED else 2024 for number in range(1, 43)]
    return [
        Made(700_000 + number, f"Film {number} ({year})", KINDS[number % 2][0], f"{number}", "")
        for number, year in enumerate(years, start=1)
    ]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    board, films = checkerboard(), _films()
    ratings = [
        (user + 1, films[item].movielens_id, 5.0)
        for user in range(board.n_users)
        for item in board.user(user)[0].tolist()
    ]
    tagged = [(1, film.movielens_id, KINDS[n % 2][1]) for n, film in enumerate(films, start=1)]
    return as_zip(tmp_path / "made.zip", {**csv_set(ratings, films), **csv_tags(tagged)})


@pytest.fixture
def imported(run: Run, made: Path, home: Path) -> Path:
    run("import-movielens", str(made))
    for number in range(2, 14, 2):
        run("rate", f"ml:{700_000 + number}", "5")
    run("train", *QUICK)
    (folder,) = (path for path in (home / "communities").iterdir() if path.is_dir())
    return folder


def _state(run: Run) -> str:
    state: str = json.loads(run("status", "--json").stdout)["model"]["state"]
    return state


@pytest.mark.usefixtures("imported")
def test_such_a_film_is_ranked_and_marked(run: Run) -> None:
    result = run("recommend", "--year", "2024", "--json")
    assert [row["title"] for row in json.loads(result.stdout)] == ["Film 42", "Film 41"]
    assert f"2 films {NOTE}" in result.stderr
    assert NOTE not in run("recommend", "--year", "1990").stderr
    assert "would give it 4 stars" in run("recommend", "--year", "2024", "--why").stdout
    # Rated, it counts, and is gone from the list.
    run("rate", "Film 42 (2024)", "4")
    rows = json.loads(run("recommend", "--year", "2024", "--json").stdout)
    assert [row["title"] for row in rows] == ["Film 41"]


@pytest.mark.usefixtures("imported")
def test_such_a_film_can_be_shown_and_asked_about(run: Run) -> None:
    assert _state(run) == "current"
    outlook = {
        number: json.loads(run("show", f"ml:{700_000 + number}", "--json").stdout)["match"]
        for number in UNRATED
    }
    assert outlook[42] >= outlook[41]
    result = run("similar", "ml:700042", "-n", "5", "--json")
    assert {row["genres"][0] for row in json.loads(result.stdout)} == {"Comedy"}
    assert "nobody in the community rated Film 42 (2024)" in result.stderr


def test_a_community_imported_before_tags_were_kept_is_as_good_as_it_was(
    run: Run, imported: Path
) -> None:
    for name in ("tags.csv", "tag_offsets.npy", "tag_codes.npy"):
        (imported / name).unlink()
    description = json.loads((imported / "community.json").read_text("utf-8"))
    del description["tags_fingerprint"]
    (imported / "community.json").write_text(json.dumps(description), encoding="utf-8")
    assert _state(run) == "outdated"
    run("train", *QUICK)
    assert _state(run) == "current"
    assert NOTE in run("recommend", "--year", "2024").stderr


@pytest.mark.parametrize("name", ["tags.csv", "tag_offsets.npy", "tag_codes.npy"])
def test_damaged_tags_are_one_clear_error(run: Run, imported: Path, name: str) -> None:
    (imported / name).write_bytes(b"\xff")
    stderr = run("train", *QUICK, code=1).stderr
    assert stderr.startswith("error: ")
    assert "damaged" in stderr or "cannot be read" in stderr
