from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from tests.benchmarks import peers, protocol
from tests.benchmarks.calibration import reliability
from tests.benchmarks.datasets import Dataset, read_movielens, read_starter
from tests.benchmarks.peers import Method
from tests.benchmarks.protocol import Outcome, Scorer, Split
from tests.benchmarks.runs import Plan, choose, measure
from tests.benchmarks.tables import as_json, as_text, compare, distinct_films, targets

ROOT = Path(__file__).parents[2]
N_PEOPLE, N_FILMS = 60, 50


def make_ratings() -> csr_matrix:
    """Two tastes: each person likes one half of the films and dislikes the other."""
    rng = np.random.default_rng(7)
    dense = np.zeros((N_PEOPLE, N_FILMS), dtype=np.float32)
    for person in range(N_PEOPLE):
        films = rng.choice(N_FILMS, size=rng.integers(5, 30), replace=False)
        liked = films % 2 == person % 2
        dense[person, films] = np.where(liked, 4.5, 2) + rng.choice([-0.5, 0, 0.5], len(films))
    return csr_matrix(dense)


RATINGS = make_ratings()


def first_split(seed: int = 0) -> tuple[Split, Any]:
    people = protocol.deal_folds(N_PEOPLE, seed)[0]
    return protocol.hold_out(RATINGS, people, seed), people


def stars_of(row: csr_matrix) -> dict[int, float]:
    return dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))


def constant(scores: list[float]) -> Scorer:
    row = np.array(scores, dtype=np.float32)
    return lambda given: np.tile(row, (given.shape[0], 1))


def test_every_person_is_in_one_fold() -> None:
    folds = protocol.deal_folds(N_PEOPLE, 0)
    assert sorted(np.concatenate(folds).tolist()) == list(range(N_PEOPLE))


def test_a_fifth_of_the_people_is_held_out() -> None:
    assert len(first_split()[1]) == N_PEOPLE // 5


def test_training_holds_the_ratings_of_the_others_and_nothing_else() -> None:
    split, people = first_split()
    others = [person for person in range(N_PEOPLE) if person not in people]
    assert (split.training != RATINGS[others]).nnz == 0


@pytest.mark.parametrize("setting", ["3 in", "10 in", "80% in"])
def test_given_and_hidden_together_are_what_the_person_rated(setting: str) -> None:
    holdout = first_split()[0].holdouts[setting]
    for row, person in enumerate(holdout.people):
        given, hidden = stars_of(holdout.given[row]), stars_of(holdout.hidden[row])
        assert given | hidden == stars_of(RATINGS[person])


@pytest.mark.parametrize("setting", ["3 in", "10 in", "80% in"])
def test_no_film_is_both_given_and_hidden(setting: str) -> None:
    holdout = first_split()[0].holdouts[setting]
    assert holdout.given.multiply(holdout.hidden).nnz == 0


@pytest.mark.parametrize("setting", ["3 in", "10 in", "80% in"])
def test_everyone_measured_hides_a_film_that_they_liked(setting: str) -> None:
    holdout = first_split()[0].holdouts[setting]
    assert (holdout.hidden.max(axis=1).toarray() >= 4).all()


@pytest.mark.parametrize(("setting", "count"), [("3 in", 3), ("10 in", 10)])
def test_a_number_given_is_that_number(setting: str, count: int) -> None:
    holdout = first_split()[0].holdouts[setting]
    assert set(np.diff(holdout.given.indptr)) == {count}


def test_people_with_ten_ratings_or_fewer_are_left_out_of_ten_in() -> None:
    split, people = first_split()
    enough = {person for person in people if RATINGS[person].nnz > 10}
    assert set(split.holdouts["10 in"].people) <= enough < set(people)


def test_four_fifths_given_are_rounded_down() -> None:
    holdout = first_split()[0].holdouts["80% in"]
    rated = np.diff(RATINGS.indptr)[holdout.people]
    assert np.diff(holdout.given.indptr).tolist() == [int(0.8 * n) for n in rated]


