"""The trees that git holds: a commit, and the index (the commit being made)."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import islice

from assetcards.errors import CorruptObjectError, NoCatalogError
from assetcards.git.differing import differing_entries
from assetcards.git.index_listing import IndexListing
from assetcards.git.objects import Mode, TreeEntry
from assetcards.git.repo import Repository
from assetcards.trees.paths import below_root, folders_above, is_card_file, is_misspelled
from assetcards.trees.tree import (
    SETTINGS_FILE,
    FileMissingError,
    FileUnreadableError,
    Presence,
    Tree,
    TreeOrigin,
    TreeState,
    check_count,
    repository_inside,
)

_LIKE_AN_ID = re.compile("[0-9a-f]+")


class _GitTree(Tree):
    """A tree whose files are git objects."""

    def __init__(self, repository: Repository, folder: str) -> None:
        self._repository = repository
        self._folder = folder.strip("/")

    @property
    def repository(self) -> Repository:
        """The repository that has the objects."""
        return self._repository

    @property
    @abstractmethod
    def _entries(self) -> Mapping[str, TreeEntry]:
        """Every file below the folder, of cards or not, by its path."""

    def files(self) -> Sequence[str]:
        """The paths of all card files below the folder, sorted. Raises GitError when git cannot list them."""
        return self._files

    @cached_property
    def _files(self) -> tuple[str, ...]:
        files = (path for path, entry in self._entries.items() if entry.mode is not Mode.SUBMODULE)
        return tuple(sorted(filter(is_card_file, files)))

    def repositories(self) -> Sequence[str]:
        """The paths of all submodules below the folder, sorted."""
        return tuple(sorted(path for path, entry in self._entries.items() if entry.mode is Mode.SUBMODULE))

    def misspelled_files(self) -> Sequence[str]:
        """The paths of files below the folder that would be card files if capitals did not count."""
        return tuple(sorted(filter(is_misspelled, self._entries)))

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of one file, at most `limit` of them, from git's objects.

        Raises FileMissingError when git has nothing by that path, FileUnreadableError for a link or a submodule, and
        CorruptObjectError when the object is missing or is not what its id says.
        """
        return self._read(path, self.maybe_entry(path), limit)

    def read_in_repository(self, path: str, limit: int) -> bytes:
        """As `read`, for any file of the repository, by its path there."""
        return self._read(path, self.maybe_entry_in_repository(path), limit)

    def expect(self, paths: Iterable[str]) -> None:
        """Ask git for the objects of several files at once when the first of them is read."""
        entries = map(self.maybe_entry, paths)
        self._repository.expect(entry.object_id for entry in entries if entry is not None and entry.is_file)

    def _read(self, path: str, entry: TreeEntry | None, limit: int) -> bytes:
        if entry is None:
            raise FileMissingError(path)
        return read_entry(self._repository, path, entry, limit)

    def presence(self, path: str) -> Presence:
        """Whether git has it."""
        path = below_root(path)
        for folder in folders_above([path]):
            if folder in self._entries:
                return Presence.ABSENT if self._entries[folder].is_file else Presence.UNKNOWN
        return Presence.THERE if path in self._entries or path in self._folders else Presence.ABSENT

    @cached_property
    def _folders(self) -> frozenset[str]:
        return folders_above(self._entries)

    def paths(self) -> Sequence[str]:
        """The paths of all files, of cards or not."""
        return tuple(self._entries)

    def is_tracked(self, path: str) -> bool:
        """True: git has no others."""
        return True

    def maybe_entry(self, path: str) -> TreeEntry | None:
        """What git has by that path: what it is, and the id of its object; None when there is nothing."""
        return self._entries.get(path)

    @abstractmethod
    def maybe_entry_in_repository(self, path: str) -> TreeEntry | None:
        """What git has by a path of the repository, below the folder or not; None when there is nothing."""

    def maybe_digest(self, path: str) -> str | None:
        """What differs when the file does, its mode included; empty when there is no file."""
        entry = self.maybe_entry(path)
        return entry.digest if entry else ""

    @property
    def _unmerged(self) -> Set[str]:
        """The files of several sides of a merge."""
        return frozenset()

    def differing_from(self, other: _GitTree) -> Set[str]:
        """The files, of cards or not, whose digests are not the same in another tree; quicker than to ask for each."""
        ours, theirs = self._entries, other._entries
        found = {path for path, entry in ours.items() if theirs.get(path) != entry}
        return (found | (theirs.keys() - ours.keys())) | (self._unmerged ^ other._unmerged)

    @abstractmethod
    def exists(self) -> bool:
        """Whether the folder is there."""

    def close(self) -> None:
        """End the process that reads the repository's objects; the next read starts another."""
        self._repository.close()


def read_entry(repository: Repository, path: str, entry: TreeEntry, limit: int) -> bytes:
    """At most `limit` bytes of what git has by a path. Raises as `Tree.read` does, and CorruptObjectError."""
    if entry.mode is Mode.SUBMODULE:
        raise repository_inside(path)
    if not entry.is_file:
        raise FileUnreadableError(path, f"is {entry.words}, not a file", "replace it with the card itself")
    try:
        found = repository.read_object(entry.object_id, limit)
    except CorruptObjectError as error:
        raise CorruptObjectError(error.object_id, f"{path}: {error.message}") from None
    if found.kind != "blob":
        raise CorruptObjectError(entry.object_id, f"{path}: object {entry.object_id} is a {found.kind}, not a file")
    return found.content


