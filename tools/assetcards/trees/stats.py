"""What the system says of files without reading them: as long as it is the same, so are the files."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from typing import NamedTuple

SETTLED_NS = 2_000_000_000
"""How old a change has to be when reading begins: clocks of file systems may be as coarse as this."""


class Stats(NamedTuple):
    """The size, times, inode and mode of each of some files; `settled` if none was changed just before.

    What is changed twice in one moment may look the same after both changes.
    """

    facts: bytes
    settled: bool


def stats_of(paths: Iterable[bytes]) -> Stats:
    """The stats of files, in their order; of one that is not there, that it is not."""
    begun = time.time_ns()
    newest = 0
    facts: list[bytes] = []
    for path in paths:
        try:
            about = os.lstat(path)
        except OSError:
            facts.append(b"-")
            continue
        changed, created = about.st_mtime_ns, about.st_ctime_ns
        newest = max(newest, changed, created)
        facts.append(b"%d %d %d %d %d" % (about.st_mode, about.st_ino, about.st_size, changed, created))
    return Stats(b"\0".join(facts), newest < begun - SETTLED_NS)
