"""Two users of one cache, with real user ids: the second reads, or gets a sentence that names the permission.

Nothing that the first has fetched is ever removed by the second.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT
from tests.remote.as_users import Step
from tests.remote.conftest import Served

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two other users")

ADA, BOB, TEAM, EVE = 61001, 61002, 61003, 61004
WORD = "belongs to 61001, and its mode is 0700"


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everybody reaches; those of tests are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="two-users-"))
    try:
        folder.chmod(0o755)
        (folder / "cache").mkdir()
        os.chown(folder / "cache", ADA, TEAM)
        (folder / "cache").chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder)


Answers = list[list[tuple[int, str, str]]]


def run(place: Path, *steps: Step) -> Answers:
    done = subprocess.run(
        [sys.executable, "-m", "tests.remote.as_users", str(place / "warm")],
        input=json.dumps(steps),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tools")]), "HOME": str(place)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [[(code, out, err) for code, out, err in step] for step in json.loads(done.stdout)]


def step(place: Path, uid: int, umask: int, commands: list[str], *, groups: tuple[int, ...] = ()) -> Step:
    split = [command.split() for command in commands]
    git_needs = os.stat(os.devnull).st_gid  # some machines open it to its group alone
    return Step(uid=uid, groups=[uid, *groups, git_needs], umask=umask, cache=str(place / "cache"), commands=split)


def of_ada(place: Path) -> dict[str, int]:
    """All that belongs to the first user, and which file each is; but not the lock, which holds nothing."""
    found = {str(path): path.lstat() for path in (place / "cache").rglob("*") if path.name != "lock"}
    return {path: about.st_ino for path, about in found.items() if about.st_uid == ADA}


def entries(place: Path) -> list[Path]:
    return [path for path in (place / "cache" / "git").glob("*/*") if len(path.name) >= 40]


@pytest.fixture
def commands(served: Served, over_git: str) -> dict[str, str]:
    source = f"--repo {over_git} --format names"
    earlier = subprocess.run(
        ["git", "-C", str(served.folder), "rev-parse", "main~1"], capture_output=True, text=True, check=True
    ).stdout.strip()
    return {
        "main": f"list {source} --rev main",
        "pinned": f"list {source} --rev {served.commit}",
        "offline": f"list {source} --rev main --offline",
        "earlier": f"list {source} --rev {earlier}",
        "ls": "cache ls",
        "verify": "cache verify",
        "prune": "cache prune --keep 0",
    }


def test_a_second_user_reads_what_the_first_has_fetched_and_removes_nothing_of_it(
    place: Path, commands: dict[str, str]
) -> None:
    """umask 022: the cache is read-only for the second user."""
    names = ("pinned", "offline", "main", "ls", "verify", "prune", "earlier")
    first = step(place, ADA, 0o022, [commands["main"]])
    fetched, second = run(place, first, step(place, BOB, 0o022, [commands[name] for name in names]))
    assert fetched[0][0] == 0, fetched
    answers = dict(zip(names, second, strict=True))
    for name in ("pinned", "offline", "main"):
        assert (answers[name][0], answers[name][1]) == (0, fetched[0][1]), answers[name]
    assert answers["main"][2].endswith("cannot be written: Permission denied\n")
    assert answers["ls"][0] == 0
    assert answers["verify"] == (0, "1 entries, 0 damaged\n", "")
    assert answers["prune"] == (0, "removed 0 entries, 0 B\n", "")
    assert (answers["earlier"][0], "cannot be written: Permission denied" in answers["earlier"][2]) == (3, True)
    assert [stat.S_IMODE(entry.stat().st_mode) for entry in entries(place)] == [0o755]


def test_what_may_not_be_read_is_said_to_be_that_and_not_damaged(place: Path, commands: dict[str, str]) -> None:
    """umask 077: the second user gets a sentence with the permission, and nothing is touched."""
    fetched = run(place, step(place, ADA, 0o077, [commands["main"]]))
    assert fetched[0][0][0] == 0
    before = of_ada(place)
    names = ("pinned", "offline", "main", "ls", "verify", "prune")
    (second,) = run(place, step(place, BOB, 0o022, [commands[name] for name in names]))
    for name, (code, out, err) in zip(names, second, strict=True):
        assert (name, code, out) == (name, 3, "")
        assert WORD in err and "CATALOG_CACHE_DIR" in err and "damaged" not in err
    for folder in (place / "cache" / "git", next((place / "cache" / "git").iterdir())):
        folder.chmod(0o755)
        assert of_ada(place) == before
        some = ("pinned", "verify", "prune")
        (second,) = run(place, step(place, BOB, 0o022, [commands[name] for name in some]))
        answers = dict(zip(some, second, strict=True))
        assert answers["pinned"][0] == 3
        assert WORD in answers["pinned"][2]
        assert (answers["verify"][0], WORD in answers["verify"][1] + answers["verify"][2]) == (0, True)
        assert answers["prune"][:2] == (0, "removed 0 entries, 0 B\n")
    assert of_ada(place) == before


def test_a_group_shares_a_cache_and_each_removes_their_own(place: Path, commands: dict[str, str]) -> None:
    """umask 002 below a folder that gives its group on: both fetch, and read what the other has fetched."""
    (place / "cache").chmod(0o2775)
    run(place, step(place, ADA, 0o002, [commands["main"]], groups=(TEAM,)))
    before = of_ada(place)
    names = ("pinned", "main", "earlier", "verify")
    second, first, last = run(
        place,
        step(place, BOB, 0o002, [commands[name] for name in names], groups=(TEAM,)),
        step(place, ADA, 0o002, [commands["earlier"], commands["offline"]], groups=(TEAM,)),
        step(place, BOB, 0o002, [commands["prune"]], groups=(TEAM,)),
    )
    assert [code for code, _, _ in (*second, *first, *last)] == [0] * 7
    assert [err for _, _, err in (*second, *first, *last)] == [""] * 7
    assert second[-1][1] == "2 entries, 0 damaged\n"
    assert last[0][1].startswith("removed 1 entries, ")
    assert before.items() <= of_ada(place).items()


def test_a_group_reads_what_nobody_else_may(place: Path, commands: dict[str, str]) -> None:
    """umask 027 below a folder that gives its group on, and is closed to others."""
    (place / "cache").chmod(0o2750)
    fetched = run(place, step(place, ADA, 0o027, [commands["main"]], groups=(TEAM,)))
    assert fetched[0][0][0] == 0, fetched
    before = of_ada(place)
    names = ("pinned", "offline", "verify", "prune")
    member, stranger = run(
        place,
        step(place, BOB, 0o022, [commands[name] for name in names], groups=(TEAM,)),
        step(place, EVE, 0o022, [commands["pinned"], commands["offline"]]),
    )
    assert [code for code, _, _ in member] == [0] * 4, member
    assert [out for _, out, _ in member[:2]] == [fetched[0][0][1]] * 2
    for code, out, err in stranger:
        assert (code, out, "may not be read: it belongs to 61001, and its mode is 2750" in err) == (3, "", True), err
    assert before.items() <= of_ada(place).items()
