"""How many seconds a million messages take, and how much memory."""

from __future__ import annotations

import gc
import json
import os
import random
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TypeVar, cast

from filmrec.__main__ import OBJECTS_BETWEEN_LOOKS
from filmrec.chats.exports.read import open_chat
from filmrec.chats.mentions import find_mentions
from filmrec.chats.spelling import Spelling
from filmrec.chats.titles import Titles
from filmrec.films import Film
from tests.benchmarks.chat_dialogues import ME, Writer, catalogue, templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

N_MESSAGES = 1_000_000
_SHARE_OF_FILMS = 0.05

_Result = TypeVar("_Result")


def measure(n_films: int) -> None:
    """Print seconds and memory for a chat as Telegram exports it, a part of it about films."""
    # As the command does.
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    with tempfile.TemporaryFile() as file:
        _write(cast("BinaryIO", file))
        n_bytes = file.tell()
        memory = _Memory()
        before = memory.now()
        with memory:
            built, (titles, spelling) = _timed(lambda: _taken_in(n_films))
            chat = open_chat("result.json", cast("BinaryIO", file))
            counted, senders = _timed(chat.senders)
            found, n_found = _timed(
                lambda: sum(
                    1 for _ in find_mentions(chat.messages(), titles, ME, spelling=spelling)
                )
            )
    print(f"{N_MESSAGES:,} messages, {n_bytes / 1e6:,.0f} MB, {n_films:,} films")
    print(f"{'':<22}{'clock':>8}{'processor':>11}  in seconds")
    print(f"titles taken in       {built}")
    print(f"senders counted       {counted}   {len(senders)} senders")
    print(f"mentions found        {found}   {n_found:,} mentions")
    print(f"peak memory           {memory.peak:6.0f} MB in all processes, {before:.0f} MB before")


class _Times(NamedTuple):
    """Seconds of clock, and of processor in this process and those that it waited for."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:8.1f}{self.processor:11.1f}"


def _timed(function: Callable[[], _Result]) -> tuple[_Times, _Result]:
    start, before = time.monotonic(), os.times()
    result = function()
    after = os.times()
    return _Times(time.monotonic() - start, sum(after[:4]) - sum(before[:4])), result


class _Memory:
    """The memory of this process and its children, each shared page counted once."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(0.2):
            self.peak = max(self.peak, self.now())

    def now(self) -> float:
        """Megabytes."""
        tasks = Path("/proc/self/task").iterdir()
        children = [pid for task in tasks for pid in (task / "children").read_text().split()]
        return sum(map(_megabytes, ["self", *children]))


def _megabytes(pid: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        # It has ended by now.
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _taken_in(n_films: int) -> tuple[Titles, Spelling]:
    titles = Titles(_catalogue(n_films))
    return titles, Spelling(titles)


def _write(file: BinaryIO) -> None:
    films = catalogue()
    writer = Writer(films, 3)
    rng = random.Random(3)  # noqa: S311
    blocks, others = templates("en"), templates("other")
    file.write(b'{"name": "B", "type": "personal_chat", "id": 1, "messages": [\n')
    number = 0
    while number < N_MESSAGES:
        if rng.random() < _SHARE_OF_FILMS:
            talk = writer.films_talk(rng.choice(blocks), lower=False, uk=False)
            messages = list(talk.messages)
        else:
            messages = list(writer.other_talk(rng.choice(others), lower=rng.random() < 0.5))
        for message in messages:
            row = {
                "id": number, "type": "message", "date": "2021-03-04T12:00:00",
                "date_unixtime": str(1_500_000_000 + 60 * number), "from": message.sender,
                "from_id": f"user{message.sender}", "text": message.text,
                "text_entities": [{"type": "plain", "text": message.text}],
            }  # fmt: skip
            comma = b",\n" if number else b""
            file.write(comma + json.dumps(row, ensure_ascii=False).encode())
            number += 1
    file.write(b"]}")


def _catalogue(n_films: int) -> Iterator[Film]:
    """The starter set and films made up of its words, with three titles each."""
    films = catalogue()
    yield from films
    rng = random.Random(5)  # noqa: S311
    words = [word for film in films for word in film.title.split()]
    for number in range(len(films), n_films):
        names = [" ".join(rng.choices(words, k=rng.randint(2, 5))) for _ in range(3)]
        yield Film(
            number, names[0], rng.randint(1930, 2023), alternative_titles=(names[1],),
            n_community_ratings=int(rng.expovariate(0.1)), imdb_id=f"tt{number:07}",
            tmdb_id=number,
        )  # fmt: skip
