"""Whatever happens to a file on its way, its import is rehearsed to the end or refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from filmrec.actions.import_files import import_exports
from filmrec.actions.import_report import NamedExport
from filmrec.errors import FilmrecError
from filmrec.imports.own import read_own_export
from filmrec.imports.read import is_own_export, read_export
from tests.imports.examples import EVERY_FORMAT
from tests.imports.test_damage import MUTATIONS, seeded
from tests.imports.test_own import EXPORT

if TYPE_CHECKING:
    from filmrec.library import Library

N_MUTANTS = 15
FILES = {**EVERY_FORMAT, "filmrec": lambda: json.dumps(EXPORT).encode()}


def _rehearse(library: Library, content: bytes) -> None:
    """Raises whatever is no clear refusal."""
    try:
        if is_own_export(content):
            own = read_own_export("file", content)
            exports = [NamedExport("file", own.export, own)]
        else:
            exports = [NamedExport("file", read_export("file", content))]
    except FilmrecError:
        return
    report = import_exports(library, exports, keep=False)
    for row in report.rows:
        assert row.name or row.outcome in {"unreadable", "not_a_film"}


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_imported_or_refused(library: Library, name: str) -> None:
    content = FILES[name]()
    rng = seeded(name)
    for mutate in MUTATIONS:
        for _ in range(N_MUTANTS):
            _rehearse(library, mutate(content, rng))
    assert library.count_steps() == 0


def test_an_export_of_odd_values_is_imported_or_refused(library: Library) -> None:
    rng = seeded("odd")
    replace_node = MUTATIONS[-1]
    for _ in range(400):
        _rehearse(library, replace_node(json.dumps(EXPORT).encode(), rng))
