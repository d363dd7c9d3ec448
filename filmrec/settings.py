"""Where everything lives and what the environment asks for, read once by the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filmrec.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping


MOVIELENS_URL = "https://files.grouplens.org/datasets/movielens"


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths of one person's filmrec. Nothing is created by reading them.

    `data_dir` holds what cannot be made again, or not without the network (the library, the
    communities imported), `cache_dir` what can (the model). `movielens_url` is where data sets of
    MovieLens are downloaded from.
    """

    data_dir: Path
    cache_dir: Path
    movielens_url: str = MOVIELENS_URL

    @property
    def library_path(self) -> Path:
        return self.data_dir / "library.db"

    @property
    def backups_dir(self) -> Path:
        return self.data_dir / "backups"

    @property
    def communities_dir(self) -> Path:
        return self.data_dir / "communities"

    @property
    def downloads_dir(self) -> Path:
        return self.cache_dir / "downloads"

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
    movielens_url = environ.get("FILMREC_MOVIELENS_URL") or MOVIELENS_URL
    try:
        if home:
            folder = Path(home).expanduser().absolute()
            return Settings(folder, folder / "cache", movielens_url)
        # Costs a tenth of the start-up where it is not needed.
        from platformdirs import PlatformDirs

        dirs = PlatformDirs("filmrec", appauthor=False)
        return Settings(Path(dirs.user_data_path), Path(dirs.user_cache_path), movielens_url)
    except (OSError, RuntimeError) as error:
        raise StorageError(
            "the folder for your files cannot be found", hint="set FILMREC_HOME to a folder"
        ) from error
