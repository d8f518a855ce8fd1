"""However Python is told to run, the pages say what they say, and every check is made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.gitfixture import GitFixture

MODES = ("", "-OO", "-W error -X dev", "-I -B")
"""Options of Python: none; without assertions and docstrings; as careful as it can be; with nothing of the user."""

HOSTILE = Path(__file__).parents[1] / "hostile" / "files"

ASK = """
import os, sys
from assetcards.cli.main import VERBS, main
from assetcards_hooks.catalog_listing import main as listing
from assetcards.policies.registry import all_policies
from assetcards.rules.registry import all_rules
os.environ["COLUMNS"] = "100"
def ask(*words):
    print("$", *words, main(words), flush=True)
for verb in VERBS:
    ask(verb, "--help")
for words in ("--help", "cache ls --help", "cache prune --help", "cache verify --help", "rules --format markdown"):
    ask(*words.split())
for rule in all_rules():
    ask("explain", rule.code)
for policy in all_policies():
    ask("explain", policy.code)
print(listing(["--help"]))
for words in ("validate --format sarif", "validate --staged", "list --format json", "show tiny@lab", "log tiny"):
    ask(*words.split())
ask("validate", "--root", sys.argv[1])
"""


@pytest.fixture
def said(cards: GitFixture, tmp_path: Path) -> dict[str, bytes]:
    """What each mode says; to start Python is what costs, so each is started once."""
    program = tmp_path / "ask.py"
    program.write_text(ASK)
    return {mode: run(mode.split(), program) for mode in MODES}


def run(options: list[str], program: Path) -> bytes:
    command: list[str | Path] = [sys.executable, *options, program, HOSTILE]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0), done.stderr.decode()
    return done.stdout + done.stderr


def test_every_mode_says_the_same(said: dict[str, bytes]) -> None:
    assert len(said[""].splitlines()) > 2000
    different = {
        mode: [line for line in text.splitlines() if line not in set(said[""].splitlines())]
        for mode, text in said.items()
        if text != said[""]
    }
    assert different == {}
