"""A MovieLens data set as it comes: a zip that is read where it lies, or a folder."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from filmrec.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Far above any set: the largest has a dozen files, and 900 MB of ratings that pack to a quarter.
MAX_ENTRIES = 1_000
MAX_RATINGS_BYTES = 8 * 1024**3
MAX_FILMS_BYTES = 64 * 1024**2
MAX_TAGS_BYTES = 2 * 1024**3
_MAX_RATIO = 100
_FREE_BYTES = 1024**2

DOWNLOAD_AGAIN = "download it again; if that does not help, unpack it and give the folder"
_NOT_A_SET = "give a MovieLens zip or folder, such as ml-latest-small.zip"
_ADDED_BY_MACS = "__MACOSX"
_IS_ENCRYPTED = 0x1
# What a damaged zip makes zipfile raise: its own errors, and those of what it stands on.
_DAMAGES = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    struct.error,
    zlib.error,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
)


class Layout(NamedTuple):
    """How a set is laid out; `links` is None where it has no outside ids, `tags` where none.

    In a set with its `own_numbers` a film has another number than in all others. A table without
    a header names its `columns` here.
    """

    ratings: str
    films: str
    links: str | None
    tags: str | None
    separator: bytes
    columns: tuple[str, ...] | None = None
    own_numbers: bool = False


_RATING_COLUMNS = ("userId", "movieId", "rating", "timestamp")
COMMA = Layout("ratings.csv", "movies.csv", "links.csv", "tags.csv", b",")
COLONS = Layout("ratings.dat", "movies.dat", None, "tags.dat", b"::", _RATING_COLUMNS)
TABS = Layout("u.data", "u.item", None, None, b"\t", _RATING_COLUMNS, own_numbers=True)
LAYOUTS = (COMMA, COLONS, TABS)


@dataclass(frozen=True, slots=True)
class MovieLensSet:
    """An open set: a folder, or an archive in it.

    `paths` are those of its files in the archive or folder, by their plain names.
    """

    name: str
    layout: Layout
    paths: dict[str, str]
    archive: zipfile.ZipFile | None
    folder: Path

    def where(self, file: str) -> str:
        return f"{self.name}: {file}"

    def has(self, file: str | None) -> bool:
        return file in self.paths

    def size(self, file: str) -> int:
        """Bytes of a file, as the zip says or the folder shows."""
        if self.archive is not None:
            return self.archive.getinfo(self.paths[file]).file_size
        return _folder_file(self, file).stat().st_size

    def pieces(self, file: str, piece_bytes: int, most_bytes: int) -> Iterator[bytes]:
        """The content of a file, unpacked piece by piece.

        Raises
        ------
        UnreadableFileError
            When it is damaged, cut short, or unpacks to more than `most_bytes`.
        """
        total = 0
        try:
            with self._opened(file) as stream:
                while piece := stream.read(piece_bytes):
                    total += len(piece)
                    if total > most_bytes:
                        raise UnreadableFileError(
                            f"{self.where(file)} is larger than any set's", hint=_NOT_A_SET
                        )
                    yield piece
        except _DAMAGES as error:
            raise UnreadableFileError(
                f"{self.where(file)} is damaged, or was cut short on its way", hint=DOWNLOAD_AGAIN
            ) from error
        except OSError as error:
            raise UnreadableFileError(
                f"{self.where(file)} cannot be read: {error.strerror or error}"
            ) from error

    def content(self, file: str) -> bytes:
        """The whole of a file other than the ratings."""
        return b"".join(self.pieces(file, 1 << 20, MAX_FILMS_BYTES))

    def _opened(self, file: str) -> BinaryIO:
        if self.archive is None:
            return _folder_file(self, file).open("rb")
        info = self.archive.getinfo(self.paths[file])
        if info.flag_bits & _IS_ENCRYPTED:
            raise UnreadableFileError(f"{self.where(file)} is encrypted", hint=DOWNLOAD_AGAIN)
        if info.file_size > _FREE_BYTES + _MAX_RATIO * info.compress_size:
            raise UnreadableFileError(
                f"{self.where(file)} unpacks to far more than it holds: no set does",
                hint=_NOT_A_SET,
            )
        return self.archive.open(info)  # type: ignore[return-value]


@contextmanager
def open_set(path: Path) -> Iterator[MovieLensSet]:
    """The set at `path`, a zip or a folder, whichever of the MovieLens layouts it has.

    Raises
    ------
    UnreadableFileError
        When it is not there, is damaged, or is no set.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            yield _folder_set(path)
            return
        # A pipe in its place would keep us waiting for ever.
        if not stat.S_ISREG(mode):
            raise UnreadableFileError(f"{path} is neither a file nor a folder", hint=_NOT_A_SET)
        archive = _opened_zip(path)
    except OSError as error:
        raise UnreadableFileError(
            f"{path} cannot be read: {error.strerror or error}", hint=_NOT_A_SET
        ) from error
    with archive:
        yield _zip_set(path, archive)


