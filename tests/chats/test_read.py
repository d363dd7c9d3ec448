from __future__ import annotations

import io
import json
import os

import pytest

from filmrec.chats.exports.read import Format, open_chat, seekable
from filmrec.chats.messages import count_senders, senders_meant
from filmrec.errors import UnreadableFileError, UsageError
from tests.chats import exports
from tests.chats.exports import opened, read, texts

SAID = (("Olena", "I loved Heat"), ("Bo", "me too"), ("Olena", "so good"))


def test_telegram_is_read() -> None:
    chat = opened(exports.telegram(*SAID))
    assert chat.format is Format.TELEGRAM
    first = next(chat.messages())
    assert (first.sender, first.text, first.chat) == ("Olena", "I loved Heat", "Bo")
    assert first.when is not None
    assert first.when.isoformat() == "2021-03-04T12:00:00+00:00"


def test_a_whole_telegram_account_is_read_chat_by_chat() -> None:
    chats = [exports.telegram_chat(*SAID, name=name) for name in ("Bo", "Family")]
    account = {"about": "...", "contacts": {"list": []}, "chats": {"about": "", "list": chats}}
    messages = read(json.dumps(account))
    assert [message.chat for message in messages] == ["Bo"] * 3 + ["Family"] * 3


def test_telegram_text_in_pieces_is_joined_and_quotes_are_marked() -> None:
    pieces = ["see ", {"type": "italic", "text": "Heat"}, {"type": "blockquote", "text": "no"}]
    chat = exports.telegram_chat(("Olena", pieces))  # type: ignore[arg-type]
    assert texts(json.dumps(chat)) == [("Olena", "see _Heat_> no\n")]


def test_what_was_passed_on_is_not_the_senders_own() -> None:
    chat = exports.telegram_chat(("Olena", "Heat is bad"))
    chat["messages"][1]["forwarded_from"] = "News"  # type: ignore[index]
    (message,) = read(json.dumps(chat))
    assert not message.is_by(frozenset({"Olena"}))


def test_discord_is_read() -> None:
    chat = opened(exports.discord(*SAID))
    assert chat.format is Format.DISCORD
    assert texts(exports.discord(*SAID)) == list(SAID)
    first = next(chat.messages())
    assert first.when is not None
    assert first.when.hour == 10


def test_only_the_kept_path_of_chatgpt_is_read_and_only_the_user_is_the_person() -> None:
    chat = opened(exports.chatgpt(("user", "I loved Heat"), ("assistant", "Watch Ronin")))
    assert chat.format is Format.CHATGPT
    assert [(message.text, message.own) for message in chat.messages()] == [
        ("I loved Heat", True),
        ("Watch Ronin", False),
    ]
    assert not chat.senders()


def test_a_tree_that_bites_its_tail_ends() -> None:
    node = {"message": None, "parent": "a"}
    assert not read(json.dumps([{"mapping": {"a": node}, "current_node": "a"}]))


def test_plain_text_with_names_is_read() -> None:
    assert texts("Olena: I loved Heat\nBo: me too\n\nOlena: so: good\n") == [
        ("Olena", "I loved Heat"),
        ("Bo", "me too"),
        ("Olena", "so: good"),
    ]


def test_plain_text_without_names_is_the_persons_own() -> None:
    messages = read("I loved Heat\nbut Ronin: no\nand Alien was fine\n")
    assert [message.own for message in messages] == [True, True, True]


def test_a_list_of_things_has_no_senders() -> None:
    lines = "".join(f"Film{number}: great\n" for number in range(30))
    assert not opened(lines).senders()


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_a_mark_in_front_of_json_is_no_matter(mark: bytes) -> None:
    assert len(read(mark + exports.telegram(*SAID).encode())) == 3


def test_utf_16_is_read() -> None:
    assert texts("Olena: привіт\nBo: hi\n".encode("utf-16")) == [("Olena", "привіт"), ("Bo", "hi")]


@pytest.mark.parametrize("name", ["result__json", "chats/result__json"])
def test_a_chat_in_a_zip_is_read(name: str) -> None:
    packed = exports.zipped(**{name: exports.telegram(*SAID), "photo__jpg": b"\xff\xd8"})
    chat = opened(packed)
    assert chat.format is Format.TELEGRAM
    # As often as is needed.
    assert [len(list(chat.messages())) for _ in range(2)] == [3, 3]


def test_a_pipe_is_read() -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as file:
        file.write(exports.discord(*SAID).encode())
    with os.fdopen(reader, "rb") as pipe, seekable(pipe) as stream:
        chat = open_chat("standard input", stream)
        assert chat.senders() == {"Olena": 2, "Bo": 1}


