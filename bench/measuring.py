"""Measures commands: the CPU time and the memory of whole processes, children included."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence, Set
from typing import NamedTuple, TypeAlias

EMPTY = "python -c pass"
"""What all others are compared with; it is measured beside them, so that a busy machine slows all of them alike."""


class Cost(NamedTuple):
    """What a process took: seconds of user and system time, and megabytes at its peak.

    `kept` is how many bytes of the cache are there for it, where that was measured.
    """

    seconds: float
    megabytes: int
    kept: int = 0


Commands: TypeAlias = Mapping[str, Sequence[str]]


def cost_of(command: Sequence[str], *, may_fail: bool = False) -> Cost:
    """What a process and its children take, run to its end with its output thrown away."""
    silence = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    process = os.posix_spawn(command[0], list(command), os.environ, file_actions=silence)
    _, status, usage = os.wait4(process, 0)
    if status != 0 and not (may_fail and os.WIFEXITED(status)):
        sys.exit(f"{' '.join(command)}: ended with status {status}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)


def measure(
    commands: Commands,
    runs: int,
    *,
    pick: Callable[[Sequence[float]], float] = statistics.median,
    may_fail: Set[str] = frozenset(),
) -> dict[str, Cost]:
    """What each command takes, run in turn: the median, or the pick, of its seconds; a first run is not counted."""
    commands = {EMPTY: (sys.executable, "-c", "pass"), **commands}
    measured: dict[str, list[Cost]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            cost = cost_of(command, may_fail=name in may_fail)
            if run > 0:
                measured[name].append(cost)
    return {
        name: Cost(pick([cost.seconds for cost in costs]), max(cost.megabytes for cost in costs))
        for name, costs in measured.items()
    }


def measure_inside(command: Sequence[str], runs: int) -> dict[str, Cost]:
    """The least of each figure that a command measures in its own process, and prints: seconds, and a name."""
    measured: dict[str, Cost] = {}
    for _ in range(runs):
        for line in subprocess.check_output(command, text=True).splitlines():
            seconds, name = line.split(maxsplit=1)
            known = measured.get(name)
            measured[name] = Cost(min(float(seconds), known.seconds if known else math.inf), 0)
    return measured
