"""What TMDb is asked, and what its answers become."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from filmrec.errors import NoSuchTmdbFilmError
from filmrec.films import Certificate, Offer, OfferKind
from tests.sources.server import PER_PAGE, PICTURE

if TYPE_CHECKING:
    from tests.sources.conftest import Open
    from tests.sources.server import TmdbServer


def test_one_request_brings_everything_about_a_film(tmdb: TmdbServer, open_client: Open) -> None:
    with open_client() as client:
        film = client.movie(5)
    document = tmdb.world.film(5)
    assert document is not None
    assert len(tmdb.asked) == 1
    assert (film.tmdb_id, film.title) == (5, document["title"])
    assert film.original_title == document["original_title"]
    assert film.alternative_titles == (f"{document['title']} (fr)",)
    assert film.imdb_id == document["imdb_id"]
    assert film.released == date.fromisoformat(document["release_date"])
    assert film.runtime == document["runtime"]
    assert film.genres == tuple(genre["name"] for genre in document["genres"])
    assert film.countries == ("US",)
    assert film.keywords == ("harbour", "letters")
    assert [person.name for person in film.directors] == [document["credits"]["crew"][0]["name"]]


def test_the_cast_is_in_the_order_of_the_credits(open_client: Open) -> None:
    with open_client() as client:
        cast = client.movie(5).cast
    assert [person.character for person in cast] == [f"Part {place}" for place in range(6)]


def test_the_certificate_is_the_one_of_the_cinemas(open_client: Open) -> None:
    with open_client() as client:
        assert client.movie(5).certificates == (Certificate("US", "PG-13"),)


def test_offers_are_by_region_and_kind_the_best_known_first(open_client: Open) -> None:
    link = "https://tmdb.invalid/movie/5/watch?locale="
    with open_client() as client:
        assert client.movie(5).offers == (
            Offer("US", OfferKind.STREAM, "Streamhouse", f"{link}US"),
            Offer("US", OfferKind.STREAM, "Filmbox", f"{link}US"),
            Offer("US", OfferKind.RENT, "Rentals", f"{link}US"),
            Offer("UA", OfferKind.FREE, "Kinopoint", f"{link}UA"),
        )


def test_empty_values_are_no_values(open_client: Open) -> None:
    with open_client() as client:
        film = client.movie(1)
    assert (film.released, film.year, film.runtime, film.overview) == (None, None, None, None)
    assert (film.poster_path, film.tagline, film.genres) == (None, None, ())
    assert film.vote_average == 7.0


def test_missing_parts_are_empty(open_client: Open) -> None:
    with open_client() as client:
        film = client.movie(2)
    assert (film.released, film.offers, film.keywords) == (None, (), ())
    assert film.is_adult is False
    assert film.imdb_id == "tt9000002"


def test_wrong_types_are_no_values_and_nothing_commands_the_terminal(open_client: Open) -> None:
    with open_client() as client:
        film = client.movie(4)
    assert (film.runtime, film.popularity, film.released, film.vote_count) == (None, None, None, 0)
    assert film.title == "[red] ]0;owned [/b] \ufffd"


def test_a_film_that_is_not_there_is_its_own_error(open_client: Open) -> None:
    with open_client() as client, pytest.raises(NoSuchTmdbFilmError):
        client.movie(1000)


def test_titles_come_in_the_language_asked_for(open_client: Open) -> None:
    with open_client(language="uk-UA") as client:
        film = client.movie(5)
    assert film.title.endswith("[uk-UA]")
    assert film.language == "uk-UA"


def test_a_film_is_found_by_its_imdb_id(open_client: Open) -> None:
    with open_client() as client:
        found = client.find_by_imdb_id("tt9000007")
        assert found is not None
        assert found.tmdb_id == 7
        assert client.find_by_imdb_id("tt1234567") is None


@pytest.mark.parametrize("imdb_id", ["nm0000001", "../3/account", "", "tt9000007?x=1"])
def test_what_is_no_imdb_id_is_not_asked_for(
    tmdb: TmdbServer, open_client: Open, imdb_id: str
) -> None:
    with open_client() as client, pytest.raises(ValueError, match="no id of IMDb's"):
        client.find_by_imdb_id(imdb_id)
    assert tmdb.asked == []


def test_a_search_takes_any_title_and_a_year(tmdb: TmdbServer, open_client: Open) -> None:
    with open_client() as client:
        title = client.movie(5).title
        year = client.movie(5).year
        assert [film.tmdb_id for film in client.search(title, year).films] == [5]
        assert client.search(title, 1900).films == ()
        assert client.search("100% & co? ü#=").films == ()
    assert tmdb.asked[-1].query["query"] == "100% & co? ü#="


def test_lists_come_in_pages(open_client: Open) -> None:
    with open_client() as client:
        first, last = client.popular(), client.popular(5)
    assert (len(first.films), first.n_pages, first.n_films) == (PER_PAGE, 5, 100)
    assert not {film.tmdb_id for film in first.films} & {film.tmdb_id for film in last.films}


def test_pages_that_tmdb_does_not_give_are_not_asked_for(
    tmdb: TmdbServer, open_client: Open
) -> None:
    with open_client() as client:
        for page in (0, 501):
            with pytest.raises(ValueError, match="1 to 500"):
                client.top_rated(page)
    assert tmdb.asked == []


def test_new_films_are_those_of_a_span_of_days(open_client: Open) -> None:
    since, until = date(2000, 1, 1), date(2009, 12, 31)
    with open_client() as client:
        found = client.discover(since, until, least_votes=10)
    assert found.films
    assert all(film.released and since <= film.released <= until for film in found.films)
    assert all(film.vote_count >= 10 for film in found.films)


def test_genres_have_names(open_client: Open) -> None:
    with open_client() as client:
        assert client.genres()[878] == "Science Fiction"


def test_a_poster_is_asked_for_without_a_key(tmdb: TmdbServer, open_client: Open) -> None:
    with open_client() as client:
        assert client.poster("/poster5.jpg", width=300) == PICTURE
    assert tmdb.asked[-1].path == "/t/p/w342/poster5.jpg"
    assert tmdb.asked[-1].authorization is None
    assert tmdb.asked[-1].query == {}


@pytest.mark.parametrize("path", ["/../../etc/passwd", "//evil.invalid/x.jpg", "x.jpg", "/a.svg"])
def test_what_is_no_poster_is_not_asked_for(tmdb: TmdbServer, open_client: Open, path: str) -> None:
    with open_client() as client, pytest.raises(ValueError, match="no name of a poster"):
        client.poster(path)
    assert tmdb.asked == []


def test_connections_are_kept_open_and_nothing_follows_from_one_answer_to_the_next(
    tmdb: TmdbServer, open_client: Open
) -> None:
    with open_client() as client:
        for number in range(5, 25):
            client.movie(number)
    assert tmdb.n_connections == 1
