from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from filmrec.errors import StorageError
from filmrec.model.interactions import (
    Interactions,
    item_levels,
    load_interactions,
    mean_and_deviation,
)


def interactions(rows: list[dict[int, int]], n_items: int = 8) -> Interactions:
    """One dictionary a person: item to half-stars."""
    return Interactions(
        offsets=np.cumsum([0, *map(len, rows)]),
        items=np.array([item for row in rows for item in row], dtype=np.uint16),
        half_stars=np.array([value for row in rows for value in row.values()], dtype=np.uint8),
        n_items=n_items,
    )


def write(folder: Path, **changed: NDArray[np.generic]) -> None:
    arrays: dict[str, NDArray[np.generic]] = {
        "offsets": np.array([0, 2, 3]),
        "items": np.array([0, 2, 1], dtype=np.uint16),
        "half_stars": np.array([10, 1, 5], dtype=np.uint8),
        "item_ids": np.array([7, 9, 30], dtype=np.int32),
    } | changed
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)


ROWS = st.lists(
    st.dictionaries(st.integers(0, 7), st.integers(1, 10), max_size=8), min_size=1, max_size=6
)


@given(ROWS)
def test_means_and_deviations_equal_those_counted_by_hand(rows: list[dict[int, int]]) -> None:
    community = interactions(rows)
    means, deviations = mean_and_deviation(community.star_histogram())
    for item in range(8):
        stars = [row[item] / 2 for row in rows if item in row]
        assert community.item_counts()[item] == len(stars)
        assert means[item] == pytest.approx(np.mean(stars) if stars else 0, abs=1e-5)
        assert deviations[item] == pytest.approx(np.std(stars) if stars else 0, abs=1e-3)


def test_the_fingerprint_does_not_depend_on_the_width_of_the_integers() -> None:
    narrow = interactions([{1: 4, 3: 10}, {0: 1}])
    wide = Interactions(narrow.offsets, narrow.items.astype(np.int64), narrow.half_stars, 8)
    assert wide.fingerprint() == narrow.fingerprint()


@pytest.mark.parametrize(
    "other", [[{1: 4, 3: 9}, {0: 1}], [{1: 4, 2: 10}, {0: 1}], [{1: 4}, {3: 10, 0: 1}]]
)
def test_other_ratings_have_another_fingerprint(other: list[dict[int, int]]) -> None:
    first = interactions([{1: 4, 3: 10}, {0: 1}])
    assert interactions(other).fingerprint() != first.fingerprint()


@pytest.mark.parametrize(
    ("offsets", "items", "half_stars"),
    [
        ([0, 2, 1, 3], [0, 1, 2], [1, 1, 1]),
        ([1, 3], [0, 1, 2], [1, 1, 1]),
        ([0, 2], [0, 1, 2], [1, 1, 1]),
        ([0, 3], [0, 1, 8], [1, 1, 1]),
        ([0, 3], [0, -1, 2], [1, 1, 1]),
        ([0, 3], [0, 1, 2], [1, 0, 1]),
        ([0, 3], [0, 1, 2], [1, 11, 1]),
        ([0, 3], [0, 1, 2], [1, 1]),
    ],
)
def test_arrays_that_do_not_fit_are_refused(
    offsets: list[int], items: list[int], half_stars: list[int]
) -> None:
    with pytest.raises(ValueError, match="community"):
        Interactions(np.array(offsets), np.array(items), np.array(half_stars, np.uint8), 8)


def test_a_community_is_loaded_as_it_was_stored(tmp_path: Path) -> None:
    write(tmp_path)
    community, item_ids = load_interactions(tmp_path)
    items, stars = community.user(0)
    assert (items.tolist(), stars.tolist()) == ([0, 2], [5.0, 0.5])
    assert item_ids.tolist() == [7, 9, 30]


def test_a_loaded_community_is_mapped_and_not_read(tmp_path: Path) -> None:
    write(tmp_path)
    community, _ = load_interactions(tmp_path)
    assert isinstance(community.items, np.memmap)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("items", np.array([0, 2, 3], dtype=np.uint16)),
        ("half_stars", np.array([10, 0, 5], dtype=np.uint8)),
        ("half_stars", np.array([1.0, 2.0, 5.0])),
        ("offsets", np.array([0, 3, 2])),
        ("offsets", np.array([[0, 3]])),
        ("item_ids", np.array([9, 7, 30], dtype=np.int32)),
    ],
)
def test_a_damaged_community_is_one_clear_sentence(
    tmp_path: Path, name: str, array: NDArray[np.generic]
) -> None:
    write(tmp_path, **{name: array})
    with pytest.raises(StorageError) as caught:
        load_interactions(tmp_path)
    assert str(tmp_path) in caught.value.message
    assert "\n" not in caught.value.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "items.npy").unlink()
    with pytest.raises(StorageError, match=r"items\.npy"):
        load_interactions(tmp_path)


@pytest.mark.parametrize("size", [0, 40, 100])
def test_a_truncated_file_is_named(tmp_path: Path, size: int) -> None:
    write(tmp_path)
    path = tmp_path / "offsets.npy"
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(StorageError, match=r"offsets\.npy"):
        load_interactions(tmp_path)


def test_a_films_level_is_what_it_is_given_beyond_who_rates_it() -> None:
    community = interactions([{0: 10, 1: 8, 2: 9}, {0: 6, 1: 4}, {0: 8, 3: 2}, {1: 10}])
    stars = [(0, 0, 5.0), (0, 1, 4.0), (0, 2, 4.5), (1, 0, 3.0), (1, 1, 2.0), (2, 0, 4.0)]
    stars += [(2, 3, 1.0), (3, 1, 5.0)]
    overall = sum(given for _, _, given in stars) / len(stars)

    def drawn(values: list[float]) -> float:
        return (sum(values) + 3 * overall) / (len(values) + 3)

    means = [drawn([given for _, item, given in stars if item == i]) for i in range(8)]
    generous = [
        sum(given - means[item] for person, item, given in stars if person == p)
        / (sum(person == p for person, _, _ in stars) + 3)
        for p in range(4)
    ]
    levels = [
        drawn([given - generous[person] for person, item, given in stars if item == i])
        for i in range(8)
    ]
    found = item_levels(community, community.star_histogram(), 3.0)
    assert found == pytest.approx(levels, abs=1e-5)
    assert found[7] == pytest.approx(overall)
