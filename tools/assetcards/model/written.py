"""Whether the bytes of a card file may have a name, before anything of it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WRITTEN_AS_IS = re.compile(r"[A-Za-z0-9._-]+")


def is_written_as_is(name: str) -> bool:
    """Whether a name is in the bytes of a file as it is, unless something of it is written with a backslash."""
    return _WRITTEN_AS_IS.fullmatch(name) is not None


def may_hold(content: bytes, text: str) -> bool:
    """Whether the bytes of a card file may have the string in a name.

    A string without spaces and quotes is there literally, unless it is written with a backslash.
    """
    return text.encode() in content or b"\\" in content or not is_written_as_is(text)


class NameSearch:
    """A search for names that are written as they are, in the bytes of card files.

    >>> search = NameSearch(["tiny"])
    >>> [search.may_be_in(content) for content in (b"base: tiny", b"base: tiny2", b'base: "tin\\x79"', None)]
    [True, False, True, True]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [name.encode() for name in names]
        self._whole = re.compile(rb"(?<![\w.-])(?:%b)(?![\w.-])" % b"|".join(map(re.escape, self._names)))

    def may_be_in(self, content: bytes | None) -> bool:
        """Whether a file may have one of the names; a backslash may stand for any character."""
        if content is None or b"\\" in content:
            return True
        return any(name in content for name in self._names) and self._whole.search(content) is not None
