"""The cache of fetched commits: each one a bare repository of its own, complete under its name or not there.

A commit is fetched into a folder with a temporary name and renamed when it is whole, under a lock for each remote; so
a process that is killed leaves nothing that looks whole, and of many processes one fetches. An entry never changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assetcards.errors import (
    AmbiguousRevisionError,
    GitError,
    OfflineError,
    RevisionError,
)
from assetcards.git.addresses import Address
from assetcards.git.cached import CachedRepository, HistoryEntry
from assetcards.git.fetch import PIN, Fetcher, Wanted, missing_objects
from assetcards.git.repo import Repository, check_revision
from assetcards.trees.atomic import write_atomically

LOCK_SECONDS = 900
FETCH_ONCE = "open it once while fetching is allowed (without CATALOG_OFFLINE)"
_FULL_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHORT_ID = re.compile(r"[0-9a-fA-F]{4,63}")
_ENTRY = re.compile(r"(?P<commit>[0-9a-f]{40}|[0-9a-f]{64})(?:-[0-9a-f]{12})?")
_UNFINISHED = "unfinished-"
_WITH_HISTORY = "0" * 12
"""Ends the name of an entry that has all that led to its commit, where that of another one has the digest of a root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheEntry:
    """A fetched commit: of which remote, where, how large in bytes, and when it was last opened (seconds, epoch)."""

    url: str
    commit: str
    folder: str
    size: int
    used: float


class GitCache:
    """The fetched commits below a folder, shared by processes. `environ` is the environment of the process."""

    def __init__(self, folder: str, environ: Mapping[str, str]) -> None:
        self._folder = folder
        self._environ = environ

    def open(
        self, address: Address, revision: str, *, root: str, wanted: Wanted, offline: bool
    ) -> tuple[CachedRepository, str]:
        """The id of the commit that a revision names, and a repository that has it with the blobs wanted of it.

        A full id is looked for in the cache alone, a branch or tag in the remote repository; offline, it is what it
        was when it was last looked up. `root` tells entries apart whose blobs are not the same ones. The history of the
        commit is fetched into an entry of its own, once somebody asks the repository for it.
        Raises RemoteError, RevisionError, or OfflineError when it is not there and may not be fetched.
        """
        remote = _Remote(self._folder, address, self._environ)
        commit = remote.commit_of(revision, offline=offline)
        whole = os.path.join(remote.folder, commit)
        entry = f"{whole}-{hashlib.sha256(os.fsencode(root)).hexdigest()[:12]}" if root else whole
        if root and not os.path.isdir(entry) and os.path.isdir(whole) and self._has_all(whole, address, commit, wanted):
            entry = whole
        if not os.path.isdir(entry):
            if offline:
                raise OfflineError(address.shown, f"commit {commit[:12]} was never fetched", hint=FETCH_ONCE)
            remote.fetch(entry, commit, revision, wanted)
        _touch(entry)
        history = self._with_history(remote, commit, offline)
        return CachedRepository(entry, address, self._environ, history), commit

    def _with_history(self, remote: _Remote, commit: str, offline: bool) -> HistoryEntry:
        entry = os.path.join(remote.folder, f"{commit}-{_WITH_HISTORY}")

        def fetch() -> None:
            if offline:
                message = f"the history of commit {commit[:12]} was never fetched"
                raise OfflineError(remote.address.shown, message, hint=FETCH_ONCE)
            remote.fetch(entry, commit, commit, None)

        return HistoryEntry(entry, fetch)

    def _has_all(self, entry: str, address: Address, commit: str, wanted: Wanted) -> bool:
        """Whether an entry that was fetched for another root has the blobs of this one, too."""
        repository = CachedRepository(entry, address, self._environ)
        try:
            return not missing_objects(repository, wanted(repository, commit))
        finally:
            repository.close()

    def entries(self) -> Iterator[CacheEntry]:
        """Every fetched commit, by remote and id."""
        for remote in _listed(self._folder):
            url = str(_load(os.path.join(self._folder, remote, "remote.json")).get("url", "unknown"))
            for name in _listed(os.path.join(self._folder, remote)):
                match = _ENTRY.fullmatch(name)
                if match:
                    folder = os.path.join(self._folder, remote, name)
                    used = os.stat(os.path.join(folder, "HEAD")).st_mtime
                    yield CacheEntry(url=url, commit=match["commit"], folder=folder, size=_size(folder), used=used)

    def prune(self, max_bytes: int) -> list[CacheEntry]:
        """Remove what was not opened for longest until the rest has at most so many bytes; returns what is gone."""
        entries = sorted(self.entries(), key=lambda entry: (entry.used, entry.folder))
        size = sum(entry.size for entry in entries)
        removed = []
        for entry in entries:
            if size <= max_bytes:
                break
            self.remove(entry)
            removed.append(entry)
            size -= entry.size
        return removed

    def remove(self, entry: CacheEntry) -> None:
        """Take an entry away: first out of sight, then off the disk."""
        hidden = tempfile.mkdtemp(prefix=_UNFINISHED, dir=os.path.dirname(entry.folder))
        os.rename(entry.folder, os.path.join(hidden, "removed"))
        shutil.rmtree(hidden, ignore_errors=True)

    def maybe_damage(self, entry: CacheEntry) -> str | None:
        """What is wrong with an entry, every object read and hashed again; None when nothing is."""
        repository = Repository(entry.folder, None, self._environ)
        try:
            pinned = repository.run(["for-each-ref", "--format=%(objectname)", PIN]).decode().split()
            if pinned != [entry.commit]:
                return f"it does not pin commit {entry.commit}"
            listed = repository.run(
                ["rev-list", "--objects", "--missing=allow-promisor", "--no-object-names", entry.commit]
            )
            for object_id in listed.decode().split():
                repository.read_object(object_id, limit=1 << 40)
        except GitError as error:
            return error.message
        finally:
            repository.close()
        return None


