"""Opening a commit of a remote repository: fetched once into the cache, then read like any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from assetcards.errors import NoCatalogError
from assetcards.git.addresses import Address
from assetcards.git.cache import GitCache
from assetcards.git.folders import CommitFolders
from assetcards.git.repo import Repository
from assetcards.git.tree import CommitTree
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

    def resolve(self, rev: str) -> str:
        """The full id of the commit that a revision names now. Raises RemoteError, RevisionError or OfflineError."""
        return self.cache.resolve(self.address, rev, offline=self.offline)

    def open_history(self, commits: Sequence[str], before_fetch: Callable[[str], None] | None = None) -> Repository:
        """All that led to some commits; `before_fetch` is called with the address before it is fetched.

        Raises RemoteError, or OfflineError when it is not there and may not be fetched.
        """
        history = self.cache.history(self.address, commits, offline=self.offline)
        if history.to_be_fetched and before_fetch is not None:
            before_fetch(str(self.address))
        return self.cache.open_history(self.address, history)

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
