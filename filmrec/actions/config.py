"""What a person has set: read with where it is from, written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filmrec.errors import NoKeyError, StorageError, UsageError
from filmrec.sources.credential import read_credential

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from filmrec.sources.credential import Credential

TOKEN = "tmdb-token"  # noqa: S105 - the name of it
LANGUAGE = "language"
REGION = "region"
TMDB_FEATURES = "tmdb-features"
NAMES = (TOKEN, LANGUAGE, REGION, TMDB_FEATURES)
DEFAULT_LANGUAGE = "en-US"
EXAMPLES = {LANGUAGE: "uk-UA", REGION: "UA", TMDB_FEATURES: "off"}

# The first of these that is set counts, and before the file.
VARIABLES = {
    TOKEN: ("TMDB_TOKEN", "TMDB_READ_ACCESS_TOKEN", "TMDB_API_KEY"),
    LANGUAGE: ("FILMREC_LANGUAGE",),
    REGION: ("FILMREC_REGION",),
    # Chosen where TMDb's terms are shown, and nowhere else.
    TMDB_FEATURES: (),
}
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_]([A-Za-z]{2}))?")
_REGION = re.compile(r"[A-Za-z]{2}")
# Codes of countries that are taken for languages, and the other way round.
_MEANT_LANGUAGE = {"ua": "uk", "jp": "ja", "cz": "cs", "cn": "zh", "dk": "da"}
_MEANT_REGION = {"UK": "GB", "EN": "US or GB"}


@dataclass(frozen=True, slots=True)
class Place:
    """The files of the settings: the key has one of its own, so that the other can be shared."""

    config: Path
    token: Path


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it counts now; `source` is a variable, a file, or `default`.

    `value` is None where nothing is set; that of the key is for `Credential` alone.
    """

    name: str
    value: str | None
    source: str

    @property
    def is_secret(self) -> bool:
        return self.name == TOKEN

    @property
    def shown(self) -> str | None:
        """What may be seen of the value."""
        if self.value is None or not self.is_secret:
            return self.value
        return f"…{self.value[-4:]}"


def known_name(name: str) -> str:
    """The name of a setting as it is written here; UsageError for one that there is not."""
    written = name.strip().lower().replace("_", "-")
    if written in NAMES:
        return written
    near = get_close_matches(written, NAMES, n=1)
    raise UsageError(
        f"there is no setting {name!r}",
        hint=f"did you mean {near[0]}?" if near else f"settings are {', '.join(NAMES)}",
    )


def read_setting(name: str, place: Place, environ: Mapping[str, str]) -> Setting:
    """The setting as it counts: the environment before the file, the file before the default.

    Raises
    ------
    UsageError
        When the environment or the file holds what it cannot be.
    NoKeyError
        The same of the key.
    StorageError
        When the file cannot be read.
    """
    for variable in VARIABLES[name]:
        if environ.get(variable, "").strip():
            return Setting(name, _valid(name, environ[variable], variable), variable)
    path = place.token if name == TOKEN else place.config
    written = _read_token(path) if name == TOKEN else _read_file(path).get(name)
    if written is not None:
        where = str(path) if name == TOKEN else f"{name} in {path}"
        return Setting(name, _valid(name, written, where), str(path))
    return _default(name, place, environ)


def read_all(place: Place, environ: Mapping[str, str]) -> list[Setting]:
    return [read_setting(name, place, environ) for name in NAMES]


def credential_of(place: Place, environ: Mapping[str, str]) -> Credential | None:
    """The key to TMDb, if there is one."""
    value = read_setting(TOKEN, place, environ).value
    return None if value is None else read_credential(value)


def set_value(name: str, text: str, place: Place) -> str:
    """Keep a setting; the value as it is kept."""
    value = _valid(name, text, name)
    if name == TOKEN:
        _write(place.token, value + "\n")
    else:
        _write_file(place.config, {**_read_file(place.config), name: value})
    return value


def unset(name: str, place: Place) -> bool:
    """Take a setting out of its file; whether it was there."""
    try:
        if name == TOKEN:
            was_there = place.token.exists()
            place.token.unlink(missing_ok=True)
            return was_there
    except OSError as error:
        raise _unwritable(place.token, error) from error
    written = _read_file(place.config)
    if name not in written:
        return False
    _write_file(place.config, {key: value for key, value in written.items() if key != name})
    return True


