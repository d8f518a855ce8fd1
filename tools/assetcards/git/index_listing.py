"""What the index of a repository lists, as a commit of it would have it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property

from assetcards.git.objects import TreeEntry, hash_object, parse_mode
from assetcards.git.repo import Repository


class IndexListing:
    """What an index lists, by path in the repository: `entries`, and which of them are `unmerged`."""

    def __init__(self, repository: Repository, index_file: str | None) -> None:
        self._repository = repository
        self._index_file = index_file
        self.unmerged: set[str] = set()

    @cached_property
    def entries(self) -> Mapping[str, TreeEntry]:
        entries: dict[str, TreeEntry] = {}
        for line in self._list(["ls-files", "--stage", "-z", "--full-name"]):
            about, _, name = line.partition(b"\t")
            mode, object_id, stage = about.split()
            path = os.fsdecode(name)
            entries[path] = TreeEntry(parse_mode(mode), object_id.decode("ascii"))
            if stage != b"0":
                self.unmerged.add(path)
        return self._without_intended(entries)

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


@cache
def _empty_id(kind: str, digits: int) -> str:
    """The id of the object of that kind without content, in a repository whose ids have so many digits."""
    return hash_object(kind, b"", digits)
