"""Files such as the sites give them, made from a sequence of films.

Rows look like real ones and are nobody's: the person is invented, the ratings go round.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class ExampleFilm(NamedTuple):
    title: str
    year: int | None
    imdb_id: str | None = None
    tmdb_id: int | None = None


FILMS = (
    ExampleFilm("Heat", 1995, "tt0113277", 949),
    ExampleFilm("The Matrix", 1999, "tt0133093", 603),
    ExampleFilm("The Good, the Bad and the Ugly", 1966, "tt0060196", 429),
    ExampleFilm('"Crocodile" Dundee', 1986, "tt0090555", 9671),
    ExampleFilm("七人の侍", 1954, "tt0046438", 346),
    ExampleFilm("Amélie", 2001, "tt0211915", 194),
    ExampleFilm("[REC]", 2007, "tt1038988", 8329),
    ExampleFilm("Léon: The Professional", 1994, "tt0110413", 101),
    ExampleFilm("Tom & Jerry: The Movie", 1992, "tt0105616", 22582),
    ExampleFilm("Everything Everywhere All at Once", 2022, "tt6710474", 545611),
    ExampleFilm("Dune: Part Two", 2024, "tt15239678", 693134),
    ExampleFilm("A Film Without a Year", None),
)
_FIRST_DAY = datetime(2019, 3, 1, 20, 15, tzinfo=UTC)


def example_films(count: int, films: Sequence[ExampleFilm] = FILMS) -> list[ExampleFilm]:
    """`count` films: those given, then the same with a number behind the title and no ids."""
    rounds = ((number // len(films), films[number % len(films)]) for number in range(count))
    return [
        film if lap == 0 else ExampleFilm(f"{film.title} {lap + 1}", film.year)
        for lap, film in rounds
    ]


def _day(number: int) -> datetime:
    return _FIRST_DAY + timedelta(days=number % 2000, minutes=number % 600)


def _stars(number: int) -> str:
    return f"{number % 10 / 2 + 0.5:g}"


def _csv(
    header: str, rows: Iterable[Sequence[object]], *, delimiter: str = ",", end: str = "\n"
) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end)
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return buffer.getvalue().encode()


def letterboxd_ratings(films: Sequence[ExampleFilm] = FILMS, *, end: str = "\n") -> bytes:
    rows = (
        (f"{_day(n):%Y-%m-%d}", film.title, film.year, f"https://boxd.it/{n:x}", _stars(n))
        for n, film in enumerate(films)
    )
    return _csv("Date,Name,Year,Letterboxd URI,Rating", rows, end=end)


def letterboxd_films(films: Sequence[ExampleFilm] = FILMS, *, end: str = "\n") -> bytes:
    """watched.csv, watchlist.csv or likes/films.csv: they look the same."""
    rows = (
        (f"{_day(n):%Y-%m-%d}", film.title, film.year, f"https://boxd.it/{n:x}")
        for n, film in enumerate(films)
    )
    return _csv("Date,Name,Year,Letterboxd URI", rows, end=end)


def letterboxd_diary(films: Sequence[ExampleFilm] = FILMS, *, end: str = "\n") -> bytes:
    rows = (
        (
            f"{_day(n + 3):%Y-%m-%d}",
            film.title,
            film.year,
            f"https://boxd.it/e{n:x}",
            _stars(n) if n % 3 else "",
            "Yes" if n % 4 == 1 else "",
            "cinema, subtitles" if n % 5 == 0 else "",
            f"{_day(n):%Y-%m-%d}",
        )
        for n, film in enumerate(films)
    )
    header = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date"
    return _csv(header, rows, end=end)


def letterboxd_reviews(films: Sequence[ExampleFilm] = FILMS, *, end: str = "\n") -> bytes:
    """Reviews of the entries of the diary of the same films."""
    rows = (
        (
            f"{_day(n + 3):%Y-%m-%d}",
            film.title,
            film.year,
            f"https://boxd.it/e{n:x}",
            _stars(n) if n % 3 else "",
            "Yes" if n % 4 == 1 else "",
            f'Seen "again", <i>twice</i>.{end}{end}Still, good; very.',
            "",
            f"{_day(n):%Y-%m-%d}",
        )
        for n, film in enumerate(films)
    )
    header = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date"
    return _csv(header, rows, end=end)


def letterboxd_list(films: Sequence[ExampleFilm] = FILMS) -> bytes:
    about = _csv(
        "Date,Name,Tags,URL,Description",
        [("2021-05-06", "Late at night", "", "https://boxd.it/aBcD", "Two\nlines, about it")],
    )
    rows = (
        (n, film.title, film.year, f"https://letterboxd.com/film/example-{n}/", "")
        for n, film in enumerate(films, start=1)
    )
    below = _csv("Position,Name,Year,URL,Description", rows)
    return b"Letterboxd list export v7\n" + about + b"\n" + below


def letterboxd_import(films: Sequence[ExampleFilm] = FILMS) -> bytes:
    rows = (
        (
            f"https://boxd.it/{n:x}",
            film.tmdb_id,
            film.imdb_id,
            film.title,
            film.year,
            _stars(n) if n % 2 else "",
            "" if n % 2 else n % 10 + 1,
            f"{_day(n):%Y-%m-%d}" if n % 3 else "",
            "true" if n % 6 == 1 else "",
        )
        for n, film in enumerate(films)
    )
    columns = "LetterboxdURI,tmdbID,imdbID,Title,Year,Rating,Rating10,WatchedDate,Rewatch"
    return _csv(columns, rows)


def letterboxd_files(
    *,
    rated: Sequence[ExampleFilm] = FILMS,
    watched: Sequence[ExampleFilm] = FILMS,
    watchlist: Sequence[ExampleFilm] = FILMS,
    liked: Sequence[ExampleFilm] = FILMS[:3],
    logged: Sequence[ExampleFilm] = FILMS[:6],
    reviewed: Sequence[ExampleFilm] = FILMS[:4],
) -> dict[str, bytes]:
    """Every file of Letterboxd's zip by its path, those that are not imported as well."""
    return {
        "profile.csv": b"Date Joined,Username,Given Name\n2019-01-01,nobody,\n",
        "comments.csv": b"Date,Content,Comment\n",
        "ratings.csv": letterboxd_ratings(rated),
        "watched.csv": letterboxd_films(watched),
        "watchlist.csv": letterboxd_films(watchlist),
        "diary.csv": letterboxd_diary(logged),
        "reviews.csv": letterboxd_reviews(reviewed),
        "likes/films.csv": letterboxd_films(liked),
        "likes/reviews.csv": b"Date,Content,Review\n",
        "likes/lists.csv": b"Date,Content,List\n",
        "lists/late-at-night.csv": letterboxd_list(FILMS[:2]),
        "deleted/diary.csv": letterboxd_diary(FILMS[:2]),
        "orphaned/diary.csv": letterboxd_diary(FILMS[:2]),
    }


