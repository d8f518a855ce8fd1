"""The tree of a commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from assetcards.errors import CorruptObjectError, NoCatalogError
from assetcards.git.differing import differing_entries
from assetcards.git.objects import HEX, Mode, TreeEntry
from assetcards.git.repo import Repository
from assetcards.git.tree import GitTree
from assetcards.trees.paths import is_card_file
from assetcards.trees.tree import SETTINGS_FILE, TreeOrigin, TreeState, check_count

_HEX = HEX.decode("ascii")


class CommitTree(GitTree):
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
        if len(tree_id) != len(self.root_id) or tree_id.strip(_HEX):
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


def ids_of_folder(repository: Repository, commit: str | None, folder: str) -> list[str]:
    """The id of the tree of a folder, by its path in the repository; empty where a commit, if it is one, has none."""
    tree = CommitTree(repository, commit, folder) if commit else None
    return [tree.root_id] if tree is not None and tree.exists() else []
