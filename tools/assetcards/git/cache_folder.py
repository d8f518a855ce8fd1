"""What the cache has of one remote repository: its entries, what its names named, and the lock under which it grows.

A commit is fetched into a folder with a temporary name and renamed when it is whole, so a process that is killed leaves
no entry that looks complete; under the lock one process fetches while others wait. An entry never changes.
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Literal, NamedTuple

from assetcards.errors import GitError
from assetcards.git.addresses import Address
from assetcards.git.cache_access import is_ours, listed
from assetcards.git.cache_notes import CacheNotes, cache_file
from assetcards.git.objects import short_digest
from assetcards.notices import say
from assetcards.trees.owners import check_links_on_the_way
from assetcards.trees.writing import check_in_place

QUIET_SECONDS = 1.0
"""How long a wait for another process is not reported."""

_ENTRY = re.compile(r"(?P<commit>[0-9a-f]{40}|[0-9a-f]{64})(?:(?P<history>-history)?-[0-9a-f]{12})?")
_UNFINISHED = "unfinished-"
_TRIES = 2
_REMOVED = (FileNotFoundError, FileExistsError)
"""What is raised for a folder that is removed while it is made: which one goes by the step that it is removed after."""

_TICKS, _TICK = 10, 0.05
"""For how long, in steps of seconds, a folder in which something is missing may be one that is just being removed."""

_FETCHED_BY = re.compile(_UNFINISHED + r"(?P<process>[0-9]+)@(?P<host>[A-Za-z0-9.-]*)-.*")
"""The folder into which a process fetches says which one."""


class FoundEntry(NamedTuple):
    """An entry of a commit in the cache: of its files, or of its history."""

    commit: str
    holds: Literal["files", "history"]
    folder: str


class CacheFolder:
    """The folder of one remote repository in the cache."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.notes = CacheNotes(path)

    @classmethod
    def of(cls, cache: str, address: Address) -> CacheFolder:
        """The folder for an address; its name reveals nothing of the address."""
        return cls(os.path.join(cache, short_digest(address.identity)))

    def entry(self, commit: str, about: str = "") -> str:
        """The path of the entry for a commit; `about` keeps entries with different content of it apart."""
        return os.path.join(self.path, f"{commit}-{_short_hash(about)}" if about else commit)

    def history_entry(self, commits: Sequence[str]) -> str:
        """The path of the entry for all that led to some commits; it is named for the last one."""
        return os.path.join(self.path, f"{commits[-1]}-history-{_short_hash(' '.join(commits))}")

    def entries(self) -> Iterator[FoundEntry]:
        """Each entry, by name."""
        for name in listed(self.path):
            match = _ENTRY.fullmatch(name)
            if match:
                holds: Literal["files", "history"] = "history" if match["history"] else "files"
                yield FoundEntry(match["commit"], holds, os.path.join(self.path, name))

    def note(self, address: Address, revision: str, commit: str, when: int) -> None:
        """Note what a branch or tag names, for use offline; warn if that cannot be written."""
        try:
            self._make()
            self.notes.note_address(address.shown)
            self.notes.note(revision, commit, when)
        except OSError as error:
            say(f"{revision!r} is not stored for use offline: {self.path} cannot be written: {error.strerror}")

    def add(self, entry: str, address: Address, fetch: Callable[[str], None], patience: float) -> None:
        """Have an entry fetched into an empty folder, unless another process does so first.

        It is fetched once more when it is removed meanwhile, as programs that clean up temporary files do.
        Raises GitError when that happens again, when the cache cannot be written, and when another process fetches for
        more seconds than `patience`.
        """
        for _ in range(_TRIES):
            with suppress(*_REMOVED):
                return self._add(entry, address, fetch, patience)
        raise taken_away(self.path)

    def _add(self, entry: str, address: Address, fetch: Callable[[str], None], patience: float) -> None:
        from filelock import Timeout

        try:
            self._make()
        except OSError as error:
            raise _unwritable(self.path, error) from error
        try:
            with self._locked(patience, address):
                self._sweep()
                if not os.path.isdir(entry):
                    self._fetch(entry, address, fetch)
        except Timeout:
            hint = "check that process, or raise CATALOG_FETCH_SECONDS to wait longer"
            raise GitError(f"waited {patience:g} seconds: {self._who_fetches(address)}", hint=hint) from None
        except _REMOVED:
            raise
        except OSError as error:
            raise _unwritable(self.path, error) from error

    @contextmanager
    def waiting(self, address: Address, patience: float) -> Iterator[None]:
        """Hold the lock while something is looked up, if it can be had: it saves work, and nothing depends on it."""
        with ExitStack() as held:
            with suppress(OSError):
                self._make()
                held.enter_context(self._locked(patience, address))
            yield

    def _who_fetches(self, address: Address) -> str:
        """The process that has the lock, by the name of the folder into which it fetches."""
        found = next(filter(None, map(_FETCHED_BY.fullmatch, listed(self.path))), None)
        who = f"process {found['process']} on {found['host']}" if found else "another process"
        return f"{who} is fetching from {address} into {self.path}"

    def _make(self) -> None:
        """Make the folder, again when it, or one above it, is removed between the steps of that."""
        check_links_on_the_way(os.path.dirname(self.path))
        for _ in range(_TICKS):
            with suppress(*_REMOVED):
                os.makedirs(self.path, exist_ok=True)
                return
        os.makedirs(self.path, exist_ok=True)

    @contextmanager
    def _locked(self, patience: float, address: Address | None = None) -> Iterator[None]:
        """Hold the lock; what is waited for is said, unless nobody waits for it."""
        from filelock import FileLock, Timeout

        lock = os.path.join(self.path, "lock")
        check_in_place(cache_file(self.path, lock))
        mode = os.stat(self.path).st_mode & 0o666  # whoever may fetch into the folder may hold its lock
        with ExitStack() as held:
            try:
                held.enter_context(FileLock(lock, timeout=min(patience, QUIET_SECONDS), mode=mode))
            except Timeout:
                if address is None or patience <= QUIET_SECONDS:
                    raise
                say(f"waiting for at most {patience:g} seconds: {self._who_fetches(address)}")
                held.enter_context(FileLock(lock, timeout=patience - QUIET_SECONDS, mode=mode))
            yield

    def _fetch(self, entry: str, address: Address, fetch: Callable[[str], None]) -> None:
        self.notes.note_address(address.shown)
        if os.path.lexists(entry):  # a file, where the folder of an entry should be
            remove(entry)
        ours = f"{_UNFINISHED}{os.getpid()}@{re.sub('[^A-Za-z0-9.-]', '', os.uname().nodename)}-{_unique()}"
        unfinished = os.path.join(self.path, ours)
        os.mkdir(unfinished)  # with the permissions that the user gives, and the group that the folder does
        try:
            fetch(unfinished)
            _finish(unfinished)
            os.rename(unfinished, entry)
        except BaseException as error:
            if isinstance(error, GitError) and _is_removed(unfinished):
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), unfinished) from error
            _delete(unfinished)
            if not os.path.isdir(entry):  # where locks do not hold, another process may have been first
                raise

    def sweep(self) -> None:
        """Remove what killed processes of ours left behind, unless another process fetches: it does so as well."""
        from filelock import Timeout

        if any(is_ours(os.path.join(self.path, name)) for name in listed(self.path) if name.startswith(_UNFINISHED)):
            try:
                with self._locked(0):
                    self._sweep()
            except Timeout:
                return
            except OSError as error:
                raise _unwritable(self.path, error) from error

    def _sweep(self) -> None:
        """Remove all that is unfinished; the lock says that nobody works on it, but a git that outlived its parent."""
        for name in listed(self.path):
            if name.startswith(_UNFINISHED):
                remove(os.path.join(self.path, name))


