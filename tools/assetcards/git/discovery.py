"""Finding the repository that a folder is in, and why git does not take it for one."""

from __future__ import annotations

import os
from collections.abc import Mapping

from assetcards.errors import GitError, RepositoryNotFoundError, UnsupportedRepositoryError
from assetcards.git.process import check_git, git_environment, run_git
from assetcards.trees.paths import check_absolute
from assetcards.trees.roots import looks_bare
from assetcards.trees.work_tree import maybe_git_link

PATIENCE = 30.0
"""Seconds in which git finds a repository: a pipe that its configuration includes would keep it for ever."""


_SINCE_OLDEST = "--path-format=absolute"
"""An option as old as `OLDEST_GIT`: a git that does not know it says it again, as it does with all that it is given."""


def locate_repository(folder: str, environ: Mapping[str, str]) -> tuple[str, str | None]:
    """The git directory of the repository that a folder is in, and the top of its work tree, if it has one.

    Raises what `Repository.find` raises.
    """
    named = folder = check_absolute(folder)
    while not os.path.isdir(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    environment = git_environment(environ)
    is_bare = looks_bare(folder)
    where = ["--git-dir", folder] if is_bare else ["-C", folder]
    questions = [] if is_bare else ["--absolute-git-dir", "--show-cdup"]
    asked = [*where, "rev-parse", _SINCE_OLDEST, "--is-inside-work-tree", *questions]
    try:
        answers = run_git(asked, environment, seconds=PATIENCE)
    except GitError as error:
        check_git(environment)
        hint = _INSTEAD_OF_VARIABLE if "GIT_DIR" in environ else "name one with --repo"
        raise _explain_not_found(named, folder, error, hint) from None
    inside, _, answer = os.fsdecode(answers).removesuffix("\n").partition("\n")
    if inside not in ("true", "false"):
        check_git(environment)
    if is_bare:
        return folder, None
    if inside != "true":
        raise _outside_of_work_tree(folder)
    git_dir, _, up = answer.rpartition("\n")  # the way up has no line break, a folder may have one
    return git_dir, os.path.normpath(os.path.join(os.path.realpath(folder), up))


def _outside_of_work_tree(folder: str) -> GitError:
    return GitError(f"{folder} is not in the work tree of its repository", hint="name the repository's own folder")


_INSTEAD_OF_VARIABLE = "GIT_DIR is not read: write `gitdir: PATH` into a file .git in the top folder"
"""How a work tree that a variable alone ties to its repository can be read."""


def _explain_not_found(named: str, folder: str, error: GitError, hint: str) -> GitError:
    """Why git finds no repository at a folder, which is the nearest one above what was named."""
    if "dubious ownership" in error.message or "owned by someone else" in error.message:
        link = None if looks_bare(folder) else maybe_git_link(folder)
        top = os.path.dirname(link) if link else folder  # git trusts the whole of a repository, not a folder of it
        return GitError(
            f"the repository at {top} belongs to another user, and git does not read it",
            hint=f"if you trust it: git config --global --add safe.directory {top}",
        )
    if "cannot use bare repository" in error.message:
        return _outside_of_work_tree(folder)
    if "unknown repository extension" in error.message or "Expected git repo version" in error.message:
        message = f"git cannot read the repository at {folder}: {error.message}"
        return UnsupportedRepositoryError(message, hint="install a newer git")
    if "not a git repository" not in error.message:
        return GitError(f"git cannot read the repository at {folder}: {error.message}", hint=error.hint)
    broken = maybe_git_link(folder)
    if broken is not None:
        return GitError(f"{broken} is not a valid git repository", hint="it is damaged: clone it again")
    message = f"{named} is not in a git repository, so it has no revisions"
    if named != folder:
        message = f"there is no folder {named}, and no git repository above it"
    return RepositoryNotFoundError(message, hint=hint)