def test_a_zip_with_chats_of_two_apps_is_refused() -> None:
    packed = exports.zipped(a__json=exports.telegram(*SAID), b__json=exports.discord(*SAID))
    with pytest.raises(UnreadableFileError, match="holds chats of Discord and Telegram"):
        opened(packed)


def test_a_zip_bomb_is_refused() -> None:
    packed = exports.zipped(chat__txt="Olena: " + "a" * 30_000_000)
    with pytest.raises(UnreadableFileError, match="unpacks to more than any export"):
        read(packed)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "chat is empty"),
        (b" \n \n", "chat is empty"),
        (b"\x89PNG\r\n", "chat is a picture"),
        (b"a\0b", "holds NUL bytes"),
        (b"{}", "none of Telegram, Discord or ChatGPT"),
        (b'{"messages": [{"sender_name": "A", "content": "x"}]}', "none of Telegram"),
        (b'{"messages": ' + b"[" * 100_000, "nested deeper"),
        (b"[" * 100_000, "nested deeper"),
        (b"<!DOCTYPE html><p>chat", "web page"),
        (b"PK\x03\x04 and no more", "damaged zip"),
    ],
)
def test_what_is_no_chat_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFileError, match=message):
        read(content)


def test_json_cut_short_says_at_which_line() -> None:
    whole = exports.telegram(*SAID)
    cut = whole[: whole.index("so good") + 3]
    n_lines = cut.count("\n") + 1
    with pytest.raises(UnreadableFileError, match=f"middle of its JSON: line {n_lines}"):
        read(cut)


@pytest.mark.parametrize("size", range(60, 700, 37))
def test_json_cut_anywhere_is_said_to_be_cut(size: int) -> None:
    cut = exports.telegram(*SAID)[:size]
    with pytest.raises(UnreadableFileError):
        read(cut + '"')


def test_a_message_of_ten_megabytes_is_read() -> None:
    said = (*SAID, ("Bo", "ї" * 10_000_000), ("Bo", "bye"))
    assert len(texts(exports.telegram(*said))) == 5


def test_a_value_is_whole_wherever_the_pieces_end() -> None:
    said = [("Olena", f'{"x" * (number * 37 % 1000)} \\ " ї \n{number}') for number in range(3000)]
    assert texts(exports.telegram(*said)) == said


def test_values_of_the_wrong_kind_are_passed_over() -> None:
    chat = exports.telegram_chat(*SAID)
    chat["messages"] += [None, 3, [], {"text": 5}, {"type": 1}, {"text": {"a": 1}}]  # type: ignore[operator]
    assert len(read(json.dumps(chat))) == 3


def test_a_sender_is_found_by_a_part_of_the_name() -> None:
    senders = count_senders(read(exports.telegram(("Olena K", "hi"), ("Bo", "yo"), ("Bob", "yo"))))
    assert senders_meant(["olena", "Bo"], senders) == {"Olena K", "Bo"}


def test_a_name_of_two_people_is_an_error_that_names_them() -> None:
    senders = {"Anna B": 2, "Anna K": 1, "Bo": 1}
    with pytest.raises(UsageError, match="Anna B, Anna K"):
        senders_meant(["anna"], senders)


def test_a_name_of_nobody_is_an_error_that_says_who_is_there() -> None:
    with pytest.raises(UsageError) as error:
        senders_meant(["Zoe"], {"Anna": 1, "Bo": 2})
    assert error.value.hint == "who is: Bo, Anna"


def test_a_stream_stays_open_for_the_next_reading() -> None:
    stream = io.BytesIO(exports.telegram(*SAID).encode())
    chat = open_chat("chat", stream)
    assert len(list(chat.messages())) == len(list(chat.messages())) == 3
    assert not stream.closed


def test_senders_are_counted_no_further_than_until_those_given_have_written() -> None:
    chat = opened(exports.telegram(("A", "hi"), ("Bo", "hi"), ("A", "how are you?"), ("C", "oh")))
    assert chat.senders(until=["Bo"]) == {"A": 1, "Bo": 1}
    assert chat.senders(until=["bo"]) == chat.senders() == {"A": 2, "Bo": 1, "C": 1}


def test_it_is_known_how_much_of_an_export_is_read() -> None:
    said = [("A", " ".join(map(str, range(7 * at, 7 * at + 200)))) for at in range(3_000)]
    content = exports.telegram(*said).encode()
    for export in (content, exports.zipped(result__json=content)):
        chat = opened(export)
        shares = [chat.share_read() for _ in chat.messages()]
        assert shares == sorted(shares)
        assert 0 < shares[0] < 1
        assert shares[-1] > 0.9
