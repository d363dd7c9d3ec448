"""`filmrec import-chat`: from what was said to friends to what counts, as a person runs it."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from tests.chats import exports
from tests.cli.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Start
    from tests.conftest import Run

SAID = (
    ("Olena", "I watched The Shawshank Redemption last night"),
    ("Bo", "and did you like it?"),
    ("Olena", "loved it!!"),
    ("Olena", "I hated Titanic though, such a boring movie"),
    ("Olena", "I want to see the movie Alien next"),
    ("Bo", "I love Pulp Fiction, what a film"),
    ("Olena", "have you seen Heat?"),
)
TOLD = "boring movie"
LATER = ("Olena", "Watched Forrest Gump yesterday, it was fantastic")


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    return written(tmp_path, exports.whatsapp(*SAID))


def written(folder: Path, content: str, name: str = "chat.txt") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def found(run: Run, *command: str) -> dict[str, Any]:
    rows = json.loads(run("import-chat", *command, "--json").stdout)
    return {row["title"]: row for row in rows}


def ratings(run: Run) -> dict[str, tuple[float, str]]:
    rows = json.loads(run("ratings", "--json").stdout)
    return {row["title"]: (row["stars"], row["source"]) for row in rows}


def watchlist(run: Run) -> set[str]:
    return {row["title"] for row in json.loads(run("watchlist", "list", "--json").stdout)}


def test_each_film_is_shown_with_the_line_that_says_so(run: Run, chat: Path) -> None:
    shown = run("import-chat", str(chat), "--me", "Olena").stdout
    assert "The Shawshank Redemption (1994)" in shown
    assert "I hated Titanic though" in shown
    assert "only named" in shown
    assert "Pulp Fiction" not in shown


def test_off_a_terminal_nothing_is_written_unasked(run: Run, chat: Path) -> None:
    result = run("import-chat", str(chat), "--me", "Olena")
    assert "nothing was changed" in result.stderr
    assert not ratings(run)
    assert not watchlist(run)


def test_opinions_become_stars_of_their_own_source_and_a_watchlist(run: Run, chat: Path) -> None:
    run("import-chat", str(chat), "--me", "Olena", "--yes")
    assert ratings(run) == {
        "The Shawshank Redemption": (4.0, "chat"),
        "Titanic": (2.0, "chat"),
    }
    assert watchlist(run) == {"Alien"}
    assert "chat" in run("ratings").stdout


def test_one_import_is_one_undo(run: Run, chat: Path) -> None:
    run("import-chat", str(chat), "--me", "Olena", "--yes")
    run("undo")
    assert not ratings(run)
    assert not watchlist(run)
    assert found(run, str(chat), "--me", "Olena")["Titanic"]["standing"] == "open"
    run("redo")
    assert set(ratings(run)) == {"The Shawshank Redemption", "Titanic"}


def test_the_same_chat_asks_only_about_what_is_new(run: Run, chat: Path, tmp_path: Path) -> None:
    run("import-chat", str(chat), "--me", "Olena", "--yes")
    again = run("import-chat", str(chat), "--me", "Olena", "--yes").stderr
    assert "3 decided on before; 0 to decide on" in again
    longer = written(tmp_path, exports.whatsapp(*SAID, LATER), "longer.txt")
    new = found(run, str(longer), "--me", "Olena")
    assert [name for name, row in new.items() if row["standing"] == "open"] == ["Forrest Gump"]


def test_no_text_of_the_chat_is_kept(run: Run, chat: Path, home: Path) -> None:
    run("import-chat", str(chat), "--me", "Olena", "--yes")
    for file in home.rglob("*"):
        assert file.is_dir() or TOLD.encode() not in file.read_bytes()


def test_stars_that_were_given_always_win(run: Run, chat: Path) -> None:
    run("rate", "Titanic (1997)", "5")
    run("import-chat", str(chat), "--me", "Olena", "--yes")
    assert ratings(run)["Titanic"] == (5.0, "rate")
    run("rate", "The Shawshank Redemption", "4")
    assert ratings(run)["The Shawshank Redemption"] == (4.0, "rate")


@pytest.mark.parametrize("stars", [3, 4])
def test_an_older_rating_of_a_file_outweighs_a_chat(
    run: Run, chat: Path, tmp_path: Path, stars: int
) -> None:
    run("import-chat", str(chat), "--me", "Olena", "--yes")
    file = tmp_path / "ratings.csv"
    file.write_text(
        "Date,Name,Year,Letterboxd URI,Rating\n"
        f"2011-01-01,The Shawshank Redemption,1994,https://boxd.it/2aKY,{stars}\n"
    )
    run("import", str(file))
    assert ratings(run)["The Shawshank Redemption"] == (stars, "letterboxd")


def test_only_what_is_sure_enough_is_taken_in(run: Run, chat: Path) -> None:
    run("import-chat", str(chat), "--me", "Olena", "--yes", "--min-confidence", "1")
    assert not ratings(run)


def test_a_dry_run_tells_what_would_be_and_changes_nothing(run: Run, chat: Path) -> None:
    rows = found(run, str(chat), "--me", "Olena", "--dry-run")
    assert rows["Titanic"]["outcome"] == "new"
    assert rows["Alien"]["outcome"] == "watchlist"
    assert not ratings(run)


def test_the_json_is_what_it_promises(run: Run, chat: Path) -> None:
    row = found(run, str(chat), "--me", "Olena")["Titanic"]
    assert set(row) == {
        *("film_id", "title", "year", "movielens_id", "tmdb_id", "imdb_id"),
        *("opinion", "confidence", "date", "quote", "standing", "outcome"),
    }
    assert row["opinion"] == "disliked"
    assert 0 < row["confidence"] <= 1
    assert row["date"] == "2021-03-04T12:03:00+00:00"
    assert row["quote"] == "I hated Titanic though, such a boring movie"


@pytest.mark.parametrize("name", ["report.csv", "report.json"])
def test_a_report_has_every_film_and_its_quote(
    run: Run, chat: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    run("import-chat", str(chat), "--me", "Olena", "--yes", "--report", str(path))
    written_report = path.read_text()
    assert "I hated Titanic though" in written_report
    assert written_report.count("only named") == 1


def test_without_a_name_the_senders_are_listed(run: Run, chat: Path) -> None:
    result = run("import-chat", str(chat), code=2)
    assert "1  Olena  5" in result.stderr
    assert "--me" in result.stderr


def test_a_name_of_nobody_is_an_error(run: Run, chat: Path) -> None:
    assert (
        "nobody in this chat is called Petro"
        in run("import-chat", str(chat), "--me", "Petro", code=2).stderr
    )


def test_several_names_may_be_one_person(run: Run, tmp_path: Path) -> None:
    said = (*SAID, ("Olena K.", "I loved the movie Gladiator"))
    chat = written(tmp_path, exports.whatsapp(*said))
    rows = found(run, str(chat), "--me", "Olena", "--me", "Olena K.")
    assert {"Titanic", "Gladiator"} <= set(rows)


def test_of_chatgpt_only_the_persons_own_words_count(run: Run, tmp_path: Path) -> None:
    said = (
        ("user", "I loved the movie Alien. What should I watch?"),
        ("assistant", "You will love the film Gladiator, it is fantastic."),
    )
    chat = written(tmp_path, exports.chatgpt(*said), "conversations.json")
    assert set(found(run, str(chat))) == {"Alien"}
    assert "--me is not used" in run("import-chat", str(chat), "--me", "me").stderr


def test_of_an_empty_export_nothing_is_said_of_whose_words_count(run: Run, tmp_path: Path) -> None:
    empty = written(tmp_path, '{"name": "Bo", "messages": []}', "result.json")
    result = run("import-chat", str(empty), "--me", "Olena")
    assert "tells by itself" not in result.stderr
    assert "you speak of no film" in result.stderr


def test_a_chat_is_read_from_stdin(run: Run) -> None:
    result = run("import-chat", "-", "--me", "Olena", "--json", stdin=exports.telegram(*SAID))
    assert {row["title"] for row in json.loads(result.stdout)} >= {"Titanic", "Alien"}


def test_a_chat_without_film_talk_says_so(run: Run, tmp_path: Path) -> None:
    chat = written(tmp_path, exports.whatsapp(("Olena", "buy bread please"), ("Bo", "ok")))
    result = run("import-chat", str(chat), "--me", "Olena", "--yes")
    assert "you speak of no film" in result.stderr
    assert result.stdout == ""
    assert json.loads(run("import-chat", str(chat), "--me", "Olena", "--json").stdout) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [("", 1), ('{"messages": [{"id": 1, "type": "message", "text": "I loved', 1)],
    ids=["empty", "cut short"],
)
def test_a_damaged_export_is_one_clear_line(
    run: Run, tmp_path: Path, content: str, code: int
) -> None:
    result = run("import-chat", str(written(tmp_path, content)), "--me", "Olena", code=code)
    assert result.stderr.startswith("error: ")
    assert not ratings(run)


def test_a_file_that_is_not_there_is_an_error(run: Run, tmp_path: Path) -> None:
    assert "cannot read" in run("import-chat", str(tmp_path / "none.txt"), code=1).stderr
    assert "cannot read" in run("import-chat", str(tmp_path), code=1).stderr


def test_a_quote_never_drives_the_terminal(run: Run, tmp_path: Path) -> None:
    said = (("Olena", "I loved the movie Titanic \x1b[31m[bold]red[/bold]\u202e"),)
    chat = written(tmp_path, exports.telegram(*said), "result.json")
    shown = run("import-chat", str(chat), "--me", "Olena").stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[bold]red[/bold]" in shown


def test_enter_takes_in_all_that_is_sure(start: Start, run: Run, chat: Path) -> None:
    terminal = Terminal(start, "import-chat", str(chat))
    terminal.wait_for("which are you")
    terminal.type("Petro")
    terminal.wait_for("nobody in this chat")
    terminal.type("1")
    terminal.wait_for("Enter takes in the 3 of 3")
    terminal.type("nonsense")
    terminal.wait_for("from 0 to 1")
    terminal.type("0.5")
    terminal.wait_for("Enter takes in the 3 of 3 from 0.50")
    terminal.type("")
    assert terminal.end() == 0
    assert set(ratings(run)) == {"The Shawshank Redemption", "Titanic"}


def test_one_by_one_an_opinion_is_changed_refused_or_passed(
    start: Start, run: Run, chat: Path
) -> None:
    answers = {"Alien": "n", "The Shawshank Redemption": "p", "Titanic": "l"}
    terminal = Terminal(start, "import-chat", str(chat), "--me", "Olena")
    terminal.wait_for("Enter takes in")
    terminal.type("o")
    for number in (1, 2, 3):
        title = terminal.wait_for(rf"{number}/3  (.+?) \(\d{{4}}\)")[1]
        terminal.wait_for(r"right\?")
        terminal.type(answers[title])
    assert terminal.end() == 0
    assert ratings(run) == {"Titanic": (4.0, "chat")}
    assert not watchlist(run)
    rows = found(run, str(chat), "--me", "Olena")
    assert [name for name, row in rows.items() if row["standing"] == "open"] == [
        "The Shawshank Redemption"
    ]


def test_leaving_changes_nothing(start: Start, run: Run, chat: Path, home: Path) -> None:
    terminal = Terminal(start, "import-chat", str(chat), "--me", "Olena")
    terminal.wait_for("Enter takes in")
    terminal.type("q")
    assert terminal.end() == 0
    assert not ratings(run)
    (library,) = home.rglob("library.db")
    with sqlite3.connect(library) as connection:
        assert connection.execute("SELECT count(*) FROM chat_lines").fetchone() == (0,)


def test_a_list_counts_a_chat_for_less_than_stars(run: Run, trained: Path, chat: Path) -> None:
    assert trained
    run("import-chat", str(chat), "--me", "Olena", "--yes")
    guessed = json.loads(run("recommend", "--json").stdout)
    run("rate", "The Shawshank Redemption", "4")
    run("rate", "Titanic (1997)", "2")
    told = json.loads(run("recommend", "--json").stdout)
    assert [row["score"] for row in guessed] != [row["score"] for row in told]
