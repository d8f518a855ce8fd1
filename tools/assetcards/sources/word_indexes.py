"""The words of card files in the user's cache: a file for each folder of a repository, of the commit read last.

What is not whole, or was kept for other facts or by another version, counts as not there.
"""

from __future__ import annotations

import os
from contextlib import suppress
from zlib import adler32, crc32

from assetcards.model.word_index import WordIndex, maybe_parsed, render_word_index
from assetcards.sources.kept import KeptFolder, code_facts

MAX_FILES = 64
"""How many files there are at most; the oldest are removed."""

_READERS = ("model", "trees", "git")
"""The folders of our own modules on which it depends which files are card files, and what their bytes are."""


class WordIndexFolder:
    """The indexes of a user below the folder of caches. See `WordIndexes`."""

    def __init__(self, caches: str) -> None:
        self._folder = KeptFolder(caches, "words", most=MAX_FILES)

    def maybe_read(self, place: str, facts: bytes) -> WordIndex | None:
        """The index that was kept last, for just these facts, by this version."""
        content = self._folder.maybe_read(_name_of(place))
        with suppress(OSError):
            return None if content is None else maybe_parsed(content, _with_version(facts))
        return None

    def keep(self, place: str, facts: bytes, index: WordIndex) -> None:
        """Keep an index, and no longer what was kept before."""
        with suppress(OSError):
            self._folder.keep(_name_of(place), render_word_index(index, _with_version(facts)))


def _name_of(place: str) -> str:
    named = os.fsencode(place)
    return f"{crc32(named):08x}{adler32(named):08x}"


def _with_version(facts: bytes) -> bytes:
    """The facts, and all that chooses files and reads bytes. Raises OSError as `code_facts`."""
    return code_facts(_READERS) + b"\0" + facts
