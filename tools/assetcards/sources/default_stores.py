"""The stores that are read beside a checkout without being named."""

from __future__ import annotations

import os

from assetcards.errors import SourceError
from assetcards.model.store import Store
from assetcards.sources.defaults import maybe_indexes, system_folder, user_folder
from assetcards.trees.folder import FolderTree
from assetcards.trees.nowhere import NowhereTree
from assetcards.trees.plugins import PluginError, StorePlugin, run_plugin, store_plugins
from assetcards.trees.tree import Tree


def default_stores(catalog: Tree) -> list[Store]:
    """The stores read beside a checkout: the system's, the user's, and those that packages add (CARD_SPEC 6).

    A folder that is inside the catalog, or is read already, is left out: `FAIRSEQ2_ASSET_DIR` may name the catalog.
    Raises PluginError when a plugin fails.
    """
    read = [catalog.origin.place] if catalog.origin.kind == "path" else []
    stores: list[Store] = []
    for role, named in (("system", system_folder), ("user", user_folder)):
        try:
            folder = named()
        except SourceError as error:
            stores.append(Store(NowhereTree(role, error), role=role))
            continue
        if not any(_is_within(folder, other) for other in read):
            read.append(folder)
            stores.append(Store(FolderTree(folder), role=role, indexes=maybe_indexes()))
    return [*stores, *map(_store_of, store_plugins())]


def _store_of(plugin: StorePlugin) -> Store:
    tree = run_plugin(plugin.name, plugin.make)
    if not isinstance(tree, Tree):
        raise PluginError(plugin.name, f"made a {type(tree).__name__}, not an assetcards.Tree")
    try:
        return Store(tree, role=plugin.name)
    except SourceError as error:
        raise PluginError(plugin.name, error.message) from error


def _is_within(folder: str, other: str) -> bool:
    other = os.path.realpath(other)
    return os.path.commonpath([os.path.realpath(folder), other]) == other
