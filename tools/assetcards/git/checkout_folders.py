"""Where catalogs are in a work tree, by what git lists of it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from assetcards.errors import GitError
from assetcards.git.checkout_listing import LIST
from assetcards.git.process import run_git, work_tree_environment
from assetcards.trees.roots import DiskFolders, is_hidden
from assetcards.trees.tree import SETTINGS_FILE


class CheckoutFolders(DiskFolders):
    """The folders of a work tree: git lists those with `catalog.toml`, also those that it has not checked out."""

    def __init__(self, top: str, environ: Mapping[str, str]) -> None:
        super().__init__(top=top)
        self._place = top
        self._environ = environ

    def catalogs(self, top: str) -> Sequence[str]:
        """As git lists them; without any, or where git does not read the repository, as on any disk."""
        try:
            listing = self._list()
        except GitError:
            listing = []
        below = (os.path.dirname(os.path.join(self._place, path)) for path in listing if not is_hidden(path))
        found = sorted(folder for folder in below if f"{folder}/".startswith(f"{top}/"))
        return found or super().catalogs(top)

    def _list(self) -> Sequence[str]:
        """The paths of `catalog.toml` files that are there, or are left out by a sparse checkout."""
        environment = work_tree_environment(self._place, self._environ) | {"GIT_LITERAL_PATHSPECS": "0"}
        answer = os.fsdecode(run_git(["-C", self._place, *LIST, f":(glob)**/{SETTINGS_FILE}"], environment))
        paths = (line.rpartition("\t")[2].removeprefix("? ") for line in answer.split("\0")[:-1])
        sparse = {line.rpartition("\t")[2] for line in answer.split("\0") if line.startswith("S ")}
        return [
            path
            for path in paths
            if path in sparse or self.has_settings(os.path.dirname(os.path.join(self._place, path)))
        ]
