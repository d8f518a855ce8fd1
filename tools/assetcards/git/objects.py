"""git's objects: read by full id from one running git, and hashed again, because git does not check them."""

from __future__ import annotations

import hashlib
import os
import re
import select
import stat
import subprocess
import threading
import weakref
from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import takewhile
from typing import NamedTuple

from assetcards.errors import CorruptObjectError, GitError
from assetcards.git.limits import SECONDS, Limits
from assetcards.git.process import beyond_limit, explain_end, start_git

_COMMITTER = re.compile(rb"committer .*<.*> *([0-9]{1,20}) +[-+][0-9].*")
_LAST_SECOND = 253_402_300_799
"""The end of the year 9999; later dates are in no calendar, and 0 is what git makes of what it cannot read."""


PATIENCE: float = SECONDS
"""For how many seconds an answer is waited for: a pipe among the files of a repository would keep git for ever."""

MAX_NAMED_BYTES = 1 << 20
"""How much is read of an object that a name is looked up for: most commits are far shorter."""

_HEADER = re.compile(rb"([0-9a-f]{40,64}) ([a-z]+) ([0-9]+)\n")
"""What git says before an object; what is missing it calls as it was asked for, with a word behind it."""


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


_OCTAL = re.compile(rb"[0-7]+")
_FILES = (Mode.FILE, Mode.PROGRAM)
_MODES = {stat.S_IFDIR: Mode.FOLDER, stat.S_IFLNK: Mode.LINK}
_WORDS = {Mode.LINK: "a symbolic link", Mode.FOLDER: "a folder", Mode.SUBMODULE: "a submodule"}


def parse_mode(written: bytes) -> Mode:
    """What git takes a mode for: the bits of the type count, what is before them and the other permissions do not.

    A type that git does not know is a submodule for it. Raises ValueError for what git would not read.

    >>> parse_mode(b"0100664"), parse_mode(b"40755"), parse_mode(b"644")
    (<Mode.FILE: '100644'>, <Mode.FOLDER: '40000'>, <Mode.SUBMODULE: '160000'>)
    """
    if not _OCTAL.fullmatch(written):
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


class _Answer(NamedTuple):
    """An object under its full id; `is_whole` unless it was cut."""

    object_id: str
    found: GitObject
    is_whole: bool


class ObjectReader:
    """One `git cat-file --batch`, asked for one object after the other.

    It serves one process, until the first question without an answer: see `usable`.
    """

    def __init__(self, git_dir: str, environment: Mapping[str, str]) -> None:
        self._process_id = os.getpid()
        self._lock = threading.Lock()
        self._arguments = ["-C", git_dir, "--git-dir", ".", "cat-file", "--batch"]
        self._environment = environment
        self._process = start_git(self._arguments, environment)
        self._end = weakref.finalize(self, _end_process, self._process, self._process_id)

    @property
    def usable(self) -> bool:
        """Whether another object can be asked for, in this process."""
        return self._end.alive and self._process_id == os.getpid()

    def read(self, object_id: str, limit: int) -> GitObject:
        """An object of at most `limit` bytes, hashed; a longer one is cut there, and not hashed.

        Raises CorruptObjectError when it is missing or is not what its id says.
        """
        answer = self._maybe_answer(object_id, limit)
        if answer is None:
            self.close()
            fault = f"object {object_id} is missing from the repository, or damaged"
            raise CorruptObjectError(object_id, fault)
        if answer.is_whole:
            _check_hash(object_id, answer.found)
        return answer.found

    def maybe_id(self, name: str) -> str | None:
        """The full id of the object that git takes a name for; None when it takes it for none, or cannot tell."""
        try:
            answer = self._maybe_answer(name, MAX_NAMED_BYTES)
        except CorruptObjectError:
            return None
        return answer and answer.object_id

    def _maybe_answer(self, name: str, limit: int) -> _Answer | None:
        """What git has by an id or a name; None when it says that it has nothing, or nothing that it can unpack."""
        with self._lock:
            try:
                answer = self._read_answer(name, limit)
            except BaseException:  # what git has still to say must not answer the next question
                self.close()
                raise
            if answer is not None and not answer.is_whole:
                self.close()
            return answer

    def _read_answer(self, name: str, limit: int) -> _Answer | None:
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            # Not through the buffer: bytes left in it would be written by a forked child, too.
            os.write(self._process.stdin.fileno(), os.fsencode(name) + b"\n")
        except (OSError, ValueError):  # it ended, or another thread closed it
            raise self._explain_end(name, f"git stopped before it read object {name}") from None
        _wait_for(self._process.stdout.fileno())
        header = self._process.stdout.readline()
        if not header:
            raise self._explain_end(name, f"object {name} cannot be read")
        if header.endswith(b" missing\n"):
            return None
        about = _HEADER.fullmatch(header)
        if about is None:
            raise CorruptObjectError(name, f"object {name} cannot be read")
        size = int(about[3])
        content = self._process.stdout.read(min(size, limit))
        is_whole = size <= limit
        if len(content) < min(size, limit) or (is_whole and self._process.stdout.read(1) != b"\n"):
            raise self._explain_end(name, f"object {name} ends too early")
        return _Answer(about[1].decode("ascii"), GitObject(about[2].decode("ascii"), content), is_whole)

    def _explain_end(self, name: str, message: str) -> GitError:
        question = os.fsencode(name) + b"\n"
        return explain_end(
            self._process, self._arguments, self._environment, question, CorruptObjectError(name, message)
        )

    def close(self) -> None:
        """End the process."""
        self._end()


