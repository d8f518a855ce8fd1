"""The work tree that a folder is in, found without git, because answers should not wait for it."""

from __future__ import annotations

import os


def maybe_git_link(folder: str) -> str | None:
    """The nearest `.git`, a folder or a file, in an absolute folder or above it."""
    while True:
        link = os.path.join(folder, ".git")
        if os.path.lexists(link):
            return link
        if os.path.dirname(folder) == folder:
            return None
        folder = os.path.dirname(folder)


def maybe_work_tree(folder: str) -> str | None:
    """The top of the work tree that an absolute folder is in; None outside of git."""
    link = maybe_git_link(folder)
    return None if link is None else os.path.dirname(link)
