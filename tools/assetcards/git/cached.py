"""A fetched commit: a bare repository in the cache, with the files that were asked for and without its history.

Other processes may remove an entry while it is read, as `catalog cache prune` does: it is fetched again then.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeVar

from assetcards.errors import CorruptCacheError, CorruptObjectError, GitError, NotFetchedError
from assetcards.git.addresses import Address
from assetcards.git.cache_access import is_there
from assetcards.git.cache_folder import has_head, is_gone, taken_away
from assetcards.git.cache_notes import VERIFY
from assetcards.git.cuts import read_cuts
from assetcards.git.database import MAX_TREE_BYTES
from assetcards.git.entry_form import check_entry
from assetcards.git.objects import GitObject
from assetcards.git.repo import Repository

_TRIES = 3
"""How often a read is tried again when the entry is removed each time."""

T = TypeVar("T")


class Entry(NamedTuple):
    """The folder of an entry, how to have it fetched into there, and whether nothing may be fetched.

    `fetch` does nothing where the entry is, and raises OfflineError where it may not be fetched.
    """

    folder: str
    fetch: Callable[[], None]
    offline: bool

    @property
    def to_be_fetched(self) -> bool:
        """Whether it is not there and may be fetched."""
        return not self.offline and not is_there(self.folder)

    def open(self, address: Address, environ: Mapping[str, str]) -> CachedRepository:
        """The repository that it is, fetched if need be. Raises RemoteError or RevisionError."""
        if not is_there(self.folder):
            self.fetch()
        return CachedRepository(self, address, environ)


class CachedRepository(Repository):
    """A fetched commit, in the folder of its entry or in another one that has all of it.

    `history` is where it is with its history. Raises CorruptCacheError for a folder that no fetch
    has made.
    """

    def __init__(
        self,
        entry: Entry,
        address: Address,
        environ: Mapping[str, str],
        history: Entry | None = None,
        *,
        folder: str = "",
    ) -> None:
        super().__init__(folder or entry.folder, None, environ)
        self._entry = entry
        self._address = address
        self._environ = environ
        self._history = history
        self._times_fetched = 0
        self._look()

    def _look(self) -> None:
        """Check the folder, and remember which one it is."""
        self._seen = _identity(self.git_dir)
        check_entry(self.git_dir)
        touch(self.git_dir)

    is_fetched = True

    @property
    def lacks_history(self) -> bool:
        return self._history is not None and self._history.to_be_fetched and self.is_partial()

    def with_history(self) -> Repository:
        if self._history is None or not self.is_partial():
            return self
        return self._history.open(self._address, self._environ)

    @property
    def place(self) -> str:
        """The address that it was fetched from, without credentials."""
        return self._address.shown

    @cached_property
    def cut_commits(self) -> frozenset[str]:
        return self._ask(lambda: read_cuts(self.git_dir))

    def run(
        self, arguments: Sequence[str], *, variables: Mapping[str, str] | None = None, content: bytes = b""
    ) -> bytes:
        return self._ask(lambda: super(CachedRepository, self).run(arguments, variables=variables, content=content))

    def read_object(self, object_id: str, limit: int = MAX_TREE_BYTES, kind: str = "") -> GitObject:
        try:
            return self._ask(lambda: super(CachedRepository, self).read_object(object_id, limit, kind))
        except (CorruptObjectError, NotFetchedError) as error:
            raise CorruptCacheError(f"the cache is damaged: {error.message}", hint=VERIFY) from error

    def _ask(self, question: Callable[[], T]) -> T:
        """The answer to a question; asked again of an entry that was fetched again, when the first one is gone."""
        for _ in range(_TRIES):
            times = self._times_fetched
            try:
                return question()
            except GitError as error:
                if self._times_fetched == times and not self._is_gone(error):
                    raise
            if self._times_fetched == times:  # else another question, that came up meanwhile, has done so
                self._fetch_again()
        raise taken_away(self._entry.folder)

    def _is_gone(self, error: GitError) -> bool:
        """Whether the entry was removed, or replaced by another one."""
        is_lacking = isinstance(error, CorruptObjectError | NotFetchedError)
        return is_gone(
            lambda: self._seen is None or _identity(self.git_dir) != self._seen,
            lambda: not is_lacking and has_head(self.git_dir),
        )

    def _fetch_again(self) -> None:
        self.close()
        self._entry.fetch()
        self.git_dir = self._entry.folder
        self._look()
        self._times_fetched += 1


def _identity(folder: str) -> tuple[int, int] | None:
    """Which entry has the path now; None when there is none. The numbers of files alone are given out again."""
    try:
        return os.stat(folder).st_ino, os.stat(os.path.join(folder, "config")).st_mtime_ns
    except OSError:
        return None


def touch(entry: str) -> None:
    """Note that an entry was opened; where the entry is read-only it is not noted."""
    try:
        os.utime(os.path.join(entry, "HEAD"))
    except OSError:
        return