def _wait_for(stream: int) -> None:
    """Wait until something can be read, and not for ever."""
    waiting = select.poll()
    waiting.register(stream, select.POLLIN)
    if not waiting.poll(PATIENCE * 1000):
        raise beyond_limit("seconds", Limits(seconds=PATIENCE))


def _end_process(process: subprocess.Popen[bytes], process_id: int) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    if process_id == os.getpid():
        process.kill()
        process.wait()
    else:
        process.returncode = 0  # a forked child has no claim on it; without this Python warns that it runs on


def _check_hash(object_id: str, found: GitObject) -> None:
    digest = hash_object(found.kind, found.content, len(object_id))
    if digest != object_id:
        raise CorruptObjectError(object_id, f"object {object_id} is damaged: its content has the id {digest}")


def hash_object(kind: str, content: bytes, id_length: int = 40) -> str:
    """The id of an object in a repository whose ids have that length: 40 for SHA-1, 64 for SHA-256.

    >>> hash_object("blob", b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    algorithm = "sha1" if id_length == 40 else "sha256"
    digest = hashlib.new(algorithm, f"{kind} {len(content)}\0".encode(), usedforsecurity=False)
    digest.update(content)
    return digest.hexdigest()


def parse_tree(tree_id: str, content: bytes) -> dict[str, TreeEntry]:
    """The entries of a tree object by name; names that are not UTF-8 have surrogate escapes.

    Raises CorruptObjectError for a tree that git would not check out: modes that are no numbers, names twice, or that
    are no names of files.
    """
    entries: dict[str, TreeEntry] = {}
    try:
        for name, entry in _parse_entries(content, len(tree_id) // 2):
            if name in entries or name in ("", ".", "..") or name.lower() == ".git" or "/" in name:
                raise CorruptObjectError(tree_id, f"tree {tree_id} has an entry {name!r} that git would not check out")
            entries[name] = entry
    except ValueError:
        raise CorruptObjectError(tree_id, f"tree {tree_id} is malformed") from None
    return entries


def _parse_entries(content: bytes, id_bytes: int) -> Iterator[tuple[str, TreeEntry]]:
    start = 0
    while start < len(content):
        space = content.index(b" ", start)
        end = content.index(b"\0", space)
        mode = parse_mode(content[start:space])
        name = os.fsdecode(content[space + 1 : end])
        start = end + 1 + id_bytes
        if start > len(content):
            raise ValueError
        yield name, TreeEntry(mode, content[end + 1 : start].hex())


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
    return re.fullmatch(rb"%b [0-9a-f]{%d}" % (word, len(like)), line) is not None
