"""A tree that is nowhere: in place of one whose folder nobody can name."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.errors import SourceError
from assetcards.trees.tree import FileMissingError, Tree, TreeOrigin


class NowhereTree(Tree):
    """A tree that says why it cannot be listed, as one does whose folder is missing.

    >>> NowhereTree("user", SourceError("there is no home folder")).origin.kind
    'nowhere'
    """

    def __init__(self, name: str, reason: SourceError) -> None:
        self._name = name
        self._reason = reason

    @property
    def origin(self) -> TreeOrigin:
        """What it would be."""
        return TreeOrigin(kind="nowhere", place=self._name)

    def files(self) -> Sequence[str]:
        """Raises the SourceError that says why there are none."""
        raise self._reason

    def read(self, path: str, limit: int) -> bytes:
        """Raises FileMissingError, whatever is asked for."""
        raise FileMissingError(path)
