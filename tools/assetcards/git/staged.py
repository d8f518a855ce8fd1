"""What the commit that is being made changes, asked without opening the repository: two git processes in all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assetcards.errors import GitError
from assetcards.git.process import git_environment, run_git

_FOUND = re.compile(rb"[0-9a-f]{40,64} [a-z]+ [0-9]+")
"""What git says of a name that it knows; one that is missing it says again, with a word behind it."""


class Staged:
    """The changes of an index since HEAD, in the repository whose work tree has `top` as its top folder."""

    def __init__(self, top: str, index_file: str, environ: Mapping[str, str]) -> None:
        self._top = top
        self._environment = git_environment(environ) | {"GIT_INDEX_FILE": index_file}

    def paths(self) -> Iterator[str]:
        """All paths in the repository that it changes: git compares the ids of trees, and lists what differs.

        Raises GitError when git cannot tell, as before the first commit.
        """
        options = ["--name-only", "-z", "--no-renames", "--no-relative", "--ignore-submodules=none"]
        listed = self._run(["diff-index", "--cached", *options, "HEAD", "--"]).split(b"\0")
        return (os.fsdecode(path) for path in listed[:-1])

    def head_and(self, paths: Iterable[str]) -> tuple[str, bool]:
        """The full id of the commit that HEAD is, and whether the index has one of the paths. Raises GitError."""
        names = ["HEAD^{commit}", *(f":0:{path}" for path in paths)]
        if any("\n" in name for name in names):
            raise GitError("git is asked one name a line")
        asked = b"".join(os.fsencode(name) + b"\n" for name in names)
        head, *answers = self._run(["cat-file", "--batch-check"], asked).splitlines()
        return head.partition(b" ")[0].decode("ascii"), any(map(_FOUND.fullmatch, answers))

    def _run(self, arguments: Sequence[str], content: bytes = b"") -> bytes:
        return run_git(["-C", self._top, *arguments], self._environment, content)
