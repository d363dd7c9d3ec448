"""The command `filmrec`: its families of commands and the only way out of the program."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, cast

import typer
from typer.core import TyperGroup

from filmrec import __version__
from filmrec.cli.commands import COMMANDS, PLAIN, LazyCommands
from filmrec.cli.output import discard, prepare_streams, print_error, warn
from filmrec.cli.session import start_session
from filmrec.cli.told_options import with_values
from filmrec.errors import FilmrecError, StorageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


class OneExit(TyperGroup):
    """Every outcome leaves here: an exit code, and for an error one line and its cure."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as typer has it
        super().__init__(**options)
        self.commands = cast("Any", LazyCommands())

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - typer keeps its type private
        return list(COMMANDS)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,  # noqa: ANN401 - as typer has it
    ) -> NoReturn:
        prepare_streams()
        args = with_values(sys.argv[1:] if args is None else args)
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except FilmrecError as error:
            print_error(error)
            sys.exit(error.exit_code)
        except typer.TyperException as error:
            print_error(_usage_error(error))
            sys.exit(UsageError.exit_code)
        except typer.Abort:
            warn("stopped: the input ended")
            sys.exit(130)
        except OSError as error:
            # Typer's own output, like help, that could not be written.
            if error.errno not in {errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT}:
                raise
            discard(sys.stdout)
            message = f"the output cannot be written: {error.strerror}"
            print_error(StorageError(message, hint="free some space there"))
            sys.exit(StorageError.exit_code)
        sys.exit(code if isinstance(code, int) else 0)


_IN_QUOTES = 'put the title in quotes: `filmrec {} "The Dark Knight"{}`'
_EXTRA_WORDS = {
    "filmrec rate": _IN_QUOTES.format("rate", " 4.5"),
    "filmrec recommend": 'films to go by are named as `filmrec recommend --like "Heat (1995)"`',
    **{
        f"filmrec {name}": _IN_QUOTES.format(name, "")
        for name in ("unrate", "show", "where", "similar")
    },
}
# Options of the program itself.
_BEFORE_COMMANDS = {"--offline", "--quiet", "-q"}


def _usage_error(error: typer.TyperException) -> UsageError:
    message = error.format_message().strip().rstrip(".")
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "filmrec"
    hint = f"see `{command} --help`"
    if "unexpected extra argument" in message:
        hint = _EXTRA_WORDS.get(command, hint)
    elif getattr(error, "option_name", None) in _BEFORE_COMMANDS:
        option = error.option_name  # type: ignore[attr-defined]
        message = f"{option} goes before the command"
        hint = f"write `filmrec {option} {command.partition(' ')[2]}`"
    return UsageError(message[:1].lower() + message[1:], hint=hint)


app = typer.Typer(
    cls=OneExit,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    **PLAIN,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"filmrec {__version__}")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only what was asked for, and errors.")
    ] = False,
    offline: Annotated[
        bool,
        typer.Option("--offline", help="Use what was fetched before; open no connection."),
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Films for one person: rate some, and get a list picked for you, with reasons.

    Everything stays on this machine. Alone, `filmrec` says where you stand.
    """
    ctx.obj = start_session(quiet=quiet, offline=offline)
    if ctx.invoked_subcommand is None:
        from filmrec.cli.home import show_home

        show_home(ctx.obj)
