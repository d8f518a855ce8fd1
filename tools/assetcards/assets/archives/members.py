"""What an archive may have in it: the names of members, how many there are, and how much comes out of them."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from assetcards.errors import ArchiveError
from assetcards.redaction import render_quoted
from assetcards.sizes import render_size

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DRIVE = re.compile(r"[A-Za-z]:")
_MAX_PART = 255
_MAX_PATH = 1000
_MAX_DEPTH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much an archive may unpack to: bytes, members, and bytes for each of its own once there are `slack`.

    >>> Bounds(members=10).ratio
    200
    """

    size: int = 10**13
    members: int = 200_000
    ratio: int = 200
    slack: int = 2**26


class Member(NamedTuple):
    """A file or a folder in an archive, by its checked path; `chunks` are the bytes of a file."""

    path: str
    is_folder: bool
    is_executable: bool
    chunks: Iterator[bytes]


class Ledger:
    """What was seen of an archive so far; whatever goes beyond its bounds raises ArchiveError.

    `shown` is the archive for people, `size` its size.
    """

    def __init__(self, shown: str, size: int, bounds: Bounds) -> None:
        self.shown = shown
        self.bounds = bounds
        self._most = min(bounds.size, max(bounds.slack, size * bounds.ratio))
        self._size = 0
        self._count = 0
        self._seen: dict[str, tuple[str, bool]] = {}

    def refused(self, words: str, hint: str = "") -> ArchiveError:
        """The error for an archive that is not unpacked."""
        return ArchiveError(self.shown, words, hint=hint or "ask its owner for one without that, or unpack it yourself")

    def count_member(self) -> None:
        """Another member, or another head of one."""
        self._count += 1
        if self._count > self.bounds.members:
            raise self.refused(f"it has more than {self.bounds.members} members")

    def count_bytes(self, count: int) -> None:
        """So many bytes have come out of it."""
        self._size += count
        if self._size > self._most:
            raise self.refused(f"it unpacks to more than {render_size(self._most)}")

    def path_of(self, name: str, *, is_folder: bool) -> str:
        """The path of a member below the folder, `/` between its parts; empty for the folder itself.

        Raises ArchiveError for one that would be elsewhere, or that is another member's somewhere.
        """
        quoted = render_quoted(name)
        if _CONTROL.search(name) or not _is_text(name):
            raise self.refused(f"the member {quoted} has a name with control characters, or that is not UTF-8")
        if name.startswith("/") or "\\" in name or _DRIVE.match(name) or ".." in name.split("/"):
            raise self.refused(f"the member {quoted} leaves the folder")
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if not parts and not is_folder:
            raise self.refused(f"the member {quoted} has no name")
        lengths = [len(os.fsencode(part)) for part in parts]
        if len(parts) > _MAX_DEPTH or sum(lengths) > _MAX_PATH or max(lengths, default=0) > _MAX_PART:
            raise self.refused(f"the member {quoted} has a name that is too long")
        for depth in range(1, len(parts) + 1):
            self._add("/".join(parts[:depth]), is_folder=is_folder or depth < len(parts), is_last=depth == len(parts))
        return "/".join(parts)

    def _add(self, path: str, *, is_folder: bool, is_last: bool) -> None:
        folded = _folded(path)
        if is_last and not is_folder and folded in self._seen:
            other = self._seen[folded][0]
            raise self.refused(f"the members {render_quoted(other)} and {render_quoted(path)} have the same name")
        known = self._seen.setdefault(folded, (path, is_folder))
        if known != (path, is_folder):
            raise self.refused(f"the members {render_quoted(known[0])} and {render_quoted(path)} have the same name")


def _folded(path: str) -> str:
    """What two paths have in common that are one file on some file system."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
