"""What TMDb told, shown and filtered by: `show`, `where` and the options of the lists."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from filmrec.films import Certificate, FilmFacts, Offer, OfferKind, Person
from filmrec.library import open_library
from tests.sources.server import TOKEN, TmdbServer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

HEAT = FilmFacts(
    *(8, "Heat", datetime.now(UTC)),
    imdb_id="tt0113277",
    alternative_titles=("Сутичка",),
    released=date(1995, 12, 15),
    runtime=170,
    original_language="en",
    countries=("US",),
    overview="Two men\x1b[31m meet [bold]once[/bold].",
    directors=(Person(638, "Michael Mann"),),
    cast=(Person(1158, "Al Pacino", "Vincent Hanna"), Person(380, "Robert De Niro")),
    keywords=("heist", "los angeles"),
    certificates=(Certificate("US", "R"), Certificate("UA", "16+")),
    offers=(
        Offer("UA", OfferKind.STREAM, "Streamhouse", "https://tmdb.invalid/heat"),
        Offer("UA", OfferKind.RENT, "Rentals"),
        Offer("US", OfferKind.BUY, "Filmbox"),
    ),
    poster_path="/heat.jpg",
    vote_average=7.9,
    vote_count=7000,
)
FARGO = FilmFacts(
    *(16, "Fargo", datetime.now(UTC)),
    runtime=98,
    original_language="en",
    countries=("US", "GB"),
    directors=(Person(1223, "Joel Coen"),),
    cast=(Person(3, "Frances McDormand"),),
)
CASINO = FilmFacts(24, "Casino", datetime.now(UTC), directors=(Person(1032, "Martin Scorsese"),))


@pytest.fixture
def told(run: Run, home: Path) -> Path:
    """Three rated films, two of which TMDb told much of, and one that it was not asked about."""
    facts = {"Heat (1995)": HEAT, "Fargo (1996)": FARGO, "Casino (1995)": CASINO}
    for name in (*facts, "Alien (1979)"):
        run("rate", name, "4.5")
        run("watchlist", "add", name)
    with open_library(home / "library.db", now=lambda: datetime.now(UTC)) as library:
        for name, film_facts in facts.items():
            library.tmdb.land(library.find(name).film_id, film_facts)
    run("config", "set", "region", "UA")
    return home


def titles(run: Run, *arguments: str) -> set[str]:
    return {row["title"] for row in json.loads(run(*arguments, "--json").stdout)}


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--runtime", "-120"], {"Fargo"}),
        (["--runtime", "150-"], {"Heat"}),
        (["--runtime", "98"], {"Fargo"}),
        (["--runtime", "-0"], set()),
        (["--language", "EN"], {"Heat", "Fargo"}),
        (["--country", "gb"], {"Fargo"}),
        (["--country", "US", "--country", "GB"], {"Fargo"}),
        (["--director", "michael mann"], {"Heat"}),
        (["--director", "scorsese"], {"Casino"}),
        (["--actor", "De Niro", "--actor", "pacino"], {"Heat"}),
        (["--keyword", "Los Angeles"], {"Heat"}),
        (["--certificate", "16+"], {"Heat"}),
        (["--certificate", "US:R"], {"Heat"}),
        (["--certificate", "PG"], set()),
        (["--streaming"], {"Heat"}),
        (["--streaming", "streamhouse"], {"Heat"}),
        (["--streaming", "--region", "US"], set()),
        (["--director", "mann", "--runtime", "-120"], set()),
    ],
)
@pytest.mark.parametrize("command", [["ratings"], ["watchlist", "list"]], ids=" ".join)
def test_lists_are_filtered_by_what_was_told(
    run: Run, told: Path, command: list[str], options: list[str], found: set[str]
) -> None:
    assert titles(run, *command, *options) == found


def test_a_search_is_filtered(run: Run, told: Path) -> None:
    assert titles(run, "search", "heat", "--director", "mann") == {"Heat"}
    result = run("search", "heat", "--director", "coen", code=4)
    assert "none passes --director joel coen" in result.stderr


def test_a_recommendation_is_filtered(run: Run, trained: Path, told: Path) -> None:
    run("unrate", "Heat (1995)")
    run("watchlist", "remove", "Heat (1995)")
    result = run("recommend", "--director", "mann", "--json")
    assert [row["title"] for row in json.loads(result.stdout)] == ["Heat"]
    assert "films could not be judged" in result.stderr


def test_it_says_how_many_films_could_not_be_judged(run: Run, told: Path) -> None:
    assert "1 of 4 films could not be judged" in run("ratings", "--director", "mann").stderr
    # Of Casino neither the length is known nor where it was made, and what it is marked with here
    # is known of one film alone.
    assert "2 of 4 films could not be judged" in run("ratings", "--runtime", "-200").stderr
    assert "2 of 4 films could not be judged" in run("ratings", "--country", "US").stderr
    assert "3 of 4 films could not be judged" in run("ratings", "--certificate", "16+").stderr
    # Who streams nowhere is said to by silence.
    assert "1 of 4 films could not be judged" in run("ratings", "--streaming").stderr
    assert "could not be judged" not in run("ratings").stderr


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--runtime", "long"], 2, "'long' is no length in minutes"),
        (["--runtime", "120-90"], 2, "'120-90' is no length in minutes"),
        (["--language", "english"], 2, "'english' is no code for language"),
        (["--country", "1"], 2, "'1' is no code for country"),
        (["--director", "nobody"], 2, "no film that TMDb told of has the director 'nobody'"),
        (["--actor", "!"], 2, "no film that TMDb told of has the actor '!'"),
        (["--streaming", "hulu"], 2, "streams at 'hulu' in UA"),
        (["--streaming", "hulu", "--region", "US"], 2, "streams at 'hulu' in US"),
        (["--streaming", "--region", "Mars"], 2, "--region cannot be 'Mars'"),
        (["--streaming", "--region", "UK"], 2, "did you mean GB?"),
        (["--certificate", "UK:15"], 2, "did you mean GB?"),
        (["--country", "UK"], 2, "did you mean GB?"),
        (["--language", "ua"], 2, "did you mean uk?"),
        (["--region", "UA"], 2, "--region needs --streaming or --certificate"),
    ],
)
def test_what_cannot_be_read_is_said(
    run: Run, told: Path, options: list[str], code: int, said: str
) -> None:
    assert said in run("ratings", *options, code=code).stderr


def test_a_name_that_several_have_is_asked_back(run: Run, told: Path, home: Path) -> None:
    with open_library(home / "library.db", now=lambda: datetime.now(UTC)) as library:
        ethan = replace(FARGO, directors=(Person(1, "Joel Coen"), Person(2, "Ethan Coen")))
        library.tmdb.land(library.find("Fargo (1996)").film_id, ethan)
    result = run("ratings", "--director", "coen", code=2)
    assert "hint: write one of Ethan Coen, Joel Coen" in result.stderr


def test_before_tmdb_was_asked_a_filter_says_what_to_do(run: Run) -> None:
    result = run("ratings", "--runtime", "-120", code=3)
    assert "hint: `filmrec import-tmdb` fetches what this filter needs" in result.stderr


def test_without_a_region_streaming_asks_for_one(run: Run, told: Path) -> None:
    run("config", "unset", "region")
    result = run("ratings", "--streaming", code=3)
    assert "hint: `filmrec config set region UA`, or --region UA" in result.stderr


def test_show_tells_everything_in_plain_letters(run: Run, told: Path) -> None:
    shown = run("show", "Heat (1995)").stdout
    for part in (
        "170 minutes (2 h 50)",
        "Michael Mann",
        "Al Pacino (Vincent Hanna), Robert De Niro",
        "heist, los angeles",
        "16+ (UA)",
        "Сутичка",
        "stream Streamhouse; rent Rentals",
        "JustWatch",
        "7.9 of 10 from 7,000 votes",
        "Two men\\x1b[31m meet [bold]once[/bold].",
    ):
        assert part in shown
    assert "\x1b" not in shown


def test_show_keeps_the_paragraphs_of_a_plot(run: Run, told: Path, home: Path) -> None:
    with open_library(home / "library.db", now=lambda: datetime.now(UTC)) as library:
        long = replace(HEAT, overview="Two men.\nOne city.")
        library.tmdb.land(library.find("Heat (1995)").film_id, long)
    assert "\nTwo men.\nOne city.\n" in run("show", "Heat (1995)").stdout


def test_titles_are_shown_in_the_language_of_the_person_and_found_by_it(
    run: Run, told: Path, home: Path
) -> None:
    with open_library(home / "library.db", now=lambda: datetime.now(UTC)) as library:
        local = replace(HEAT, title="Сутичка", language="uk-UA", alternative_titles=())
        library.tmdb.land(library.find("Heat (1995)").film_id, local)
    assert "Сутичка (1995)" in run("ratings").stdout
    shown = run("show", "Сутичка (1995)").stdout
    assert shown.startswith("Сутичка (1995)")
    assert "in the catalogue" in shown
    # Names in documents stay what they are.
    assert json.loads(run("show", "Heat (1995)", "--json").stdout)["title"] == "Heat"


def test_show_says_how_a_film_would_stand_in_the_list(run: Run, trained: Path, told: Path) -> None:
    assert "% match, because of " in run("show", "Aliens (1986)").stdout
    document = json.loads(run("show", "Aliens (1986)", "--json").stdout)
    assert 0 <= document["match"] <= 100
    assert document["because"]
    assert json.loads(run("show", "Heat (1995)", "--json").stdout)["match"] is None


def test_where_names_the_services_the_date_and_the_source(run: Run, told: Path) -> None:
    shown = run("where", "Heat (1995)").stdout.splitlines()
    today = datetime.now(UTC).date()
    assert shown[0].strip() == "Heat (1995)"
    assert shown[1].split() == ["stream", "Streamhouse"]
    assert shown[2].split() == ["rent", "Rentals"]
    assert shown[3].strip() == f"in UA, as of {today}, by JustWatch"
    assert shown[4].strip() == "https://tmdb.invalid/heat"
    document = json.loads(run("where", "Heat (1995)", "--region", "us", "--json").stdout)
    assert [offer["service"] for offer in document["offers"]] == ["Filmbox"]
    elsewhere = run("where", "Heat (1995)", "--region", "FR").stdout.splitlines()
    assert elsewhere[1:] == ["nobody shows it", f"in FR, as of {today}, by JustWatch"]
    assert "did you mean GB?" in run("where", "Heat (1995)", "--region", "UK", code=2).stderr


def test_where_of_a_film_that_was_not_asked_about(run: Run, told: Path) -> None:
    result = run("where", "Alien (1979)", code=3)
    assert 'hint: `filmrec import-tmdb --film "Alien (1979)"` does that' in result.stderr


def test_what_is_too_old_is_not_shown(run: Run, told: Path, home: Path) -> None:
    with open_library(home / "library.db", now=lambda: datetime.now(UTC)) as library:
        old = replace(HEAT, fetched_at=datetime.now(UTC) - timedelta(days=181))
        library.tmdb.land(library.find("Heat (1995)").film_id, old)
    assert "Michael Mann" not in run("show", "Heat (1995)").stdout
    run("where", "Heat (1995)", code=3)


def _picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (20, 30), (200, 30, 30)).save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def colours(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a terminal with colours has it."""
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")


def test_without_colours_a_poster_is_left_out(run: Run, told: Path) -> None:
    result = run("show", "Heat (1995)", "--poster")
    assert "the poster is left out: it takes a terminal with colours" in result.stderr
    assert result.stdout == run("show", "Heat (1995)").stdout


@pytest.mark.usefixtures("colours")
def test_a_poster_is_shown_where_it_is_asked_for(
    run: Run, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMDB_TOKEN", TOKEN)
    with TmdbServer(n_films=10, picture=_picture()) as tmdb:
        monkeypatch.setenv("FILMREC_TMDB_URL", tmdb.url)
        assert "▄" in run("show", "Heat (1995)", "--poster").stdout
    # It is kept.
    assert "▄" in run("--offline", "show", "Heat (1995)", "--poster").stdout


@pytest.mark.usefixtures("colours")
def test_a_poster_that_is_no_picture_is_said_to_be_none(
    run: Run, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMDB_TOKEN", TOKEN)
    with TmdbServer(n_films=10) as tmdb:
        monkeypatch.setenv("FILMREC_TMDB_URL", tmdb.url)
        result = run("show", "Heat (1995)", "--poster", code=3)
    assert "error: the poster of Heat (1995) is no picture that can be shown" in result.stderr
