"""Commits that land while others read: every answer belongs to exactly one commit.

Run as a program it lands so many commits beside eight readers: `python -m tests.integrity.torn_reads 1000`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random
from typing import NamedTuple

from assetcards import open_catalog
from tests.gitfixture import GitFixture

CARDS = 6
COMMITS_BETWEEN_REPACKS = 40


class Read(NamedTuple):
    """What was asked for, the commit that it is said to be, and the number that each card told."""

    asked: str
    commit: str
    told: tuple[object, ...]


class Outcome(NamedTuple):
    """How many commits landed, how many answers were given of how many of these, and what was wrong."""

    commits: int
    reads: int
    seen: int
    faults: list[str]

    def __str__(self) -> str:
        return f"{self.commits} commits, {self.reads} reads of {self.seen} of them, {len(self.faults)} faults"


def read_while_commits_land(folder: Path, commits: int, readers: int) -> Outcome:
    """Land commits, repacking now and then, while processes read HEAD and commits that they have seen."""
    repo = GitFixture.init(folder)
    _land(repo, 0)
    context = get_context("spawn")  # a forked reader would inherit what the runner of the tests holds open
    with context.Manager() as manager, context.Pool(readers) as pool:
        end = manager.Event()
        running = [pool.apply_async(read_until, (folder, end, seed)) for seed in range(readers)]
        for number in range(1, commits):
            _land(repo, number)
            if number % COMMITS_BETWEEN_REPACKS == 0:
                repo.git("repack", "-a", "-d", "--quiet")
        end.set()
        reads = [read for result in running for read in result.get()]
    numbers = _numbers(repo)
    assert len(numbers) == commits
    return Outcome(commits, len(reads), len({read.commit for read in reads}), list(torn(reads, numbers)))


def _land(repo: GitFixture, number: int) -> None:
    files = {f"catalog/models/card{card}.yaml": f"name: card{card}\nnote: {number}\n" for card in range(CARDS)}
    repo.commit({"catalog/catalog.toml": "", **files}, message=str(number))


def _numbers(repo: GitFixture) -> dict[str, str]:
    """The number that each commit wrote into all cards, as git tells it."""
    listed = repo.git("log", "--format=%H %s").splitlines()
    return dict(line.split() for line in listed)


def read_until(folder: Path, end: Event, seed: int) -> list[Read]:
    """Read HEAD and commits seen before, by turns that chance decides, until told to stop; at least once."""
    rng = Random(seed)
    reads = [_read(folder, "HEAD")]
    while not end.is_set():
        pinned = rng.choice(reads[-50:]).commit
        reads.append(_read(folder, rng.choice(("HEAD", "main", pinned, pinned[:16]))))
    return reads


def _read(folder: Path, rev: str) -> Read:
    with open_catalog(folder, rev=rev) as catalog:
        assert catalog.revision is not None
        return Read(rev, catalog.revision.commit, tuple(card.fields["note"] for card in catalog))


def torn(reads: list[Read], numbers: dict[str, str]) -> Iterator[str]:
    """What is wrong with answers, given the number that each commit wrote."""
    for read in reads:
        if read.told != (int(numbers[read.commit]),) * CARDS:
            yield f"{read} is not of commit number {numbers[read.commit]}"
        if read.asked not in ("HEAD", "main") and not read.commit.startswith(read.asked):
            yield f"{read} is another commit than the one that was asked for"


def main(commits: int = 1000, readers: int = 8) -> int:
    """Prints the outcome; 1 when an answer was torn."""
    with tempfile.TemporaryDirectory() as folder:
        outcome = read_while_commits_land(Path(folder) / "repo", commits, readers)
    sys.stdout.write(f"{outcome}\n")
    sys.stdout.writelines(f"{fault}\n" for fault in outcome.faults)
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
