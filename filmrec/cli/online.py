"""TMDb for a command: with the person's key, language and cache, and within `--offline`."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filmrec.cli.output import note
from filmrec.cli.session import now, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.cli.session import Session
    from filmrec.sources.credential import Credential
    from filmrec.sources.tmdb import Tmdb


@contextmanager
def open_tmdb(session: Session) -> Iterator[Tmdb]:
    """TMDb as this run may use it; whatever is under way at the end is stopped."""
    from filmrec.actions.config import credential_of

    with _opened(session, credential_of(place_of(session), os.environ)) as tmdb:
        yield tmdb


def check_key(session: Session, credential: Credential) -> None:
    """Ask TMDb whether it takes the key; a TmdbError if not, or if it cannot be asked."""
    with _opened(session, credential) as tmdb:
        tmdb.check_key()


@contextmanager
def _opened(session: Session, credential: Credential | None) -> Iterator[Tmdb]:
    from filmrec.actions.config import DEFAULT_LANGUAGE, LANGUAGE, read_setting
    from filmrec.sources.tmdb import open_tmdb as connect

    def on_wait(seconds: float) -> None:
        note(session, f"TMDb is asked again in {seconds:.0f} seconds")

    settings = session.settings
    language = read_setting(LANGUAGE, place_of(session), os.environ).value
    with connect(
        credential,
        settings.tmdb_cache_path,
        now=now,
        base_url=settings.tmdb_url,
        language=language or DEFAULT_LANGUAGE,
        offline=session.offline,
        on_wait=on_wait,
    ) as tmdb:
        yield tmdb
