from __future__ import annotations

import pytest

from filmrec.chats.exports.read import Format
from tests.chats.exports import opened, read, texts


def times(content: str) -> list[str]:
    return [str(message.when)[:16] for message in read(content)]


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("1/31/21, 12:00 - A: Hi", "2021-01-31 12:00"),
        ("31/1/21, 12:00 - A: Hi", "2021-01-31 12:00"),
        ("15.04.2016, 15:04 - A: Hi", "2016-04-15 15:04"),
        ("15.04.16, 15:04 - A: Hi", "2016-04-15 15:04"),
        ("15. 4. 2016 15:04 - A: Hi", "2016-04-15 15:04"),
        ("[31/01/19, 11:25:03] A: Hi", "2019-01-31 11:25"),
        ("[31/01/19 11:25:03] A: Hi", "2019-01-31 11:25"),
        ("[2019-01-31, 11:25:03 PM] A: Hi", "2019-01-31 23:25"),
        ("2019/01/31, 23:25 - A: Hi", "2019-01-31 23:25"),
        ("13/1/2019, 11:25 a. m. - A: Hi", "2019-01-13 11:25"),
        ("13/1/2019, 11:25 p.\u00a0m. - A: Hi", "2019-01-13 23:25"),
        ("1/13/19, 12:05\u202fAM - A: Hi", "2019-01-13 00:05"),
        ("1/13/19, 12:05\u202fpm - A: Hi", "2019-01-13 12:05"),
        ("13-01-2019 11:25 - A: Hi", "2019-01-13 11:25"),
        ("13/01/2019 à 11:25 - A: Hi", "2019-01-13 11:25"),
        ("13.01.19, 11.25 - A: Hi", "2019-01-13 11:25"),
        ("2019/1/13 下午11:25 - A: Hi", "2019-01-13 23:25"),
        ("\u200f١٣/١/٢٠١٩، ١١:٢٥ م - A: Hi", "2019-01-13 23:25"),
    ],
)
def test_every_way_to_write_a_time_is_read(line: str, time: str) -> None:
    chat = opened(line)
    assert chat.format is Format.WHATSAPP
    assert times(line) == [time]


def test_one_date_tells_the_order_of_all() -> None:
    lines = "3/4/21, 10:00 - A: one\n4/4/21, 10:00 - A: two\n13/4/21, 10:00 - A: three"
    assert times(lines) == ["2021-04-03 10:00", "2021-04-04 10:00", "2021-04-13 10:00"]


def test_time_does_not_run_backwards() -> None:
    lines = "1/2/21, 10:00 - A: one\n1/3/21, 10:00 - A: two\n2/1/21, 10:00 - A: three"
    assert [time[:10] for time in times(lines)] == ["2021-01-02", "2021-01-03", "2021-02-01"]


def test_with_nothing_else_to_tell_twelve_hours_mean_the_month_first() -> None:
    assert times("1/2/21, 10:00 AM - A: one") == ["2021-01-02 10:00"]
    assert times("1/2/21, 10:00 - A: one") == ["2021-02-01 10:00"]


def test_a_message_runs_on_over_lines() -> None:
    lines = "1/31/21, 12:00 - A: one\ntwo\n\nthree: four\n1/31/21, 12:01 - B: five"
    assert texts(lines) == [("A", "one\ntwo\n\nthree: four"), ("B", "five")]


def test_what_the_app_says_is_left_out() -> None:
    lines = (
        "1/31/21, 12:00 - Messages and calls are end-to-end encrypted.\n"
        "1/31/21, 12:00 - A added B\n"
        '1/31/21, 12:00 - A changed the subject to "Films: all"\n'
        "1/31/21, 12:00 - A: <Media omitted>\n"
        "1/31/21, 12:00 - A: IMG-1.jpg (file attached)\n"
        "1/31/21, 12:00 - A: fine <This message was edited>\n"
    )
    assert texts(lines) == [("A", "fine")]


def test_what_an_iphone_says_is_left_out() -> None:
    lines = (
        "\ufeff[31/01/19, 11:25:03] Films: \u200eMessages are end-to-end encrypted.\n"
        "\u200e[31/01/19, 11:25:04] A: \u200eimage omitted\n"
        "[31/01/19, 11:25:05] \u202aB\u202c: fine\n"
    )
    assert texts(lines) == [("B", "fine")]


def test_right_to_left_text_is_kept() -> None:
    assert texts("[31/01/19, 11:25:03] \u200fדנה: \u202bשלום\u202c") == [("דנה", "שלום")]


def test_a_time_that_does_not_exist_is_none() -> None:
    (message,) = read("31/02/21, 25:00 - A: one")
    assert message.when is None
