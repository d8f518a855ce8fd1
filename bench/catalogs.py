"""Writes catalogs for the benchmarks: any number of cards in a git repository with a history, the same for each run.

About ten cards are a family: a base, and cards that inherit from it and from each other, in a file of their own.
Every eighth family has data sets instead, and a card of every tenth is changed in an environment. One more change of
one value is staged, and another index has a change of no card.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

PER_FILE = 10
COMMITS = 20
"""How many commits come after the first one; each changes one value in one file."""

FEW = 100
"""How many cards a catalog has that builds on another one."""

AUTHOR, EMAIL = "Bench", "bench@example.org"

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


class Shape(NamedTuple):
    """How many cards a catalog has, how many of a family share a file, and how many families there are.

    Zero stands for a family of ten cards each.
    """

    cards: int
    per_file: int = PER_FILE
    families: int = 0

    @property
    def name(self) -> str:
        """What its folder is called.

        >>> Shape(10_000).name, Shape(5_500, 1, 743).name
        ('10000-10', '5500-1-743')
        """
        return "-".join(map(str, filter(None, self)))

    def sizes(self) -> Iterator[int]:
        """How many cards each family has.

        >>> list(Shape(30).sizes()), list(Shape(11, 1, 3).sizes())
        ([10, 10, 10], [3, 4, 4])
        """
        families = self.families or self.cards // PER_FILE
        ends = [number * self.cards // families for number in range(families + 1)]
        yield from (end - start for start, end in pairwise(ends))


def _cards(number: int, count: int) -> Iterator[str]:
    """The cards of one family."""
    family = f"fam{number % 40}"
    base = f"{family}_{number}"
    for child in range(count):
        digest = f"{number * 1000 + child + 1:064x}"
        values = {"family": family, "number": number, "child": child, "digest": digest, "length": 512 + child}
        if number % 8 == 7:
            yield _DATA.format(**values)
        elif child == 0:
            yield _BASE.format(**values, width=1024 + number)
        else:
            yield _CHILD.format(**values, base=base if child < max(2, count // 2) else f"{base}_v1")


def _files(shape: Shape) -> Iterator[tuple[str, str]]:
    """Each file with its content."""
    yield "catalog/catalog.toml", 'environments = ["lab"]\n'
    for number, count in enumerate(shape.sizes()):
        family = f"fam{number % 40}"
        kind = "datasets" if number % 8 == 7 else "models"
        cards = list(_cards(number, count))
        for first in range(0, count, shape.per_file):
            name = f"file{number}_{first}" if first else f"file{number}"
            yield f"catalog/{kind}/{family}/{name}.yaml", "\n---\n\n".join(cards[first : first + shape.per_file])
        if number % 10 == 0 and kind == "models":
            yield f"catalog/{kind}/{family}/@lab/file{number}.yaml", _OVERRIDE.format(family=family, number=number)


def write_catalog(above: Path, shape: Shape) -> Path:
    """A repository of that shape below a folder, checked out, unless it is there; returns its folder."""
    folder = above / shape.name
    if not (folder / ".git").exists():
        _write_history(folder, _history(shape))
        changed = folder / CHANGED
        changed.write_text(changed.read_text().replace("model_dim", "model_width", 1))
        _git(folder, "add", CHANGED)
    if not (folder / NO_CARD_INDEX).exists():
        (folder / "README.md").write_text("# Cards\n")
        _git(folder, "read-tree", f"--index-output={NO_CARD_INDEX}", "HEAD")
        environment = {**os.environ, "GIT_INDEX_FILE": NO_CARD_INDEX}
        subprocess.run(["git", "-C", str(folder), "add", "README.md"], check=True, env=environment)
    return folder


def write_copy(above: Path, cards: Path) -> Path:
    """A repository with a copy of cards, of which the last file came in the last commit; returns its folder."""
    folder = above / "-".join(("copy", *cards.resolve().parts[-2:]))
    if not (folder / ".git").exists():
        found = [path for path in sorted(cards.rglob("*")) if path.suffix in {".yaml", ".yml", ".toml"}]
        changes = [_change(f"catalog/{path.relative_to(cards).as_posix()}", path.read_text("utf-8")) for path in found]
        settings = [] if (cards / "catalog.toml").exists() else [_change("catalog/catalog.toml", "")]
        first, last = _commit(0, "Add all cards but some"), _commit(1, "Add these, too")
        _write_history(folder, [first, *settings, *changes[:-1], last, changes[-1]])
    return folder


def write_moved(folder: Path) -> Path:
    """A clone of a catalog with one more commit, which moves all files of models; returns its folder."""
    moved = folder.with_name(f"{folder.name}-moved")
    if not moved.exists():
        _git(folder, "clone", "--quiet", "--no-hardlinks", str(folder), str(moved))
        _git(moved, "mv", "catalog/models", "catalog/moved")
        who = ("-c", f"user.name={AUTHOR}", "-c", f"user.email={EMAIL}")
        _git(moved, *who, "commit", "--quiet", "--message=Move all models")
    return moved


def write_dependents(folder: Path) -> tuple[Path, Path]:
    """Two catalogs of few cards of their own, of which the first builds on a catalog."""
    upstream = (
        f'[[upstream]]\nname = "base"\nrepository = "{folder.as_uri()}"\nrev = "main"\n'
        f'commit = "{head_of(folder)}"\nroot = "catalog"\n'
    )
    named = f"{FEW}-on-{folder.name}"
    return (
        _write_dependent(folder.with_name(named), upstream),
        _write_dependent(folder.with_name(f"{named}-alone"), ""),
    )


def _write_dependent(folder: Path, upstream: str) -> Path:
    if not (folder / ".git").exists():
        _write_history(folder, _history(Shape(FEW), "own_"))
    (folder / "catalog" / "catalog.toml").write_text(f'environments = ["lab"]\n{upstream}')
    return folder


def first_card_of(folder: Path) -> str:
    """The name of the first card of a catalog."""
    lines = (line for path in sorted((folder / "catalog").rglob("*.y*ml")) for line in path.read_text().splitlines())
    return next(line.removeprefix("name: ") for line in lines if line.startswith("name: "))


def head_of(folder: Path) -> str:
    """The full id of the commit that is checked out."""
    return subprocess.check_output(["git", "-C", str(folder), "rev-parse", "HEAD"], text=True).strip()


def _write_history(folder: Path, parts: Iterable[str]) -> None:
    """A new repository with what `git fast-import` is given, checked out."""
    folder.mkdir(parents=True)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    process = subprocess.Popen(["git", "-C", str(folder), "fast-import", "--quiet"], stdin=subprocess.PIPE)
    assert process.stdin is not None
    for part in parts:
        process.stdin.write(part.encode())
    process.stdin.close()
    if process.wait() != 0:
        raise SystemExit("git fast-import failed")
    _git(folder, "reset", "--quiet", "--hard", "main")


def _history(shape: Shape, prefix: str = "") -> Iterator[str]:
    """The input of `git fast-import`; the prefix is that of the names of all cards."""
    files = {path: _with_prefix(content, prefix) for path, content in _files(shape)}
    yield _commit(0, "Add all cards")
    yield from (_change(path, content) for path, content in files.items())
    for number in range(1, COMMITS + 1):
        yield _commit(number, f"Change {CHANGED}")
        yield _change(CHANGED, files[CHANGED].replace("num_layers: 24", f"num_layers: {24 + number}", 1))


def _with_prefix(content: str, prefix: str) -> str:
    return content.replace("name: ", f"name: {prefix}").replace("base: ", f"base: {prefix}")


def _commit(number: int, message: str) -> str:
    who = f"{AUTHOR} <{EMAIL}> {1_700_000_000 + number * 1000} +0000"
    return f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(message)}\n{message}\n"


def _change(path: str, content: str) -> str:
    return f"M 100644 inline {path}\ndata {len(content.encode())}\n{content}\n"


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True)
