"""What is known of catalogs that were judged whole, kept in the user's cache: see `lint/local.py`.

It is a cache and nothing else: each record is for one content of a catalog, by the ids that git has for its files, and
for one version of all that judges it. What is not whole counts as not there.
"""

from __future__ import annotations

import hashlib
import json

from assetcards.lint.judges import maybe_tree_facts
from assetcards.lint.local import Record
from assetcards.model.catalog import Catalog
from assetcards.sources.kept import KeptFolder
from assetcards.trees.tree import Tree

MAX_FILES = 256
"""How many records there are at most; the oldest are removed."""


class KeptRecords:
    """The records of a user below the folder of caches, a file for each content of a catalog."""

    def __init__(self, caches: str) -> None:
        self._folder = KeptFolder(caches, "judged", most=MAX_FILES)
        self._keys: dict[Tree, str | None] = {}

    def maybe_read(self, catalog: Catalog) -> Record | None:
        """The record that was kept for just this content, if it is whole."""
        key = self._maybe_key(catalog.own.tree)
        content = None if key is None else self._folder.maybe_read(key)
        digest, _, known = (content or b"").partition(b"\n")
        if content is None or key is None or digest != _digest(key, known):
            return None
        paths, sound = json.loads(known)
        return Record(frozenset(paths), sound)

    def keep(self, catalog: Catalog, record: Record) -> None:
        """Keep a record of a catalog in git."""
        key = self._maybe_key(catalog.own.tree)
        if key is not None:
            known = json.dumps([sorted(record.paths), record.sound]).encode()
            self._folder.keep(key, _digest(key, known) + b"\n" + known)

    def _maybe_key(self, tree: Tree) -> str | None:
        if tree not in self._keys:
            self._keys[tree] = _maybe_key(tree)
        return self._keys[tree]


def _digest(key: str, known: bytes) -> bytes:
    return hashlib.sha256(key.encode() + known).hexdigest().encode()


def _maybe_key(tree: Tree) -> str | None:
    facts = maybe_tree_facts(tree)
    return None if facts is None else hashlib.sha256(facts).hexdigest()
