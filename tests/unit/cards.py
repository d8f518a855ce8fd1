"""Catalogs for tests, made of text in memory."""

from __future__ import annotations

from assetcards import Catalog, MemoryTree
from assetcards.model.settings import Settings
from assetcards.model.store import Store

TINY = """
name: tiny
model_family: llama
checkpoint: "hg://org/tiny"
num_shards: 8
---
name: tiny@lab
checkpoint: "/lab/tiny.pt"
---
name: tok
tokenizer_family: char
tokenizer: "hg://org/tok"
"""
"""Cards of two kinds, of which one has an override."""

LAYERED = """
name: base
model_family: llama
checkpoint: "hg://org/base"
num_shards: 8
flag: true
---
name: leaf
base: base
checkpoint: null
note: x
---
name: leaf@lab
note: y
"""
"""A card with a base, and an override of it."""


def catalog_of(
    files: dict[str, str] | str, *, env: str | None = None, environments: tuple[str, ...] = (), more: str = ""
) -> Catalog:
    """A catalog of files, or of one file `x.yaml`; `more` is the text of a second store."""
    first = MemoryTree("first", {"x.yaml": files} if isinstance(files, str) else files)
    stores = [Store(first), *([Store(MemoryTree("second", {"y.yaml": more}))] if more else [])]
    return Catalog(stores, env=env, settings=Settings(environments=environments))
