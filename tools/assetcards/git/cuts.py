"""Where the history of a shallow clone ends: git's own list, checked before git reads it.

git reads the list before it reads a commit, and waits for one that is a pipe; what it then does with each line may take
as long as all lines before it.
"""

from __future__ import annotations

import os
import re

from assetcards.errors import GitError
from assetcards.trees.regular import read_regular
from assetcards.trees.tree import FileUnreadableError

MAX_BYTES = 1 << 19
"""Some 13,000 commits. git needs a second for them at the worst, and a hundred seconds for ten times as many."""

_FULL_IDS = re.compile(rb"(?:(?:[0-9a-f]{40}|[0-9a-f]{64})\n)*")
_HINT = "if git did not write it, clone the repository again"


def read_cuts(git_dir: str) -> frozenset[str]:
    """The ids of the commits whose parents a repository leaves out; of one of 64 digits its first 40, too.

    That is what git takes it for where ids have 40. Raises GitError for a list that git would not have written.
    """
    path = os.path.join(common_folder(git_dir), "shallow")
    try:
        content = read_regular(path, MAX_BYTES)
    except FileNotFoundError:
        if not os.path.lexists(os.path.join(git_dir, "HEAD")):
            raise GitError(f"{git_dir} is not a repository any more") from None
        return frozenset()
    except FileUnreadableError as error:
        raise GitError(f"the list of shallow commits {path} {error.reason}", hint=_HINT) from None
    except OSError as error:
        raise GitError(f"{path} cannot be read: {error.strerror}") from None
    if not _FULL_IDS.fullmatch(content):
        raise GitError(f"the list of shallow commits {path} has a line that is not a full commit id", hint=_HINT)
    lines = content.decode("ascii").split()
    return frozenset(lines) | {line[:40] for line in lines}


def common_folder(git_dir: str) -> str:
    """The git directory that a linked work tree has in common with others."""
    try:
        named = read_regular(os.path.join(git_dir, "commondir"), 1 << 12)
    except (OSError, FileUnreadableError):  # git says what is wrong with it
        return git_dir
    return os.path.join(git_dir, os.fsdecode(named.rstrip(b"\r\n")))
