"""`catalog fetch` as a whole, with the faults that downloads meet: a path that is printed has the right bytes.

Run as a program it injects 300 faults, kills 100 commands, and has 16 at once 20 times with locks and 20 times with
locks that let everybody in: `python -m tests.assets.command_faults`.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from assetcards.assets import web
from assetcards.assets.http.download import download
from assetcards.cli.main import main as catalog
from tests.assets.faults import DETECTABLE, GIVE_UP_SECONDS, LIES, PATH, PATIENT, QUICK, Outcome, kept_below, report
from tests.assets.http.servers import FileServer, file_server, serve
from tests.house.sources import ROOT


def run(arguments: list[str]) -> tuple[int, str, str]:
    """Run the command in this process: its code, and what it says."""
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = catalog(arguments)
    return code, out.getvalue().strip(), err.getvalue()


class Place:
    """A catalog with one card, and a cache that is empty."""

    def __init__(self, folder: Path, url: str, sha256: str) -> None:
        digest = f"checkpoint_sha256: '{sha256}'\n" if sha256 else ""
        (folder / "cards").mkdir(parents=True)
        (folder / "cards" / "catalog.toml").write_text("")
        (folder / "cards" / "m.yaml").write_text(f"name: m\nmodel_family: small\ncheckpoint: '{url}'\n{digest}")
        self.arguments = ["fetch", "m", "--format", "paths", "--root", str(folder / "cards")]
        self.cache = folder / "assets" / "assetcards"
        self.variables = {"FAIRSEQ2_CACHE_DIR": str(folder / "assets"), "CATALOG_CACHE_DIR": str(folder / "hashes")}

    def fetch(self) -> tuple[int, str, str]:
        """Run the command in this process: its code, and what it says."""
        with patch.dict(os.environ, self.variables):
            return run(self.arguments)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """The command, or more of them, in processes of their own."""
        command = [sys.executable, "-m", *(words or ["assetcards"]), *self.arguments]
        environment = {**os.environ, **self.variables}
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    @property
    def contents(self) -> list[Path]:
        """What the cache gives to others."""
        return [*self.cache.glob("*/content*")]

    @property
    def left(self) -> list[str]:
        """What is in the cache beside assets and locks."""
        return [path.name for path in self.cache.glob("*") if ".work" in path.name or ".part." in path.name]


@contextmanager
def quick() -> Iterator[None]:
    """Wait for nobody meanwhile."""
    web.download = partial(download, limits=QUICK)  # type: ignore[attr-defined]  # what the scheme calls
    try:
        yield
    finally:
        web.download = download  # type: ignore[attr-defined]  # as before


def inject(server: FileServer, folder: Path, count: int) -> Outcome:
    """Inject so many faults, one to four into a command, and see what is there, and that the next one succeeds."""
    rng = random.Random(20261201)
    outcome = Outcome()
    while outcome.counts["faults"] < count:
        number = outcome.counts["commands"]
        outcome.counts["commands"] += 1
        content = rng.randbytes(rng.randrange(10_000, 200_000))
        digest = hashlib.sha256(content).hexdigest() if rng.random() < 0.5 else ""
        table = {**DETECTABLE, **LIES} if digest else DETECTABLE
        names = rng.choices(list(table), k=rng.randrange(1, 5))
        outcome.counts["faults"] += len(names)
        server.behaviours.clear()
        url = server.add(PATH, content, *[table[name](rng, content) for name in names])
        place = Place(folder / f"faults-{number}", url, digest)
        for problem in _problems(server, place, outcome):
            outcome.faults.append(f"command {number} ({', '.join(names)}; digest: {bool(digest)}): {problem}")
    return outcome


def _problems(server: FileServer, place: Place, outcome: Outcome) -> Iterator[str]:
    """What is wrong after a command with faults, and after the next one without."""
    content = server.files[PATH]
    with quick():
        code, out, err = place.fetch()
    outcome.counts["errors" if code else "right in spite of them"] += 1
    if code and (code not in (4, 5) or out or place.contents or err.count("\n") != 1 or "checkpoint of 'm'" not in err):
        yield f"after an error: {code}, {out}, {place.contents}, {err}"
    if not code and Path(out).read_bytes() != content:
        yield "a wrong file"
    kept = kept_below(place.cache)
    outcome.counts["next tries that go on"] += bool(code and kept)
    yield from _next(server, place, is_there=not code, kept=kept)


def _next(server: FileServer, place: Place, *, is_there: bool, kept: int) -> Iterator[str]:
    """What is wrong with the next command, which meets no fault."""
    server.behaviours.clear()
    server.asked.clear()
    is_whole = bool(is_there or [*place.cache.glob("*.work/file*")])
    code, out, err = place.fetch()
    if code or Path(out).read_bytes() != server.files[PATH]:
        yield f"the next one: {code}, {err}"
    asked = [each.headers.get("range") for each in server.asked]
    may_be_whole = is_whole or kept == len(server.files[PATH])  # a host may have said that there is more
    if (asked and is_whole) or (kept and asked[:1] != [f"bytes={kept}-"] and (asked or not may_be_whole)):
        yield f"asks for {asked}, and not from {kept} on"
    if place.left:
        yield f"left are {place.left}"


def kill(server: FileServer, folder: Path, count: int) -> Outcome:
    """Kill so many commands inside a download; after each the next one goes on."""
    rng = random.Random(20261202)
    outcome = Outcome()
    content = rng.randbytes(2_000_000)
    for number in range(count):
        server.asked.clear()
        server.behaviours.clear()
        url = server.add(PATH, content, serve(pause=0.002, chunk=20_000))
        place = Place(folder / f"kill-{number}", url, hashlib.sha256(content).hexdigest() if number % 2 else "")
        process = place.start()
        while not server.asked and process.poll() is None:
            time.sleep(0.001)
        time.sleep(rng.uniform(0, 0.25))
        process.kill()
        process.communicate()
        there, kept = place.contents, kept_below(place.cache)
        outcome.counts["complete before the kill" if there else "killed inside"] += 1
        outcome.counts["that go on"] += kept > 0
        wrong = [f"{path} is wrong" for path in there if path.read_bytes() != content]
        wrong += _next(server, place, is_there=bool(there), kept=kept)
        outcome.faults += [f"kill {number}: {each}" for each in wrong]
    return outcome


def race(server: FileServer, folder: Path, rounds: int, processes: int, *, has_locks: bool) -> Outcome:
    """Have many commands want one asset at the same moment, with a cut on the way in every other round."""
    rng = random.Random(20261203)
    outcome = Outcome()
    for number in range(rounds):
        content = rng.randbytes(1_000_000)
        server.asked.clear()
        cuts = [] if number % 2 else [serve(cut=500_000, pause=0.002)]
        url = server.add(PATH, content, *cuts)
        digest = hashlib.sha256(content).hexdigest()
        place = Place(folder / f"race-{has_locks}-{number}", url, digest if number % 4 < 2 else "")
        group = place.start("tests.assets.command_faults", "children", str(processes), str(int(has_locks)))
        answers = Counter(group.communicate(timeout=GIVE_UP_SECONDS)[0].decode().split())
        outcome.counts["commands"] += processes
        outcome.counts["requests"] += len(server.asked)
        if answers != {digest: processes}:
            outcome.faults.append(f"round {number}: {answers}")
        if has_locks and (len(server.asked) != 1 + len(cuts) or place.left):
            outcome.faults.append(f"round {number}: {len(server.asked)} requests, left: {place.left}")
    return outcome


def children(count: str, has_locks: str, *arguments: str) -> None:
    """Run the command in so many processes that begin at the same moment; each says the digest of what it is given."""
    web.download = partial(download, limits=PATIENT)  # type: ignore[attr-defined]  # no long pause after a cut
    if has_locks == "0":
        import fcntl

        fcntl.flock = lambda descriptor, operation: None  # as on file systems where it succeeds for everybody
    waiting, gate = os.pipe()
    started = []
    for _ in range(int(count)):
        process = os.fork()
        if not process:
            os.close(gate)
            os.read(waiting, 1)  # until the parent has closed the gate
            try:
                code, path, said = run(list(arguments))
                answer = said.replace(" ", "_") if code else hashlib.sha256(Path(path).read_bytes()).hexdigest()
                os.write(1, f"{answer}\n".encode())
            finally:
                os._exit(0)
        started.append(process)
    os.close(gate)
    for process in started:
        os.waitpid(process, 0)


def main(faults: int = 300, kills: int = 100, rounds: int = 20) -> int:
    """Run all of it; prints the outcomes."""
    with tempfile.TemporaryDirectory() as folder, file_server() as server:
        campaigns: dict[str, Callable[[], Outcome]] = {
            "faults": lambda: inject(server, Path(folder), faults),
            "kills": lambda: kill(server, Path(folder), kills),
            "16 at once": lambda: race(server, Path(folder), rounds, 16, has_locks=True),
            "16 at once without locks": lambda: race(server, Path(folder), rounds, 16, has_locks=False),
        }
        return report(campaigns, "catalog fetch, ")


if __name__ == "__main__":
    if sys.argv[1:2] == ["children"]:
        children(*sys.argv[2:])
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
