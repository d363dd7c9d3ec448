"""How many seconds of a core a million messages take, and how much memory."""

from __future__ import annotations

import json
import random
import resource
import tempfile
import time
from typing import TYPE_CHECKING, BinaryIO, cast

from filmrec.chats.mentions import find_mentions
from filmrec.chats.read import open_chat
from filmrec.chats.spelling import Spelling
from filmrec.chats.titles import Titles
from filmrec.films import Film
from tests.benchmarks.chat_dialogues import Writer, catalogue, templates

if TYPE_CHECKING:
    from collections.abc import Iterator

N_MESSAGES = 1_000_000
_SHARE_OF_FILMS = 0.05


def measure(n_films: int) -> None:
    """Print seconds and memory for a chat as Telegram exports it, a part of it about films."""
    with tempfile.TemporaryFile() as file:
        _write(cast("BinaryIO", file))
        n_bytes = file.tell()
        before = _megabytes()
        start = time.process_time()
        titles = Titles(_catalogue(n_films))
        spelling = Spelling(titles)
        built = time.process_time()
        chat = open_chat("result.json", cast("BinaryIO", file))
        n_senders = len(chat.senders())
        counted = time.process_time()
        me = frozenset({"A"})
        n_found = sum(1 for _ in find_mentions(chat.messages(), titles, me, spelling=spelling))
        end = time.process_time()
    print(f"{N_MESSAGES:,} messages, {n_bytes / 1e6:,.0f} MB, {n_films:,} films")
    print(f"titles taken in        {built - start:6.1f} s")
    print(f"senders counted        {counted - built:6.1f} s, {n_senders} senders")
    print(
        f"mentions found         {end - counted:6.1f} s, {n_found:,} mentions, "
        f"{N_MESSAGES / (end - counted):,.0f} messages/s"
    )
    print(f"peak memory            {_megabytes():6.0f} MB, {before:.0f} MB before")


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
