"""The tree of the index, the commit that is being made."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cached_property

from assetcards.git.index_listing import IndexListing
from assetcards.git.objects import TreeEntry
from assetcards.git.repo import Repository
from assetcards.git.tree import GitTree
from assetcards.trees.tree import FileUnreadableError, TreeOrigin, check_count


class IndexTree(GitTree):
    """The card files of the index, below a folder of the repository: the commit that is being made.

    `index_file` is the index that git names to a hook (`GIT_INDEX_FILE`), for `git commit -a` and
    `git commit -- PATH` use one of their own; without it the repository's.

    >>> import os
    >>> from assetcards import IndexTree, Repository
    >>> tree = IndexTree(Repository.find(cards, os.environ), "catalog")  # `cards` is the folder of a repository
    >>> tree.files(), tree.origin.kind
    (('tiny.yaml',), 'index')
    >>> tree.close()
    """

    def __init__(self, repository: Repository, folder: str = "", index_file: str | None = None) -> None:
        super().__init__(repository, folder)
        self._prefix = f"{self._folder}/" if self._folder else ""
        self._index = IndexListing(repository, index_file)

    def at(self, folder: str) -> IndexTree:
        """The same index, listed once, below another folder of the repository."""
        tree = IndexTree(self._repository, folder)
        tree._index = self._index
        return tree

    @property
    def origin(self) -> TreeOrigin:
        """The repository and the folder."""
        return TreeOrigin(kind="index", place=self._repository.place, folder=self._folder)

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        prefix = self._prefix
        own = {path.removeprefix(prefix): e for path, e in self._index.entries.items() if path.startswith(prefix)}
        check_count(len(own), "the index")
        return own

    def maybe_entry_in_repository(self, path: str) -> TreeEntry | None:
        """What the index has by a path of the repository."""
        return self._index.entries.get(path)

    def exists(self) -> bool:
        """Whether the index has any file below the folder: it knows no empty ones."""
        return bool(self._entries)

    def maybe_digest(self, path: str) -> str | None:
        """As of a commit; of a file with an unresolved merge it is none of a commit's, though a side of it may be."""
        digest = super().maybe_digest(path)
        return f"{digest} unmerged" if f"{self._prefix}{path}" in self._index.unmerged else digest

    @property
    def _unmerged(self) -> Set[str]:
        prefix = self._prefix
        return {path.removeprefix(prefix) for path in self._index.unmerged if path.startswith(prefix)}

    def read(self, path: str, limit: int) -> bytes:
        """As of a commit. Raises FileUnreadableError for a file with an unresolved merge, too."""
        if path in self._entries and f"{self._prefix}{path}" in self._index.unmerged:
            raise FileUnreadableError(path, "is not merged yet", "resolve the conflict and `git add` it")
        return super().read(path, limit)
