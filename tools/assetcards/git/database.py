"""The objects of a git repository, read by their ids and hashed again; what a partial clone lacks is supplied."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Protocol

from assetcards.errors import CorruptObjectError, GitError, NotFetchedError
from assetcards.git.cuts import common_folder, read_cuts
from assetcards.git.objects import GitObject, Step, TreeEntry, hash_object, parse_commit, parse_tree, render_tree
from assetcards.git.process import git_environment, run_git
from assetcards.git.reader import ObjectReader
from assetcards.trees.regular import read_regular
from assetcards.trees.tree import FileUnreadableError

MAX_TREE_BYTES = 1 << 26
"""The longest commit and the longest tree (a million files in one folder) that are read."""

KEPT_TREES = 64
"""How many trees are kept when they have been read: the next commit of a walk has most of them, too."""

_MAX_CONFIG = 1 << 20
_OF_PARTIAL = (b"promisor", b"partialclone")


class Supplying(Protocol):
    """Has objects that a partial clone has left out."""

    def has(self, object_id: str) -> bool:
        """Whether an object is here already."""

    def want(self, trees: Callable[[], Iterable[str]]) -> None:
        """Note that trees are going to be read, with all files below them."""

    def want_folders(self, commits: Iterable[str]) -> None:
        """Note that the trees of these commits are going to be read, and no files."""

    def bring(self) -> None:
        """Fetch what is wanted and missing."""

    def variables(self) -> Mapping[str, str]:
        """What git itself needs in its environment to read what was fetched."""

    def maybe_object(self, object_id: str, limit: int, kind: str) -> GitObject | None:
        """An object that the clone lacks, known to be of a kind or of any; None when it cannot be had."""

    def hint(self) -> str:
        """How to get what is missing."""

    def close(self) -> None:
        """Remove what was fetched."""


class ObjectDatabase:
    """The objects of a git directory, with one process that reads them as soon as somebody asks.

    `top` is the folder of the work tree, or None for a bare repository. `environ` is the environment of the process,
    from which git's own is made. `supply` has what a partial clone lacks; without one nothing is fetched.
    """

    def __init__(self, git_dir: str, top: str | None, environ: Mapping[str, str]) -> None:
        self.git_dir = git_dir
        self.top = top
        self._environment = git_environment(environ)
        self.supply: Supplying | None = None
        self._reader: ObjectReader | None = None
        self._steps: dict[str, Step] = {}
        self._made: dict[str, Mapping[str, TreeEntry]] = {}
        self._trees: OrderedDict[str, Mapping[str, TreeEntry]] = OrderedDict()

    @property
    def place(self) -> str:
        """What to call the repository in messages: the work tree's folder, or the git directory."""
        return self.top or self.git_dir

    def run(
        self, arguments: Sequence[str], *, variables: Mapping[str, str] | None = None, content: bytes = b""
    ) -> bytes:
        """What a git command prints, in any directory, when it is given `content` to read.

        Raises GitError with what it says when it fails.
        """
        lent = self.supply.variables() if self.supply is not None else {}
        environment = self._environment | dict(lent) | dict(variables or {})
        return run_git(["-C", self.git_dir, "--git-dir", ".", *arguments], environment, content)

    def read_object(self, object_id: str, limit: int = MAX_TREE_BYTES, kind: str = "") -> GitObject:
        """An object by its full id, hashed again; what is longer than `limit` bytes is cut there, and not hashed.

        Raises CorruptObjectError when it is missing or is not what its id says, NotFetchedError when a partial clone
        has left it out; it may have a tree fetched that is known to be one by its `kind`.
        """
        if self.supply is not None and self.supply.has(object_id):
            found = self.supply.maybe_object(object_id, limit, kind)
            assert found is not None, "it was fetched"
            return found
        try:
            return self._reader_for(object_id).read(object_id, limit)
        except CorruptObjectError:
            if not self.is_partial() or self._is_kept(object_id):
                raise
        found = None if self.supply is None else self.supply.maybe_object(object_id, limit, kind)
        if found is None:
            raise NotFetchedError(object_id, self.place, hint="" if self.supply is None else self.supply.hint())
        return found

    def want(self, trees: Callable[[], Iterable[str]]) -> None:
        """Note that trees, of these ids, are going to be read: what a partial clone lacks of them is fetched at once.

        They are worked out only if something is missing.
        """
        if self.supply is not None:
            self.supply.want(trees)

    def want_folders(self, commits: Iterable[str]) -> None:
        """Note that the trees of commits, by their full ids, are going to be read: they are fetched in one batch."""
        if self.supply is not None:
            self.supply.want_folders(commits)

    def bring(self) -> None:
        """Have a partial clone fetch what is wanted and missing now, because git itself is going to read it."""
        if self.supply is not None:
            self.supply.bring()

    def expect(self, object_ids: Iterable[str]) -> None:
        """Note which objects are read next, in this order, which makes reading them faster."""
        supplied = self.supply
        here = [each for each in object_ids if supplied is None or not supplied.has(each)]
        if here:
            self._reader_for(here[0]).expect(here)

    def _reader_for(self, name: str) -> ObjectReader:
        if self._reader is None or not self._reader.serves(name):
            self._reader = ObjectReader(self.git_dir, self._environment)
        return self._reader

    def is_partial(self) -> bool:
        """Whether the repository is a clone that leaves objects where they are until somebody asks for them.

        Most are not, and their configuration has none of the words: then git is not asked.
        """
        with suppress(OSError, FileUnreadableError):
            said = read_regular(os.path.join(common_folder(self.git_dir), "config"), _MAX_CONFIG).lower()
            if not any(word in said for word in _OF_PARTIAL):
                return False
        keys = r"^(extensions\.partialclone|remote\..*\.promisor)$"
        try:
            return bool(self.run(["config", "--local", "--get-regexp", keys]))
        except GitError:
            return False

    def _is_kept(self, object_id: str) -> bool:
        """Whether git has something by a full id, sound or damaged; any full id is one to `rev-parse`."""
        try:
            self.run(["cat-file", "-e", object_id])
        except GitError:
            return False
        return True

    def _read_whole(self, object_id: str, kind: str) -> bytes:
        found = self.read_object(object_id, MAX_TREE_BYTES + 1, kind)
        if found.kind != kind:
            raise CorruptObjectError(object_id, f"object {object_id} is a {found.kind}, not a {kind}")
        if len(found.content) > MAX_TREE_BYTES:
            raise CorruptObjectError(object_id, f"{kind} {object_id} has more than {MAX_TREE_BYTES} bytes")
        return found.content

    def read_tree(self, tree_id: str) -> Mapping[str, TreeEntry]:
        """The entries of a tree object by name; names that are not UTF-8 have surrogate escapes.

        Raises CorruptObjectError when it is missing, damaged, or not what git would check out.
        """
        if tree_id in self._made:
            return self._made[tree_id]
        if tree_id not in self._trees:
            self._trees[tree_id] = parse_tree(tree_id, self._read_whole(tree_id, "tree"))
            if len(self._trees) > KEPT_TREES:
                self._trees.popitem(last=False)
        return self._trees[tree_id]

    def make_tree(self, entries: Mapping[str, TreeEntry], id_length: int) -> str:
        """The id of a tree with these entries, which `read_tree` has from then on; nothing is written."""
        tree_id = hash_object("tree", render_tree(entries), id_length)
        self._made[tree_id] = entries
        return tree_id

    def tree_of(self, commit: str) -> str:
        """The id of a commit's tree. Raises CorruptObjectError when the commit is missing or damaged."""
        return self.read_step(commit).tree

    def read_step(self, commit: str) -> Step:
        """A commit, with the parents that it names. Raises CorruptObjectError when it is missing or damaged."""
        if commit not in self._steps:
            self._steps[commit] = parse_commit(commit, self._read_whole(commit, "commit"))
        return self._steps[commit]

    def read_steps(self, commits: Iterable[str]) -> None:
        """Read commits at once, so that each is there when it is asked for; as `read_step`."""
        unread = [commit for commit in commits if commit not in self._steps]
        self.expect(unread)
        for commit in unread:
            self.read_step(commit)

    def read_step_here(self, commit: str) -> Step:
        """As `read_step`, with the parents that are here: a shallow clone has left out some."""
        step = self.read_step(commit)
        return step._replace(parents=()) if step.parents and commit in self.cut_commits else step

    @cached_property
    def cut_commits(self) -> frozenset[str]:
        """The commits whose parents a shallow clone has left out; empty for a whole one."""
        return read_cuts(self.git_dir)

    def close(self) -> None:
        """End the process that reads objects, if there is one; the next read starts another."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        if self.supply is not None:
            self.supply.close()
