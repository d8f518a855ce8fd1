"""Whether a commit that is being made leaves every catalog as it is: most commits of a large repository do.

A hook runs on all of them, and no answer should wait for cards that have not changed. What a file in a catalog means
only its cards and settings say: it may describe families, or be what a card loads.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable

from assetcards.errors import GitError
from assetcards.sources.defaults import PathLike, absolute_path, maybe_staged_here
from assetcards.trees.roots import parents
from assetcards.trees.tree import SETTINGS_FILE

UNTOUCHED = "no file of a catalog changes"
"""What is said of such a commit."""

_COPY = "vendored.txt"
"""What is at the top of the copy of an upstream, which may be beside the catalog."""

_COUNT_ANYWHERE = (SETTINGS_FILE, _COPY, ".gitattributes")


def maybe_untouched_head(source: PathLike | None, root: PathLike | None, also: str = "") -> str | None:
    """The full id of HEAD, if the commit that git is making changes no file of a catalog; None if it may change one.

    It is None where no commit is being made, and where another repository is read, too. `also` is a file that must not
    change either: its path in the repository, or the name that it has in some folder.
    """
    staged = maybe_staged_here(source)
    folder = "" if root is None else _maybe_below_here(root)
    if staged is None or folder is None:
        return None
    try:
        paths = list(staged.paths())
        if any(also == path or posixpath.basename(path) in (*_COUNT_ANYWHERE, also) for path in paths):
            return None
        if root is not None and any(f"/{path}".startswith(f"/{folder}".rstrip("/") + "/") for path in paths):
            return None
        head, is_in_catalog = staged.head_and(_marks_above(paths, (_COPY,) if root else (SETTINGS_FILE, _COPY)))
    except GitError:  # whoever opens the repository next says why
        return None
    return None if is_in_catalog else head


def _maybe_below_here(root: PathLike) -> str | None:
    """The path of a folder from the current directory; None for one elsewhere, or behind a link."""
    folder, here = absolute_path(root), absolute_path("")
    path = os.path.relpath(folder, here)
    is_plain = os.path.realpath(folder) == os.path.normpath(os.path.join(os.path.realpath(here), path))
    return ("" if path == "." else path) if is_plain and not path.startswith("..") else None


def _marks_above(paths: Iterable[str], marks: Iterable[str]) -> list[str]:
    """Every file that, if there is one, makes one of the paths a file of a catalog, or of a copy that it reads."""
    folders = {above for path in paths for above in parents(posixpath.dirname(path))}
    return sorted(posixpath.join(folder, mark) for folder in folders for mark in marks)
