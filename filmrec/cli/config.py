"""`filmrec config`: set, get, list and unset."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from filmrec.cli.options import JsonOption
from filmrec.cli.output import ask_secret, is_interactive, note, out, show_json
from filmrec.cli.session import place_of, session_of
from filmrec.errors import NoKeyError, NotReadyError, RefusedKeyError, TmdbError, UsageError
from filmrec.render.text import printable

if TYPE_CHECKING:
    from filmrec.cli.session import Session
    from filmrec.sources.credential import Credential

# More than any key has, and little enough to read a pipe that never ends.
_LONGEST_KEY = 10_000

config = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    help="Settings: your TMDb token, the language of titles, the region you watch in.",
)
NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="tmdb-token, language, region or tmdb-features.")
]


@config.command("set")
def set_value(
    ctx: typer.Context,
    name: NameArgument,
    value: Annotated[
        str | None,
        typer.Argument(
            metavar="VALUE", help="Like uk-UA, UA or off; the token is asked for instead."
        ),
    ] = None,
    no_check: Annotated[
        bool, typer.Option("--no-check", help="Keep the token without asking TMDb about it.")
    ] = False,
) -> None:
    """Keep a setting. The token is asked for, or read from a pipe, and checked with TMDb."""
    from filmrec.actions import config as settings

    session = session_of(ctx)
    name = settings.known_name(name)
    if name == settings.TOKEN:
        _set_token(ctx, given=value is not None, check=not (no_check or session.offline))
    elif value is None:
        raise UsageError(
            f"{name} needs a value",
            hint=f"like `filmrec config set {name} {settings.EXAMPLES[name]}`",
        )
    elif name == settings.TMDB_FEATURES and value.strip().lower() == "on":
        raise UsageError(
            f"{name} is not turned on here",
            hint="`filmrec train --tmdb-features` says what TMDb's terms say of it, and does",
        )
    else:
        kept = settings.set_value(name, value, place_of(session))
        out(f"{name}: {kept}")
    _say_if_overruled(ctx, name)


def _set_token(ctx: typer.Context, *, given: bool, check: bool) -> None:
    from filmrec.actions.config import TOKEN, set_value
    from filmrec.sources.credential import read_credential

    session = session_of(ctx)
    if given:
        raise UsageError(
            "the token is not taken as an argument: it would stay in your shell's history",
            hint="run `filmrec config set tmdb-token` and paste it there, or pipe it in",
        )
    if is_interactive():
        text = ask_secret("TMDb token (nothing is shown): ") or ""
    else:
        text = sys.stdin.readline(_LONGEST_KEY)
    if not text.strip():
        raise NoKeyError("no token was given")
    credential = read_credential(text)
    if check:
        _check(session, credential)
    place = place_of(session)
    set_value(TOKEN, credential.secret, place)
    out(f"{TOKEN}: kept in {printable(str(place.token))}" + ("" if check else ", not checked"))


def _check(session: Session, credential: Credential) -> None:
    from filmrec.cli.online import check_key

    try:
        check_key(session, credential)
    except RefusedKeyError:
        raise
    except TmdbError as error:
        error.hint = f"{error.hint}; --no-check keeps the token without asking"
        raise


def _say_if_overruled(ctx: typer.Context, name: str) -> None:
    from filmrec.actions.config import VARIABLES, read_setting

    session = session_of(ctx)
    source = read_setting(name, place_of(session), os.environ).source
    if source in VARIABLES[name]:
        note(session, f"{source} is set in your environment and counts instead")


@config.command("get")
def get(ctx: typer.Context, name: NameArgument) -> None:
    """Print one setting; of the token only its end."""
    from filmrec.actions.config import known_name, read_setting

    setting = read_setting(known_name(name), place_of(session_of(ctx)), os.environ)
    if setting.shown is None:
        raise NotReadyError(
            f"{setting.name} is not set", hint=f"run `filmrec config set {setting.name}`"
        )
    out(printable(setting.shown))


@config.command("list")
def list_all(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Every setting, and where it is from."""
    from filmrec.actions.config import is_open_to_others, read_all

    session = session_of(ctx)
    place = place_of(session)
    found = read_all(place, os.environ)
    if is_open_to_others(place):
        note(session, f"others can read your token: `chmod 600 {place.token}`")
    if as_json:
        show_json(
            [
                {
                    "name": setting.name,
                    "value": setting.shown,
                    "source": setting.source,
                    "is_secret": setting.is_secret,
                }
                for setting in found
            ]
        )
        return
    rows = [(row.name, row.shown or "not set", row.source if row.shown else "") for row in found]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = (f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}" for row in rows)
    out("\n".join(printable(line.rstrip()) for line in lines))


@config.command("unset")
def unset(ctx: typer.Context, name: NameArgument) -> None:
    """Take a setting out of its file again."""
    from filmrec.actions import config as settings

    name = settings.known_name(name)
    was_there = settings.unset(name, place_of(session_of(ctx)))
    out(f"{name}: {'no longer set' if was_there else 'was not set'}")
    _say_if_overruled(ctx, name)
