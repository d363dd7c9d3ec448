"""The schema that was released stays readable: its dumps are in tests/data.

After a new step, keep the dump of the release with it:
`python -m tests.library.test_schema > tests/data/library_schema_N.sql`
"""

from __future__ import annotations

import contextlib
import sqlite3
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmrec.library import open_library
from filmrec.library.schema import APPLICATION_ID, STEPS, Step, steps_taken, take_steps
from tests.library.conftest import FILMS

if TYPE_CHECKING:
    from tests.library.conftest import Clock

DATA = Path(__file__).parents[1] / "data"
RELEASED = sorted(DATA.glob("library_schema_*.sql"))

# What SQLite and full-text search keep for themselves follows from the rest.
TABLES = """
    SELECT sql FROM sqlite_schema
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      AND name NOT LIKE 'title\\_words\\_%' ESCAPE '\\'
    ORDER BY rowid
"""


def dump(connection: sqlite3.Connection) -> str:
    """A library without contents as SQL: its tables, and which steps it has taken."""
    lines = [f"{sql};" for (sql,) in connection.execute(TABLES)]
    steps = connection.execute("SELECT migration_set, name FROM _sqlite_migrations ORDER BY id")
    columns = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES"
    lines += [f"{columns} ('{migration_set}', '{name}', '');" for migration_set, name in steps]
    lines.append(f"PRAGMA application_id = {APPLICATION_ID};")
    lines.append(f"PRAGMA user_version = {steps_taken(connection)};")
    return "".join(f"{line}\n" for line in lines)


def without_migrations_table(text: str) -> str:
    """That table's layout is sqlite-utils' own and may differ between its releases."""
    statements = text.split(";\n")
    return ";\n".join(line for line in statements if "_sqlite_migrations" not in line)


def fresh_dump() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        open_library(path, now=lambda: datetime.now(UTC)).close()
        with contextlib.closing(sqlite3.connect(path)) as connection:
            return dump(connection)


def test_the_schema_is_the_one_kept() -> None:
    kept = DATA / f"library_schema_{len(STEPS)}.sql"
    assert without_migrations_table(kept.read_text()) == without_migrations_table(fresh_dump())


def test_every_step_has_its_dump() -> None:
    assert [path.name for path in RELEASED] == [
        f"library_schema_{n}.sql" for n in range(1, len(STEPS) + 1)
    ]


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_released_library_is_brought_up_to_date_and_works(
    path: Path, now: Clock, released: Path
) -> None:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(released.read_text())
    with open_library(path, now=now) as library:
        library.add_films(FILMS)
        library.rate(library.find("the matrix").film_id, 5)
        assert library.search("shawshenk")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert without_migrations_table(dump(connection)) == without_migrations_table(fresh_dump())


def test_a_library_one_step_behind_keeps_what_is_in_it(path: Path, now: Clock) -> None:
    with open_library(path, now=now) as library:
        library.add_films(FILMS)
        library.rate(1, 4)
        next_step = Step("9999_next", ("ALTER TABLE films ADD COLUMN runtime INTEGER",))
        library._store.connection.execute("BEGIN IMMEDIATE")
        take_steps(library._store.connection, (*STEPS, next_step))
        library._store.connection.execute("COMMIT")
        assert steps_taken(library._store.connection) == len(STEPS) + 1
        assert [rating.stars for rating in library.ratings()] == [4.0]


def test_a_step_that_fails_leaves_the_library_as_it_was(path: Path, now: Clock) -> None:
    with open_library(path, now=now) as library:
        broken = Step(
            "9999_broken", ("CREATE TABLE half_made (a ANY) STRICT", "CREATE TABLE films (a)")
        )
        library._store.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="already exists"):
            take_steps(library._store.connection, (*STEPS, broken))
        library._store.connection.execute("COMMIT")
        assert "half_made" not in dump(library._store.connection)
        assert steps_taken(library._store.connection) == len(STEPS)


if __name__ == "__main__":
    sys.stdout.write(fresh_dump())
