"""Opening endpoints of a remote repository: commits, each fetched once into the cache, then read like any other."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from assetcards.errors import CatalogMissingError, GitError, NoCatalogError
from assetcards.git.addresses import Address
from assetcards.git.cache import GitCache
from assetcards.git.commit_tree import CommitTree
from assetcards.git.commits import merge_base
from assetcards.git.folders import CommitFolders
from assetcards.git.repo import Repository
from assetcards.model.catalog import Catalog
from assetcards.sources.defaults import PathLike
from assetcards.sources.endpoints import Endpoint, Opener, commit_named
from assetcards.trees.tree import SETTINGS_FILE


class RemoteOpener(Opener):
    """A remote repository, the cache of what is fetched from it, and whether nothing may be fetched.

    A merge base needs the history: before that is fetched, `before_history` is called with the address. Before the
    files of a commit are fetched, `before_fetch` is called.
    """

    default = commit_named("HEAD")

    def __init__(
        self,
        address: Address,
        cache: GitCache,
        *,
        offline: bool,
        before_history: Callable[[str], None] | None = None,
        before_fetch: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._address = address
        self._cache = cache
        self._offline = offline
        self._before_history = before_history
        self._before_fetch = before_fetch

    def look_up(self, revision: str) -> str:
        """Raises RemoteError, RevisionError or OfflineError."""
        return self._cache.resolve(self._address, revision, offline=self._offline)

    def look_up_since(self, revision: str, moment: int) -> str:
        """As `look_up`, but what another process has looked up since a moment counts, too."""
        return self._cache.resolve_since(self._address, revision, moment, offline=self._offline)

    def parted(self, commits: Sequence[str], *, merging: bool) -> str:
        """By the history of both. Raises RemoteError, or OfflineError when it is not there and may not be fetched."""
        if len(set(commits)) == 1:
            return commits[0]
        history = self._cache.history(self._address, commits, offline=self._offline)
        if history.to_be_fetched and self._before_history is not None:
            self._before_history(str(self._address))
        repository = self._cache.open_history(self._address, history)
        try:
            return merge_base(repository, *commits)
        finally:
            repository.close()

    def check_has(self, *ends: Endpoint) -> None:
        if any(end.kind != "commit" for end in ends):
            message = f"{self._address} is a remote repository, which has no checkout and no index"
            raise GitError(message, hint="name revisions")

    def tree(self, end: Endpoint, root: PathLike | None) -> CommitTree:
        """Raises RemoteError or RevisionError when the commit cannot be had."""
        self.check_has(end)
        commit = self.commit_of(end)
        folder = None if root is None else os.fspath(root)
        repository = self._cache.open(
            self._address,
            commit,
            revision=end.revisions[0] if len(end.revisions) == 1 else commit,
            root=folder or "",
            wanted=lambda fetched, commit: [self._tree(fetched, commit, folder).root_id],
            offline=self._offline,
            before_fetch=self._before_fetch,
        )
        return self._tree(repository, commit, folder)

    def maybe_tree(self, end: Endpoint, root: PathLike | None) -> CommitTree | None:
        try:
            return self.tree(end, root)
        except NoCatalogError:
            return None

    @property
    def is_elsewhere(self) -> bool:
        return not self._address.is_file

    def upstream_base(self) -> str:
        return self._address.text

    def pin(self, revision: str, commit: str) -> None:
        """Read this commit for a revision, whatever it names now."""
        self._named[revision] = commit

    def root_of(self, catalog: Catalog) -> PathLike:
        return catalog.own.origin.folder

    def catalogs_of(self, end: Endpoint) -> Sequence[PathLike]:
        return CommitFolders(self.tree(end, ".").repository, self.commit_of(end)).catalogs("")

    def _tree(self, repository: Repository, commit: str, root: str | None) -> CommitTree:
        folder = root if root is not None else self.search("", CommitFolders(repository, commit), upward=False)
        if folder is None:
            self.explain_missing()
            raise CatalogMissingError(
                f"no {SETTINGS_FILE} in commit {commit[:12]} of {self._address}",
                hint="name a folder of cards with --root",
            )
        tree = CommitTree(repository, commit, folder.strip("/").removeprefix("./") if folder != "." else "")
        if not tree.exists():
            raise NoCatalogError(
                f"there is no folder {folder!r} in commit {commit[:12]} of {self._address}",
                hint="name a folder of that commit with --root",
            )
        return tree
