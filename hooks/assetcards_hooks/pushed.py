"""What is pushed, or compared in CI: the two commits that pre-commit gives its hooks in variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Pushed(NamedTuple):
    """The commit that is pushed, and the one before; `before` is empty where nothing is known to compare it with."""

    before: str
    commit: str


def maybe_pushed(environ: Mapping[str, str]) -> Pushed | None:
    """What pre-commit says is pushed; None in any other stage.

    Where the old commit is none, because the branch is new, what is pushed is compared with the default branch.
    """
    before, commit = environ.get("PRE_COMMIT_FROM_REF"), environ.get("PRE_COMMIT_TO_REF")
    if before and commit:
        from assetcards.git.revisions import is_none  # late: most commits need none of it

        return Pushed(_maybe_default_branch(environ) or "" if is_none(before) else before, commit)
    branch = environ.get("PRE_COMMIT_LOCAL_BRANCH")
    return Pushed("", branch) if branch else None


def _maybe_default_branch(environ: Mapping[str, str]) -> str | None:
    """The default branch of the remote that is pushed to, if it was fetched: git does not always note which it is."""
    from contextlib import closing, suppress

    from assetcards.errors import RevisionError
    from assetcards.sources.defaults import absolute_path, load_repository

    remote = environ.get("PRE_COMMIT_REMOTE_NAME") or "origin"
    with closing(load_repository(absolute_path(""))) as repository:
        for name in ("HEAD", "main", "master"):
            with suppress(RevisionError):
                repository.resolve(f"refs/remotes/{remote}/{name}")
                return f"refs/remotes/{remote}/{name}"
    return None
