"""Where everything lives and what the environment asks for, read once by the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filmrec.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths of one person's filmrec. Nothing is created by reading them.

    `data_dir` holds what cannot be made again (the library), `cache_dir` what can (the model).
    """

    data_dir: Path
    cache_dir: Path

    @property
    def library_path(self) -> Path:
        return self.data_dir / "library.db"

    @property
    def backups_dir(self) -> Path:
        return self.data_dir / "backups"

    @property
    def model_path(self) -> Path:
        return self.cache_dir / "model.arrays"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from the environment; `FILMREC_HOME` moves every file into one folder.

    Raises
    ------
    StorageError
        When the home folder, or the working one that a relative path starts from, is not there.
    """
    home = environ.get("FILMREC_HOME")
    try:
        if home:
            folder = Path(home).expanduser().absolute()
            return Settings(data_dir=folder, cache_dir=folder / "cache")
        # Costs a tenth of the start-up where it is not needed.
        from platformdirs import PlatformDirs

        dirs = PlatformDirs("filmrec", appauthor=False)
        return Settings(data_dir=Path(dirs.user_data_path), cache_dir=Path(dirs.user_cache_path))
    except (OSError, RuntimeError) as error:
        raise StorageError(
            "the folder for your files cannot be found", hint="set FILMREC_HOME to a folder"
        ) from error
