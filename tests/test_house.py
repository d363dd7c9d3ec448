"""The rules of the house, checked by the tools that know them."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "filmrec"
TOOLS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports"],
        ["cog", "--check", "-I", "tests", "README.md"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_the_tools_find_nothing(command: list[str]) -> None:
    program, *arguments = command
    result = subprocess.run(
        [TOOLS / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def _imports(path: Path) -> set[str]:
    """Top-level names of the modules that a file imports, wherever in it it does."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_one_file_imports_lightfm() -> None:
    files = [path for path in PACKAGE.rglob("*.py") if "lightfm" in _imports(path)]
    assert files == [PACKAGE / "model" / "members.py"]


def test_the_model_imports_arrays_and_nothing_else() -> None:
    allowed = {"numpy", "scipy", "lightfm", "filmrec", *sys.stdlib_module_names}
    for path in (PACKAGE / "model").rglob("*.py"):
        assert _imports(path) <= allowed, path


def test_the_top_level_is_as_it_was_drawn() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    top = {name.split("/")[0] for name in listed}
    files = {".gitignore", "LICENSE", "README.md", "pyproject.toml"}
    assert top == {".ci", "filmrec", "tests", *files}


def test_no_file_outgrows_its_room() -> None:
    long = [
        path.relative_to(ROOT)
        for path in ROOT.glob("*/**/*.py")
        if ".venv" not in path.parts and len(path.read_text(encoding="utf-8").splitlines()) > 420
    ]
    assert long == []
