"""Downloads from a server that misbehaves, processes killed inside them, and many processes that want one file.

Run as a program it injects 300 faults, kills 100 processes, and has 16 at once 20 times with locks and 20 times with
locks that let everybody in: `python -m tests.assets.faults`.
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assetcards.assets.http.download import download
from assetcards.assets.http.limits import Limits
from assetcards.errors import AssetError
from tests.assets.http.servers import (
    OLD,
    Behaviour,
    FileServer,
    drip,
    file_server,
    redirect,
    reset,
    say,
    say_chunked,
    say_raw,
    serve,
    stall,
)
from tests.house.sources import ROOT

QUICK = Limits(idle_seconds=0.3, connect_seconds=10, seconds=60, tries=3, progress=50_000, pause_seconds=0)
PATIENT = Limits(pause_seconds=0.01)
SLOW = 0.6
GIVE_UP_SECONDS = 600
PATH = "/m.pt"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"

Fault = Callable[[random.Random, bytes], Behaviour]


def _cut(rng: random.Random, content: bytes) -> Behaviour:
    return serve(cut=rng.randrange(len(content)))


def _cut_dated(rng: random.Random, content: bytes) -> Behaviour:
    return serve(cut=rng.randrange(len(content)), etag=None, modified=OLD)


def _cut_weak(rng: random.Random, content: bytes) -> Behaviour:
    return serve(cut=rng.randrange(len(content)), etag='W/"x"')


def _another_file(rng: random.Random, content: bytes) -> Behaviour:
    return serve(content=rng.randbytes(len(content)), cut=rng.randrange(len(content)))


def _another_part(rng: random.Random, content: bytes) -> Behaviour:
    return serve(content=rng.randbytes(len(content) + 7), cut=rng.randrange(len(content)), ignores_condition=True)


def _too_long(rng: random.Random, content: bytes) -> Behaviour:
    return serve(length=len(content) + rng.randrange(1, 1000))


DETECTABLE: dict[str, Fault] = {
    "cut": _cut,
    "cut, named by a date": _cut_dated,
    "cut, not named": _cut_weak,
    "cut of another file": _another_file,
    "a part of another file": _another_part,
    "reset": lambda rng, content: reset(rng.randrange(len(content))),
    "ignores ranges": lambda rng, content: serve(ignores_range=True, cut=rng.randrange(len(content))),
    "a length that is too long": _too_long,
    "no length": lambda rng, content: serve(length=None, cut=rng.randrange(len(content))),
    "chunks that are cut": lambda rng, content: say_chunked(content[: rng.randrange(len(content))], ends=False),
    "stalls before the head": lambda rng, content: stall(SLOW),
    "a byte at a time in the head": lambda rng, content: drip(b"HTTP/1.1 200 OK\r\nX-", 0.1, content[:6]),
    "a byte at a time in the body": lambda rng, content: drip(HEAD % len(content), 0.1, content[:6]),
    "stalls in the body": lambda rng, content: drip(HEAD % len(content) + content[:5000], SLOW, content[5000:5001]),
    "no HTTP": lambda rng, content: say_raw(rng.randbytes(100) + b"\r\n\r\n"),
    "half a head": lambda rng, content: say_raw(b"HTTP/1.1 200 OK\r\nContent-Le"),
    "nothing": lambda rng, content: say_raw(b""),
    "rate limit": lambda rng, content: say(429, ("Retry-After", "0")),
    "rate limit for an hour": lambda rng, content: say(429, ("Retry-After", "3600")),
    "fault of its own": lambda rng, content: say(rng.choice([500, 502, 503, 504])),
    "no content": lambda rng, content: say(204),
    "a part that nobody asked for": lambda rng, content: say(206, ("Content-Range", "bytes 0-0/1"), body=content[:1]),
    "no such part": lambda rng, content: say(416),
    "login page": lambda rng, content: say(200, ("Content-Type", "text/html"), ("Content-Length", "6"), body=b"<html>"),
    "no access": lambda rng, content: say(rng.choice([401, 403, 404, 410, 451])),
    "redirects in a circle": lambda rng, content: redirect(PATH),
    "redirects to a file": lambda rng, content: redirect("file:///etc/passwd"),
    "redirects to nowhere": lambda rng, content: redirect("http://127.0.0.1:1/"),
    "redirects to an odd address": lambda rng, content: redirect("http://[::1/\x01"),
}
"""Faults that are seen with or without a digest; `content` is the file."""


def _short(rng: random.Random, content: bytes) -> Behaviour:
    """All that is said fits together: that bytes are missing is in none of it."""
    return serve(content=content[: rng.randrange(len(content))])


LIES: dict[str, Fault] = {
    "a shorter file": _short,
    "a flipped bit": lambda rng, content: serve(content=bytes([content[0] ^ 1]) + content[1:]),
    "another file of one name": lambda rng, content: serve(
        content=rng.randbytes(len(content)), etag='"same"', cut=rng.randrange(len(content))
    ),
    "a part of another file of one name": lambda rng, content: serve(content=content, etag='"same"'),
    "an empty file": lambda rng, content: serve(content=b""),
}
"""Faults that only a digest reveals."""


@dataclass(kw_only=True)
class Outcome:
    """What happened, by kind, and what should not have."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return ", ".join(f"{count} {name}" for name, count in self.counts.items())


