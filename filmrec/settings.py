"""Where everything lives and what the environment asks for, read once by the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filmrec.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

TMDB_URL = "https://api.themoviedb.org"
MOVIELENS_URL = "https://files.grouplens.org/datasets/movielens"
# What turns an option of the environment off.
_OFF = {"", "0", "false", "no", "off"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths of one person's filmrec. Nothing is created by reading them.

    `data_dir` holds what cannot be made again, or not without the network (the library, the
    communities imported), `cache_dir` what can (the model), `config_dir` what `filmrec config`
    keeps. `tmdb_url` is where TMDb is asked, `movielens_url` where data sets of MovieLens are
    downloaded from.
    """

    data_dir: Path
    cache_dir: Path
    config_dir: Path
    tmdb_url: str
    is_offline: bool = False
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

    @property
    def tmdb_cache_path(self) -> Path:
        return self.cache_dir / "tmdb.db"

    @property
    def own_files(self) -> tuple[Path, ...]:
        """Every file that filmrec itself reads and writes, what SQLite keeps beside it included."""
        databases = (self.library_path, self.tmdb_cache_path)
        beside = (
            path.with_name(path.name + end)
            for path in databases
            for end in ("-wal", "-shm", "-journal")
        )
        return (*databases, *beside, self.model_path, self.config_path, self.token_path)

    @property
    def config_path(self) -> Path:
        return self.config_dir / "config.json"

    @property
    def token_path(self) -> Path:
        return self.config_dir / "tmdb-token"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from the environment; `FILMREC_HOME` moves every file into one folder.

    Raises
    ------
    StorageError
        When the home folder, or the working one that a relative path starts from, is not there.
    """
    home = environ.get("FILMREC_HOME")
    tmdb_url = environ.get("FILMREC_TMDB_URL", "").strip() or TMDB_URL
    movielens_url = environ.get("FILMREC_MOVIELENS_URL", "").strip() or MOVIELENS_URL
    is_offline = environ.get("FILMREC_OFFLINE", "").strip().lower() not in _OFF
    try:
        if home:
            folder = Path(home).expanduser().absolute()
            return Settings(folder, folder / "cache", folder, tmdb_url, is_offline, movielens_url)
        # Costs a tenth of the start-up where it is not needed.
        from platformdirs import PlatformDirs

        dirs = PlatformDirs("filmrec", appauthor=False)
        return Settings(
            Path(dirs.user_data_path),
            Path(dirs.user_cache_path),
            Path(dirs.user_config_path),
            tmdb_url,
            is_offline,
            movielens_url,
        )
    except (OSError, RuntimeError) as error:
        raise StorageError(
            "the folder for your files cannot be found", hint="set FILMREC_HOME to a folder"
        ) from error
