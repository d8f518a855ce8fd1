"""One remote repository and what the cache has of it: which commit a name means, and where that is or will be."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from assetcards.errors import AmbiguousRevisionError, OfflineError, RevisionError
from assetcards.git.addresses import Address
from assetcards.git.cache_folder import CacheFolder
from assetcards.git.cached import Entry
from assetcards.git.fetch import Fetcher, Wanted
from assetcards.git.revisions import check_revision

FETCH_ONCE = "open it once while fetching is allowed (without --offline and CATALOG_OFFLINE)"
_FULL_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHORT_ID = re.compile(r"[0-9a-fA-F]{4,63}")


class CachedRemote:
    """One remote repository, and what the cache has of it."""

    def __init__(self, folder: CacheFolder, address: Address, fetcher: Fetcher, patience: float) -> None:
        self.address = address
        self.fetcher = fetcher
        self.folder = folder
        self._patience = patience

    def commit_of(self, revision: str, *, offline: bool) -> str:
        """The id of the commit that a revision names."""
        check_revision(revision)
        if _FULL_ID.fullmatch(revision.lower()):
            return revision.lower()
        if _SHORT_ID.fullmatch(revision):
            return self._commit_of_short_id(revision, offline=offline)
        if offline:
            return self._remembered(revision)
        when = self.folder.notes.begin(revision)
        found = self.fetcher.look_up(revision)
        if found is None:
            raise self._unknown(revision, hint="name a branch, a tag, or the full id of a commit")
        self.folder.note(self.address, revision, found, when)
        return found

    def commit_since(self, revision: str, moment: int, *, offline: bool) -> str:
        """The id of the commit that a revision named at some time since a moment, in nanoseconds since 1970.

        What another process has looked up since then counts, and processes that ask at once wait for the first one: so
        all of a job read the same commit though a branch moves.
        """
        if offline or _FULL_ID.fullmatch(revision.lower()):
            return self.commit_of(revision, offline=offline)
        with self.folder.waiting(self.address, self._patience):
            found = self.folder.notes.maybe_commit_since(revision, moment)
            return found or self.commit_of(revision, offline=offline)

    def _commit_of_short_id(self, revision: str, *, offline: bool) -> str:
        """A short id means a commit that was fetched before, never a branch or tag of that name.

        The remote repository is asked only to say why there is no answer.
        """
        found = {each.commit for each in self.folder.entries() if each.commit.startswith(revision.lower())}
        if len(found) == 1:
            return found.pop()
        if found:
            message = f"{revision!r} is ambiguous: more than one commit fetched from {self.address} begins with it"
            raise AmbiguousRevisionError(revision, message, hint="write more of the id")
        if offline:
            raise self._never_looked_up(revision)
        if self.fetcher.look_up(revision) is None:
            raise self._unknown(revision, hint="a commit is asked for by its full id")
        raise AmbiguousRevisionError(
            revision,
            f"{revision!r} may be a short id or the name of a branch or tag",
            hint=f"write refs/heads/{revision} or refs/tags/{revision}, or the full id",
        )

    def _unknown(self, revision: str, hint: str) -> RevisionError:
        if self.fetcher.has_refs():
            return RevisionError(revision, f"{revision!r} is not a branch or tag of {self.address}", hint=hint)
        message = f"{self.address} has no branches or tags: it is empty, or not a git repository"
        return RevisionError(revision, message, hint="check the address, or push to it first")

    def _remembered(self, revision: str) -> str:
        commit = self.folder.notes.maybe_commit(revision)
        if commit is None:
            raise self._never_looked_up(revision)
        return commit

    def _never_looked_up(self, revision: str) -> OfflineError:
        return OfflineError(self.address.shown, f"{revision!r} is not in the cache", hint=FETCH_ONCE)

    def files(self, commit: str, revision: str, root: str, wanted: Wanted, *, offline: bool) -> Entry:
        """Where the files of a commit are, or will be once they are fetched."""
        folder = self.folder.entry(commit, root)
        return self._entry(
            folder, f"commit {commit[:12]}", lambda new: self.fetcher.fetch(new, commit, revision, wanted), offline
        )

    def history(self, *commits: str, offline: bool) -> Entry:
        """Where all that led to some commits is, or will be once it is fetched."""
        what = f"the history of commit {commits[-1][:12]}"
        fetch = partial(self.fetcher.fetch_histories, commits=commits)
        return self._entry(self.folder.history_entry(commits), what, fetch, offline)

    def _entry(self, folder: str, what: str, fetch: Callable[[str], None], offline: bool) -> Entry:
        def fetch_it() -> None:
            if offline:
                raise OfflineError(self.address.shown, f"{what} is not in the cache", hint=FETCH_ONCE)
            self.folder.add(folder, self.address, fetch, self._patience)

        return Entry(folder, fetch_it, offline)
