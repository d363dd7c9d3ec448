from __future__ import annotations

import os
import threading
import zlib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from filmrec.errors import ModelUnusableError, StorageError
from filmrec.model.array_file import read_arrays, write_arrays
from filmrec.model.artifact import Model, load_model, model_fingerprint, save_model
from filmrec.model.hyperparameters import Hyperparameters


def rewrite(
    path: Path, header: dict[str, Any] | None = None, **changed: NDArray[Any] | None
) -> None:
    """Put other arrays or header entries into a model file; None takes an array out."""
    old_header, old_arrays = read_arrays(path)
    arrays = {name: np.array(array) for name, array in old_arrays.items()} | changed
    write_arrays(
        path,
        old_header | (header or {}),
        {name: array for name, array in arrays.items() if array is not None},
    )


def unusable(path: Path) -> str:
    with pytest.raises(ModelUnusableError) as caught:
        load_model(path)
    assert "\n" not in caught.value.message
    assert caught.value.hint == "run `filmrec train`"
    return caught.value.message


@pytest.fixture
def path(tmp_path: Path, board_model: Model) -> Path:
    save_model(tmp_path / "model.arrays", board_model)
    return tmp_path / "model.arrays"


def test_a_loaded_model_equals_the_saved_one(path: Path, board_model: Model) -> None:
    loaded = load_model(path)
    for field in fields(Model):
        saved, read = getattr(board_model, field.name), getattr(loaded, field.name)
        assert np.array_equal(saved, read), field.name


def test_saving_leaves_no_other_file_behind(path: Path) -> None:
    assert list(path.parent.iterdir()) == [path]


def test_the_folder_is_made_when_it_is_missing(tmp_path: Path, board_model: Model) -> None:
    save_model(tmp_path / "new" / "deep" / "model.arrays", board_model)
    assert (tmp_path / "new" / "deep" / "model.arrays").exists()


