"""Trees of card files: one narrow interface over a folder, a commit, the index, a package and memory.

A tree knows which card files there are and gives their bytes. It knows nothing of cards.
"""

from __future__ import annotations

import posixpath
import stat
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from assetcards.errors import SourceError
from assetcards.trees.paths import file_uri

SETTINGS_FILE = "catalog.toml"

MAX_FILES = 1_000_000
"""How many files and folders below the root of a tree are listed, of cards or not."""


class TreeOrigin(NamedTuple):
    """Where a tree is from: `place` is a folder, a package, a repository or a name.

    `kind` is `path` (then `place` is absolute), `package`, `git`, `index` or `memory`; a tree of your own may have
    another one, and what a card writes as a relative path is `KIND:PLACE/PATH` there. `commit` is the full id for a
    commit, and `folder` the path of the tree's root in its repository.

    >>> str(TreeOrigin(kind="git", place="/srv/cards", commit="0123abcd", folder="catalog"))
    'git:/srv/cards@0123abcd'
    """

    kind: str
    place: str
    commit: str = ""
    folder: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.place}" + (f"@{self.commit}" if self.commit else "")


class TreeState(NamedTuple):
    """What all that a tree says of its card files depends on; as long as it is the same, so is what is known of them.

    `key` is a short name for the tree, fit for a file; `facts` are the whole. What is `settled` cannot change without
    that being seen.
    """

    key: str
    facts: bytes
    settled: bool = True


class Presence(Enum):
    """What a tree knows of a path, be it of cards or not: whether a file or a folder is there.

    What is `IGNORED` by git is on this disk alone. It is `UNKNOWN` what is behind a link or in another repository.
    """

    THERE = "there"
    ABSENT = "absent"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


class FileUnreadableError(SourceError):
    """One file of a tree cannot be read as a card file; the others can. `reason` says why.

    >>> error = FileUnreadableError("models/tiny.yaml", "is a symbolic link, not a file")
    >>> error.path, error.reason
    ('models/tiny.yaml', 'is a symbolic link, not a file')
    """

    def __init__(self, path: str, reason: str, hint: str = "") -> None:
        super().__init__(f"{path}: {reason}", hint=hint)
        self.path = path
        self.reason = reason


class FileMissingError(FileUnreadableError):
    """The tree has nothing at that path.

    >>> from assetcards import FileMissingError, MemoryTree
    >>> try:
    ...     MemoryTree().read("tiny.yaml", limit=100)
    ... except FileMissingError as error:
    ...     error.path
    'tiny.yaml'
    """

    def __init__(self, path: str) -> None:
        super().__init__(path, "does not exist")


def repository_inside(path: str) -> FileUnreadableError:
    """The error for reading a folder that is a repository of its own.

    >>> repository_inside("models/extra").reason
    'is a repository of its own, such as a submodule, and its cards are not read'
    """
    reason = "is a repository of its own, such as a submodule, and its cards are not read"
    return FileUnreadableError(path, reason, "move it out of the catalog, and name it with --store")


class Tree(ABC):
    """The protocol for providers of cards: subclass it to serve cards from anywhere else.

    Paths are relative to the tree's root and POSIX. A tree is a snapshot: it always gives the same answers.

    >>> from assetcards import FileMissingError, Tree, TreeOrigin, open_catalog
    >>> class Numbered(Tree):
    ...     origin = TreeOrigin(kind="memory", place="numbered")
    ...     def files(self):
    ...         return ["card1.yaml", "card2.yaml"]
    ...     def read(self, path, limit):
    ...         if path not in self.files():
    ...             raise FileMissingError(path)
    ...         return f"name: {path.removesuffix('.yaml')}".encode()[:limit]
    >>> open_catalog(Numbered(), stores=[]).names()
    ['card1', 'card2']
    """

    @property
    @abstractmethod
    def origin(self) -> TreeOrigin:
        """Where this tree is from; shown with every card."""

    @abstractmethod
    def files(self) -> Sequence[str]:
        """The paths of all card files (`*.yaml`, `*.yml`), sorted.

        Raises SourceError when the tree as a whole cannot be listed.
        """

    @abstractmethod
    def read(self, path: str, limit: int) -> bytes:
        """The bytes of one file, at most `limit` of them; also of `catalog.toml`.

        Raises FileUnreadableError when there is no such regular file; FileMissingError when there is nothing at all.
        """

    def expect(self, paths: Iterable[str]) -> None:
        """Note which files are read next, in this order, if that makes reading them faster."""
        return

    def misspelled_files(self) -> Sequence[str]:
        """The paths of files that would be card files if case did not matter (`*.YAML`), sorted, as far as known."""
        return ()

    def repositories(self) -> Sequence[str]:
        """The paths of folders that are repositories of their own, sorted, as far as known; none can be read.

        A commit names them, but does not have their files, so no tree lists those.
        """
        return ()

    def presence(self, path: str) -> Presence:
        """Whether there is a file or a folder, of cards or not; no content is read for it."""
        return Presence.UNKNOWN

    def is_tracked(self, path: str) -> bool:
        """Whether a file is one of the repository that the tree is of: others who check it out have it, too."""
        return False

    def is_recoded(self, path: str) -> bool:
        """Whether `read` gives a file in UTF-8 that git has written into the checkout in another encoding."""
        return False

    def ignored_files(self) -> Sequence[str]:
        """The paths of files that are not in `files` because git ignores them, as far as known."""
        return ()

    def explain_ignored(self, path: str) -> str:
        """Why git ignores one of them."""
        return "git ignores the file"

    def maybe_digest(self, path: str) -> str | None:
        """A value that differs between two trees of one kind if the file does, if known without reading it."""
        return None

    def maybe_files_with(self, text: str) -> Iterable[str] | None:
        """A superset of the files that contain a string, if known without reading all of them; else None."""
        return None

    def maybe_state(self) -> TreeState | None:
        """What its card files depend on, known without reading them; None where that is not known."""
        return None

    def maybe_id(self) -> str | None:
        """What is the same for trees with the same files, known without listing them; None where that is not known."""
        return None

    def maybe_differing(self, tree_id: str, most: int) -> Sequence[str] | None:
        """The card files that are not as in the tree of that id, in any order.

        None if they are more than `most`, where repositories inside differ, and if both would have to be listed.
        """
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
        """Close processes and files of the tree; safe to call twice."""
        return


def check_count(count: int, where: str) -> None:
    """Raise SourceError when a tree has too many files and folders."""
    if count > MAX_FILES:
        message = f"more than {MAX_FILES} files and folders in {where}"
        raise SourceError(message, hint="name a smaller folder with --root")


def describe_mode(mode: int) -> str:
    """A description of something that is not a regular file.

    >>> describe_mode(stat.S_IFIFO)
    'a pipe'
    """
    kinds = {
        stat.S_IFLNK: "a symbolic link",
        stat.S_IFDIR: "a folder",
        stat.S_IFIFO: "a pipe",
        stat.S_IFSOCK: "a socket",
    }
    return kinds.get(stat.S_IFMT(mode), "a device")
