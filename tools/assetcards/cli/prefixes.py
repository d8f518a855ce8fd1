"""How paths of a catalog are shown: as seen from where you stand, or from the top of the repository."""

from __future__ import annotations

import os

from assetcards.errors import GitError
from assetcards.trees.tree import TreeOrigin


def prefix_from_here(root: TreeOrigin) -> str:
    """What to put before a path of the catalog so that it leads there from the working directory.

    For the index and for commits it leads there from the top of the repository, as git itself writes paths.
    """
    if root.kind != "path":
        return f"{root.folder}/" if root.folder else ""
    relative = os.path.relpath(root.place)
    return _as_prefix(root.place if relative.startswith("..") else relative)


def prefix_from_top(root: TreeOrigin) -> str:
    """What to put before a path of the catalog so that it leads there from the top of the repository."""
    if root.kind != "path":
        return prefix_from_here(root)
    from assetcards.git.repo import Repository

    try:
        top = Repository.find(root.place, os.environ).place
    except GitError:
        return prefix_from_here(root)
    return _as_prefix(os.path.relpath(os.path.realpath(root.place), os.path.realpath(top)))


def _as_prefix(folder: str) -> str:
    return "" if folder == "." else f"{folder.replace(os.sep, '/')}/"


def path_below(root: TreeOrigin, file: str) -> str:
    """The path in a catalog of a file named from where you stand; it begins with `../` when it is not in there."""
    folder, name = os.path.split(os.path.abspath(file))
    top = os.path.realpath(os.path.join(root.place, root.folder))
    return os.path.relpath(os.path.join(os.path.realpath(folder), name), top).replace(os.sep, "/")
