"""What the trees that git holds have in common: their files are git objects."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property

from assetcards.errors import CorruptObjectError
from assetcards.git.objects import Mode, TreeEntry
from assetcards.git.repo import Repository
from assetcards.trees.paths import below_root, folders_above, is_card_file, is_misspelled
from assetcards.trees.tree import (
    FileMissingError,
    FileUnreadableError,
    Presence,
    Tree,
    repository_inside,
)


class GitTree(Tree):
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

    def differing_from(self, other: GitTree) -> Set[str]:
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