def inject(server: FileServer, folder: Path, count: int) -> Outcome:
    """Inject so many faults, one to four into a download, and see what is there, and that it succeeds without them."""
    rng = random.Random(20261128)
    outcome = Outcome()
    while outcome.counts["faults"] < count:
        number = outcome.counts["downloads"]
        outcome.counts["downloads"] += 1
        content = rng.randbytes(rng.randrange(10_000, 200_000))
        digest = hashlib.sha256(content).hexdigest() if rng.random() < 0.5 else None
        table = {**DETECTABLE, **LIES} if digest else DETECTABLE
        names = rng.choices(list(table), k=rng.randrange(1, 5))
        outcome.counts["faults"] += len(names)
        server.behaviours.clear()
        server.asked.clear()
        url = server.add(PATH, content, *[table[name](rng, content) for name in names])
        target = folder / str(number) / "m.pt"
        for problem in _problems(server, url, target, digest, outcome):
            outcome.faults.append(f"download {number} ({', '.join(names)}; digest: {bool(digest)}): {problem}")
    return outcome


def _problems(server: FileServer, url: str, target: Path, digest: str | None, outcome: Outcome) -> list[str]:
    """What is wrong after a download with faults, and after the next one without."""
    problems = []
    content = server.files[PATH]
    try:
        download(url, target, sha256=digest, limits=QUICK)
        outcome.counts["right in spite of them"] += 1
    except AssetError as error:
        outcome.counts["errors"] += 1
        if target.exists():
            problems.append("there is a file after an error")
        if not str(error).isprintable() or not error.message.partition(": ")[2]:
            problems.append(f"no sentence: {error!r}")
    was_there = target.exists()
    if was_there and target.read_bytes() != content:
        return [*problems, "a wrong file"]
    server.behaviours.clear()
    before, kept = len(server.asked), kept_below(target.parent)
    download(url, target, sha256=digest, limits=PATIENT)
    if target.read_bytes() != content:
        problems.append("a wrong file at the next try")
    asked = [each.headers.get("range") for each in server.asked[before:]]
    if not was_there and kept and asked[:1] != [f"bytes={kept}-"]:
        problems.append(f"asks for {asked}, and not from {kept} on")
    outcome.counts["next tries that go on"] += bool(kept and not was_there)
    if _left(target):
        problems.append(f"left are {_left(target)}")
    return problems


def kept_below(folder: Path) -> int:
    """How many bytes are kept that a digest, or what their host said, lets a download go on from."""
    found = list(folder.rglob(".part.*/data"))
    about = [(path.parent / "about").read_text() for path in found]
    is_named = [bool(text) and ('"etag": ""' not in text or '"modified": ""' not in text) for text in about]
    return sum(path.stat().st_size for path, named in zip(found, is_named, strict=True) if named)


def _left(target: Path) -> list[str]:
    return [path.name for path in target.parent.iterdir() if path != target and not path.name.startswith(".lock.")]


def kill(server: FileServer, folder: Path, count: int) -> Outcome:
    """Kill so many processes that download, at any moment of it; after each the next process has to go on."""
    rng = random.Random(20261129)
    outcome = Outcome()
    content = rng.randbytes(2_000_000)
    digest = hashlib.sha256(content).hexdigest()
    for number in range(count):
        target = folder / f"killed-{number}" / "m.pt"
        server.asked.clear()
        server.behaviours.clear()
        url = server.add(PATH, content, serve(pause=0.002, chunk=20_000))
        wanted = digest if number % 2 else ""
        process = _start(url, target, wanted)
        _wait_until(lambda: bool(server.asked), process)
        time.sleep(rng.uniform(0, 0.25))
        process.kill()
        process.communicate()
        if target.exists():
            outcome.counts["complete before the kill"] += 1
            is_right = target.read_bytes() == content
        else:
            outcome.counts["killed inside"] += 1
            is_right = _goes_on(server, url, target, wanted, outcome)
        if not is_right or target.read_bytes() != content or _left(target):
            outcome.faults.append(f"kill {number}: right: {is_right}, left: {_left(target)}")
    return outcome