def _default(name: str, place: Place, environ: Mapping[str, str]) -> Setting:
    if name == LANGUAGE:
        return Setting(name, DEFAULT_LANGUAGE, "default")
    if name == REGION:
        language = read_setting(LANGUAGE, place, environ)
        if language.source != "default" and language.value is not None and "-" in language.value:
            return Setting(name, language.value.partition("-")[2], f"{LANGUAGE} {language.value}")
    return Setting(name, "off" if name == TMDB_FEATURES else None, "default")


def _valid(name: str, text: object, where: str) -> str:
    if not isinstance(text, str):
        raise UsageError(f"{where} is no text", hint=f"`filmrec config set {name}` sets it anew")
    if name == TOKEN:
        try:
            return read_credential(text).secret
        except NoKeyError as error:
            if where == TOKEN:
                raise
            raise NoKeyError(f"{where}: {error.message}") from error
    return _CHECKS[name](text.strip(), where)


def _language(text: str, where: str) -> str:
    match = _LANGUAGE.fullmatch(text)
    if match is None:
        raise UsageError(
            f"{where} cannot be {text!r}", hint="languages are like uk, or uk-UA with a country"
        )
    language, country = match[1].lower(), match[2]
    if language in _MEANT_LANGUAGE:
        raise UsageError(
            f"{where} cannot be {text!r}: that is a country",
            hint=f"did you mean {_MEANT_LANGUAGE[language]}?",
        )
    return language if country is None else f"{language}-{country.upper()}"


def meant_code(kind: str, code: str) -> str | None:
    """The code that is meant where people write this one for a `language` or a `country`."""
    if kind == LANGUAGE:
        return _MEANT_LANGUAGE.get(code.lower())
    return _MEANT_REGION.get(code.upper())


def region_code(text: str, where: str) -> str:
    """The code of a region, in capitals; UsageError, naming `where` it was written, for none."""
    region = text.upper()
    if _REGION.fullmatch(text) is None or region in _MEANT_REGION:
        meant = _MEANT_REGION.get(region)
        raise UsageError(
            f"{where} cannot be {text!r}",
            hint=f"did you mean {meant}?" if meant else "regions are like UA, two letters",
        )
    return region


def _switch(text: str, where: str) -> str:
    if text.lower() not in {"on", "off"}:
        raise UsageError(f"{where} cannot be {text!r}", hint="it is on or off")
    return text.lower()


_CHECKS: dict[str, Callable[[str, str], str]] = {
    LANGUAGE: _language,
    REGION: region_code,
    TMDB_FEATURES: _switch,
}


def _read_token(path: Path) -> str | None:
    try:
        return _text(path, errors="replace").strip() or None
    except FileNotFoundError:
        return None


def _read_file(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(_text(path))
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, "it is not JSON") from error
    if not isinstance(document, dict):
        raise _unreadable(path, "it is no JSON object")
    return document


def _text(path: Path, errors: str = "strict") -> str:
    try:
        # What can be waited for without an end, or never ends, is none of ours.
        if path.exists() and not path.is_file():
            raise _unreadable(path, "it is no file")
        return path.read_text(encoding="utf-8-sig", errors=errors)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _unreadable(path, str(error.strerror)) from error


def is_open_to_others(place: Place) -> bool:
    """Whether somebody else on this machine may read the file with the key."""
    try:
        return bool(place.token.stat().st_mode & 0o077)
    except OSError:
        return False


def _unreadable(path: Path, reason: str) -> StorageError:
    return StorageError(
        f"the settings in {path} cannot be read: {reason}", hint="mend that file, or delete it"
    )


def _unwritable(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"the settings in {path} cannot be written: {error.strerror}",
        hint="check the permissions and the space there",
    )


def _write_file(path: Path, document: dict[str, Any]) -> None:
    _write(path, json.dumps(document, indent=2) + "\n")


def _write(path: Path, text: str) -> None:
    """Nobody else may read it at any moment; a reader sees all of it, or what was before."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        written = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            written.replace(path)
        except BaseException:
            written.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritable(path, error) from error
