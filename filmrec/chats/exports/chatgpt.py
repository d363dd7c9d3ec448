"""ChatGPT's `conversations.json`: trees of messages, of which one path was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filmrec.chats.exports import times
from filmrec.chats.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmrec.chats.exports.json_stream import JsonStream


def read_messages(json: JsonStream) -> Iterator[Message]:
    """What the person typed, and between it the answers: own is never None."""
    for number, _ in enumerate(json.elements()):
        conversation = json.value()
        if isinstance(conversation, dict):
            for node in _path(conversation):
                message = _message(node, str(number))
                if message is not None:
                    yield message


def _path(conversation: dict[str, Any]) -> list[dict[str, Any]]:
    """The nodes from the root to the current one; a parent met twice ends the way."""
    mapping = conversation.get("mapping")
    if not isinstance(mapping, dict):
        return []
    at = conversation.get("current_node")
    if not isinstance(at, str) or at not in mapping:
        at = next(reversed(mapping), None)
    path = []
    passed = set()
    while isinstance(at, str) and at in mapping and at not in passed:
        passed.add(at)
        node = mapping[at]
        if not isinstance(node, dict):
            break
        path.append(node)
        at = node.get("parent")
    return path[::-1]


def _message(node: dict[str, Any], chat: str) -> Message | None:
    message = node.get("message")
    if not isinstance(message, dict):
        return None
    author, content = message.get("author"), message.get("content")
    role = author.get("role") if isinstance(author, dict) else None
    parts = content.get("parts") if isinstance(content, dict) else None
    if role not in {"user", "assistant"} or not isinstance(parts, list):
        return None
    text = "\n".join(part for part in parts if isinstance(part, str))
    if not text.strip():
        return None
    when = times.of_seconds(message.get("create_time"))
    return Message(role, when, text, own=role == "user", chat=chat)
