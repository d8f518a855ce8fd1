"""All that git reads to tell who wrote the lines of files, hashed: `git blame` believes whatever it finds."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from assetcards.errors import NotFetchedError
from assetcards.git.ancestry import Ancestry
from assetcards.git.objects import Step, TreeEntry, parse_commit, parse_tree
from assetcards.git.repo import Repository
from assetcards.git.scratch import Scratch
from assetcards.trees.tree import MAX_FILES


class Lineage:
    """The history that leads to a commit of a repository; `tip` is that commit, or one of the scratch that follows it.

    `commits` are the full ids of those that led to it, and its own. `too_wide` is a commit that changes more than
    `MAX_FILES` files and folders, so that nobody looks there for renames; empty is none.
    Raises CorruptObjectError for what is missing or is not what its id says. What a partial clone has left out is
    passed over: git cannot read it either, and says so.
    """

    def __init__(self, repository: Repository, scratch: Scratch, commit: str, tip: str) -> None:
        self._repository = repository
        self._scratch = scratch
        self._commit = commit
        self._tip = tip
        self._missing = ["--missing=allow-any"] if repository.is_partial() else []
        self._ancestry = Ancestry(repository)
        self.commits = self._ancestry.all_before(commit)
        self._checked = self.commits | scratch.own.keys()
        self.too_wide = ""

    def check_all(self) -> None:
        """Check every file of every commit."""
        self._check(self._listed())

    def check_files(self, paths: Iterable[str]) -> None:
        """Check files by their path in the tip: each in every commit, under the names that it had before, too."""
        names: set[str] = set()
        new = set(paths)
        while new:
            names |= new
            self._check(self._listed("--full-history", "--sparse", paths=new))
            births = self._births(new)
            if self.too_wide:
                return
            new = {source for commit in births for source in self._sources(commit)} - names

    def times(self) -> dict[str, int]:
        """When each commit was made, the tip last; each later than its parents, whatever clocks have said."""
        times = self._ancestry.times(self._commit)
        return {self._tip: max(times.values()) + 1, **times}

    def _births(self, paths: Collection[str]) -> list[str]:
        """The commits in which one of the files was there, and in a parent was not: where git looks for its old name.

        All that it compares there is checked, unless that is too much.
        """
        options = ("--full-history", "-m", "--no-renames", "--diff-filter=A", "--no-patch", "--format=%H")
        output = self._scratch.run(["log", *options, "--end-of-options", self._tip, "--", *paths])
        commits = list(dict.fromkeys(output.decode("ascii").split()))
        for commit in commits:
            step = self._step(commit)
            for parent in step.parents:
                differing = self._differing(step.tree, self._step(parent).tree)
                self._check(filter(None, islice(differing, MAX_FILES)))
                if next(differing, None) is not None:
                    self.too_wide = commit
                    return commits
        return commits

    def _differing(self, one: str, other: str) -> Iterator[str]:
        """The blobs that differ between two trees, and an empty id for any other entry; folders are read on the way."""
        pending = [(one, other)]
        while pending:
            pair = [self._tree(tree_id) for tree_id in pending.pop()]
            for name in pair[0].keys() | pair[1].keys():
                entries = [entries.get(name) for entries in pair]
                if entries[0] != entries[1]:
                    ids = [entry.object_id if entry and entry.is_folder else "" for entry in entries]
                    pending += [(ids[0], ids[1])] if any(ids) else []
                    yield from (entry.object_id if entry.is_blob else "" for entry in entries if entry)

    def _tree(self, tree_id: str) -> Mapping[str, TreeEntry]:
        """The entries of a tree; none for a folder that is not there."""
        if tree_id in self._scratch.own:
            return parse_tree(tree_id, self._scratch.own[tree_id])
        return self._repository.read_tree(tree_id) if tree_id else {}

    def _step(self, commit: str) -> Step:
        if commit in self._scratch.own:
            return parse_commit(commit, self._scratch.own[commit])
        return self._ancestry.step(commit)

    def _sources(self, commit: str) -> list[str]:
        """The names that files had before a commit renamed them."""
        options = ("-r", "-m", "-z", "--no-commit-id", "--find-renames", "--diff-filter=R", "--name-status")
        return os.fsdecode(self._scratch.run(["diff-tree", *options, commit, "--"])).split("\0")[1::3]

    def _listed(self, *options: str, paths: Iterable[str] = ()) -> Iterator[str]:
        """The objects of all commits that led to the tip, or of some paths in these."""
        arguments = ["rev-list", "--objects", "--no-object-names", *self._missing, *options, "--end-of-options"]
        yield from self._scratch.run([*arguments, self._tip, "--", *paths]).decode("ascii").split()

    def _check(self, object_ids: Iterable[str]) -> None:
        for object_id in object_ids:
            if object_id not in self._checked:
                try:
                    self._repository.read_object(object_id)
                except NotFetchedError:
                    continue
                self._checked.add(object_id)
