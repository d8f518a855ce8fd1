"""Trees of card files: one narrow interface over a folder, a commit, the index, a package and memory.

A tree knows which card files there are and gives their bytes. It knows nothing of cards.
"""

from __future__ import annotations

import os
import posixpath
import stat
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assetcards.errors import SourceError

CARD_SUFFIXES = (".yaml", ".yml")
SETTINGS_FILE = "catalog.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a tree is from: `place` is a folder, a package, a repository or a name.

    `commit` is the full id for a commit, and `folder` the path of the tree's root in its repository.

    >>> str(Origin(kind="git", place="/srv/cards", commit="0123abcd", folder="catalog"))
    'git:/srv/cards@0123abcd'
    """

    kind: Literal["path", "package", "git", "index", "memory"]
    place: str
    commit: str = ""
    folder: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.place}" + (f"@{self.commit}" if self.commit else "")


class FileUnreadableError(SourceError):
    """One file of a tree cannot be read as a card file; the others can. `reason` says why."""

    def __init__(self, path: str, reason: str, hint: str = "") -> None:
        super().__init__(f"{path}: {reason}", hint=hint)
        self.path = path
        self.reason = reason


class Tree(ABC):
    """The protocol for providers of cards: subclass it to serve cards from anywhere else.

    Paths are relative to the tree's root and POSIX. A tree is a snapshot: asked twice, it answers the same.
    """

    @property
    @abstractmethod
    def origin(self) -> Origin:
        """Where this tree is from; shown with every card."""

    @abstractmethod
    def files(self) -> Sequence[str]:
        """The paths of all card files (`*.yaml`, `*.yml`), sorted.

        Raises SourceError when the tree as a whole cannot be listed.
        """

    @abstractmethod
    def read(self, path: str, limit: int) -> bytes:
        """The bytes of one file, at most `limit` of them; also of `catalog.toml`.

        Raises FileUnreadableError when there is no such regular file.
        """

    def maybe_digest(self, path: str) -> str | None:
        """What differs between two trees of one kind if the file does, when the tree can tell without reading it."""
        return None

    def maybe_files_with(self, text: str) -> Iterable[str] | None:
        """A superset of the files that hold the text, when the tree can tell without reading them all; else None."""
        return None

    def locate(self, path: str) -> str:
        """The URI of a path of this tree, which a card wrote as a relative path (CARD_SPEC 4)."""
        origin = self.origin
        where = posixpath.join(origin.folder, path)
        if origin.kind == "git":
            return f"git:{origin.commit}:{posixpath.normpath(where)}"
        if origin.kind in ("path", "index"):
            return file_uri(posixpath.join(origin.place, where))
        return f"{origin}/{posixpath.normpath(where)}"

    def close(self) -> None:
        """Let go of processes and files that the tree holds open; safe to call twice."""
        return


def file_uri(path: str) -> str:
    """An absolute path as a `file://` URI; `..`, `~` and links stay as they are.

    >>> file_uri("/models/./a b.pt")
    'file:///models/a%20b.pt'
    """
    from pathlib import PurePosixPath
    from urllib.parse import quote_from_bytes

    return "file://" + quote_from_bytes(os.fsencode(PurePosixPath(path)))


def is_card_file(path: str) -> bool:
    """Whether a file of that name is taken for a card file."""
    return path.endswith(CARD_SUFFIXES)


class FolderTree(Tree):
    """A folder of the file system; `.git` folders and symbolic links to folders are not entered."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = os.path.abspath(folder)
        self._files: tuple[str, ...] | None = None

    @property
    def origin(self) -> Origin:
        return Origin(kind="path", place=self._folder)

    def files(self) -> Sequence[str]:
        if self._files is None:
            self._files = tuple(sorted(self._walk()))
        return self._files

    def _walk(self) -> Iterator[str]:
        pending = [""]
        while pending:
            folder = pending.pop()
            for entry in self._scan(folder):
                path = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != ".git":
                        pending.append(f"{path}/")
                elif is_card_file(path):
                    yield path

    def _scan(self, folder: str) -> list[os.DirEntry[str]]:
        where = os.path.join(self._folder, folder) if folder else self._folder
        try:
            with os.scandir(where) as entries:
                return list(entries)
        except OSError as error:
            if folder and isinstance(error, FileNotFoundError):
                return []
            raise SourceError(f"{where}: cannot be listed: {error.strerror}") from error

    def read(self, path: str, limit: int) -> bytes:
        where = os.path.join(self._folder, path)
        try:
            mode = os.lstat(where).st_mode
            if not stat.S_ISREG(mode):
                raise FileUnreadableError(path, f"is {_describe_mode(mode)}, not a file", "put the card itself there")
            with open(where, "rb") as file:
                return file.read(limit)
        except OSError as error:
            raise FileUnreadableError(path, f"cannot be read: {error.strerror}") from error


