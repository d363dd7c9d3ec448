"""Every command: where it is, loaded when it is called for.

One command line needs one command: building all of them, with the modules behind them, takes
longer than a short command itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.main import get_command

if TYPE_CHECKING:
    from collections.abc import Iterator

# Module of this package and name in it, in the order in which help lists them.
COMMANDS = {
    "recommend": "recommend.recommend",
    "rate": "rate.rate",
    "unrate": "rate.unrate",
    "ratings": "rate.ratings",
    "seen": "shelf.seen",
    "unseen": "shelf.unseen",
    "hide": "shelf.hide",
    "unhide": "shelf.unhide",
    "watchlist": "shelf.watchlist",
    "undo": "history.undo",
    "redo": "history.redo",
    "history": "history.history",
    "import": "import_files.import_files",
    "import-chat": "import_chat.import_chat",
    "export": "export.export",
    "import-tmdb": "import_tmdb.import_tmdb",
    "search": "lookup.search",
    "show": "lookup.show_film",
    "where": "lookup.where",
    "similar": "lookup.similar",
    "train": "train.train",
    "evaluate": "train.evaluate",
    "import-movielens": "communities.import_movielens",
    "status": "home.status",
    "backup": "backups.backup",
    "restore": "backups.restore",
    "config": "config.config",
    "cache": "cache.cache",
    "paths": "home.paths",
    "about": "home.about",
}
# Plain help: panels would need rich, which is half of the start-up.
PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}


class LazyCommands(Mapping[str, Any]):
    """The commands by their names, each built when it is first asked for.

    Typer keeps the type of what it builds private.
    """

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        if name not in self._built:
            module, _, attribute = COMMANDS[name].partition(".")
            self._built[name] = _build(
                name, getattr(import_module(f"filmrec.cli.{module}"), attribute)
            )
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


def _build(name: str, command: Any) -> Any:  # noqa: ANN401
    if not isinstance(command, typer.Typer):
        function, command = command, typer.Typer(add_completion=False, **PLAIN)
        command.command(name)(function)
    built = get_command(command)
    built.name = name
    return built
