"""What one run of the program was told: where things live, how talkative to be."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from filmrec.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typer

    from filmrec.actions.community import Community
    from filmrec.actions.config import Place
    from filmrec.library import Library


@dataclass(frozen=True, slots=True)
class Session:
    """Made once by the root command and handed to every other as `ctx.obj`."""

    settings: Settings
    quiet: bool = False
    offline: bool = False


def now() -> datetime:
    return datetime.now(UTC)


def start_session(*, quiet: bool, offline: bool = False) -> Session:
    settings = read_settings(os.environ)
    return Session(settings, quiet=quiet, offline=offline or settings.is_offline)


def place_of(session: Session) -> Place:
    """Where the person's settings are kept."""
    from filmrec.actions.config import Place

    return Place(session.settings.config_path, session.settings.token_path)


def described_since(session: Session) -> datetime | None:
    """From when on a model may have learnt from what TMDb told; None where it is not to."""
    from filmrec.actions.config import TMDB_FEATURES, read_setting
    from filmrec.library import MAX_AGE

    wanted = read_setting(TMDB_FEATURES, place_of(session), os.environ).value == "on"
    return now() - MAX_AGE if wanted else None


def region_of(session: Session) -> str | None:
    """The region whose services and certificates count, from the settings."""
    from filmrec.actions.config import REGION, read_setting

    return read_setting(REGION, place_of(session), os.environ).value


def session_of(ctx: typer.Context) -> Session:
    session = ctx.find_object(Session)
    return session if session is not None else start_session(quiet=False)


def community_of(session: Session) -> Community:
    """The community in use."""
    from filmrec.actions.community import current_community

    return current_community(session.settings.communities_dir)


@contextmanager
def open_shelf(session: Session) -> Iterator[Library]:
    """The person's library, with the films of the community in it."""
    from filmrec.actions.community import fill_catalogue
    from filmrec.library import open_library

    community = community_of(session)
    with open_library(session.settings.library_path, now=now) as library:
        fill_catalogue(library, community)
        library.tmdb.drop_expired()
        yield library
