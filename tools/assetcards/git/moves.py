"""What differs between the trees of two commits, and from where a folder was moved between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from assetcards.git.objects import TreeEntry
from assetcards.git.repo import Repository
from assetcards.trees.tree import MAX_FILES

ReadTree = Callable[[str], Mapping[str, TreeEntry]]
"""Gives the entries of a tree by its id."""


class Differing(NamedTuple):
    """A path of which two trees have something different, and what each has there."""

    path: str
    new: TreeEntry | None
    old: TreeEntry | None

    @property
    def is_added(self) -> bool:
        """Whether the file is new."""
        return _is_blob(self.new) and not _is_blob(self.old)

    @property
    def is_removed(self) -> bool:
        """Whether the file is no longer there."""
        return _is_blob(self.old) and not _is_blob(self.new)


def _is_blob(entry: TreeEntry | None) -> bool:
    return entry is not None and entry.is_blob


def differing(read: ReadTree, new_id: str, old_id: str) -> Iterator[Differing]:
    """What differs between two trees, given by their ids; folders are read on the way."""
    pending = [("", new_id, old_id)]
    while pending:
        above, *ids = pending.pop()
        pair = [read(tree_id) if tree_id else {} for tree_id in ids]
        for name in pair[0].keys() | pair[1].keys():
            new, old = (entries.get(name) for entries in pair)
            if new != old:
                ids = [entry.object_id if entry and entry.is_folder else "" for entry in (new, old)]
                pending += [(f"{above}{name}/", ids[0], ids[1])] if any(ids) else []
                yield Differing(f"{above}{name}", new, old)


def maybe_moved_from(repository: Repository, new_id: str, old_id: str, folder: str) -> str | None:
    """The folder that most files of a folder were in before, as they are and under the same paths in it.

    The trees are those of a commit and of its parent. None where that is no folder, or more than one.
    """
    found = list(islice(differing(repository.read_tree, new_id, old_id), MAX_FILES + 1))
    if len(found) > MAX_FILES:
        return None
    removed: defaultdict[str, list[str]] = defaultdict(list)
    for each in found:
        if each.is_removed and each.old is not None:
            removed[each.old.object_id].append(f"/{each.path}")
    votes: Counter[str] = Counter()
    for each in found:
        if each.is_added and each.new is not None and each.path.startswith(f"{folder}/"):
            inside = each.path.removeprefix(folder)
            before = removed[each.new.object_id]
            votes.update({path.removesuffix(inside).removeprefix("/") for path in before if path.endswith(inside)})
    best = votes.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else None
