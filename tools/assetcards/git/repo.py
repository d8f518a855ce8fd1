"""Git repositories: finding one, and naming its commits; the one importer of GitPython.

GitPython serves the names of refs; it reads objects with less care than is needed here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from assetcards.errors import AmbiguousRevisionError, CorruptObjectError, GitError, NotFetchedError, RevisionError
from assetcards.git.cuts import read_cuts
from assetcards.git.database import ObjectDatabase
from assetcards.git.discovery import locate_repository
from assetcards.git.revisions import check_is_one_commit, check_revision, parent_numbers, possible_refs, split_way
from assetcards.names import suggest_names

_BEGINS_LIKE_AN_ID = re.compile(r"([0-9a-fA-F]{4,64})(?:[~^@].*)?")
_HEX_DIGITS = "0123456789abcdefABCDEF"


class Repository(ObjectDatabase):
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

    def resolve(self, revision: str) -> str:
        """The full id of the commit that a revision names now: a branch, a tag, an id, `HEAD~3`.

        Raises RevisionError when it names none or is not the text of a revision, AmbiguousRevisionError when it may
        name more than one.
        """
        check_revision(revision)
        start, way = split_way(revision)
        commit = self._commit_of(revision, start)
        self._check_is_one(revision, start)
        like_id = None if revision[:4].strip(_HEX_DIGITS) else _BEGINS_LIKE_AN_ID.fullmatch(revision)
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

    is_fetched = False
    """Whether it is in the cache, as it was fetched from a remote one."""

    @property
    def lacks_history(self) -> bool:
        """Whether `with_history` would have to get it from elsewhere."""
        return False

    def with_history(self) -> Repository:
        """The repository with all the history that can be had: itself, or a fetched commit with what led to it."""
        return self
