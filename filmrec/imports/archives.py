"""Zip archives, read without believing what they say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.errors import UnreadableFileError
from filmrec.imports.text import MAX_FILE_BYTES, harmless

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zipfile import ZipFile, ZipInfo

MAX_ENTRIES = 4_000
MAX_TOTAL_BYTES = 128 * 1024 * 1024
# Text packs to a tenth, and to a hundredth where it repeats itself; what packs better is no text.
_MAX_RATIO = 200
_FREE_BYTES = 1024 * 1024

_PIECE = 256 * 1024
_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_DOWNLOAD_AGAIN = "download it again; if that does not help, unpack it and import the files"
_IS_ENCRYPTED = 0x1
_ADDED_BY_MACS = "__MACOSX/"
# The folders that an export itself has: Letterboxd's.
_OWN_FOLDERS = frozenset({"likes", "lists", "deleted", "orphaned"})


def is_archive(content: bytes) -> bool:
    return content.startswith(_BEGINNINGS)


class Archive:
    """The files of a zip, by their paths below the one folder that all of them may stand in.

    Raises UnreadableFileError where the zip is damaged, encrypted, or unpacks to more than an
    export can be. Entries whose names point out of the archive are not among its `paths`.
    """

    def __init__(self, name: str, content: bytes) -> None:
        self._name = name
        self._total = 0
        self._size = len(content)
        self._zip = _opened(name, content)
        infos = self._zip.infolist()
        if len(infos) > MAX_ENTRIES:
            raise UnreadableFileError(
                f"{name} holds {len(infos):,} files, more than any export",
                hint="is it the file you meant?",
            )
        files = [
            info
            for info in infos
            if not info.filename.endswith("/") and not info.filename.startswith(_ADDED_BY_MACS)
        ]
        safe = [info for info in files if _is_safe(info.filename)]
        self.n_unsafe = len(files) - len(safe)
        self._infos = _below_one_folder(safe)

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(path for path, _ in self._infos))

    def read(self, path: str) -> bytes:
        """The content of one file, unpacked piece by piece so that no bomb fills the memory."""
        shown = harmless(path, 80)
        infos = [info for other, info in self._infos if other == path]
        if len(infos) > 1:
            raise UnreadableFileError(f"{self._name} holds {shown} twice", hint=_DOWNLOAD_AGAIN)
        where = f"{self._name}: {shown}"
        _refuse_packing(where, infos[0])
        try:
            return self._unpacked(where, infos[0])
        except _damages() as error:
            raise UnreadableFileError(
                f"{where} is damaged in the archive", hint=_DOWNLOAD_AGAIN
            ) from error

    def _unpacked(self, where: str, info: ZipInfo) -> bytes:
        pieces = bytearray()
        packed = min(info.compress_size, self._size)
        with self._zip.open(info) as member:
            while piece := member.read(_PIECE):
                pieces += piece
                self._total += len(piece)
                if len(pieces) > _FREE_BYTES + _MAX_RATIO * packed:
                    _refuse_size(where, "unpacks to far more than it holds: no export does")
                if len(pieces) > MAX_FILE_BYTES:
                    _refuse_size(where, "is larger than any export (32 MB)")
                if self._total > MAX_TOTAL_BYTES:
                    _refuse_size(self._name, "unpacks to more than any export (128 MB)")
        return bytes(pieces)


def _damages() -> tuple[type[Exception], ...]:
    """What a damaged zip makes zipfile raise: its own errors, and those of what it stands on."""
    import struct
    import zipfile
    import zlib

    own = (zipfile.BadZipFile, zipfile.LargeZipFile, struct.error, zlib.error)
    return (*own, EOFError, OSError, RuntimeError, ValueError, OverflowError)


def _opened(name: str, content: bytes) -> ZipFile:
    from io import BytesIO
    from zipfile import ZipFile

    try:
        return ZipFile(BytesIO(content))
    except _damages() as error:
        raise UnreadableFileError(
            f"{name} is a damaged zip, perhaps cut short on its way", hint=_DOWNLOAD_AGAIN
        ) from error


def _is_safe(path: str) -> bool:
    return bool(path) and not (
        path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/")
    )


def _below_one_folder(infos: Iterable[ZipInfo]) -> list[tuple[str, ZipInfo]]:
    """Paths without the folder that all files share, as a zip made anew from a folder has."""
    infos = list(infos)
    folders = {info.filename.partition("/")[0] for info in infos if "/" in info.filename}
    folders -= _OWN_FOLDERS
    is_shared = len(folders) == 1 and all(
        info.filename.startswith(f"{folder}/") for folder in folders for info in infos
    )
    skip = len(folders.pop()) + 1 if is_shared else 0
    return [(info.filename[skip:], info) for info in infos]


def _refuse_packing(where: str, info: ZipInfo) -> None:
    from zipfile import ZIP_DEFLATED, ZIP_STORED

    if info.flag_bits & _IS_ENCRYPTED:
        raise UnreadableFileError(
            f"{where} is encrypted", hint="unpack it with its password and import the files"
        )
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UnreadableFileError(
            f"{where} is packed in a way that is not supported",
            hint="unpack it and import the files",
        )


def _refuse_size(where: str, why: str) -> None:
    raise UnreadableFileError(f"{where} {why}", hint="is it the file you meant?")
