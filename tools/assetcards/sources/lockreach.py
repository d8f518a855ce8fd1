"""What the repository of a lock says beside its commit: edits that are not committed, and what leads to the commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from assetcards.errors import RevisionError, SourceError
from assetcards.git.repo import Repository
from assetcards.model.catalog import Catalog
from assetcards.names import FullName
from assetcards.sources.defaults import PathLike
from assetcards.sources.endpoints import CHECKOUT
from assetcards.sources.local import LocalOpener
from assetcards.sources.lockfile import Lock, lock_differences
from assetcards.sources.making import open_endpoint
from assetcards.sources.openers import find_opener
from assetcards.sources.opening import lock_source

_NAMED = ("refs/heads", "refs/remotes", "refs/tags")


def find_uncommitted(path: PathLike, lock: Lock) -> Sequence[FullName]:
    """The locked cards that are different in the checkout, where the locked commit is checked out."""
    with _maybe_local(path, lock) as opener:
        if opener is None or opener.repository.top is None or opener.look_up("HEAD") != lock.commit:
            return []
        try:
            with open_endpoint(opener, CHECKOUT, lock.root or ".", env="", stores=[]) as checkout:
                found = lock_differences(lock, checkout)
        except SourceError:  # the checkout has no such folder
            return []
    return [each.full_name for each in found if each.what == "content"]


def is_in_checkout(catalog: Catalog, name: str) -> bool:
    """Whether the checkout has a card that is not in the commit of the catalog; never of a remote repository."""
    place, folder = catalog.own.origin.place, catalog.own.origin.folder or "."
    opener = find_opener(place, folder, fetches_files=True)
    if not isinstance(opener, LocalOpener):
        return False
    try:
        with open_endpoint(opener, CHECKOUT, folder, env="", stores=[]) as checkout:
            return name in checkout
    except SourceError:  # there is no checkout, or it has no such folder
        return False


def maybe_unreachable(path: PathLike, lock: Lock) -> str | None:
    """Why others may not get the locked commit: nothing that they fetch leads to it.

    None where that cannot be known: in a shallow clone, and of a remote repository, whose history is not here.
    """
    with _maybe_local(path, lock) as opener:
        if opener is None or opener.repository.cut_commits:
            return None
        commit = lock.commit[:12]
        try:
            now = opener.look_up(lock.revision)
        except RevisionError:
            return f"{lock.revision} is no longer there, and may have been all that led to commit {commit}"
        if opener.repository.run(["rev-list", "--max-count=1", lock.commit, f"^{now}"]):
            return f"commit {commit} is not reachable from {lock.revision} any more"
        if not _is_in_any(opener.repository, lock.commit):
            return f"commit {commit} is in no branch and no tag"
    return None


def _is_in_any(repository: Repository, commit: str) -> bool:
    return bool(repository.run(["for-each-ref", "--count=1", "--format=x", f"--contains={commit}", *_NAMED]))


@contextmanager
def _maybe_local(path: PathLike, lock: Lock) -> Iterator[LocalOpener | None]:
    """What opens the repository of a lock that is on this machine; None for an address."""
    opener = find_opener(lock_source(path, lock), lock.root or ".", fetches_files=True)
    if not isinstance(opener, LocalOpener):
        yield None
        return
    try:
        yield opener
    finally:
        opener.repository.close()
