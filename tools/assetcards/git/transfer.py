"""Running the git commands that talk to another machine: for as long as it says anything, and no longer."""

from __future__ import annotations

import os
import re
import selectors
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from typing import IO, NamedTuple

from assetcards.errors import GitError

SILENCE_SECONDS = 120.0
"""How long the other side may say nothing; git has no limit of its own, but for HTTP."""

_END_SECONDS = 5
_CHUNK = 1 << 16
_FAULT = re.compile(r"(?:fatal|error): (?P<said>.*)")
_CUT_OFF = "Could not read from remote repository."
"""What git says when the program that connects has failed; that program has said why, before."""


class Transfer(NamedTuple):
    """What a command printed on both its outputs, and how it ended: its exit code, None when it fell silent."""

    output: bytes
    said: str
    code: int | None

    @property
    def complaint(self) -> str:
        """The line that says best why it failed: git's own, or that of the program that connects for it."""
        if self.code is None:
            return f"it has said nothing for {SILENCE_SECONDS:g} seconds"
        lines = [line.strip() for line in self.said.splitlines() if line.strip()]
        for number, line in enumerate(lines):
            fault = _FAULT.fullmatch(line)
            if fault and fault["said"] == _CUT_OFF and number:
                return re.sub(r"^(?:ERROR|remote): ", "", lines[number - 1])
            if fault:
                return fault["said"] + (f" {lines[number + 1]}" if line.endswith(":") and lines[number + 1 :] else "")
        return lines[0] if lines else f"git failed with code {self.code}"


def run_transfer(arguments: Sequence[str], environment: Mapping[str, str], content: bytes = b"") -> Transfer:
    """Run a git command that is given `content` to read. Raises GitError when git cannot be started.

    What shows its progress is heard; a command that has said nothing for `SILENCE_SECONDS` is ended.
    """
    with tempfile.TemporaryFile() as given:  # a pipe could be full while nobody reads it
        given.write(content)
        given.seek(0)
        try:
            process = subprocess.Popen(
                ["git", *arguments], env=environment, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        except OSError as error:
            raise GitError(f"git cannot be run: {error.strerror}", hint="install git") from None
    assert process.stdout is not None and process.stderr is not None
    heard: dict[IO[bytes], bytearray] = {process.stdout: bytearray(), process.stderr: bytearray()}
    try:
        code = process.wait() if _listen(heard) else None
    finally:
        _end(process)
    return Transfer(bytes(heard[process.stdout]), heard[process.stderr].decode("utf-8", "replace"), code)


def _listen(heard: Mapping[IO[bytes], bytearray]) -> bool:
    """Read from pipes until all are at their end; False when they are silent for too long."""
    with selectors.DefaultSelector() as selector:
        for pipe in heard:
            selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(SILENCE_SECONDS)
            if not ready:
                return False
            for key, _ in ready:
                chunk = os.read(key.fd, _CHUNK)
                if chunk:
                    heard[key.fileobj] += chunk  # type: ignore[index]  # what was registered are these pipes
                else:
                    selector.unregister(key.fileobj)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what still runs: gently at first, so that git ends the programs that it has started."""
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
    process.terminate()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
