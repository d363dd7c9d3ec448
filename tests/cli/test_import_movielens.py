"""`filmrec import-movielens`: another community, and everything that was said stays."""

from __future__ import annotations

import json
import resource
import signal
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest

from filmrec.actions.community_tags import tags_of_items
from filmrec.model.interactions import load_interactions
from tests.benchmarks.generator import write_set
from tests.sources.museum import Museum, opened
from tests.sources.sets import FILMS, RATINGS, Made, as_folder, as_zip, csv_set, csv_tags, tab_set

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

    Start = Callable[..., subprocess.Popen[bytes]]

# Heat and Toy Story are films of the starter, too; the rest is not.
HEAT = Made(6, "Heat (1995)", ("Crime",), "0113277", "949")
TOY_STORY = Made(1, "Toy Story (1995)", ("Animation",), "0114709", "862")
OWN = [film._replace(movielens_id=900_000 + film.movielens_id) for film in FILMS]
MADE_FILMS = (TOY_STORY, HEAT, *OWN)
MADE_RATINGS = tuple(
    [(person, 900_000 + film, stars) for person, film, stars in RATINGS]
    + [(person, 6, 4.0) for person in range(1, 30)]
)
N_RATINGS, N_FILMS = len(MADE_RATINGS), len(MADE_FILMS)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return as_zip(tmp_path / "made.zip", csv_set(MADE_RATINGS, MADE_FILMS))


def _status(run: Run) -> dict[str, dict[str, object]]:
    status: dict[str, dict[str, object]] = json.loads(run("status", "--json").stdout)
    return status


def _titles(run: Run, query: str) -> set[str]:
    return {film["title"] for film in json.loads(run("search", query, "--json").stdout)}


def _ratings(run: Run) -> dict[str, float]:
    return {row["title"]: row["stars"] for row in json.loads(run("ratings", "--json").stdout)}


def _folders(home: Path) -> list[str]:
    root = home / "communities"
    return sorted(path.name for path in root.iterdir() if path.is_dir()) if root.exists() else []


def test_a_set_becomes_the_community_and_its_films_the_catalogue(run: Run, made: Path) -> None:
    said = run("import-movielens", str(made)).stderr
    status = _status(run)
    assert status["community"] == {
        "name": "made",
        "title": "made",
        "n_users": 29,
        "n_films": N_FILMS,
        "n_ratings": N_RATINGS,
        "licence": "not for commercial use, not to be passed on without permission",
    }
    assert status["library"]["n_films"] == N_FILMS
    assert "Second Tide" in _titles(run, "second tide")
    assert "not for commercial use" in said


def test_films_have_their_ids_elsewhere_and_the_communitys_mean(run: Run, made: Path) -> None:
    run("import-movielens", str(made))
    film = json.loads(run("show", "Second Tide (1994)", "--json").stdout)
    assert (film["imdb_id"], film["tmdb_id"], film["movielens_id"]) == (
        "tt0900009",
        900009,
        900009,
    )
    assert (film["community_mean"], film["n_community_ratings"]) == (3.5, 2)


def test_tags_are_kept_beside_the_ratings(run: Run, home: Path, tmp_path: Path) -> None:
    run("import-movielens", str(as_zip(tmp_path / "made.zip", {**csv_set(), **csv_tags()})))
    (folder,) = _folders(home)
    assert tags_of_items(home / "communities" / folder, len(FILMS)) == [
        ["sea", "two words"],
        ["sea"],
        ["sea", "two words"],
        ["two words"],
        ["sea"],
    ]


def test_a_wrong_tag_leaves_the_community_in_use(run: Run, home: Path, tmp_path: Path) -> None:
    files = {**csv_set(), "tags.csv": b"userId,movieId,tag,timestamp\n1,x,sea,1\n"}
    result = run("import-movielens", str(as_folder(tmp_path / "set", files)), code=1)
    assert "error: set: tags.csv, line 2 has no number" in result.stderr
    assert _status(run)["community"]["name"] == "starter"
    assert _folders(home) == []


def test_a_folder_is_taken_like_a_zip(run: Run, tmp_path: Path) -> None:
    run("import-movielens", str(as_folder(tmp_path / "ml-made", csv_set())))
    assert _status(run)["community"]["n_ratings"] == len(RATINGS)


def test_what_was_said_survives_every_change_of_community(run: Run, made: Path) -> None:
    run("rate", "Heat (1995)", "4.5")
    run("rate", "Alien (1979)", "5")
    run("watchlist", "add", "Fargo (1996)")
    run("hide", "Toy Story (1995)")
    for source in (str(made), "--starter", str(made), "--starter"):
        run("import-movielens", source)
        assert _ratings(run) == {"Heat": 4.5, "Alien": 5.0}
        assert json.loads(run("watchlist", "list", "--json").stdout)[0]["title"] == "Fargo"
        assert json.loads(run("show", "ml:1", "--json").stdout)["marks"] == ["hidden"]
    assert _status(run)["library"]["n_films"] == 9066
    alien = json.loads(run("show", "Alien (1979)", "--json").stdout)
    assert alien["n_community_ratings"] > 0


