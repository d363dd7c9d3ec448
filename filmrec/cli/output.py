"""The two streams: data on stdout, everything said about it on stderr."""

from __future__ import annotations

import codecs
import io
import os
import shutil
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from filmrec.errors import FilmNotFoundError, StorageError
from filmrec.render.text import film_key, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TextIO

    from rich.console import Console, RenderableType

    from filmrec.cli.session import Session
    from filmrec.errors import FilmrecError

# Wide enough for any row: what goes into a file or a pipe is never folded or cut.
PIPED_WIDTH = 10_000


def prepare_streams() -> None:
    """Make the three streams take and give whatever comes.

    A stream that was closed becomes one that leads nowhere. On a terminal without UTF-8 `Amélie`
    prints as `Amelie` and what has no likeness as `?`; what is typed there is never refused.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - for the whole run
            setattr(sys, name, nowhere)
    codecs.register_error("filmrec.readable", _readable)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="filmrec.readable")


_LIKENESSES = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2013": "-",
    "\u2014": "-",
    "\u00b7": "-",
}


def _readable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    replaced = []
    for character in error.object[error.start : error.end]:
        plain = _LIKENESSES.get(character)
        if plain is None:
            decomposed = unicodedata.normalize("NFKD", character)
            plain = decomposed.encode("ascii", "ignore").decode() or "?"
        replaced.append(plain)
    return "".join(replaced), error.end


def out(text: str) -> None:
    """Write data to stdout; a reader that has seen enough (`| head`) ends it without a word."""
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except OSError as error:
        _give_up_on_stdout(error)


def note(session: Session, text: str) -> None:
    """Say something about the data, on stderr; `--quiet` keeps it back."""
    if not session.quiet:
        warn(text)


def warn(text: str) -> None:
    """Say what must be known even with `--quiet`; nothing in `text` is obeyed by the terminal."""
    try:
        sys.stderr.write(printable(text) + "\n")
        sys.stderr.flush()
    except OSError:
        # There is no other place to say it.
        discard(sys.stderr)


def ask(question: str) -> str | None:
    """One line from the person, None at the end of the input."""
    try:
        sys.stderr.write(printable(question))
        sys.stderr.flush()
    except OSError:
        discard(sys.stderr)
    line = sys.stdin.readline()
    return line.strip() if line else None


def ask_secret(question: str) -> str | None:
    """One line from the person at a terminal that does not show it; None at the end of input."""
    import termios

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    silent = [*before]
    silent[3] &= ~termios.ECHO
    try:
        termios.tcsetattr(terminal, termios.TCSADRAIN, silent)
        return ask(question)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
        warn("")


def print_error(error: FilmrecError) -> None:
    """One line `error:`, one line `hint:`; the films that were perhaps meant in between."""
    warn(f"error: {error.message}")
    if isinstance(error, FilmNotFoundError):
        for film in error.candidates:
            warn(f"  {film.name}  {film_key(film)}".rstrip())
    if error.hint:
        warn(f"hint: {error.hint}")


def show(renderable: RenderableType) -> None:
    """Print a table on stdout, as wide as the terminal or, piped, as wide as it needs."""
    console = stdout_console()
    try:
        with console.capture() as capture:
            console.print(renderable)
    except OSError as error:
        # What is captured ends in an empty write, and a full disk refuses even that.
        return _give_up_on_stdout(error)
    # Written by ourselves: rich ends the program with an error where the reader has gone.
    return out(capture.get())


def show_json(document: object) -> None:
    """Print a document as JSON, in plain ASCII where stdout takes nothing else."""
    from filmrec.render.documents import to_json

    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    out(to_json(document, ascii_only=not encoding.startswith("utf")))


def show_list(
    documents: Sequence[dict[str, Any]],
    columns: Sequence[str],
    table: Callable[[int], RenderableType],
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print a list as JSON, as CSV, or, unless it is empty, as the table made for the width."""
    if as_json:
        show_json(documents)
    elif as_csv:
        from filmrec.render.documents import to_csv

        out(to_csv(documents, columns))
    elif documents:
        show(table(stdout_console().width))


def stdout_console() -> Console:
    return _console(sys.stdout)


def stderr_console() -> Console:
    return _console(sys.stderr)


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    # Height is given as well, or rich would read COLUMNS and LINES on its own.
    return Console(
        file=stream, width=_width(stream), height=25, markup=False, emoji=False, highlight=False
    )


def _width(stream: TextIO) -> int:
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdecimal() and int(told) > 0:
        return min(int(told), PIPED_WIDTH)
    return shutil.get_terminal_size().columns if stream.isatty() else PIPED_WIDTH


def is_interactive() -> bool:
    """Whether there is a person to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _give_up_on_stdout(error: OSError) -> None:
    """Be silent where the reader has gone, and speak where the data got lost."""
    discard(sys.stdout)
    if not isinstance(error, BrokenPipeError):
        raise StorageError(
            f"the output cannot be written: {error.strerror}", hint="free some space there"
        ) from error


def discard(stream: TextIO) -> None:
    """Point a closed stream at nothing, so that the interpreter's own flush at exit is silent."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, stream.fileno())
    os.close(devnull)
