"""A Discord channel as DiscordChatExporter writes it in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.chats.exports import times
from filmrec.chats.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.chats.exports.json_stream import JsonStream

_TYPED = frozenset({"Default", "Reply", "0", "19"})


def read_messages(json: JsonStream) -> Iterator[Message]:
    channel = ""
    for key in json.members():
        if key == "messages" and json.peek() == "[":
            for _ in json.elements():
                message = _message(json.value(), channel)
                if message is not None:
                    yield message
        else:
            value = json.value()
            if key == "channel" and isinstance(value, dict):
                channel = str(value.get("name") or "")


def _message(value: object, channel: str) -> Message | None:
    if not isinstance(value, dict) or str(value.get("type", "Default")) not in _TYPED:
        return None
    text = value.get("content")
    author = value.get("author")
    if not isinstance(text, str) or not text or not isinstance(author, dict):
        return None
    reference = value.get("reference")
    answers = reference.get("messageId") if isinstance(reference, dict) else None
    return Message(
        sender=str(author.get("nickname") or author.get("name") or ""),
        when=times.of_text(value.get("timestamp")),
        text=text,
        own=False if author.get("isBot") is True else None,
        chat=channel,
        number=str(value.get("id")),
        answers=None if answers is None else str(answers),
    )
