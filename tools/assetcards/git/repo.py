"""Git repositories: finding one, naming its commits, reading its objects by id; the one importer of GitPython.

GitPython serves the names of refs; it reads objects with less care than is needed here.
"""

from __future__ import annotations

import os
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Protocol

from assetcards.errors import (
    AmbiguousRevisionError,
    CorruptObjectError,
    GitError,
    NotFetchedError,
    RevisionError,
)
from assetcards.git.cuts import common_folder, read_cuts
from assetcards.git.discovery import locate_repository
from assetcards.git.objects import GitObject, Step, TreeEntry, parse_commit, parse_tree
from assetcards.git.process import git_environment, run_git
from assetcards.git.reader import ObjectReader
from assetcards.git.revisions import (
    check_is_one_commit,
    check_revision,
    parent_numbers,
    possible_refs,
    split_way,
)
from assetcards.names import suggest_names
from assetcards.trees.regular import read_regular
from assetcards.trees.tree import FileUnreadableError

MAX_TREE_BYTES = 1 << 26
"""The longest commit and the longest tree (a million files in one folder) that are read."""

KEPT_TREES = 64
"""How many trees are kept when they have been read: the next commit of a walk has most of them, too."""

_MAX_CONFIG = 1 << 20
_OF_PARTIAL = re.compile(rb"promisor|partialclone", re.IGNORECASE)

_BEGINS_LIKE_AN_ID = re.compile(r"([0-9a-fA-F]{4,64})(?:[~^@].*)?")


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


