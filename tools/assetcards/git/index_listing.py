"""What the index of a repository lists, as a commit of it would have it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache, cached_property

from assetcards.errors import GitError
from assetcards.git.objects import TreeEntry, hash_object, parse_mode
from assetcards.git.repo import Repository
from assetcards.git.staged_trees import Changes, make_tree

MAX_CHANGES = 1000
"""Of how many files that differ trees are made; of more, listing the whole index costs no more."""

_ALONE = ["--no-renames", "--no-relative", "--no-abbrev", "--ignore-submodules=none", "--ita-invisible-in-index"]
_LIST_CHANGES = ["diff-index", "--cached", "--raw", "-z", *_ALONE]


class IndexListing:
    """What an index lists, by path in the repository.

    All of it is listed only if the trees are not known that a commit of it would have.
    """

    def __init__(self, repository: Repository, index_file: str | None) -> None:
        self._repository = repository
        self._index_file = index_file

    @cached_property
    def maybe_top_id(self) -> str | None:
        """The id of the tree that a commit would have, if little differs from HEAD; the repository can read it."""
        try:
            head = self._repository.maybe_commit("HEAD")
            tree_id = None if head is None else self._repository.tree_of(head)
            changes = None if tree_id is None else _maybe_changes(self._list([*_LIST_CHANGES, tree_id]))
            return None if tree_id is None or changes is None else make_tree(self._repository, tree_id, changes)
        except GitError:  # whoever lists the index, or opens the commit, says why
            return None

    @property
    def entries(self) -> Mapping[str, TreeEntry]:
        """What there is at each path."""
        return self._listed[0]

    @property
    def unmerged(self) -> Set[str]:
        """The paths of which there are several sides of a merge."""
        return self._listed[1]

    @cached_property
    def _listed(self) -> tuple[Mapping[str, TreeEntry], Set[str]]:
        entries: dict[str, TreeEntry] = {}
        unmerged: set[str] = set()
        for line in self._list(["ls-files", "--stage", "-z", "--full-name"]):
            about, _, name = line.partition(b"\t")
            mode, object_id, stage = about.split()
            path = os.fsdecode(name)
            entries[path] = TreeEntry(parse_mode(mode), object_id.decode("ascii"))
            if stage != b"0":
                unmerged.add(path)
        return self._without_intended(entries), unmerged

    def _without_intended(self, entries: dict[str, TreeEntry]) -> dict[str, TreeEntry]:
        """Less what `git add --intent-to-add` noted: git lists it as an empty file, and does not commit it."""
        empty = {path for path, entry in entries.items() if entry.object_id == _empty_id("blob", len(entry.object_id))}
        if empty:
            empty_tree = _empty_id("tree", len(entries[min(empty)].object_id))
            arguments = ["diff-index", "--cached", "--name-only", "-z", "--ita-invisible-in-index", empty_tree]
            empty.difference_update(map(os.fsdecode, self._list(arguments)))
        return {path: entry for path, entry in entries.items() if path not in empty}

    def _list(self, arguments: Sequence[str]) -> Iterator[bytes]:
        """What a command lists of the index."""
        variables = {"GIT_INDEX_FILE": self._index_file} if self._index_file else {}
        return filter(None, self._repository.run(arguments, variables=variables).split(b"\0"))


def _maybe_changes(listed: Iterator[bytes]) -> Changes | None:
    """The changes that git lists; None if there are too many, or unresolved merges among them."""
    changes: dict[str, TreeEntry | None] = {}
    for about, path in zip(listed, listed, strict=True):  # one after the other, from the same
        _, mode, _, object_id, kind = about.split()
        if kind == b"U" or len(changes) == MAX_CHANGES:
            return None
        entry = TreeEntry(parse_mode(mode), object_id.decode("ascii"))
        changes[os.fsdecode(path)] = None if kind == b"D" else entry
    return changes


@cache
def _empty_id(kind: str, digits: int) -> str:
    """The id of the object of that kind without content, in a repository whose ids have so many digits."""
    return hash_object(kind, b"", digits)
