"""Watching the processes that a command starts, by what Linux says of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PROC = Path("/proc")
needs_proc = pytest.mark.skipif(not (PROC / "self" / "status").exists(), reason="only Linux shows processes in /proc")

LONGEST_SECONDS = 60


def descendants(pid: int) -> list[int]:
    """All that a process has started and that runs, also by others that it has started."""
    children = defaultdict(list)
    for path in PROC.iterdir():
        if path.name.isdecimal():
            with suppress(OSError):
                state, parent = (path / "stat").read_text().rpartition(")")[2].split()[:2]
                if state != "Z":
                    children[int(parent)].append(int(path.name))
    found = [pid]
    for process in found:
        found += children[process]
    return found[1:]


def memory_of(pid: int) -> int:
    """The bytes of memory that a process has for itself now."""
    with suppress(OSError):
        for line in (PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0


def is_running(pid: int) -> bool:
    with suppress(OSError):
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def disk_of(folder: Path) -> int:
    """The bytes of the files below a folder."""
    size = 0
    for where, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                size += os.lstat(os.path.join(where, name)).st_size
    return size


@dataclass(kw_only=True)
class Watched:
    """How a command ended, and the most that it took meanwhile."""

    code: int = 0
    out: str = ""
    err: str = ""
    memory: int = 0
    disk: int = 0
    seen: set[int] = field(default_factory=set)

    @property
    def left(self) -> list[int]:
        """The processes of the command that still run."""
        return [pid for pid in self.seen if is_running(pid)]


def start(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start `catalog` with more variables."""
    command = [sys.executable, "-m", "assetcards", *arguments]
    environment = {**os.environ, **variables}
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def watch(process: subprocess.Popen[str], cache: Path) -> Watched:
    """Look at a command and at its cache until it ends."""
    watched = Watched()

    def look() -> None:
        while process.poll() is None:
            pids = descendants(process.pid)
            watched.seen.update(pids)
            watched.memory = max(watched.memory, sum(map(memory_of, [process.pid, *pids])))
            watched.disk = max(watched.disk, disk_of(cache))
            time.sleep(0.02)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        watched.out, watched.err = process.communicate(timeout=LONGEST_SECONDS)
    finally:
        process.kill()
        looking.join()
    watched.code = process.returncode
    return watched


def wait_for_git(process: subprocess.Popen[str], name: str) -> list[int]:
    """Wait until a command runs a program of that name; all that it has started then."""
    end = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < end:
        pids = descendants(process.pid)
        if any(name in _command_of(pid) for pid in pids):
            return pids
        time.sleep(0.01)
    raise TimeoutError(f"no {name} was started")


def _command_of(pid: int) -> str:
    with suppress(OSError):
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    return ""


def still_running(pids: list[int], seconds: float = 5) -> list[int]:
    """Those of some processes that still run, after that time at the latest."""
    end = time.monotonic() + seconds
    while any(map(is_running, pids)) and time.monotonic() < end:
        time.sleep(0.02)
    return [pid for pid in pids if is_running(pid)]


def kill_all(pids: list[int]) -> None:
    """End what a test has found still running."""
    for pid in pids:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
