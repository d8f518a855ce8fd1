"""All that git reads to tell who wrote the lines of files, hashed: `git blame` believes whatever it finds."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice

from assetcards.errors import NotFetchedError
from assetcards.git.ancestry import Ancestry
from assetcards.git.blame import names_before
from assetcards.git.moves import differing
from assetcards.git.objects import Mode, Step, TreeEntry, parse_commit, parse_tree
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
        self._ancestry.read_ahead(commit)
        self.commits = self._ancestry.all_before(commit)
        self._checked = self.commits | scratch.own.keys()
        self.too_wide = ""
        self._last_removed: tuple[tuple[str, str], Mapping[str, TreeEntry] | None] = ("", ""), None

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
            sources = {source for commit, path in self._births(new) for source in self._sources(commit, path)}
            if self.too_wide:
                return
            new = sources - names

    def times(self) -> dict[str, int]:
        """When each commit was made, the tip last; each later than its parents, whatever clocks have said."""
        times = self._ancestry.times(self._commit)
        return {self._tip: max(times.values()) + 1, **times}

    def _births(self, paths: Collection[str]) -> list[tuple[str, str]]:
        """The commits in which one of the files was there, and in a parent was not, each with the file.

        git looks there for the name that it had before.
        """
        options = ("--full-history", "-m", "--no-renames", "--diff-filter=A", "--name-only", "-z", "--format=%x00%H")
        output = self._scratch.run(["log", *options, "--end-of-options", self._tip, "--", *paths])
        births: dict[tuple[str, str], None] = {}
        for said in os.fsdecode(output).split("\0\0"):  # a commit, a line break, and the files
            commit, _, names = said.removeprefix("\0").partition("\0\n")
            births |= dict.fromkeys((commit, name) for name in names.removesuffix("\0").split("\0") if name)
        return list(births)

    def _sources(self, commit: str, path: str) -> set[str]:
        """The names that a file may have had before the commit that added it: git compares it with what that removes.

        All that git reads for this is checked, unless it is too much.
        """
        step = self._step(commit)
        sources: set[str] = set()
        for parent in step.parents:
            removed = self._removed(step.tree, self._step(parent).tree)
            if removed is None:
                self.too_wide = commit
                return set()
            added = self._maybe_entry(step.tree, path)
            same = {name for name, entry in removed.items() if added and added.is_file and entry == added}
            if not same:
                self._check(entry.object_id for entry in removed.values())
                same = names_before(self._scratch, commit, step.parents, path)
            sources |= same
        return sources

    def _removed(self, tree_id: str, parent_id: str) -> Mapping[str, TreeEntry] | None:
        """The files of a parent, by their path, that a commit has not; None where more differs than `MAX_FILES`."""
        if self._last_removed[0] != (tree_id, parent_id):
            found = list(islice(differing(self._tree, tree_id, parent_id), MAX_FILES + 1))
            removed = {each.path: each.old for each in found if each.old is not None and each.is_removed}
            self._last_removed = (tree_id, parent_id), removed if len(found) <= MAX_FILES else None
        return self._last_removed[1]

    def _maybe_entry(self, tree_id: str, path: str) -> TreeEntry | None:
        """What a tree has by a path."""
        folder, _, name = path.rpartition("/")
        above = self._maybe_entry(tree_id, folder) if folder else TreeEntry(Mode.FOLDER, tree_id)
        return self._tree(above.object_id).get(name) if above and above.is_folder else None

    def _tree(self, tree_id: str) -> Mapping[str, TreeEntry]:
        """The entries of a tree; none for a folder that is not there."""
        if tree_id in self._scratch.own:
            return parse_tree(tree_id, self._scratch.own[tree_id])
        return self._repository.read_tree(tree_id) if tree_id else {}

    def _step(self, commit: str) -> Step:
        if commit in self._scratch.own:
            return parse_commit(commit, self._scratch.own[commit])
        return self._ancestry.step(commit)

    def _listed(self, *options: str, paths: Iterable[str] = ()) -> Iterator[str]:
        """The objects of all commits that led to the tip, or of some paths in these."""
        arguments = ["rev-list", "--objects", "--no-object-names", *self._missing, *options, "--end-of-options"]
        yield from self._scratch.run([*arguments, self._tip, "--", *paths]).decode("ascii").split()

    def _check(self, object_ids: Iterable[str]) -> None:
        unchecked = [each for each in dict.fromkeys(object_ids) if each not in self._checked]
        self._repository.expect(unchecked)
        for object_id in unchecked:
            with suppress(NotFetchedError):
                self._repository.read_object(object_id)
                self._checked.add(object_id)
