"""The names of partials, which say whose they are: of which file, and of which process on which machine.

A name is `.part.KEY.MACHINE-PROCESS.RANDOM`; process 0 is nobody, who has left it to others.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

_IDLE_SECONDS = 3600.0
"""A partial of another machine that nobody has written for so long is left: no download waits that long for bytes."""


def new_name(target: str) -> str:
    """The path for a new partial of this process, for a file."""
    return _path(os.path.dirname(target), key_of(target), f"{this_machine()}-{os.getpid()}")


def renamed(folder: str, *, is_left: bool) -> str:
    """Another path for a partial, of this process or left to whoever wants it."""
    parent, name = os.path.split(folder)
    process = 0 if is_left else os.getpid()
    return _path(parent, name.split(".")[2], f"{machine_of(folder)}-{process}")


def _path(parent: str, key: str, owner: str) -> str:
    return os.path.join(parent, f".part.{key}.{owner}.{os.urandom(8).hex()}")


def left_partials(target: str) -> Iterator[str]:
    """The folders of the partials of a file that nobody writes any more, as far as can be seen."""
    folder, prefix = os.path.dirname(target), f".part.{key_of(target)}."
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if name.startswith(prefix) and _is_left(path):
            yield path


def is_of_another(path: str) -> bool:
    """Whether something is a partial that another process may be writing."""
    is_ours = f".{this_machine()}-{os.getpid()}." in os.path.basename(path)
    return os.path.basename(path).startswith(".part.") and not is_ours and not _is_left(path)


def _is_left(folder: str) -> bool:
    try:
        about = os.lstat(folder)
        process = int(os.path.basename(folder).split(".")[3].rpartition("-")[2])
    except (OSError, ValueError, IndexError):
        return False
    if about.st_uid != os.geteuid():
        return False
    if not process:
        return True
    if machine_of(folder) == this_machine():
        return not _is_running(process)
    return time.time() - max(about.st_mtime, _written(folder)) > _IDLE_SECONDS


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _written(folder: str) -> float:
    try:
        return os.lstat(os.path.join(folder, "data")).st_mtime
    except OSError:
        return 0.0


def key_of(target: str) -> str:
    """What the names of partials and locks have of the name of a file, however long that is."""
    return hashed(os.path.basename(target))[:16]


def hashed(text: str) -> str:
    """A string that says nothing of another one, but whether it is the same."""
    return hashlib.sha256(os.fsencode(text)).hexdigest()


def machine_of(folder: str) -> str:
    """The machine whose process has written a partial, or had."""
    return os.path.basename(folder).split(".")[3].partition("-")[0]


@cache
def this_machine() -> str:
    """What is the same for processes that see each other, from one start of the machine to the next."""
    about = [os.uname().nodename]
    with suppress(OSError), open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        about.append(file.read())
    with suppress(OSError):
        about.append(str(os.stat("/proc/self/ns/pid").st_ino))
    return hashed("\n".join(about))[:8]
