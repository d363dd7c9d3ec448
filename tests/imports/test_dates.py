from __future__ import annotations

from datetime import UTC, datetime

import pytest

from filmrec.imports.dates import read_dates


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2017-01-29", datetime(2017, 1, 29, tzinfo=UTC)),
        (" 2017-01-29 ", datetime(2017, 1, 29, tzinfo=UTC)),
        ("2017-01-29T22:06:01Z", datetime(2017, 1, 29, 22, 6, 1, tzinfo=UTC)),
        ("2017-01-29T22:06:01.000Z", datetime(2017, 1, 29, 22, 6, 1, tzinfo=UTC)),
        ("2017-01-29T22:06:01.5", datetime(2017, 1, 29, 22, 6, 1, 500_000, tzinfo=UTC)),
        ("2017-01-29T22:06:01+02:00", datetime(2017, 1, 29, 20, 6, 1, tzinfo=UTC)),
        ("2017-01-29 22:06:01", datetime(2017, 1, 29, 22, 6, 1, tzinfo=UTC)),
        ("2017-01-29 22:06", datetime(2017, 1, 29, 22, 6, tzinfo=UTC)),
        ("Sun Jan 29 22:06:01 2017", datetime(2017, 1, 29, 22, 6, 1, tzinfo=UTC)),
        ("Sun Jan  1 00:00:00 2017", datetime(2017, 1, 1, tzinfo=UTC)),
        ("Jan 29 2017, 22:06", datetime(2017, 1, 29, 22, 6, tzinfo=UTC)),
        ("January 29, 2017", datetime(2017, 1, 29, tzinfo=UTC)),
        ("29 Jan 2017", datetime(2017, 1, 29, tzinfo=UTC)),
        ("29.1.2017", datetime(2017, 1, 29, tzinfo=UTC)),
        ("3.4.2017", datetime(2017, 4, 3, tzinfo=UTC)),
        ("1/29/2017", datetime(2017, 1, 29, tzinfo=UTC)),
        ("29/01/2017", datetime(2017, 1, 29, tzinfo=UTC)),
        ("1/29/2017 22:06", datetime(2017, 1, 29, 22, 6, tzinfo=UTC)),
        ("20170129", datetime(2017, 1, 29, tzinfo=UTC)),
        ("1485727561", datetime(2017, 1, 29, 22, 6, 1, tzinfo=UTC)),
        ("1485727561000", datetime(2017, 1, 29, 22, 6, 1, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_however_it_is_written(text: str, moment: datetime) -> None:
    assert read_dates([text]).by_text[text] == moment


@pytest.mark.parametrize(
    "text",
    [
        "soon", "2017", "2017-02-30", "2017-13-01", "32/32/2017", "0001-01-01T00:00:00Z",
        "1899-12-31", "2201-01-01", "9999-12-31T23:59:59-12:00", "99999999999999999999", "1/2",
        "Jan 2017", "Sun Jan 29 25:00:00 2017", "Jan 29 2017 2018", "29 29 Jan 2017",
        "\u0662\u0660\u0661\u0667-01-29",
        "²²²²²²²²", "1" * 5_000, "-1", "00000000",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_dates([text]).by_text[text] is None


def test_every_time_is_in_utc() -> None:
    texts = ["2017-01-29", "2017-01-29T22:06:01+02:00", "Jan 29 2017", "1/29/2017", "1485727561"]
    assert {moment.tzinfo for moment in read_dates(texts).by_text.values() if moment} == {UTC}


def test_one_date_of_a_file_tells_the_order_of_all() -> None:
    dates = read_dates(["3/4/2017", "29/1/2017"])
    assert dates.by_text["3/4/2017"] == datetime(2017, 4, 3, tzinfo=UTC)
    assert dates.note is None


def test_where_no_date_tells_the_order_the_month_is_first_and_a_note_says_so() -> None:
    dates = read_dates(["3/4/2017", "5/6/2017"])
    assert dates.by_text["3/4/2017"] == datetime(2017, 3, 4, tzinfo=UTC)
    assert dates.note == "dates such as 3/4/2017 were read with the month first"


def test_where_dates_contradict_each_other_each_is_read_as_it_can_be() -> None:
    dates = read_dates(["1/29/2017", "29/1/2017", "3/4/2017"])
    assert dates.by_text["1/29/2017"] == dates.by_text["29/1/2017"]
    assert dates.by_text["3/4/2017"] == datetime(2017, 3, 4, tzinfo=UTC)
    assert dates.note is not None


def test_the_empty_text_is_no_date_and_no_matter() -> None:
    assert read_dates(["", "2017-01-29"]).by_text.keys() == {"2017-01-29"}
