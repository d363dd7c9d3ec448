from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

    Rows = list[dict[str, Any]]

pytestmark = pytest.mark.usefixtures("trained")

CRIME = {"ml:6": "5", "ml:608": "4.5", "ml:296": "5", "ml:1": "1.5", "ml:858": "4.5"}


@pytest.fixture
def recommend(run: Run) -> Callable[..., Rows]:
    """The list as JSON."""
    return lambda *options: json.loads(run("recommend", "--json", *options).stdout)


@pytest.fixture
def crime_fan(run: Run) -> None:
    for film, stars in CRIME.items():
        run("rate", film, stars)


def _titles(rows: Rows) -> list[str]:
    return [row["title"] for row in rows]


def test_with_no_ratings_it_says_that_the_list_is_not_personal_and_what_to_do(run: Run) -> None:
    result = run("recommend")
    assert "not personal yet" in result.stderr
    assert "filmrec rate" in result.stderr
    assert "The Shawshank Redemption" in result.stdout
    assert "match" not in result.stdout


def test_the_list_to_start_from_takes_the_filters(recommend: Callable[..., Rows]) -> None:
    rows = recommend("--genre", "horror", "--year", "1970s", "-n", "2")
    assert _titles(rows) == ["Alien", "Jaws"]


@pytest.mark.usefixtures("crime_fan")
def test_a_list_is_ranked_explained_and_of_the_length_asked_for(
    recommend: Callable[..., Rows],
) -> None:
    rows = recommend("-n", "7")
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    liked = {6, 608, 296, 858}
    reasons = [film["movielens_id"] for row in rows for film in row["because"]]
    assert set(reasons) <= liked
    assert sum(bool(row["because"]) for row in rows) >= 5
    assert all(0 <= row["match"] <= 100 for row in rows)


@pytest.mark.usefixtures("crime_fan")
def test_the_names_in_the_json_are_these(recommend: Callable[..., Rows]) -> None:
    [row] = recommend("-n", "1")
    assert list(row) == [
        "rank",
        "film_id",
        "title",
        "year",
        "movielens_id",
        "tmdb_id",
        "imdb_id",
        "genres",
        "score",
        "match",
        "community_mean",
        "n_community_ratings",
        "because",
    ]
    names = ["film_id", "title", "year", "movielens_id", "tmdb_id", "imdb_id"]
    assert all(list(film) == names for film in row["because"])


@pytest.mark.usefixtures("crime_fan")
def test_the_csv_holds_the_same_list(run: Run, recommend: Callable[..., Rows]) -> None:
    rows = list(csv.DictReader(io.StringIO(run("recommend", "--csv").stdout)))
    documents = recommend()
    assert [row["title"] for row in rows] == _titles(documents)
    assert [row["because"] for row in rows] == [
        "|".join(f"{film['title']} ({film['year']})" for film in document["because"])
        for document in documents
    ]


@pytest.mark.usefixtures("crime_fan")
def test_the_same_ratings_give_the_same_list(recommend: Callable[..., Rows]) -> None:
    assert recommend() == recommend()


@pytest.mark.usefixtures("crime_fan")
def test_a_rated_film_is_gone_from_the_very_next_list_and_comes_with_again(
    run: Run, recommend: Callable[..., Rows]
) -> None:
    first = recommend("-n", "1")[0]
    run("rate", f"ml:{first['movielens_id']}", "5")
    assert first["title"] not in _titles(recommend("-n", "50"))
    assert first["title"] in _titles(recommend("-n", "50", "--again"))


@pytest.mark.usefixtures("crime_fan")
def test_a_new_rating_changes_the_list(run: Run, recommend: Callable[..., Rows]) -> None:
    before = _titles(recommend())
    for musical in ("ml:588", "ml:595", "ml:364"):
        run("rate", musical, "5")
    assert _titles(recommend()) != before


@pytest.mark.usefixtures("crime_fan")
def test_what_is_new_since_the_last_list_is_said_once(run: Run) -> None:
    assert "new since your last list" not in run("recommend").stderr
    run("rate", "ml:588", "5")
    run("rate", "ml:595", "5")
    assert "new since your last list: " in run("recommend").stderr
    assert "new since your last list" not in run("recommend").stderr


@pytest.mark.usefixtures("crime_fan")
def test_every_film_has_the_wanted_genres_and_none_of_the_unwanted(
    recommend: Callable[..., Rows],
) -> None:
    rows = recommend("--genre", "crime", "--genre", "Thriller", "--not-genre", "drama", "-n", "30")
    assert len(rows) == 30
    for row in rows:
        assert {"Crime", "Thriller"} <= set(row["genres"])
        assert "Drama" not in row["genres"]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("1994", 1994, 1994),
        ("1990-1999", 1990, 1999),
        ("1990s", 1990, 1999),
        ("90s", 1990, 1999),
        ("1970-89", 1970, 1989),
        ("-1979", 0, 1979),
        ("2010-", 2010, 9999),
    ],
)
def test_every_film_is_of_the_years_asked_for(
    recommend: Callable[..., Rows], written: str, first: int, last: int
) -> None:
    rows = recommend("--like", "Heat (1995)", "--year", written)
    assert len(rows) == 10
    assert all(first <= row["year"] <= last for row in rows)


