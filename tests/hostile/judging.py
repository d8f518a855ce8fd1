"""Judges files one by one, each alone in a catalog, in a process of its own that has little memory and time.

As a program it judges the files of a folder and prints a line of JSON for each, and one for itself.
"""

from __future__ import annotations

import io
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_SECONDS = 5.0
"""Far above what any file costs (about one second at most) and far below a hang: shared machines are slow at times."""
MAX_BYTES = 200_000_000
_MEMORY = 1 << 30
_ALL_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What `catalog validate` says about one file, and how long the processor had to work for it."""

    exit_code: int
    findings: list[dict[str, Any]]
    seconds: float

    def lines(self, *levels: str) -> set[int]:
        """The lines of the findings of some levels."""
        return {finding["line"] for finding in self.findings if finding["severity"] in levels}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The verdicts on the files of a folder, and the most memory that the judging process had."""

    verdicts: dict[str, Verdict]
    peak_bytes: int


def judge_folder(folder: Path) -> Trial:
    """Judge every file of a folder, in another process. Raises when that ends before it is through."""
    command = [sys.executable, "-m", "tests.hostile.judging", str(folder)]
    done = subprocess.run(
        command,
        capture_output=True,
        check=True,
        timeout=_ALL_SECONDS,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    *lines, last = done.stdout.splitlines()
    verdicts = {path: Verdict(**verdict) for path, verdict in map(json.loads, lines)}
    return Trial(verdicts=verdicts, peak_bytes=json.loads(last))


def peak_bytes() -> int:
    """The most memory that this process had; what `getrusage` tells counts that of the process that started it, too."""
    with suppress(FileNotFoundError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    in_unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * in_unit


def judge_file(file: Path) -> Verdict:
    """What the command says about a file that is alone in `models/` of a catalog with an empty `catalog.toml`."""
    from assetcards.cli.main import main

    with tempfile.TemporaryDirectory() as catalog, chdir(catalog):
        Path("catalog.toml").touch()
        Path("models").mkdir()
        shutil.copyfile(file, Path("models", file.name))
        output = io.StringIO()
        started = time.process_time()
        with redirect_stdout(output), redirect_stderr(output):
            exit_code = main(["validate", "--root", ".", "--format", "json"])
        seconds = time.process_time() - started
    findings = json.loads(output.getvalue())["findings"] if exit_code in (0, 1) else []
    return Verdict(exit_code=exit_code, findings=findings, seconds=seconds)


def _judge_here(folder: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    judge_file(folder / sorted(file.name for file in folder.iterdir())[0])  # what is imported once is not measured
    for file in sorted(folder.iterdir()):
        verdict = judge_file(file)
        told = {"exit_code": verdict.exit_code, "findings": verdict.findings, "seconds": verdict.seconds}
        print(json.dumps([file.name, told]), flush=True)
    print(peak_bytes())


if __name__ == "__main__":
    _judge_here(Path(sys.argv[1]).resolve())
