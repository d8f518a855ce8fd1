"""The names of the cards of a store, each with its file: what a look-up needs of files that it does not parse."""

from __future__ import annotations

import os
import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias
from zlib import crc32

from assetcards.findings import has_errors
from assetcards.model.card import CardFile
from assetcards.names import FullName

if TYPE_CHECKING:
    from assetcards.model.word_index import WordIndexes

_HEAD = b"assetcards names 2 %b" % sys.byteorder.encode()
"""What the form is, and its version: another one is not read."""

_HEAD_LINE = re.compile(re.escape(_HEAD) + rb" ([0-9]{1,12}) ([0-9]{1,12}) ([0-9a-f]{8})\n")
_MAX_HEAD = 100

_BLOCK = 4096
"""How long a block is at least, unless it is the last one: so much is read, and checked, for one name."""

_CHECKSUM = 0xFFFFFFFF

_UNREADABLE = "C001"

Reader: TypeAlias = Callable[[int, int], bytes]
"""Gives bytes of a file from an offset on, so many; fewer where it ends, or cannot be read."""


class Indexed(NamedTuple):
    """What is kept of names: a `table` with a line for each card, and in `front` what says where a name is in it.

    A line has the name, the environment and the path, separated by NUL, and ends with a line feed. Lines are ordered by
    name; those of one name are in the order of files and lines. A block of them can be read alone: the front has the
    name that each block begins with, its end and its checksum. It also has all environments, and the paths of the files
    that have errors.
    """

    front: bytes
    table: bytes


class NameIndex:
    """Looks up names in what is kept, of which it has the `front`, and reads no more of the table than it needs.

    An answer is None when a part of the table that it needs is not what was written.

    >>> cards = [(FullName("tiny", "lab"), "b.yaml"), (FullName("tiny"), "a.yaml"), (FullName("cat"), "b.yaml")]
    >>> front, table = maybe_indexed(cards)
    >>> index = NameIndex(front, lambda start, size: table[start : start + size])
    >>> index.maybe_paths_of("tiny"), index.maybe_paths_of("tin"), index.has_environment("lab")
    (['b.yaml', 'a.yaml'], [], True)
    >>> list(map(str, index.maybe_full_names("ti")))
    ['tiny@lab', 'tiny']
    >>> NameIndex(front, lambda start, size: b"").maybe_paths_of("tiny") is None
    True
    """

    def __init__(self, front: bytes, read: Reader) -> None:
        environments, broken, firsts, blocks = front.split(b"\0", 3)
        self.broken: Sequence[str] = list(map(os.fsdecode, _lines_in(broken)))
        self._environments = environments
        self._firsts = _lines_in(firsts)
        self._blocks = memoryview(blocks).cast("Q")
        self._read = read

    def has_environment(self, env: str) -> bool:
        """Whether any card is an override for an environment."""
        return bool(env) and _encoded(env) in _lines_in(self._environments)

    def maybe_paths_of(self, name: str) -> Sequence[str] | None:
        """The files with cards of that name, overrides included; each once, in order."""
        lines = self._maybe_lines(_encoded(name) + b"\0")
        return None if lines is None else list(dict.fromkeys(os.fsdecode(line.rpartition(b"\0")[2]) for line in lines))

    def maybe_full_names(self, beginning: str = "") -> Iterable[FullName] | None:
        """The full name of each card whose name begins so, in the order of the table."""
        lines = self._maybe_lines(_encoded(beginning))
        return None if lines is None else map(_full_name_in, lines)

    def maybe_all_names(self) -> Sequence[str] | None:
        """The full name of each card as a string, in the order of the table, where no line has a path."""
        table = self._maybe_blocks(0, len(self._blocks))
        if table is None:
            return None
        text = table[1:].decode()
        return text.replace("\0\0\n", "\n").replace("\0\n", "\n").replace("\0", "@").split("\n")[:-1]

    def maybe_plain_names(self) -> Sequence[str] | None:
        """The name of each plain card, in the order of the table."""
        table = self._maybe_blocks(0, len(self._blocks))
        if table is None:
            return None
        return [name.decode() for name in re.findall(rb"\n([^\0\n]*)\0\0", table)]

    def _maybe_lines(self, beginning: bytes) -> Iterable[bytes] | None:
        """The lines that begin so."""
        first = max(bisect_left(self._firsts, beginning.removesuffix(b"\0")) - 1, 0)
        last = first + 1
        while last < len(self._firsts) and (self._firsts[last] + b"\0").startswith(beginning):
            last += 1
        part = self._maybe_blocks(first, last)
        if part is None:
            return None
        start = part.find(b"\n" + beginning)
        lines = _lines_in(part[start + 1 : -1]) if start >= 0 else ()
        return takewhile(lambda line: line.startswith(beginning), lines)

    def _maybe_blocks(self, first: int, last: int) -> bytes | None:
        """The lines of some blocks, behind a line feed."""
        start = at = self._blocks[first - 1] >> 32 if first > 0 else 0
        blocks = self._blocks[first:last].tolist()
        size = (blocks[-1] >> 32 if blocks else start) - start
        content = self._read(start, size)
        if len(content) != size:
            return None
        for block in blocks:
            end = block >> 32
            if crc32(content[at - start : end - start]) != block & _CHECKSUM:
                return None
            at = end
        return b"\n" + content


