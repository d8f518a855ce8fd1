"""Hashes of files, remembered for as long as nothing about a file has changed: size, times and inode.

For each file or folder that is hashed there is a note in the user's own cache, which is replaced as a whole, so that
readers never wait. It has nothing of a file that was changed just before it was hashed: a later change in the same
moment would not be seen.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias

from assetcards.assets.files import replace_file

SETTLED_NS = 2_000_000_000
"""How old a change has to be when hashing begins: clocks of file systems may be as coarse as this."""

SAVE_SECONDS = 30.0
"""How often what was hashed is noted meanwhile, so that a run that is killed can go on from there."""

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

    def hash(self, place: str, hash_file: Callable[[str], str], kind: str = "") -> str:
        """The hash of a file, from memory if nothing has changed, else by `hash_file`; `kind` tells hashes apart."""
        before = _facts(place)
        known = self._known.get(kind + place)
        if known is not None and known[0] == before:
            return known[1]
        begun = time.time_ns()
        found = hash_file(place)
        if _facts(place) == before and max(before[1:3]) < begun - SETTLED_NS:
            self.note(place, found, kind)
        return found

    def note(self, place: str, found: str, kind: str = "") -> None:
        """Remember the hash of a file that nobody else may have changed since."""
        self._known[kind + place] = (_facts(place), found)
        self._is_changed = True
        if time.monotonic() - self._saved > SAVE_SECONDS:
            self.save()

    def save(self) -> None:
        """Write the note; that it cannot be written costs time later, and nothing else."""
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
