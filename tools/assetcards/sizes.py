"""Numbers of bytes as users write and read them."""

from __future__ import annotations

import re

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_SIZE = re.compile(r"\s*([0-9]{1,15})\s*([kmgt]?)b?\s*", re.ASCII | re.IGNORECASE)


def maybe_size(text: str) -> int | None:
    """A number of bytes, with or without a unit; None if the string is not one.

    >>> maybe_size("500M"), maybe_size("2 GB"), maybe_size("many")
    (500000000, 2000000000, None)
    """
    match = _SIZE.fullmatch(text)
    return int(match[1]) * _UNITS[match[2].lower()] if match else None


def render_size(size: int) -> str:
    """A number of bytes for users.

    >>> render_size(999), render_size(12_331), render_size(5_000_000_000)
    ('999 B', '12.3 kB', '5.0 GB')
    """
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} B"
