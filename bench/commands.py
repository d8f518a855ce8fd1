"""The commands that are measured in a catalog: ours, and what they are compared with on every machine."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.catalogs import CHANGED, FEW, NO_CARD_INDEX, head_of
from bench.measuring import Commands

HERE = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CATALOG = str(BIN / "catalog")
CARD = "fam0_0_v3"
MOVED = CHANGED.replace("models", "moved")

VERBS = {
    "--help": "--help",
    "show": f"show {CARD}",
    "show, cold": f"show {CARD} --no-cache",
    "show, pinned": f"show {CARD} --rev {{commit}}",
    "show, at a commit, cold": f"show {CARD} --rev {{commit}} --no-cache",
    "show, misspelled": "show fam0_0_w3",
    "show, with an upstream": f"show own_{CARD} --repo {{few}}",
    "show, of few cards": f"show own_{CARD} --repo {{few}}-alone",
    "list, names": "list --format names",
    "list, names, cold": "list --format names --no-cache",
    "list, Markdown": "list --format markdown --no-cache",
    "list, resolved": "list --resolved --format jsonl --no-cache",
    "list --changed": "list --changed",
    "validate": "validate",
    "validate, cold": "validate --no-cache",
    "validate --staged": "validate --staged",
    "blame": f"blame {CARD}",
    "blame, moved": f"blame {CARD} --repo {{folder}}-moved",
    "log": f"log {CARD}",
    "diff": "diff HEAD~1 HEAD",
    "policy": "policy HEAD~1 HEAD",
}
"""What is cold has no use of the cache. A verb that is not, finds there what its first run has left."""

HOOKS = {"catalog-validate": ["--quiet"], "catalog-policy": [], "catalog-listing": []}

SLOW = {"validate", "validate, cold", "list, names, cold", "list, Markdown", "list, resolved", "list --changed"}
"""What takes seconds in a large catalog is run less often."""

MAY_FAIL = {"validate", "validate, cold", "validate --staged", "show, misspelled", "policy", "diff"}
"""What ends with an exit code of its own where it has something to say."""

INSIDE = {"in process: first card", "in process: further card", "all blobs"}
"""What `bench/inside.py` measures."""


def our_commands(folder: Path) -> Commands:
    """Our own in a catalog that was generated, whose folder is the current directory."""
    few = folder.with_name(f"{FEW}-on-{folder.name}")
    verbs = {
        name: [CATALOG, *words.format(commit=head_of(folder), few=few, folder=folder).split()]
        for name, words in VERBS.items()
    }
    no_card = f"GIT_INDEX_FILE={NO_CARD_INDEX}"
    hooks = {f"{name}, no card": in_environment(no_card, str(BIN / name), *more) for name, more in HOOKS.items()}
    asked = ("_CATALOG_COMPLETE=bash_complete", "COMP_LINE=catalog show fam0_0")
    return {**verbs, **hooks, "completion": in_environment(*asked, CATALOG)}


def bare_commands(folder: Path) -> Commands:
    """What Python, its libraries and git take for themselves."""
    git = shutil.which("git") or "git"
    return {
        "import click": [sys.executable, "-c", "import click"],
        "import click, yaml": [sys.executable, "-c", "import click, yaml"],
        "show; git blame": ["/bin/sh", "-c", f"{CATALOG} show {CARD}; git blame --porcelain {CHANGED}"],
        "show; git blame, moved": [
            *("/bin/sh", "-c"),
            f"cd {folder}-moved; {CATALOG} show {CARD}; git blame --porcelain {MOVED}",
        ],
        "git log --raw": [git, "log", "--raw", "--format=%H"],
    }


def in_environment(*words: str) -> Sequence[str]:
    """A command with variables before it, as `env` has them."""
    return (shutil.which("env") or "env", *words)
