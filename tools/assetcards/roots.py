"""Where the root of a catalog is: the folder that holds `catalog.toml`, searched upward and then below."""

from __future__ import annotations

import os
from collections.abc import Iterator

from assetcards.errors import SourceError
from assetcards.tree import SETTINGS_FILE

MAX_DEPTH_BELOW = 4


def maybe_root_above(folder: str) -> str | None:
    """The folder itself or its nearest parent that holds `catalog.toml`."""
    while True:
        if os.path.isfile(os.path.join(folder, SETTINGS_FILE)):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def maybe_root_below(folder: str) -> str | None:
    """The one folder nearest below that holds `catalog.toml`.

    Raises SourceError when there are several equally near.
    """
    level = [folder]
    for _ in range(MAX_DEPTH_BELOW + 1):
        found = [path for path in level if os.path.isfile(os.path.join(path, SETTINGS_FILE))]
        if found:
            return only_root(found, folder)
        level = [child for path in level for child in _subfolders(path)]
    return None


def _subfolders(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(e.name for e in entries if e.is_dir(follow_symlinks=False) and not e.name.startswith("."))
    except OSError:
        return
    for name in names:
        yield os.path.join(folder, name)


def only_root(found: list[str], where: str) -> str:
    """The one root found. Raises SourceError when there are several."""
    if len(found) > 1:
        shown = ", ".join(found[:3])
        raise SourceError(f"several catalogs below {where}: {shown}", hint="name one with --root")
    return found[0]