def ids_of_folder(repository: Repository, commit: str | None, folder: str) -> list[str]:
    """The id of the tree of a folder, by its path in the repository; empty where a commit, if it is one, has none."""
    tree = CommitTree(repository, commit, folder) if commit else None
    return [tree.root_id] if tree is not None and tree.exists() else []


class CommitTree(_GitTree):
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

    @cached_property
    def _maybe_root(self) -> TreeEntry | None:
        """What the commit has where the folder should be, or on the way there."""
        *_, entry = self._way_to(self._folder)
        return entry

    def _way_to(self, path: str) -> Iterator[TreeEntry | None]:
        """What the commit has at each step down to a path of the repository, as far as there are folders."""
        entry: TreeEntry | None = TreeEntry(Mode.FOLDER, self._repository.tree_of(self._commit))
        yield entry
        for part in filter(None, path.split("/")):
            if entry is None or not entry.is_folder:
                return
            entry = self._repository.read_tree(entry.object_id).get(part)
            yield entry

    def maybe_entry_in_repository(self, path: str) -> TreeEntry | None:
        """What the commit has by a path of the repository, found without listing all folders."""
        way = list(self._way_to(path))
        return way[-1] if len(way) == len(path.split("/")) + 1 else None

    def exists(self) -> bool:
        """Whether the commit has the folder, and it is one. Raises CorruptObjectError when git cannot tell."""
        return self._maybe_root is not None and self._maybe_root.is_folder

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

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        entries: dict[str, TreeEntry] = {}
        for number, (path, entry) in enumerate(self._walk()):
            check_count(number + 1, f"commit {self._commit[:12]}")  # a few small trees can name billions
            if not entry.is_folder:
                entries[path] = entry
        return entries

    def _walk(self) -> Iterator[tuple[str, TreeEntry]]:
        pending = [("", self.root_id)]
        while pending:
            prefix, tree_id = pending.pop()
            for name, entry in self._repository.read_tree(tree_id).items():
                if entry.is_folder:
                    pending.append((f"{prefix}{name}/", entry.object_id))
                yield f"{prefix}{name}", entry

    def maybe_state(self) -> TreeState:
        """The id of its root says all."""
        return TreeState(key=f"tree-{self.root_id}", facts=self.root_id.encode("ascii"))

    def maybe_id(self) -> str:
        """The id of its root."""
        return self.root_id

    def maybe_differing(self, tree_id: str, most: int) -> Sequence[str] | None:
        """As of every tree; not known of one that the repository lacks, for nothing is fetched to compare with it."""
        if tree_id == self.root_id:
            return ()
        if _LIKE_AN_ID.fullmatch(tree_id) is None or len(tree_id) != len(self.root_id):
            return None
        if self._repository.is_fetched or self._repository.is_partial():
            return None
        differing = (
            path
            for path, entries in differing_entries(self._repository, tree_id, self.root_id)
            if is_card_file(path) or any(entry.mode is Mode.SUBMODULE for entry in entries)
        )
        try:
            found = list(islice(differing, most + 1))
        except CorruptObjectError:
            return None
        return found if len(found) <= most and all(map(is_card_file, found)) else None

    def folder_ids(self) -> Iterator[str]:
        """The id of each folder of the commit that leads to its cards, or is among them."""
        yield from (entry.object_id for entry in self._way_to(self._folder) if entry is not None)
        yield from (entry.object_id for _, entry in self._walk() if entry.is_folder)

    def maybe_entry(self, path: str) -> TreeEntry | None:
        """What the commit has by that path; one file, and `catalog.toml`, is found without listing all folders."""
        if path != SETTINGS_FILE and "_entries" in self.__dict__:
            return super().maybe_entry(path)
        entry: TreeEntry | None = TreeEntry(Mode.FOLDER, self.root_id)
        for part in path.split("/"):
            entry = self._repository.read_tree(entry.object_id).get(part) if entry and entry.is_folder else None
        return None if entry is None or (entry.is_folder and path != SETTINGS_FILE) else entry


class IndexTree(_GitTree):
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

    def at(self, folder: str) -> IndexTree:
        """The same index, listed once, below another folder of the repository."""
        tree = IndexTree(self._repository, folder)
        tree._index = self._index
        return tree

    @property
    def origin(self) -> TreeOrigin:
        """The repository and the folder."""
        return TreeOrigin(kind="index", place=self._repository.place, folder=self._folder)

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        prefix = self._prefix
        own = {path.removeprefix(prefix): e for path, e in self._index.entries.items() if path.startswith(prefix)}
        check_count(len(own), "the index")
        return own

    def maybe_entry_in_repository(self, path: str) -> TreeEntry | None:
        """What the index has by a path of the repository."""
        return self._index.entries.get(path)

    def exists(self) -> bool:
        """Whether the index has any file below the folder: it knows no empty ones."""
        return bool(self._entries)

    def maybe_digest(self, path: str) -> str | None:
        """As of a commit; of a file with an unresolved merge it is none of a commit's, though a side of it may be."""
        digest = super().maybe_digest(path)
        return f"{digest} unmerged" if f"{self._prefix}{path}" in self._index.unmerged else digest

    @property
    def _unmerged(self) -> Set[str]:
        prefix = self._prefix
        return {path.removeprefix(prefix) for path in self._index.unmerged if path.startswith(prefix)}

    def read(self, path: str, limit: int) -> bytes:
        """As of a commit. Raises FileUnreadableError for a file with an unresolved merge, too."""
        if path in self._entries and f"{self._prefix}{path}" in self._index.unmerged:
            raise FileUnreadableError(path, "is not merged yet", "resolve the conflict and `git add` it")
        return super().read(path, limit)
