"""Whether the bytes of a card file may have a name, before anything of it is parsed."""

from __future__ import annotations

import re

_WRITTEN_AS_IS = re.compile(r"[A-Za-z0-9._-]+")


def is_written_as_is(name: str) -> bool:
    """Whether a name is in the bytes of a file as it is, unless something of it is written with a backslash."""
    return _WRITTEN_AS_IS.fullmatch(name) is not None


def may_hold(content: bytes, text: str) -> bool:
    """Whether the bytes of a card file may have the string in a name.

    A string without spaces and quotes is there literally, unless it is written with a backslash.
    """
    return text.encode() in content or b"\\" in content or not is_written_as_is(text)
