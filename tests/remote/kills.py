"""Processes killed inside a fetch: what they leave is never taken for whole, and the next try succeeds.

Run as a program it does so 200 times: `python -m tests.remote.kills`.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from assetcards import open_catalog
from assetcards.git.cache import GitCache
from tests.remote.repositories import long_history
from tests.remote.servers import allow_filters, git_daemon

OPEN = "import sys; from assetcards import open_catalog; open_catalog(sys.argv[1], rev=sys.argv[2]).close()"
LONGEST_WAIT = 0.25
GIVE_UP_SECONDS = 30


class Outcome(NamedTuple):
    """How many processes were killed inside a fetch, and what went wrong after it."""

    kills: int
    faults: list[str]


def kill_inside_fetches(source: str, commit: str, cache: Path, count: int) -> Outcome:
    """Kill until so many kills have landed inside a fetch; half of them hit git's own processes, too."""
    rng = random.Random(20260101)
    kills = 0
    faults: list[str] = []
    while kills < count:
        shutil.rmtree(cache, ignore_errors=True)
        if not _kill_one(source, commit, cache, rng):
            continue
        kills += 1
        faults += [f"kill {kills}: {fault}" for fault in _faults_after(source, commit, cache)]
    return Outcome(kills, faults)


def _kill_one(source: str, commit: str, cache: Path, rng: random.Random) -> bool:
    """Start a process, wait until it fetches, then a moment more, and kill it; whether that was inside the fetch."""
    variables = {**os.environ, "CATALOG_CACHE_DIR": str(cache)}
    process = subprocess.Popen([sys.executable, "-c", OPEN, source, commit], env=variables, start_new_session=True)
    end = time.monotonic() + GIVE_UP_SECONDS
    while not list(cache.glob("git/*/unfinished-*")) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.001)
    time.sleep(rng.uniform(0, LONGEST_WAIT))
    inside = process.poll() is None and not list(cache.glob(f"git/*/{commit}"))
    if rng.random() < 0.5:
        process.kill()
    elif process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return inside


def _faults_after(source: str, commit: str, cache: Path) -> list[str]:
    entries = GitCache(str(cache / "git"), os.environ)
    faults = [f"a damaged entry: {damage}" for entry in entries.entries() if (damage := entries.maybe_damage(entry))]
    os.environ["CATALOG_CACHE_DIR"] = str(cache)
    with open_catalog(source, rev=commit) as catalog:
        if len(list(catalog)) != 22:
            faults.append("cards are missing")
    if len(list(entries.entries())) != 1:
        faults.append("the next try left no entry")
    return faults


def main(count: int = 200) -> int:
    """Kill as often as asked at a real git daemon; prints the outcome."""
    with tempfile.TemporaryDirectory() as folder:
        served = Path(folder) / "served" / "cards.git"
        commit = long_history(served, 500)
        allow_filters(served)
        with git_daemon(served.parent) as address:
            outcome = kill_inside_fetches(f"{address}/cards.git", commit, Path(folder) / "cache", count)
    sys.stdout.write(f"{outcome.kills} kills inside a fetch, {len(outcome.faults)} faults\n")
    sys.stdout.writelines(f"{fault}\n" for fault in outcome.faults)
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
