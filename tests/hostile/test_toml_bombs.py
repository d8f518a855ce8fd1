"""TOML that is small and costs much: read at once and in little memory, through whatever door it comes."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gitfixture import GitFixture
from tests.hostile.toml_bombs import BOMBS
from tests.sampling import sample

MOST_SECONDS = 10
"""On a busy machine; on an idle one none takes two seconds, and before there were bounds some took minutes."""

MOST_BYTES = 300_000_000
STEP = sample(4, of_all=1)


def test_every_bomb_is_read_at_once_in_little_memory() -> None:
    taken = [*BOMBS][::STEP]
    command = [sys.executable, "-m", "tests.hostile.toml_bombs", str(STEP)]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=Path(__file__).parents[2])
    *lines, peak = map(json.loads, done.stdout.splitlines())
    assert {(name, seconds) for _, name, _, seconds in lines if seconds > MOST_SECONDS} == set()
    assert len(lines) == 2 * len(taken)
    assert peak < MOST_BYTES
    harmless = {"comment", "comments", "spaces", "carriage_returns", "beyond_the_size"}
    assert {name for reader, name, told, _ in lines if reader == "settings" and not told} == harmless & {*taken}
    assert {name for reader, name, told, _ in lines if reader == "lock" and not told} == set()


DOORS = {
    "list": (["list"], 0),
    "show": (["show", "tiny"], 0),
    "validate": (["validate"], 1),
    "validate --from-ref": (["validate", "--from-ref", "HEAD~1"], 1),
    "policy": (["policy", "HEAD~1", "HEAD"], 1),
    "list --rev": (["list", "--rev", "HEAD"], 0),
    "list --repo": (["list", "--repo", "ADDRESS", "--rev", "main"], 0),
    "lock --check": (["lock", "--check"], 3),
    "lock --update": (["lock", "--update"], 3),
}


@pytest.mark.parametrize(("arguments", "code"), DOORS.values(), ids=DOORS)
@pytest.mark.parametrize(
    ("bomb", "told"),
    [("dotted_key", "nested deeper than 64 levels"), ("hexadecimal", "is a number of more than 60 digits")],
)
def test_no_verb_chokes_on_a_bomb(tmp_path: Path, arguments: list[str], code: int, bomb: str, told: str) -> None:
    text = BOMBS[bomb]()
    repo = GitFixture.init(tmp_path / "cards")
    repo.commit({"catalog/catalog.toml": "", "catalog/tiny.yaml": "name: tiny\n"})
    repo.commit(
        {
            "catalog/catalog.toml": text.replace("x =", "[bounds]\ndepth ="),
            "catalog.lock": "# Written by `catalog lock`\n" + text.replace("x =", "version ="),
        }
    )
    done = ask(repo, tmp_path, arguments)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    said = done.stdout + done.stderr
    assert told in said
    assert max(map(len, said.splitlines())) < 400
    assert ("tiny" in done.stdout) is (code == 0)


@pytest.mark.parametrize(("arguments", "code"), [DOORS[door] for door in ("list", "validate", "show", "lock --check")])
def test_a_file_of_ten_gigabytes_is_not_read(tmp_path: Path, arguments: list[str], code: int) -> None:
    repo = GitFixture.init(tmp_path / "cards")
    repo.write({"catalog/catalog.toml": "x = 1\n", "catalog/tiny.yaml": "name: tiny\n", "catalog.lock": ""})
    for name in ("catalog/catalog.toml", "catalog.lock"):
        os.truncate(repo.folder / name, 10 << 30)
    done = ask(repo, tmp_path, arguments)
    assert done.returncode == code, done.stderr
    assert (
        "longer than 8388608 bytes" in done.stderr
        if "lock" in arguments
        else "file is larger than 1 MiB" in done.stdout + done.stderr
    )


def test_settings_beyond_the_ceilings_leave_the_bounds_that_they_were_to_lift(tmp_path: Path) -> None:
    bounds = "[bounds]\nfile_bytes = 10_000_000_000\nnodes = 9_000_000_000\ndocuments = 10_000_000\ndepth = 10_000\n"
    many = f"name: many\nx: [{'1,' * 3_000_000}]\n"
    repo = GitFixture.init(tmp_path / "cards")
    repo.commit({"catalog/catalog.toml": bounds, "catalog/tiny.yaml": "name: tiny\n", "catalog/many.yaml": many})
    for arguments, code in (DOORS[door] for door in ("show", "list", "list --rev", "list --repo", "validate")):
        done = ask(repo, tmp_path, arguments)
        assert done.returncode == code, done.stderr
        said = done.stdout + done.stderr
        assert said.count("its ceiling") == 4
        assert said.count("C130") == (arguments[0] != "show")
        assert ("tiny" in done.stdout) is (code == 0)


def ask(repo: GitFixture, tmp_path: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run the command in a repository, in a process that has little memory and time."""
    command = [argument.replace("ADDRESS", f"file://{repo.folder}") for argument in arguments]
    return subprocess.run(
        [sys.executable, "-m", "assetcards", *command],
        cwd=repo.folder,
        env={**os.environ, "CATALOG_CACHE_DIR": str(tmp_path / "cache")},
        capture_output=True,
        check=False,
        text=True,
        preexec_fn=_have_little,
    )


def _have_little() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