def test_what_three_in_gives_is_given_in_ten_in_too() -> None:
    holdouts = first_split()[0].holdouts
    three, ten = holdouts["3 in"], holdouts["10 in"]
    for row, person in enumerate(ten.people):
        fewer = three.given[np.flatnonzero(three.people == person)[0]]
        assert stars_of(fewer).items() <= stars_of(ten.given[row]).items()


def test_the_same_seed_gives_and_hides_the_same() -> None:
    first, second = (first_split()[0].holdouts["10 in"].given for _ in range(2))
    assert (first != second).nnz == 0


def test_another_seed_holds_other_people_out() -> None:
    assert set(first_split(0)[1]) != set(first_split(1)[1])


def test_a_limit_measures_fewer_people_but_holds_as_many_out() -> None:
    people = protocol.deal_folds(N_PEOPLE, 0)[0]
    split = protocol.hold_out(RATINGS, people, 0, limit=4)
    measured = len(split.holdouts["3 in"].people)
    assert (measured, split.training.shape[0]) == (4, N_PEOPLE - len(people))


def test_a_scorer_that_knows_what_is_hidden_reaches_1_everywhere() -> None:
    holdout = first_split()[0].holdouts["80% in"]
    outcome = protocol.evaluate(lambda given: holdout.hidden.toarray(), holdout)
    defined = outcome.auc[~np.isnan(outcome.auc)]
    assert (outcome.ndcg == 1).all()
    assert (outcome.recall == 1).all()
    assert (defined == 1).all()


def test_given_films_are_no_candidates() -> None:
    holdout = first_split()[0].holdouts["10 in"]
    outcome = protocol.evaluate(lambda given: given.toarray() * 100, holdout)
    for row, top in enumerate(outcome.top):
        assert not set(top) & set(holdout.given[row].indices)


def test_the_first_ten_films_are_the_best_scored_ones_that_were_not_given() -> None:
    holdout = first_split()[0].holdouts["3 in"]
    outcome = protocol.evaluate(constant([float(-film) for film in range(N_FILMS)]), holdout)
    given = set(holdout.given[0].indices)
    assert outcome.top[0].tolist() == [film for film in range(N_FILMS) if film not in given][:10]


@pytest.mark.parametrize("n_people", [12, 60], ids=["more films", "more people"])
def test_ease_equals_a_ridge_regression_of_each_film_on_all_others(n_people: int) -> None:
    films = 15
    ratings = csr_matrix(RATINGS[:n_people].toarray()[:, :films])
    x = peers.weigh(ratings, "graded").toarray().astype(np.float64)
    weights = np.zeros((films, films))
    for film in range(films):
        others = [other for other in range(films) if other != film]
        normal = x[:, others].T @ x[:, others] + 20 * np.eye(films - 1)
        weights[others, film] = np.linalg.solve(normal, x[:, others].T @ x[:, film])
    score = peers.fit_ease(ratings, weighting="graded", regularisation=20.0)
    np.testing.assert_allclose(score(ratings), x @ weights, rtol=1e-4, atol=1e-5)


def test_item_knn_equals_a_sum_over_the_most_similar_films() -> None:
    films, neighbours, shrinkage = 12, 3, 2.0
    ratings = csr_matrix(RATINGS.toarray()[:, :films])
    x = peers.weigh(ratings, "graded").toarray()
    lengths = np.sqrt((x**2).sum(axis=0))
    expected = np.zeros_like(x)
    for film in range(films):
        similar = {
            other: x[:, film] @ x[:, other] / (lengths[film] * lengths[other] + shrinkage)
            for other in range(films)
            if other != film
        }
        for other in sorted(similar, key=lambda one: -similar[one])[:neighbours]:
            expected[:, film] += x[:, other] * similar[other]
    score = peers.fit_item_knn(
        ratings, weighting="graded", neighbours=neighbours, shrinkage=shrinkage
    )
    np.testing.assert_allclose(score(ratings), expected, rtol=1e-4)


