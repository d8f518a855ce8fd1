"""How paths of a catalog are shown: relative to the current directory, or to the top of the repository."""

from __future__ import annotations

import os
from collections.abc import Callable

from assetcards.errors import GitError
from assetcards.model.catalog import Catalog
from assetcards.rendering.display import Prefixes
from assetcards.trees.tree import TreeOrigin


def prefixes_from_here(catalog: Catalog) -> Prefixes:
    """What leads from the working directory to the files of a catalog and of the stores beside it.

    To those of the index and of commits it leads from the top of the repository, as git itself writes paths.
    """
    return _prefixes(catalog, _from_here)


def prefixes_from_top(catalog: Catalog) -> Prefixes:
    """What leads from the top of the catalog's repository to its files."""
    return _prefixes(catalog, _from_top)


def _prefixes(catalog: Catalog, prefix: Callable[[TreeOrigin], str]) -> Prefixes:
    origins = [store.origin for store in catalog.stores]
    return Prefixes(
        catalog=prefix(origins[0]) if origins else "", others={str(origin): prefix(origin) for origin in origins[1:]}
    )


def _from_here(root: TreeOrigin) -> str:
    if root.kind == "path":
        return _as_prefix(min(os.path.relpath(root.place), root.place, key=len))
    return _inside(root)


def _from_top(root: TreeOrigin) -> str:
    if root.kind != "path":
        return _inside(root)
    from assetcards.git.repo import Repository

    try:
        top = Repository.find(root.place, os.environ).place
    except GitError:
        return _from_here(root)
    return _as_prefix(os.path.relpath(os.path.realpath(root.place), os.path.realpath(top)))


def _inside(root: TreeOrigin) -> str:
    if root.kind in ("git", "index"):
        return f"{root.folder}/" if root.folder else ""
    return f"{root}/"


def _as_prefix(folder: str) -> str:
    return "" if folder == "." else f"{folder.replace(os.sep, '/')}/"
