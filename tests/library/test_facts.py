"""What TMDb told: to which film it goes, how long it is kept, and what stays when it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from filmrec.films import (
    Certificate,
    FilmFacts,
    Mark,
    NamedFilm,
    Offer,
    OfferKind,
    Person,
)
from filmrec.library import Community, IdTakenError, NewFilm

if TYPE_CHECKING:
    from filmrec.library import Library
    from tests.library.conftest import Clock

NOW = datetime.now(UTC)
HEAT = FilmFacts(
    tmdb_id=949,
    title="Heat",
    fetched_at=NOW,
    language="uk-UA",
    imdb_id="tt0113277",
    original_title="Heat",
    alternative_titles=("Сутичка", "Heat - Fuego contra fuego"),
    released=date(1995, 12, 15),
    runtime=170,
    original_language="en",
    countries=("US",),
    genres=("Action", "Crime"),
    overview="A line of our own.",
    directors=(Person(638, "Michael Mann"),),
    cast=(Person(1158, "Al Pacino", "Vincent Hanna"), Person(380, "Robert De Niro")),
    keywords=("heist",),
    certificates=(Certificate("US", "R"),),
    offers=(Offer("UA", OfferKind.STREAM, "Netflix", "https://example.org/heat"),),
)
NEW = FilmFacts(tmdb_id=1, title="Perfect Days", fetched_at=NOW, released=date(2023, 12, 21))


def heat(library: Library) -> int:
    return library.find("Heat (1995)").film_id


def test_facts_come_back_as_they_were(library: Library) -> None:
    library.tmdb.land(heat(library), HEAT)
    assert library.tmdb.facts(heat(library)) == HEAT


def test_a_film_without_facts_has_none(library: Library) -> None:
    assert library.tmdb.facts(heat(library)) is None


def test_a_film_gets_the_ids_that_it_lacks(library: Library) -> None:
    library.tmdb.land(heat(library), HEAT)
    film = library.film(heat(library))
    assert (film.tmdb_id, film.imdb_id) == (949, "tt0113277")


def test_a_film_is_found_under_the_titles_of_tmdb(library: Library) -> None:
    library.tmdb.land(heat(library), HEAT)
    assert library.find("Сутичка").film_id == heat(library)
    assert library.find("Heat - Fuego contra fuego").film_id == heat(library)


def test_facts_take_the_place_of_older_ones(library: Library) -> None:
    library.tmdb.land(heat(library), HEAT)
    library.tmdb.land(heat(library), replace(HEAT, runtime=171, alternative_titles=()))
    found = library.tmdb.facts(heat(library))
    assert found is not None
    assert found.runtime == 171
    assert not library.search("Сутичка")


def test_a_film_that_nobody_has_becomes_a_new_one(library: Library) -> None:
    landing = library.tmdb.land(None, NEW)
    assert landing.is_new
    film = library.find("Perfect Days (2023)")
    assert (film.film_id, film.tmdb_id, film.is_own) == (landing.film_id, 1, False)


def test_without_a_film_the_one_of_that_id_is_meant(library: Library) -> None:
    library.tmdb.land(heat(library), HEAT)
    assert library.tmdb.land(None, HEAT).film_id == heat(library)


def test_an_own_film_becomes_one_with_the_film_of_its_id(library: Library) -> None:
    library.tmdb.land(heat(library), HEAT)
    (own,) = library.belongings.add_own_films([NamedFilm("Heat - Director's Cut", 1995)])
    library.rate(own, 4.5)
    landing = library.tmdb.land(own, HEAT)
    assert (landing.film_id, landing.merged) == (heat(library), own)
    rating = library.rating(heat(library))
    assert rating is not None
    assert rating.stars == 4.5
    library.undo()
    rating = library.rating(own)
    assert rating is not None
    assert rating.stars == 4.5
    assert library.rating(heat(library)) is None


def test_two_films_of_the_catalogue_are_never_made_one(library: Library) -> None:
    library.tmdb.land(heat(library), HEAT)
    other = library.find("Heat (1986)").film_id
    with pytest.raises(IdTakenError) as error:
        library.tmdb.land(other, HEAT)
    assert error.value.film_id == heat(library)
    assert library.tmdb.facts(other) is None


@pytest.mark.parametrize(("days", "is_there"), [(179, True), (181, False)])
def test_nothing_older_than_180_days_is_used(
    library: Library, now: Clock, days: int, is_there: bool
) -> None:
    library.tmdb.land(heat(library), replace(HEAT, fetched_at=now() - timedelta(days=days)))
    assert (library.tmdb.facts(heat(library)) is not None) is is_there
    assert library.tmdb.drop_expired() == (not is_there)
    assert bool(library.search("Сутичка")) is is_there


@pytest.mark.parametrize(("hours", "is_there"), [(23, True), (25, False)])
def test_what_was_fetched_when_the_clock_was_ahead_is_dropped(
    library: Library, now: Clock, hours: int, is_there: bool
) -> None:
    library.tmdb.land(heat(library), replace(HEAT, fetched_at=now() + timedelta(hours=hours)))
    assert library.tmdb.drop_expired() == (not is_there)
    assert (library.tmdb.facts(heat(library)) is not None) is is_there


def test_what_was_said_stays_when_everything_of_tmdb_goes(library: Library) -> None:
    film_id = library.tmdb.land(None, NEW).film_id
    unsaid = library.tmdb.land(None, replace(NEW, tmdb_id=2, title="Anatomy of a Fall")).film_id
    library.tmdb.land(heat(library), HEAT)
    library.rate(film_id, 5)
    library.mark(film_id, Mark.LIKED)
    assert library.tmdb.forget_all() == 3
    assert library.film(film_id).is_own
    rating = library.rating(film_id)
    assert rating is not None
    assert rating.stars == 5
    assert not library.films([unsaid])
    assert library.find("Heat (1995)").tmdb_id == 949
    assert library.tmdb.info().n_films == 0


STARTER_LIKE = Community("starter", "1")
OTHER = Community("other", "2")


def test_a_film_of_tmdb_alone_stays_whatever_the_community(library: Library) -> None:
    landed = library.tmdb.land(None, NEW)
    for origin, films in ((OTHER, []), (STARTER_LIKE, [])):
        library.replace_catalogue(origin, films)
        assert library.tmdb.facts(landed.film_id) == NEW
        assert library.film(landed.film_id).title == "Perfect Days"
        assert not library.film(landed.film_id).is_own


def test_a_film_that_the_new_community_lacks_stays_as_one_of_tmdb(library: Library) -> None:
    film_id = heat(library)
    library.tmdb.land(film_id, HEAT)
    library.replace_catalogue(OTHER, [])
    film = library.film(film_id)
    assert (film.is_own, film.movielens_id, film.n_community_ratings) == (False, None, 0)
    assert library.tmdb.facts(film_id) == HEAT


def test_a_film_that_is_back_in_the_community_has_its_facts(library: Library) -> None:
    film_id = heat(library)
    library.tmdb.land(film_id, HEAT)
    library.replace_catalogue(OTHER, [])
    library.replace_catalogue(
        STARTER_LIKE,
        [NewFilm("Heat", 1995, movielens_id=6, tmdb_id=949, n_community_ratings=9)],
    )
    film = library.film(film_id)
    assert (film.movielens_id, film.n_community_ratings) == (6, 9)
    assert library.tmdb.facts(film_id) == HEAT


def test_a_rated_film_with_facts_becomes_ones_own(library: Library) -> None:
    film_id = heat(library)
    library.tmdb.land(film_id, HEAT)
    library.rate(film_id, 4.5)
    library.replace_catalogue(OTHER, [])
    film = library.film(film_id)
    assert (film.is_own, film.movielens_id) == (True, 6)
    assert library.tmdb.facts(film_id) == HEAT


def test_a_film_of_tmdb_alone_becomes_that_of_a_community_and_is_itself_again(
    library: Library,
) -> None:
    landed = library.tmdb.land(None, NEW)
    library.replace_catalogue(
        OTHER, [NewFilm("Perfect Days", 2023, movielens_id=290_000, tmdb_id=1)]
    )
    assert library.film(landed.film_id).movielens_id == 290_000
    library.replace_catalogue(STARTER_LIKE, [])
    assert library.film(landed.film_id).movielens_id is None
    assert library.tmdb.facts(landed.film_id) == NEW


def test_a_doubt_alone_keeps_no_film(library: Library) -> None:
    film_id = heat(library)
    library.tmdb.doubt(film_id, [949])
    library.replace_catalogue(OTHER, [])
    assert library.films([film_id]) == []