def test_community_mean_is_drawn_to_the_overall_mean() -> None:
    ratings = csr_matrix(np.array([[5, 1], [5, 0]], dtype=np.float32))
    score = peers.fit_community_mean(ratings, damping=2.0)
    overall = 11 / 3
    expected = [(10 + 2 * overall) / 4, (1 + 2 * overall) / 3]
    np.testing.assert_allclose(score(ratings[:1])[0], expected, rtol=1e-6)


def test_popularity_by_likes_counts_ratings_of_four_stars_and_more() -> None:
    ratings = csr_matrix(np.array([[4, 3.5], [5, 3]], dtype=np.float32))
    assert peers.fit_popularity(ratings, weighting="liked")(ratings[:1]).tolist() == [[2, 0]]


def test_ials_ranks_a_persons_own_half_above_the_other() -> None:
    pytest.importorskip("implicit", reason="the peers extra is not installed")
    holdout = first_split()[0].holdouts["80% in"]
    score = peers.fit_ials(
        first_split()[0].training, weighting="liked", factors=4, regularisation=1.0, alpha=4.0
    )
    outcome = protocol.evaluate(score, holdout)
    assert np.nanmean(outcome.auc) > 0.9


def test_weighing_leaves_the_ratings_as_they_were() -> None:
    ratings = RATINGS.copy()
    peers.weigh(ratings, "liked")
    assert (ratings != RATINGS).nnz == 0


def test_tuning_takes_the_best_of_the_grid_for_each_setting() -> None:
    def fit(training: csr_matrix, *, sign: int) -> Scorer:
        rated = peers.weigh(training, "centred")
        alike = sign * (rated.T @ rated)
        return lambda given: (peers.weigh(given, "centred") @ alike).toarray()

    method = Method("toy", fit, grid={"sign": (-1, 1)}, quick_grid={"sign": (-1,)})
    chosen = choose(method, [first_split()[0]], quick=False)
    assert chosen == {name: {"sign": 1} for name in ("3 in", "10 in", "80% in")}


def test_a_method_that_cannot_run_leaves_the_other_rows() -> None:
    def fit(training: csr_matrix) -> Scorer:
        raise peers.MethodUnavailableError("needs the package somewhere")

    methods = (
        Method("absent", fit, grid={}, quick_grid={}),
        Method("even", lambda training: constant([0.0] * N_FILMS), grid={}, quick_grid={}),
    )
    report = measure(Dataset("toy", RATINGS), methods, Plan(splits=2, seed=0, quick=False))
    lines = as_text(report).splitlines()
    assert [line.split("|")[1].strip() for line in lines if line.startswith("absent")] == [
        "needs the package somewhere"
    ]
    assert report.row("even") is not None


def test_ials_without_its_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "implicit.cpu.als", None)
    with pytest.raises(peers.MethodUnavailableError, match=r"\.\[peers\]"):
        peers.fit_ials(RATINGS, weighting="liked", factors=2, regularisation=1.0, alpha=1.0)


def test_no_person_is_tested_in_two_splits() -> None:
    method = Method("even", lambda training: constant([0.0] * N_FILMS), grid={}, quick_grid={})
    report = measure(Dataset("toy", RATINGS), (method,), Plan(splits=4, seed=0, quick=False))
    row = report.row("even")
    assert row is not None
    folds = protocol.deal_folds(N_PEOPLE, 0)[:4]
    assert len(row.outcomes["3 in"].ndcg) <= sum(map(len, folds))


def test_a_match_that_comes_true_has_no_calibration_error() -> None:
    predicted = np.array([25.0] * 4 + [75.0] * 4)
    liked = np.array([True, False, False, False, True, True, True, False])
    table = reliability("toy", predicted, liked)
    assert table.error == 0
    assert table.counts.tolist() == [0, 0, 4, 0, 0, 0, 0, 4, 0, 0]


