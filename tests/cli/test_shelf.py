"""`filmrec seen`, `hide` and `watchlist`: marked together, listed, and left out of lists."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from filmrec.films import Mark
from filmrec.library import open_library
from filmrec.library.journal import FILM, VIEWING, Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from filmrec.library import Library
    from tests.conftest import Run

HEAT, FARGO, TOY_STORY = "Heat (1995)", "Fargo (1996)", "Toy Story (1995)"
LISTS = {"seen": ("seen", "--list"), "hide": ("hide", "--list"), "watchlist": ("watchlist", "list")}
ADD = {"seen": ("seen",), "hide": ("hide",), "watchlist": ("watchlist", "add")}
REMOVE = {"seen": ("unseen",), "hide": ("unhide",), "watchlist": ("watchlist", "remove")}


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    """What no command can say yet is said to the library itself."""
    with open_library(home / "library.db", now=lambda: datetime.now(UTC)) as opened:
        yield opened


def _own_film(library: Library) -> int:
    """A film that no catalogue has."""
    film = {"title": "Home Movie", "original_title": None, "year": 2024, "genres": []}
    with library.transaction("import films") as group:
        group.change(library._store.connection, Key(99_999, FILM), film)
    return 99_999


def _listed(run: Run, name: str, *options: str) -> list[str]:
    rows = json.loads(run(*LISTS[name], "--json", *options).stdout)
    return [f"{row['title']} ({row['year']})" for row in rows]


def _marks(run: Run, film: str) -> list[str]:
    marks: list[str] = json.loads(run("show", film, "--json").stdout)["marks"]
    return marks


@pytest.mark.parametrize("name", LISTS)
def test_films_are_marked_listed_newest_first_and_unmarked(run: Run, name: str) -> None:
    run(*ADD[name], HEAT, FARGO)
    run(*ADD[name], TOY_STORY)
    assert _listed(run, name) == [TOY_STORY, FARGO, HEAT]
    run(*REMOVE[name], FARGO, TOY_STORY)
    assert _listed(run, name) == [HEAT]


@pytest.mark.parametrize("name", LISTS)
def test_a_film_not_found_among_others_is_named_and_nothing_is_changed(run: Run, name: str) -> None:
    result = run(*ADD[name], HEAT, "Shawshenk Redemtion", code=4)
    assert '"Shawshenk Redemtion"' in result.stderr
    assert result.stdout == ""
    assert _listed(run, name) == []
    run(*ADD[name], HEAT)
    run(*REMOVE[name], HEAT, "Hamlet", code=4)
    assert _listed(run, name) == [HEAT]


@pytest.mark.parametrize("name", LISTS)
def test_marking_what_is_marked_says_so_and_keeps_its_date(run: Run, name: str) -> None:
    run(*ADD[name], HEAT)
    before = run(*LISTS[name], "--json").stdout
    assert "already" in run(*ADD[name], HEAT).stdout
    assert run(*LISTS[name], "--json").stdout == before


@pytest.mark.parametrize("name", LISTS)
def test_unmarking_what_is_not_marked_says_so(run: Run, name: str) -> None:
    assert run(*REMOVE[name], HEAT).stdout.startswith(f"{HEAT}: was not ")


@pytest.mark.parametrize("name", LISTS)
def test_a_film_named_twice_is_marked_once(run: Run, name: str) -> None:
    assert len(run(*ADD[name], HEAT, "ml:6").stdout.splitlines()) == 1


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_filters_and_a_length(run: Run, name: str) -> None:
    run(*ADD[name], HEAT, FARGO, TOY_STORY)
    assert _listed(run, name, "--genre", "crime", "--year", "1996-") == [FARGO]
    assert _listed(run, name, "--not-genre", "crime") == [TOY_STORY]
    assert len(_listed(run, name, "-n", "2")) == 2


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_how_to_fill_it(run: Run, name: str) -> None:
    result = run(*LISTS[name])
    assert result.stdout == ""
    assert "filmrec " + " ".join(ADD[name]) in result.stderr


def test_the_names_in_the_json_and_the_columns_are_these(run: Run) -> None:
    run("seen", HEAT)
    [row] = json.loads(run("seen", "--list", "--json").stdout)
    names = ["film_id", "title", "year", "movielens_id", "tmdb_id", "imdb_id", "genres"]
    assert list(row) == [*names, "marked_at", "source"]
    [in_csv] = csv.DictReader(io.StringIO(run("seen", "--list", "--csv").stdout))
    assert list(in_csv) == list(row)


@pytest.mark.parametrize("command", ["seen", "hide"])
def test_a_command_that_names_no_film_says_how(run: Run, command: str) -> None:
    assert f'filmrec {command} "Heat (1995)"' in run(command, code=2).stderr
    run(command, HEAT, "--list", code=2)


def test_a_film_marked_as_seen_leaves_the_watchlist_and_it_is_said(run: Run) -> None:
    run("watchlist", "add", HEAT)
    assert run("seen", HEAT).stdout == f"{HEAT}: marked as seen, taken off the watchlist\n"
    assert _marks(run, HEAT) == ["seen"]


def test_a_film_that_is_rated_leaves_the_watchlist_and_it_is_said(run: Run) -> None:
    run("watchlist", "add", HEAT)
    assert run("rate", HEAT, "4").stdout == f"{HEAT}: 4 stars, taken off the watchlist\n"
    assert _marks(run, HEAT) == []


@pytest.mark.parametrize("command", [("seen", HEAT), ("rate", HEAT, "4"), ("hide", HEAT)])
def test_what_leaves_the_watchlist_comes_back_with_one_undo(
    run: Run, library: Library, command: tuple[str, ...]
) -> None:
    run("watchlist", "add", HEAT)
    run(*command)
    assert library.undo() is not None
    assert _marks(run, HEAT) == ["watchlist"]
    assert json.loads(run("ratings", "--json").stdout) == []


def test_several_films_are_one_undo(run: Run, library: Library) -> None:
    run("seen", HEAT, FARGO, TOY_STORY)
    library.undo()
    assert _listed(run, "seen") == []
    assert library.undo() is None


def test_hidden_and_listed_exclude_each_other(run: Run) -> None:
    run("watchlist", "add", HEAT)
    assert "taken off the watchlist" in run("hide", HEAT).stdout
    assert _marks(run, HEAT) == ["hidden"]
    assert "no longer hidden" in run("watchlist", "add", HEAT).stdout
    assert _marks(run, HEAT) == ["watchlist"]


def test_a_hidden_film_that_is_rated_stays_hidden_and_it_is_said(run: Run) -> None:
    run("hide", HEAT)
    assert "still hidden" in run("rate", HEAT, "5").stdout
    assert "still hidden" in run("unrate", HEAT).stdout
    assert _marks(run, HEAT) == ["hidden"]


def test_rating_answers_that_a_film_was_not_seen(run: Run, library: Library) -> None:
    library.mark(library.find(HEAT).film_id, Mark.NOT_SEEN)
    run("rate", HEAT, "5")
    assert _marks(run, HEAT) == []


def test_a_rated_film_counts_as_seen_and_unseen_says_so(run: Run) -> None:
    run("rate", HEAT, "5")
    assert "it is rated" in run("unseen", HEAT).stdout


def test_to_list_a_known_film_is_possible_and_says_what_it_needs(run: Run) -> None:
    run("seen", HEAT)
    assert "--again" in run("watchlist", "add", HEAT).stdout
    assert _marks(run, HEAT) == ["seen", "watchlist"]


def test_a_hidden_film_is_still_found(run: Run) -> None:
    run("hide", HEAT)
    found = json.loads(run("search", "heat", "--json").stdout)
    assert 6 in [row["movielens_id"] for row in found]


def test_show_says_the_marks_with_their_dates_and_how_often_it_was_watched(
    run: Run, library: Library
) -> None:
    film_id = library.find(HEAT).film_id
    run("seen", HEAT)
    library.mark(film_id, Mark.LIKED)
    with library.transaction("import diary") as group:
        for day in ("2024-05-01", "2019-12-31", "2020-02-29"):
            watched = {"is_rewatch": 0, "source": "letterboxd"}
            group.change(library._store.connection, Key(film_id, VIEWING, day), watched)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    shown = run("show", HEAT).stdout
    assert f"liked (since {today}), seen (since {today})" in shown
    assert "3 times, last on 2024-05-01" in shown
    document = json.loads(run("show", HEAT, "--json").stdout)
    assert document["marks"] == ["liked", "seen"]
    assert document["marked_at"]["seen"].startswith(today)
    assert document["viewings"] == ["2019-12-31", "2020-02-29", "2024-05-01"]


def test_status_counts_marked_films_that_have_no_movielens_id(run: Run, library: Library) -> None:
    film_id = _own_film(library)
    for mark in (Mark.SEEN, Mark.LIKED):
        library.mark(film_id, mark)
    run("watchlist", "add", HEAT)
    counted = json.loads(run("status", "--json").stdout)["library"]
    names = ("n_seen", "n_hidden", "n_watchlist", "n_liked")
    assert [counted[name] for name in names] == [1, 0, 1, 1]
    assert "1 seen, 1 on the watchlist, 1 liked" in run("status").stdout


@pytest.fixture
def recommend(run: Run, trained: Path) -> Callable[..., list[dict[str, Any]]]:
    """The list as JSON."""
    assert trained.exists()
    return lambda *options: json.loads(run("recommend", "--json", *options).stdout)


def _titles(rows: list[dict[str, Any]]) -> list[str]:
    return [row["title"] for row in rows]


@pytest.mark.parametrize("rated", [(), (HEAT, "5")])
def test_watchlist_ranks_only_the_films_on_it_and_no_watchlist_leaves_them_out(
    run: Run, recommend: Callable[..., list[dict[str, Any]]], rated: tuple[str, ...]
) -> None:
    if rated:
        run("rate", *rated)
    first, second = recommend("-n", "2")
    run("watchlist", "add", f"ml:{first['movielens_id']}", "Casino (1995)")
    assert _titles(recommend("--watchlist")) == [first["title"], "Casino"]
    assert recommend("--no-watchlist", "-n", "1")[0]["title"] == second["title"]
    assert recommend("-n", "1")[0]["title"] == first["title"]


@pytest.mark.parametrize("rated", [(), (HEAT, "5")])
def test_films_on_the_watchlist_that_nobody_knows_are_named(
    run: Run, library: Library, trained: Path, rated: tuple[str, ...]
) -> None:
    assert trained.exists()
    if rated:
        run("rate", *rated)
    library.mark(_own_film(library), Mark.WATCHLIST)
    result = run("recommend", "--watchlist", "--json")
    assert json.loads(result.stdout) == []
    assert "Home Movie (2024) was left out: nobody in the community rated it" in result.stderr
    assert "no film is left: --watchlist" in result.stderr
    run("watchlist", "add", FARGO)
    result = run("recommend", "--watchlist", "--json")
    assert _titles(json.loads(result.stdout)) == ["Fargo"]
    assert "Home Movie (2024) was left out" in result.stderr


def test_many_films_that_nobody_knows_are_one_line(run: Run, library: Library) -> None:
    with library.transaction("import films") as group:
        for number in range(30):
            film = {"title": f"New {number}", "original_title": None, "year": 2024, "genres": []}
            group.change(library._store.connection, Key(100_000 + number, FILM), film)
            library.mark(100_000 + number, Mark.WATCHLIST)
    [line] = [line for line in run("recommend", "--watchlist").stderr.splitlines() if "New" in line]
    assert line.startswith("30 films were left out")
    assert line.endswith("and 20 more")


@pytest.mark.parametrize("rated", [(), (HEAT, "5")])
def test_an_empty_watchlist_is_a_clear_message(
    run: Run, trained: Path, rated: tuple[str, ...]
) -> None:
    assert trained.exists()
    if rated:
        run("rate", *rated)
    result = run("recommend", "--watchlist", code=3)
    assert result.stderr.startswith("error: your watchlist is empty\nhint: ")


def test_a_film_of_the_watchlist_that_few_rated_is_the_persons_to_judge(
    run: Run, recommend: Callable[..., list[dict[str, Any]]]
) -> None:
    run("rate", HEAT, "5")
    run("watchlist", "add", "ml:108583")
    [row] = recommend("--watchlist")
    assert row["n_community_ratings"] < 5


def test_seen_and_hidden_films_are_not_recommended(
    run: Run, recommend: Callable[..., list[dict[str, Any]]]
) -> None:
    run("rate", HEAT, "5")
    first, second = recommend("-n", "2")
    run("seen", f"ml:{first['movielens_id']}")
    run("hide", f"ml:{second['movielens_id']}")
    assert not {first["title"], second["title"]} & set(_titles(recommend("-n", "100")))
    again = _titles(recommend("-n", "100", "--again"))
    assert first["title"] in again
    assert second["title"] not in again


def test_a_liked_film_counts_like_four_stars_unless_it_is_rated(
    run: Run, library: Library, recommend: Callable[..., list[dict[str, Any]]]
) -> None:
    run("rate", HEAT, "5")
    run("rate", FARGO, "4")
    by_stars = recommend()
    run("unrate", FARGO)
    film_id = library.find(FARGO).film_id
    library.mark(film_id, Mark.LIKED)
    assert recommend() == by_stars
    run("rate", FARGO, "1")
    low = recommend()
    library.unmark(film_id, Mark.LIKED)
    assert recommend() == low != by_stars


def test_a_list_says_how_many_films_count_by_their_heart(
    run: Run, library: Library, trained: Path
) -> None:
    assert trained.exists()
    library.mark(library.find(FARGO).film_id, Mark.LIKED)
    library.mark(library.find(TOY_STORY).film_id, Mark.LIKED)
    for film in ("ml:6", "ml:608"):
        run("rate", film, "5")
    assert "picked by 2 ratings and 1 film you liked without rating; 7 more" in (
        run("recommend").stderr
    )
    for number in ("47", "50", "593", "858", "1221", "16", "1089"):
        run("rate", f"ml:{number}", "4")
    assert "picked by 9 ratings and 1 film you liked without rating\n" in run("recommend").stderr
    assert "liked without" not in run("recommend", "--like", HEAT).stderr


def test_a_liked_film_is_not_recommended(
    run: Run, library: Library, recommend: Callable[..., list[dict[str, Any]]]
) -> None:
    run("rate", HEAT, "5")
    [first] = recommend("-n", "1")
    library.mark(first["film_id"], Mark.LIKED)
    assert first["title"] not in _titles(recommend("-n", "100"))
