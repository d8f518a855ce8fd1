"""How commits of a repository are related."""

from __future__ import annotations

from assetcards.errors import GitError, RevisionError
from assetcards.git.repo import Repository


def is_unborn(repository: Repository) -> bool:
    """Whether the branch that is checked out has no commit yet."""
    try:
        branch = repository.run(["symbolic-ref", "--quiet", "HEAD"]).decode("utf-8", "surrogateescape").strip()
    except GitError:
        return False
    try:
        repository.run(["rev-parse", "--verify", "--quiet", "--end-of-options", branch])
    except GitError:
        return True
    return False


def merge_base(repository: Repository, first: str, second: str, *merged: str) -> str:
    """The full id of the nearest commit that two commits, given by full id, have in common.

    With `merged`, the second one is taken for merged with these. Raises RevisionError when they have none.
    """
    try:
        return repository.run(["merge-base", first, second, *merged]).decode("ascii").split()[0]
    except GitError:
        shallow = repository.run(["rev-parse", "--is-shallow-repository"]).strip() == b"true"
        hint = "this clone is shallow: fetch the whole history" if shallow else "name two commits of one history"
        message = f"commits {first[:12]} and {second[:12]} have no commit in common here"
        raise RevisionError(first, message, hint=hint) from None
