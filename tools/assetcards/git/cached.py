"""A fetched commit: a bare repository in the cache, with the files that were asked for and without its history."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import NamedTuple

from assetcards.errors import CorruptCacheError, CorruptObjectError, NotFetchedError
from assetcards.git.addresses import Address
from assetcards.git.cache_notes import VERIFY
from assetcards.git.entry_form import check_entry
from assetcards.git.objects import GitObject
from assetcards.git.repo import MAX_TREE_BYTES, Repository


class HistoryEntry(NamedTuple):
    """The folder for all that led to a commit, how to fetch it into there, and whether nothing may be fetched."""

    folder: str
    fetch: Callable[[], None]
    offline: bool

    @property
    def to_be_fetched(self) -> bool:
        """Whether it is not there and may be fetched."""
        return not self.offline and not os.path.isdir(self.folder)

    def open(self, address: Address, environ: Mapping[str, str]) -> CachedRepository:
        """The repository that has it, fetched if need be. Raises RemoteError or RevisionError."""
        if not os.path.isdir(self.folder):
            self.fetch()
        touch(self.folder)
        return CachedRepository(self.folder, address, environ)


class CachedRepository(Repository):
    """A fetched commit; what is damaged in it can be fetched again. `history` is where it is with its history.

    Raises CorruptCacheError for a folder that nobody has made who fetched something.
    """

    def __init__(
        self,
        folder: str,
        address: Address,
        environ: Mapping[str, str],
        history: HistoryEntry | None = None,
    ) -> None:
        check_entry(folder)
        super().__init__(folder, None, environ)
        self._address = address
        self._environ = environ
        self._history = history

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

    def read_object(self, object_id: str, limit: int = MAX_TREE_BYTES) -> GitObject:
        try:
            return super().read_object(object_id, limit)
        except (CorruptObjectError, NotFetchedError) as error:
            raise CorruptCacheError(f"the cache is damaged: {error.message}", hint=VERIFY) from error


def touch(entry: str) -> None:
    """Note that an entry was opened; where nothing can be written it is not noted."""
    try:
        os.utime(os.path.join(entry, "HEAD"))
    except OSError:
        return
