"""A tree without a location, instead of one whose folder is unknown."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.errors import SourceError
from assetcards.trees.tree import FileMissingError, Tree, TreeOrigin


class NowhereTree(Tree):
    """A tree that says why it cannot be listed, like one whose folder is missing.

    >>> NowhereTree("user", SourceError("there is no home folder")).origin.kind
    'nowhere'
    """

    def __init__(self, name: str, reason: SourceError) -> None:
        self._name = name
        self._reason = reason

    @property
    def origin(self) -> TreeOrigin:
        """The name of what it replaces."""
        return TreeOrigin(kind="nowhere", place=self._name)

    def files(self) -> Sequence[str]:
        """Raises the SourceError with the reason."""
        raise self._reason

    def read(self, path: str, limit: int) -> bytes:
        """Raises FileMissingError, whatever is asked for."""
        raise FileMissingError(path)
