"""The names of cards in the user's cache: a file for each commit, and for each folder, that was read as a whole.

What is not whole, or was kept for other facts or by another version, counts as not there.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from assetcards.model.name_index import Indexed, NameIndex, maybe_read_index, render_index
from assetcards.sources.kept import KeptFolder, code_facts

if TYPE_CHECKING:
    from assetcards.sources.word_indexes import WordIndexFolder

MAX_FILES = 64
"""How many files there are at most; the oldest are removed."""

_READERS = ("", "text", "model", "trees", "git")
"""The folders of our own modules on which it depends what the names in files are."""


class NameIndexFolder:
    """The indexes of a user below the folder of caches. See `NameIndexes`."""

    def __init__(self, caches: str) -> None:
        self._caches = caches
        self._folder = KeptFolder(caches, "names", most=MAX_FILES)

    @property
    def words(self) -> WordIndexFolder:
        """The indexes of words of the same user."""
        from assetcards.sources.word_indexes import WordIndexFolder  # late: only comparisons need them

        return WordIndexFolder(self._caches)

    def maybe_read(self, key: str, facts: bytes) -> NameIndex | None:
        """The index that was kept for just these facts, by this version."""
        file = self._folder.maybe_open(key)
        with suppress(OSError):
            return None if file is None else maybe_read_index(file.read, _with_version(facts))
        return None

    def keep(self, key: str, facts: bytes, indexed: Indexed) -> None:
        """Keep what an index is made of, in place of what was kept before."""
        with suppress(OSError):
            self._folder.keep(key, render_index(indexed, _with_version(facts)))


def _with_version(facts: bytes) -> bytes:
    """The facts, and all that makes names of bytes. Raises OSError as `code_facts`."""
    return code_facts(_READERS) + b"\0" + facts
