"""What git lists of a work tree: what it tracks, which of that is checked out, and what else it would take."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from assetcards.errors import GitError
from assetcards.git.objects import TreeEntry, parse_mode
from assetcards.git.process import git_environment, run_git, work_tree_environment
from assetcards.trees.paths import CARD_SUFFIXES
from assetcards.trees.tree import check_count
from assetcards.trees.work_tree import maybe_work_tree

LIST = ["ls-files", "-z", "-t", "--stage", "--cached", "--others", "--exclude-standard", "--"]
"""The command that lists it; paths or patterns come after it."""

_CARD_FILE = b"([^\0]*(?:" + b"|".join(re.escape(suffix.encode()) for suffix in CARD_SUFFIXES) + rb"))\0"
"""The end of an entry with a card file, behind what git says of it and the path of the folder."""


class _Parsed(NamedTuple):
    """What git tracks, by paths below the folder, which of that is not checked out, and the rest."""

    tracked: Mapping[str, TreeEntry]
    sparse: frozenset[str]
    untracked: Sequence[str]


class CheckoutListing:
    """What git lists below a folder of the work tree `top`; its `answer` is parsed as far as somebody asks."""

    def __init__(self, top: str, below: str, answer: bytes) -> None:
        self.answer = answer
        self._top = top
        self._prefix = f"{below}/" if below else ""

    @property
    def tracked(self) -> Mapping[str, TreeEntry]:
        """What the index has, by paths below the folder."""
        return self._parsed.tracked

    @property
    def sparse(self) -> frozenset[str]:
        """Which of that is not checked out."""
        return self._parsed.sparse

    @property
    def untracked(self) -> Sequence[str]:
        """What the index lacks, and git would take."""
        return self._parsed.untracked

    @cached_property
    def _parsed(self) -> _Parsed:
        tracked: dict[str, TreeEntry] = {}
        sparse: set[str] = set()
        untracked: list[str] = []
        lines = self.answer.split(b"\0")
        for line in lines[:-1]:
            path = os.fsdecode(_path_in(line)).removeprefix(self._prefix)
            if line.startswith(b"? "):
                untracked.append(path)
                continue
            tracked[path] = _entry_in(line)
            if line.startswith(b"S "):
                sparse.add(path)
        gone = {path for path in sparse if not os.path.lexists(os.path.join(self._top, self._prefix + path))}
        return _Parsed(tracked, frozenset(gone), untracked)

    def maybe_entry(self, path: str) -> TreeEntry | None:
        """What the index has by a path below the folder; one file is found without parsing all."""
        if "_parsed" in self.__dict__:
            return self.tracked.get(path)
        wanted = os.fsencode(self._prefix + path)
        end = self.answer.rfind(b"\t" + wanted + b"\0")
        if end < 0:
            return None
        line = self.answer[self.answer.rfind(b"\0", 0, end) + 1 : end + 1] + wanted
        return _entry_in(line) if line.count(b"\t") == 1 else self.tracked.get(path)

    def card_files(self) -> Sequence[bytes]:
        """The paths of all card files in it below the folder, in their order.

        What git says before the path of a tracked file is as long as its id has it, which is quicker to pass over.
        """
        below = re.escape(os.fsencode(self._prefix))
        return re.findall(rb"(?<![^\0])(?:\? |.{51}\t|.{75}\t)" + below + _CARD_FILE, self.answer, re.DOTALL)

    @property
    def has_repositories(self) -> bool:
        """Whether it may have a submodule, or another repository inside."""
        return b" 160000 " in self.answer or b"/\0" in self.answer


def _path_in(line: bytes) -> bytes:
    return line[2:] if line.startswith(b"? ") else line.partition(b"\t")[2]


def _entry_in(line: bytes) -> TreeEntry:
    _, mode, object_id, _ = line.partition(b"\t")[0].split()
    return TreeEntry(parse_mode(mode), object_id.decode("ascii"))


def list_checkout(top: str, below: str, environ: Mapping[str, str]) -> CheckoutListing:
    """What git lists below a folder of the work tree `top`.

    It is asked in the top folder: in another one it does not see a `.gitignore` that is not checked out.
    """
    answer = run_git(["-C", top, *LIST, *filter(None, [below])], work_tree_environment(top, environ))
    check_count(answer.count(b"\0"), top)
    return CheckoutListing(top, below, answer)


def is_left_out(file: str, environ: Mapping[str, str]) -> bool:
    """Whether a sparse checkout leaves out a file of the index, by its absolute path."""
    top = maybe_work_tree(os.path.dirname(file))
    if top is None:
        return False
    path = os.path.relpath(file, top)
    try:
        answer = run_git(["-C", top, "ls-files", "-z", "-t", "--", path], git_environment(environ))
    except GitError:
        return False
    return answer == b"S " + os.fsencode(path) + b"\0" and not os.path.lexists(file)
