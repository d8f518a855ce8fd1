"""Reads git's objects by full id from one running git, and hashes them again, because git does not check them."""

from __future__ import annotations

import os
import select
import subprocess
import threading
import weakref
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from assetcards.errors import CorruptObjectError, GitError
from assetcards.git.limits import SECONDS, Limits
from assetcards.git.objects import HEX, GitObject, hash_object
from assetcards.git.process import beyond_limit, explain_end, start_git

PATIENCE: float = SECONDS
"""For how many seconds an answer is waited for: a pipe among the files of a repository would keep git for ever."""

AHEAD = 60
"""How many objects are asked for at once: their names fit into any pipe, so that asking never waits for answers."""

MAX_NAMED_BYTES = 1 << 20
"""How much is read of an object that a name is looked up for: most commits are far shorter."""

_CHUNK = 1 << 16


class _Answer(NamedTuple):
    """An object under its full id; `is_whole` unless it was cut."""

    object_id: str
    found: GitObject
    is_whole: bool


class ObjectReader:
    """One `git cat-file --batch`, asked for one object after the other, or for some ahead where it is said which.

    It serves one process, until the first question without an answer: see `usable`.
    """

    def __init__(self, git_dir: str, environment: Mapping[str, str]) -> None:
        self._process_id = os.getpid()
        self._lock = threading.Lock()
        self._arguments = ["-C", git_dir, "--git-dir", ".", "cat-file", "--batch"]
        self._environment = environment
        self._process = start_git(self._arguments, environment)
        self._expected: deque[str] = deque()
        self._asked: deque[str] = deque()
        self._heard = b""
        self._at = 0
        self._end = weakref.finalize(self, _end_process, self._process, self._process_id)

    @property
    def usable(self) -> bool:
        """Whether another object can be asked for, in this process."""
        return self._end.alive and self._process_id == os.getpid()

    def serves(self, name: str) -> bool:
        """Whether it can be asked for that object: only for the next one, if some were asked for ahead."""
        return self.usable and (not self._asked or self._asked[0] == name)

    def expect(self, object_ids: Iterable[str]) -> None:
        """Note which objects are read next, in this order: git is then asked for several at once.

        A program that waits for each answer waits longer for being woken than for git.
        """
        self._expected = deque(object_ids)

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
        if not self._asked:
            self._ask(name)
        assert self._asked[0] == name, "it serves what was asked ahead"
        self._asked.popleft()
        return self._take_answer(name, limit)

    def _ask(self, name: str) -> None:
        """Ask for an object, and for those that are expected behind it."""
        assert self._process.stdin is not None
        self._asked.append(name)
        if self._expected and self._expected[0] == name:
            self._expected.popleft()
            while self._expected and len(self._asked) < AHEAD:
                self._asked.append(self._expected.popleft())
        try:
            # Not through the buffer: bytes left in it would be written by a forked child, too.
            os.write(self._process.stdin.fileno(), b"".join(os.fsencode(each) + b"\n" for each in self._asked))
        except (OSError, ValueError):  # it ended, or another thread closed it
            raise self._explain_end(name, f"git stopped before it read object {name}") from None

    def _take_answer(self, name: str, limit: int) -> _Answer | None:
        """The next answer, which is that to the name."""
        header = self._hear_line()
        if not header:
            raise self._explain_end(name, f"object {name} cannot be read")
        if header.endswith(b" missing\n"):
            return None
        about = header.split()
        if not _is_about_object(about):
            raise CorruptObjectError(name, f"object {name} cannot be read")
        size = int(about[2])
        content = self._hear(min(size, limit))
        is_whole = size <= limit
        if len(content) < min(size, limit) or (is_whole and self._hear(1) != b"\n"):
            raise self._explain_end(name, f"object {name} ends too early")
        return _Answer(about[0].decode("ascii"), GitObject(about[1].decode("ascii"), content), is_whole)

    def _hear_line(self) -> bytes:
        """What git says up to the end of a line; nothing when it has ended."""
        while (end := self._heard.find(b"\n", self._at)) < 0:
            if not self._hear_more(len(self._heard) - self._at + 1):
                return b""
        return self._hear(end + 1 - self._at)

    def _hear(self, size: int) -> bytes:
        """So many bytes of what git says, fewer only when it has ended."""
        end = self._at + size
        if end > len(self._heard):
            self._hear_more(size)
            end = size
        said = self._heard[self._at : end]
        self._at += len(said)
        return said

    def _hear_more(self, size: int) -> bool:
        """Have so many bytes of what git says ahead, unless it has ended."""
        assert self._process.stdout is not None
        stream = self._process.stdout.fileno()
        parts = [self._heard[self._at :]]
        missing = size - len(parts[0])
        while missing > 0:
            _wait_for(stream)
            parts.append(os.read(stream, max(missing, _CHUNK)))
            if not parts[-1]:
                break
            missing -= len(parts[-1])
        self._heard, self._at = b"".join(parts), 0
        return missing <= 0

    def _explain_end(self, name: str, message: str) -> GitError:
        question = os.fsencode(name) + b"\n"
        return explain_end(
            self._process, self._arguments, self._environment, question, CorruptObjectError(name, message)
        )

    def close(self) -> None:
        """End the process."""
        self._end()


def _is_about_object(said: Sequence[bytes]) -> bool:
    """Whether git says id, kind and size of an object; what is missing it calls as it was asked for, and by a word."""
    return (
        len(said) == 3
        and len(said[0]) in (40, 64)
        and not said[0].strip(HEX)
        and said[1].isalpha()
        and said[2].isdigit()
    )


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
