"""The names of the cards of a store, each with its file: what a look-up needs of files that it does not parse."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol
from zlib import crc32

from assetcards.findings import has_errors
from assetcards.model.card import CardFile
from assetcards.names import FullName

if TYPE_CHECKING:
    from assetcards.model.word_index import WordIndexes

_HEAD = b"assetcards names 1"
"""What the form is, and its version: another one is not read."""

_UNREADABLE = "C001"


class NameIndex(NamedTuple):
    """A line for each card in the order of files and lines, and the paths of the files that have errors.

    A line has the name, the environment and the path, separated by NUL, and begins and ends with a line feed.

    >>> index = NameIndex(b"\\ntiny\\0\\0a.yaml\\ntiny\\0lab\\0b.yaml\\n", ())
    >>> index.paths_of("tiny"), index.paths_of("tin"), index.has_environment("lab")
    (['a.yaml', 'b.yaml'], [], True)
    >>> list(map(str, index.full_names("ti")))
    ['tiny', 'tiny@lab']
    """

    table: bytes
    broken: Sequence[str]

    def paths_of(self, name: str) -> Sequence[str]:
        """The files with cards of that name, overrides included; each once, in order."""
        found = (line.rpartition(b"\0")[2] for line in self._lines(_encoded(name) + b"\0"))
        return list(dict.fromkeys(map(os.fsdecode, found)))

    def paths_by_name(self) -> Mapping[str, Sequence[str]]:
        """The files of `paths_of` for every name, for who looks up many: each look-up goes through the whole table.

        >>> NameIndex(b"\\ntiny\\0\\0a.yaml\\ntiny\\0lab\\0b.yaml\\n", ()).paths_by_name()["tiny"]
        ['a.yaml', 'b.yaml']
        """
        found: dict[str, list[str]] = {}
        for line in self._lines(b""):
            name, _, path = line.split(b"\0")
            paths = found.setdefault(name.decode("utf-8", "surrogatepass"), [])
            if os.fsdecode(path) not in paths:
                paths.append(os.fsdecode(path))
        return found

    def has_environment(self, env: str) -> bool:
        """Whether any card is an override for an environment."""
        return bool(env) and b"\0" + _encoded(env) + b"\0" in self.table

    def full_names(self, beginning: str = "") -> Iterator[FullName]:
        """The full name of each card whose name begins so, in order."""
        for line in self._lines(_encoded(beginning)):
            name, env, _ = line.split(b"\0", 2)
            yield FullName(name.decode(), env.decode())

    def all_names(self) -> Sequence[str]:
        """The full name of each card as a string, in order, where no line has a path.

        >>> NameIndex(b"\\ntiny\\0\\0\\ntiny\\0lab\\0\\n", ()).all_names()
        ['tiny', 'tiny@lab']
        """
        text = self.table[1:].decode()
        return text.replace("\0\0\n", "\n").replace("\0\n", "\n").replace("\0", "@").split("\n")[:-1]

    def plain_names(self) -> Sequence[str]:
        """The name of each plain card, in order."""
        found = re.findall(rb"\n([^\0\n]*)\0\0", self.table)
        return b"\n".join(found).decode().split("\n") if found else []

    def _lines(self, beginning: bytes) -> Iterator[bytes]:
        """The lines that begin so."""
        if not beginning:
            yield from self.table[1:-1].split(b"\n") if len(self.table) > 1 else ()
            return
        start = self.table.find(b"\n" + beginning)
        while start >= 0:
            end = self.table.index(b"\n", start + 1)
            yield self.table[start + 1 : end]
            start = self.table.find(b"\n" + beginning, end)


class NameIndexes(Protocol):
    """Where indexes are kept; `key` and `facts` are those of the state of a tree."""

    @property
    def words(self) -> WordIndexes:
        """Where those of the words of card files are."""

    def maybe_read(self, key: str, facts: bytes) -> NameIndex | None:
        """The index that was kept for just these facts."""

    def keep(self, key: str, facts: bytes, index: NameIndex) -> None:
        """Keep an index, if that is possible."""


class WordsAlone:
    """What keeps no names: those of each commit of a history would push out those that are asked for."""

    def __init__(self, words: WordIndexes) -> None:
        self.words = words

    def maybe_read(self, key: str, facts: bytes) -> NameIndex | None:
        """None: it has none."""
        return None

    def keep(self, key: str, facts: bytes, index: NameIndex) -> None:
        """Keep nothing."""


def maybe_index(files: Iterable[CardFile]) -> NameIndex | None:
    """The index of all files of a store; None if one could not be read, or has a name or path that no line can have."""
    cards: list[tuple[FullName, str]] = []
    broken: list[str] = []
    for file in files:
        if any(finding.code == _UNREADABLE for finding in file.findings):
            return None
        if has_errors(file.findings):
            broken.append(file.path)
        cards += ((card.full_name, file.path) for card in file.cards)
    table = maybe_table(cards)
    return None if table is None or "\n" in "".join(broken) else NameIndex(table, broken)


def maybe_table(cards: Iterable[tuple[FullName, str]]) -> bytes | None:
    """The table of an index for cards and their files; None if a name or a path cannot be part of a line.

    >>> maybe_table([(FullName("tiny", "lab"), "a.yaml")]), maybe_table([(FullName("a\\nb"), "a.yaml")])
    (b'\\ntiny\\x00lab\\x00a.yaml\\n', None)
    """
    lines = [b"\0".join((_encoded(name), _encoded(env), os.fsencode(path))) for (name, env), path in cards]
    table = b"\n".join([b"", *lines, b""])
    is_whole = table.count(b"\n") == len(lines) + 1 and table.count(b"\0") == 2 * len(lines)
    return table if is_whole else None


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def render_index(index: NameIndex, facts: bytes) -> bytes:
    """The content of a file for an index."""
    parts = (facts, index.table, b"\n".join(map(os.fsencode, index.broken)))
    body = b"".join(parts)
    head = [_HEAD, *(b"%d" % len(part) for part in parts), b"%08x" % crc32(body)]
    return b" ".join(head) + b"\n" + body


def parse_index(content: bytes, facts: bytes) -> NameIndex | None:
    """The index in a file, if it is one, whole, and for just these facts.

    >>> parse_index(render_index(NameIndex(b"\\nm\\0\\0a.yaml\\n", ()), b"as it was"), b"as it was").paths_of("m")
    ['a.yaml']
    >>> parse_index(render_index(NameIndex(b"\\n", ()), b"as it was"), b"as it is") is None
    True
    """
    start = content.find(b"\n") + 1
    head = content[:start].split(b" ")
    if b" ".join(head[:3]) != _HEAD or len(head) != 7 or not content.startswith(facts, start):
        return None
    try:
        sizes = [int(each) for each in head[3:6]]
        is_whole = crc32(memoryview(content)[start:]) == int(head[6], 16)
    except ValueError:
        return None
    if not is_whole or sizes[0] != len(facts) or sum(sizes) != len(content) - start:
        return None
    table = start + sizes[0]
    rest = content[table + sizes[1] :]
    broken = [os.fsdecode(path) for path in rest.split(b"\n")] if rest else []
    return NameIndex(content[table : table + sizes[1]], broken)
