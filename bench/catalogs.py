"""Writes catalogs for the benchmarks: any number of cards in a git repository with a history, the same for each run.

About ten cards share a file: a base, and cards that inherit from it and from each other.
Every eighth file has data sets instead, and a card of every tenth is changed in an environment. One more change of one
value is staged, and another index has a change of no card.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

PER_FILE = 10
COMMITS = 20
"""How many commits come after the first one; each changes one value in one file."""

CHANGED = "catalog/models/fam0/file0.yaml"

NO_CARD_INDEX = ".git/no-card"
"""An index beside the usual one: a commit that changes no card."""

_BASE = """\
name: {family}_{number}
description: "The base of a family of models, made up to measure with."
model_family: {family}
model_arch: base
license: MIT
url: "https://example.org/{family}/{number}"
model_config:
  num_layers: 24
  model_dim: {width}
  dropout: 0.1
  encoder: {{heads: 16, window: 128}}
"""
_CHILD = """\
name: {family}_{number}_v{child}
base: {base}
checkpoint: "https://example.org/{family}/{number}/v{child}.safetensors"
checkpoint_sha256: "{digest}"
model_config:
  max_seq_len: {length}
  dropout: 0.2
"""
_DATA = """\
name: corpus_{number}_{child}
dataset_family: corpus
license: CC-BY-4.0
data: "https://example.org/corpus/{number}/{child}.parquet"
data_sha256: "{digest}"
dataset_config:
  split: train
  hours: {length}
"""
_OVERRIDE = """\
name: {family}_{number}_v1@lab
checkpoint: "/srv/models/{family}/{number}/v1.safetensors"
"""


def _cards(number: int, per_file: int) -> Iterator[str]:
    """The cards of one file."""
    family = f"fam{number % 40}"
    base = f"{family}_{number}"
    for child in range(per_file):
        digest = f"{number * 1000 + child + 1:064x}"
        values = {"family": family, "number": number, "child": child, "digest": digest, "length": 512 + child}
        if number % 8 == 7:
            yield _DATA.format(**values)
        elif child == 0:
            yield _BASE.format(**values, width=1024 + number)
        else:
            yield _CHILD.format(**values, base=base if child < per_file // 2 else f"{base}_v1")


def _files(cards: int, per_file: int) -> Iterator[tuple[str, str]]:
    """Each file with its content."""
    yield "catalog/catalog.toml", 'environments = ["lab"]\n'
    for number in range(cards // per_file):
        family = f"fam{number % 40}"
        kind = "datasets" if number % 8 == 7 else "models"
        yield f"catalog/{kind}/{family}/file{number}.yaml", "\n---\n\n".join(_cards(number, per_file))
        if number % 10 == 0 and kind == "models" and per_file > 1:
            yield f"catalog/models/{family}/@lab/file{number}.yaml", _OVERRIDE.format(family=family, number=number)


def write_catalog(folder: Path, cards: int, per_file: int = PER_FILE) -> Path:
    """A repository with so many cards, checked out, unless the folder has one; returns the folder."""
    if not (folder / ".git").exists():
        folder.mkdir(parents=True)
        _git(folder, "init", "--quiet", "--initial-branch=main")
        process = subprocess.Popen(["git", "-C", str(folder), "fast-import", "--quiet"], stdin=subprocess.PIPE)
        assert process.stdin is not None
        for part in _history(cards, per_file):
            process.stdin.write(part.encode())
        process.stdin.close()
        if process.wait() != 0:
            raise SystemExit("git fast-import failed")
        _git(folder, "reset", "--quiet", "--hard", "main")
        changed = folder / CHANGED
        changed.write_text(changed.read_text().replace("model_dim", "model_width", 1))
        _git(folder, "add", CHANGED)
    if not (folder / NO_CARD_INDEX).exists():
        (folder / "README.md").write_text("# Cards\n")
        _git(folder, "read-tree", f"--index-output={NO_CARD_INDEX}", "HEAD")
        environment = {**os.environ, "GIT_INDEX_FILE": NO_CARD_INDEX}
        subprocess.run(["git", "-C", str(folder), "add", "README.md"], check=True, env=environment)
    return folder


def _history(cards: int, per_file: int) -> Iterator[str]:
    """The input of `git fast-import`."""
    files = dict(_files(cards, per_file))
    yield _commit(0, "Add all cards")
    yield from (_change(path, content) for path, content in files.items())
    for number in range(1, COMMITS + 1):
        yield _commit(number, f"Change {CHANGED}")
        yield _change(CHANGED, files[CHANGED].replace("num_layers: 24", f"num_layers: {24 + number}", 1))


def _commit(number: int, message: str) -> str:
    who = f"Bench <bench@example.org> {1_700_000_000 + number * 1000} +0000"
    return f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(message)}\n{message}\n"


def _change(path: str, content: str) -> str:
    return f"M 100644 inline {path}\ndata {len(content.encode())}\n{content}\n"


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True)
