"""What the cache notes of one remote repository: its address, and what its branches and tags named.

Each look-up is noted in a file of its own, which is written whole or not at all, and named for the branch or tag and
for when the look-up began: the newest counts, whoever else writes at the same time.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TypeVar

from assetcards.errors import CorruptCacheError, GitError
from assetcards.git.cache_access import is_ours, listed
from assetcards.git.objects import short_digest
from assetcards.trees.regular import read_regular
from assetcards.trees.tree import FileUnreadableError
from assetcards.trees.writing import FileKind, Target, write_file

VERIFY = "run `catalog cache verify`, which removes the damaged parts"
_OURS = FileKind(name="a file of the cache", head="", example="remote.json")
_MAX_BYTES = 1 << 22
"""Older releases had all look-ups of a remote in one file."""

_MAX_ADDRESS = 4096
_TRIES = 8
_NOTE = re.compile(r"(?P<name>[0-9a-f]{24})-(?P<when>[0-9]{20})\.json")
_FULL_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")

T = TypeVar("T")


def cache_file(folder: str, path: str) -> Target:
    """A file that is written below a remote's folder: links of the user above the cache are followed, none in it."""
    cache = os.path.dirname(folder)
    return Target(top=os.path.realpath(cache), path=os.path.relpath(path, cache), named=path, kind=_OURS)


class CacheNotes:
    """The notes in the folder of one remote repository."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._about = os.path.join(folder, "remote.json")
        self._revisions = os.path.join(folder, "revisions")

    @property
    def address(self) -> str:
        """The address without credentials; `unknown` when it was not noted. Raises CorruptCacheError or GitError."""
        return self._read(self._about, _parse_address) or "unknown"

    def note_address(self, shown: str) -> None:
        """Note the address, unless it is there already. Raises OSError, or SourceError for what is no file."""
        with suppress(CorruptCacheError):
            if self.address == shown:
                return
        write_file(cache_file(self._folder, self._about), json.dumps({"url": shown}, indent=1))

    def begin(self, revision: str) -> int:
        """When a look-up begins: later than all that were noted before, whatever the clock says."""
        return max([time.time_ns(), *(when + 1 for when, _ in self._notes_of(revision))])

    def note(self, revision: str, commit: str, when: int) -> None:
        """Note what a branch or tag named in a look-up, and forget earlier ones. Raises OSError or SourceError."""
        os.makedirs(self._revisions, exist_ok=True)
        path = os.path.join(self._revisions, f"{_name_of(revision)}-{when:020}.json")
        write_file(cache_file(self._folder, path), json.dumps({"revision": revision, "commit": commit}, indent=1))
        for earlier, old in self._notes_of(revision):
            if earlier < when and is_ours(old):
                with suppress(OSError):
                    os.unlink(old)

    def maybe_commit(self, revision: str) -> str | None:
        """The id that a branch or tag named when it was last looked up. Raises CorruptCacheError or GitError."""
        for _ in range(_TRIES):  # a note may be replaced by a newer one before it is read
            notes = self._notes_of(revision)
            if not notes:
                listed(self._revisions)  # says so when it may not be read
                return (self._read(self._about, _parse_old_notes) or {}).get(revision)
            found = self._read(max(notes)[1], _parse_note)
            if found is not None and found[0] == revision:
                return found[1]
        return None

    def maybe_commit_since(self, revision: str, moment: int) -> str | None:
        """The id that a branch or tag named in a look-up that began at a moment or later; None without one."""
        newest = max((when for when, _ in self._notes_of(revision)), default=0)
        return self.maybe_commit(revision) if newest >= moment else None

    def damaged(self) -> Iterator[tuple[str, str]]:
        """The path of each note that is none, and what is wrong with it."""
        notes = [os.path.join(self._revisions, name) for name in _listed(self._revisions) if _NOTE.fullmatch(name)]
        for path in (self._about, *notes):
            try:
                _load(path, _parse_address if path == self._about else _parse_note)
            except FileUnreadableError as error:
                yield path, error.reason
            except OSError:  # whoever may not read it cannot tell
                continue

    def _notes_of(self, revision: str) -> list[tuple[int, str]]:
        """When each look-up that is noted began, and the path of the note."""
        found = [note for note in map(_NOTE.fullmatch, _listed(self._revisions)) if note is not None]
        name = _name_of(revision)
        return [(int(note["when"]), os.path.join(self._revisions, note[0])) for note in found if note["name"] == name]

    def _read(self, path: str, parse: Callable[[bytes], T]) -> T | None:
        """What a note says; None when there is none."""
        try:
            return _load(path, parse)
        except FileNotFoundError:
            return None
        except FileUnreadableError as error:
            raise CorruptCacheError(f"the cache is damaged: {path} {error.reason}", hint=VERIFY) from None
        except OSError as error:
            raise GitError(
                f"{path} cannot be read: {error.strerror}", hint="set CATALOG_CACHE_DIR to another folder"
            ) from None


def _load(path: str, parse: Callable[[bytes], T]) -> T:
    try:
        return parse(read_regular(path, _MAX_BYTES))
    except (ValueError, RecursionError):
        raise FileUnreadableError(path, "is not what was noted there") from None


def _listed(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _name_of(revision: str) -> str:
    return short_digest(revision)


def _parse_address(content: bytes) -> str:
    """The address that a note has. Raises ValueError, as all of these do, when it is none."""
    address = _parse(content).get("url")
    if not isinstance(address, str) or not 0 < len(address) <= _MAX_ADDRESS:
        raise ValueError
    return address


def _parse_old_notes(content: bytes) -> dict[str, str]:
    revisions = _parse(content).get("revisions", {})
    if not isinstance(revisions, dict):
        raise ValueError
    return {revision: _commit_of(commit) for revision, commit in revisions.items()}


def _parse_note(content: bytes) -> tuple[str, str]:
    note = _parse(content)
    revision = note.get("revision")
    if not isinstance(revision, str):
        raise ValueError
    return revision, _commit_of(note.get("commit"))


def _parse(content: bytes) -> dict[str, object]:
    found = json.loads(content.decode("utf-8"))
    if not isinstance(found, dict):
        raise ValueError
    return found


def _commit_of(value: object) -> str:
    if not isinstance(value, str) or not _FULL_ID.fullmatch(value):
        raise ValueError
    return value
