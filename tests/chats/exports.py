"""Chat exports as the apps write them, made of a few messages."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from filmrec.chats.exports.read import open_chat

if TYPE_CHECKING:
    from filmrec.chats.exports.read import Chat
    from filmrec.chats.messages import Message

Said = tuple[str, str]


def opened(content: bytes | str, name: str = "chat") -> Chat:
    return open_chat(name, io.BytesIO(content.encode() if isinstance(content, str) else content))


def read(content: bytes | str) -> list[Message]:
    return list(opened(content).messages())


def texts(content: bytes | str) -> list[Said]:
    return [(message.sender, message.text) for message in read(content)]


def telegram_chat(*said: Said, name: str = "Bo") -> dict[str, object]:
    messages = [
        {
            "id": number,
            "type": "message",
            "date": f"2021-03-04T12:{number % 60:02}:00",
            "date_unixtime": str(1614859200 + 60 * number),
            "from": sender,
            "from_id": f"user{len(sender)}",
            "text": text,
            "text_entities": [],
        }
        for number, (sender, text) in enumerate(said)
    ]
    service = {"id": 9999, "type": "service", "actor": "Bo", "action": "pin_message", "text": ""}
    return {"name": name, "type": "personal_chat", "id": 7, "messages": [service, *messages]}


def telegram(*said: Said) -> str:
    return json.dumps(telegram_chat(*said), ensure_ascii=False, indent=1)


def whatsapp(*said: Said) -> str:
    return "".join(
        f"04/03/2021, 12:{number % 60:02} - {sender}: {text}\n"
        for number, (sender, text) in enumerate(said)
    )


def discord(*said: Said) -> str:
    messages = [
        {
            "id": str(1000 + number),
            "type": "Default",
            "timestamp": f"2021-03-04T12:{number:02}:00.123+02:00",
            "content": text,
            "author": {"id": "1", "name": sender.lower(), "nickname": sender, "isBot": False},
        }
        for number, (sender, text) in enumerate(said)
    ]
    return json.dumps(
        {
            "guild": {"id": "1", "name": "films"},
            "channel": {"id": "2", "name": "general"},
            "dateRange": {"after": None, "before": None},
            "messages": messages,
            "messageCount": len(messages),
        }
    )


def chatgpt(*said: Said) -> str:
    """One conversation; before each answer of the assistant stands one that was thrown away."""
    mapping: dict[str, object] = {"root": {"id": "root", "message": None, "parent": None}}
    parent = "root"
    for number, (role, text) in enumerate(said):
        for node, words in ((f"{number}-other", "thrown away"), (str(number), text)):
            mapping[node] = {
                "id": node,
                "parent": parent,
                "message": {
                    "author": {"role": role},
                    "create_time": 1614859200.5 + number,
                    "content": {"content_type": "text", "parts": [words]},
                },
            }
        parent = str(number)
    return json.dumps([{"title": "Films", "mapping": mapping, "current_node": parent}])


def zipped(**files: bytes | str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()
