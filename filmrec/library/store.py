"""The open library file: its transactions, and what goes wrong with it in plain words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filmrec.library.connection import immediate, snapshot, storage_errors
from filmrec.library.journal import Group

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path


class Store:
    """One connection, shared by all who read and write the library in this process.

    Everything raises StorageError where the file fails. `now` gives times with a zone.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, now: Callable[[], datetime]
    ) -> None:
        self.connection = connection
        self.path = path
        self.now = now
        self._group: Group | None = None

    def close(self) -> None:
        with storage_errors(self.path):
            self.connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """For statements that only read."""
        with storage_errors(self.path):
            yield self.connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read inside is read at one moment, whatever another terminal writes."""
        if self.connection.in_transaction:
            yield
            return
        with storage_errors(self.path), snapshot(self.connection):
            yield

    @contextmanager
    def transaction(self, command: str, *, keep: bool = True) -> Iterator[Group]:
        """All changes inside are stored together or not at all, and undone together.

        Inside another transaction it is part of that one. Without `keep` it is a rehearsal: in
        the end nothing is stored.
        """
        if self._group is not None:
            yield self._group
            return
        group = Group(command, self.now)
        with self.writing(keep=keep):
            self._group = group
            try:
                yield group
            finally:
                self._group = None

    @contextmanager
    def writing(self, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction that the journal does not note."""
        with storage_errors(self.path), immediate(self.connection, keep=keep):
            yield self.connection
