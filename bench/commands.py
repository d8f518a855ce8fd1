"""The commands that are measured in a catalog: ours, and what they are compared with on every machine."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.catalogs import CHANGED, FEW, NO_CARD_INDEX, head_of
from bench.measuring import Commands, cost_of

HERE = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CATALOG = str(BIN / "catalog")
CARD = "fam0_0_v3"
MOVED = CHANGED.replace("models", "moved")

VERBS = {
    "--help": "--help",
    "show": "show {card}",
    "show, cold": "show {card} --no-cache",
    "show, pinned": "show {card} --rev {commit}",
    "show, at a commit, cold": "show {card} --rev {commit} --no-cache",
    "show, misspelled": "show {card}x",
    "list, names": "list --format names",
    "list, names, cold": "list --format names --no-cache",
    "list, Markdown": "list --format markdown --no-cache",
    "list, resolved": "list --resolved --format jsonl --no-cache",
    "list --changed": "list --changed",
    "validate": "validate",
    "validate, cold": "validate --no-cache",
    "validate --staged": "validate --staged",
    "blame": "blame {card}",
    "log": "log {card}",
    "diff": "diff HEAD~1 HEAD",
    "policy": "policy HEAD~1 HEAD",
}
"""What is cold has no use of the cache. A verb that is not finds there what its first run has left."""

BESIDE = {
    "show, with an upstream": f"show own_{CARD} --repo {{few}}",
    "show, of few cards": f"show own_{CARD} --repo {{few}}-alone",
    "blame, moved": f"blame {CARD} --repo {{folder}}-moved",
}
"""What is asked of the catalogs beside one that was generated: see `write_dependents` and `write_moved`."""

HOOKS = {"catalog-validate": ["--quiet"], "catalog-policy": [], "catalog-listing": []}

SLOW = {"validate", "validate, cold", "list, names, cold", "list, Markdown", "list, resolved", "list --changed"}
"""What takes seconds in a large catalog is run less often."""

MAY_FAIL = {"validate", "validate, cold", "validate --staged", "show, misspelled", "policy", "diff"}
"""What ends with an exit code of its own where it has something to say."""

INSIDE = {"in process: first card", "in process: further card", "all blobs"}
"""What `bench/inside.py` measures."""


def verb_commands(folder: Path, card: str = CARD) -> Commands:
    """Our verbs in any catalog, whose folder is the current directory."""
    commit = head_of(folder)
    verbs = {name: [CATALOG, *words.format(card=card, commit=commit).split()] for name, words in VERBS.items()}
    asked = ("_CATALOG_COMPLETE=bash_complete", f"COMP_LINE=catalog show {card[:-3]}")
    return {**verbs, "completion": in_environment(*asked, CATALOG)}


def our_commands(folder: Path) -> Commands:
    """All of ours in a catalog that was generated, whose folder is the current directory."""
    few = folder.with_name(f"{FEW}-on-{folder.name}")
    beside = {name: [CATALOG, *words.format(few=few, folder=folder).split()] for name, words in BESIDE.items()}
    no_card = f"GIT_INDEX_FILE={NO_CARD_INDEX}"
    hooks = {f"{name}, no card": in_environment(no_card, str(BIN / name), *more) for name, more in HOOKS.items()}
    return {**verb_commands(folder), **beside, **hooks}


def keep_names(commit: str) -> None:
    """Have the names of all cards kept, of the checkout in the current directory and of its commit."""
    for revision in ([], ["--rev", commit]):
        cost_of([CATALOG, "list", "--format", "names", *revision])


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