def zipped(files: dict[str, bytes], *, folder: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(folder + path, content)
    return buffer.getvalue()


def letterboxd_zip(**films: Sequence[ExampleFilm]) -> bytes:
    """Takes the films of each file as letterboxd_files does."""
    return zipped(letterboxd_files(**films))


def imdb_ratings_2017(films: Sequence[ExampleFilm] = FILMS) -> bytes:
    header = (
        "position,const,created,modified,description,Title,Title type,Directors,You rated,"
        "IMDb Rating,Runtime (mins),Year,Genres,Num. Votes,Release Date (month/day/year),URL"
    )
    rows = (
        (
            n + 1, film.imdb_id, f"{_day(n):%a %b %d} 00:00:00 {_day(n):%Y}", "", "", film.title,
            "TV Episode" if n % 7 == 3 else "Feature Film", "Somebody", n % 10 + 1,
            7.9, 120, film.year, "drama", 1000, f"{film.year}-05-01",
            f"http://www.imdb.com/title/{film.imdb_id}/",
        )
        for n, film in enumerate(films)
    )  # fmt: skip
    return _csv(header, rows)


def imdb_ratings_2020(films: Sequence[ExampleFilm] = FILMS) -> bytes:
    header = (
        "Const,Your Rating,Date Rated,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,"
        "Genres,Num Votes,Release Date,Directors"
    )
    kinds = ("movie", "movie", "tvSeries", "movie", "tvMovie", "short", "videoGame")
    rows = (
        (
            film.imdb_id, n % 10 + 1, f"{_day(n):%Y-%m-%d}", film.title,
            f"https://www.imdb.com/title/{film.imdb_id}/", kinds[n % len(kinds)], 7.9, "",
            film.year, "Drama", 1000, f"{film.year}-05-01", "Somebody",
        )
        for n, film in enumerate(films)
    )  # fmt: skip
    return _csv(header, rows)


def imdb_ratings(films: Sequence[ExampleFilm] = FILMS) -> bytes:
    """As IMDb gives them now: original titles, types in plain words."""
    header = (
        "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,"
        "Runtime (mins),Year,Genres,Num Votes,Release Date,Directors"
    )
    kinds = ("Movie", "Movie", "TV Series", "TV Movie", "Movie", "TV Episode", "Video")
    rows = (
        (
            film.imdb_id, n % 10 + 1, f"{_day(n):%Y-%m-%d}", film.title, film.title,
            f"https://www.imdb.com/title/{film.imdb_id}", kinds[n % len(kinds)], 7.9, 120,
            film.year, "Drama", 1000, f"{film.year}-05-01", "Somebody",
        )
        for n, film in enumerate(films)
    )  # fmt: skip
    return _csv(header, rows)


def imdb_list(films: Sequence[ExampleFilm] = FILMS, *, rated: bool = True) -> bytes:
    """A list or the watchlist; where it is `rated`, every second film has a rating."""
    header = (
        "Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,"
        "IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors"
    )
    rows = (
        (
            n + 1, film.imdb_id, f"{_day(n):%Y-%m-%d}", f"{_day(n):%Y-%m-%d}", "", film.title,
            film.title, f"https://www.imdb.com/title/{film.imdb_id}", "Movie", 7.9, 120,
            film.year, "Drama", 1000, f"{film.year}-05-01", "Somebody",
            *((n % 10 + 1, f"{_day(n + 9):%Y-%m-%d}") if n % 2 else ("", ""))[: 2 * rated],
        )
        for n, film in enumerate(films)
    )  # fmt: skip
    return _csv(header + ",Your Rating,Date Rated" * rated, rows)


def _trakt_movie(number: int, film: ExampleFilm) -> dict[str, Any]:
    ids = {
        "trakt": number + 1,
        "slug": f"film-{number}",
        "imdb": film.imdb_id,
        "tmdb": film.tmdb_id,
    }
    return {"title": film.title, "year": film.year, "ids": ids}


def _instant(number: int) -> str:
    return f"{_day(number):%Y-%m-%dT%H:%M:%S}.000Z"


def trakt_ratings(films: Sequence[ExampleFilm] = FILMS) -> bytes:
    items = [
        {
            "rated_at": _instant(n),
            "rating": n % 10 + 1,
            "type": "movie",
            "movie": _trakt_movie(n, film),
        }
        for n, film in enumerate(films)
    ]
    return json.dumps(items).encode()


def trakt_watched(films: Sequence[ExampleFilm] = FILMS) -> bytes:
    items = [
        {"plays": n % 3 + 1, "last_watched_at": _instant(n), "movie": _trakt_movie(n, film)}
        for n, film in enumerate(films)
    ]
    return json.dumps(items).encode()


def trakt_watchlist(films: Sequence[ExampleFilm] = FILMS) -> bytes:
    items: list[dict[str, Any]] = [
        {"rank": n, "listed_at": _instant(n), "type": "movie", "movie": _trakt_movie(n, film)}
        for n, film in enumerate(films, start=1)
    ]
    show = {"title": "A Series", "year": 2011, "ids": {"trakt": 1390, "imdb": "tt0944947"}}
    items.append({"rank": 0, "listed_at": _instant(0), "type": "show", "show": show})
    return json.dumps(items).encode()


def movielens_ratings(films: Sequence[ExampleFilm] = FILMS) -> bytes:
    rows = (
        (
            n + 1,
            (film.imdb_id or "tt0")[2:],
            film.tmdb_id,
            _stars(n),
            3.9,
            _movielens_title(film.title) + (f" ({film.year})" if film.year else ""),
        )
        for n, film in enumerate(films)
    )
    return _csv("movie_id,imdb_id,tmdb_id,rating,average_rating,title", rows)


def _movielens_title(title: str) -> str:
    return f"{title.removeprefix('The ')}, The" if title.startswith("The ") else title


def criticker_ratings(films: Sequence[ExampleFilm] = FILMS, *, highest: int = 100) -> bytes:
    header = "Score, Film Name, Year, Date Rated, Mini Review, URL, IMDB ID\n"
    lines = (
        f'{(n * 7) % highest + 1}, "{_criticker_title(film.title)}", {film.year or ""},'
        f' "{_day(n):%b %d %Y, %H:%M}", "Fine, I think.",'
        f' "https://www.criticker.com/film/{n}/", {film.imdb_id or ""}\n'
        for n, film in enumerate(films)
    )
    return (header + "".join(lines)).encode()


def _criticker_title(title: str) -> str:
    return title.replace("&", "&amp;").replace('"', "&quot;").replace("é", "&eacute;")


def tmdb_ratings(films: Sequence[ExampleFilm] = FILMS) -> bytes:
    header = (
        "TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Rating,Your Rating,"
        "Date Rated"
    )
    rows = [
        (
            film.tmdb_id, film.imdb_id, "movie", film.title,
            f"{film.year}-05-01T00:00:00Z" if film.year else "", "", "", 7.4, n % 10 + 1,
            f"{_day(n):%Y-%m-%dT%H:%M:%SZ}",
        )
        for n, film in enumerate(films)
    ]  # fmt: skip
    rows.append((1396, "tt0903747", "tv", "A Series", "", "", "", 8.9, 9, ""))
    return _csv(header, rows)


def simkl_export(films: Sequence[ExampleFilm] = FILMS) -> bytes:
    statuses = ("completed", "plantowatch", "dropped", "hold")
    movies = [
        {
            "added_to_watchlist_at": _instant(n),
            "last_watched_at": _instant(n + 1) if n % 4 == 0 else None,
            "user_rated_at": _instant(n + 1) if n % 4 == 0 else None,
            "user_rating": n % 10 + 1 if n % 4 == 0 else None,
            "status": statuses[n % 4],
            "movie": {
                "title": film.title,
                "year": film.year,
                "ids": {"simkl": n + 1, "imdb": film.imdb_id, "tmdb": str(film.tmdb_id or "")},
            },
        }
        for n, film in enumerate(films)
    ]
    show = {"title": "A Series", "year": 2011, "ids": {"simkl": 17465}}
    anime = {"title": "Spirited Away", "year": 2001, "ids": {"simkl": 37137, "tmdb": "129"}}
    shows = [{"status": "watching", "user_rating": 8, "show": show}]
    animes = [
        {"status": "completed", "user_rating": 10, "anime_type": "movie", "show": anime},
        {"status": "completed", "user_rating": 7, "anime_type": "tv", "show": show},
    ]
    return json.dumps({"movies": movies, "shows": shows, "anime": animes}).encode()


# One valid file of every format, by a name such as it comes under.
EVERY_FORMAT: dict[str, Callable[[], bytes]] = {
    "letterboxd.zip": letterboxd_zip,
    "ratings.csv": letterboxd_ratings,
    "watched.csv": letterboxd_films,
    "diary.csv": letterboxd_diary,
    "reviews.csv": letterboxd_reviews,
    "late-at-night.csv": letterboxd_list,
    "letterboxd-import.csv": letterboxd_import,
    "imdb-2017.csv": imdb_ratings_2017,
    "imdb-2020.csv": imdb_ratings_2020,
    "imdb.csv": imdb_ratings,
    "imdb-list.csv": imdb_list,
    "trakt-ratings.json": trakt_ratings,
    "trakt-watched.json": trakt_watched,
    "trakt-watchlist.json": trakt_watchlist,
    "movielens-ratings.csv": movielens_ratings,
    "criticker.csv": criticker_ratings,
    "tmdb-ratings.csv": tmdb_ratings,
    "simkl.json": simkl_export,
}
