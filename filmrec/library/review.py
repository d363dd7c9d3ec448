"""Films of files of which the person says what they are: decisions that are kept for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.errors import NotOpenError
from filmrec.films import NamedFilm
from filmrec.library import aliases, own_films
from filmrec.library.aliases import REVIEW, Meaning
from filmrec.library.catalogue import load_films
from filmrec.library.intake import said
from filmrec.library.journal import FILM, ID, QUESTION, Change, Key, read
from filmrec.library.matching import match_films
from filmrec.library.merge import merge

if TYPE_CHECKING:
    import sqlite3

    from filmrec.films import Film
    from filmrec.library.journal import Group


def questions(db: sqlite3.Connection) -> list[tuple[int, str]]:
    """(film_id, ambiguous or unmatched) of the films that await a decision, the oldest first."""
    return db.execute("SELECT film_id, reason FROM questions ORDER BY film_id").fetchall()


def candidates(db: sqlite3.Connection, film: Film) -> tuple[int, ...]:
    """Films of the catalogue that this own film may be, the most probable first."""
    (match,) = match_films(db, [_named(film)], catalogue_only=True)
    return match.possible


def _check_open(db: sqlite3.Connection, film: Film, other: Film | None = None) -> None:
    """See that the question about `film` is still asked, and that `other` is still there.

    Raises
    ------
    NotOpenError
        When another terminal has answered it or taken the film back since it was read.
    """
    is_asked = read(db, Key(film.film_id, QUESTION)) is not None
    shown = [film] if other is None else [film, other]
    now = load_films(db, [one.film_id for one in shown])
    # A number that a film has left may be another film's by now.
    if not is_asked or [one.name for one in now] != [one.name for one in shown]:
        raise NotOpenError(f"{film.name} is no longer open")


def decide_same(db: sqlite3.Connection, group: Group, film: Film, other: Film) -> None:
    """An own film is that one: they become one, and its name means that one from now on."""
    _check_open(db, film, other)
    merge(db, group, film.film_id, other.film_id)
    _let_names_mean(db, group, film, other.film_id, other.film_id)


def decide_own(db: sqlite3.Connection, group: Group, film: Film) -> None:
    """No film of the catalogue is this one: it stays a film of its own."""
    _check_open(db, film)
    _let_names_mean(db, group, film, film.film_id, film.film_id)
    question = Key(film.film_id, QUESTION)
    group.change(db, question, None)


def decide_none(db: sqlite3.Connection, group: Group, film: Film) -> None:
    """It is no film at all, or not wanted: it goes, and files that name it are not asked about."""
    _check_open(db, film)
    _let_names_mean(db, group, film, film.film_id, None)
    gone = said(db, [film.film_id])
    changes = [Change(key, values, None) for key, values in gone.items()]
    keys = [Key(film.film_id, ID, column) for column in own_films.ID_COLUMNS]
    keys += [Key(film.film_id, QUESTION), Key(film.film_id, FILM)]
    changes += [Change(key, read(db, key), None) for key in keys]
    group.change_all(db, changes)


def _let_names_mean(
    db: sqlite3.Connection, group: Group, film: Film, holder: int, meaning: int | None
) -> None:
    """Let every name of `film` mean `meaning`: its own ones, and the aliases that `holder` has."""
    named = _named(film)
    names = {*aliases.of_films(db, [holder]).get(holder, ()), aliases.by_name(named)}
    if meaning is None:
        names.update(aliases.certain(named))
    aliases.set_meanings(db, group, dict.fromkeys(sorted(names), Meaning(meaning, REVIEW)))


def _named(film: Film) -> NamedFilm:
    return NamedFilm(
        title=film.title,
        year=film.year,
        original_title=film.original_title,
        movielens_id=film.movielens_id,
        tmdb_id=film.tmdb_id,
        imdb_id=film.imdb_id,
    )
