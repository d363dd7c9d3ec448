"""Any chat export: what it is, is told from its content."""

from __future__ import annotations

import enum
import io
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, cast

from filmrec.chats.exports import chatgpt, discord, plain, telegram, whatsapp
from filmrec.chats.exports.json_stream import JsonStream
from filmrec.chats.exports.streams import AS_IT_COMES, SNIFFED, lines_of, text_of
from filmrec.chats.exports.zips import is_zip, open_members
from filmrec.chats.messages import count_senders
from filmrec.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

    from filmrec.chats.messages import Message

_IN_MEMORY = 32 * 1024**2
_N_FIRST_LINES = 40
_KEYS_READ = 60
_TELEGRAMS_OWN = frozenset({"type", "date", "date_unixtime", "from_id"})


class Format(enum.StrEnum):
    TELEGRAM = "Telegram"
    WHATSAPP = "WhatsApp"
    DISCORD = "Discord"
    CHATGPT = "ChatGPT"
    PLAIN = "plain text"


@dataclass(frozen=True, slots=True)
class Chat:
    """An export that can be read as often as is needed: its stream has to stay open."""

    name: str
    format: Format
    _file: BinaryIO
    _n_bytes: int
    _parts: tuple[tuple[str, BinaryIO], ...]

    def messages(self) -> Iterator[Message]:
        """Every message with words in it, in the order of the file.

        Raises UnreadableFileError at the place where the export stops being one.
        """
        for name, stream in self._parts:
            yield from _READERS[self.format](name, stream)

    def senders(self, until: Iterable[str] = ()) -> Counter[str]:
        """How many messages each sender wrote; empty where the export says whose words count.

        With `until`, it is read no further than it takes to meet all of these senders.
        """
        return count_senders(self.messages(), until)

    def share_read(self) -> float:
        """How much of the export was read since its messages were asked for, 0 to 1."""
        return self._file.tell() / self._n_bytes


@contextmanager
def seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream itself; of a pipe, which cannot be read twice, a copy that leaves nothing behind.

    The copy is in memory while it is small, then in a nameless file: killed at any moment, it is
    gone.
    """
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        shutil.copyfileobj(stream, copy)
        yield cast("BinaryIO", copy)


def open_chat(name: str, stream: BinaryIO) -> Chat:
    """The chat that a file is: JSON, text, or a zip with these.

    Parameters
    ----------
    name
        What messages call it.
    stream
        Its bytes, which are read more than once: give a pipe as what `seekable` makes of it.

    Raises
    ------
    UnreadableFileError
        When this is no chat export, or one of a kind that is not known.
    """
    n_bytes = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if is_zip(stream.read(4)):
        found, parts = _parts_of_zip(name, stream)
        return Chat(name, found, stream, n_bytes, parts)
    return Chat(name, _format_of(name, stream), stream, n_bytes, ((name, stream),))


def _parts_of_zip(name: str, stream: BinaryIO) -> tuple[Format, tuple[tuple[str, BinaryIO], ...]]:
    parts: dict[Format, list[tuple[str, BinaryIO]]] = {}
    failure = None
    for path, member in open_members(name, stream):
        try:
            found = _format_of(path, member)
        except UnreadableFileError as error:
            failure = error
            continue
        parts.setdefault(found, []).append((path, member))
    # Beside a chat, a text file is a note that somebody put there.
    if len(parts) > 1:
        parts.pop(Format.PLAIN, None)
    if len(parts) > 1:
        raise UnreadableFileError(
            f"{name} holds chats of {' and '.join(sorted(parts))}",
            hint="unpack it and import them singly",
        )
    if not parts:
        if failure is not None:
            raise failure
        raise UnreadableFileError(
            f"{name} holds no chat: no text and no JSON is in it", hint=AS_IT_COMES
        )
    found, members = next(iter(parts.items()))
    return found, tuple(members)


def _format_of(name: str, stream: BinaryIO) -> Format:
    beginning = text_of(name, stream).read(SNIFFED)
    first = beginning.lstrip("\ufeff \t\r\n")[:1]
    if first == "{" or (first == "[" and _is_json_list(beginning)):
        return _format_of_json(name, stream)
    if first == "<":
        raise UnreadableFileError(
            f"{name} is a web page, not an export that can be read",
            hint="choose JSON (Telegram, Discord) where the chat is exported",
        )
    if whatsapp.is_chat(islice(lines_of(name, stream), _N_FIRST_LINES)):
        return Format.WHATSAPP
    return Format.PLAIN


def _is_json_list(beginning: str) -> bool:
    """Whether `[` opens a list, not the time of a message."""
    return beginning.lstrip("\ufeff \t\r\n[")[:1] in {"{", "]", ""}


def _format_of_json(name: str, stream: BinaryIO) -> Format:
    json = JsonStream(name, stream)
    if json.peek() == "[":
        first = next(((json.value(),) for _ in json.elements()), None)
        if first is None or (isinstance(first[0], dict) and "mapping" in first[0]):
            return Format.CHATGPT
        raise _another_app(name)
    keys = set()
    for key in json.members():
        keys.add(key)
        if key == "messages" and json.peek() == "[":
            return _format_of_message(name, json, keys)
        if key in {"chats", "left_chats"} and json.peek() == "{":
            return Format.TELEGRAM
        if len(keys) > _KEYS_READ:
            break
        json.value()
    raise _another_app(name)


def _format_of_message(name: str, json: JsonStream, keys: set[str]) -> Format:
    if keys & {"guild", "channel"}:
        return Format.DISCORD
    for _ in json.elements():
        message = json.value()
        if not isinstance(message, dict):
            break
        if "author" in message and "content" in message:
            return Format.DISCORD
        if "sender_name" in message or message.keys().isdisjoint(_TELEGRAMS_OWN):
            break
        return Format.TELEGRAM
    else:
        return Format.TELEGRAM
    raise _another_app(name)


def _another_app(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name} is JSON, but none of Telegram, Discord or ChatGPT",
        hint="write other chats as plain text: one message a line, `Name: ` in front",
    )


def _read_whatsapp(name: str, stream: BinaryIO) -> Iterator[Message]:
    order = whatsapp.read_order(lines_of(name, stream))
    return whatsapp.read_messages(lines_of(name, stream), order)


def _read_plain(name: str, stream: BinaryIO) -> Iterator[Message]:
    senders = plain.senders_in(lines_of(name, stream))
    return plain.read_messages(lines_of(name, stream), senders)


_READERS = {
    Format.TELEGRAM: lambda name, stream: telegram.read_messages(JsonStream(name, stream)),
    Format.DISCORD: lambda name, stream: discord.read_messages(JsonStream(name, stream)),
    Format.CHATGPT: lambda name, stream: chatgpt.read_messages(JsonStream(name, stream)),
    Format.WHATSAPP: _read_whatsapp,
    Format.PLAIN: _read_plain,
}
