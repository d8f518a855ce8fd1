"""The tree of the index, the commit that is being made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import cached_property

from assetcards.errors import SourceError
from assetcards.git.index_listing import IndexListing
from assetcards.git.objects import TreeEntry
from assetcards.git.repo import Repository
from assetcards.git.rooted_tree import RootedTree
from assetcards.git.tree import GitTree
from assetcards.trees.tree import FileUnreadableError, Presence, TreeOrigin, TreeState, check_count


class IndexTree(RootedTree):
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

    def listed_paths(self) -> Sequence[str]:
        """The paths of all files of the repository as git lists them, which is quick however many folders there are."""
        return tuple(self._index.entries)

    def at(self, folder: str) -> IndexTree:
        """The same index, listed once, below another folder of the repository."""
        tree = IndexTree(self._repository, folder)
        tree._index = self._index
        return tree

    @property
    def origin(self) -> TreeOrigin:
        """The repository and the folder."""
        return TreeOrigin(kind="index", place=self._repository.place, folder=self._folder)

    @property
    def top_id(self) -> str:
        """The id of the tree that a commit of the index would have, if that is known."""
        assert self._index.maybe_top_id is not None, "it is listed instead"
        return self._index.maybe_top_id

    @property
    def root_id(self) -> str:
        """The id of the folder's tree in it. Raises SourceError when there is no such folder."""
        if self._maybe_root is None or not self._maybe_root.is_folder:
            raise SourceError(f"there is no folder {self._folder!r} in the index", hint="add its files")
        return self._maybe_root.object_id

    @property
    def _whole(self) -> str:
        return "the index"

    @property
    def _is_listed(self) -> bool:
        """Whether nothing but the list of all its files says what the index has."""
        return self._index.maybe_top_id is None

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        if not self._is_listed:
            return super()._entries if self.exists() else {}
        prefix = self._prefix
        own = {path.removeprefix(prefix): e for path, e in self._index.entries.items() if path.startswith(prefix)}
        check_count(len(own), self._whole)
        return own

    def maybe_entry_in_repository(self, path: str) -> TreeEntry | None:
        """What the index has by a path of the repository."""
        if self._is_listed:
            return self._index.entries.get(path)
        entry = super().maybe_entry_in_repository(path)
        return None if entry is None or entry.is_folder else entry

    def maybe_entry(self, path: str) -> TreeEntry | None:
        """What the index has by that path: it knows no folders."""
        if self._is_listed:
            return self._entries.get(path)
        entry = super().maybe_entry(path) if self.exists() else None
        return None if entry is None or entry.is_folder else entry

    def exists(self) -> bool:
        """Whether the index has any file below the folder: it knows no empty ones."""
        if self._is_listed:
            return bool(self._entries)
        return super().exists() and bool(self._repository.read_tree(self.root_id))

    def maybe_state(self) -> TreeState | None:
        """As of a commit of it."""
        return None if self._is_listed or not self.exists() else super().maybe_state()

    def maybe_id(self) -> str | None:
        """As of a commit of it."""
        return None if self._is_listed or not self.exists() else super().maybe_id()

    def maybe_differing(self, tree_id: str, most: int) -> Sequence[str] | None:
        """As of a commit of it."""
        return None if self._is_listed or not self.exists() else super().maybe_differing(tree_id, most)

    def presence(self, path: str) -> Presence:
        """As of a commit of it."""
        return GitTree.presence(self, path) if self._is_listed or not self.exists() else super().presence(path)

    def maybe_digest(self, path: str) -> str | None:
        """As of a commit; of a file with an unresolved merge it is none of a commit's, though a side of it may be."""
        digest = super().maybe_digest(path)
        return f"{digest} unmerged" if path in self._unmerged else digest

    @property
    def _unmerged(self) -> Set[str]:
        if not self._is_listed:
            return frozenset()
        prefix = self._prefix
        return {path.removeprefix(prefix) for path in self._index.unmerged if path.startswith(prefix)}

    def read(self, path: str, limit: int) -> bytes:
        """As of a commit. Raises FileUnreadableError for a file with an unresolved merge, too."""
        if path in self._unmerged:
            raise FileUnreadableError(path, "is not merged yet", "resolve the conflict and `git add` it")
        return super().read(path, limit)
