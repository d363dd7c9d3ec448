"""The key to TMDb: told apart by its form, and never shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from filmrec.errors import NoKeyError

if TYPE_CHECKING:
    from collections.abc import Mapping

# A read token is a JSON Web Token of three parts; a key is 32 hex digits.
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_KEY = re.compile(r"[0-9a-fA-F]{32}")


@dataclass(frozen=True, slots=True)
class Credential:
    """What TMDb knows a person by; `repr` does not tell it."""

    secret: str = field(repr=False)

    @property
    def is_token(self) -> bool:
        return _TOKEN.fullmatch(self.secret) is not None

    def sign(self, url: str, headers: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        """The address and the headers of a request with the key in one of them."""
        if self.is_token:
            return url, {**headers, "Authorization": f"Bearer {self.secret}"}
        separator = "&" if "?" in url else "?"
        return f"{url}{separator}{urlencode({'api_key': self.secret})}", dict(headers)


def read_credential(text: str) -> Credential:
    """A token or a key as somebody pasted it.

    Raises
    ------
    NoKeyError
        When it has the form of neither; the message does not repeat it.
    """
    secret = text.strip().removeprefix("Bearer ").strip()
    if _TOKEN.fullmatch(secret) or _KEY.fullmatch(secret):
        return Credential(secret)
    raise NoKeyError(
        f"that is no key of TMDb's ({len(secret)} characters): a read token starts with eyJ "
        "and has two full stops in it, an API key is 32 digits and letters from a to f"
    )