@pytest.mark.parametrize("written", ["199", "199x", "1999-1990", "-", "next"])
def test_years_that_cannot_be_read_are_a_usage_error(run: Run, written: str) -> None:
    assert "1990-1999" in run("recommend", "--year", written, code=2).stderr


@pytest.mark.usefixtures("crime_fan")
def test_like_alone_ignores_the_stored_ratings_and_stores_nothing(
    run: Run, recommend: Callable[..., Rows]
) -> None:
    rows = recommend("--like", "Toy Story (1995)", "--like", "Aladdin (1992)")
    assert {film["title"] for row in rows for film in row["because"]} <= {"Toy Story", "Aladdin"}
    assert not {"Toy Story", "Aladdin"} & set(_titles(rows))
    assert len(json.loads(run("ratings", "--json").stdout)) == len(CRIME)


@pytest.mark.usefixtures("crime_fan")
def test_like_and_mine_counts_both(recommend: Callable[..., Rows]) -> None:
    films = ("--like", "Toy Story (1995)", "--like", "Aladdin (1992)")
    together = recommend(*films, "--and-mine")
    assert together not in (recommend(*films), recommend())


def test_and_mine_without_like_is_a_usage_error(run: Run) -> None:
    assert "--like" in run("recommend", "--and-mine", code=2).stderr


def test_from_ranks_the_films_of_a_file_and_says_which_lines_name_none(
    run: Run, tmp_path: Path
) -> None:
    listed = tmp_path / "tonight.txt"
    listed.write_text("Casino (1995)\n\nml:47\nHamlet\nno such film at all\nToy Story (1995)\n")
    result = run("recommend", "--like", "Heat (1995)", "--from", str(listed), "--json")
    assert sorted(_titles(json.loads(result.stdout))) == ["Casino", "Seven", "Toy Story"]
    assert "line 4 left out" in result.stderr
    assert "line 5 left out" in result.stderr


def test_from_reads_stdin(run: Run) -> None:
    options = ("recommend", "--like", "Heat (1995)", "--from", "-", "--json")
    result = run(*options, stdin="Casino (1995)\nSeven (1995)\n")
    assert sorted(_titles(json.loads(result.stdout))) == ["Casino", "Seven"]


def test_from_a_file_that_is_not_there_is_one_clear_error(run: Run, tmp_path: Path) -> None:
    result = run("recommend", "--from", str(tmp_path / "none.txt"), code=1)
    assert "none.txt" in result.stderr
    assert "hint: " in result.stderr


@pytest.mark.usefixtures("crime_fan")
def test_the_dial_moves_the_list_between_obscure_and_popular(
    recommend: Callable[..., Rows],
) -> None:
    def known(*options: str) -> float:
        return sum(row["n_community_ratings"] for row in recommend("-n", "20", *options))

    assert known("--obscure", "--obscure") < known("--obscure") < known()
    assert known() < known("--popular", "--popular")


@pytest.mark.usefixtures("crime_fan")
@pytest.mark.parametrize("dial", [(), ("--obscure", "--obscure", "--obscure"), ("--variety",)])
def test_films_with_too_few_ratings_are_not_pushed_up_by_chance(
    recommend: Callable[..., Rows], dial: tuple[str, ...]
) -> None:
    assert all(row["n_community_ratings"] >= 5 for row in recommend("-n", "50", *dial))


def test_opposite_dials_are_a_usage_error(run: Run) -> None:
    run("recommend", "--obscure", "--popular", code=2)


def test_variety_does_not_show_five_sequels(recommend: Callable[..., Rows]) -> None:
    films = ("--like", "Star Trek: First Contact (1996)", "--like", "Star Trek: Generations (1994)")

    def n_star_trek(*options: str) -> int:
        titles = _titles(recommend("-n", "15", *films, *options))
        return sum(title.startswith("Star Trek") for title in titles)

    assert n_star_trek("--variety", "--variety") < n_star_trek()


@pytest.mark.usefixtures("crime_fan")
def test_why_names_the_reasons_at_length(run: Run) -> None:
    shown = run("recommend", "--why", "-n", "3").stdout
    assert "It stands higher because you liked" in shown
    assert "gave it 4 stars or more" in shown
    assert "on average" in shown


