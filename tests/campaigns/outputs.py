"""What two versions of the command print: `python -m tests.campaigns.outputs OLD [NEW] [--every N] [--examples N]`.

OLD and NEW are revisions of this repository (NEW: the files as they are). Our catalog, the corpora, the expectations
and every golden folder become repositories of two commits, in which the verbs run that read cards, in text and in
JSON. What differs is counted by verb and format, with some examples of each.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.gitfixture import GitFixture

PROJECT = Path(__file__).parents[2]
RUNNER = Path(__file__).with_name("outputs_runner.py")


class Question(NamedTuple):
    """A command line, and the folder that it runs in."""

    folder: str
    arguments: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The verb and the format."""
        return f"{self.arguments[0]} {self.arguments[-1]}"


def catalogs() -> Iterator[Path]:
    """Every folder of cards that the project has."""
    tests = PROJECT / "tests"
    yield PROJECT / "catalog"
    yield from sorted(folder for folder in (tests / "corpus").glob("*/cards"))
    yield from sorted(folder for folder in (tests / "expectations").glob("*/cards"))
    yield from sorted(folder for folder in (tests / "cases").glob("C*/*") if folder.is_dir())


def make_repository(cards: Path, folder: Path) -> None:
    """Two commits: all but the last file, and all."""
    files = {
        f"catalog/{path.relative_to(cards).as_posix()}": path.read_bytes()
        for path in sorted(cards.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    repo = GitFixture.init(folder)
    first = {"catalog/catalog.toml": b"", **dict([*files.items()][:-1])}
    repo.commit(first, message="all but one")
    repo.commit({"catalog/catalog.toml": b"", **files}, message="all")


def questions(folder: Path) -> Iterator[Question]:
    """The verbs that read cards, over one catalog; the card asked for is the first that its files name."""
    card = _a_name(folder)
    for arguments in (
        ("list",),
        ("list", "--changed"),
        ("show", card),
        ("show", card, "--rev", "HEAD~1"),
        ("blame", card),
        ("log", card),
        ("diff", "HEAD~1", "HEAD"),
        ("policy", "HEAD~1", "HEAD"),
        ("compare", card, card),
        ("validate",),
        ("validate", "--from-ref", "HEAD~1"),
        ("stores",),
        ("envs",),
        ("lock", card, "--rev", "HEAD"),
    ):
        for form in ("text", "json"):
            yield Question(str(folder), (*arguments, "--format", form))


def _a_name(folder: Path) -> str:
    for path in sorted(folder.rglob("*.y*ml")):
        for line in path.read_bytes().decode("utf-8", "replace").splitlines():
            if line.startswith("name: "):
                return line.removeprefix("name: ").strip("\"' ").partition("@")[0] or "tiny"
    return "tiny"


def answers(tools: Path, asked: Sequence[Question]) -> list[list[str]]:
    """Exit code, output and complaints of each question, by the toolchain of a folder."""
    done = subprocess.run(
        [sys.executable, RUNNER],
        input=json.dumps(asked).encode(),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(tools), "HOME": os.devnull, "FAIRSEQ2_ASSET_DIR": "/nowhere"},
        check=True,
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


def tools_of(revision: str | None, folder: Path) -> Path:
    """The folder to import `assetcards` from, as a revision has it."""
    if revision is None:
        return PROJECT / "tools"
    archive = folder / "tools.tar"
    subprocess.run(["git", "-C", PROJECT, "archive", f"--output={archive}", revision, "tools"], check=True)
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "tools"


def differences(old: Path, new: Path, every: int) -> Iterator[tuple[Question, str]]:
    """What is asked where the two answer differently, with the lines that differ."""
    for cards in [*catalogs()][::every]:
        folder = Path(tempfile.mkdtemp(prefix="outputs-"))
        try:
            make_repository(cards, folder)
            asked = [*questions(folder)]
            for question, one, other in zip(asked, answers(old, asked), answers(new, asked), strict=True):
                if one != other:
                    yield question._replace(folder=str(cards.relative_to(PROJECT))), differing_lines(one, other)
        finally:
            shutil.rmtree(folder)


def differing_lines(one: Sequence[str], other: Sequence[str]) -> str:
    """The lines of two answers that differ, as `diff` marks them."""
    old, new = ("\n".join(answer).splitlines() for answer in (one, other))
    return "\n".join([*difflib.unified_diff(old, new, n=0, lineterm="")][2:])


def main() -> int:
    """Print what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old")
    parser.add_argument("new", nargs="?")
    parser.add_argument("--every", type=int, default=1, help="take one of so many catalogs")
    parser.add_argument("--examples", type=int, default=2)
    options = parser.parse_args()
    found: defaultdict[str, list[tuple[Question, str]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        old, new = tools_of(options.old, Path(one)), tools_of(options.new, Path(other))
        for question, lines in differences(old, new, options.every):
            found[question.kind].append((question, lines))
    for kind, examples in sorted(found.items()):
        print(f"## {kind}: {len(examples)} differ")
        for question, lines in examples[: options.examples]:
            print(f"{question.folder}: catalog {' '.join(question.arguments)}\n{lines}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
