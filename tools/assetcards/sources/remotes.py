"""Opening a commit of a remote repository: fetched once into the cache, then read like any other."""

from __future__ import annotations

from typing import NamedTuple

from assetcards.errors import NoCatalogError
from assetcards.git.addresses import Address
from assetcards.git.cache import GitCache
from assetcards.git.repo import Repository
from assetcards.git.tree import CommitFolders, CommitTree
from assetcards.model.catalog import Revision
from assetcards.trees.roots import maybe_root
from assetcards.trees.tree import SETTINGS_FILE


class Remote(NamedTuple):
    """A remote repository, the cache of what is fetched from it, and whether nothing may be fetched."""

    address: Address
    cache: GitCache
    offline: bool

    def open(self, rev: str, root: str | None) -> tuple[CommitTree, Revision]:
        """The catalog of a revision: below `root`, or in the folder that holds `catalog.toml`.

        Raises NoCatalogError when there is none in that commit, and RemoteError or RevisionError when the commit
        cannot be had.
        """
        repository, commit = self.cache.open(
            self.address,
            rev,
            root=root or "",
            wanted=lambda fetched, commit: [self._tree(fetched, commit, root).root_id],
            offline=self.offline,
        )
        return self._tree(repository, commit, root), Revision(asked=rev, commit=commit)

    def _tree(self, repository: Repository, commit: str, root: str | None) -> CommitTree:
        folder = root if root is not None else maybe_root("", CommitFolders(repository, commit), upward=False)
        if folder is None:
            raise NoCatalogError(
                f"no {SETTINGS_FILE} in commit {commit[:12]} of {self.address}",
                hint="name a folder of cards with --root",
            )
        tree = CommitTree(repository, commit, folder.strip("/").removeprefix("./") if folder != "." else "")
        if not tree.exists():
            raise NoCatalogError(
                f"there is no folder {folder!r} in commit {commit[:12]} of {self.address}",
                hint="name a folder of that commit with --root",
            )
        return tree
