"""The words in the bytes of card files: which files may have the names that somebody looks for, without reading them.

A word is as long as a name could go on, so a file has a name that is written as it is only if it has that word.
"""

from __future__ import annotations

import os
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol
from zlib import crc32

MAX_WORD = 48
"""The longest word that is indexed: most longer ones are digests."""

MIN_COMMON = 200
"""How many files at least have a word that is not indexed because a large part of all files has it."""

_HEAD = b"assetcards words 1 %b" % sys.byteorder.encode()
"""What the form is, and its version: another one is not read."""

_EVERYWHERE = 0xFFFFFFFF
"""In place of a file: a common word, which files have it is not known."""

_ANY = crc32(b"\\")
"""Of a file that may have any name: it cannot be read, or a backslash in it may stand for a character of a name."""

_OF_NAMES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
_WORDS_APART = bytes(byte if byte in _OF_NAMES else 32 for byte in range(256))


class WordIndex(NamedTuple):
    """The words of the files of a tree, by its id: for each word and file a number, in order.

    A number is the checksum of the word, with what comes before the path of the file in `paths`, each with a line feed.

    >>> index = maybe_word_index("0123", [("a.yaml", b"name: tiny"), ("b.yaml", b"name: small # tiny.x")])
    >>> index.maybe_paths_with(["tiny", "other"]), index.maybe_paths_with(["tiny.x"])
    ({'a.yaml'}, {'b.yaml'})
    """

    tree_id: str
    paths: bytes
    numbers: Sequence[int]

    def maybe_paths_with(self, words: Iterable[str]) -> set[str] | None:
        """The files that have one of the words, and maybe others; None if a word is too common, or too long."""
        encoded = [word.encode() for word in words]
        if any(len(word) > MAX_WORD for word in encoded):
            return None
        found = {start for checksum in (_ANY, *map(crc32, encoded)) for start in self._starts(checksum)}
        return None if _EVERYWHERE in found else set(map(self._path_at, found))

    def _starts(self, checksum: int) -> Iterator[int]:
        at = bisect_left(self.numbers, checksum << 32)
        while at < len(self.numbers) and self.numbers[at] >> 32 == checksum:
            yield self.numbers[at] & _EVERYWHERE
            at += 1

    def _path_at(self, start: int) -> str:
        return os.fsdecode(self.paths[start : self.paths.find(b"\n", start)])


class WordIndexes(Protocol):
    """Where indexes are kept, the newest one of each `place`; `facts` are what the choice of files depends on."""

    def maybe_read(self, place: str, facts: bytes) -> WordIndex | None:
        """The index that was kept last, if it was for just these facts."""

    def keep(self, place: str, facts: bytes, index: WordIndex) -> None:
        """Keep an index, if that is possible."""


def maybe_word_index(tree_id: str, contents: Iterable[tuple[str, bytes | None]], files: int = 0) -> WordIndex | None:
    """The index of so many files, each with its bytes, None for what cannot be read; None if a path has a line feed."""
    most = max(MIN_COMMON, files // 8)
    counts: Counter[int] = Counter()
    numbers = array("Q")
    paths: list[bytes] = []
    start = 0
    for path, content in contents:
        words = _checksums(content)
        counts.update(words)
        numbers.extend([word << 32 | start for word in words if counts[word] <= most])
        paths.append(os.fsencode(path))
        start += len(paths[-1]) + 1
    if start >= _EVERYWHERE or any(b"\n" in path for path in paths):
        return None
    common = [word << 32 | _EVERYWHERE for word, count in counts.items() if count > most]
    known = sorted([*common, *(number for number in numbers if counts[number >> 32] <= most)])
    return WordIndex(tree_id, b"".join(path + b"\n" for path in paths), array("Q", known))


def _checksums(content: bytes | None) -> set[int]:
    if content is None or b"\\" in content:
        return {_ANY}
    return {crc32(word) for word in set(content.translate(_WORDS_APART).split()) if len(word) <= MAX_WORD}


def render_word_index(index: WordIndex, facts: bytes) -> bytes:
    """The content of a file for an index."""
    parts = (facts, index.tree_id.encode(), index.paths, array("Q", index.numbers).tobytes())
    body = b"".join(parts)
    head = [_HEAD, *(b"%d" % len(part) for part in parts), b"%08x" % crc32(body)]
    return b" ".join(head) + b"\n" + body


def maybe_parsed(content: bytes, facts: bytes) -> WordIndex | None:
    """The index in a file, if it is one, whole, and for just these facts.

    >>> content = render_word_index(WordIndex("0123", b"a.yaml\\n", [crc32(b"tiny") << 32]), b"as it was")
    >>> maybe_parsed(content, b"as it was").maybe_paths_with(["tiny"]), maybe_parsed(content, b"as it is")
    ({'a.yaml'}, None)
    """
    start = content.find(b"\n") + 1
    head = content[:start].split(b" ")
    if b" ".join(head[:4]) != _HEAD or len(head) != 9 or not content.startswith(facts, start):
        return None
    body = memoryview(content)[start:]
    try:
        sizes = [int(each) for each in head[4:8]]
        is_whole = crc32(body) == int(head[8], 16)
    except ValueError:
        return None
    if not is_whole or sizes[0] != len(facts) or sum(sizes) != len(body) or min(sizes) < 0 or sizes[3] % 8:
        return None
    before, paths = sizes[0] + sizes[1], sizes[0] + sizes[1] + sizes[2]
    tree_id = bytes(body[sizes[0] : before]).decode("ascii", "replace")
    return WordIndex(tree_id, bytes(body[before:paths]), body[paths:].cast("Q"))
