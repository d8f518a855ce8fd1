"""What git does with the files of a tree on their way between a commit and a checkout."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from assetcards.errors import GitError, NotFetchedError, SourceError
from assetcards.git.attribute_files import attribute_files
from assetcards.git.attributes import Attributes
from assetcards.git.tree import GitTree
from assetcards.sources.checkouts import ask_attributes
from assetcards.trees.folder import FolderTree
from assetcards.trees.tree import FileUnreadableError, Tree
from assetcards.trees.work_tree import maybe_work_tree

MAX_BYTES = 1 << 20
"""How long all files of attributes that matter to a catalog may be."""


_known: WeakKeyDictionary[Tree, dict[tuple[str, ...], dict[str, Attributes]]] = WeakKeyDictionary()
"""The attributes found for a tree: it may be checked more than once, and gives the same answer each time."""


class _Around(NamedTuple):
    """The repository around a tree: how its files are read, and the folder of the tree in it."""

    read: Callable[[str, int], bytes]
    folder: str


def load_attributes(tree: Tree, paths: Iterable[str]) -> dict[str, Attributes]:
    """The attributes of files of a tree, by path, by the repository's own files; none outside of git.

    Of a checkout its files count, of a commit and the index theirs. Raises SourceError when they are too long,
    and GitError when git cannot be asked.
    """
    around = _maybe_around(tree)
    if around is None:
        return {}
    asked = tuple(paths)
    known = _known.setdefault(tree, {})
    if asked not in known:
        known[asked] = _load(around, asked)
    return known[asked]


def _load(around: _Around, paths: Iterable[str]) -> dict[str, Attributes]:
    named = {posixpath.join(around.folder, path): path for path in paths}
    files = dict(_attribute_files(around, named.values()))
    found = ask_attributes(files, named) if files else {}
    return {named[path]: attributes for path, attributes in found.items()}


def attributes_content(tree: Tree, paths: Iterable[str]) -> bytes:
    """The files of attributes that matter to files of a tree; what `load_attributes` gives depends on nothing else.

    Raises what that raises.
    """
    around = _maybe_around(tree)
    files = () if around is None else _attribute_files(around, paths)
    return b"\0".join(part for name, content in files for part in (os.fsencode(name), content))


def is_checkout(tree: Tree) -> bool:
    """Whether a tree is a folder of a work tree of git."""
    return tree.origin.kind == "path" and maybe_work_tree(os.path.realpath(tree.origin.place)) is not None


def _maybe_around(tree: Tree) -> _Around | None:
    if isinstance(tree, GitTree):
        return _Around(tree.read_in_repository, tree.origin.folder)
    folder = os.path.realpath(tree.origin.place)
    top = maybe_work_tree(folder) if is_checkout(tree) else None
    if top is None:
        return None
    return _Around(FolderTree(top).read, "" if folder == top else os.path.relpath(folder, top))


def _attribute_files(around: _Around, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The files that say something of paths of the tree; git passes over one that is a link."""
    left = MAX_BYTES
    for name in attribute_files(around.folder, paths):
        try:
            content = around.read(name, left + 1)
        except FileUnreadableError:
            continue
        except GitError as error:
            if isinstance(error.__cause__ or error, NotFetchedError):  # a fetched commit has its root folder alone
                continue
            raise
        left -= len(content)
        if left < 0:
            message = f"{name}: the files of attributes have more than {MAX_BYTES} bytes"
            raise SourceError(message, hint="remove the attributes that no file needs")
        yield name, content
