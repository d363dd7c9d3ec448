"""Addresses of servers, as people write them into the environment."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

# Host names in any script; what is wrong with their parts IDNA tells.
_HOST = re.compile(r"\w[\w.-]*")


def is_web_address(address: str) -> bool:
    """Whether something can be asked for there: http or https, and a host that there can be."""
    if re.search(r"[\s\x00-\x20\x7f]", address):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
        if "[" in parts.netloc:
            ipaddress.IPv6Address(host)
        elif _HOST.fullmatch(host):
            host.encode("idna")
        else:
            return False
    except ValueError:
        return False
    return parts.scheme in {"http", "https"}


def is_base_address(address: str) -> bool:
    """Whether paths can be put behind it: a web address without a question or a name to log in."""
    return is_web_address(address) and not re.search(r"[?#@]", address)


def is_safe(address: str) -> bool:
    """Whether what is sent there stays between us and the server."""
    return is_web_address(address) and (urlsplit(address).scheme == "https" or is_here(address))


def is_here(address: str) -> bool:
    """Whether the server is on this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
