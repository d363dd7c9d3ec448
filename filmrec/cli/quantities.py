"""Amounts of memory and time as people write them: `4G`, `800M`, `10m`, `1h`."""

from __future__ import annotations

import os
import re
from pathlib import Path

from filmrec.errors import UsageError

_AMOUNT = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]*)", re.ASCII)
_BYTES = {"k": 1024, "m": 1024**2, "g": 1024**3, "t": 1024**4}
_SECONDS = {"": 1, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600}


def read_bytes(text: str) -> int:
    """Bytes of `4G`, `800 MB`, `1.5gib`."""
    found = _AMOUNT.fullmatch(text.strip().lower())
    unit = found[2].removesuffix("b").removesuffix("i") if found is not None else ""
    if found is None or unit not in _BYTES:
        raise UsageError(f"no amount of memory: {text!r}", hint="write it as 800M or 4G")
    return int(float(found[1]) * _BYTES[unit])


def read_seconds(text: str) -> float:
    """Seconds of `90s`, `10m`, `1.5h`, `600`."""
    found = _AMOUNT.fullmatch(text.strip().lower())
    if found is None or found[2] not in _SECONDS:
        raise UsageError(f"no length of time: {text!r}", hint="write it as 90s, 10m or 1h")
    return float(found[1]) * _SECONDS[found[2]]


def free_memory() -> int | None:
    """Bytes that programs can still take; None where the system does not say."""
    free = [_available(), _left_in_group()]
    known = [amount for amount in free if amount is not None]
    return min(known) if known else None


def _available() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        amounts = dict(line.split(":", 1) for line in lines)
        return int(amounts["MemAvailable"].split()[0]) * 1024
    except (OSError, ValueError, KeyError, IndexError):
        pass
    try:
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None
    # Elsewhere only the whole is told: half of it may be in use.
    return pages // 2 if pages > 0 else None


def _left_in_group() -> int | None:
    """What is left within the limit that a container sets."""
    folder = Path("/sys/fs/cgroup")
    try:
        limit = (folder / "memory.max").read_text(encoding="ascii").strip()
        used = int((folder / "memory.current").read_text(encoding="ascii"))
        return max(int(limit) - used, 0) if limit.isdecimal() else None
    except (OSError, ValueError):
        return None