def _unique() -> str:
    import uuid

    return uuid.uuid4().hex


def _short_hash(text: str) -> str:
    return short_digest(text)[:12]


def remove(entry: str) -> bool:
    """Remove an entry: rename it, then delete it; False when it is gone already, and when it is of another user.

    No lock is needed for it, nor waited for: of many processes one has renamed it, and the others find nothing.
    """
    if not is_ours(entry):
        return False
    hidden = os.path.join(os.path.dirname(entry), f"{_UNFINISHED}{_unique()}")
    try:
        os.rename(entry, hidden)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritable(os.path.dirname(entry), error) from error
    _delete(hidden)
    return True


def taken_away(folder: str) -> GitError:
    """The error for a folder that is removed faster than it can be fetched."""
    return GitError(f"{folder} keeps being removed from the cache", hint="find out what removes it")


def is_gone(is_removed: Callable[[], bool], is_whole: Callable[[], bool]) -> bool:
    """Whether a repository was removed; a process that removes it file by file may not be done yet."""
    for _ in range(_TICKS):
        if is_removed():
            return True
        if is_whole():
            return False
        time.sleep(_TICK)
    return False


def _is_removed(folder: str) -> bool:
    return is_gone(lambda: not os.path.isdir(folder), lambda: has_head(folder))


def has_head(folder: str) -> bool:
    """Whether a repository still has what its removal takes first."""
    return os.path.lexists(os.path.join(folder, "HEAD"))


def _unwritable(folder: str, error: OSError) -> GitError:
    hint = "set CATALOG_CACHE_DIR to another folder"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        hint = f"free some space with `catalog cache prune --keep 1G`, or {hint}"
    return GitError(f"the cache {folder} cannot be written: {error.strerror}", hint=hint)


def _delete(path: str) -> None:
    """Delete a folder, or the file in place of one; another process may be doing the same."""
    if os.path.isdir(path) and not os.path.islink(path):
        import shutil  # late, as `uuid`: hardly any run changes the cache

        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(FileNotFoundError):
            os.unlink(path)


def _finish(folder: str) -> None:
    """Sync every file to disk before the folder gets its name, and let all read it who may read the folder.

    git makes some files for its user alone.
    """
    readers = os.stat(folder).st_mode & 0o444
    for where, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(where, name), "rb") as file:
                mode = os.fstat(file.fileno()).st_mode & 0o777
                if mode | readers != mode:
                    os.fchmod(file.fileno(), mode | readers)
                os.fsync(file.fileno())
