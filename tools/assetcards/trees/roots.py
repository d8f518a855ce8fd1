"""Where the root of a catalog is: the folder that holds `catalog.toml`, searched upward and then below."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol

from assetcards.errors import SourceError
from assetcards.trees.tree import SETTINGS_FILE

MAX_DEPTH_BELOW = 4
MAX_FOLDERS_BELOW = 10_000
"""How far the search below goes; a home folder should not be read as a whole."""


class Folders(Protocol):
    """What the search asks of folders, on a disk or in git; their paths are relative to the top of a repository."""

    def has_settings(self, folder: str) -> bool:
        """Whether the folder holds `catalog.toml`."""

    def children(self, folder: str) -> Iterable[str]:
        """The paths of the folders in it that are not hidden."""


class DiskFolders:
    """Folders of the file system, by absolute path; symbolic links are not followed downward."""

    def has_settings(self, folder: str) -> bool:
        """Whether the folder holds `catalog.toml`."""
        path = os.path.join(folder, SETTINGS_FILE)
        return os.path.isfile(path) and not os.path.islink(path)

    def children(self, folder: str) -> Iterable[str]:
        """The paths of the folders in it that are not hidden; none when it cannot be read."""
        try:
            with os.scandir(folder) as entries:
                return [e.path for e in entries if e.is_dir(follow_symlinks=False) and not e.name.startswith(".")]
        except OSError:
            return []


def maybe_root(start: str, folders: Folders, *, upward: bool) -> str | None:
    """The folder that holds `catalog.toml`: if `upward` the start or its nearest parent; else the one nearest below.

    Raises SourceError when there are several equally near below.
    """
    above = _parents(start) if upward else ()
    found = next((folder for folder in above if folders.has_settings(folder)), None)
    return _maybe_below(start, folders) if found is None else found


def _parents(folder: str) -> Iterator[str]:
    yield folder
    while (parent := os.path.dirname(folder)) != folder:
        folder = parent
        yield folder


def _maybe_below(start: str, folders: Folders) -> str | None:
    level = [start]
    looked_at = 0
    for _ in range(MAX_DEPTH_BELOW + 1):
        found = sorted(folder for folder in level if folders.has_settings(folder))
        if len(found) > 1:
            where = start or "the top of the repository"
            raise SourceError(f"several catalogs below {where}: {', '.join(found[:3])}", hint="name one with --root")
        if found:
            return found[0]
        looked_at += len(level)
        below = (child for folder in level for child in folders.children(folder))
        level = list(islice(below, max(MAX_FOLDERS_BELOW - looked_at, 0)))
    return None


def looks_bare(folder: str) -> bool:
    """Whether a folder of the disk is laid out as a bare repository, or as the `.git` of a checkout."""
    return all(os.path.exists(os.path.join(folder, name)) for name in ("HEAD", "objects", "refs"))
