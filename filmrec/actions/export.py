"""Everything that the person said, in a document that reads back to the same library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filmrec.films import Mark
from filmrec.imports.own import NAME, VERSION
from filmrec.library import RATING, VIEWING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filmrec.films import Film
    from filmrec.library import Key, Library, Values

# What Letterboxd's importer reads.
LETTERBOXD_COLUMNS = (
    *("LetterboxdURI", "tmdbID", "imdbID", "Title", "Year"),
    *("Rating", "WatchedDate", "Rewatch"),
)


def export_document(library: Library) -> dict[str, Any]:
    """Ratings, dates, marks, viewings, own films and decisions; the same library, the same text.

    Numbers of films are left out, because they mean nothing in another library.
    """
    with library.snapshot():
        holdings = library.belongings.holdings()
        films = library.films(sorted(holdings.film_ids))
        said = _by_film(library.belongings.said())
    entries = [
        {
            **_film_entry(film),
            "aliases": [
                {"alias": alias, "origin": origin}
                for alias, origin in holdings.aliases.get(film.film_id, ())
            ],
            "question": holdings.questions.get(film.film_id),
            **_said_entry(said.get(film.film_id, {})),
        }
        for film in films
    ]
    entries.sort(key=_order)
    return {
        "format": NAME,
        "version": VERSION,
        "films": entries,
        "left_out": sorted(holdings.left_out),
    }


def _by_film(said: Mapping[Key, Values]) -> dict[int, dict[Key, Values]]:
    by_film: dict[int, dict[Key, Values]] = {}
    for key, values in said.items():
        by_film.setdefault(key.film_id, {})[key] = values
    return by_film


def _film_entry(film: Film) -> dict[str, Any]:
    own = {"original_title": film.original_title, "genres": list(film.genres)}
    return {
        "title": film.title,
        "year": film.year,
        "movielens_id": film.movielens_id,
        "tmdb_id": film.tmdb_id,
        "imdb_id": film.imdb_id,
        "own": own if film.is_own else None,
    }


def _said_entry(said: Mapping[Key, Values]) -> dict[str, Any]:
    rating = None
    marks, viewings = [], []
    for key, values in sorted(said.items()):
        if values is None:
            continue
        if key.subject == RATING:
            rating = {
                "stars": values["half_stars"] / 2,
                "rated_at": values["rated_at"],
                "source": values["source"],
            }
        elif key.subject == VIEWING:
            is_rewatch = bool(values["is_rewatch"])
            viewings.append({"watched_on": key.detail, **values, "is_rewatch": is_rewatch})
        else:
            marks.append({"mark": key.subject, **values})
    return {"rating": rating, "marks": marks, "viewings": viewings}


def _order(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    """By name; films of one name by their ids, then by what files call them."""
    return (
        entry["title"],
        entry["year"] or 0,
        entry["movielens_id"] or 0,
        entry["tmdb_id"] or 0,
        entry["imdb_id"] or "",
        [alias["alias"] for alias in entry["aliases"]],
    )


def letterboxd_rows(library: Library) -> list[dict[str, Any]]:
    """A row a viewing, or one where no day is known, for films that were rated or seen.

    The stars stand in the last row of a film, which counts on Letterboxd.
    """
    with library.snapshot():
        said = _by_film(library.belongings.said())
        aliases = library.belongings.holdings().aliases
        films = library.films(sorted(said))
    rows = []
    for film in sorted(films, key=lambda film: (film.title, film.year or 0, film.film_id)):
        entry = _said_entry(said[film.film_id])
        seen = any(mark["mark"] == Mark.SEEN.value for mark in entry["marks"])
        if entry["rating"] is None and not entry["viewings"] and not seen:
            continue
        address = next((a for a, _ in aliases.get(film.film_id, ()) if "/" in a), None)
        viewings = entry["viewings"] or [{"watched_on": None, "is_rewatch": False}]
        for number, viewing in enumerate(viewings, start=1):
            stars = entry["rating"] if number == len(viewings) else None
            rows.append(
                {
                    "LetterboxdURI": address and f"https://{address}",
                    "tmdbID": film.tmdb_id,
                    "imdbID": film.imdb_id,
                    "Title": film.title,
                    "Year": film.year,
                    "Rating": None if stars is None else f"{stars['stars']:g}",
                    "WatchedDate": viewing["watched_on"],
                    "Rewatch": "true" if viewing["is_rewatch"] else None,
                }
            )
    return rows
