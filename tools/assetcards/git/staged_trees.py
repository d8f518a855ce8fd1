"""The trees that a commit of an index would have: those of HEAD, made again where a file differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeAlias

from assetcards.git.objects import Mode, TreeEntry
from assetcards.git.repo import Repository

Changes: TypeAlias = Mapping[str, TreeEntry | None]
"""What is at paths that differ; None is nothing."""


def make_tree(repository: Repository, tree_id: str, changes: Changes) -> str:
    """The id of a tree with changes, which the repository can read from then on, as all that are new below it.

    Nothing is written. Raises CorruptObjectError when a folder with changes is missing or damaged.
    """
    if not changes:
        return tree_id
    return repository.make_tree(
        _changed(repository, repository.read_tree(tree_id), changes, len(tree_id)), len(tree_id)
    )


def _changed(
    repository: Repository, entries: Mapping[str, TreeEntry], changes: Changes, id_length: int
) -> Mapping[str, TreeEntry]:
    """The entries of a folder with changes: a file may replace a folder, and a folder a file; git has no empty ones."""
    here = {name: entry for name, entry in changes.items() if "/" not in name}
    below: defaultdict[str, dict[str, TreeEntry | None]] = defaultdict(dict)
    for path, entry in changes.items():
        name, slash, rest = path.partition("/")
        if slash:
            below[name][rest] = entry
    found = dict(entries)
    for name, more in below.items():
        folder = found.pop(name, None)
        was = repository.read_tree(folder.object_id) if folder is not None and folder.is_folder else {}
        now = _changed(repository, was, more, id_length)
        if now:
            found[name] = TreeEntry(Mode.FOLDER, repository.make_tree(now, id_length))
    for name, entry in here.items():
        if entry is not None:
            found[name] = entry
        elif name not in below:
            found.pop(name, None)
    return found
