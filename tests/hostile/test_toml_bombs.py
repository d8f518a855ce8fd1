"""TOML that is small and costs much: read at once and in little memory, through whatever door it comes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gitfixture import GitFixture
from tests.hostile.toml_bombs import BOMBS
from tests.house.measuring import unmeasured

MOST_SECONDS = 10
"""On a busy machine; on an idle one none takes two seconds, and before there were bounds some took minutes."""

MOST_BYTES = 300_000_000


def test_every_bomb_is_read_at_once_in_little_memory() -> None:
    command = [sys.executable, "-m", "tests.hostile.toml_bombs"]
    done = subprocess.run(
        command, capture_output=True, check=True, text=True, cwd=Path(__file__).parents[2], env=unmeasured()
    )
    *lines, peak = map(json.loads, done.stdout.splitlines())
    assert {(name, seconds) for _, name, _, seconds in lines if seconds > MOST_SECONDS} == set()
    assert len(lines) == 2 * len(BOMBS)
    assert peak < MOST_BYTES
    harmless = {"comment", "comments", "spaces", "carriage_returns", "beyond_the_size"}
    assert {name for reader, name, told, _ in lines if reader == "settings" and not told} == harmless
    assert {name for reader, name, told, _ in lines if reader == "lock" and not told} == set()


DOORS = {
    "list": ["list"],
    "validate": ["validate"],
    "list --rev": ["list", "--rev", "HEAD"],
    "lock --check": ["lock", "--check"],
    "lock --update": ["lock", "--update"],
    "policy": ["policy", "HEAD~1", "HEAD"],
}


@pytest.mark.parametrize("arguments", DOORS.values(), ids=DOORS)
@pytest.mark.parametrize(
    ("bomb", "told"),
    [("dotted_key", "nested deeper than 64 levels"), ("hexadecimal", "is a number of more than 60 digits")],
)
def test_no_verb_chokes_on_a_bomb(tmp_path: Path, arguments: list[str], bomb: str, told: str) -> None:
    text = BOMBS[bomb]()
    repo = GitFixture.init(tmp_path / "cards")
    repo.commit({"catalog/catalog.toml": "", "catalog/tiny.yaml": "name: tiny\n"})
    repo.commit(
        {
            "catalog/catalog.toml": text.replace("x =", "[bounds]\ndepth ="),
            "catalog.lock": "# Written by `catalog lock`\n" + text.replace("x =", "version ="),
        }
    )
    done = subprocess.run(
        [sys.executable, "-m", "assetcards", *arguments], cwd=repo.folder, capture_output=True, check=False, text=True
    )
    assert done.returncode == (3 if arguments[0] == "lock" else 1 if arguments[0] == "validate" else 0), done.stderr
    assert "Traceback" not in done.stderr
    said = done.stdout + done.stderr
    assert told in said or arguments[0] == "policy"
    assert len(said) < 1000
