"""The trees that git holds: a commit, and the index (the commit being made)."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from assetcards.errors import SourceError
from assetcards.gitrepo import Repository, TreeEntry
from assetcards.roots import MAX_DEPTH_BELOW, only_root
from assetcards.tree import SETTINGS_FILE, FileUnreadableError, Origin, Tree, is_card_file

_FOLDER_MODE = "40000"
_SPECIAL_MODES = {"120000": "a symbolic link", "160000": "a submodule"}


class _GitTree(Tree):
    """A tree whose files are git objects."""

    def __init__(self, repository: Repository, folder: str) -> None:
        self._repository = repository
        self._folder = folder.strip("/")

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        raise NotImplementedError

    def files(self) -> Sequence[str]:
        return self._files

    @cached_property
    def _files(self) -> tuple[str, ...]:
        return tuple(sorted(filter(is_card_file, self._entries)))

    def read(self, path: str, limit: int) -> bytes:
        entry = self._maybe_entry(path)
        if entry is None:
            raise FileUnreadableError(path, "is not there")
        if entry.mode in _SPECIAL_MODES:
            raise FileUnreadableError(path, f"is {_SPECIAL_MODES[entry.mode]}, not a file", "put the card itself there")
        return self._repository.read_object(entry.object_id).content[:limit]

    def _maybe_entry(self, path: str) -> TreeEntry | None:
        return self._entries.get(path)

    def blob_id(self, path: str) -> str:
        """The id of a file's blob."""
        return self._entries[path].object_id

    def close(self) -> None:
        self._repository.close()


class CommitTree(_GitTree):
    """The card files of one commit, below a folder of the repository; every byte comes from git's objects."""

    def __init__(self, repository: Repository, commit: str, folder: str = "") -> None:
        super().__init__(repository, folder)
        self._commit = commit

    @property
    def origin(self) -> Origin:
        return Origin(kind="git", place=self._repository.place, commit=self._commit, folder=self._folder)

    @cached_property
    def _root(self) -> str:
        tree_id = self._repository.tree_of(self._commit)
        for part in filter(None, self._folder.split("/")):
            entry = self._repository.read_tree(tree_id).get(part)
            if entry is None or entry.mode != _FOLDER_MODE:
                raise SourceError(f"there is no folder {self._folder!r} in commit {self._commit[:12]}")
            tree_id = entry.object_id
        return tree_id

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        return dict(self._walk())

    def _walk(self) -> Iterator[tuple[str, TreeEntry]]:
        pending = [("", self._root)]
        while pending:
            prefix, tree_id = pending.pop()
            for name, entry in self._repository.read_tree(tree_id).items():
                if entry.mode == _FOLDER_MODE:
                    pending.append((f"{prefix}{name}/", entry.object_id))
                else:
                    yield f"{prefix}{name}", entry

    def _maybe_entry(self, path: str) -> TreeEntry | None:
        if path == SETTINGS_FILE:
            return self._repository.read_tree(self._root).get(path)
        return super()._maybe_entry(path)


class IndexTree(_GitTree):
    """The card files of the index, below a folder of the repository: the commit that is being made.

    `index_file` is the index that git told a hook of (`GIT_INDEX_FILE`), for `git commit -a` and
    `git commit -- PATH` use one of their own; without it the repository's.
    """

    def __init__(self, repository: Repository, folder: str = "", index_file: str | None = None) -> None:
        super().__init__(repository, folder)
        self._index_file = index_file
        self._unmerged: set[str] = set()

    @property
    def origin(self) -> Origin:
        return Origin(kind="index", place=self._repository.place, folder=self._folder)

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        variables = {"GIT_INDEX_FILE": self._index_file} if self._index_file else {}
        listed = self._repository.run(["ls-files", "--stage", "-z", "--full-name"], variables=variables)
        entries: dict[str, TreeEntry] = {}
        prefix = f"{self._folder}/" if self._folder else ""
        for line in filter(None, listed.split(b"\0")):
            about, _, name = line.partition(b"\t")
            mode, object_id, stage = about.decode("ascii").split()
            path = os.fsdecode(name)
            if path.startswith(prefix):
                entries[path[len(prefix) :]] = TreeEntry(mode, object_id)
                if stage != "0":
                    self._unmerged.add(path[len(prefix) :])
        return entries

    def read(self, path: str, limit: int) -> bytes:
        if path in self._entries and path in self._unmerged:
            raise FileUnreadableError(path, "is not merged yet", "resolve the conflict and `git add` it")
        return super().read(path, limit)


def maybe_root_in_commit(repository: Repository, commit: str, start: str) -> str | None:
    """The folder that holds `catalog.toml` in a commit: `start` or a parent of it, else the one nearest below.

    Folders are paths in the repository, empty for its top. Raises SourceError when several are equally near.
    """
    trees = {"": repository.tree_of(commit)}
    path = ""
    for part in filter(None, start.split("/")):
        entry = repository.read_tree(trees[path]).get(part)
        if entry is None or entry.mode != _FOLDER_MODE:
            break
        path = posixpath.join(path, part)
        trees[path] = entry.object_id
    for folder in reversed(trees):
        if SETTINGS_FILE in repository.read_tree(trees[folder]):
            return folder
    return _maybe_root_below(repository, {start: trees[start]}) if start in trees else None


def _maybe_root_below(repository: Repository, level: Mapping[str, str]) -> str | None:
    for _ in range(MAX_DEPTH_BELOW + 1):
        listed = {folder: repository.read_tree(tree_id) for folder, tree_id in level.items()}
        found = sorted(folder for folder, entries in listed.items() if SETTINGS_FILE in entries)
        if found:
            return only_root(found, "the folder asked for")
        level = {
            posixpath.join(folder, name): entry.object_id
            for folder, entries in listed.items()
            for name, entry in entries.items()
            if entry.mode == _FOLDER_MODE and not name.startswith(".")
        }
    return None