def test_a_missing_model_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "model.arrays")


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.999])
def test_a_truncated_model_is_unusable(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    assert "not a filmrec model" in unusable(path)


def test_a_flipped_byte_is_noticed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    unusable(path)


@pytest.mark.parametrize("content", [b"hello", b"\x93NUMPY", b"PK\x05\x06" + bytes(18)])
def test_a_foreign_file_is_unusable(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    unusable(path)


def test_a_single_array_is_not_a_model(path: Path) -> None:
    with path.open("wb") as file:
        np.save(file, np.arange(3))
    unusable(path)


@pytest.mark.parametrize("number", [0, 999, "one"])
def test_another_format_is_named(path: Path, number: object) -> None:
    rewrite(path, header={"format": number})
    assert f"format {number}" in unusable(path)


@pytest.mark.parametrize(
    "header",
    [{"hyperparameters": {"seed": -1}}, {"hyperparameters": []}, {"global_mean": "high"}],
)
def test_a_damaged_header_is_unusable(path: Path, header: dict[str, Any]) -> None:
    rewrite(path, header=header)
    assert "header" in unusable(path)


@pytest.mark.parametrize("name", ["item_ids", "item_embeddings", "item_counts"])
def test_a_missing_array_is_unusable(path: Path, name: str) -> None:
    rewrite(path, **{name: None})
    unusable(path)


def test_an_array_of_objects_is_never_read(path: Path) -> None:
    rewrite(path, item_biases=np.array([[{}]], dtype=object))
    assert "not a filmrec model" in unusable(path)


def test_an_array_that_is_said_to_be_larger_than_the_file_is_unusable(path: Path) -> None:
    n_items = len(read_arrays(path)[1]["item_ids"])
    honest, lie = b'"<i4", [%d]' % n_items, b'"<i4",[%d0]' % n_items
    forged = bytearray(path.read_bytes().replace(honest, lie, 1))
    forged[24:32] = zlib.crc32(forged[32:]).to_bytes(8, "little")
    path.write_bytes(forged)
    unusable(path)


@pytest.mark.parametrize("name", ["item_embeddings", "item_biases", "linear_factors", "item_means"])
def test_arrays_of_different_lengths_are_unusable(
    path: Path, board_model: Model, name: str
) -> None:
    array = getattr(board_model, name)
    axis = 1 if array.ndim > 1 else 0
    rewrite(path, **{name: np.delete(array, 0, axis=axis)})
    unusable(path)


def test_an_array_of_another_type_is_unusable(path: Path, board_model: Model) -> None:
    rewrite(path, item_biases=board_model.item_biases.astype(np.float64))
    assert "item_biases" in unusable(path)


def test_a_folder_in_the_place_of_a_model_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        load_model(tmp_path)


def test_a_model_that_cannot_be_written_leaves_the_old_one(
    path: Path, board_model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()

    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(StorageError, match="No space left"):
        save_model(path, replace(board_model, trained_at="later"))
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_a_storage_error(
    tmp_path: Path, board_model: Model
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot write"):
        save_model(tmp_path / "file" / "model.arrays", board_model)


def test_who_reads_while_a_model_is_replaced_sees_the_old_or_the_new(
    path: Path, board_model: Model
) -> None:
    done = threading.Event()

    def replace_often() -> None:
        for number in range(20):
            save_model(path, replace(board_model, trained_at=str(number)))
        done.set()

    writer = threading.Thread(target=replace_often)
    writer.start()
    seen = []
    while not done.is_set():
        seen.append(load_model(path).trained_at)
    writer.join()
    assert load_model(path).trained_at == "19"
    numbers = [int(text) for text in seen if text]
    assert numbers == sorted(numbers)


def test_the_fingerprint_changes_with_the_ratings_and_with_every_hyperparameter() -> None:
    usual = Hyperparameters()
    changed = [replace(usual, **{field.name: 3}) for field in fields(Hyperparameters)]
    prints = {model_fingerprint("a", hyperparameters) for hyperparameters in [usual, *changed]}
    assert len(prints | {model_fingerprint("b", usual)}) == len(changed) + 2


@pytest.mark.parametrize(
    "wrong",
    [{"n_members": 0}, {"n_components": -1}, {"epochs": 0}, {"learning_rate": 0.0}, {"seed": -1}],
)
def test_a_hyperparameter_out_of_range_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Hyperparameters(**wrong)


def test_two_words_that_changed_places_are_noticed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    here, there = slice(-4096, -4088), slice(-2048, -2040)
    content[here], content[there] = content[there], content[here]
    path.write_bytes(content)
    unusable(path)


def test_a_model_that_holds_no_numbers_is_not_saved(path: Path, board_model: Model) -> None:
    broken = board_model.item_embeddings.copy()
    broken[0, 0, 0] = np.nan
    with pytest.raises(ValueError, match="item_embeddings"):
        save_model(path, replace(board_model, item_embeddings=broken))


def test_a_model_of_one_linear_part_is_unusable(path: Path, board_model: Model) -> None:
    parts = {name: getattr(board_model, name)[:1] for name in ("linear_factors", "linear_scales")}
    rewrite(path, **parts)
    assert "lengths" in unusable(path)


def test_films_out_of_order_are_unusable(path: Path, board_model: Model) -> None:
    rewrite(path, item_ids=board_model.item_ids[::-1])
    assert "order" in unusable(path)


def test_a_pipe_in_the_place_of_a_model_does_not_keep_us_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "model.arrays")
    with pytest.raises(StorageError, match="not a file"):
        load_model(tmp_path / "model.arrays")


def test_what_a_killed_writer_left_is_taken_away_by_the_next(
    path: Path, board_model: Model
) -> None:
    left, fresh = path.with_name("model.arraysold.tmp"), path.with_name("model.arraysnew.tmp")
    for file in (left, fresh):
        file.write_bytes(b"half")
    os.utime(left, (0, 0))
    save_model(path, board_model)
    assert sorted(path.parent.iterdir()) == [path, fresh]
