"""What the command costs beside an empty Python: the CPU time of whole processes, user and system.

Runs `python -c pass`, `import assetcards` and `catalog show` in turn, so that a busy machine slows all of them alike,
and prints medians and their ratios. Exit code 1 when a ratio is beyond its bound.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
CARD = "qwen3_8b"
BOUNDS = {"import assetcards": 4.0, f"catalog show {CARD}": 7.0}


def commands() -> dict[str, list[str]]:
    """What is measured; the first one is what the others are compared with."""
    beside_python = Path(sys.executable).parent / "catalog"
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import assetcards": [sys.executable, "-c", "import assetcards"],
        f"catalog show {CARD}": [str(beside_python), "show", CARD, "--root", str(HERE / "catalog")],
    }


def cpu_seconds(command: list[str]) -> float:
    """The user and system time of a process and its children, run to its end with its output thrown away."""
    silence = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=silence)
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)}: ended with status {status}")
    return usage.ru_utime + usage.ru_stime


def measure(runs: int) -> dict[str, float]:
    """The median of each command, in seconds; a first run of each is not counted."""
    measured: dict[str, list[float]] = {name: [] for name in commands()}
    for run in range(runs + 1):
        for name, command in commands().items():
            seconds = cpu_seconds(command)
            if run > 0:
                measured[name].append(seconds)
    return {name: statistics.median(seconds) for name, seconds in measured.items()}


def main() -> int:
    """Measure, print a table, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40, help="how often each command is run (default 40)")
    runs = parser.parse_args().runs
    compileall.compile_dir(HERE / "tools" / "assetcards", quiet=1)  # as an installer does
    medians = measure(runs)
    unit = next(iter(medians.values()))
    print(f"{'command':<24} {'median CPU':>12} {'ratio':>7} {'bound':>7}")
    for name, median in medians.items():
        bound = f"{BOUNDS[name]:.1f}" if name in BOUNDS else ""
        print(f"{name:<24} {median * 1000:>9.1f} ms {median / unit:>7.2f} {bound:>7}")
    return 1 if any(medians[name] / unit >= bound for name, bound in BOUNDS.items()) else 0


if __name__ == "__main__":
    sys.exit(main())
