"""Opening endpoints of what is on this machine: a folder, and the repository that it is in.

What reads git is loaded when a repository is read: to show a card of a folder must not cost it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from assetcards.errors import CatalogMissingError, GitError, RepositoryNotFoundError, SourceError
from assetcards.model.catalog import Catalog
from assetcards.sources.checkouts import checkout_folders, open_checkout, supply_missing
from assetcards.sources.defaults import PathLike, maybe_hook_index
from assetcards.sources.endpoints import Endpoint, Opener, commit_named
from assetcards.sources.places import (
    InRepository,
    check_inner_repository,
    check_is_of,
    find_folder,
    find_repository,
    folders_in_repository,
    no_root,
)
from assetcards.trees.roots import NAME_ROOT, Folders
from assetcards.trees.tree import SETTINGS_FILE, Tree

if TYPE_CHECKING:
    from assetcards.git.commit_tree import CommitTree
    from assetcards.git.index_tree import IndexTree
    from assetcards.git.repo import Repository

    GitTreeT = TypeVar("GitTreeT", CommitTree, IndexTree)


class LocalOpener(Opener):
    """`source` and `root` are as they were named; the repository is found when it is first needed, and once.

    What a partial clone lacks of the trees that are opened is fetched, unless `offline`.
    """

    def __init__(self, source: PathLike | None, root: PathLike | None, *, offline: bool = False) -> None:
        super().__init__()
        self._source = source
        self._root = root
        self._offline = offline

    @cached_property
    def _found(self) -> InRepository:
        found = find_repository(self._source, self._root)
        supply_missing(found.repository, offline=self._offline)
        return found

    @property
    def repository(self) -> Repository:
        """The repository of all commits, and of the index. Raises GitError when there is none that git reads."""
        return self._found.repository

    def look_up(self, revision: str) -> str:
        from assetcards.git.commits import maybe_head

        return maybe_head(self.repository) or "" if revision == "HEAD" else self.repository.resolve(revision)

    def parted(self, commits: Sequence[str], *, merging: bool) -> str:
        from assetcards.git.commits import merge_base

        merged = self.repository.maybe_commit("MERGE_HEAD") if merging else None
        return merge_base(self.repository, *commits, *filter(None, [merged]))

    def check_has(self, *ends: Endpoint) -> None:
        if self.repository.top is None and any(end.kind != "commit" for end in ends):
            message = f"{self.repository.place} is a bare repository, which has no checkout and no index"
            raise GitError(message, hint="name revisions")

    def tree(self, end: Endpoint, root: PathLike | None) -> Tree:
        if end.kind == "index":
            self.check_has(end)
        tree = self.maybe_tree(end, root)
        if tree is None and end.kind == "index":
            raise self._not_in_index(root)
        return self._named_tree(end, root) if tree is None else tree

    def maybe_tree(self, end: Endpoint, root: PathLike | None) -> Tree | None:
        match end.kind:
            case "checkout":
                return open_checkout(find_folder(self._source, root))
            case "index":
                return self._maybe_index_tree(root)
        commit = self.commit_of(end)
        tree = self._maybe_commit_tree(commit, root) if commit else None
        if tree is None or not tree.exists():
            return None
        self.repository.want(lambda: [tree.root_id])
        return tree

    def _maybe_commit_tree(self, commit: str, root: PathLike | None) -> CommitTree | None:
        from assetcards.git.commit_tree import CommitTree
        from assetcards.git.folders import CommitFolders

        start = self._start(root)
        if root is not None:
            return self._first(root, lambda folder: CommitTree(self.repository, commit, folder))
        named = CommitTree(self.repository, commit, start)
        folder = self._search(start, CommitFolders(self.repository, commit), named)
        return None if folder is None else CommitTree(self.repository, commit, folder)

    def _search(self, start: str, folders: Folders, named: CommitTree | IndexTree) -> str | None:
        """The root in a repository; from a folder that somebody named, elsewhere only if that has no card files."""
        found = self.search(start, folders, upward=self._found.upward)
        if found is None and not self._found.upward and not (named.exists() and named.files()):
            return self.search(start, folders, upward=True)
        return found

    def _start(self, root: PathLike | None) -> str:
        return folders_in_repository(self.repository, self._source, root)[0]

    def _first(self, root: PathLike, open_tree: Callable[[str], GitTreeT]) -> GitTreeT:
        """The tree of a folder that somebody named, or of the one that it is a link to in the checkout."""
        trees = [open_tree(folder) for folder in folders_in_repository(self.repository, self._source, root)]
        return next((tree for tree in trees if tree.exists()), trees[0])

    def _named_tree(self, end: Endpoint, root: PathLike | None) -> CommitTree:
        """The folder that somebody named, of a commit in which no root was found."""
        from assetcards.git.commit_tree import CommitTree

        self.require_commits(end)
        commit = self.commit_of(end)
        folder = self._start(root)
        if root is None and self._found.upward:
            self.explain_missing()
            where = f"{folder or 'the top folder'} of commit {commit[:12]}"
            raise no_root(f"{where}, its parents," if folder else where)
        return CommitTree(self.repository, commit, folder)

    def _maybe_index_tree(self, root: PathLike | None) -> IndexTree | None:
        from assetcards.git.folders import IndexFolders

        start = self._start(root)
        place = self.repository.place
        folders = IndexFolders(self.repository, maybe_hook_index(self.repository))
        folder: str | None
        if root is not None:
            folder = self._first(root, folders.top.at).origin.folder
        else:
            folder = self._search(start, folders, folders.top.at(start))
        if not self._has_index_file() and folders.are_none:
            hint = "add files with `git add`, or restore the index with `git reset`"
            raise SourceError(f"the index of {place} is missing", hint=hint)
        tree = None if folder is None else folders.top.at(folder)
        if tree is None or not tree.exists():
            return None
        self.repository.want(lambda: self._committed(tree.origin.folder))
        return tree

    def _has_index_file(self) -> bool:
        """Whether there is an index, which has no entries when a commit is to remove all files."""
        index = maybe_hook_index(self.repository) or os.path.join(self.repository.git_dir, "index")
        return os.path.exists(index)

    def _committed(self, folder: str) -> list[str]:
        """The tree of a folder in HEAD, which has most of what the index has: the rest was added here."""
        from assetcards.git.commit_tree import ids_of_folder

        return ids_of_folder(self.repository, self.commit_of(commit_named("HEAD")), folder)

    def _not_in_index(self, root: PathLike | None) -> SourceError:
        place = self.repository.place
        if root is not None:
            return SourceError(
                f"there is no folder {self._start(root)!r} in the index of {place}", hint="add its files"
            )
        super().explain_missing()
        return CatalogMissingError(f"no {SETTINGS_FILE} in the index of {place}", hint=NAME_ROOT)

    def upstream_base(self) -> str:
        """The address of its remote, as git sees a submodule's from it; without one the folder of the repository."""
        from assetcards.git.addresses import maybe_address
        from assetcards.git.remote_url import maybe_remote_url

        try:
            repository = self.repository
        except RepositoryNotFoundError:
            return find_folder(self._source, self._root)
        url = maybe_remote_url(repository) or ""
        if maybe_address(url) is not None:
            return url
        return os.path.normpath(os.path.join(repository.place, url))

    def root_of(self, catalog: Catalog) -> PathLike:
        """In a commit it is where that folder is in a checkout."""
        origin = catalog.own.origin
        return os.path.join(origin.place, origin.folder)

    def catalogs_of(self, end: Endpoint) -> Sequence[PathLike]:
        place = self.repository.place
        folders = self._folders_of(end)
        found = folders.catalogs(folders.widest("")) if end.kind != "commit" or self.commit_of(end) else ()
        return [os.path.join(place, folder).rstrip("/") for folder in found]

    def _folders_of(self, end: Endpoint) -> Folders:
        from assetcards.git.folders import CommitFolders, IndexFolders

        match end.kind:
            case "checkout":
                return checkout_folders(self.repository.place)
            case "index":
                return IndexFolders(self.repository, maybe_hook_index(self.repository))
        return CommitFolders(self.repository, self.commit_of(end))

    def check_holds(self, catalog: Catalog) -> None:
        assert self.repository.top is not None, "a bare repository has no checkout"
        check_is_of(self.repository.top, catalog.own.origin.place)

    def require_commits(self, end: Endpoint) -> None:
        for revision in end.revisions:
            if not self.commit_of(commit_named(revision)):
                self.repository.resolve(revision)

    def explain_missing(self) -> None:
        check_inner_repository(self.repository.top)
        super().explain_missing()
