"""git's objects: what their bytes say, and the ids that these have."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import lru_cache, partial
from itertools import takewhile
from types import ModuleType
from typing import NamedTuple

from assetcards.errors import CorruptObjectError

try:
    from _sha1 import sha1 as _own_sha1  # type: ignore[import-not-found]  # a part of `hashlib`
except ImportError:  # a Python that was built without it
    from hashlib import sha1 as _own_sha1
try:
    from _sha2 import sha256 as _own_sha256  # type: ignore[import-not-found]  # as above, from Python 3.12 on
except ImportError:
    try:
        from _sha256 import sha256 as _own_sha256  # type: ignore[import-not-found]  # as above, before
    except ImportError:
        from hashlib import sha256 as _own_sha256

HEX = b"0123456789abcdef"

FEW_BYTES = 1 << 19
"""How many bytes are hashed before OpenSSL is loaded."""

_COMMITTER = re.compile(rb"committer .*<.*> *([0-9]{1,20}) +[-+][0-9].*")
_LAST_SECOND = 253_402_300_799
"""The end of the year 9999; later dates are in no calendar, and 0 is what git makes of what it cannot read."""


class GitObject(NamedTuple):
    """An object as git stores it: its kind (`commit`, `tree`, `blob`, `tag`) and its bytes."""

    kind: str
    content: bytes


class Mode(Enum):
    """What git takes an entry of a tree for. The value is how git writes it; other programs write other modes, too."""

    FILE = "100644"
    PROGRAM = "100755"
    LINK = "120000"
    FOLDER = "40000"
    SUBMODULE = "160000"


_FILES = (Mode.FILE, Mode.PROGRAM)
_MODES = {stat.S_IFDIR: Mode.FOLDER, stat.S_IFLNK: Mode.LINK}
_WORDS = {Mode.LINK: "a symbolic link", Mode.FOLDER: "a folder", Mode.SUBMODULE: "a submodule"}


@lru_cache(maxsize=64)
def parse_mode(written: bytes) -> Mode:
    """What git takes a mode for: the bits of the type count, what is before them and the other permissions do not.

    A type that git does not know is a submodule for it. Raises ValueError for what git would not read.

    >>> parse_mode(b"0100664"), parse_mode(b"40755"), parse_mode(b"644")
    (<Mode.FILE: '100644'>, <Mode.FOLDER: '40000'>, <Mode.SUBMODULE: '160000'>)
    """
    if not written or written.strip(b"01234567"):
        raise ValueError(f"{written[:20]!r} is not a mode")
    bits = int(written[-6:], 8)
    if stat.S_ISREG(bits):
        return Mode.PROGRAM if bits & stat.S_IXUSR else Mode.FILE
    return _MODES.get(stat.S_IFMT(bits), Mode.SUBMODULE)


class TreeEntry(NamedTuple):
    """One entry of a tree: what git takes it for, and the id of the object."""

    mode: Mode
    object_id: str

    @property
    def is_file(self) -> bool:
        """Whether a checkout has a plain file there."""
        return self.mode in _FILES

    @property
    def is_folder(self) -> bool:
        """Whether the object is a tree."""
        return self.mode is Mode.FOLDER

    @property
    def is_blob(self) -> bool:
        """Whether the object is a blob of this repository: that of a file, or the text of a link."""
        return self.is_file or self.mode is Mode.LINK

    @property
    def words(self) -> str:
        """What it is, in a message."""
        return _WORDS.get(self.mode, "a file")

    @property
    def digest(self) -> str:
        """What differs when the entry does."""
        return f"{self.mode.value} {self.object_id}"


class Step(NamedTuple):
    """A commit on the way back: the id of its tree, its parents, and when it was committed, if that can be read."""

    commit: str
    tree: str
    parents: tuple[str, ...]
    time: int | None


def hash_object(kind: str, content: bytes, id_length: int = 40) -> str:
    """The id of an object in a repository whose ids have that length: 40 for SHA-1, 64 for SHA-256.

    >>> hash_object("blob", b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    whole = b"%b %d\0%b" % (kind.encode(), len(content), content)
    return _sha1.hash(whole) if id_length == 40 else _openssl().sha256(whole, usedforsecurity=False).hexdigest()


def short_digest(text: str) -> str:
    """What stands for a string in the name of a file: the beginning of its SHA-256.

    >>> short_digest("main")
    '0d6e4079e36703ebd37c0072'
    """
    digest: str = _own_sha256(os.fsencode(text)).hexdigest()
    return digest[:24]


class _Sha1:
    """SHA-1 as Python itself has it for the first bytes of a process: most hash too few to load OpenSSL for them."""

    def __init__(self) -> None:
        self._left = 0 if "hashlib" in sys.modules else FEW_BYTES
        self._new = _own_sha1

    def hash(self, content: bytes) -> str:
        self._left -= len(content)
        if self._left < 0:
            self._left, self._new = sys.maxsize, _openssl().sha1
        digest: str = self._new(content, usedforsecurity=False).hexdigest()
        return digest


def _openssl() -> ModuleType:
    """What hashes ten times as fast as Python's own code, and takes as long to load as half of our modules together."""
    import hashlib

    return hashlib


_sha1 = _Sha1()


def parse_tree(tree_id: str, content: bytes) -> dict[str, TreeEntry]:
    """The entries of a tree object by name; names that are not UTF-8 have surrogate escapes.

    Raises CorruptObjectError for a tree that git would not check out: modes that are no numbers, names twice, or that
    are no names of files.
    """
    found = _maybe_split(content, len(tree_id) // 2)
    if found is None:
        raise CorruptObjectError(tree_id, f"tree {tree_id} is malformed")
    if not found:
        return {}
    modes, written, ids = zip(*found, strict=True)
    text = os.fsdecode(b"\0".join(written))
    names = text.split("\0")
    kinds = {mode: parse_mode(mode) for mode in set(modes)}
    made = map(_make_entry, zip(map(kinds.__getitem__, modes), map(bytes.hex, ids), strict=True))
    entries = dict(zip(names, made, strict=True))
    if len(entries) < len(names) or "/" in text or not _NO_FILES.isdisjoint(text.lower().split("\0")):
        raise CorruptObjectError(tree_id, f"tree {tree_id} has an entry {_wrong(names)!r} that git would not check out")
    return entries


_NO_FILES = frozenset(["", ".", "..", ".git"])
_make_entry: Callable[[tuple[Mode, str]], TreeEntry] = partial(tuple.__new__, TreeEntry)
"""As `TreeEntry._make`, in C alone: a catalog may have a hundred thousand files."""


def _wrong(names: Iterable[str]) -> str | None:
    """The first name that is there twice, or is no name of a file."""
    seen: set[str] = set()
    for name in names:
        if name in seen or "/" in name or name.lower() in _NO_FILES:
            return name
        seen.add(name)
    return None


def _maybe_split(content: bytes, id_bytes: int) -> Sequence[tuple[bytes, bytes, bytes]] | None:
    """The mode, the name and the id of each entry; None for what is no tree, which is found out at its first fault."""
    entry = rb"([0-7]++) ([^\0]*+)\0(.{%d})" % id_bytes
    if not re.fullmatch(rb"(?:%b)*+" % entry, content, re.DOTALL):
        return None
    return re.findall(entry, content, re.DOTALL)


def render_tree(entries: Mapping[str, TreeEntry]) -> bytes:
    """The bytes of a tree object: git sorts folders as if their names ended in a slash."""
    written: list[tuple[bytes, bytes]] = []
    for name, entry in entries.items():
        path = os.fsencode(name)
        text = entry.mode.value.encode() + b" " + path + b"\0" + bytes.fromhex(entry.object_id)
        written.append((path + b"/" if entry.is_folder else path, text))
    return b"".join(text for _, text in sorted(written))


def parse_commit(commit: str, content: bytes) -> Step:
    """The tree, parents and time of a commit object. Raises CorruptObjectError when it names no tree."""
    header, _, _ = content.partition(b"\n\n")
    first, *rest = header.split(b"\n")
    if not _names(b"tree", first, commit):
        raise CorruptObjectError(commit, f"commit {commit} names no tree")
    parents = takewhile(lambda line: _names(b"parent", line, commit), rest)
    times = [match[1] for match in map(_COMMITTER.fullmatch, rest) if match]
    return Step(
        commit=commit,
        tree=first.split()[1].decode("ascii"),
        parents=tuple(line.split()[1].decode("ascii") for line in parents),
        time=int(times[-1]) if times and 0 < int(times[-1]) <= _LAST_SECOND else None,
    )


def _names(word: bytes, line: bytes, like: str) -> bool:
    """Whether a line of a commit object names another object, whose id is as long."""
    named, _, object_id = line.partition(b" ")
    return named == word and len(object_id) == len(like) and not object_id.strip(HEX)