def test_a_rating_taken_back_can_be_redone_after_a_change_of_community(
    run: Run, made: Path
) -> None:
    run("rate", "Alien (1979)", "5")
    run("undo")
    run("import-movielens", str(made))
    run("redo")
    assert _ratings(run) == {"Alien": 5.0}


def test_a_film_of_ones_own_becomes_that_of_the_new_community(
    run: Run, made: Path, tmp_path: Path
) -> None:
    export = tmp_path / "ratings.csv"
    export.write_text(
        "Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,Second Tide,1994,https://boxd.it/x,4.5\n",
        encoding="utf-8",
    )
    run("import", str(export))
    run("import-movielens", str(made))
    (row,) = json.loads(run("ratings", "--json").stdout)
    assert (row["title"], row["stars"], row["movielens_id"]) == ("Second Tide", 4.5, 900009)


def test_going_back_leaves_nothing_of_the_other_community(run: Run, home: Path, made: Path) -> None:
    run("import-movielens", str(made))
    assert len(_folders(home)) == 1
    run("import-movielens", "--starter")
    assert _folders(home) == []
    assert _status(run)["community"]["name"] == "starter"
    assert "Second Tide" not in _titles(run, "second tide")


def test_the_same_set_again_is_the_same_community(run: Run, home: Path, made: Path) -> None:
    run("import-movielens", str(made))
    before = _status(run)
    run("import-movielens", str(made))
    assert _status(run)["community"] == before["community"]
    assert len(_folders(home)) == 1


def test_the_model_knows_that_its_community_is_no_longer_in_use(
    run: Run, trained: Path, made: Path
) -> None:
    assert _status(run)["model"]["state"] == "current"
    run("import-movielens", str(made))
    assert _status(run)["model"]["state"] == "outdated"
    run("import-movielens", "--starter")
    assert _status(run)["model"]["state"] == "current"
    assert trained.exists()


def test_a_list_is_learnt_from_the_new_community(run: Run, tmp_path: Path) -> None:
    write_set(tmp_path / "larger.zip", 20_000, seed=5)
    run("import-movielens", str(tmp_path / "larger.zip"))
    run("train", "--members", "1", "--components", "8", "--epochs", "1")
    rows = json.loads(run("recommend", "-n", "3", "--json").stdout)
    assert len(rows) == 3


def test_licence_and_readme_are_kept_and_shown(run: Run, home: Path, made: Path) -> None:
    run("import-movielens", str(made))
    (folder,) = _folders(home)
    notice = (home / "communities" / folder / "NOTICE.txt").read_text(encoding="utf-8")
    assert "Harper" in notice
    assert (home / "communities" / folder / "README.txt").read_text("utf-8") == "Summary\n"
    about = run("about").stdout
    assert "made" in about
    assert "Harper" in about
    assert str(home / "communities" / folder) in run("paths").stdout


def test_a_set_with_numbers_of_its_own_is_joined_by_title_and_year(
    run: Run, home: Path, tmp_path: Path
) -> None:
    """As ml-100k, in which Heat is not film 6, and a film can be there twice."""
    lines = [f"{n}|{title}|||{'|0' * 19}" for n, title in enumerate(
        ("Usual Suspects, The (1995)", "Heat (1995)", "Heat (1995)", "Unheard Of (1996)"), start=1
    )]  # fmt: skip
    rows = b"1\t2\t4\t0\n1\t1\t5\t0\n2\t3\t2\t0\n2\t4\t3\t0\n3\t3\t1\t0\n3\t2\t5\t0\n"
    items = "".join(f"{line}\n" for line in lines).encode("latin-1")
    run("import-movielens", str(as_folder(tmp_path / "k", {"u.data": rows, "u.item": items})))
    interactions, item_ids = load_interactions(home / "communities" / _folders(home)[0])
    assert item_ids.tolist() == [6, 50, 1_000_000_003]
    assert [interactions.user(user)[0].tolist() for user in range(3)] == [[0, 1], [0, 2], [0]]
    run("rate", "Unheard Of (1996)", "3")
    run("import-movielens", "--starter")
    (row,) = json.loads(run("ratings", "--json").stdout)
    assert (row["title"], row["movielens_id"]) == ("Unheard Of", None)


