"""What a git command may take, and what is said of one that takes more."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Mapping
from contextlib import suppress
from typing import Literal, NamedTuple, TypeAlias

from assetcards.cpu import cpu_seconds
from assetcards.sizes import render_size

SECONDS = 600
"""What no git of this machine should need, by the clock."""

LOCAL_MEMORY = 1_000_000_000
"""What a git may have that talks to nobody: four times what it needs to list a history of a million objects."""

_OUT_OF_CPU = 128 + signal.SIGXCPU
"""How a shell says that the system ended a command after its processor time."""

_OWN_MEMORY = re.compile(r"^(?!remote: |.*remote error).*out of memory", re.IGNORECASE | re.MULTILINE)
"""How git says that it may not have more; what the other side says is none of it."""

BLOCK = 512
"""The bytes by which POSIX counts how long a file may be."""

Exceeded: TypeAlias = Literal["seconds", "cpu", "silence", "output", "said", "memory", "size"]


class Ended(NamedTuple):
    """What a command printed on both outputs, its exit code, and the limit beyond which it went, if it did."""

    output: bytes
    said: str
    code: int
    exceeded: Exceeded | None = None


class Limits(NamedTuple):
    """What git commands may take: seconds in all and without a word, and bytes. Every start makes the class.

    `output` and `said` are the bytes on the two outputs, `memory` those that each process may have for data (Linux
    alone counts these), `size` those of all that is in `folder`. The seconds of several commands count from `begun`;
    `cpu` are those of processor time that each process may use.
    """

    seconds: float = SECONDS
    cpu: int | None = None
    begun: float | None = None
    silence: float | None = None
    output: int = 1 << 27
    said: int = 1 << 20
    memory: int | None = None
    size: int | None = None
    folder: str = ""

    @property
    def left(self) -> int | None:
        """How many bytes may still be added to the folder."""
        return None if self.size is None else max(self.size - folder_size(self.folder), 0)

    @property
    def is_full(self) -> bool:
        """Whether nothing fits into the folder any more, as the system counts."""
        left = self.left
        return left is not None and left < BLOCK

    def explain(self, exceeded: Exceeded) -> str:
        """What is said of a command that goes beyond one of the limits."""
        match exceeded:
            case "seconds":
                return f"it takes more than {self.seconds:g} seconds"
            case "cpu":
                return f"it takes more than {self.cpu} seconds of processor time"
            case "silence":
                return f"it has sent nothing for {self.silence:g} seconds"
            case "memory":
                return f"git needs more than {render_size(self.memory or 0)} of memory for it"
            case "size":
                return f"it has more than {render_size(self.size or 0)}"
        return f"it prints more than {render_size(self.output if exceeded == 'output' else self.said)}"

    def maybe_stopped(self, ended: Ended) -> Exceeded | None:
        """The limit beyond which the system did not let a command go, when that is why it failed."""
        if ended.code == 0:
            return None
        if self.cpu is not None and ended.code == _OUT_OF_CPU:
            return "cpu"
        if self.memory is not None and _OWN_MEMORY.search(ended.said):
            return "memory"
        return "size" if self.is_full else None


def local_limits(environ: Mapping[str, str], seconds: float = SECONDS) -> Limits:
    """What a git may take that talks to nobody: no repository on this machine should need more."""
    return Limits(seconds=seconds, cpu=cpu_seconds(environ), memory=LOCAL_MEMORY)


def folder_size(folder: str) -> int:
    """The bytes of the files below a folder, which may be a link itself; less of those that vanish meanwhile."""
    if os.path.islink(folder):
        return os.lstat(folder).st_size
    size = 0
    for where, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                size += os.lstat(os.path.join(where, name)).st_size
    return size
