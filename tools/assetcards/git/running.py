"""Running one git command: within limits on time, output, memory and files, and not longer than we run ourselves.

A shell runs between us and git. It sets the limits of the system, starts git, and watches a pipe whose other end this
process alone holds: once that end is closed, by whatever ended us, it kills its process group, in which are git and the
programs that git starts (ssh, `git-remote-https`, `index-pack`). This needs nothing but POSIX, and git needs `sh`, too;
Linux could tell a child of its parent's death (`PR_SET_PDEATHSIG`), but not git's children, and macOS could not.
A program that leaves for a session of its own is not ended, but nobody waits for it either. A process that forks while
git runs keeps the pipe open in the copy: git then ends with the last of both.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, NamedTuple

from assetcards.errors import GitError
from assetcards.git.limits import BLOCK, Ended, Exceeded, Limits
from assetcards.trees.leftovers import temporary_file

_LIMIT = """
{ ulimit -c 0; ulimit -f "$1"; ulimit -d "$2"; ulimit -S -t "$3"; } 2>/dev/null
shift 3
"""
"""What is above the soft limit on processor time is ended by a signal of its own, and leaves no core file."""

_ASKED = f'{_LIMIT}exec git "$@"'

_KEEPER = f"""{_LIMIT}
given=$1
shift
exec 3<&0
{{ read -r line <&3 || kill -KILL 0; }} >/dev/null 2>&1 &
keeper=$!
git "$@" <"$given" 3<&-
code=$?
kill "$keeper"
wait "$keeper" 2>/dev/null
exit "$code"
"""
"""Nobody writes into the pipe that it reads."""

_NOT_STARTED = (126, 127)
"""How a shell says that a program could not be started."""

_TICK = 0.2
"""Seconds between two looks at the clock while git says nothing."""

_GRACE = 2.0
"""Seconds for which pipes are read that somebody still holds after git has ended."""

_CHUNK = 1 << 16


def run_limited(
    arguments: Sequence[str], environment: Mapping[str, str], content: bytes = b"", *, limits: Limits
) -> Ended:
    """Run a git command that is given `content` to read. Raises GitError when git cannot be started."""
    with _given(content) as given:
        process, life_line = _start([*_words(limits), given.name, *arguments], environment)
        try:
            ended = _Listener(process, limits).listen()
        finally:
            _end(process)
            os.close(life_line)
    if ended.code in _NOT_STARTED and not ended.exceeded:
        raise _cannot_start(ended)
    return ended


def start_limited(
    arguments: Sequence[str], environment: Mapping[str, str], *, limits: Limits
) -> subprocess.Popen[bytes]:
    """A git command that goes on while its input is open, within limits that the system keeps: memory, processor time.

    A git that cannot be started ends at once.
    """
    try:
        return subprocess.Popen(
            ["/bin/sh", "-c", _ASKED, "sh", *_words(limits), *arguments],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise _no_shell(error) from None


def _words(limits: Limits) -> list[str]:
    """The limits as the shell gets them."""
    left = limits.left
    counts = (
        None if left is None else left // BLOCK,
        None if limits.memory is None else limits.memory // 1024,
        limits.cpu,
    )
    return ["unlimited" if count is None else str(count) for count in counts]


def _start(words: Sequence[str], environment: Mapping[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    """The shell that keeps git, and our end of its life line."""
    watched, life_line = os.pipe()
    try:
        process = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "sh", *words],
            env=environment,
            stdin=watched,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except BaseException as error:
        os.close(life_line)
        if isinstance(error, OSError):
            raise _no_shell(error) from None
        raise
    finally:
        os.close(watched)
    return process, life_line


def _no_shell(error: OSError) -> GitError:
    return GitError(f"git cannot be run: {error.strerror}", hint="check that /bin/sh exists")


def _cannot_start(ended: Ended) -> GitError:
    why = ended.said.strip().rpartition(": ")[2]
    if why.endswith("not found"):
        return GitError("git is not installed", hint="install git, or read a folder without --rev")
    return GitError(f"git cannot be run: {why}", hint="check the first git on PATH")


def _given(content: bytes) -> IO[bytes]:
    """A file with what git is given to read: a pipe could be full while nobody reads it."""
    if not content:
        return open(os.devnull, "rb")
    try:
        file = temporary_file()
        file.write(content)
        file.flush()
    except OSError as error:
        raise GitError(f"no temporary file can be written: {error.strerror}", hint="set TMPDIR") from None
    return file


class _Heard(NamedTuple):
    """What was read from a pipe, and how much of it may come."""

    name: Exceeded
    pipe: IO[bytes]
    content: bytearray
    most: int


class _Listener:
    """Reads what a command says, until it has ended or goes beyond a limit."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        assert process.stdout is not None and process.stderr is not None
        self._process = process
        self._limits = limits
        self._heard_at = self._looked_at = time.monotonic()
        self._end = (self._heard_at if limits.begun is None else limits.begun) + limits.seconds
        self._heard = (
            _Heard("output", process.stdout, bytearray(), limits.output),
            _Heard("said", process.stderr, bytearray(), limits.said),
        )

    def listen(self) -> Ended:
        exceeded = self._read() or self._wait()
        code = self._process.returncode
        output, said = (bytes(heard.content) for heard in self._heard)
        ended = Ended(output, said.decode("utf-8", "replace"), -1 if code is None else code, exceeded)
        return ended._replace(exceeded=exceeded or self._limits.maybe_stopped(ended))

    def _read(self) -> Exceeded | None:
        """Read both pipes to their end, or to a limit."""
        with selectors.DefaultSelector() as selector:
            for heard in self._heard:
                selector.register(heard.pipe, selectors.EVENT_READ, heard)
            while selector.get_map():
                exceeded = self._hear(selector) or self._look()
                if exceeded:
                    return exceeded
                if self._process.poll() is not None and time.monotonic() - self._heard_at > _GRACE:
                    _kill(self._process)  # somebody of its group may hold them; nobody waits for one that has left it
                    return None
        return None

    def _hear(self, selector: selectors.BaseSelector) -> Exceeded | None:
        """Read what there is now."""
        for key, _ in selector.select(_TICK):
            chunk, heard = os.read(key.fd, _CHUNK), key.data
            if not chunk:
                selector.unregister(key.fileobj)
            heard.content.extend(chunk)
            self._heard_at = time.monotonic()
            if len(heard.content) > heard.most:
                exceeded: Exceeded = heard.name
                return exceeded
        return None

    def _look(self) -> Exceeded | None:
        """The limit beyond which the command is now; the folder is looked at once a tick."""
        now = time.monotonic()
        if now > self._end:
            return "seconds"
        if self._limits.silence is not None and now - self._heard_at > self._limits.silence:
            return "silence"
        if now - self._looked_at < _TICK:
            return None
        self._looked_at = now
        return "size" if self._limits.is_full else None

    def _wait(self) -> Exceeded | None:
        """Wait for one that has closed its outputs."""
        try:
            self._process.wait(max(self._end - time.monotonic(), _GRACE))
        except subprocess.TimeoutExpired:
            return "seconds"
        return "size" if self._limits.is_full else None


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):  # the latter is what macOS says of a group that has ended
        os.killpg(process.pid, signal.SIGKILL)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End git and all that it has started, if it has not ended by itself."""
    if process.poll() is None:
        _kill(process)
        process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