def test_a_set_is_downloaded_by_its_name(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = as_zip(tmp_path / "x.zip", csv_set()).read_bytes()
    with opened(Museum(content)) as museum:
        monkeypatch.setenv("FILMREC_MOVIELENS_URL", museum.url)
        said = run("import-movielens", "small").stderr
    assert "now in use: MovieLens ml-latest-small" in said
    assert "to be passed on under the same conditions" in said
    assert list((home / "cache" / "downloads").iterdir()) == []


def test_a_failed_download_says_how_to_do_it_by_hand(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(Museum(b"", status=500)) as museum:
        monkeypatch.setenv("FILMREC_MOVIELENS_URL", museum.url)
        stderr = run("import-movielens", "small", code=1).stderr
    assert "answered 500" in stderr.splitlines()[0]
    assert f"download {museum.url}/ml-latest-small.zip with a browser" in stderr.splitlines()[1]
    assert _status(run)["community"]["name"] == "starter"


@pytest.mark.parametrize("url", ["http://[::1", "https://" + "a" * 300, "https://", "ftp://x"])
def test_what_is_no_address_of_a_server_is_a_usage_error(
    run: Run, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("FILMREC_MOVIELENS_URL", url)
    assert "that is no address of a server" in run("import-movielens", "small", code=2).stderr


def test_an_address_that_cannot_be_is_a_usage_error(run: Run) -> None:
    said = run("import-movielens", "http://[::1/set.zip", code=2).stderr
    assert "that is no address of a server" in said


@pytest.mark.parametrize(
    "arguments", [[], ["33m"], ["nothing.zip"], ["small", "--starter"]], ids=" ".join
)
def test_what_is_no_set_is_a_usage_error(run: Run, arguments: list[str]) -> None:
    result = run("import-movielens", *arguments, code=2)
    assert "hint: name small, 100k" in result.stderr


def test_a_wrong_line_leaves_the_community_in_use(run: Run, home: Path, tmp_path: Path) -> None:
    files = csv_set()
    files["ratings.csv"] += b"9,2,17,1\n"
    result = run("import-movielens", str(as_folder(tmp_path / "set", files)), code=1)
    assert "error: set: ratings.csv, line 12 has a rating that is not" in result.stderr
    assert _status(run)["community"]["name"] == "starter"
    assert _folders(home) == []


def test_a_damaged_community_is_one_clear_error_and_the_starter_a_way_out(
    run: Run, home: Path, made: Path
) -> None:
    run("rate", "Heat (1995)", "4")
    run("import-movielens", str(made))
    (folder,) = _folders(home)
    (home / "communities" / folder / "community.json").unlink()
    result = run("status", code=1)
    assert "import-movielens --starter" in result.stderr
    run("import-movielens", "--starter")
    assert _ratings(run) == {"Heat": 4.0}


@pytest.mark.parametrize("written", ["../../elsewhere", ".", "", "a/b"])
def test_a_pointer_out_of_the_folder_is_refused(run: Run, home: Path, written: str) -> None:
    (home / "communities").mkdir()
    (home / "communities" / "current").write_text(written, encoding="utf-8")
    assert "names no community" in run("status", code=1).stderr


def test_killed_between_catalogue_and_pointer_the_next_command_makes_them_agree(
    run: Run, home: Path, made: Path
) -> None:
    library = home / "library.db"
    before = library.read_bytes()
    run("import-movielens", str(made))
    for log in home.glob("library.db-*"):
        log.unlink()
    library.write_bytes(before)
    assert "Second Tide" in _titles(run, "second tide")
    assert _status(run)["library"]["n_films"] == N_FILMS


@pytest.mark.parametrize("most_bytes", [10_000, 300_000, 3_000_000])
def test_a_full_disk_leaves_the_community_in_use(
    run: Run, start: Start, home: Path, tmp_path: Path, most_bytes: int
) -> None:
    write_set(tmp_path / "larger.zip", 300_000, seed=5)

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    process = start("import-movielens", str(tmp_path / "larger.zip"), preexec_fn=no_room)
    _, stderr = process.communicate()
    assert process.returncode == 1, stderr
    assert stderr.startswith(b"error: ")
    assert b"Traceback" not in stderr
    assert _folders(home) == []
    assert _status(run)["community"]["name"] == "starter"


def test_killed_at_any_moment_one_of_the_two_communities_is_in_use(
    run: Run, start: Start, home: Path, made: Path
) -> None:
    for attempt in range(8):
        process = start("import-movielens", "--starter" if attempt % 2 else str(made))
        time.sleep(0.1 * attempt)
        process.kill()
        process.wait()
        status = _status(run)
        assert status["community"]["n_films"] == status["library"]["n_films"]
    assert home.exists()


def test_ctrl_c_exits_130_and_leaves_the_community_in_use(
    run: Run, start: Start, home: Path, tmp_path: Path
) -> None:
    # Writing its films takes long enough.
    write_set(tmp_path / "larger.zip", 300_000, seed=5)
    process = start("import-movielens", str(tmp_path / "larger.zip"))
    while not list((home / "communities").glob("larger-*")):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert b"Traceback" not in stderr
    assert _status(run)["community"]["name"] == "starter"
    assert _folders(home) == []


def test_a_change_of_community_leaves_a_sound_library(run: Run, home: Path, made: Path) -> None:
    run("rate", "Alien (1979)", "5")
    for source in (str(made), "--starter", str(made)):
        run("import-movielens", source)
        with sqlite3.connect(home / "library.db") as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
            db.execute("INSERT INTO title_words (title_words) VALUES ('integrity-check')")


def test_an_old_layout_is_read(run: Run, tmp_path: Path) -> None:
    run("import-movielens", str(as_zip(tmp_path / "ml-100k.zip", tab_set())))
    assert _status(run)["community"]["title"] == "MovieLens ml-100k"


def test_nothing_is_downloaded_offline(run: Run) -> None:
    result = run("--offline", "import-movielens", "small", code=3)
    assert "filmrec is offline" in result.stderr