def _describe_mode(mode: int) -> str:
    kinds = {
        stat.S_IFLNK: "a symbolic link",
        stat.S_IFDIR: "a folder",
        stat.S_IFIFO: "a pipe",
        stat.S_IFSOCK: "a socket",
    }
    return kinds.get(stat.S_IFMT(mode), "a device")


class MemoryTree(Tree):
    """Cards given in memory: files as text or bytes by path, or cards as mappings.

    >>> tree = MemoryTree("test", cards=[{"name": "tiny", "model_arch": "tiny"}])
    >>> tree.files(), str(tree.origin)
    (('000000.yaml',), 'memory:test')
    """

    def __init__(
        self,
        name: str = "cards",
        files: Mapping[str, str | bytes] | None = None,
        *,
        cards: Iterable[Mapping[str, Any]] = (),
    ) -> None:
        self._name = name
        self._contents = {path: _as_bytes(content) for path, content in (files or {}).items()}
        for number, card in enumerate(cards):
            self._contents[f"{number:06}.yaml"] = _render_card(name, number, card)

    @property
    def origin(self) -> Origin:
        return Origin(kind="memory", place=self._name)

    def files(self) -> Sequence[str]:
        return tuple(sorted(filter(is_card_file, self._contents)))

    def read(self, path: str, limit: int) -> bytes:
        if path not in self._contents:
            raise FileUnreadableError(path, "is not there")
        return self._contents[path][:limit]


def _as_bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")


def _render_card(source: str, number: int, card: Mapping[str, Any]) -> bytes:
    """A card as YAML, which JSON is; what JSON cannot write is not a value of a card."""
    import json

    try:
        return (json.dumps(dict(card), indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()
    except (TypeError, ValueError) as error:
        raise SourceError(f"memory:{source}: card number {number} cannot be written as YAML: {error}") from error


class PackageTree(Tree):
    """The card files among the resources of an installed package (`importlib.resources`)."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._resources: dict[str, Any] | None = None

    @property
    def origin(self) -> Origin:
        return Origin(kind="package", place=self._package)

    def _load(self) -> dict[str, Any]:
        if self._resources is None:
            from importlib.resources import files

            try:
                root = files(self._package)
            except (ImportError, TypeError, ValueError) as error:
                raise SourceError(f"package:{self._package}: cannot be imported: {error}") from error
            self._resources = dict(_walk_resources(root))
        return self._resources

    def files(self) -> Sequence[str]:
        return tuple(sorted(filter(is_card_file, self._load())))

    def read(self, path: str, limit: int) -> bytes:
        resource = self._load().get(path)
        if resource is None:
            raise FileUnreadableError(path, "is not there")
        try:
            with resource.open("rb") as file:
                content: bytes = file.read(limit)
                return content
        except OSError as error:
            raise FileUnreadableError(path, f"cannot be read: {error.strerror}") from error

    def locate(self, path: str) -> str:
        from importlib.resources import files

        root = files(self._package)
        return file_uri(posixpath.join(str(root), path)) if isinstance(root, os.PathLike) else super().locate(path)


def _walk_resources(root: Any) -> Iterator[tuple[str, Any]]:
    pending = [("", root)]
    while pending:
        prefix, folder = pending.pop()
        for child in folder.iterdir():
            path = f"{prefix}{child.name}"
            if child.is_dir():
                pending.append((f"{path}/", child))
            else:
                yield path, child
