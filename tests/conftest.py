"""What every test may use: an empty home, the real command line, a model trained once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from filmrec.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from typer.testing import Result

    Run = Callable[..., Result]

PLAIN = {"COLUMNS": "120", "NO_COLOR": "1", "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}

# What a developer may have set for the program is not for its tests.
for _name in ("TMDB_TOKEN", "TMDB_READ_ACCESS_TOKEN", "TMDB_API_KEY"):
    os.environ.pop(_name, None)
for _name in ("LANGUAGE", "REGION", "OFFLINE", "TMDB_URL"):
    os.environ.pop(f"FILMREC_{_name}", None)


def _environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, **PLAIN, "FILMREC_HOME": str(home), **more}


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the starter films and nothing else; copy it, do not change it."""
    return _home_after("status", folder=tmp_path_factory.mktemp("filled") / "home")


@pytest.fixture(scope="session")
def trained_home(tmp_path_factory: pytest.TempPathFactory, filled_home: Path) -> Path:
    """A home with the starter films and the model as users get it; copy it, do not change it."""
    folder = tmp_path_factory.mktemp("trained") / "home"
    shutil.copytree(filled_home, folder)
    return _home_after("train", folder=folder)


def _home_after(*command: str, folder: Path) -> Path:
    program = [sys.executable, "-m", "filmrec", *command]
    environment = _environment(folder)
    subprocess.run(program, env=environment, cwd=folder.parent, check=True, capture_output=True)
    return folder


@pytest.fixture
def home(tmp_path: Path, filled_home: Path) -> Path:
    """A FILMREC_HOME as it is after the first start: films, no ratings, no model."""
    shutil.copytree(filled_home, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def empty_home(home: Path) -> Path:
    """`home` before the first start."""
    shutil.rmtree(home)
    return home


@pytest.fixture
def trained(home: Path, trained_home: Path) -> Path:
    """`home` with a model in it."""
    shutil.copytree(trained_home / "cache", home / "cache")
    return home


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("rate", "Heat", "4")`: the command line in this process, with stdout and stderr."""
    for name, value in {**PLAIN, "FILMREC_HOME": str(home)}.items():
        monkeypatch.setenv(name, value)

    def run_filmrec(*args: str, code: int = 0, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(app, list(args), input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    return run_filmrec


@pytest.fixture
def start(home: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """`start("train")`: the program as a process of its own, for what only a process can show."""
    started: list[subprocess.Popen[bytes]] = []

    def start_filmrec(*args: str, **options: object) -> subprocess.Popen[bytes]:
        environment = _environment(home, **options.pop("env", {}))  # type: ignore[arg-type]
        process = subprocess.Popen(
            [sys.executable, "-m", "filmrec", *args],
            env=environment,
            cwd=home.parent,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},  # type: ignore[call-overload]
        )
        started.append(process)
        return process

    yield start_filmrec
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
