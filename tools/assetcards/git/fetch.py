"""Fetching: one commit of a remote repository into a bare one of its own, with as little else as the server allows."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from assetcards.errors import (
    AccessRefusedError,
    FetchLimitError,
    GitError,
    RemoteError,
    RevisionError,
    UnreachableError,
)
from assetcards.git.addresses import Address
from assetcards.git.cuts import read_cuts
from assetcards.git.failures import check_disk, explain_failure
from assetcards.git.limits import Limits
from assetcards.git.process import run_git
from assetcards.git.reaching import REMOTE, fetch_environment
from assetcards.git.repo import Repository
from assetcards.git.revisions import check_is_one_commit
from assetcards.git.transfer import BOTH_SIDES_MEMORY, FETCH_LIMITS, run_transfer

PINS = "refs/catalog/pins"
"""Below it a ref keeps each commit that was asked for."""

ROOTS = "refs/catalog/roots"
"""Below it a ref keeps each tree all of whose files were fetched, so that what is missing later is known to be."""

_OTHER_IDS = "mismatched algorithms"
"""What git says where one side has ids by SHA-1 and the other by SHA-256."""

Wanted = Callable[[Repository, str], Sequence[str]]
"""Returns the ids of the trees whose blobs are wanted of a commit, once the commit and all its trees are there."""


class _Way(NamedTuple):
    """A way to fetch; `partial` when it leaves out blobs that nobody wants."""

    fetch: Callable[[], None]
    partial: bool = False


class Fetcher:
    """Talks to one remote repository. `environ` is the environment of the process, `limits` are those of one answer."""

    def __init__(self, address: Address, environ: Mapping[str, str], limits: Limits = FETCH_LIMITS) -> None:
        self.address = address
        self._environ = environ
        memory = max(limits.memory or 0, BOTH_SIDES_MEMORY) if address.is_file else limits.memory
        self._limits = self._current = limits._replace(memory=memory)

    @cached_property
    def _environment(self) -> dict[str, str]:
        return fetch_environment(self.address, self._environ)

    def look_up(self, revision: str) -> str | None:
        """The commit that a branch, a tag, or `HEAD` names in the remote repository now; None when it has none such.

        Raises RemoteError when it does not answer, and AmbiguousRevisionError when a tag and a branch have that name.
        """
        self._begin()
        in_full = revision.startswith("refs/") or revision == "HEAD"
        names = [revision] if in_full else [f"refs/tags/{revision}", f"refs/heads/{revision}"]
        patterns = [pattern for name in names for pattern in (name, f"{name}^{{}}")]
        rows = (line.partition("\t") for line in self._list_refs(*patterns))
        found = {name: object_id for object_id, _, name in rows}
        commits = {name: found.get(f"{name}^{{}}", found[name]) for name in names if name in found}
        check_is_one_commit(revision, commits)
        return next(iter(commits.values()), None)

    def has_refs(self) -> bool:
        """Whether the remote repository has any branch or tag. Raises RemoteError when it does not answer."""
        self._begin()
        return bool(self._list_refs("refs/heads/*", "refs/tags/*"))

    def _list_refs(self, *patterns: str) -> list[str]:
        """What the remote lists; the repository around the current directory has no effect on it."""
        listed = self._run(["--git-dir", os.devnull, "ls-remote", "--quiet", REMOTE, *patterns])
        return os.fsdecode(listed).splitlines()

    def fetch(self, folder: str, commit: str, revision: str, wanted: Wanted) -> None:
        """Fetch a commit, and the blobs that are wanted of it, into a new bare repository in an empty folder.

        First without history and without blobs, then the blobs at once. A server that does not serve single commits is
        asked for the branch or tag by name, and one that does neither for everything. Raises RemoteError or
        RevisionError.
        """
        ways = [_Way(lambda: self._fetch_lean(folder, commit, wanted), partial=True)]
        if revision != commit:
            ways.append(_Way(lambda: self._fetch_named(folder, commit, revision, wanted), partial=True))
        self._fetch_somehow(folder, [commit], ways)

    def fetch_histories(self, folder: str, commits: Sequence[str]) -> None:
        """Fetch all that led to some commits into a new bare repository in an empty folder.

        A server that does not serve single commits is asked for everything. Raises RemoteError or RevisionError.
        """
        self._fetch_somehow(folder, commits, [_Way(lambda: self._fetch(folder, "--no-filter", REMOTE, *commits))])

    def fetch_objects(self, folder: str, object_ids: Sequence[str]) -> None:
        """Fetch single objects by their full ids into a new bare repository in an empty folder. Raises RemoteError."""
        self._begin(folder)
        self._start(folder, object_ids[0], partial=True)
        asked = "".join(f"{object_id}\n" for object_id in object_ids).encode("ascii")
        self._fetch(folder, "--filter=blob:none", "--stdin", REMOTE, content=asked)

    def _fetch_somehow(self, folder: str, commits: Sequence[str], ways: Sequence[_Way]) -> None:
        """Try one way after another, and everything last, until one succeeds; none helps where access is refused."""
        self._begin(folder)
        for way in ways:
            try:
                self._start(folder, commits[0], partial=way.partial)
                way.fetch()
            except (AccessRefusedError, FetchLimitError, UnreachableError):
                raise
            except GitError:
                _empty(folder)
            else:
                break
        else:
            self._start(folder, commits[0], partial=False)
            self._fetch_all(folder, commits)
        for commit in commits:
            self._local(folder, ["update-ref", f"{PINS}/{commit}", commit])

    def _begin(self, folder: str = "") -> None:
        """Start the limits: the clock, and the bytes of a folder."""
        self._current = self._limits._replace(begun=time.monotonic(), folder=folder)

    def _start(self, folder: str, commit: str, *, partial: bool) -> None:
        form = "sha1" if len(commit) == 40 else "sha256"
        self._run_here(["init", "--quiet", "--bare", "--template=", f"--object-format={form}", "--", folder])
        self._local(folder, ["config", "gc.auto", "0"])
        if partial:
            self._local(folder, ["config", "core.repositoryFormatVersion", "1"])
            self._local(folder, ["config", "extensions.partialClone", REMOTE])

    def _fetch_lean(self, folder: str, commit: str, wanted: Wanted) -> None:
        self._fetch(folder, "--depth=1", "--filter=blob:none", REMOTE, commit)
        self._fetch_blobs(folder, commit, wanted)

    def _fetch_named(self, folder: str, commit: str, revision: str, wanted: Wanted) -> None:
        self._fetch(folder, "--depth=1", "--filter=blob:none", REMOTE, f"{revision}:refs/catalog/fetched")
        self._check_has(folder, commit)
        self._fetch_blobs(folder, commit, wanted)

    def _fetch_all(self, folder: str, commits: Sequence[str]) -> None:
        try:
            self._fetch(folder, "--no-filter", REMOTE, "+refs/heads/*:refs/catalog/heads/*", "refs/tags/*:refs/tags/*")
        except RemoteError as error:
            if _OTHER_IDS not in error.message:
                raise
            raise self._other_ids(commits[0]) from None
        for commit in commits:
            self._check_has(folder, commit)

    def _fetch(self, folder: str, *arguments: str, content: bytes = b"") -> None:
        options = ["--progress", "--no-tags", "--no-write-fetch-head"]  # without progress it would seem to be silent
        options += ["--no-recurse-submodules", "--no-auto-maintenance"]
        self._run(["--git-dir", folder, "fetch", *options, *arguments], content)
        try:
            read_cuts(folder)
        except GitError:
            said = "its shallow history is cut off at too many commits"
            raise FetchLimitError(self.address.shown, said, hint="ask its administrator") from None

    def _other_ids(self, commit: str) -> RevisionError:
        """What is wrong with a full id where git makes ids of the other length."""
        ids = "SHA-256, of 64 digits" if len(commit) == 40 else "SHA-1, of 40 digits"
        return RevisionError(
            commit,
            f"{commit} is not an id of {self.address}, whose ids are {ids}",
            hint="name a branch, a tag or such an id",
        )

    def _check_has(self, folder: str, commit: str) -> None:
        try:
            self._local(folder, ["cat-file", "-e", f"{commit}^{{commit}}"])
        except GitError:
            raise RevisionError(
                commit,
                f"no branch or tag of {self.address} contains commit {commit}",
                hint="push it there first",
            ) from None

    def _fetch_blobs(self, folder: str, commit: str, wanted: Wanted) -> None:
        repository = Repository(folder, None, self._environ)
        try:
            trees = wanted(repository, commit)
            missing = missing_objects(repository, trees)
            if missing:
                ids = "".join(f"{blob}\n" for blob in missing).encode()
                self._fetch(folder, "--filter=blob:none", "--stdin", REMOTE, content=ids)
            if missing_objects(repository, trees):
                raise GitError(f"{self.address} does not serve single objects")
            for tree in trees:
                self._local(folder, ["update-ref", f"{ROOTS}/{tree}", tree])
        finally:
            repository.close()

    def _local(self, folder: str, arguments: Sequence[str]) -> bytes:
        return self._run_here(["--git-dir", folder, *arguments])

    def _run_here(self, arguments: Sequence[str]) -> bytes:
        """Run a command without network access. Raises OSError when the disk fails."""
        try:
            return run_git(arguments, self._environment)
        except GitError as error:
            check_disk(f"fatal: {error.message}")
            raise

    def _run(self, arguments: Sequence[str], content: bytes = b"") -> bytes:
        done = run_transfer(arguments, self._environment, content, limits=self._current)
        if done.code != 0 or done.exceeded:
            raise explain_failure(self.address, done)
        return done.output


def missing_objects(repository: Repository, trees: Iterable[str]) -> list[str]:
    """The ids of what the trees need and the repository has not; nothing is fetched to find out."""
    listed = repository.run(["rev-list", "--objects", "--missing=print", "--no-object-names", *trees])
    return [line[1:] for line in listed.decode("ascii").split() if line.startswith("?")]


def _empty(folder: str) -> None:
    import shutil

    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
