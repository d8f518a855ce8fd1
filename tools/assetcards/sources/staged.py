"""The catalog in the git index: the commit that is being made, and other files of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assetcards.model.catalog import Catalog
from assetcards.sources.defaults import PathLike
from assetcards.sources.endpoints import INDEX
from assetcards.sources.making import open_endpoint
from assetcards.sources.openers import StoreLike, find_opener
from assetcards.trees.tree import FileUnreadableError

if TYPE_CHECKING:
    from assetcards.git.index_tree import IndexTree


def open_index(
    source: PathLike | None = None,
    *,
    root: PathLike | None = None,
    env: str | None = None,
    stores: Iterable[StoreLike] = (),
) -> Catalog:
    """Open the catalog in the git index: the commit that is being made, whatever the checkout holds.

    In a hook of that repository it is the index that git names there. Only the `stores` named take part beside it.
    Raises SourceError when there is no catalog in it, GitError when the repository cannot be read.
    """
    return open_endpoint(find_opener(source, root), INDEX, root, env=env, stores=stores)


def maybe_read_staged(catalog: Catalog, path: str, limit: int) -> bytes | None:
    """At most `limit` bytes of a file of the index beside a catalog of it, by its path in the repository; or None."""
    try:
        return _index_beside(catalog, "").read(path, limit)
    except FileUnreadableError:
        return None


def is_staged_folder(catalog: Catalog, folder: str) -> bool:
    """Whether the index beside a catalog of it has files in a folder, by its path in the repository."""
    return _index_beside(catalog, folder).exists()


def _index_beside(catalog: Catalog, folder: str) -> IndexTree:
    from assetcards.git.index_tree import IndexTree

    tree = catalog.own.tree
    assert isinstance(tree, IndexTree)
    return tree.at(folder)
