"""Decisions that come with filmrec's own export: which names mean which films, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.library import REVIEW, Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filmrec.films import NamedFilm
    from filmrec.imports.own import OwnExport, OwnFilm
    from filmrec.library import Library, Resolved


def take_decisions(library: Library, own: OwnExport) -> dict[str, Meaning]:
    """Make the films that were decided to be the person's own, before any name is matched.

    Returns
    -------
    dict
        What the aliases of the export meant here before: what was decided here stands.
    """
    every = {alias for film in own.films for alias, _ in film.aliases} | set(own.left_out)
    before = library.belongings.meanings(every)
    decided = [film for film in own.films if _is_decided(film, before)]
    film_ids = library.belongings.add_own_films([film.film for film in decided])
    meanings = {
        alias: Meaning(film_id, origin)
        for film, film_id in zip(decided, film_ids, strict=True)
        for alias, origin in film.aliases
    }
    meanings.update({alias: Meaning(None, REVIEW) for alias in own.left_out if alias not in before})
    library.belongings.set_meanings(meanings)
    return before


def _is_decided(film: OwnFilm, before: Mapping[str, Meaning]) -> bool:
    return (
        film.is_own
        and any(origin == REVIEW for _, origin in film.aliases)
        and all(alias not in before for alias, _ in film.aliases)
    )


def keep_decisions(
    library: Library,
    own: OwnExport,
    resolved: Mapping[NamedFilm, Resolved],
    before: Mapping[str, Meaning],
    known: frozenset[int],
) -> None:
    """Keep the other names of the export's films, and ask what was open there.

    `known` are the films that this library had before: about those nothing is asked anew.
    """
    meanings: dict[str, Meaning] = {}
    questions: dict[int, str | None] = {}
    for film in own.films:
        film_id = resolved[film.film].film_id
        if film_id is None:
            continue
        for alias, origin in film.aliases:
            if alias not in before:
                meanings[alias] = Meaning(film_id, origin)
        if film.is_own and film_id not in known:
            questions[film_id] = film.question
    library.belongings.set_meanings(meanings)
    library.belongings.set_questions(questions)