class _Remote:
    """What the cache has of one remote repository."""

    def __init__(self, cache: str, address: Address, environ: Mapping[str, str]) -> None:
        self.address = address
        self._fetcher = Fetcher(address, environ)
        self.folder = os.path.join(cache, hashlib.sha256(os.fsencode(address.shown)).hexdigest()[:24])
        self._notes = os.path.join(self.folder, "remote.json")

    def commit_of(self, revision: str, *, offline: bool) -> str:
        check_revision(revision)
        if _FULL_ID.fullmatch(revision):
            return revision
        if offline:
            return self._remembered(revision)
        found = self._fetcher.look_up(revision)
        if _SHORT_ID.fullmatch(revision):
            return self._commit_of_short_id(revision, found)
        if found is None:
            raise RevisionError(
                revision,
                f"{revision!r} is no branch or tag of {self.address}",
                hint="name a branch, a tag, or the full id of a commit",
            )
        self._remember(revision, found)
        return found

    def _commit_of_short_id(self, revision: str, named: str | None) -> str:
        """A short id means a commit that was fetched before, never a branch or tag of that name."""
        commits = {match["commit"] for name in _listed(self.folder) if (match := _ENTRY.fullmatch(name))}
        found = sorted(commit for commit in commits if commit.startswith(revision.lower()))
        if len(found) == 1:
            return found[0]
        if named is not None or found:
            raise AmbiguousRevisionError(
                revision, f"{revision!r} may be a short id or the name of a branch or tag", hint="write the full id"
            )
        raise RevisionError(
            revision, f"{revision!r} is no branch or tag of {self.address}", hint="a commit is asked for by its full id"
        )

    def _remembered(self, revision: str) -> str:
        commit = _load(self._notes).get("revisions", {}).get(revision)
        if isinstance(commit, str) and _FULL_ID.fullmatch(commit):
            return commit
        if _SHORT_ID.fullmatch(revision):
            return self._commit_of_short_id(revision, None)
        raise OfflineError(self.address.shown, f"{revision!r} was never looked up", hint=FETCH_ONCE)

    def _remember(self, revision: str, commit: str) -> None:
        """Note what a branch or tag named, for when there is no network; a cache that cannot be written is no fault."""
        try:
            os.makedirs(self.folder, exist_ok=True)
            self._note(dict(sorted({**_load(self._notes).get("revisions", {}), revision: commit}.items())))
        except OSError:
            return

    def _note(self, revisions: Mapping[str, str]) -> None:
        write_atomically(self._notes, json.dumps({"url": self.address.shown, "revisions": revisions}, indent=1))

    def fetch(self, entry: str, commit: str, revision: str, wanted: Wanted | None) -> None:
        """Fetch a commit into its entry, unless another process does so first."""
        from filelock import FileLock, Timeout

        try:
            os.makedirs(self.folder, exist_ok=True)
            with FileLock(os.path.join(self.folder, "lock"), timeout=LOCK_SECONDS, mode=0o664):
                self._sweep()
                if not os.path.isdir(entry):
                    self._fetch_into(entry, commit, revision, wanted)
        except Timeout:
            raise GitError(
                f"another process has fetched from {self.address} for {LOCK_SECONDS} seconds", hint="see what it does"
            ) from None
        except OSError as error:
            raise GitError(
                f"the cache {self.folder} cannot be written: {error.strerror}", hint="name another: CATALOG_CACHE_DIR"
            ) from error

    def _fetch_into(self, entry: str, commit: str, revision: str, wanted: Wanted | None) -> None:
        if not os.path.exists(self._notes):
            self._note({})
        unfinished = tempfile.mkdtemp(prefix=_UNFINISHED, dir=self.folder)
        try:
            self._fetcher.fetch(unfinished, commit, revision, wanted)
            _sync(unfinished)
            os.rename(unfinished, entry)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            if not os.path.isdir(entry):  # where locks do not hold, another process may have been first
                raise

    def _sweep(self) -> None:
        """Remove what processes that were killed have left; the lock says that nobody works on it."""
        for name in _listed(self.folder):
            if name.startswith(_UNFINISHED):
                shutil.rmtree(os.path.join(self.folder, name), ignore_errors=True)


def _listed(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _load(path: str) -> dict[str, dict[str, str]]:
    try:
        with open(path, "rb") as file:
            notes = json.load(file)
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def _sync(folder: str) -> None:
    """Have the disk hold every file before the folder gets its name."""
    for where, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(where, name), "rb") as file:
                os.fsync(file.fileno())


def _size(folder: str) -> int:
    return sum(os.lstat(os.path.join(where, name)).st_size for where, _, names in os.walk(folder) for name in names)


def _touch(entry: str) -> None:
    try:
        os.utime(os.path.join(entry, "HEAD"))
    except OSError:
        return
