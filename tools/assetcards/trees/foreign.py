"""Trees of other authors: whatever they do, they fail only in the ways that a tree may fail."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from assetcards.errors import SourceError
from assetcards.trees.guarding import foreign_code
from assetcards.trees.paths import is_card_file
from assetcards.trees.tree import FileUnreadableError, Presence, Tree, TreeOrigin

T = TypeVar("T")


def list_files(tree: Tree) -> Sequence[str]:
    """The card files of a tree of any author, and the repositories in it. Raises SourceError whatever fails."""
    where = f"{tree.origin}: cannot be listed"
    with foreign_code(lambda problem: SourceError(f"{where}: {problem}")):
        files, repositories = tree.files(), tree.repositories()
    if not isinstance(files, list | tuple) or not all(isinstance(path, str) and is_card_file(path) for path in files):
        raise SourceError(f"{where}: files() returned {repr(files)[:60]}, not paths of *.yaml files")
    files = sorted([*files, *repositories]) if repositories else files
    odd = next((path for path in files if not _is_inside(path)), None)
    if odd is not None:
        raise SourceError(f"{where}: files() returned {odd[:60]!r}, not a path inside the tree")
    if len(set(files)) < len(files):
        raise SourceError(f"{where}: files() returned a path twice", hint="list each file once")
    return files


def _is_inside(path: str) -> bool:
    return posixpath.normpath(path) == path and not path.startswith(("/", "../"))


def read_file(tree: Tree, path: str, limit: int) -> bytes:
    """One file of a tree of any author. Raises FileUnreadableError whatever fails in it."""
    with foreign_code(lambda problem: FileUnreadableError(path, f"cannot be read: {problem}")):
        content = tree.read(path, limit)
    if not isinstance(content, bytes):
        raise FileUnreadableError(path, f"cannot be read: read() returned {type(content).__name__}, not bytes")
    return content[:limit]


def checked(tree: Tree) -> Tree:
    """The tree itself if it is one of ours, else a wrapper that checks it. Raises SourceError without an origin."""
    return tree if type(tree).__module__.partition(".")[0] == __package__.partition(".")[0] else _ForeignTree(tree)


class _ForeignTree(Tree):
    """A tree that is asked for its origin once, and whose failures are SourceErrors."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._name = type(tree).__name__
        origin: object = self._ask("origin", lambda: tree.origin)
        if not isinstance(origin, TreeOrigin) or not all(isinstance(part, str) for part in origin):
            hint = "give it an `origin` that is an assetcards.TreeOrigin of strings"
            raise SourceError(f"tree {self._name} has an invalid origin: {repr(origin)[:60]}", hint=hint)
        self._origin = origin

    def _ask(self, method: str, question: Callable[[], T]) -> T:
        with foreign_code(lambda problem: SourceError(f"{method} of tree {self._name} failed with {problem}")):
            return question()

    @property
    def origin(self) -> TreeOrigin:
        return self._origin

    def files(self) -> Sequence[str]:
        return self._tree.files()

    def read(self, path: str, limit: int) -> bytes:
        return self._tree.read(path, limit)

    def misspelled_files(self) -> Sequence[str]:
        return self._ask("misspelled_files", lambda: tuple(map(str, self._tree.misspelled_files())))

    def presence(self, path: str) -> Presence:
        return self._ask("presence", lambda: Presence(self._tree.presence(path)))

    def repositories(self) -> Sequence[str]:
        return self._ask("repositories", lambda: tuple(map(str, self._tree.repositories())))

    def maybe_digest(self, path: str) -> str | None:
        return self._ask("maybe_digest", lambda: self._tree.maybe_digest(path))

    def maybe_files_with(self, text: str) -> Iterable[str] | None:
        def ask() -> Sequence[str] | None:
            found = self._tree.maybe_files_with(text)
            return None if found is None else tuple(found)

        return self._ask("maybe_files_with", ask)

    def locate(self, path: str) -> str:
        return self._ask("locate", lambda: str(self._tree.locate(path)))

    def close(self) -> None:
        self._ask("close", self._tree.close)
