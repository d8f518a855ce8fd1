"""The history of a commit, read from commit objects that are hashed as they are read.

git itself does not check that an object has the id it is stored under, so a forged history looks like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from assetcards.errors import GitError
from assetcards.git.objects import Step
from assetcards.git.repo import Repository
from assetcards.reach import reached_from


class Ancestry:
    """The commits that led to others; `cut` are those whose parents are not here."""

    def __init__(self, repository: Repository) -> None:
        self.cut = repository.cut_commits
        self._repository = repository

    def read_ahead(self, commit: str) -> None:
        """Read a commit and what led to it at once, as git lists it: one after the other, each is waited for.

        Whoever walks there sees whether that is all of it, and what is missing or damaged.
        """
        with suppress(GitError):
            listed = self._repository.run(["rev-list", "--end-of-options", commit, "--"])
            self._repository.read_steps(listed.decode("ascii").split())

    def step(self, commit: str) -> Step:
        """A commit by its full id, with the parents that are here.

        Raises CorruptObjectError when it is missing or is not what its id says.
        """
        return self._repository.read_step_here(commit)

    def first_parents(self, commit: str) -> Iterator[Step]:
        """A commit, its first parent, the first one of that, and so on."""
        step = self.step(commit)
        yield step
        while step.parents:
            step = self.step(step.parents[0])
            yield step

    def all_before(self, *commits: str) -> set[str]:
        """The full ids of some commits, and of all that led to them."""
        return reached_from(commits, lambda commit: self.step(commit).parents)

    def in_order(self, commit: str) -> Iterator[Step]:
        """A commit and all that led to it, each before its parents, and a line of them at a time, as git does it."""
        waiting = Counter(parent for each in self.all_before(commit) for parent in self.step(each).parents)
        ready = [commit]
        while ready:
            step = self.step(ready.pop())
            yield step
            for parent in step.parents:
                waiting[parent] -= 1
                if not waiting[parent]:
                    ready.append(parent)

    def times(self, commit: str) -> dict[str, int]:
        """When a commit and all that led to it were made, each later than its parents, whatever clocks have said."""
        times: dict[str, int] = {}
        for step in reversed(list(self.in_order(commit))):
            times[step.commit] = max([step.time or 0, *(times[parent] + 1 for parent in step.parents)])
        return times


def walk_back(repository: Repository, commit: str, *, all_parents: bool = False) -> list[Step]:
    """A commit, given by its full id, and those that led to it: the newest first, each before its parents.

    Along first parents, unless `all_parents`. In a shallow clone the walk ends at `Repository.cut_commits`. Raises
    CorruptObjectError when one of them is missing or is not what its id says.
    """
    ancestry = Ancestry(repository)
    return list(ancestry.in_order(commit) if all_parents else ancestry.first_parents(commit))
