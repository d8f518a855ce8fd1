"""The tree of a commit."""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.errors import NoCatalogError
from assetcards.git.repo import Repository
from assetcards.git.rooted_tree import RootedTree
from assetcards.trees.tree import TreeOrigin


class CommitTree(RootedTree):
    """The card files of one commit, below a folder of the repository; every byte comes from git's objects.

    `commit` is a full id, `folder` a path in the repository.

    >>> import os
    >>> from assetcards import CommitTree, Repository
    >>> repository = Repository.find(cards, os.environ)  # `cards` is the folder of a repository
    >>> tree = CommitTree(repository, repository.resolve("v1"), "catalog")
    >>> tree.exists(), tree.files(), tree.read("tiny.yaml", limit=10)
    (True, ('tiny.yaml',), b'name: tiny')
    >>> tree.close()
    """

    def __init__(self, repository: Repository, commit: str, folder: str = "") -> None:
        super().__init__(repository, folder)
        self._commit = commit

    @property
    def origin(self) -> TreeOrigin:
        """The repository, the full id of the commit, and the folder."""
        return TreeOrigin(kind="git", place=self._repository.place, commit=self._commit, folder=self._folder)

    @property
    def top_id(self) -> str:
        """The id of the commit's tree. Raises CorruptObjectError when the commit is missing or damaged."""
        return self._repository.tree_of(self._commit)

    @property
    def _whole(self) -> str:
        return f"commit {self._commit[:12]}"

    @property
    def root_id(self) -> str:
        """The id of the tree object of the folder. Raises SourceError when there is no such folder."""
        entry = self._maybe_root
        if entry is None or not entry.is_folder:
            found = entry.words if entry else "nothing"
            raise NoCatalogError(
                f"there is no folder {self._folder!r} in commit {self._commit[:12]}: there is {found}",
                hint="name a folder of that commit with --root",
            )
        return entry.object_id

    def folder_ids(self) -> Iterator[str]:
        """The id of each folder of the commit that leads to its cards, or is among them."""
        yield from (entry.object_id for entry in self._way_to(self._folder) if entry is not None)
        yield from (entry.object_id for _, entry in self._walk() if entry.is_folder)


def ids_of_folder(repository: Repository, commit: str | None, folder: str) -> list[str]:
    """The id of the tree of a folder, by its path in the repository; empty where a commit, if it is one, has none."""
    tree = CommitTree(repository, commit, folder) if commit else None
    return [tree.root_id] if tree is not None and tree.exists() else []
