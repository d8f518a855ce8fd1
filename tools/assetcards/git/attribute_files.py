"""The `.gitattributes` files that matter to files of a tree."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from assetcards.git.tree import GitTree
from assetcards.trees.paths import folders_above

ATTRIBUTES_FILE = ".gitattributes"


def attribute_files(folder: str, paths: Iterable[str]) -> list[str]:
    """Where files of attributes of some paths below a folder would be: in each folder on the way to them."""
    folders = {path.rpartition("/")[0] for path in paths}  # few, of many paths
    above = folders_above(posixpath.join(folder, each, ATTRIBUTES_FILE) for each in folders)
    return sorted(posixpath.join(each, ATTRIBUTES_FILE) for each in above)


def attributes_digest(tree: GitTree, paths: Iterable[str]) -> frozenset[str]:
    """What differs when the files of attributes do that matter to files of a tree."""
    names = attribute_files(tree.origin.folder, paths)
    found = ((name, tree.maybe_entry_in_repository(name)) for name in names)
    return frozenset(f"{entry.digest} {name}" for name, entry in found if entry is not None)
