"""Hashes of files, remembered for as long as nothing about a file has changed: size, times and inode.

For each file or folder that is hashed there is a note in the user's own cache, which is replaced as a whole, so that
readers never wait. It has nothing of a file that others changed just before it was hashed: a later change in the same
moment would not be seen.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from assetcards.assets.files import make_folder, replace_file

if TYPE_CHECKING:
    from filelock import BaseFileLock

SETTLED_NS = 2_000_000_000
"""How old a change has to be when hashing begins: clocks of file systems may be as coarse as this."""

SAVE_SECONDS = 30.0
"""How often what was hashed is noted meanwhile, so that a run that is killed can go on from there."""

_PATIENCE_SECONDS = 3600.0
"""How long another process may hash before it is not waited for any more."""

LARGE = 1 << 24
"""How many bytes a file has for which one process waits while another one hashes it."""

Facts: TypeAlias = "list[int]"


class Remembered:
    """The hashes that are remembered of the files at, or below, one path; `folder` has the notes of all.

    `is_fresh` makes it forget what it knows, and hash all again.
    """

    def __init__(self, folder: str, path: str, *, is_fresh: bool = False) -> None:
        self._note = os.path.join(folder, hashlib.sha256(os.fsencode(path)).hexdigest()[:32] + ".json")
        self._known: dict[str, tuple[Facts, str]] = {} if is_fresh else _read(self._note)
        self._saved = time.monotonic()
        self._is_changed = False
        self._is_fresh = is_fresh
        self._lock: BaseFileLock | None = None

    def hash(self, place: str, hash_file: Callable[[str], str], kind: str = "", *, is_new: bool = False) -> str:
        """The hash of a file, from memory if nothing has changed, else by `hash_file`; `kind` tells hashes apart.

        One that `is_new` we have just brought, so nobody else has changed it, and it is remembered at once.
        """
        before = _facts(place)
        known = self._maybe_known(kind + place, before)
        if known is None and before[0] >= LARGE:
            self._wait_for_others()
            known = self._maybe_known(kind + place, before)
        if known is not None:
            return known
        begun = time.time_ns()
        found = hash_file(place)
        is_settled = is_new or before[2] < begun - SETTLED_NS  # no other time says when it was changed last
        if is_settled and _facts(place) == before:
            self.note(place, found, kind)
        return found

    def _maybe_known(self, what: str, facts: Facts) -> str | None:
        known = self._known.get(what)
        return known[1] if known is not None and known[0] == facts else None

    def _wait_for_others(self) -> None:
        """Have no other process hash at the same time, and know what it found; locks save work, and nothing else."""
        from filelock import FileLock, Timeout

        if self._lock is None and not self._is_fresh:
            lock = FileLock(f"{self._note}.lock", timeout=_PATIENCE_SECONDS)
            with suppress(OSError, NotImplementedError, Timeout):
                make_folder(Path(self._note).parent)
                lock.acquire()
                self._lock = lock
                self._known |= _read(self._note)

    def note(self, place: str, found: str, kind: str = "") -> None:
        """Remember the hash of a file that nobody else may have changed since."""
        self._known[kind + place] = (_facts(place), found)
        self._is_changed = True
        if time.monotonic() - self._saved > SAVE_SECONDS:
            self._write()

    def save(self) -> None:
        """Write the note, and let others hash; that it cannot be written costs time later, and nothing else."""
        self._write()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _write(self) -> None:
        if self._is_changed:
            with suppress(OSError):
                replace_file(self._note, json.dumps(self._known).encode())
        self._saved, self._is_changed = time.monotonic(), False


def _facts(place: str) -> Facts:
    about = os.stat(place)
    return [about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino]


def _read(note: str) -> dict[str, tuple[Facts, str]]:
    """What a note has; nothing when it cannot be read, or is none."""
    try:
        with open(note, "rb") as file:
            found = json.load(file)
        return {str(place): ([int(fact) for fact in facts], str(known)) for place, (facts, known) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
