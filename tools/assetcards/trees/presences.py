"""What trees were asked about files, of cards or not: what is found in cards depends on the answers as well."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from assetcards.trees.tree import Presence, Tree

_known: WeakKeyDictionary[Tree, dict[str, Presence]] = WeakKeyDictionary()


def presence_in(tree: Tree, path: str) -> Presence:
    """As `Tree.presence`; each path is asked for once."""
    known = _known.setdefault(tree, {})
    if path not in known:
        known[path] = tree.presence(path)
    return known[path]


def presences_in(tree: Tree) -> Mapping[str, Presence]:
    """All that was asked so far, with the answers."""
    return dict(_known.get(tree, {}))
