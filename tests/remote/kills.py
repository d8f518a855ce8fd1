"""Processes killed inside a fetch, or while they note: what they leave is whole, or is not taken for it.

Run as a program it does so 200 times, and 50 times with notes: `python -m tests.remote.kills`.
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
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from assetcards import CorruptCacheError, open_catalog
from assetcards.git.cache import GitCache
from assetcards.git.cache_notes import CacheNotes
from assetcards.provenance.blame import blame_card
from tests.house.sources import ROOT
from tests.remote.repositories import long_history
from tests.remote.servers import allow_filters, git_daemon

LONGEST_WAIT = 0.25
GIVE_UP_SECONDS = 30
CARDS = 22
BRANCH = "moving"
NOTE_KILLS = 50


def read_first(source: str, commit: str) -> None:
    """What nothing was fetched for yet."""
    with open_catalog(source, rev=commit) as catalog:
        assert len(list(catalog)) == CARDS


def read_another_root(source: str, commit: str) -> None:
    """What needs a second entry beside that of the first read."""
    open_catalog(source, rev=commit, root="src").close()


def read_history(source: str, commit: str) -> None:
    """What needs all that led to the commit."""
    with open_catalog(source, rev=commit) as catalog:
        assert all(writer.commit is not None for _, writer in blame_card(catalog, "tiny").entries)


READS = {read.__name__: read for read in (read_first, read_another_root, read_history)}


@dataclass(kw_only=True)
class Outcome:
    """How many processes were killed inside a fetch, by what they read, and what went wrong after it."""

    kills: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} in {name}" for name, count in self.kills.items())
        return f"{self.kills.total()} kills inside a fetch ({kinds}), {len(self.faults)} faults"


def kill_inside_fetches(source: str, commit: str, folder: Path, count: int) -> Outcome:
    """Kill until so many kills have landed inside a fetch, of each kind in turn; half hit git's own processes, too."""
    rng = random.Random(20260101)
    outcome = Outcome()
    prepared, cache = folder / "prepared", folder / "cache"
    os.environ["CATALOG_CACHE_DIR"] = str(prepared)
    read_first(source, commit)
    while outcome.kills.total() < count:
        name = list(READS)[outcome.kills.total() % len(READS)]
        shutil.rmtree(cache, ignore_errors=True)
        if name != read_first.__name__:
            shutil.copytree(prepared, cache)
        process = _start(name, source, commit, cache)
        if _kill(process, commit, cache, rng):
            outcome.kills[name] += 1
            faults = _faults_after(name, source, commit, cache)
            _end_orphans(process)
            faults += _faults_of_sweeping(cache)
            outcome.faults += [f"kill {outcome.kills.total()} ({name}): {fault}" for fault in faults]
    return outcome


def note_for_ever(folder: str) -> None:
    """Note what a branch names again and again, each time one more."""
    notes = CacheNotes(folder)
    number = int(notes.maybe_commit(BRANCH) or "0", 16)
    while True:
        number += 1
        notes.note(BRANCH, f"{number:040x}", notes.begin(BRANCH))


def kill_inside_notes(folder: Path, count: int) -> list[str]:
    """Kill so many processes that note; what is wrong with the notes that they leave."""
    rng = random.Random(20260102)
    notes, faults, last = CacheNotes(str(folder)), [], 0
    command = [sys.executable, "-m", "tests.remote.kills", note_for_ever.__name__, str(folder)]
    for kill in range(1, count + 1):
        process = subprocess.Popen(command, cwd=ROOT)
        end = time.monotonic() + GIVE_UP_SECONDS
        while _noted(notes) <= last and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(rng.uniform(0, 0.02))
        process.kill()
        process.wait()
        found = _noted(notes)
        if found <= last:
            faults.append(f"kill {kill}: {found} is noted after {last}")
        last = found
    notes.note(BRANCH, f"{last + 1:040x}", notes.begin(BRANCH))
    left = sorted(path.name for path in (folder / "revisions").iterdir())
    return faults if len(left) == 1 and _noted(notes) == last + 1 else [*faults, f"left are {left}"]


def _noted(notes: CacheNotes) -> int:
    """The number that is noted last; -1 for what is no note."""
    try:
        return int(notes.maybe_commit(BRANCH) or "0", 16)
    except CorruptCacheError:
        return -1


def _start(name: str, source: str, commit: str, cache: Path) -> subprocess.Popen[bytes]:
    variables = {**os.environ, "CATALOG_CACHE_DIR": str(cache)}
    command = [sys.executable, "-m", "tests.remote.kills", name, source, commit]
    return subprocess.Popen(command, cwd=ROOT, env=variables, start_new_session=True)


def _kill(process: subprocess.Popen[bytes], commit: str, cache: Path, rng: random.Random) -> bool:
    """Wait until a process fetches, then a moment more, and kill it; whether that was inside the fetch."""
    before = _entries(cache, commit)
    end = time.monotonic() + GIVE_UP_SECONDS
    while not list(cache.glob("git/*/unfinished-*")) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.001)
    time.sleep(rng.uniform(0, LONGEST_WAIT))
    inside = process.poll() is None and _entries(cache, commit) == before
    if rng.random() < 0.5:
        process.kill()
    elif process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return inside


def _end_orphans(process: subprocess.Popen[bytes]) -> None:
    """End a git that has outlived its parent and may be writing still; nobody can wait for it."""
    with suppress(ProcessLookupError):
        for _ in range(20):
            os.killpg(process.pid, signal.SIGKILL)
            time.sleep(0.01)


def _entries(cache: Path, commit: str) -> list[Path]:
    return sorted(cache.glob(f"git/*/{commit}*"))


def _faults_after(name: str, source: str, commit: str, cache: Path) -> list[str]:
    """What is wrong with the cache now, and after the next try."""
    os.environ["CATALOG_CACHE_DIR"] = str(cache)
    faults = _damages(cache)
    before = len(_entries(cache, commit))
    if before != (name != read_first.__name__):
        faults.append(f"{before} entries are left")
    READS[name](source, commit)
    faults += _damages(cache)
    if len(_entries(cache, commit)) != before + 1:
        faults.append("the next try added no entry")
    return faults


def _faults_of_sweeping(cache: Path) -> list[str]:
    """What stays of a process that was killed, once nobody writes any more and it was swept."""
    GitCache(str(cache / "git"), os.environ).sweep()
    return [f"{path.name} is left" for path in cache.glob("git/*/unfinished-*")]


def _damages(cache: Path) -> list[str]:
    entries = GitCache(str(cache / "git"), os.environ)
    return [f"a damaged entry: {damage}" for entry in entries.entries() if (damage := entries.maybe_damage(entry))]


def main(count: int = 200) -> int:
    """Kill as often as asked at a real git daemon; prints the outcome."""
    with tempfile.TemporaryDirectory() as folder:
        served = Path(folder) / "served" / "cards.git"
        commit = long_history(served, 500)
        allow_filters(served)
        with git_daemon(served.parent) as address:
            outcome = kill_inside_fetches(f"{address}/cards.git", commit, Path(folder), count)
        faults = kill_inside_notes(Path(folder) / "notes", NOTE_KILLS)
    sys.stdout.write(f"{outcome}\n{NOTE_KILLS} kills of processes that note, {len(faults)} faults\n")
    sys.stdout.writelines(f"{fault}\n" for fault in (*outcome.faults, *faults))
    return 1 if outcome.faults or faults else 0


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in READS:
        READS[sys.argv[1]](*sys.argv[2:])
    elif sys.argv[1:2] == [note_for_ever.__name__]:
        note_for_ever(sys.argv[2])
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
