"""What trees have in common that are known by the id of a folder: what is read of them is what somebody asks for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from assetcards.errors import CorruptObjectError
from assetcards.git.differing import differing_entries
from assetcards.git.objects import HEX, Mode, TreeEntry
from assetcards.git.tree import GitTree
from assetcards.trees.paths import below_root, is_card_file
from assetcards.trees.tree import SETTINGS_FILE, Presence, TreeState, check_count

_HEX = HEX.decode("ascii")


class RootedTree(GitTree):
    """A tree below a folder of a repository whose top folder has a known id."""

    @property
    @abstractmethod
    def top_id(self) -> str:
        """The id of the top folder of the repository."""

    @property
    @abstractmethod
    def root_id(self) -> str:
        """The id of the folder. Raises SourceError when there is no such folder."""

    @property
    @abstractmethod
    def _whole(self) -> str:
        """What messages call all of it."""

    @cached_property
    def _maybe_root(self) -> TreeEntry | None:
        """What there is where the folder should be, or on the way there."""
        *_, entry = self._way_to(self._folder)
        return entry

    def _way_to(self, path: str) -> Iterator[TreeEntry | None]:
        """What there is at each step down to a path of the repository, as far as there are folders."""
        entry: TreeEntry | None = TreeEntry(Mode.FOLDER, self.top_id)
        yield entry
        for part in filter(None, path.split("/")):
            if entry is None or not entry.is_folder:
                return
            entry = self._repository.read_tree(entry.object_id).get(part)
            yield entry

    def maybe_entry_in_repository(self, path: str) -> TreeEntry | None:
        """What git has by a path of the repository, found without listing all folders."""
        way = list(self._way_to(path))
        return way[-1] if len(way) == len(path.split("/")) + 1 else None

    def exists(self) -> bool:
        """Whether the folder is there, and is one. Raises CorruptObjectError when git cannot tell."""
        return self._maybe_root is not None and self._maybe_root.is_folder

    @cached_property
    def _entries(self) -> Mapping[str, TreeEntry]:
        entries: dict[str, TreeEntry] = {}
        for number, (path, entry) in enumerate(self._walk()):
            check_count(number + 1, self._whole)  # a few small trees can name billions
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

    def maybe_state(self) -> TreeState | None:
        """The id of its root says all."""
        return TreeState(key=f"tree-{self.root_id}", facts=self.root_id.encode("ascii"))

    def maybe_id(self) -> str | None:
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

    def maybe_entry(self, path: str) -> TreeEntry | None:
        """What git has by that path; one file, and `catalog.toml`, is found without listing all folders."""
        if path != SETTINGS_FILE and "_entries" in self.__dict__:
            return self._entries.get(path)
        entry: TreeEntry | None = TreeEntry(Mode.FOLDER, self.root_id)
        for part in path.split("/"):
            entry = self._repository.read_tree(entry.object_id).get(part) if entry and entry.is_folder else None
        return None if entry is None or (entry.is_folder and path != SETTINGS_FILE) else entry

    def presence(self, path: str) -> Presence:
        """As of every tree of git, found without listing all folders."""
        path = below_root(path)
        if not path or "_entries" in self.__dict__:
            return super().presence(path)
        entry: TreeEntry | None = TreeEntry(Mode.FOLDER, self.root_id)
        for part in path.split("/"):
            if entry is None or entry.is_file:
                return Presence.ABSENT
            if not entry.is_folder:
                return Presence.UNKNOWN
            entry = self._repository.read_tree(entry.object_id).get(part)
        return Presence.ABSENT if entry is None else Presence.THERE
