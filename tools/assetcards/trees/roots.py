"""The root of a catalog: the folder with `catalog.toml`, searched upward and then below."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from assetcards.errors import NoCatalogError, SourceError
from assetcards.trees.owners import maybe_stranger
from assetcards.trees.tree import SETTINGS_FILE, describe_mode

MAX_DEPTH_BELOW = 4
MAX_FOLDERS_BELOW = 10_000
MAX_ENTRIES_BELOW = 200_000
MAX_SECONDS_BELOW = 10.0
"""How far the search below goes, so that it does not read a whole home folder or wait for a slow disk."""

GIT_DIRECTORY = frozenset(["HEAD", "objects", "refs"])
"""What git looks for in a folder to use it as a git directory, whatever its name is."""

NAME_ROOT = "name a folder of cards with --root"


class Folders(Protocol):
    """What the search asks of folders, on a disk or in git; their paths are relative to the top of a repository.

    `odd` describes a `catalog.toml` that is not a file; it is empty if there is none.
    """

    odd: str

    @property
    def inner(self) -> Sequence[str]:
        """The folders that `children` has passed over because each is a repository of its own."""

    def has_settings(self, folder: str) -> bool:
        """Whether the folder has `catalog.toml`."""

    def above(self, folder: str) -> Iterable[str]:
        """The folder and those above it that may be the root of its catalog, nearest first."""

    def children(self, folder: str) -> Iterable[str]:
        """The paths of the folders in it that are not hidden."""


def parents(folder: str) -> Iterator[str]:
    """A folder and all above it, nearest first."""
    yield folder
    while (parent := os.path.dirname(folder)) != folder:
        folder = parent
        yield folder


class DiskFolders:
    """Folders of the file system, by absolute path; symbolic links are not followed downward.

    `top` is the top of a work tree, above which the search does not go. `trusted` are the users whose folders and files
    count, or None for all users: without a folder from the user, catalogs of other users are ignored. `stranger`
    describes what was ignored.
    """

    def __init__(self, *, top: str | None = None, trusted: Collection[int] | None = None) -> None:
        self.stranger = ""
        self.odd = ""
        self._inner: list[str] = []
        self._top = top
        self._trusted = trusted
        self._entries = 0
        self._deadline = time.monotonic() + MAX_SECONDS_BELOW

    @property
    def inner(self) -> Sequence[str]:
        """The repositories inside, such as submodules, that `children` has come upon."""
        return self._inner

    def has_settings(self, folder: str) -> bool:
        """Whether the folder has `catalog.toml`."""
        path = os.path.join(folder, SETTINGS_FILE)
        try:
            mode = os.lstat(path).st_mode
        except OSError:
            return False
        if not self._trusts(path):
            return False
        if not stat.S_ISREG(mode):
            self.odd = self.odd or f"{path} is {describe_mode(mode)}"
        return stat.S_ISREG(mode)

    def above(self, folder: str) -> Iterator[str]:
        """The folder and those above it, up to the top of the work tree, or to one of another user."""
        for each in parents(folder):
            if not self._trusts(each):
                return
            yield each
            if each == self._top:
                return

    def children(self, folder: str) -> Iterator[str]:
        """The paths of the folders in it that are not hidden; none when it cannot be read.

        Repositories of their own, such as submodules, are added to `inner` instead. Raises NoCatalogError beyond the
        bounds of a search.
        """
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    self._count()
                    is_folder = entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
                    if is_folder and self._trusts(entry.path):
                        if is_repository(entry.path):
                            self._inner.append(entry.path)
                        else:
                            yield entry.path
        except OSError:
            return

    def _trusts(self, path: str) -> bool:
        stranger = maybe_stranger(path, self._trusted) if self._trusted is not None else None
        if stranger is not None:
            self.stranger = self.stranger or f"{path} belongs to another user ({stranger})"
        return stranger is None

    def _count(self) -> None:
        self._entries += 1
        if self._entries > MAX_ENTRIES_BELOW:
            raise _given_up(f"{MAX_ENTRIES_BELOW} files and folders")
        if self._entries % 100 == 0 and time.monotonic() > self._deadline:
            raise _given_up(f"{MAX_SECONDS_BELOW:.0f} seconds")


def _given_up(after: str) -> NoCatalogError:
    return NoCatalogError(f"no {SETTINGS_FILE} was found: the search ended after {after}", hint=NAME_ROOT)


def explain_odd(odd: str) -> NoCatalogError:
    """The error when no root was found, but something named `catalog.toml` that is not a file."""
    return NoCatalogError(f"{odd}, not a file", hint="replace it with a regular file, or name a folder with --root")


def maybe_root(start: str, folders: Folders, *, upward: bool) -> str | None:
    """The folder with `catalog.toml`: if `upward` the start or its nearest parent, else the nearest one below.

    A repository inside, such as a submodule, is searched only if nothing else has one: no commit holds its cards.
    Raises SourceError when several below are equally near, and when there are too many folders to search.
    """
    above = folders.above(start) if upward else ()
    found = next((folder for folder in above if folders.has_settings(folder)), None)
    if found is None:
        found = _maybe_below(start, [start], folders)
    return _maybe_below(start, sorted(folders.inner), folders) if found is None else found


def _maybe_below(start: str, level: Sequence[str], folders: Folders) -> str | None:
    looked_at = 0
    for depth in range(MAX_DEPTH_BELOW + 1):
        found = sorted(folder for folder in level if folders.has_settings(folder))
        if len(found) > 1:
            where = start or "the top of the repository"
            raise SourceError(f"several catalogs under {where}: {', '.join(found[:3])}", hint="name one with --root")
        if found:
            return found[0]
        looked_at += len(level)
        if depth < MAX_DEPTH_BELOW:
            below = (child for folder in level for child in folders.children(folder))
            level = list(islice(below, MAX_FOLDERS_BELOW - looked_at + 1))
            if looked_at + len(level) > MAX_FOLDERS_BELOW:
                raise _given_up(f"{MAX_FOLDERS_BELOW} folders")
    return None


def is_repository(folder: str) -> bool:
    """Whether git takes a folder below the top of a work tree for a submodule, or another repository of its own."""
    return os.path.lexists(os.path.join(folder, ".git"))


def looks_bare(folder: str) -> bool:
    """Whether a folder looks like a bare repository, or the `.git` of a checkout."""
    return all(os.path.exists(os.path.join(folder, name)) for name in GIT_DIRECTORY)
