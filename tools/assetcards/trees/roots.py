"""The root of a catalog: the folder with `catalog.toml`, found from anywhere in a repository (CARD_SPEC 1)."""

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
"""How far a search on a disk goes, so that it does not read a whole home folder or wait for a slow one."""

USUAL_FOLDER = "catalog"
"""The folder whose catalog counts before others that are not above where one is, such as those of tests."""

MAX_SHOWN = 10
"""How many of several catalogs are listed."""

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

    def widest(self, start: str) -> str:
        """Where a search begins that has found nothing upward: the top of the repository, or the start without one."""

    def catalogs(self, top: str) -> Sequence[str]:
        """The folders with `catalog.toml` from one downward, hidden ones left out, sorted."""


def is_hidden(path: str) -> bool:
    """Whether a path has a name that begins with a dot."""
    return path.startswith(".") or "/." in path


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

    def widest(self, start: str) -> str:
        """The top of the work tree, or the start itself."""
        return self._top or start

    def catalogs(self, top: str) -> Sequence[str]:
        """The folders with `catalog.toml` from one downward; if there are too many folders, those found so far.

        Raises NoCatalogError when none is among those.
        """
        found: list[str] = []
        try:
            found.extend(filter(self.has_settings, self._below(top)))
        except NoCatalogError:
            if not found:
                raise
        return sorted(found)

    def _below(self, top: str) -> Iterator[str]:
        """A folder and those below it, the nearest first. Raises NoCatalogError beyond the bounds of a search."""
        level, looked_at = [top], 0
        for depth in range(MAX_DEPTH_BELOW + 1):
            yield from level
            looked_at += len(level)
            if depth < MAX_DEPTH_BELOW:
                below = (child for folder in level for child in self.children(folder))
                level = list(islice(below, MAX_FOLDERS_BELOW - looked_at + 1))
                if looked_at + len(level) > MAX_FOLDERS_BELOW:
                    raise given_up(f"{MAX_FOLDERS_BELOW} folders")

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
            raise given_up(f"{MAX_ENTRIES_BELOW} files and folders")
        if self._entries % 100 == 0 and time.monotonic() > self._deadline:
            raise given_up(f"{MAX_SECONDS_BELOW:.0f} seconds")


def given_up(after: str) -> NoCatalogError:
    """The error of a search that has not looked everywhere."""
    return NoCatalogError(f"no {SETTINGS_FILE} was found: the search ended after {after}", hint=NAME_ROOT)


def explain_odd(odd: str) -> NoCatalogError:
    """The error when no root was found, but something named `catalog.toml` that is not a file."""
    return NoCatalogError(f"{odd}, not a file", hint="replace it with a regular file, or name a folder with --root")


def maybe_root(start: str, folders: Folders, *, upward: bool) -> str | None:
    """The folder with `catalog.toml`: the start, or if `upward` its nearest parent; else one below.

    Below is from the top of the repository if `upward`. There `catalog` counts before others. A repository inside, such
    as a submodule, is searched only if nothing else has one: no commit holds its cards. Raises SourceError for several,
    and when there are too many folders to search.
    """
    above = folders.above(start) if upward else [start]
    found = next((folder for folder in above if folders.has_settings(folder)), None)
    if found is not None:
        return found
    top = folders.widest(start) if upward else start
    usual = os.path.join(top, USUAL_FOLDER)
    if folders.has_settings(usual):
        return usual
    catalogs = folders.catalogs(top)
    nearest = [*(folders.above(start) if upward else ()), usual]  # which may be left out of a checkout
    found = next((folder for folder in nearest if folder in catalogs), None)
    if found is None and not catalogs:
        return _maybe_only(top, [each for inner in sorted(folders.inner) for each in _catalogs_of(inner, folders)])
    return found if found is not None else _maybe_only(top, catalogs)


def _catalogs_of(inner: str, folders: Folders) -> Sequence[str]:
    usual = os.path.join(inner, USUAL_FOLDER)
    return [usual] if folders.has_settings(usual) else folders.catalogs(inner)


def _maybe_only(top: str, catalogs: Sequence[str]) -> str | None:
    if len(catalogs) > 1:
        where = top or "the top of the repository"
        more = f" and {len(catalogs) - MAX_SHOWN} more" if len(catalogs) > MAX_SHOWN else ""
        shown = ", ".join(folder or "." for folder in catalogs[:MAX_SHOWN])
        raise SourceError(f"several catalogs under {where}: {shown}{more}", hint="name one with --root")
    return catalogs[0] if catalogs else None


def is_repository(folder: str) -> bool:
    """Whether git takes a folder below the top of a work tree for a submodule, or another repository of its own."""
    return os.path.lexists(os.path.join(folder, ".git"))


def looks_bare(folder: str) -> bool:
    """Whether a folder looks like a bare repository, or the `.git` of a checkout."""
    return all(os.path.exists(os.path.join(folder, name)) for name in GIT_DIRECTORY)
