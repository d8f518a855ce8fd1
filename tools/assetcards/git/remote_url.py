"""Where a repository is at home: the address of the remote of its current branch."""

from __future__ import annotations

import os

from assetcards.errors import GitError
from assetcards.git.repo import Repository


def maybe_remote_url(repository: Repository) -> str | None:
    """The address, or the path, of the remote of the current branch, else of `origin`; None without one.

    That is what git sees the relative address of a submodule from.
    """
    branch = _maybe(repository, "symbolic-ref", "--quiet", "--short", "HEAD")
    remote = _maybe(repository, "config", "--get", f"branch.{branch}.remote") if branch else None
    return _maybe(repository, "config", "--get", f"remote.{remote or 'origin'}.url")


def _maybe(repository: Repository, *arguments: str) -> str | None:
    """The line that a command prints; None when it fails, as it does for what is not set."""
    try:
        return os.fsdecode(repository.run(arguments)).removesuffix("\n") or None
    except GitError:
        return None
