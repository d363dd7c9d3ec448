from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import filmrec.model

ROOM = Path(filmrec.model.__file__).parent
# What a list on a ready model needs.
LIGHT = [
    *("artifact", "calibrate", "elicit", "evaluate", "explain"),
    *("fold_in", "interactions", "rank", "similar"),
]


@pytest.mark.parametrize("module", LIGHT)
def test_a_list_on_a_ready_model_loads_neither_scipy_nor_lightfm(module: str) -> None:
    program = (
        f"import sys, filmrec.model.{module}; "
        "print(*sorted({'scipy', 'lightfm'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == ""


def test_one_file_imports_lightfm() -> None:
    holders = [path.name for path in ROOM.glob("*.py") if "import LightFM" in path.read_text()]
    assert holders == ["members.py"]
