"""Opening a tree that a caller passes: it has no other state than its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from assetcards.errors import SourceError
from assetcards.model.catalog import Catalog
from assetcards.sources.defaults import PathLike
from assetcards.sources.endpoints import Endpoint, Opener
from assetcards.trees.tree import Tree


class TreeOpener(Opener):
    """Opens a tree as it is; it has no commits, no index and no other root."""

    def __init__(self, tree: Tree) -> None:
        super().__init__()
        self._tree = tree

    def _refuse(self) -> NoReturn:
        raise SourceError(f"{self._tree.origin} is read as it is", hint="leave out rev and root")

    def look_up(self, revision: str) -> str:
        self._refuse()

    def parted(self, commits: Sequence[str], *, merging: bool) -> str:
        self._refuse()

    def check_has(self, *ends: Endpoint) -> None:
        if any(end.kind != "checkout" for end in ends):
            self._refuse()

    def tree(self, end: Endpoint, root: PathLike | None) -> Tree:
        self.check_has(end)
        if root is not None:
            self._refuse()
        return self._tree

    def maybe_tree(self, end: Endpoint, root: PathLike | None) -> Tree:
        return self.tree(end, root)

    def upstream_base(self) -> str:
        message = f"{self._tree.origin} is in no repository"
        raise SourceError(message, hint="write the whole address of the upstream")

    def root_of(self, catalog: Catalog) -> PathLike:
        return ""