def _folder_set(path: Path) -> MovieLensSet:
    names = [entry.name for entry in path.iterdir()]
    folders = [name for name in names if (path / name).is_dir()]
    found = _layout_among(names)
    if found is None and len(folders) == 1:
        # A zip unpacked into a folder of its own.
        return _folder_set(path / folders[0])
    layout, paths = _known(path.name, found)
    return MovieLensSet(path.name, layout, paths, archive=None, folder=path)


def _folder_file(opened: MovieLensSet, file: str) -> Path:
    path = opened.folder / opened.paths[file]
    if not path.is_file():
        raise UnreadableFileError(f"{opened.where(file)} is not a file", hint=_NOT_A_SET)
    return path


def _opened_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _DAMAGES as error:
        with path.open("rb") as file:
            beginning = file.read(512).lstrip().lower()
        if beginning.startswith((b"<!doctype", b"<html")):
            raise UnreadableFileError(
                f"{path.name} is a web page, not a zip", hint=DOWNLOAD_AGAIN
            ) from error
        raise UnreadableFileError(
            f"{path.name} is no zip, or was cut short on its way", hint=DOWNLOAD_AGAIN
        ) from error


def _zip_set(path: Path, archive: zipfile.ZipFile) -> MovieLensSet:
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise UnreadableFileError(
            f"{path.name} holds {len(infos):,} files, more than any set", hint=_NOT_A_SET
        )
    names = [
        info.filename
        for info in infos
        if not info.is_dir() and not info.filename.startswith(_ADDED_BY_MACS)
    ]
    if len(set(names)) < len(names):
        raise UnreadableFileError(f"{path.name} holds a file twice", hint=DOWNLOAD_AGAIN)
    layout, paths = _known(path.name, _layout_among(names))
    return MovieLensSet(path.name, layout, paths, archive=archive, folder=path.parent)


def _layout_among(names: list[str]) -> tuple[Layout, dict[str, str]] | None:
    """The layout whose files are there side by side, and their paths."""
    for layout in LAYOUTS:
        beside = {str(PurePosixPath(name).parent): name for name in names}
        for folder in sorted(beside, key=len):
            paths = {
                PurePosixPath(name).name: name
                for name in names
                if str(PurePosixPath(name).parent) == folder
            }
            if layout.ratings in paths or layout.films in paths:
                return layout, paths
    return None


def _known(name: str, found: tuple[Layout, dict[str, str]] | None) -> tuple[Layout, dict[str, str]]:
    if found is None:
        raise UnreadableFileError(f"{name} holds no ratings of MovieLens", hint=_NOT_A_SET)
    layout, paths = found
    for file in (layout.ratings, layout.films):
        if file not in paths:
            raise UnreadableFileError(f"{name} has no {file}", hint=_NOT_A_SET)
    return layout, paths
