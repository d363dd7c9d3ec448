"""A small library on disk, and a clock that moves a second with each look at it."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmrec.library import Library, NewFilm, open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Clock = Callable[[], datetime]

ROOT = Path(__file__).parents[2]
_NOBODY = 65534

FILMS = [
    NewFilm("Heat", 1995, ("Action", "Crime", "Thriller"), 6, n_community_ratings=104),
    NewFilm("Heat", 1986, ("Action", "Crime"), 900, n_community_ratings=2),
    NewFilm("The Heat", 2013, ("Action", "Comedy"), 901, n_community_ratings=9),
    NewFilm(
        *("The Matrix", 1999, ("Action", "Sci-Fi"), 2571),
        alternative_titles=("Matrix, The",),
        n_community_ratings=259,
    ),
    NewFilm("The Matrix Reloaded", 2003, ("Action", "Sci-Fi"), 6365, n_community_ratings=82),
    NewFilm("Hamlet", 1996, ("Drama",), 1411, n_community_ratings=40),
    NewFilm("Hamlet", 1948, ("Drama",), 1941, n_community_ratings=12),
    NewFilm("Hamlet", 2000, ("Drama",), 3598, n_community_ratings=7),
    NewFilm("Hamlet", 2000, ("Drama",), 3723, n_community_ratings=5),
    NewFilm(
        *("Léon: The Professional", 1994, ("Crime", "Drama"), 293),
        alternative_titles=("The Professional", "Professional, The", "Léon"),
        n_community_ratings=132,
    ),
    NewFilm(
        *("The Professional", 1981, ("Action",), 7308),
        original_title="Le professionnel",
        n_community_ratings=3,
    ),
    NewFilm("Amélie", 2001, ("Comedy", "Romance"), 4973, n_community_ratings=145),
    NewFilm(*("The Shawshank Redemption", 1994, ("Crime", "Drama"), 318), n_community_ratings=311),
    NewFilm("The Godfather", 1972, ("Crime", "Drama"), 858, n_community_ratings=200),
    NewFilm("The Godfather: Part II", 1974, ("Crime", "Drama"), 1221, n_community_ratings=135),
    NewFilm("Alien", 1979, ("Horror", "Sci-Fi"), 1214, n_community_ratings=147),
    NewFilm("Aliens", 1986, ("Action", "Sci-Fi"), 1200, n_community_ratings=125),
    NewFilm("Alien Nation", 1988, ("Sci-Fi",), 3702, n_community_ratings=9),
    NewFilm("Spider-Man", 2002, ("Action",), 5349, n_community_ratings=122),
    NewFilm("WALL·E", 2008, ("Animation",), 60069, n_community_ratings=104),
    NewFilm("Schindler's List", 1993, ("Drama", "War"), 527, n_community_ratings=244),
    NewFilm("Thelma & Louise", 1991, ("Adventure", "Crime"), 3100, n_community_ratings=50),
    NewFilm("Blade Runner 2049", 2017, ("Sci-Fi",), 176371, n_community_ratings=18),
    NewFilm("M", 1931, ("Crime", "Thriller"), 1260, n_community_ratings=24),
    NewFilm("Z", 1969, ("Drama", "Thriller"), 7071, n_community_ratings=4),
    NewFilm("$", 1971, ("Comedy",), 31903, n_community_ratings=1),
    NewFilm("...", 1999, (), 950, n_community_ratings=1),
    NewFilm("!!!", 2001, (), 951, n_community_ratings=1),
    NewFilm("300", 2007, ("Action", "War"), 51662, n_community_ratings=82),
    NewFilm("1984", 1956, ("Drama",), 952, n_community_ratings=6),
    NewFilm("9", 2009, ("Animation",), 71057, n_community_ratings=12),
    NewFilm("[REC]", 2007, ("Horror",), 61160, n_community_ratings=8),
    NewFilm("[rec]²", 2009, ("Horror",), 71838, n_community_ratings=5),
    NewFilm("[/b]", 2010, (), 953),
    NewFilm(":smile:", 2011, (), 954),
    NewFilm("Bell\x07 and \x1b[31mred\x00", 2012, (), 955),
    NewFilm("ואלס עם באשיר", 2008, ("War",), 956),
    NewFilm("七人の侍", 1954, ("Action",), 957, alternative_titles=("Seven Samurai",)),
    NewFilm("A Film Without a Year", None, ("Drama",), 958),
]


@pytest.fixture
def now() -> Clock:
    seconds = itertools.count()
    start = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    return lambda: start + timedelta(seconds=next(seconds))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "library.db"


@pytest.fixture
def library(path: Path, now: Clock) -> Iterator[Library]:
    """A library with the films above."""
    with open_library(path, now=now) as library:
        library.add_films(FILMS)
        yield library


def child(code: str, *args: object) -> subprocess.Popen[str]:
    """Python of its own that runs `code`; it is spoken to by its standard input and output."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that every user of the machine may enter, unlike `tmp_path`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@contextmanager
def ordinary_person() -> Iterator[None]:
    """Root may write anywhere: what is inside runs as a user for whom permissions count."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
