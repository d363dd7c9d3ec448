"""Films in the shapes of TMDb's answers, made up from a seed, with every odd value it has."""

from __future__ import annotations

import random
from typing import Any

Document = dict[str, Any]

FIRST = ("Amber", "Broken", "Crooked", "Distant", "Empty", "Frozen", "Golden", "Hollow")
SECOND = ("Harbour", "Orchard", "Signal", "Winter", "Mirror", "Station", "River", "Letter")
GENRES = {18: "Drama", 35: "Comedy", 28: "Action", 878: "Science Fiction", 99: "Documentary"}
NAMES = ("Ada Berg", "Ivo Lind", "Mara Quist", "Olen Price", "Petra Vale", "Sami Noor")
SERVICES = {8: "Streamhouse", 9: "Filmbox", 10: "Kinopoint", 11: "Rentals"}
N_ODD = 8


def film_document(number: int, seed: int = 0, language: str = "en-US") -> Document:
    """The film of that number with everything that `append_to_response` brings."""
    rng = random.Random(f"{seed}-{number}")  # noqa: S311 - nothing secret
    title = f"{rng.choice(FIRST)} {rng.choice(SECOND)} {number}"
    year = rng.randint(1950, 2025)
    document = {
        "adult": False,
        "backdrop_path": f"/backdrop{number}.jpg",
        "belongs_to_collection": None,
        "budget": 0,
        "genres": [{"id": key, "name": GENRES[key]} for key in rng.sample(sorted(GENRES), 2)],
        "homepage": "",
        "id": number,
        "imdb_id": imdb_id(number),
        "original_language": rng.choice(("en", "uk", "fr")),
        "original_title": f"Original {title}",
        "overview": f"What became of {title.lower()}.",
        "popularity": round(rng.uniform(0.1, 90), 4),
        "poster_path": f"/poster{number}.jpg",
        "production_countries": [{"iso_3166_1": "US", "name": "United States of America"}],
        "release_date": f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        "runtime": rng.randint(60, 200),
        "status": "Released",
        "tagline": "",
        "title": title if language.startswith("en") else f"{title} [{language}]",
        "video": False,
        "vote_average": round(rng.uniform(1, 10), 3),
        "vote_count": rng.randint(0, 9000),
    }
    document |= _appended(number, title, year, rng)
    _make_odd(document, number % N_ODD)
    return document


def imdb_id(number: int) -> str:
    return f"tt{9_000_000 + number}"


def _appended(number: int, title: str, year: int, rng: random.Random) -> Document:
    cast = [
        {"id": 100 + place, "name": name, "character": f"Part {place}", "order": place}
        for place, name in enumerate(rng.sample(NAMES, len(NAMES)))
    ]
    rng.shuffle(cast)
    crew = [
        {"id": 301, "name": rng.choice(NAMES), "job": "Director", "department": "Directing"},
        {"id": 302, "name": "Nils Ek", "job": "Editor", "department": "Editing"},
    ]
    us_releases = [
        {"certification": "", "type": 1, "release_date": f"{year}-01-01T00:00:00.000Z"},
        {"certification": "PG-13", "type": 3, "release_date": f"{year}-02-01T00:00:00.000Z"},
        {"certification": "NR", "type": 5, "release_date": f"{year}-09-01T00:00:00.000Z"},
    ]
    link = f"https://tmdb.invalid/movie/{number}/watch"
    return {
        "credits": {"cast": cast, "crew": crew},
        "keywords": {"keywords": [{"id": 1, "name": "harbour"}, {"id": 2, "name": "letters"}]},
        "external_ids": {"imdb_id": imdb_id(number), "wikidata_id": None},
        "alternative_titles": {
            "titles": [
                {"iso_3166_1": "FR", "title": f"{title} (fr)", "type": ""},
                {"iso_3166_1": "US", "title": title, "type": "working title"},
            ]
        },
        "release_dates": {
            "results": [
                {"iso_3166_1": "US", "release_dates": us_releases},
                {"iso_3166_1": "FR", "release_dates": [{"certification": "", "type": 3}]},
            ]
        },
        "watch/providers": {
            "results": {
                "US": {
                    "link": f"{link}?locale=US",
                    "flatrate": [_service(9, 4), _service(8, 1)],
                    "rent": [_service(11, 2)],
                },
                "UA": {"link": f"{link}?locale=UA", "free": [_service(10, 0)]},
            }
        },
    }


def _service(key: int, priority: int) -> Document:
    return {
        "provider_id": key,
        "provider_name": SERVICES[key],
        "display_priority": priority,
        "logo_path": f"/logo{key}.jpg",
    }


def _make_odd(document: Document, which: int) -> None:
    """What real answers have in the place of values."""
    if which == 1:
        document |= {"release_date": "", "poster_path": None, "genres": [], "runtime": 0}
        document |= {"overview": "", "vote_average": 7, "homepage": None, "tagline": None}
    elif which == 2:
        del document["release_date"], document["watch/providers"], document["keywords"]
        document |= {"adult": None, "imdb_id": None}
    elif which == 3:
        document["watch/providers"]["results"] = {}
        document["credits"] = {"cast": [], "crew": []}
        document["belongs_to_collection"] = {"id": 7, "name": "The Harbours"}
    elif which == 4:
        document |= {"title": "[red]\x1b]0;owned\x07[/b] \ud83c", "imdb_id": "", "runtime": "90"}
        document |= {"popularity": 1e400, "vote_count": -1, "release_date": "0000-00-00"}


def summary(document: Document) -> Document:
    """The film as lists and searches have it."""
    names = (
        *("adult", "backdrop_path", "id", "original_language", "original_title", "overview"),
        *("popularity", "poster_path", "release_date", "title", "video", "vote_average"),
        "vote_count",
    )
    found = {name: document[name] for name in names if name in document}
    return {**found, "genre_ids": [genre["id"] for genre in document["genres"]]}
