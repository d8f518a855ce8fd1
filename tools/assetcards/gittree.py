"""The trees that git holds: a commit, and the index (the commit being made)."""

from __future__ import annotations

import hashlib
import os
import posixpath
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from assetcards.errors import SourceError
from assetcards.gitobjects import FOLDER_MODE, TreeEntry
from assetcards.gitrepo import Repository
from assetcards.roots import MAX_DEPTH_BELOW, only_root
from assetcards.tree import SETTINGS_FILE, FileUnreadableError, Origin, Tree, is_card_file

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

    def maybe_digest(self, path: str) -> str | None:
        entry = self._maybe_entry(path)
        return f"{entry.mode} {entry.object_id}" if entry else ""

    @abstractmethod
    def exists(self) -> bool:
        """Whether the folder is there."""

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
    def _maybe_root(self) -> str | None:
        tree_id = self._repository.tree_of(self._commit)
        for part in filter(None, self._folder.split("/")):
            entry = self._repository.read_tree(tree_id).get(part)
            if entry is None or entry.mode != FOLDER_MODE:
                return None
            tree_id = entry.object_id
        return tree_id

    @property
    def _root(self) -> str:
        if self._maybe_root is None:
            raise SourceError(f"there is no folder {self._folder!r} in commit {self._commit[:12]}")
        return self._maybe_root

    def exists(self) -> bool:
        return self._maybe_root is not None

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        return dict(self._walk())

    def _walk(self) -> Iterator[tuple[str, TreeEntry]]:
        pending = [("", self._root)]
        while pending:
            prefix, tree_id = pending.pop()
            for name, entry in self._repository.read_tree(tree_id).items():
                if entry.mode == FOLDER_MODE:
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
        self._prefix = f"{self._folder}/" if self._folder else ""
        self._index_file = index_file
        self._unmerged: set[str] = set()

    @property
    def origin(self) -> Origin:
        return Origin(kind="index", place=self._repository.place, folder=self._folder)

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        entries: dict[str, TreeEntry] = {}
        for line in self._list(["ls-files", "--stage", "-z", "--full-name"]):
            about, _, name = line.partition(b"\t")
            mode, object_id, stage = about.decode("ascii").split()
            path = os.fsdecode(name)
            if path.startswith(self._prefix):
                path = path.removeprefix(self._prefix)
                entries[path] = TreeEntry(mode, object_id)
                if stage != "0":
                    self._unmerged.add(path)
        return self._without_intended(entries)

    def _without_intended(self, entries: dict[str, TreeEntry]) -> dict[str, TreeEntry]:
        """Less what `git add --intent-to-add` noted: git lists it as an empty file, and does not commit it."""
        id_length = max((len(entry.object_id) for entry in entries.values()), default=0)
        empty = {path for path, entry in entries.items() if entry.object_id == _empty_id("blob", id_length)}
        if empty:
            empty_tree = _empty_id("tree", id_length)
            committed = self._list(
                ["diff-index", "--cached", "--name-only", "-z", "--ita-invisible-in-index", empty_tree]
            )
            empty -= {os.fsdecode(name).removeprefix(self._prefix) for name in committed}
        return {path: entry for path, entry in entries.items() if path not in empty}

    def _list(self, arguments: Sequence[str]) -> Iterator[bytes]:
        """What a command lists of the index, whatever folder we stand in (a submodule's has `core.worktree`)."""
        variables = {"GIT_INDEX_FILE": self._index_file} if self._index_file else {}
        git_dir = self._repository.git_dir
        return filter(None, self._repository.run(["-C", git_dir, *arguments], variables=variables).split(b"\0"))

    def exists(self) -> bool:
        return bool(self._entries)

    def paths(self) -> Sequence[str]:
        """The paths of all files, of cards or not."""
        return tuple(self._entries)

    def read(self, path: str, limit: int) -> bytes:
        if path in self._entries and path in self._unmerged:
            raise FileUnreadableError(path, "is not merged yet", "resolve the conflict and `git add` it")
        return super().read(path, limit)


def _empty_id(kind: str, id_length: int) -> str:
    """git's id of the object of that kind without content."""
    new = hashlib.sha1 if id_length == 40 else hashlib.sha256
    return new(f"{kind} 0\0".encode()).hexdigest()


def maybe_root_in_index(repository: Repository, start: str, index_file: str | None = None) -> str | None:
    """The folder that holds `catalog.toml` in the index; searched as `maybe_root_in_commit` does."""
    settings = [
        path for path in IndexTree(repository, "", index_file).paths() if posixpath.basename(path) == SETTINGS_FILE
    ]
    roots = {posixpath.dirname(path) for path in settings}
    above = start
    while above not in roots and above:
        above = posixpath.dirname(above)
    if above in roots:
        return above
    depths = {root: len(below) for root in roots if (below := _parts_below(root, start)) is not None}
    nearest = min(depths.values(), default=MAX_DEPTH_BELOW + 1)
    found = sorted(root for root, depth in depths.items() if depth == nearest <= MAX_DEPTH_BELOW)
    return only_root(found, "the folder asked for") if found else None


def _parts_below(folder: str, start: str) -> list[str] | None:
    """The names from one folder down to another; None when it is not below, or a hidden one is between."""
    relative = posixpath.relpath(f"/{folder}", f"/{start}").split("/")
    return None if any(part.startswith(".") for part in relative) else relative


def maybe_root_in_commit(repository: Repository, commit: str, start: str) -> str | None:
    """The folder that holds `catalog.toml` in a commit: `start` or a parent of it, else the one nearest below.

    Folders are paths in the repository, empty for its top. Raises SourceError when several are equally near.
    """
    trees = {"": repository.tree_of(commit)}
    path = ""
    for part in filter(None, start.split("/")):
        entry = repository.read_tree(trees[path]).get(part)
        if entry is None or entry.mode != FOLDER_MODE:
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
            if entry.mode == FOLDER_MODE and not name.startswith(".")
        }
    return None
