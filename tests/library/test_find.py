"""How a film is named on a command line: exactly one, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from filmrec.errors import AmbiguousFilmError, FilmNotFoundError
from filmrec.films import NamedFilm
from filmrec.library import Meaning, NewFilm

if TYPE_CHECKING:
    from filmrec.library import Library


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Matrix", "The Matrix (1999)"),
        ("the matrix", "The Matrix (1999)"),
        ("MATRIX", "The Matrix (1999)"),
        ("Matrix, The", "The Matrix (1999)"),
        ("  the   matrix ", "The Matrix (1999)"),
        ("Heat (1995)", "Heat (1995)"),
        ("heat (1986)", "Heat (1986)"),
        ("heat 1995", "Heat (1995)"),
        ("The Heat", "The Heat (2013)"),
        ("Hamlet (1948)", "Hamlet (1948)"),
        ("amelie", "Amélie (2001)"),
        ("AMÉLIE", "Amélie (2001)"),
        ("leon", "Léon: The Professional (1994)"),
        ("Leon the Professional", "Léon: The Professional (1994)"),
        ("leon: professional", "Léon: The Professional (1994)"),
        ("le professionnel", "The Professional (1981)"),
        ("Alien", "Alien (1979)"),
        ("spiderman", "Spider-Man (2002)"),
        ("spider man", "Spider-Man (2002)"),
        ("wall-e", "WALL·E (2008)"),
        ("walle", "WALL·E (2008)"),
        ("schindlers list", "Schindler's List (1993)"),
        ("Schindler\u2019s List", "Schindler's List (1993)"),
        ("thelma and louise", "Thelma & Louise (1991)"),
        ("blade runner 2049", "Blade Runner 2049 (2017)"),
        ("Blade Runner 2049 (2017)", "Blade Runner 2049 (2017)"),
        ("m", "M (1931)"),
        ("Z", "Z (1969)"),
        ("$", "$ (1971)"),
        ("...", "... (1999)"),
        ("!!!", "!!! (2001)"),
        ("!!! (2001)", "!!! (2001)"),
        ("300", "300 (2007)"),
        ("1984", "1984 (1956)"),
        ("9", "9 (2009)"),
        ("[REC]", "[REC] (2007)"),
        ("[rec]2", "[rec]² (2009)"),
        ("[/b]", "[/b] (2010)"),
        (":smile:", ":smile: (2011)"),
        ("Bell\x07 and \x1b[31mred\x00", "Bell\x07 and \x1b[31mred\x00 (2012)"),
        ("ואלס עם באשיר", "ואלס עם באשיר (2008)"),
        ("七人の侍", "七人の侍 (1954)"),
        ("seven samurai", "七人の侍 (1954)"),
        ("A Film Without a Year", "A Film Without a Year"),
        ("godfather 2", "The Godfather: Part II (1974)"),
        ("the godfather part two", "The Godfather: Part II (1974)"),
        ("ml:6", "Heat (1995)"),
        ("ML: 2571", "The Matrix (1999)"),
        ("https://movielens.org/movies/6", "Heat (1995)"),
        ("https://letterboxd.com/film/heat-1995/", "Heat (1995)"),
        ("letterboxd.com/film/schindlers-list", "Schindler's List (1993)"),
        ("https://letterboxd.com/someone/film/the-godfather/1/", "The Godfather (1972)"),
    ],
)
def test_one_film_is_found(library: Library, text: str, name: str) -> None:
    assert library.find(text).name == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Heat", ["Heat (1995)", "Heat (1986)"]),
        ("hamlet", ["Hamlet (1996)", "Hamlet (1948)", "Hamlet (2000)", "Hamlet (2000)"]),
        ("Hamlet (2000)", ["Hamlet (2000)", "Hamlet (2000)"]),
    ],
)
def test_several_films_of_one_name_are_all_candidates_best_known_first(
    library: Library, text: str, names: list[str]
) -> None:
    with pytest.raises(AmbiguousFilmError) as raised:
        library.find(text)
    assert [film.name for film in raised.value.candidates] == names


def test_films_of_one_name_and_year_are_told_apart_by_their_ids(library: Library) -> None:
    with pytest.raises(AmbiguousFilmError) as raised:
        library.find("Hamlet (2000)")
    assert raised.value.hint == "say which: `ml:3598`"


def test_one_main_title_wins_over_another_films_alternative_title(library: Library) -> None:
    assert library.find("The Professional").year == 1981


def test_a_film_really_named_so_goes_before_one_whose_number_is_written_otherwise(
    library: Library,
) -> None:
    library.add_films([NewFilm("Godfather 2", 2020, (), 10_001)])
    assert library.find("godfather 2").year == 2020


def test_main_and_alternative_title_are_ambiguous_when_two_films_have_it_as_main(
    library: Library,
) -> None:
    library.add_films([NewFilm("The Professional", 2020, (), 10_001)])
    with pytest.raises(AmbiguousFilmError) as raised:
        library.find("The Professional")
    assert {film.year for film in raised.value.candidates} == {1981, 1994, 2020}


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("the mtrix", "The Matrix (1999)"),
        ("godfahter", "The Godfather (1972)"),
        ("shawshenk redemtion", "The Shawshank Redemption (1994)"),
        ("shawsh", "The Shawshank Redemption (1994)"),
        ("matrix relaoded", "The Matrix Reloaded (2003)"),
        ("Heat (1994)", "Heat (1995)"),
        ("Alien (1980)", "Alien (1979)"),
    ],
)
def test_a_title_that_is_not_exact_is_never_guessed_but_offered(
    library: Library, text: str, nearest: str
) -> None:
    with pytest.raises(FilmNotFoundError) as raised:
        library.find(text)
    assert not isinstance(raised.value, AmbiguousFilmError)
    assert raised.value.candidates[0].name == nearest
    assert raised.value.hint == f'did you mean "{nearest}"?'


def test_a_wrong_year_is_said(library: Library) -> None:
    with pytest.raises(FilmNotFoundError, match='no film called "Heat" is of 1994'):
        library.find("Heat (1994)")


def test_a_title_that_resembles_nothing_has_no_candidates(library: Library) -> None:
    with pytest.raises(FilmNotFoundError) as raised:
        library.find("qqqqqqqq")
    assert raised.value.candidates == ()
    assert raised.value.hint == "`filmrec search TEXT` looks through all titles"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_no_text_is_said_to_be_none(library: Library, text: str) -> None:
    with pytest.raises(FilmNotFoundError, match="no film was named"):
        library.find(text)


@pytest.mark.parametrize(
    ("text", "catalogue"),
    [
        ("tt0113277", "IMDb"),
        ("https://www.imdb.com/title/tt0113277/?ref_=fn_al", "IMDb"),
        ("tmdb:949", "TMDb"),
        ("https://www.themoviedb.org/movie/949", "TMDb"),
    ],
)
def test_an_id_of_which_the_catalogue_has_none_is_explained(
    library: Library, text: str, catalogue: str
) -> None:
    with pytest.raises(
        FilmNotFoundError, match=f"the films here have no {catalogue} ids"
    ) as raised:
        library.find(text)
    assert raised.value.hint == "name the film by its title"


def test_an_address_without_a_known_id_offers_the_title_in_it(library: Library) -> None:
    with pytest.raises(FilmNotFoundError) as raised:
        library.find("https://www.themoviedb.org/movie/603-the-matrix")
    assert raised.value.candidates[0].name == "The Matrix (1999)"


@pytest.mark.parametrize("text", ["ml:123456", "ml:" + "9" * 5000])
def test_an_id_that_no_film_has_is_said(library: Library, text: str) -> None:
    with pytest.raises(FilmNotFoundError, match="no film here has the MovieLens id"):
        library.find(text)


@pytest.mark.parametrize(
    "text",
    [
        "tt0113277",
        "TT0113277",
        "http://m.imdb.com/title/tt0113277",
        "https://www.imdb.com/de/title/tt0113277/reference",
        "tmdb:949",
        "https://www.themoviedb.org/movie/949-heat?language=fr",
    ],
)
def test_ids_and_addresses_name_the_film_that_has_them(library: Library, text: str) -> None:
    library.add_films([NewFilm("Heat", 1995, (), 6, tmdb_id=949, imdb_id="tt0113277")])
    assert library.find(text).movielens_id == 6
    assert [film.movielens_id for film in library.search(text)] == [6]


@pytest.mark.parametrize(
    "text", ["https://example.org/film/heat", "https://www.imdb.com/name/nm0000199/"]
)
def test_an_address_of_something_else_is_said(library: Library, text: str) -> None:
    with pytest.raises(FilmNotFoundError, match="is not the address of a film"):
        library.find(text)


@pytest.mark.parametrize("text", ["boxd.it/29lS", "https://boxd.it/29lS/"])
def test_an_address_means_the_film_that_a_file_named_by_it(library: Library, text: str) -> None:
    with pytest.raises(FilmNotFoundError, match="no file that was imported"):
        library.find(text)
    library.belongings.set_meanings({"boxd.it/29lS": Meaning(4, "import")})
    assert library.find(text).title == "The Matrix"
    assert [film.title for film in library.search(text)] == ["The Matrix"]


def test_a_film_that_no_catalogue_has_is_named_by_its_number(library: Library) -> None:
    (film_id,) = library.belongings.add_own_films([NamedFilm("Heat", 1995)])
    with pytest.raises(AmbiguousFilmError) as raised:
        library.find("Heat (1995)")
    assert film_id in {film.film_id for film in raised.value.candidates}
    assert library.find(f"own:{film_id}").film_id == film_id


def test_a_long_text_is_quoted_short(library: Library) -> None:
    with pytest.raises(FilmNotFoundError) as raised:
        library.find("x" * 10_000)
    assert len(raised.value.message) < 100
