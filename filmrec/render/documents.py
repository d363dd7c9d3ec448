"""Results as JSON and CSV.

The names are a promise: they never change meaning, new ones may come.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from typing import TYPE_CHECKING, Any

from filmrec.render.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filmrec.actions.evaluate import Evaluation
    from filmrec.actions.lookup import FilmCard, WhereToWatch
    from filmrec.actions.similar import SimilarFilm
    from filmrec.actions.status import Status
    from filmrec.films import Film, FilmFacts, Marked, Offer, Rating, Recommendation
    from filmrec.library import Step
    from filmrec.model.evaluate import Placement

# Legal inside a JSON string, yet obeyed by a terminal: written as escapes.
_CONTROLS = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")

_FORMULA_STARTS = ("=", "+", "-", "@")


def to_json(document: object, *, ascii_only: bool = False) -> str:
    text = json.dumps(document, ensure_ascii=ascii_only, indent=2, allow_nan=False)
    return _CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def to_csv(documents: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    """One row a document under a header; lists are joined by `|`, nothing is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for document in documents:
        writer.writerow([_cell(document[column]) for column in columns])
    return buffer.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(_cell(item) for item in value)
    if isinstance(value, dict):
        year = f" ({value['year']})" if value["year"] is not None else ""
        return _cell(f"{value['title']}{year}")
    text = printable(str(value))
    # A spreadsheet would take it for a formula; a reader of ours takes the apostrophe off again.
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text


FILM_COLUMNS = ("film_id", "title", "year", "movielens_id", "tmdb_id", "imdb_id")


def film_document(film: Film) -> dict[str, Any]:
    """The six names by which a film stands in every answer."""
    return {
        "film_id": film.film_id,
        "title": film.title,
        "year": film.year,
        "movielens_id": film.movielens_id,
        "tmdb_id": film.tmdb_id,
        "imdb_id": film.imdb_id,
    }


def found_document(film: Film) -> dict[str, Any]:
    return {**film_document(film), "genres": list(film.genres)}


FOUND_COLUMNS = (*FILM_COLUMNS, "genres")

RECOMMENDATION_COLUMNS = (
    "rank",
    *FILM_COLUMNS,
    "genres",
    "score",
    "match",
    "community_mean",
    "n_community_ratings",
    "because",
)


def recommendation_document(row: Recommendation) -> dict[str, Any]:
    mean = row.film.community_mean
    return {
        "rank": row.rank,
        **found_document(row.film),
        "score": round(row.score, 4),
        "match": row.match,
        "community_mean": None if mean is None else round(mean, 2),
        "n_community_ratings": row.film.n_community_ratings,
        "because": [film_document(film) for film in row.because],
    }


RATING_COLUMNS = (*FILM_COLUMNS, "genres", "stars", "rated_at", "source")


def rating_document(rating: Rating) -> dict[str, Any]:
    return {
        **found_document(rating.film),
        "stars": rating.stars,
        "rated_at": _time(rating.rated_at),
        "source": rating.source,
    }


MARKED_COLUMNS = (*FILM_COLUMNS, "genres", "marked_at", "source")


def marked_document(row: Marked) -> dict[str, Any]:
    return {**found_document(row.film), "marked_at": _time(row.marked_at), "source": row.source}


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


STEP_COLUMNS = (
    *("number", "made_at", "command", "state", "n_films", "films", "stars", "stars_before"),
)


def step_document(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "made_at": _time(step.made_at),
        "command": step.command,
        "state": step.state.value,
        "n_films": step.n_films,
        "films": [film_document(film) for film in step.films],
        "stars": step.stars,
        "stars_before": step.stars_before,
    }


SIMILAR_COLUMNS = (*FILM_COLUMNS, "genres", "similarity")


def similar_document(row: SimilarFilm) -> dict[str, Any]:
    return {**found_document(row.film), "similarity": round(row.similarity, 4)}


