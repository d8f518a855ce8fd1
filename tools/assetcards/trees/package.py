"""Cards among the resources of an installed package."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Sequence
from importlib import import_module, resources
from typing import Any

from assetcards.errors import SourceError
from assetcards.trees.guarding import foreign_code
from assetcards.trees.paths import file_uri, is_card_file
from assetcards.trees.tree import FileMissingError, FileUnreadableError, Tree, TreeOrigin, check_count


class PackageTree(Tree):
    """The card files among the resources of an installed package (`importlib.resources`).

    >>> from assetcards import PackageTree
    >>> tree = PackageTree("assetcards")
    >>> str(tree.origin), tree.files()
    ('package:assetcards', ())
    """

    def __init__(self, package: str) -> None:
        self._package = package
        self._resources: dict[str, Any] | None = None

    @property
    def origin(self) -> TreeOrigin:
        """The name of the package."""
        return TreeOrigin(kind="package", place=self._package)

    def _load(self) -> dict[str, Any]:
        if self._resources is None:
            where = f"package:{self._package}: cannot be read"
            with foreign_code(lambda problem: SourceError(f"{where}: {problem}")):  # importing it runs what is in it
                self._resources = dict(_walk_resources(_files_of(self._package)))
        return self._resources

    def files(self) -> Sequence[str]:
        """The paths of all card files, sorted. Raises SourceError when there is no such package, or it fails."""
        return tuple(sorted(filter(is_card_file, self._load())))

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of one file, at most `limit` of them. Raises FileUnreadableError."""
        resource = self._load().get(path)
        if resource is None:
            raise FileMissingError(path)
        try:
            with resource.open("rb") as file:
                content: bytes = file.read(limit)
                return content
        except OSError as error:
            raise FileUnreadableError(path, f"cannot be read: {error.strerror}") from error

    def locate(self, path: str) -> str:
        """The URI of a path beside a card file; a package without `__init__` may be in several folders."""
        beside = [known for known in self._load() if path.startswith(posixpath.dirname(known))]
        near = max(beside, key=lambda known: len(posixpath.dirname(known)), default="")
        resource = self._load().get(near)
        if not isinstance(resource, os.PathLike):
            return super().locate(path)
        return file_uri(os.fspath(resource).removesuffix(near) + path)


def _files_of(package: str) -> Any:
    """The folder of a package; for a module, Python 3.12 and later would return everything beside it."""
    imported = import_module(package)
    if not hasattr(imported, "__path__"):
        raise TypeError(f"{package!r} is a module; cards are read from a package (a folder that can be imported)")
    return resources.files(imported)


def _walk_resources(root: Any) -> Iterator[tuple[str, Any]]:
    """The files below, with their paths; links to folders may form a cycle, and are not followed."""
    pending = [("", root)]
    count = 0
    while pending:
        prefix, folder = pending.pop()
        for child in folder.iterdir():
            count += 1
            check_count(count, "a package")
            path = f"{prefix}{child.name}"
            if not child.is_dir():
                yield path, child
            elif not isinstance(child, os.PathLike) or not os.path.islink(child):
                pending.append((f"{path}/", child))
