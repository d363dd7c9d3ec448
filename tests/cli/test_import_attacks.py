"""Files, options and moments at which an import must still end in a clear line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.terminal import Start
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


@pytest.fixture
def imdb_file(tmp_path: Path) -> str:
    return _file(tmp_path, "imdb.csv", IMDB + "tt0113277,8,2020-01-01,Heat,u,movie,,,1995,,,,\n")


@pytest.mark.parametrize("name", ["library.db", "library.db-wal", "cache/model.arrays"])
@pytest.mark.parametrize("command", ["export", "import"])
def test_nothing_is_written_over_the_files_of_filmrec_itself(
    run: Run, home: Path, imdb_file: str, command: str, name: str
) -> None:
    link = home.parent / "link"
    link.symlink_to(home / name)
    for target in (home / name, link):
        arguments = [str(target)] if command == "export" else [imdb_file, "--report", str(target)]
        assert "kept by filmrec" in run(command, *arguments, "--force", code=2).stderr
    assert _json(run, "ratings") == []


@pytest.mark.parametrize("what", [os.mkdir, os.mkfifo], ids=["folder", "pipe"])
@pytest.mark.parametrize("command", ["export", "import"])
def test_nothing_is_written_over_what_is_no_file(
    run: Run, tmp_path: Path, imdb_file: str, command: str, what: Callable[[Path], None]
) -> None:
    target = tmp_path / "target"
    what(target)
    arguments = [str(target)] if command == "export" else [imdb_file, "--report", str(target)]
    assert "hint: name another file" in run(command, *arguments, "--force", code=2).stderr
    assert not target.is_file()
    assert _json(run, "ratings") == []


def test_a_report_replaces_a_file_only_when_told_to_and_never_the_imported_one(
    run: Run, tmp_path: Path, imdb_file: str
) -> None:
    report = tmp_path / "report.csv"
    report.write_text("my letters")
    assert "--force" in run("import", imdb_file, "--report", str(report), code=2).stderr
    assert report.read_text() == "my letters"
    run("import", imdb_file, "--report", imdb_file, "--force", code=2)
    assert _json(run, "ratings") == []
    run("import", imdb_file, "--report", str(report), "--force")
    assert report.read_text().startswith("file,line")


def test_a_link_is_written_through(run: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    link.symlink_to(target)
    run("export", str(link))
    assert link.is_symlink()
    assert json.loads(target.read_text())["format"] == "filmrec"


def test_a_report_that_has_no_place_is_told_before_the_import(
    run: Run, tmp_path: Path, imdb_file: str
) -> None:
    run("import", imdb_file, "--report", str(tmp_path / "nowhere" / "r.csv"), code=1)
    assert _json(run, "ratings") == []


def test_a_report_that_cannot_be_written_leaves_no_doubt_about_the_import(
    start: Start, run: Run, imdb_file: str
) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("import", imdb_file, stdout=full)
        _, errors = process.communicate()
    assert process.returncode == 1
    assert b"error: the import is stored, but the output cannot be written" in errors
    assert len(_json(run, "ratings")) == 1


@pytest.mark.parametrize("scale", ["0", "-1", "nan", "inf", "1001"])
def test_a_scale_that_is_none_is_a_question_of_usage(run: Run, imdb_file: str, scale: str) -> None:
    assert "no scale ends at" in run("import", imdb_file, f"--scale={scale}", code=2).stderr


def test_options_that_exclude_each_other_are_refused(run: Run, imdb_file: str) -> None:
    assert "--dry-run" in run("import", imdb_file, "--dry-run", "--review", code=2).stderr
    assert "no file" in run("import", "--mirror", "--review", code=2).stderr
    assert _json(run, "ratings") == []


def test_what_is_for_files_of_sites_is_refused_for_an_export_of_our_own(
    run: Run, tmp_path: Path
) -> None:
    own = str(tmp_path / "mine.json")
    run("export", own)
    assert "--mirror is not" in run("import", own, "--mirror", code=2).stderr
    assert "--format imdb is not" in run("import", own, "--format", "imdb", code=2).stderr
    run("import", own, "--format", "filmrec")


def test_a_mirror_does_not_empty_a_library_unasked(run: Run, tmp_path: Path) -> None:
    rows = [f"2020-01-0{n},Film {n},2020,https://boxd.it/{n},4\n" for n in range(1, 10)]
    rows.append("2020-01-10,Film 10,2020,https://boxd.it/10,4\n")
    run("import", _file(tmp_path, "all.csv", LETTERBOXD + "".join(rows)))
    one = _file(tmp_path, "one.csv", LETTERBOXD + rows[0])
    assert "remove 9 of 10" in run("import", one, "--mirror", code=2).stderr
    assert len(_json(run, "ratings")) == 10
    assert len(_json(run, "import", one, "--mirror", "--dry-run")["vanished"]) == 9
    run("import", one, "--mirror", "--force")
    assert len(_json(run, "ratings")) == 1


@pytest.mark.parametrize(
    "command",
    [
        ("rate", "Heat (1995)", "4"),
        ("seen", "Heat (1995)"),
        ("hide", "Heat (1995)"),
        ("watchlist", "remove", "Heat (1995)"),
    ],
    ids=lambda command: command[0],
)
def test_a_watchlist_does_not_come_back_against_a_later_word(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    content = IMDB.replace("Const", "Position,Const,Created,Modified,Description", 1)
    content += "1,tt0113277,2020-01-01,,,,,Heat,u,movie,,,1995,,,,\n"
    file = _file(tmp_path, "list.csv", content)
    run("import", file)
    assert len(_json(run, "watchlist", "list")) == 1
    run(*command)
    assert _json(run, "watchlist", "list") == []
    assert _json(run, "import", file)["counts"]["unchanged"] == 1
    assert _json(run, "watchlist", "list") == []


def test_what_was_unrated_is_not_rated_by_the_same_file_again(run: Run, imdb_file: str) -> None:
    run("import", imdb_file)
    run("unrate", "Heat (1995)")
    assert _json(run, "import", imdb_file)["counts"]["unchanged"] == 1
    assert _json(run, "ratings") == []
    run("undo")
    assert len(_json(run, "ratings")) == 1


def test_ratings_that_differ_are_shown_with_their_dates(
    run: Run, tmp_path: Path, imdb_file: str
) -> None:
    run("import", imdb_file)
    trakt = _trakt("Heat", 1995, 3, "2019-07-08T00:00:00Z", imdb="tt0113277")
    file = _file(tmp_path, "trakt.json", trakt)
    shown = run("import", file, "--dry-run").stdout
    assert "(imdb, 2020-01-01)" in shown
    assert "(trakt, 2019-07-08)" in shown
    (change,) = _json(run, "import", file)["changes"]
    assert change["rated_at"].startswith("2020-01-01")
    assert change["other_rated_at"].startswith("2019-07-08")
