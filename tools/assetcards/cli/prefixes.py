"""How paths of a catalog are shown: so that they open from the current directory, or from the top of the repository."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING

from assetcards.errors import GitError

if TYPE_CHECKING:
    from assetcards.model.catalog import Catalog
    from assetcards.rendering.display import Prefixes
    from assetcards.trees.tree import TreeOrigin


opened: ContextVar[Catalog | None] = ContextVar("opened", default=None)
"""The catalog that this run reads: errors name files of it, wherever they are raised."""


def prefixes_from_here(catalog: Catalog) -> Prefixes:
    """What leads from the working directory to the files of a catalog and of the stores beside it."""
    return _prefixes(catalog, prefix_from_here)


def prefixes_from_top(catalog: Catalog) -> Prefixes:
    """What leads from the top of the catalog's repository to its files."""
    return _prefixes(catalog, _from_top)


def _prefixes(catalog: Catalog, prefix: Callable[[TreeOrigin], str]) -> Prefixes:
    from assetcards.rendering.display import Prefixes  # late: names alone are shown without

    origins = [store.origin for store in catalog.stores]
    return Prefixes(
        catalog=prefix(origins[0]) if origins else "", others={str(origin): prefix(origin) for origin in origins[1:]}
    )


def prefix_from_here(root: TreeOrigin) -> str:
    """What leads from the working directory to the root of a tree.

    To that of a commit or of the index it leads where a work tree has it: there the file is, or was, or will be. If
    there is no work tree, it leads from the top of the repository.
    """
    if root.kind == "path":
        return _shortest(root.place)
    if root.kind in ("git", "index") and os.path.exists(os.path.join(root.place, ".git")):
        return _shortest(os.path.join(root.place, root.folder))
    return _inside(root)


def _shortest(folder: str) -> str:
    return _as_prefix(min(os.path.relpath(folder), os.path.normpath(folder), key=len))


def _from_top(root: TreeOrigin) -> str:
    if root.kind != "path":
        return _inside(root)
    from assetcards.git.repo import Repository

    try:
        top = Repository.find(root.place, os.environ).place
    except GitError:
        return prefix_from_here(root)
    return _as_prefix(os.path.relpath(os.path.realpath(root.place), os.path.realpath(top)))


def _inside(root: TreeOrigin) -> str:
    if root.kind in ("git", "index"):
        return f"{root.folder}/" if root.folder else ""
    return f"{root}/"


def _as_prefix(folder: str) -> str:
    return "" if folder == "." else f"{folder.replace(os.sep, '/')}/"
