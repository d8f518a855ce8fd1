"""What differs between two trees of a repository: only folders that differ are read, by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assetcards.git.objects import TreeEntry
from assetcards.git.repo import Repository


def differing_entries(repository: Repository, one: str, other: str) -> Iterator[tuple[str, tuple[TreeEntry, ...]]]:
    """The path of each file, link and repository inside that differs, with what is there on either side.

    Raises CorruptObjectError for a folder that is missing or damaged.
    """
    pending: list[tuple[str, str | None, str | None]] = [("", one, other)] if one != other else []
    while pending:
        folder, *ids = pending.pop()
        before, after = (_entries(repository, tree_id) for tree_id in ids)
        for name in before.keys() | after.keys():
            entries = before.get(name), after.get(name)
            if entries[0] == entries[1]:
                continue
            below = [entry.object_id if entry is not None and entry.is_folder else None for entry in entries]
            if any(below):
                pending.append((f"{folder}{name}/", below[0], below[1]))
            files = tuple(entry for entry in entries if entry is not None and not entry.is_folder)
            if files:
                yield f"{folder}{name}", files


def _entries(repository: Repository, tree_id: str | None) -> Mapping[str, TreeEntry]:
    return {} if tree_id is None else repository.read_tree(tree_id)
