"""Where the files of a tree are at home in git: in which repository, by which path, and beside which commit."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from assetcards.errors import RepositoryNotFoundError
from assetcards.git.ancestry import Ancestry
from assetcards.git.commit_tree import CommitTree, ids_of_folder
from assetcards.git.commits import maybe_head
from assetcards.git.folders import CommitFolders
from assetcards.git.objects import hash_object
from assetcards.git.repo import Repository
from assetcards.git.tree import GitTree
from assetcards.sources.checkouts import supply_missing
from assetcards.sources.places import find_repository
from assetcards.trees.folder import FolderTree
from assetcards.trees.tree import SETTINGS_FILE, FileMissingError, FileUnreadableError, Tree

MAX_FILE_BYTES = 1 << 24
"""How much of a file is compared with what is committed; card files are far shorter."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Home:
    """The repository of the files of a tree, which is its `folder`.

    `commit` is the tree's own, or the one that a checkout or an index was made from: None before the first.
    """

    repository: Repository
    tree: Tree
    commit: str | None
    folder: str

    def path_of(self, path: str) -> str:
        """The path in the repository of a path of the tree."""
        return posixpath.join(self.folder, path)

    @cached_property
    def _committed(self) -> CommitTree:
        assert self.commit is not None
        return CommitTree(self.repository, self.commit, self.folder)

    @cached_property
    def _committed_ids(self) -> dict[str, str]:
        """The object of each card file of the commit."""
        if not self._committed.exists():
            return {}
        entries = ((path, self._committed.maybe_entry(path)) for path in self._committed.files())
        return {path: entry.object_id for path, entry in entries if entry is not None}

    def read_top(self, name: str) -> bytes:
        """At most `MAX_FILE_BYTES` and one of a file at the top of the repository, of the checkout or else the commit.

        Raises FileMissingError when there is none, and FileUnreadableError for what is no file.
        """
        assert self.commit is not None
        if self.repository.top is not None and self.tree.origin.kind == "path":
            return FolderTree(self.repository.top).read(name, MAX_FILE_BYTES + 1)
        entry = self.repository.read_tree(self.repository.tree_of(self.commit)).get(name)
        if entry is None:
            raise FileMissingError(name)
        if not entry.is_file:
            raise FileUnreadableError(name, f"is {entry.words}, not a file")
        return self.repository.read_object(entry.object_id, MAX_FILE_BYTES + 1).content

    def maybe_edit(self, path: str, content: bytes) -> bytes | None:
        """What a commit would make of the content of a file of the tree; None when the same is committed already.

        Where the committed file has plain line endings, git has changed them in the checkout, and would change them
        back.
        """
        committed_id = self._committed_ids.get(path, "")
        if hash_object("blob", content, len(committed_id)) == committed_id:
            return None
        if b"\r\n" in content and not (committed_id and b"\r\n" in self._committed.read(path, MAX_FILE_BYTES)):
            content = content.replace(b"\r\n", b"\n")
        return None if hash_object("blob", content, len(committed_id)) == committed_id else content

    def bring_history(self, *, since: Iterable[str] = ()) -> None:
        """Have a partial clone fetch the card files of all commits that led to this one, at once.

        It is not asked for what had led to the commits `since`.
        """
        if self.commit is None or not self.repository.is_partial():
            return
        ancestry = Ancestry(self.repository)
        commits = sorted(ancestry.all_before(self.commit) - ancestry.all_before(*since))
        self.repository.want_folders(commits)
        self.repository.want(lambda: (tree for commit in commits for tree in self._trees_at(commit)))
        self.repository.bring()

    def _trees_at(self, commit: str) -> Iterator[str]:
        """The trees of the folder in a commit, or of the catalogs that it had elsewhere."""
        here = ids_of_folder(self.repository, commit, self.folder)
        yield from here
        for folder in () if here else CommitFolders(self.repository, commit).catalogs(""):
            yield from ids_of_folder(self.repository, commit, folder)

    def close(self) -> None:
        """Close the repository, unless the tree reads from it, too."""
        if not isinstance(self.tree, GitTree):
            self.repository.close()

    def _moved_away(self) -> Iterator[str]:
        """The card files, by path in the repository, of catalogs that the commit has elsewhere and the checkout not.

        So git sees that the files of a catalog in a new folder are moved ones.
        """
        top = self.repository.top
        if top is None or self.tree.origin.kind != "path" or self.commit is None or self._committed.exists():
            return
        for folder in CommitFolders(self.repository, self.commit).catalogs(""):
            if not os.path.lexists(os.path.join(top, folder, SETTINGS_FILE)):
                files = CommitTree(self.repository, self.commit, folder).files()
                paths = (posixpath.join(folder, path) for path in files)
                yield from (path for path in paths if not os.path.lexists(os.path.join(top, path)))

    def edits(self, contents: Mapping[str, bytes]) -> dict[str, bytes | None]:
        """What a commit of the tree's card files would change, by path in the repository; None is a removed file.

        `contents` are files that were read before, and might be others by now.
        """
        paths = self.tree.files()
        removed = self._committed_ids.keys() - set(paths)
        edits: dict[str, bytes | None] = {self.path_of(path): None for path in removed}
        edits.update(dict.fromkeys(self._moved_away()))
        for path in paths:
            try:
                content = contents[path] if path in contents else self.tree.read(path, MAX_FILE_BYTES)
            except FileUnreadableError:
                continue
            edit = self.maybe_edit(path, content)
            if edit is not None:
                edits[self.path_of(path)] = edit
        return edits


def find_home(tree: Tree) -> Home:
    """The home of a tree's files.

    Raises RepositoryNotFoundError when they are not in git, and GitError when git cannot read their repository.
    """
    origin = tree.origin
    if isinstance(tree, GitTree):
        commit = origin.commit or maybe_head(tree.repository)
        return Home(repository=tree.repository.with_history(), tree=tree, commit=commit, folder=origin.folder)
    if origin.kind != "path":
        raise RepositoryNotFoundError(f"{origin} is not in a git repository")
    repository, folder, _ = find_repository(os.path.realpath(origin.place), None)
    supply_missing(repository, offline=False)
    return Home(repository=repository, tree=tree, commit=maybe_head(repository), folder=folder)
