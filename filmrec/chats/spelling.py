"""Titles with a slip or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.chats.evidence import Read, Surroundings, Weighed
    from filmrec.chats.titles import Titles


class Spelling:
    def __init__(self, titles: Titles) -> None:
        self._titles = titles

    def find(self, read: Read, chosen: list[Weighed], around: Surroundings) -> Iterator[Weighed]:
        yield from ()
