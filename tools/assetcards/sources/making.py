"""The catalog of a tree or an endpoint, with the stores that are read beside it."""

from __future__ import annotations

import os
from collections.abc import Iterable

from assetcards.errors import SourceError
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.files import reading_of
from assetcards.model.settings_file import load_settings
from assetcards.model.store import Store, catalog_store
from assetcards.model.upstream import OpenUpstreams, no_upstreams
from assetcards.sources.default_stores import default_stores
from assetcards.sources.defaults import PathLike, absolute_path, current_environment, maybe_indexes, work_times
from assetcards.sources.endpoints import Endpoint, Opener
from assetcards.sources.openers import StoreLike, check_named
from assetcards.sources.places import existing_folder
from assetcards.trees.folder import FolderTree
from assetcards.trees.foreign import checked
from assetcards.trees.tree import Tree


def open_endpoint(
    opener: Opener,
    end: Endpoint,
    root: PathLike | None = None,
    *,
    env: str | None = None,
    stores: Iterable[StoreLike] | None = (),
) -> Catalog:
    """The catalog of an endpoint. Raises NoCatalogError when it has none, and what `make_catalog` raises."""
    return _make_catalog(opener, end, opener.tree(end, root), env, stores)


def maybe_open_endpoint(
    opener: Opener,
    end: Endpoint,
    root: PathLike | None = None,
    *,
    env: str | None = None,
    stores: Iterable[StoreLike] | None = (),
) -> Catalog | None:
    """As `open_endpoint`; None for a commit without a catalog, and before the first commit."""
    tree = opener.maybe_tree(end, root)
    return None if tree is None else _make_catalog(opener, end, tree, env, stores)


def _make_catalog(
    opener: Opener, end: Endpoint, tree: Tree, env: str | None, stores: Iterable[StoreLike] | None
) -> Catalog:
    revision = opener.revision_of(end)
    return make_catalog(tree, env=env, stores=stores, revision=revision, open_upstreams=opener.open_upstreams)


def make_catalog(
    tree: Tree,
    *,
    env: str | None,
    stores: Iterable[StoreLike] | None,
    revision: Revision | None = None,
    open_upstreams: OpenUpstreams = no_upstreams,
) -> Catalog:
    """The catalog of a tree, with its upstreams; without `stores` also the default ones, unless it has a revision.

    Raises SourceError when the tree, or a store that somebody named, cannot be listed: the answers would lack its
    cards. A default store may be missing; `catalog stores` says so.
    """
    if isinstance(stores, str | bytes | os.PathLike):
        raise TypeError(f"stores is a list of folders and trees, not {stores!r} alone")
    tree = checked(tree)
    settings = load_settings(tree)
    indexes, times = maybe_indexes(), work_times()
    asked = [catalog_store(tree, settings, reading=reading_of(tree, times), indexes=indexes)]
    for named in map(checked, map(_as_tree, stores or ())):
        reading = reading_of(named, times)
        asked.append(Store(named, role="named", bounds=settings.bounds, reading=reading, indexes=indexes))
    for store in asked:
        store.require_paths()
    others = default_stores(tree) if stores is None and revision is None else []
    return Catalog(
        [*asked, *open_upstreams(settings.upstreams, tree), *others],
        settings=settings,
        env=current_environment(env),
        revision=revision,
        open_upstreams=open_upstreams,
    )


def with_folders(catalog: Catalog, folders: Iterable[PathLike]) -> Catalog:
    """The catalog with more folders of cards beside it: those that it does not read already.

    Read twice, each of their cards would be a duplicate.
    """
    origins = (store.origin for store in catalog.stores)
    read = {os.path.realpath(origin.place) for origin in origins if origin.kind == "path"}
    stores = list(catalog.stores)
    for folder in map(absolute_path, folders):
        if os.path.realpath(folder) not in read:
            read.add(os.path.realpath(folder))
            stores.append(Store(FolderTree(folder), role="named", bounds=catalog.settings.bounds))
    return catalog.with_(stores=stores)


def check_readable(catalog: Catalog) -> None:
    """Raise SourceError, the catalog closed, when its own store, or one that somebody named, cannot be listed."""
    for store in catalog.stores:
        problem = catalog.maybe_problem(store) if store.role in ("catalog", "named") else None
        if problem is not None:
            catalog.close()
            raise SourceError(problem)


def _as_tree(store: StoreLike) -> Tree:
    if isinstance(store, Tree):
        return store
    check_named(store)
    return FolderTree(existing_folder(absolute_path(store)))
