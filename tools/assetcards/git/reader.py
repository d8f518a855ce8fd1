"""Reads git's objects by full id from one running git, and hashes them again, because git does not check them."""

from __future__ import annotations

import os
import select
import subprocess
import threading
import weakref
from collections import deque
from collections.abc import Iterable, Mapping
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
    """An object under its full id; `is_whole` unless it was cut, `is_checked` if it is what its id says."""

    object_id: str
    found: GitObject
    is_whole: bool
    is_checked: bool = False


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
        self._ready: deque[_Answer] = deque()
        self._heard = b""
        self._at = 0
        self._end = weakref.finalize(self, _end_process, self._process, self._process_id)

    @property
    def usable(self) -> bool:
        """Whether another object can be asked for, in this process."""
        return self._end.alive and self._process_id == os.getpid()

    def serves(self, name: str) -> bool:
        """Whether it can be asked for that object: only for the next one, if some were asked for ahead."""
        waiting = self._ready[0].object_id if self._ready else self._asked[0] if self._asked else name
        return waiting == name and self.usable

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
        if answer.is_whole and not answer.is_checked:
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
        if self._ready:
            answer = self._ready.popleft()
            assert answer.object_id == name, "it serves what was asked ahead"
            return answer if len(answer.found.content) <= limit else _cut(answer, limit)
        if not self._asked:
            self._ask(name)
        assert self._asked[0] == name, "it serves what was asked ahead"
        self._asked.popleft()
        first = self._take_answer(name, limit)
        if self._asked and first is not None and first.is_whole:
            self._cut_out(limit)
        return first

    def _cut_out(self, limit: int) -> None:
        """Have the answers ready that were heard whole by now: at once, they take a third of the time.

        An answer that is not as most are waits for its turn.
        """
        heard, at = self._heard, self._at
        while self._asked and (end := heard.find(b"\n", at)) >= 0:
            about = heard[at:end].split(b" ")
            object_id, size = self._asked[0], about[-1]
            stop = end + 1 + int(size) if len(about) == 3 and size.isdigit() else len(heard)
            found = GitObject(about[1].decode("ascii", "replace"), heard[end + 1 : stop])
            if stop >= len(heard) or len(found.content) > limit or not _is_sound(object_id, found):
                break
            self._ready.append(_Answer(self._asked.popleft(), found, is_whole=True, is_checked=True))
            at = stop + 1
        self._at = at

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
            os.write(self._process.stdin.fileno(), os.fsencode("\n".join([*self._asked, ""])))
        except (OSError, ValueError):  # it ended, or another thread closed it
            raise self._explain_end(name, f"git stopped before it read object {name}") from None

    def _take_answer(self, name: str, limit: int) -> _Answer | None:
        """The next answer, which is that to the name; most of them are heard whole by then, and cut out at once."""
        end = self._end_of_line()
        if end < 0:
            raise self._explain_end(name, f"object {name} cannot be read")
        about = self._heard[self._at : end].split(b" ")
        self._at = end + 1
        if about[-1] == b"missing":
            return None
        if len(about) != 3 or about[0].strip(HEX) or not about[1].isalpha() or not about[2].isdigit():
            raise CorruptObjectError(name, f"object {name} cannot be read")
        size = int(about[2])
        is_whole = size <= limit
        wanted = min(size, limit)
        if len(self._heard) < self._at + wanted + is_whole:
            self._hear_more(wanted + is_whole)
        end = self._at + wanted
        content = self._heard[self._at : end]
        if len(content) < wanted or (is_whole and self._heard[end : end + 1] != b"\n"):
            raise self._explain_end(name, f"object {name} ends too early")
        self._at = end + is_whole
        return _Answer(about[0].decode("ascii"), GitObject(about[1].decode("ascii"), content), is_whole)

    def _end_of_line(self) -> int:
        """Where the line that git says next has its end; -1 when git has ended."""
        while (end := self._heard.find(b"\n", self._at)) < 0:
            if not self._hear_more(len(self._heard) - self._at + 1):
                return -1
        return end

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


def _cut(answer: _Answer, limit: int) -> _Answer:
    return answer._replace(found=answer.found._replace(content=answer.found.content[:limit]))


def _is_sound(object_id: str, found: GitObject) -> bool:
    return hash_object(found.kind, found.content, len(object_id)) == object_id


def _check_hash(object_id: str, found: GitObject) -> None:
    digest = hash_object(found.kind, found.content, len(object_id))
    if digest != object_id:
        raise CorruptObjectError(object_id, f"object {object_id} is damaged: its content has the id {digest}")