class Repository:
    """A git repository, found once; all reads go to its git directory.

    `top` is the folder of its work tree, or None for a bare one. `environ` is the environment of the process, from
    which git's own is made. `supply` has what a partial clone lacks; without one nothing is fetched. Use one object per
    thread; a forked process may go on with its copy.

    >>> import os
    >>> from assetcards import Repository
    >>> repository = Repository.find(cards, os.environ)  # `cards` is the folder of a repository
    >>> repository.resolve("v1") == repository.resolve("HEAD"), repository.ref_names()
    (True, ['main', 'v1'])
    >>> repository.close()
    """

    def __init__(self, git_dir: str, top: str | None, environ: Mapping[str, str]) -> None:
        self.git_dir = git_dir
        self.top = top
        self._environment = git_environment(environ)
        self.supply: Supplying | None = None
        self._reader: ObjectReader | None = None
        self._steps: dict[str, Step] = {}
        self._trees: OrderedDict[str, Mapping[str, TreeEntry]] = OrderedDict()

    @classmethod
    def find(cls, folder: str, environ: Mapping[str, str]) -> Repository:
        """The repository that a folder is in, or that the folder itself is when it is a bare one.

        The path is absolute; a folder that does not exist (any more) counts as its nearest parent that does. Raises
        RepositoryNotFoundError when there is none, UnsupportedRepositoryError for a format that git does not know, and
        GitError when git is missing or refuses it, or would stumble over where its history is cut.
        """
        git_dir, top = locate_repository(folder, environ)
        read_cuts(git_dir)
        return cls(git_dir, top, environ)

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

    def resolve(self, revision: str) -> str:
        """The full id of the commit that a revision names now: a branch, a tag, an id, `HEAD~3`.

        Raises RevisionError when it names none or is not the text of a revision, AmbiguousRevisionError when it may
        name more than one.
        """
        check_revision(revision)
        start, way = split_way(revision)
        commit = self._commit_of(revision, start)
        self._check_is_one(revision, start)
        like_id = _BEGINS_LIKE_AN_ID.fullmatch(revision)
        if like_id and not commit.startswith(like_id[1].lower()):
            self._check_is_id(revision, like_id[1])
        for number in parent_numbers(way):
            parents = self.read_step_here(commit).parents
            if len(parents) < number:
                raise self._unknown(revision)
            commit = parents[number - 1]
        return commit

    def _commit_of(self, revision: str, start: str) -> str:
        """The full id of the commit that the start of a revision names.

        The process that reads objects knows names, too; a git that explains more is started where that has no answer.
        """
        commit = f"{start}^{{commit}}"
        found = self._reader_for(commit).maybe_id(commit)
        if found is not None:
            return found
        try:
            return self._rev_parse(commit)
        except GitError as error:
            raise self._explain_unknown(revision, start, error) from None

    def _check_is_one(self, revision: str, start: str) -> None:
        names = {ref: f"{ref}^{{commit}}" for ref in possible_refs(start)}
        commits = {ref: self._reader_for(name).maybe_id(name) for ref, name in names.items()}
        check_is_one_commit(revision, {ref: commit for ref, commit in commits.items() if commit})

    def maybe_commit(self, name: str) -> str | None:
        """The full id of the commit that a name of git's own leads to, such as `HEAD`; None when it is not set.

        Raises as `resolve` does when it is, but leads to no commit that git can read.
        """
        if not os.path.lexists(os.path.join(self.git_dir, name)):  # git would take a tag of that name
            return None
        name = f"{name}^{{commit}}"
        commit = self._reader_for(name).maybe_id(name)
        if commit is None and self._maybe_rev_parse(name) is not None:
            return self.resolve(name)
        return commit

    def _rev_parse(self, revision: str) -> str:
        return self.run(["rev-parse", "--verify", "--end-of-options", revision]).decode("ascii").strip()

    def _maybe_rev_parse(self, revision: str) -> str | None:
        try:
            return self._rev_parse(revision)
        except GitError:
            return None

    def _check_is_id(self, revision: str, like_id: str) -> None:
        """Git takes a branch of that name rather than the commit; whoever writes an id means the commit."""
        for meant in (f"{like_id}^{{commit}}", like_id):
            if (self._maybe_rev_parse(meant) or "").startswith(like_id.lower()):
                return
        raise AmbiguousRevisionError(
            revision,
            f"{like_id!r} is the name of a branch or tag, and looks like the id of a commit",
            hint=f"write refs/heads/{like_id} or refs/tags/{like_id}, or the full id",
        )

    def _explain_unknown(self, revision: str, start: str, error: GitError) -> GitError:
        if "short object ID" in error.message or "short SHA1" in error.message:
            message = f"{revision!r} is ambiguous: more than one commit of {self.place} begins with it"
            return AmbiguousRevisionError(revision, message, hint="write more of the id")
        named = self._maybe_rev_parse(start)
        if named is not None:
            try:
                kind = self.read_object(named).kind
            except (CorruptObjectError, NotFetchedError) as fault:
                if named != start.lower() or self._is_kept(named):
                    return fault
            else:
                if kind != "commit":  # a commit is sound, so git stumbles over something else
                    return RevisionError(revision, f"{revision!r} names a {kind} that leads to no commit")
        if error.hint:
            return GitError(f"git cannot read {self.place}: {error.message}", hint=error.hint)
        return self._unknown(revision)

    def _unknown(self, revision: str) -> RevisionError:
        return RevisionError(revision, f"{revision!r} names no commit in {self.place}", hint=self._hint(revision))

    def _is_kept(self, object_id: str) -> bool:
        """Whether git has something by a full id, sound or damaged; any full id is one to `rev-parse`."""
        try:
            self.run(["cat-file", "-e", object_id])
        except GitError:
            return False
        return True

    def _hint(self, revision: str) -> str:
        names = self.ref_names()
        close = suggest_names(revision, names)
        if close:
            return f"did you mean {' or '.join(map(repr, close))}?"
        if not names and self._maybe_rev_parse("HEAD") is None:
            return "it has no commits yet"
        if self.cut_commits:
            return "this clone is shallow: fetch more of the history"
        return "fetch it first, or see `git log --all`"

    def ref_names(self) -> list[str]:
        """The short names of all branches and tags, as far as they can be read: they serve suggestions alone."""
        try:
            import git

            with git.Repo(self.git_dir, expand_vars=False) as repo:
                return [ref.name for ref in repo.refs]
        except Exception:  # GitPython fails with exceptions of many kinds on repositories that git reads
            return []

    @property
    def lacks_history(self) -> bool:
        """Whether `with_history` would have to get it from elsewhere."""
        return False

    def with_history(self) -> Repository:
        """The repository with all the history that can be had: itself, or a fetched commit with what led to it."""
        return self

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
            if not _OF_PARTIAL.search(read_regular(os.path.join(common_folder(self.git_dir), "config"), _MAX_CONFIG)):
                return False
        keys = r"^(extensions\.partialclone|remote\..*\.promisor)$"
        try:
            return bool(self.run(["config", "--local", "--get-regexp", keys]))
        except GitError:
            return False

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
        if tree_id not in self._trees:
            self._trees[tree_id] = parse_tree(tree_id, self._read_whole(tree_id, "tree"))
            if len(self._trees) > KEPT_TREES:
                self._trees.popitem(last=False)
        return self._trees[tree_id]

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
