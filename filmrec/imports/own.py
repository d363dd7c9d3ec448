"""filmrec's own export: everything that one library holds of its person, read back.

The document is written by `actions.export`; this is its other half.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NoReturn

from filmrec.errors import UnreadableFileError
from filmrec.films import Mark, NamedFilm, half_stars
from filmrec.imports import dates
from filmrec.imports.fields import FIRST_YEAR, LARGEST_ID, LAST_YEAR, MAX_TITLE
from filmrec.imports.rows import Export, Format, Row, Viewing

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME, VERSION = "filmrec", 1
# The addresses of films, among all the aliases that a film may have.
_ADDRESS = "boxd.it/"
# `name:TITLE:1995` is the longest of them.
_LONGEST = MAX_TITLE + len("name::1995")
_IMDB_ID = re.compile(r"tt0*[1-9]\d{0,11}", re.ASCII)


@dataclass(frozen=True, slots=True)
class OwnFilm:
    """A film of the export: `aliases` are (alias, origin), `question` is why it is in doubt."""

    film: NamedFilm
    is_own: bool
    aliases: tuple[tuple[str, str], ...]
    question: str | None


@dataclass(frozen=True, slots=True)
class OwnExport:
    """What was said of films, and which film each of them is; `left_out` mean no film."""

    export: Export
    films: tuple[OwnFilm, ...]
    left_out: tuple[str, ...]


class _MalformedError(Exception):
    """A part of the document is not what it should be."""


def read_own_export(name: str, content: bytes) -> OwnExport:
    """Read an export of filmrec.

    Raises
    ------
    UnreadableFileError
        When it was changed, cut, or written by a newer filmrec.
    """
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _unreadable(name, "it is no JSON, or only a part of it") from error
    try:
        version = _of(document, "version", int)
        if version > VERSION:
            raise UnreadableFileError(
                f"{name} was written by a newer filmrec",
                hint="upgrade filmrec: `python -m pip install --upgrade filmrec`",
            )
        films: list[OwnFilm] = []
        rows: list[Row] = []
        for number, entry in enumerate(_of(document, "films", list), start=1):
            film = _film(entry, number)
            films.append(film)
            rows += _rows(entry, name, number, film.film)
        left_out = [_text(alias, "left_out") for alias in _of(document, "left_out", list)]
    except _MalformedError as error:
        raise _unreadable(name, str(error)) from error
    return OwnExport(Export(Format.FILMREC, tuple(rows)), tuple(films), tuple(left_out))


def _unreadable(name: str, why: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name} is no whole export of filmrec: {why}",
        hint="write it anew with `filmrec export FILE`",
    )


def _film(entry: Any, number: int) -> OwnFilm:  # noqa: ANN401 - JSON is what it is
    where = f"film {number}"
    aliases = tuple(
        (_of(alias, "alias", str, where), _origin(alias, where))
        for alias in _of(entry, "aliases", list, where)
    )
    own = _of(entry, "own", dict, where) if entry.get("own") is not None else None
    imdb_id = _optional(entry, "imdb_id", str, where)
    if imdb_id is not None and not _IMDB_ID.fullmatch(imdb_id):
        _refuse(f"{where} has an imdb_id that is none")
    film = NamedFilm(
        title=_text(_of(entry, "title", str, where), where),
        year=_year(entry, where),
        original_title=None if own is None else _optional(own, "original_title", str, where),
        genres=() if own is None else tuple(_text(g, where) for g in _of(own, "genres", list)),
        movielens_id=_number_id(entry, "movielens_id", where),
        tmdb_id=_number_id(entry, "tmdb_id", where),
        imdb_id=imdb_id,
        address=next((alias for alias, _ in aliases if alias.startswith(_ADDRESS)), None),
    )
    question = _optional(entry, "question", str, where)
    if question not in {None, "ambiguous", "unmatched"}:
        _refuse(f"{where} has a question of no known kind")
    return OwnFilm(film, own is not None, aliases, question)


def _year(entry: Any, where: str) -> int | None:  # noqa: ANN401 - JSON is what it is
    year: int | None = _optional(entry, "year", int, where)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        _refuse(f"{where} has a year in which no film was made")
    return year


def _number_id(entry: Any, name: str, where: str) -> int | None:  # noqa: ANN401 - JSON is what it is
    number: int | None = _optional(entry, name, int, where)
    if number is not None and not 0 < number <= LARGEST_ID:
        _refuse(f"{where} has a {name} that is none")
    return number


def _origin(alias: Any, where: str) -> str:  # noqa: ANN401 - JSON is what it is
    origin: str = _of(alias, "origin", str, where)
    if origin not in {"import", "review"}:
        _refuse(f"{where} has an alias of no known origin")
    return origin


def _rows(entry: Any, file: str, number: int, film: NamedFilm) -> Iterator[Row]:  # noqa: ANN401
    """A row for each thing that was said of the film."""
    where = f"film {number}"
    if entry.get("rating") is not None:
        rating = _of(entry, "rating", dict, where)
        stars = _of(rating, "stars", (int, float), where)
        try:
            halves = half_stars(stars)
        except ValueError as error:
            raise _MalformedError(f"{where}: {error}") from error
        rated_at = _moment(rating, "rated_at", where)
        source = _of(rating, "source", str, where)
        yield Row(file, number, film, half_stars=halves, rated_at=rated_at, source=source)
    for marked in _of(entry, "marks", list, where):
        yield _marked(marked, file, number, film)
    for viewing in _of(entry, "viewings", list, where):
        try:
            watched_on = date.fromisoformat(_of(viewing, "watched_on", str, where))
        except ValueError as error:
            raise _MalformedError(f"{where} has a viewing on no day") from error
        _check_year(watched_on, "watched_on", where)
        watched = Viewing(watched_on, _of(viewing, "is_rewatch", bool, where))
        source = _of(viewing, "source", str, where)
        yield Row(file, number, film, viewing=watched, source=source)


def _marked(marked: Any, file: str, number: int, film: NamedFilm) -> Row:  # noqa: ANN401
    where = f"film {number}"
    try:
        mark = Mark(_of(marked, "mark", str, where))
    except ValueError as error:
        raise _MalformedError(f"{where} has a mark of no known kind") from error
    at, source = _moment(marked, "marked_at", where), _of(marked, "source", str, where)
    match mark:
        case Mark.SEEN:
            return Row(file, number, film, is_seen=True, seen_at=at, source=source)
        case Mark.WATCHLIST:
            return Row(file, number, film, is_on_watchlist=True, listed_at=at, source=source)
        case Mark.LIKED:
            return Row(file, number, film, is_liked=True, liked_at=at, source=source)
    return Row(file, number, film, other_mark=mark, other_marked_at=at, source=source)


def _of(
    container: Any,  # noqa: ANN401 - JSON is what it is
    name: str,
    kind: type | tuple[type, ...],
    where: str = "the export",
) -> Any:  # noqa: ANN401
    """The value of that name, which must be of that kind; no number is a truth value."""
    value = container.get(name) if isinstance(container, dict) else None
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        _refuse(f"{where} lacks {name}, or has another kind of value there")
    if isinstance(value, str) and not _is_sound(value):
        _refuse(f"{where} has no text that can be kept for {name}")
    return value


def _optional(container: Any, name: str, kind: type, where: str) -> Any:  # noqa: ANN401
    return None if container.get(name) is None else _of(container, name, kind, where)


def _text(value: Any, where: str) -> str:  # noqa: ANN401 - JSON is what it is
    if not isinstance(value, str) or not value.strip() or not _is_sound(value):
        _refuse(f"{where} has no text that can be kept where there should be one")
    return value


def _is_sound(text: str) -> bool:
    """Whether it is no longer than any title or alias, and of whole letters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return len(text) <= _LONGEST


def _moment(container: Any, name: str, where: str) -> datetime | None:  # noqa: ANN401
    written = _optional(container, name, str, where)
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise _MalformedError(f"{where} has no time for {name}") from error
    _check_year(moment, name, where)
    return moment


def _check_year(day: date, name: str, where: str) -> None:
    if not dates.FIRST_YEAR <= day.year <= dates.LAST_YEAR:
        _refuse(f"{where} has a year without cinema for {name}")


def _refuse(why: str) -> NoReturn:
    raise _MalformedError(why)
