"""JSON as it really comes: cut short, nested without end, with a value of any kind anywhere."""

from __future__ import annotations

from typing import Any

from filmrec.errors import UnreadableFileError
from filmrec.imports.fields import title_from

_DOWNLOAD_AGAIN = "download it again, and pass it on as it comes"


def parse_json(name: str, text: str) -> object:
    """The value that a JSON text says.

    Raises
    ------
    UnreadableFileError
        When it is no JSON, or more of it than can be read.
    """
    import json

    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno:,}, column {error.colno:,}"
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            message = f"{name} ends in the middle of its JSON: {place}"
        else:
            message = f"{name} is no JSON: {error.msg} at {place}"
    except RecursionError:
        message = f"{name} is JSON nested deeper than any export"
    except ValueError:
        # Python refuses to read a number of more than some thousand digits.
        message = f"{name} holds a number longer than any export has"
    raise UnreadableFileError(message, hint=_DOWNLOAD_AGAIN)


def mapping(value: object, key: str) -> dict[str, Any]:
    """The object under `key` of an object; an empty one where there is none."""
    inside = value.get(key) if isinstance(value, dict) else None
    return inside if isinstance(inside, dict) else {}


def string(value: object) -> str:
    """A text or whole number as text, empty for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def json_title(value: object) -> str:
    """A title, without what JSON can write and no database can hold: half letters, NUL."""
    text = string(value)
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return title_from(text.replace("\0", ""))
