"""The starter community: what it holds, and that its script makes it again."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING

from filmrec.actions.community import STARTER_FOLDER, read_community
from filmrec.model.interactions import load_interactions

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1_200_000


def _films() -> list[dict[str, str]]:
    with (STARTER_FOLDER / "films.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_holds_the_ratings_and_films_that_it_is_said_to_hold() -> None:
    interactions, item_ids = load_interactions(STARTER_FOLDER)
    assert (interactions.n_ratings, interactions.n_users) == (100_004, 671)
    assert [int(film["movielens_id"]) for film in _films()] == item_ids.tolist()
    assert len(item_ids) == 9_066


def test_its_description_fits_its_content() -> None:
    community = read_community(STARTER_FOLDER)
    interactions, _ = load_interactions(STARTER_FOLDER)
    films = (STARTER_FOLDER / "films.csv").read_bytes()
    assert community.ratings_fingerprint == interactions.fingerprint()
    assert community.films_fingerprint == hashlib.sha256(films).hexdigest()
    assert community.n_ratings == interactions.n_ratings


def test_it_is_small_and_its_licence_stands_beside_it() -> None:
    assert sum(path.stat().st_size for path in STARTER_FOLDER.iterdir()) <= MAX_BYTES
    licence = (STARTER_FOLDER.parent / "LICENSE.txt").read_text(encoding="utf-8")
    assert "Harper" in licence
    assert "commercial" in licence


def test_titles_are_in_natural_order_with_the_written_form_beside_them() -> None:
    films = {int(film["movielens_id"]): film for film in _films()}
    assert films[2571]["title"] == "The Matrix"
    assert films[2571]["alternative_titles"] == "Matrix, The"
    assert films[47]["title"] == "Seven"
    assert "Se7en" in films[47]["alternative_titles"].split("|")


def test_every_film_has_a_title_and_those_without_a_year_are_kept() -> None:
    films = _films()
    assert all(film["title"] for film in films)
    assert [int(film["movielens_id"]) for film in films if not film["year"]] == [
        108548,
        108583,
        143410,
        151307,
        162376,
    ]


def test_the_script_rebuilds_it_byte_for_byte(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "filmrec.data.build_starter", str(tmp_path)]
    subprocess.run(command, cwd=tmp_path, check=True)
    names = sorted(path.name for path in STARTER_FOLDER.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    for name in names:
        assert (tmp_path / name).read_bytes() == (STARTER_FOLDER / name).read_bytes(), name


def test_its_description_is_plain_json() -> None:
    description = json.loads((STARTER_FOLDER / "community.json").read_text(encoding="utf-8"))
    assert description["name"] == "starter"
