"""Who wrote something: a commit, or a note that says why it is unknown."""

from __future__ import annotations

from dataclasses import dataclass

from assetcards.git.log import Commit

UNCOMMITTED = "not committed yet"
CUT = "this clone is shallow: the commit is older than its history"
PARTIAL = "this clone is partial, and lacks objects of older commits (fetch all: git fetch --refetch --no-filter)"
NOT_IN_GIT = "not in a git repository"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """The commit that wrote a line; without one, `note` says why it is unknown.

    A line of a commit that the repository lists to be ignored is attributed to an earlier commit, in which the line may
    have been different: `passed_over` is the commit that wrote it.
    """

    commit: Commit | None = None
    note: str = ""
    passed_over: Commit | None = None
