"""How commits of a repository are related."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from heapq import heappop, heappush

from assetcards.errors import GitError, RevisionError
from assetcards.git.ancestry import Ancestry
from assetcards.git.repo import Repository

_FIRST, _SECOND, _BELOW = 1, 2, 4
_BOTH = _FIRST | _SECOND


def maybe_head(repository: Repository) -> str | None:
    """The full id of the commit that is checked out; None when the branch has none yet. Raises as `is_unborn` does."""
    commit = repository.maybe_commit("HEAD")
    return None if commit is None and is_unborn(repository) else commit or repository.resolve("HEAD")


def is_unborn(repository: Repository) -> bool:
    """Whether the branch that is checked out has no commit yet.

    Raises GitError when git cannot read its branches.
    """
    try:
        branch = os.fsdecode(repository.run(["symbolic-ref", "--quiet", "HEAD"])).strip()
    except GitError as error:
        _check_detached(repository, error)
        return False
    if repository.run(["for-each-ref", "--count=1", "--format=x", "--", branch]):
        return False
    file = repository.run(["rev-parse", "--path-format=absolute", "--git-path", branch]).removesuffix(b"\n")
    if os.path.isfile(file):
        raise GitError(f"git cannot read {branch} of {repository.place}", hint="run `git fsck`")
    return True


def _check_detached(repository: Repository, error: GitError) -> None:
    """Raise GitError unless HEAD is a commit, and for that reason names no branch."""
    try:
        repository.run(["rev-parse", "--verify", "--quiet", "HEAD"])
    except GitError:
        message = f"git cannot read HEAD of {repository.place}: {error.message}"
        raise GitError(message, hint="run `git fsck`") from None


def merge_base(repository: Repository, first: str, second: str, *merged: str) -> str:
    """The full id of the nearest commit that two commits, given by full id, have in common; the newest of several.

    With `merged`, the second one is taken for merged with these. Raises RevisionError when they have none, or when a
    shallow clone lacks what may lead to a nearer one, and CorruptObjectError for a damaged commit on the way.
    """
    painting = _Painting(Ancestry(repository), first, (second, *merged))
    nearest = painting.nearest()
    parted = f"commits {first[:12]} and {second[:12]}"
    cut = "this clone is shallow: fetch the rest with `git fetch --unshallow`, or " if painting.ancestry.cut else ""
    hint = f"{cut}compare the two as they are: {first[:12]}..{second[:12]}"
    if not nearest:
        raise RevisionError(first, f"{parted} have no common ancestor here", hint=hint)
    if painting.may_have_missed(nearest, repository):
        raise RevisionError(first, f"cannot find the merge base of {parted}", hint=hint)
    return nearest[0]


class _Painting:
    """The commits before two sides, each marked with the sides that it leads to, the newest first.

    The ancestors of a commit that both sides have are marked so, because they cannot be the nearest. The walk ends
    where all that is left are such ancestors.
    """

    def __init__(self, ancestry: Ancestry, first: str, others: Sequence[str]) -> None:
        self.ancestry = ancestry
        self._marks: defaultdict[str, int] = defaultdict(int)
        self._queue: list[tuple[int, str]] = []
        self._mark(first, _FIRST)
        for other in others:
            self._mark(other, _SECOND)

    def _mark(self, commit: str, marks: int) -> None:
        if marks & ~self._marks[commit]:
            self._marks[commit] |= marks
            heappush(self._queue, (-self._time(commit), commit))

    def _time(self, commit: str) -> int:
        return self.ancestry.step(commit).time or 0

    def nearest(self) -> list[str]:
        """The commits that both sides have, and that lead to no other such commit; the newest first."""
        common: set[str] = set()
        while any(not self._marks[commit] & _BELOW for _, commit in self._queue):
            _, commit = heappop(self._queue)
            marks = self._marks[commit]
            if marks == _BOTH:
                common.add(commit)
                marks |= _BELOW
            for parent in self.ancestry.step(commit).parents:
                self._mark(parent, marks)
        found = sorted((each for each in common if self._marks[each] == _BOTH), key=self._time, reverse=True)
        return found if len(found) < 2 else self._without_ancestors(found)

    def _without_ancestors(self, commits: Sequence[str]) -> list[str]:
        """Dates may be wrong, so that the walk ended before it came from one of the commits to another."""
        older = {each: self.ancestry.all_before(*self.ancestry.step(each).parents) for each in commits}
        return [each for each in commits if not any(each in before for before in older.values())]

    def may_have_missed(self, nearest: Sequence[str], repository: Repository) -> bool:
        """Whether a nearer commit may be an ancestor of those whose parents are not here.

        It would have to be one of those that only one side leads to, or an ancestor of them on both sides.
        """
        if len(nearest) > 1 and self.ancestry.cut & self.ancestry.all_before(*nearest):
            return True  # one of them may have led to another
        first, second = ({each for each, its in self._marks.items() if its == side} for side in (_FIRST, _SECOND))
        ends = self.ancestry.cut & (first | second)
        return bool(first and second) and any(repository.read_step(commit).parents for commit in ends)


MAX_NAMED = 2_000
"""How many branches and tags are listed."""


def named_revisions(repository: Repository) -> list[str]:
    """The names of branches and tags, and of what was fetched of them, each as git writes it for people."""
    wanted = ["refs/heads", "refs/tags", "refs/remotes"]
    listed = repository.run(["for-each-ref", f"--count={MAX_NAMED}", "--format=%(refname:short)", *wanted])
    return listed.decode(errors="surrogateescape").split("\n")[:-1]