def _goes_on(server: FileServer, url: str, target: Path, wanted: str, outcome: Outcome) -> bool:
    """Whether the next process begins where the one before was killed."""
    server.behaviours.clear()
    before, kept = len(server.asked), kept_below(target.parent)
    download(url, target, sha256=wanted or None, limits=PATIENT)
    outcome.counts["that go on"] += kept > 0
    asked = [each.headers.get("range") for each in server.asked[before:]]
    return asked == ([] if kept == len(server.files[PATH]) else [f"bytes={kept}-"] if kept else [None])


def race(server: FileServer, folder: Path, rounds: int, processes: int, *, has_locks: bool) -> Outcome:
    """Have many processes want one file at the same moment, with a cut on the way in every other round."""
    rng = random.Random(20261130)
    outcome = Outcome()
    for number in range(rounds):
        content = rng.randbytes(1_000_000)
        digest = hashlib.sha256(content).hexdigest()
        target = folder / f"race-{has_locks}-{number}" / "m.pt"
        server.asked.clear()
        cuts = [] if number % 2 else [serve(cut=500_000, pause=0.002)]
        url = server.add(PATH, content, *cuts)
        wanted = digest if number % 4 < 2 else ""
        group = _start(url, target, wanted, has_locks=has_locks, count=processes)
        answers = group.communicate(timeout=GIVE_UP_SECONDS)[0].decode().split()
        outcome.counts["downloads"] += processes
        outcome.counts["requests"] += len(server.asked)
        if answers != [digest] * processes or target.read_bytes() != content or _left(target):
            outcome.faults.append(f"round {number}: {Counter(answers)}, left: {_left(target)}")
        if has_locks and len(server.asked) != 1 + len(cuts):
            outcome.faults.append(f"round {number}: {len(server.asked)} requests")
    return outcome


def _start(url: str, target: Path, sha256: str, *, has_locks: bool = True, count: int = 1) -> subprocess.Popen[bytes]:
    """A process that downloads; or one that has so many do it, and prints the digests that they get."""
    words = ["children", str(count), url, str(target), sha256, str(int(has_locks))]
    return subprocess.Popen([sys.executable, "-m", "tests.assets.faults", *words], cwd=ROOT, stdout=subprocess.PIPE)


def _wait_until(is_so: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    while not is_so() and process.poll() is None:
        time.sleep(0.001)


def children(count: str, url: str, target: str, sha256: str, has_locks: str) -> None:
    """Download in this process, or in so many that begin at the same moment."""
    if has_locks == "0":
        import fcntl

        fcntl.flock = lambda descriptor, operation: None  # as on file systems where it succeeds for everybody
    if count == "1":
        _download_and_say(url, target, sha256)
        return
    waiting, gate = os.pipe()
    started = []
    for _ in range(int(count)):
        process = os.fork()
        if not process:
            os.close(gate)
            os.read(waiting, 1)  # until the parent has closed the gate
            try:
                _download_and_say(url, target, sha256)
            finally:
                os._exit(0)
        started.append(process)
    os.close(gate)
    for process in started:
        os.waitpid(process, 0)


def _download_and_say(url: str, target: str, sha256: str) -> None:
    try:
        answer = download(url, Path(target), sha256=sha256 or None, limits=PATIENT).sha256
    except AssetError as error:
        answer = str(error).replace(" ", "_")
    os.write(1, f"{answer}\n".encode())


def report(campaigns: Mapping[str, Callable[[], Outcome]], what: str = "") -> int:
    """Run campaigns and print the outcome of each, and what was wrong; returns the exit code."""
    wrong: list[str] = []
    for name, run in campaigns.items():
        outcome = run()
        sys.stdout.write(f"{what}{name}: {outcome}; {len(outcome.faults)} wrong\n")
        sys.stdout.flush()
        wrong += outcome.faults
    sys.stdout.writelines(f"{fault}\n" for fault in wrong)
    return 1 if wrong else 0


def main(faults: int = 300, kills: int = 100, rounds: int = 20) -> int:
    """Run all of it; prints the outcomes."""
    with tempfile.TemporaryDirectory() as folder, file_server() as server:
        campaigns: dict[str, Callable[[], Outcome]] = {
            "faults": lambda: inject(server, Path(folder), faults),
            "kills": lambda: kill(server, Path(folder), kills),
            "16 at once": lambda: race(server, Path(folder), rounds, 16, has_locks=True),
            "16 at once without locks": lambda: race(server, Path(folder), rounds, 16, has_locks=False),
        }
        return report(campaigns)


if __name__ == "__main__":
    if sys.argv[1:2] == ["children"]:
        children(*sys.argv[2:])
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