class NameIndexes(Protocol):
    """Where indexes are kept; `key` and `facts` are those of the state of a tree."""

    @property
    def words(self) -> WordIndexes:
        """Where those of the words of card files are."""

    def maybe_read(self, key: str, facts: bytes) -> NameIndex | None:
        """The index that was kept for just these facts."""

    def keep(self, key: str, facts: bytes, indexed: Indexed) -> None:
        """Keep what an index is made of, if that is possible."""


class WordsAlone:
    """What keeps no names: those of each commit of a history would push out those that are asked for."""

    def __init__(self, words: WordIndexes) -> None:
        self.words = words

    def maybe_read(self, key: str, facts: bytes) -> NameIndex | None:
        """None: it has none."""
        return None

    def keep(self, key: str, facts: bytes, indexed: Indexed) -> None:
        """Keep nothing."""


def maybe_indexed_files(files: Iterable[CardFile]) -> Indexed | None:
    """The names in all files of a store; None as `maybe_indexed`, and if one could not be read."""
    cards: list[tuple[FullName, str]] = []
    broken: list[str] = []
    for file in files:
        if any(finding.code == _UNREADABLE for finding in file.findings):
            return None
        if has_errors(file.findings):
            broken.append(file.path)
        cards += ((card.full_name, file.path) for card in file.cards)
    return maybe_indexed(cards, broken)


def maybe_indexed(cards: Iterable[tuple[FullName, str]], broken: Sequence[str] = ()) -> Indexed | None:
    """The names of cards with their files; None if a name or a path cannot be part of a line.

    >>> maybe_indexed([(FullName("tiny", "lab"), "a.yaml")]).table, maybe_indexed([(FullName("a\\nb"), "a.yaml")])
    (b'tiny\\x00lab\\x00a.yaml\\n', None)
    """
    parts = [(_encoded(name), _encoded(env), os.fsencode(path)) for (name, env), path in cards]
    parts.sort(key=itemgetter(0))
    table = b"".join([b"%b\0%b\0%b\n" % part for part in parts])
    if table.count(b"\n") != len(parts) or table.count(b"\0") != 2 * len(parts) or "\n" in "".join(broken):
        return None
    firsts, blocks = _blocks_of(table)
    lists = (sorted({env for _, env, _ in parts if env}), map(os.fsencode, broken), firsts)
    return Indexed(b"\0".join([*map(b"\n".join, lists), blocks]), table)


def _blocks_of(table: bytes) -> tuple[Sequence[bytes], bytes]:
    """The name that each block begins with, and a number for each: its end, and in the last four bytes its checksum."""
    from array import array  # late: what is kept is read far more often than written

    firsts = []
    blocks = array("Q")
    start = 0
    while start < len(table):
        end = table.find(b"\n", start + _BLOCK - 1) + 1 or len(table)
        firsts.append(table[start : table.index(b"\0", start)])
        blocks.append(end << 32 | crc32(table[start:end]))
        start = end
    return firsts, blocks.tobytes()


def render_index(indexed: Indexed, facts: bytes) -> bytes:
    """The content of a file for an index."""
    front, table = indexed
    return b"%b %d %d %08x\n" % (_HEAD, len(facts), len(front), crc32(front)) + facts + front + table


def maybe_read_index(read: Reader, facts: bytes) -> NameIndex | None:
    """The index in a file, if it is one, its front is as it was written, and it is for just these facts.

    >>> content = render_index(maybe_indexed([(FullName("m"), "a.yaml")]), b"as it was")
    >>> read = lambda start, size: content[start : start + size]
    >>> maybe_read_index(read, b"as it was").maybe_paths_of("m"), maybe_read_index(read, b"as it is")
    (['a.yaml'], None)
    """
    begun = read(0, _MAX_HEAD + len(facts))
    head = _HEAD_LINE.match(begun)
    if head is None or int(head[1]) != len(facts) or not begun.startswith(facts, head.end()):
        return None
    start, size = head.end() + len(facts), int(head[2])
    front, table = read(start, size), start + size
    if len(front) != size or crc32(front) != int(head[3], 16):
        return None
    return NameIndex(front, lambda at, length: read(table + at, length))


def _full_name_in(line: bytes) -> FullName:
    name, env, _ = line.split(b"\0")
    return FullName(name.decode(), env.decode())


def _lines_in(text: bytes) -> Sequence[bytes]:
    return text.split(b"\n") if text else []


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
