"""Measures the library inside of one process: prints the seconds of each figure, with its name.

Seconds are those of the CPU, git's included. A catalog that is not measured is opened first, so that all modules are
loaded; what is kept of names is there already.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice

from assetcards import CommitTree, Repository, open_catalog

FURTHER = 100
"""How many more cards are asked for."""

LONGEST = 1 << 26


def seconds_of(action: Callable[[], object]) -> float:
    """What an action takes, whose processes end with it."""
    start = _used()
    action()
    return _used() - start


def _used() -> float:
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def ask_for(folder: str, commit: str, names: Sequence[str]) -> None:
    """Open a catalog at a commit, and resolve some of its cards."""
    with open_catalog(folder, rev=commit) as catalog:
        for name in names:
            catalog.card(name)


def read_all(folder: str, commit: str) -> None:
    """Read all card files of a commit, and hash them."""
    tree = CommitTree(Repository.find(folder, os.environ), commit, "catalog")
    paths = tree.files()
    tree.expect(paths)
    for path in paths:
        tree.read(path, LONGEST)
    tree.close()


def read_bare(folder: str, commit: str) -> None:
    """Read the same files by as little code as can be, and hash nothing."""
    listing = subprocess.check_output(["git", "-C", folder, "ls-tree", "-r", commit, "catalog"])
    ids = [line.split(None, 3)[2] for line in listing.splitlines() if line.endswith(b".yaml")]
    batch = ["git", "-C", folder, "cat-file", "--batch", "--buffer"]
    with tempfile.TemporaryFile() as asked:  # a pipe would be full before git's answers are read
        asked.write(b"\n".join([*ids, b""]))
        asked.seek(0)
        with subprocess.Popen(batch, stdin=asked, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for header in process.stdout:
                process.stdout.read(int(header.split()[2]) + 1)


def main() -> None:
    """Measure what is asked for: a catalog that is opened first, the one that is measured, and its commit."""
    first, folder, commit, card = sys.argv[1:]
    with open_catalog(first, rev="HEAD") as catalog:
        catalog.card(catalog.names()[0])
    print(seconds_of(partial(ask_for, folder, commit, [card])), "in process: first card")
    with open_catalog(folder, rev=commit) as catalog:
        names = catalog.names()
        further = list(islice((name for name in names if "@" not in name), 0, None, len(names) // FURTHER or 1))
    alone = seconds_of(partial(ask_for, folder, commit, [card]))
    together = seconds_of(partial(ask_for, folder, commit, [card, *further]))
    print((together - alone) / len(further), "in process: further card")
    for name, read in (("all blobs", read_all), ("bare loop", read_bare)):
        read(folder, commit)
        print(seconds_of(partial(read, folder, commit)), name)


if __name__ == "__main__":
    main()