def test_a_match_that_always_promises_everything_is_wrong_by_what_is_not_liked() -> None:
    liked = np.array([True, False, False, False])
    assert reliability("toy", np.full(4, 100.0), liked).error == 75


def test_a_match_that_says_the_overall_share_leaves_all_of_the_squared_error() -> None:
    liked = np.array([True, False, True, False])
    assert reliability("toy", np.full(4, 50.0), liked).error_share == 1


def outcome_of(ndcg: list[float], top: list[list[int]], split: list[int]) -> Outcome:
    values = np.array(ndcg)
    return Outcome(values, values, values, np.array(top), np.array(split), values)


def test_distinct_films_are_counted_per_split() -> None:
    outcome = outcome_of([1, 1, 1], [[1, 2], [2, 3], [4, 5]], [0, 0, 1])
    assert distinct_films(outcome).tolist() == [3, 2]


def test_a_ratio_of_two_methods_that_differ_by_a_factor_has_no_error() -> None:
    report = measure(
        Dataset("toy", RATINGS),
        (
            Method("ours", lambda training: constant([0.0] * N_FILMS), grid={}, quick_grid={}),
            Method("EASE", lambda training: constant([0.0] * N_FILMS), grid={}, quick_grid={}),
        ),
        Plan(splits=3, seed=0, quick=False),
    )
    ours, ease = report.row("ours"), report.row("EASE")
    assert ours is not None
    assert ease is not None
    target = compare("ndcg", "10 in", ours, ease, 1.1)
    assert (target.ratio, target.ratio_error, target.difference) == (1, 0, 0)
    assert not target.reached


def test_targets_need_our_own_row() -> None:
    method = Method("EASE", lambda training: constant([0.0] * N_FILMS), grid={}, quick_grid={})
    report = measure(Dataset("toy", RATINGS), (method,), Plan(splits=1, seed=0, quick=True))
    assert targets(report) == []
    assert as_json(report)["targets"] == []


def test_the_starter_set_is_read_whole() -> None:
    ratings = read_starter().ratings
    assert (ratings.shape, ratings.nnz) == ((671, 9066), 100_004)
    assert (ratings.data.min(), ratings.data.max()) == (0.5, 5)


def write_csv(folder: Path) -> Path:
    coordinates = RATINGS.tocoo()
    rows = zip(coordinates.row, coordinates.col, coordinates.data, strict=True)
    lines = [f"{person + 1},{film * 10},{stars:g},0" for person, film, stars in rows]
    text = "\n".join(["userId,movieId,rating,timestamp", *lines])
    (folder / "ratings.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_movielens_folder_is_read_as_it_was_written(tmp_path: Path) -> None:
    read = read_movielens(write_csv(tmp_path)).ratings
    rated = np.flatnonzero(RATINGS.getnnz(axis=0))
    assert (read != RATINGS[:, rated]).nnz == 0


def test_a_film_rated_twice_by_one_person_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text("userId,movieId,rating\n1,2,3\n1,2,4\n")
    with pytest.raises(ValueError, match="two ratings of one film"):
        read_movielens(tmp_path)


def test_a_file_without_ratings_names_the_missing_column(tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text("userId,movieId\n1,2\n")
    with pytest.raises(ValueError, match="no column rating"):
        read_movielens(tmp_path)


def test_the_command_prints_every_method_on_a_folder_as_json(tmp_path: Path) -> None:
    folder = write_csv(tmp_path)
    run = subprocess.run(
        [
            *(sys.executable, "-m", "tests.benchmarks.accuracy", "--quick", "--json"),
            *("--no-starter", "--data", str(folder)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    (found,) = json.loads(run.stdout)
    assert (found["n_people"], found["n_ratings"]) == (N_PEOPLE, RATINGS.nnz)
    assert [row["method"] for row in found["methods"]] == [
        "ours",
        "popularity",
        "community mean",
        "item k-nearest",
        "EASE",
        "EASE one setting",
        "iALS",
    ]
    ours = found["methods"][0]["settings"]["80% in"]
    assert ours["auc"] > 0.8