@pytest.mark.parametrize(
    ("options", "culprit"),
    [
        (("--year", "1890"), "--year 1890"),
        (("--genre", "Western", "--not-genre", "Western"), "--not-genre Western"),
    ],
)
def test_an_empty_list_says_which_filter_emptied_it(
    run: Run, options: tuple[str, ...], culprit: str
) -> None:
    for taste in ((), ("--like", "Heat (1995)")):
        result = run("recommend", *taste, *options, "--json")
        assert json.loads(result.stdout) == []
        assert culprit in result.stderr


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_table_fits_the_width_of_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run("recommend", "--like", "Heat (1995)", "-n", "30").stdout.splitlines()
    assert max(map(len, lines)) <= width
    assert "match" in lines[0]


def test_a_piped_table_is_not_cut(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")
    result = run("search", "dr strangelove or how i learned to stop worrying")
    name = "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb (1964)"
    assert name in result.stdout


def test_similar_films_share_their_admirers(run: Run) -> None:
    rows = json.loads(run("similar", "Toy Story (1995)", "--json", "-n", "20").stdout)
    assert len(rows) == 20
    assert [row["similarity"] for row in rows] == sorted(
        (row["similarity"] for row in rows), reverse=True
    )
    assert "Toy Story" not in _titles(rows)
    assert {"Toy Story 2", "Monsters, Inc."} & set(_titles(rows))


def test_a_film_that_hardly_anybody_rated_has_no_likes_and_says_so(run: Run) -> None:
    result = run("similar", "ml:108583", code=1)
    assert "too few people" in result.stderr


@pytest.mark.usefixtures("crime_fan")
def test_an_evaluation_of_few_ratings_says_what_is_missing(run: Run) -> None:
    result = run("evaluate", code=3)
    assert "at least 10 ratings, you have 5" in result.stderr
    assert "filmrec rate" in result.stderr


def test_an_evaluation_ranks_the_hidden_favourites(run: Run) -> None:
    crime = ("ml:6", "ml:608", "ml:296", "ml:858", "ml:47", "ml:50", "ml:593", "ml:1213")
    for film in (*crime, "ml:1221", "ml:16", "ml:1089", "ml:1617"):
        run("rate", film, "4.5")
    shown = run("evaluate").stdout
    for words in ("Hidden: your 2 newest ratings", "popularity", "chance", "tell little"):
        assert words in shown
    document = json.loads(run("evaluate", "--json").stdout)
    assert document["n_hidden"] == 2
    assert document["model"]["mean_percentile"] > document["chance"]["mean_percentile"]
    assert {film["title"] for film in document["favourites"]} == {
        "Reservoir Dogs",
        "L.A. Confidential",
    }


def test_the_same_seed_gives_the_same_list_after_training_again(
    run: Run, recommend: Callable[..., Rows], trained: Path
) -> None:
    before = recommend("--like", "Heat (1995)", "-n", "50")
    (trained / "cache" / "model.arrays").unlink()
    run("train", "--seed", "0")
    assert recommend("--like", "Heat (1995)", "-n", "50") == before
    run("train", "--seed", "1")
    assert recommend("--like", "Heat (1995)", "-n", "50") != before


def test_a_list_for_examples_is_like_them(recommend: Callable[..., Rows]) -> None:
    titles = _titles(recommend("--like", "Spirited Away (2001)", "-n", "5"))
    assert {"Howl's Moving Castle", "My Neighbor Totoro", "Princess Mononoke"} <= set(titles)


def test_leaving_out_an_example_lowers_what_it_is_the_reason_for(
    recommend: Callable[..., Rows],
) -> None:
    films = {"Heat": "Heat (1995)", "Fargo": "Fargo (1996)", "Toy Story": "Toy Story (1995)"}

    def scores(names: list[str]) -> dict[str, float]:
        options = [option for name in names for option in ("--like", films[name])]
        return {row["title"]: row["score"] for row in recommend(*options, "-n", "9000")}

    everything = scores(list(films))
    options = [option for name in films.values() for option in ("--like", name)]
    n_checked = 0
    for row in recommend(*options):
        for reason in row["because"]:
            without = scores([name for name in films if name != reason["title"]])
            assert without[row["title"]] < everything[row["title"]]
            n_checked += 1
    assert n_checked >= 10


@pytest.mark.usefixtures("crime_fan")
def test_again_leaves_out_what_was_disliked_and_no_film_is_its_own_reason(
    recommend: Callable[..., Rows],
) -> None:
    rows = recommend("--again", "-n", "200")
    assert "Toy Story" not in _titles(rows)
    assert "Heat" in _titles(rows)
    assert all(row["film_id"] not in {f["film_id"] for f in row["because"]} for row in rows)


@pytest.mark.usefixtures("crime_fan")
def test_a_longer_or_shorter_list_is_not_a_new_one(run: Run) -> None:
    for count in ("5", "2", "9", "5"):
        assert "new since" not in run("recommend", "-n", count).stderr


@pytest.mark.parametrize("holdout", ["nan", "0", "1", "-1"])
def test_a_share_that_cannot_be_hidden_is_a_usage_error(run: Run, holdout: str) -> None:
    assert "0.05 to 0.8" in run("evaluate", "--holdout", holdout, code=2).stderr
