"""`filmrec import`, `export` and the questions in between, as a person runs them."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.terminal import Terminal
from tests.imports import examples

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Start
    from tests.conftest import Run

# Two films of one name and year in the starter set, and one that it does not have.
TWO_FILMS = examples.ExampleFilm("War of the Worlds", 2005)
MOVIELENS = (
    b"movie_id,imdb_id,tmdb_id,rating,average_rating,title\n6,0113277,949,4.5,3.9,Heat (1995)\n"
)
NO_FILM = examples.ExampleFilm("Everything Everywhere All at Once", 2022)
SOME = (*examples.FILMS[:2], TWO_FILMS, NO_FILM)


@pytest.fixture
def zip_file(tmp_path: Path) -> Path:
    return _written(tmp_path, "letterboxd.zip", _zip(SOME))


def _zip(films: tuple[examples.ExampleFilm, ...] | list[examples.ExampleFilm]) -> bytes:
    """A Letterboxd export in which these films are rated and watched, the first also liked."""
    return examples.letterboxd_zip(
        rated=films,
        watched=films,
        watchlist=(),
        liked=films[:1],
        logged=films[:1],
        reviewed=(),
    )


def _written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_what_is_said_of_a_file_names_it_once(run: Run, tmp_path: Path) -> None:
    header = _written(tmp_path, "header.csv", b"Date,Name,Year,Letterboxd URI,Rating\n")
    assert run("import", str(header)).stderr == "header.csv has no rows\n"


def _json(run: Run, *command: str) -> Any:  # noqa: ANN401 - JSON is what it is
    return json.loads(run(*command, "--json").stdout)


def _ratings(run: Run) -> dict[str, float]:
    return {row["title"]: row["stars"] for row in _json(run, "ratings")}


def test_an_import_counts_at_once_and_says_what_it_did(run: Run, zip_file: Path) -> None:
    result = run("import", str(zip_file))
    assert "4  new ratings" in result.stdout
    assert "Everything Everywhere" in result.stdout
    assert "ambiguous" in result.stdout
    assert "ml:34048" in result.stdout
    assert "filmrec undo" in result.stderr
    assert set(_ratings(run)) == {film.title for film in SOME}


@pytest.mark.parametrize(
    ("name", "content", "source"),
    [
        ("a.zip", _zip(SOME), "letterboxd"),
        ("a.csv", examples.letterboxd_ratings(SOME), "letterboxd"),
        ("a.csv", examples.imdb_ratings_2017(SOME[:2]), "imdb"),
        ("a.csv", examples.imdb_ratings_2020(SOME[:2]), "imdb"),
        ("a.txt", examples.imdb_ratings(SOME[:2]), "imdb"),
        ("a.json", examples.trakt_ratings(SOME), "trakt"),
        ("a", MOVIELENS, "movielens"),
        ("a.csv", examples.criticker_ratings(SOME[:2]), "criticker"),
        ("a.csv", examples.tmdb_ratings(SOME[:2]), "tmdb"),
        ("a.dat", examples.simkl_export(SOME[:2]), "simkl"),
    ],
)
def test_a_file_is_known_by_its_content(
    run: Run, tmp_path: Path, name: str, content: bytes, source: str
) -> None:
    run("import", str(_written(tmp_path, name, content)))
    rated = _json(run, "ratings")
    assert "Heat" in {row["title"] for row in rated}
    assert {row["source"] for row in rated} == {source}


def test_a_file_is_read_from_stdin(run: Run) -> None:
    content = examples.letterboxd_ratings(SOME).decode()
    assert "stdin" in run("import", "-", stdin=content).stdout
    assert "Heat" in _ratings(run)


def test_several_files_are_one_undo(run: Run, tmp_path: Path) -> None:
    files = [
        _written(tmp_path, "ratings.csv", examples.letterboxd_ratings(SOME[:1])),
        _written(tmp_path, "trakt.json", examples.trakt_ratings(SOME[1:2])),
    ]
    run("import", *map(str, files))
    assert set(_ratings(run)) == {"Heat", "The Matrix"}
    run("undo")
    assert _ratings(run) == {}


def test_a_dry_run_prints_the_numbers_of_the_real_run(run: Run, zip_file: Path) -> None:
    rehearsal = _json(run, "import", str(zip_file), "--dry-run")
    assert _ratings(run) == {}
    real = _json(run, "import", str(zip_file))
    assert rehearsal.pop("dry_run")
    assert not real.pop("dry_run")
    assert rehearsal == real


def test_the_report_as_json_is_what_it_promises(run: Run, zip_file: Path) -> None:
    report = _json(run, "import", str(zip_file))
    assert set(report) == {
        *("files", "dry_run", "n_rows", "counts", "open"),
        *("changes", "vanished", "warnings", "rows"),
    }
    assert report["n_rows"] == len(report["rows"])
    by_row = dict(report["counts"])
    of_films = ("ambiguous", "unmatched", "off_watchlist", "joined")
    assert [by_row.pop(name) for name in of_films] == [1, 1, 0, 0]
    assert sum(by_row.values()) == report["n_rows"]
    assert set(report["rows"][0]) == {
        *("file", "line", "name", "outcome", "standing", "film_id", "detail"),
    }
    ambiguous = next(film for film in report["open"] if film["standing"] == "ambiguous")
    assert ambiguous["title"] == TWO_FILMS.title
    assert {"file": "ratings.csv", "line": 4} in ambiguous["rows"]
    assert {film["movielens_id"] for film in ambiguous["candidates"]} >= {34048, 64997}


def test_the_report_goes_into_a_file_with_every_row(
    run: Run, zip_file: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.csv"
    n_rows = _json(run, "import", str(zip_file), "--report", str(report))["n_rows"]
    lines = report.read_text().splitlines()
    assert lines[0] == "file,line,name,outcome,standing,film_id,detail"
    assert len(lines) == n_rows + 1
    as_json = tmp_path / "report.json"
    run("import", str(zip_file), "--report", str(as_json))
    assert json.loads(as_json.read_text())["n_rows"] == n_rows


def test_a_later_export_updates_and_names_what_vanished(run: Run, tmp_path: Path) -> None:
    first = _written(tmp_path, "1.csv", examples.letterboxd_ratings(SOME))
    changed = examples.letterboxd_ratings(SOME[:3]).replace(b",0.5\n", b",5\n")
    second = _written(tmp_path, "2.csv", changed)
    run("import", str(first))
    report = _json(run, "import", str(second))
    assert report["counts"]["updated"] == 1
    assert [one["title"] for one in report["vanished"]] == [NO_FILM.title]
    assert _ratings(run)["Heat"] == 5.0
    assert NO_FILM.title in _ratings(run)
    run("import", str(second), "--mirror")
    assert NO_FILM.title not in _ratings(run)


def test_mail_in_a_list_of_imdb_is_what_one_says_it_is(run: Run, tmp_path: Path) -> None:
    content = examples.imdb_list(SOME[:2], rated=False)
    file = _written(tmp_path, "list.csv", content)
    assert "--as seen" in run("import", str(file)).stderr
    assert len(_json(run, "watchlist", "list")) == 2
    run("undo")
    run("import", str(file), "--as", "seen")
    assert _json(run, "watchlist", "list") == []
    assert len(_json(run, "seen", "--list")) == 2


def test_an_export_comes_back_to_the_byte(
    run: Run, zip_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", str(zip_file))
    run("rate", "Fargo (1996)", "4.5")
    run("hide", "Titanic (1997)")
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    run("export", str(first))
    monkeypatch.setenv("FILMREC_HOME", str(tmp_path / "other"))
    run("import", str(first))
    run("export", str(second))
    assert second.read_bytes() == first.read_bytes()
    assert run("export").stdout.encode() == first.read_bytes()


def test_a_letterboxd_export_comes_back_as_the_same_ratings(
    run: Run, zip_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", str(zip_file))
    before = _ratings(run)
    file = tmp_path / "films.csv"
    run("export", str(file), "--format", "letterboxd")
    monkeypatch.setenv("FILMREC_HOME", str(tmp_path / "other"))
    run("import", str(file))
    assert _ratings(run) == before


def test_an_export_replaces_no_file_unasked(run: Run, tmp_path: Path) -> None:
    file = _written(tmp_path, "mine.json", b"my letters")
    assert "--force" in run("export", str(file), code=2).stderr
    assert file.read_bytes() == b"my letters"
    run("export", str(file), "--force")
    assert json.loads(file.read_text())["format"] == "filmrec"


def test_an_export_is_for_nobody_else_to_read(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    run("export", str(file))
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\0" * 500, "NUL"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"some,other,table\n1,2,3\n", "some"),
        (b"[" * 100_000, "nested"),
        (b"x" * 40_000_000, "32 MB"),
        (b'{"format": "filmrec", "version": 1, "films": [', "no whole export"),
        (b'{"format": "filmrec", "version": 99, "films": []}', "newer filmrec"),
    ],
)
def test_a_file_that_is_no_export_is_one_clear_error(
    run: Run, tmp_path: Path, content: bytes, said: str
) -> None:
    result = run("import", str(_written(tmp_path, "bad.csv", content)), code=1)
    assert said in result.stderr
    error, hint = result.stderr.splitlines()[-2:]
    assert error.startswith("error: ")
    assert "bad.csv" in error
    assert hint.startswith("hint: ")
    assert _json(run, "history") == []


@pytest.mark.parametrize("name", ["nothing.csv", ".", "nul\0byte"])
def test_what_cannot_be_opened_is_one_clear_error(run: Run, name: str) -> None:
    result = run("import", name, code=1)
    assert result.stderr.startswith("error: cannot read ")
    assert "hint: " in result.stderr


def test_one_bad_file_of_two_changes_nothing(run: Run, zip_file: Path, tmp_path: Path) -> None:
    bad = _written(tmp_path, "bad.csv", b"some,other,table\n1,2,3\n")
    run("import", str(zip_file), str(bad), code=1)
    assert _ratings(run) == {}


def test_bad_rows_are_named_and_the_others_taken(run: Run, tmp_path: Path) -> None:
    content = (
        b"Date,Name,Year,Letterboxd URI,Rating\n"
        b"2020-01-02,Heat,1995,https://boxd.it/1,4\n"
        b"2020-01-02,Fargo,1996,https://boxd.it/2,11\n"
        b"2020-13-45,Alien,1979,https://boxd.it/3,5\n"
        b"2020-01-02,=cmd()|' /C calc'!A0,2020,https://boxd.it/4,3\n"
        b"2020-01-02,\x1b[31mRed\x07,2020,https://boxd.it/5,3\n"
        b"2020-01-02,Fargo"
    )
    result = run("import", str(_written(tmp_path, "r.csv", content)))
    assert "r.csv:3" in result.stdout
    assert "r.csv:4" in result.stdout
    assert "r.csv:7" in result.stdout
    assert "\x1b" not in result.stdout
    assert "\\x1b[31mRed" in result.stdout
    rated = _ratings(run)
    assert (rated["Heat"], rated["Alien"]) == (4.0, 5.0)
    assert "Fargo" not in rated
    assert "\x1b" not in run("ratings").stdout
    assert ",'=cmd()" in run("export", "--format", "letterboxd").stdout


def test_a_review_without_a_person_says_how_to_see_what_is_open(run: Run, zip_file: Path) -> None:
    run("import", str(zip_file))
    assert "--json" in run("import", "--review", code=2).stderr
    (question,) = _json(run, "import", "--review")
    assert (question["title"], question["reason"]) == (TWO_FILMS.title, "ambiguous")
    assert question["stars"] is not None


def test_nothing_named_is_a_question_of_usage(run: Run) -> None:
    assert "no file was named" in run("import", code=2).stderr


@pytest.mark.parametrize(
    ("answer", "rated"),
    [("1", {34048}), ("ml:64997", {64997}), ("o", set()), ("x", set())],
)
def test_a_review_is_answered_once_for_good(
    run: Run, start: Start, zip_file: Path, answer: str, rated: set[int]
) -> None:
    run("import", str(zip_file))
    terminal = Terminal(start, "import", "--review")
    terminal.wait_for("War of the Worlds")
    terminal.wait_for(r"which\?  $")
    terminal.type(answer)
    assert terminal.end() == 0, terminal.text
    assert _json(run, "import", "--review") == []
    again = _json(run, "import", str(zip_file))
    assert again["counts"]["ambiguous"] == 0
    assert {34048, 64997} & {row["movielens_id"] for row in _json(run, "ratings")} == rated
    assert (again["counts"]["left_out"] > 0) is (answer == "x")


def test_a_review_takes_no_answer_that_it_does_not_understand(
    run: Run, start: Start, zip_file: Path
) -> None:
    run("import", str(zip_file))
    terminal = Terminal(start, "import", "--review")
    for answer in ("99", "no such film at all", "", "q"):
        terminal.wait_for(r"which\?  $")
        terminal.type(answer)
        if not answer:
            break
    terminal.end()
    assert len(_json(run, "import", "--review")) == 1


def test_a_killed_import_is_whole_or_not_there(start: Start, home: Path, tmp_path: Path) -> None:
    films = examples.example_films(4000)
    file = _written(tmp_path, "many.zip", _zip(films))
    seen = set()
    for tenths in (2, 4, 6, 8, 10, 12, 15, 20):
        process = start("import", str(file))
        time.sleep(tenths / 10)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with sqlite3.connect(home / "library.db") as db:
            (count,) = db.execute("SELECT count(*) FROM ratings").fetchone()
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert count in {0, len(films)}
        seen.add(count)
    assert 0 in seen


def test_an_interrupted_import_leaves_the_library_as_it_was(
    start: Start, run: Run, tmp_path: Path
) -> None:
    films = examples.example_films(4000)
    file = _written(tmp_path, "many.zip", _zip(films))
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    process = start("import", str(file), str(fifo))
    # It waits for the second file, so the signal comes before anything is stored.
    with fifo.open("wb"):
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    assert _ratings(run) == {}
