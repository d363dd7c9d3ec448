"""`filmrec train` within the memory and the time that a person gives it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from filmrec.cli.quantities import free_memory, read_bytes, read_seconds
from filmrec.errors import UsageError
from filmrec.model.artifact import load_model
from tests.benchmarks.generator import write_set

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

QUICK = ("--members", "1", "--components", "8", "--epochs", "1")
N_RATINGS = 300_000


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("set") / "larger.zip"
    write_set(path, N_RATINGS, seed=5)
    return path


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("800M", 800 << 20),
        ("4G", 4 << 30),
        ("1.5 GB", 3 << 29),
        ("2gib", 2 << 30),
        ("512k", 1 << 19),
    ],
)
def test_memory_is_read_as_people_write_it(text: str, amount: int) -> None:
    assert read_bytes(text) == amount


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("10m", 600), ("1.5h", 5400), ("600", 600), ("5 min", 300)]
)
def test_time_is_read_as_people_write_it(text: str, seconds: float) -> None:
    assert read_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "4", "much", "-1G", "4X", "1e9G", "G", "٤G"])
def test_what_is_no_memory_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no amount of memory"):
        read_bytes(text)


@pytest.mark.parametrize("text", ["", "soon", "-5m", "5d", "m", "nan"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no length of time"):
        read_seconds(text)


def test_free_memory_is_more_than_nothing() -> None:
    free = free_memory()
    assert free is None or free > 1 << 20


def test_a_wrong_amount_is_a_usage_error(run: Run) -> None:
    assert "write it as 800M or 4G" in run("train", "--memory", "lots", code=2).stderr
    assert "write it as 90s, 10m or 1h" in run("train", "--budget", "soon", code=2).stderr


def test_too_little_is_said_and_changes_nothing(run: Run, trained: Path) -> None:
    model = trained / "cache" / "model.arrays"
    before = model.read_bytes()
    result = run("train", "--memory", "1M", code=1)
    assert "takes at least" in result.stderr
    assert "MB of memory" in result.stderr
    assert "seconds" in run("train", "--budget", "1s", code=1).stderr
    assert model.read_bytes() == before


def test_people_are_sampled_to_fit_and_the_result_says_how_many(
    run: Run, home: Path, larger: Path
) -> None:
    run("import-movielens", str(larger))
    said = run("train", *QUICK, "--budget", "20s")
    model = load_model(home / "cache" / "model.arrays")
    assert 0 < model.n_ratings < N_RATINGS
    assert model.hyperparameters.most_ratings > 0
    assert f"learnt from {model.n_ratings:,} of {N_RATINGS:,} ratings" in said.stderr
    status = json.loads(run("status", "--json").stdout)
    assert status["model"]["state"] == "current"
