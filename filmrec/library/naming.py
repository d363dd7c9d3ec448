"""How a film is named on a command line: exactly one film, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.errors import AmbiguousFilmError, FilmNotFoundError
from filmrec.library import aliases, references
from filmrec.library.catalogue import load_films
from filmrec.library.search import Exactness, named, search
from filmrec.library.titles import key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from filmrec.films import Film

_CANDIDATES = 5
_LONGEST_QUOTE = 60


def find(db: sqlite3.Connection, text: str) -> Film:
    """The one film that `text` names: a title, `Title (Year)`, an id or an address.

    A title must be right but for case, accents, punctuation, articles and how its numbers are
    written: a misspelt one is never guessed. A film's main title goes before another film's
    alternative title.

    Raises
    ------
    AmbiguousFilmError
        When several films are named so; the candidates are all of them, best known first.
    FilmNotFoundError
        When none is; the candidates are the nearest.
    """
    if not text.strip():
        raise FilmNotFoundError("no film was named", hint="give a title")
    reference = references.parse_reference(text)
    if isinstance(reference, references.AddressReference):
        return _by_address(db, reference.address)
    if isinstance(reference, references.UnknownAddress):
        raise FilmNotFoundError(
            f"{_quoted(text)} is not the address of a film",
            hint="give a film's page on IMDb, TMDb, Letterboxd or MovieLens, or its title",
        )
    if isinstance(reference, references.IdReference):
        return _by_id(db, reference)
    for title, year in _attempts(text, reference):
        if (film := _by_name(db, title, year)) is not None:
            return film
    raise _not_found(db, text, reference)


def _attempts(
    text: str, reference: references.SlugReference | None
) -> list[tuple[str, int | None]]:
    title = text if reference is None else reference.title
    attempts: list[tuple[str, int | None]] = []
    if (dated := references.bracketed_year(title)) is not None:
        attempts.append((dated.title, dated.year))
    else:
        attempts.append((title, None))
        if (dated := references.bare_year(title)) is not None:
            attempts.append((dated.title, dated.year))
    return attempts


def _by_address(db: sqlite3.Connection, address: str) -> Film:
    meaning = aliases.meanings(db, [address]).get(address)
    if meaning is None or meaning.film_id is None:
        raise FilmNotFoundError(
            f"no file that was imported names the film at {_quoted(address)}",
            hint="name the film by its title",
        )
    return load_films(db, [meaning.film_id])[0]


def _by_id(db: sqlite3.Connection, reference: references.IdReference) -> Film:
    row = db.execute(
        f"SELECT film_id FROM films WHERE {reference.column} = ?",  # noqa: S608 - one of our columns
        (reference.value,),
    ).fetchone()
    if row is not None:
        return load_films(db, row)[0]
    (any_known,) = db.execute(
        f"SELECT EXISTS (SELECT 1 FROM films WHERE {reference.column} IS NOT NULL)"  # noqa: S608 - one of our columns
    ).fetchone()
    candidates = search(db, reference.title, _CANDIDATES) if reference.title else []
    name = reference.catalogue
    if any_known:
        raise FilmNotFoundError(
            f"no film here has the {name} id {reference.value}",
            candidates=candidates,
            hint=_did_you_mean(candidates) or "name the film by its title",
        )
    raise FilmNotFoundError(
        f"the films here have no {name} ids, so {reference.value} cannot be looked up",
        candidates=candidates,
        hint=_did_you_mean(candidates) or "name the film by its title",
    )


def _by_name(db: sqlite3.Connection, title: str, year: int | None) -> Film | None:
    """The film of that name, None when there is none."""
    matches = named(db, title, year)
    main = [match for match in matches if match.exactness is Exactness.MAIN_TITLE]
    worded = [match for match in matches if match.exactness <= Exactness.OTHER_TITLE]
    if len(main) == 1:
        chosen = main
    elif main:
        chosen = worded
    else:
        close = [match for match in matches if match.exactness < Exactness.SPACING]
        spaced = [match for match in matches if match.exactness is Exactness.SPACING]
        chosen = close or spaced or matches
    films = load_films(db, [match.film_id for match in chosen])
    if len(films) > 1:
        raise _ambiguous(title, year, films)
    return films[0] if films else None


def _ambiguous(title: str, year: int | None, films: Sequence[Film]) -> AmbiguousFilmError:
    when = f" of {year}" if year is not None else ""
    return AmbiguousFilmError(
        f"{len(films)} films{when} are called {_quoted(title)}",
        candidates=films,
        hint=f"say which: {_how_to_say(films[0], films)}",
    )


def _how_to_say(film: Film, among: Sequence[Film]) -> str:
    """The shortest name that means this film and none of the others."""
    alike = [o for o in among if (key(o.title), o.year) == (key(film.title), film.year)]
    if len(alike) > 1 or film.year is None:
        if film.movielens_id is not None:
            return f"`ml:{film.movielens_id}`"
        if film.tmdb_id is not None:
            return f"`tmdb:{film.tmdb_id}`"
        return f"`{film.imdb_id or f'own:{film.film_id}'}`"
    return f'"{film.name}"'


def _not_found(
    db: sqlite3.Connection, text: str, reference: references.SlugReference | None
) -> FilmNotFoundError:
    title = text if reference is None else reference.title
    dated = references.bracketed_year(title)
    candidates = search(db, title, _CANDIDATES)
    if dated is not None and named(db, dated.title, None):
        message = f"no film called {_quoted(dated.title)} is of {dated.year}"
    else:
        message = f"no film is called {_quoted(title)}"
    return FilmNotFoundError(
        message,
        candidates=candidates,
        hint=_did_you_mean(candidates) or "`filmrec search TEXT` looks through all titles",
    )


def _did_you_mean(candidates: Sequence[Film]) -> str | None:
    if not candidates:
        return None
    return f"did you mean {_how_to_say(candidates[0], candidates)}?"


def _quoted(text: str) -> str:
    short = " ".join(text.split())
    if len(short) > _LONGEST_QUOTE:
        short = short[: _LONGEST_QUOTE - 1] + "…"
    return f'"{short}"'
