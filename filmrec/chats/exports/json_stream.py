"""JSON read piece by piece: an export of any size, one message of it in memory at a time."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NoReturn

from filmrec.chats.exports.streams import AS_IT_COMES, text_of
from filmrec.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_PIECE = 256 * 1024
# A message or, with ChatGPT, a whole conversation.
_LONGEST_VALUE = 256 * 1024**2
_SPACE = re.compile(r"[ \t\r\n]*")
_COMMA = re.compile(r"[ \t\r\n]*,[ \t\r\n]*")
_LONGEST_WORD = 40


class JsonStream:
    """A cursor in a JSON text: enter objects and arrays on the way, read values whole.

    Raises UnreadableFileError where the text is no JSON, with the place, or ends in its middle.
    """

    def __init__(self, name: str, stream: BinaryIO) -> None:
        self._name = name
        self._text = text_of(name, stream)
        self._buffer = ""
        self._at = 0
        self._is_complete = False
        self._lines_before = 0
        self._decode = json.JSONDecoder(parse_int=_whole_number).raw_decode

    def peek(self) -> str:
        """The next letter that is no space; empty at the end of the text."""
        while True:
            match = _SPACE.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def members(self) -> Iterator[str]:
        """The keys of the object here; the value of each has to be read before the next one."""
        self._take("{")
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            if self.peek() != '"':
                self._refuse("a name in quotes is missing")
            key = self.value()
            self._take(":")
            yield str(key)
            if self._take(",", "}") == "}":
                return

    def elements(self) -> Iterator[None]:
        """Stops at each element of the array here, which has to be read before the next one."""
        self._take("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield
            match = _COMMA.match(self._buffer, self._at)
            if match is not None and match.end() < len(self._buffer):
                self._at = match.end()
            elif self._take(",", "]") == "]":
                return

    def value(self) -> object:
        """The value here, whatever it is."""
        if self._at >= len(self._buffer) or self._buffer[self._at] in " \t\r\n":
            self.peek()
        while True:
            try:
                value, end = self._decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if not self._may_be_cut(error) or not self._more():
                    self._refuse(error.msg, error.pos)
            except RecursionError:
                self._refuse("it is nested deeper than any export")
            else:
                # A number may go on.
                if end < len(self._buffer) or not self._more():
                    self._at = end
                    return value
            if len(self._buffer) - self._at > _LONGEST_VALUE:
                self._refuse("one value is longer than any message")

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        if self._is_complete:
            return False
        is_string = error.msg.startswith(("Unterminated string", "Invalid \\"))
        # A word or a number may be cut as well.
        return is_string or error.pos >= len(self._buffer) - _LONGEST_WORD

    def _take(self, *wanted: str) -> str:
        found = self.peek()
        if found not in wanted or not found:
            self._refuse(f"{' or '.join(wanted)} is missing")
        self._at += 1
        return found

    def _more(self) -> bool:
        """Read on; what was passed is let go, and what is held at least doubles."""
        if self._is_complete:
            return False
        held = len(self._buffer) - self._at
        piece = self._text.read(max(_PIECE, held))
        if not piece:
            self._is_complete = True
            return False
        self._lines_before += self._buffer.count("\n", 0, self._at)
        self._buffer = self._buffer[self._at :] + piece
        self._at = 0
        return True

    def _refuse(self, why: str, at: int | None = None) -> NoReturn:
        at = self._at if at is None else at
        line = self._lines_before + self._buffer.count("\n", 0, at) + 1
        is_cut = self._is_complete and (
            at >= len(self._buffer.rstrip()) or why.startswith("Unterminated")
        )
        if is_cut:
            message = f"{self._name} ends in the middle of its JSON: line {line:,}"
        else:
            message = f"{self._name} is no JSON that can be read: {why} at line {line:,}"
        raise UnreadableFileError(message, hint=AS_IT_COMES)


def _whole_number(digits: str) -> int:
    # Python refuses to read more than some thousand digits.
    return int(digits[:20])
