"""The cache of fetched commits: each one a bare repository of its own, complete under its name or not there."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from assetcards.errors import (
    CacheAccessError,
    CorruptCacheError,
    GitError,
)
from assetcards.git.addresses import Address
from assetcards.git.cache_access import is_ours, is_there, listed
from assetcards.git.cache_folder import CacheFolder, FoundEntry, remove
from assetcards.git.cache_notes import VERIFY
from assetcards.git.cache_uses import LockUse, note_use, uses_of
from assetcards.git.cached import CachedRepository, Entry
from assetcards.git.cached_remote import CachedRemote
from assetcards.git.entry_form import check_entry
from assetcards.git.fetch import PINS, ROOTS, Fetcher, Wanted, missing_objects
from assetcards.git.limits import Limits, folder_size
from assetcards.git.repo import Repository
from assetcards.git.transfer import FETCH_LIMITS
from assetcards.notices import say


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheEntry:
    """A fetched commit: of which remote, where, how large in bytes, and when it was last opened (seconds, epoch).

    It holds the files of the commit, or the history that led to it.
    """

    url: str
    commit: str
    holds: Literal["files", "history"]
    folder: str
    size: int
    used: float


class GitCache:
    """The fetched commits below a folder, shared by processes. `environ` is the environment of the process.

    `limits` are those of each fetch.
    """

    def __init__(self, folder: str, environ: Mapping[str, str], limits: Limits = FETCH_LIMITS) -> None:
        self._folder = folder
        self._environ = environ
        self._limits = limits
        self._asked: dict[Address, CachedRemote] = {}

    def _remote(self, address: Address) -> CachedRemote:
        if address not in self._asked:
            fetcher = Fetcher(address, self._environ, self._limits)
            folder = CacheFolder.of(self._folder, address)
            self._asked[address] = CachedRemote(folder, address, fetcher, self._limits.seconds)
        return self._asked[address]

    def open(
        self,
        address: Address,
        commit: str,
        *,
        revision: str,
        root: str,
        wanted: Wanted,
        offline: bool,
        before_fetch: Callable[[], None] | None = None,
    ) -> CachedRepository:
        """A repository that has a commit, given by its full id, with the blobs wanted of it.

        `revision` is what it was resolved from, for servers that give no commit by its id. `root` keeps entries
        with different blobs apart. The history of the commit is fetched into an entry of its own, once somebody
        asks the repository for it. Before a fetch `before_fetch` is called. Raises RemoteError, RevisionError, or
        OfflineError when it is not there and may not be fetched.
        """
        remote = self._remote(address)
        history = remote.history(commit, offline=offline)
        entry = remote.files(commit, revision, root, wanted, offline=offline)
        whole = entry._replace(folder=remote.folder.entry(commit))
        if root and not is_there(entry.folder) and self._has_all(whole, address, commit, wanted):
            return CachedRepository(entry, address, self._environ, history, folder=whole.folder)
        if not is_there(entry.folder):
            if before_fetch is not None and not offline:
                before_fetch()
            entry.fetch()
        return CachedRepository(entry, address, self._environ, history)

    def resolve(self, address: Address, revision: str, *, offline: bool) -> str:
        """The full id of the commit that a revision names now.

        A branch or tag is looked up in the remote repository; offline, in the cache.
        """
        return self._remote(address).commit_of(revision, offline=offline)

    def resolve_since(self, address: Address, revision: str, moment: int, *, offline: bool) -> str:
        """The same at some time since a moment (`CachedRemote.commit_since`)."""
        return self._remote(address).commit_since(revision, moment, offline=offline)

    def history(self, address: Address, commits: Sequence[str], *, offline: bool) -> Entry:
        """The one entry for all that led to some commits."""
        return self._remote(address).history(*commits, offline=offline)

    def open_history(self, address: Address, history: Entry) -> CachedRepository:
        """The repository of a history, fetched if need be. Raises RemoteError, RevisionError or OfflineError."""
        return history.open(address, self._environ)

    def _has_all(self, whole: Entry, address: Address, commit: str, wanted: Wanted) -> bool:
        """Whether there is an entry that was fetched for another root and has the blobs of this one, too."""
        if not is_there(whole.folder):
            return False
        check_entry(whole.folder)
        repository = Repository(whole.folder, None, self._environ)
        try:
            return not missing_objects(repository, wanted(repository, commit))
        except GitError:
            if os.path.isdir(whole.folder):
                raise
            return False  # another process has just removed it
        finally:
            repository.close()

    def entries(self) -> Iterator[CacheEntry]:
        """Every fetched commit, by remote and id; also one that is damaged, but none that is removed meanwhile.

        What may not be seen is left out, and said.
        """
        for remote in self._remotes():
            url = _address_of(remote)
            for commit, holds, folder in _entries_seen(remote):
                used = _maybe_used(folder)
                if used is not None:
                    size = folder_size(folder)
                    yield CacheEntry(url=url, commit=commit, holds=holds, folder=folder, size=size, used=used)

    def _remotes(self) -> Iterator[CacheFolder]:
        folders = (os.path.join(self._folder, name) for name in listed(self._folder))
        return (CacheFolder(folder) for folder in folders if not os.path.islink(folder))

    def sweep(self) -> None:
        """Remove the unfinished entries that killed processes left behind."""
        for remote in self._remotes():
            with suppress(CacheAccessError):
                remote.sweep()

    def note_use(self, address: Address, use: LockUse) -> None:
        """Note that a lock file needs a commit of a remote repository, so that it is kept when pruning."""
        note_use(CacheFolder.of(self._folder, address).path, use)

    def used(self, is_in_use: Callable[[LockUse], bool]) -> list[CacheEntry]:
        """The files of the commits that lock files in use need."""
        uses = ((remote.path, use) for remote in self._remotes() for use in uses_of(remote.path))
        needed = {(path, use.commit) for path, use in uses if is_in_use(use)}
        files = (entry for entry in self.entries() if entry.holds == "files")
        return [entry for entry in files if (os.path.dirname(entry.folder), entry.commit) in needed]

    def prune(
        self, max_bytes: int, *, before: float = math.inf, spared: Collection[str] = (), is_dry: bool = False
    ) -> list[CacheEntry]:
        """Remove what was not opened for longest until the rest has at most so many bytes; returns what is gone.

        What was opened after a time, the entries whose folders are spared, and those of other users stay. With
        `is_dry` all do, and what would be gone is returned.
        """
        if not is_dry:
            self.sweep()
        entries = sorted(self.entries(), key=lambda entry: (entry.size > 0, entry.used, entry.folder))
        size = sum(entry.size for entry in entries)
        removed = []
        for entry in entries:
            if size <= max_bytes and entry.size:  # one without a byte is of no use to anybody
                break
            if entry.size and (entry.folder in spared or entry.used >= before):
                continue
            if not is_ours(entry.folder) and os.path.lexists(entry.folder):
                continue
            if is_dry or self.remove(entry):
                removed.append(entry)
            size -= entry.size
        return removed

    def remove(self, entry: CacheEntry) -> bool:
        """Remove an entry; False when another process has done so, and when it is of another user."""
        return remove(entry.folder)

    def damaged_notes(self) -> Iterator[tuple[str, str]]:
        """The path of each file beside the entries that is not what was written, and what is wrong with it."""
        for remote in self._remotes():
            yield from remote.notes.damaged()

    def maybe_damage(self, entry: CacheEntry) -> str | None:
        """What is wrong with an entry, every object read and hashed again; None when nothing is.

        Raises CacheAccessError when it may not be read.
        """
        repository = Repository(entry.folder, None, self._environ)
        try:
            check_entry(entry.folder)
            return _maybe_damage(repository, entry.commit)
        except CacheAccessError:
            raise
        except GitError as error:
            return error.message
        finally:
            repository.close()


def _maybe_damage(repository: Repository, commit: str) -> str | None:
    """What an entry lacks; GitError says what is damaged in it.

    git takes all that is missing from a partial clone for left out on purpose, so the entry says what it must have.
    """
    if commit not in _refs(repository, PINS):
        return f"it does not pin commit {commit}"
    roots = _refs(repository, ROOTS)
    if repository.is_partial() and not roots:
        return "it does not say whose files it has"
    missing = missing_objects(repository, roots) if roots else []
    if missing:
        return f"{len(missing)} objects are missing, {missing[0]} among them"
    pinned = ["rev-list", "--objects", "--missing=allow-promisor", "--no-object-names", f"--glob={PINS}"]
    for object_id in repository.run(pinned).decode().split():
        repository.read_object(object_id, limit=1 << 40)
    return None


def _refs(repository: Repository, folder: str) -> list[str]:
    """The ids of what the refs in a folder of refs name."""
    return repository.run(["for-each-ref", "--format=%(objectname)", folder]).decode().split()


def _entries_seen(remote: CacheFolder) -> Sequence[FoundEntry]:
    try:
        return list(remote.entries())
    except CacheAccessError as error:
        say(f"left out: {error}")
        return []


def _address_of(remote: CacheFolder) -> str:
    """The address of a remote repository, or why it is not known."""
    try:
        return remote.notes.address
    except CorruptCacheError:
        return f"unknown, for the cache is damaged: {VERIFY}"
    except GitError:
        return "unknown"


def _maybe_used(folder: str) -> float | None:
    """When an entry was last opened, by the time of its HEAD; None when it is gone."""
    for path in (os.path.join(folder, "HEAD"), folder):
        try:
            return os.lstat(path).st_mtime
        except OSError:
            continue
    return None
