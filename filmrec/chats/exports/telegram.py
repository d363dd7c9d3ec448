"""Telegram's `result.json`: one chat, or a whole account with many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.chats.exports import times
from filmrec.chats.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.chats.exports.json_stream import JsonStream

# What is shown as somebody else's words, or is none.
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_NO_WORDS = frozenset({"code", "pre", "bot_command"})


def read_messages(json: JsonStream, chat: str = "") -> Iterator[Message]:
    """The messages of the object here: a chat, or what holds chats."""
    name = chat
    for key in json.members():
        if key == "messages" and json.peek() == "[":
            for _ in json.elements():
                message = _message(json.value(), name)
                if message is not None:
                    yield message
        elif key in {"chats", "left_chats"} and json.peek() == "{":
            yield from _chats(json)
        else:
            value = json.value()
            if key == "name" and isinstance(value, str):
                name = value


def _chats(json: JsonStream) -> Iterator[Message]:
    for key in json.members():
        if key == "list" and json.peek() == "[":
            for number, _ in enumerate(json.elements()):
                if json.peek() == "{":
                    yield from read_messages(json, str(number))
                else:
                    json.value()
        else:
            json.value()


def _message(value: object, chat: str) -> Message | None:
    if not isinstance(value, dict) or value.get("type", "message") != "message":
        return None
    text = _text(value.get("text"))
    if not text:
        return None
    sender = value.get("from") or value.get("from_id") or ""
    answers = value.get("reply_to_message_id")
    return Message(
        sender=sender if isinstance(sender, str) else str(sender),
        when=times.of_seconds(value.get("date_unixtime")) or times.of_text(value.get("date")),
        text=text,
        # What was passed on is another's opinion.
        own=False if value.get("forwarded_from") is not None else None,
        chat=chat,
        number=str(value.get("id")),
        answers=None if answers is None else str(answers),
    )


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return ""
    return "".join(_part(part) for part in value)


def _part(part: object) -> str:
    if isinstance(part, str):
        return part
    text = part.get("text") if isinstance(part, dict) else None
    if not isinstance(part, dict) or not isinstance(text, str) or part.get("type") in _NO_WORDS:
        return ""
    if part.get("type") in _QUOTES:
        return "".join(f"> {line}\n" for line in text.splitlines())
    if part.get("type") == "italic":
        return f"_{text}_"
    if part.get("type") == "text_link" and isinstance(part.get("href"), str):
        return f"{text} {part['href']}"
    return text
