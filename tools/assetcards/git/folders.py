"""The folders that git holds, in a commit and in the index, where the root of a catalog is searched for."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from assetcards.git.index_tree import IndexTree
from assetcards.git.objects import TreeEntry
from assetcards.git.repo import Repository
from assetcards.trees.roots import given_up, is_hidden, parents
from assetcards.trees.tree import SETTINGS_FILE

MAX_FOLDERS = 100_000
"""How many folders of a commit are searched."""


class _GitFolders:
    """Folders by their path in the repository, whose top is the empty one; what is `odd` among them is noted."""

    inner: Sequence[str] = ()
    odd = ""

    def above(self, folder: str) -> Iterator[str]:
        """The folder and those above it, up to the top of the repository."""
        return parents(folder)

    def widest(self, start: str) -> str:
        """The top of the repository."""
        return ""

    def _is_settings(self, path: str, entry: TreeEntry | None, where: str) -> bool:
        """Whether what is at the path of a `catalog.toml` is a file; the first that is none is noted."""
        if entry is not None and not entry.is_file:
            self.odd = self.odd or f"{path} of {where} is {entry.words}"
        return entry is not None and entry.is_file


class CommitFolders(_GitFolders):
    """The folders of a commit by their path in the repository; each is read when it is asked for, and once."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self._repository = repository
        self._commit = commit
        self._entries = {"": repository.read_tree(repository.tree_of(commit))}

    def has_settings(self, folder: str) -> bool:
        """Whether the folder holds `catalog.toml`."""
        entry = self._read(folder).get(SETTINGS_FILE)
        return self._is_settings(posixpath.join(folder, SETTINGS_FILE), entry, f"commit {self._commit[:12]}")

    def catalogs(self, top: str) -> Sequence[str]:
        """The folders with `catalog.toml` from one downward. Raises NoCatalogError when there are too many folders."""
        return sorted(folder for folder in self.walk(top) if self.has_settings(folder))

    def walk(self, top: str) -> Iterator[str]:
        """A folder and all below it, hidden ones left out."""
        level, count = [top], 0
        while level:
            yield from level
            level = [child for folder in level for child in self.children(folder)]
            count += len(level)
            if count > MAX_FOLDERS:
                raise given_up(f"{MAX_FOLDERS} folders of commit {self._commit[:12]}")

    def children(self, folder: str) -> Iterator[str]:
        """The paths of the folders in it that are not hidden."""
        for name, entry in self._read(folder).items():
            if entry.is_folder and not name.startswith("."):
                yield posixpath.join(folder, name)

    def _read(self, folder: str) -> Mapping[str, TreeEntry]:
        """The entries of a folder; none when there is no such folder."""
        path, entries = "", self._entries[""]
        for part in filter(None, folder.split("/")):
            if not entries:  # nor is there anything below, however long the path is
                break
            path = posixpath.join(path, part)
            if path not in self._entries:
                entry = entries.get(part)
                is_folder = entry is not None and entry.is_folder
                self._entries[path] = self._repository.read_tree(entry.object_id) if entry and is_folder else {}
            entries = self._entries[path]
        return entries


class IndexFolders(_GitFolders):
    """The folders of the index by their path in the repository; the index itself lists files alone.

    `top` is the whole index.
    """

    def __init__(self, repository: Repository, index_file: str | None = None) -> None:
        self.top = IndexTree(repository, "", index_file)

    @property
    def are_none(self) -> bool:
        """Whether the index lists nothing at all."""
        return not self.top.exists()

    def has_settings(self, folder: str) -> bool:
        """Whether the folder holds `catalog.toml`."""
        path = posixpath.join(folder, SETTINGS_FILE)
        return self._is_settings(path, self.top.maybe_entry(path), "the index")

    def catalogs(self, top: str) -> Sequence[str]:
        """The folders with `catalog.toml` from one downward."""
        prefix = f"{top}/" if top else ""
        settings = (path for path in self.top.listed_paths() if posixpath.basename(path) == SETTINGS_FILE)
        folders = (posixpath.dirname(path) for path in settings if path.startswith(prefix))
        return sorted(
            folder for folder in folders if not is_hidden(folder.removeprefix(prefix)) and self.has_settings(folder)
        )