def card_document(card: FilmCard) -> dict[str, Any]:
    film = card.film
    mean = film.community_mean
    return {
        **found_document(film),
        "original_title": film.original_title,
        "alternative_titles": list(film.alternative_titles),
        "community_mean": None if mean is None else round(mean, 2),
        "n_community_ratings": film.n_community_ratings,
        "stars": None if card.rating is None else card.rating.stars,
        "rated_at": None if card.rating is None else _time(card.rating.rated_at),
        "marks": sorted(mark.value for mark in card.marks),
        "marked_at": {mark.value: _time(marked_at) for mark, marked_at in card.marks.items()},
        "viewings": [watched_on.isoformat() for watched_on in card.viewings],
        "match": None if card.outlook is None else card.outlook.match,
        "because": [] if card.outlook is None else list(map(film_document, card.outlook.because)),
        "tmdb": None if card.facts is None else _facts_document(card.facts),
    }


def _facts_document(facts: FilmFacts) -> dict[str, Any]:
    return {
        "title": facts.title,
        "language": facts.language,
        "original_title": facts.original_title,
        "alternative_titles": list(facts.alternative_titles),
        "released": None if facts.released is None else facts.released.isoformat(),
        "runtime": facts.runtime,
        "original_language": facts.original_language,
        "countries": list(facts.countries),
        "genres": list(facts.genres),
        "overview": facts.overview,
        "tagline": facts.tagline,
        "directors": [person.name for person in facts.directors],
        "cast": [{"name": one.name, "character": one.character} for one in facts.cast],
        "keywords": list(facts.keywords),
        "certificates": {one.region: one.certificate for one in facts.certificates},
        "offers": list(map(_offer_document, facts.offers)),
        "collection": facts.collection,
        "vote_average": facts.vote_average,
        "vote_count": facts.vote_count,
        "fetched_at": _time(facts.fetched_at),
    }


def _offer_document(offer: Offer) -> dict[str, Any]:
    return {
        "region": offer.region,
        "kind": offer.kind.value,
        "service": offer.service,
        "link": offer.link,
    }


def where_document(found: WhereToWatch) -> dict[str, Any]:
    return {
        **film_document(found.film),
        "region": found.region,
        "as_of": _time(found.fetched_at),
        "source": "JustWatch",
        "offers": list(map(_offer_document, found.offers)),
    }


def status_document(status: Status) -> dict[str, Any]:
    shelf, community, model = status.shelf, status.community, status.model
    return {
        "library": {
            "n_films": shelf.n_films,
            "n_ratings": shelf.n_ratings,
            "n_seen": shelf.n_seen,
            "n_hidden": shelf.n_hidden,
            "n_watchlist": shelf.n_watchlist,
            "n_liked": shelf.n_liked,
            "bytes": status.library_bytes,
        },
        "community": {
            "name": community.name,
            "title": community.title,
            "n_users": community.n_users,
            "n_films": community.n_items,
            "n_ratings": community.n_ratings,
            "licence": community.terms,
        },
        "model": {
            "state": model.state,
            "problem": model.problem,
            "trained_at": model.trained_at,
            "bytes": model.bytes_on_disk,
        },
    }


def evaluation_document(evaluation: Evaluation) -> dict[str, Any]:
    result = evaluation.result
    return {
        "n_given": result.n_given,
        "n_hidden": len(result.items),
        "n_favourites": len(result.favourites),
        "n_candidates": result.n_candidates,
        "model": _placement_document(result.model),
        "popularity": _placement_document(result.popularity),
        "chance": {
            "mean_percentile": 50.0,
            "hits_at_10": round(result.chance_hits_at_10, 4),
            "hits_at_50": round(result.chance_hits_at_50, 4),
        },
        "favourites": [
            {**film_document(film), "percentile": round(percentile, 2)}
            for film, percentile in evaluation.favourites
        ],
    }


def _placement_document(placement: Placement) -> dict[str, Any]:
    return {
        "mean_percentile": _number(placement.mean_percentile),
        "interval": [_number(bound) for bound in placement.interval],
        "hits_at_10": placement.hits_at_10,
        "hits_at_50": placement.hits_at_50,
        "auc": _number(placement.auc),
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)
