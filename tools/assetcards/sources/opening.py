"""Opening a catalog by what somebody names: a folder, a commit, a remote repository or a lock file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from assetcards.errors import RevisionError, SourceError
from assetcards.model.catalog import Catalog, Revision
from assetcards.sources.defaults import PathLike, absolute_path
from assetcards.sources.endpoints import commit_named
from assetcards.sources.making import open_endpoint
from assetcards.sources.openers import StoreLike, find_opener

if TYPE_CHECKING:
    from assetcards.sources.lockfile import Lock


def open_catalog(  # noqa: PLR0913 (each says one thing, by name)
    source: StoreLike | None = None,
    *,
    rev: str | None = None,
    root: PathLike | None = None,
    env: str | None = None,
    stores: Iterable[StoreLike] | None = None,
    offline: bool | None = None,
    lock: PathLike | None = None,
    unlocked: bool = False,
) -> Catalog:
    """Open a catalog of cards, from a folder or pinned to a revision of a git repository.

    `source` is a folder of cards, a folder that holds a catalog somewhere, or a git repository (also bare), or the
    address of a remote one (`https://`, `ssh://`, `git@host:path`, `file://`), of which one commit is fetched into a
    cache, or a `Tree`; without it `CATALOG_REPO`, or the current directory and its parents. `root` is the folder of the
    cards in it; the default is the one that holds `catalog.toml`. With `rev` (a branch, a tag, a full or short commit
    id, `HEAD~3`) every byte is read from that commit's objects, so that the answer depends on the commit and on the
    environment: give `env`, too (empty for none), and the same call gives the same answer for ever. Without `rev` the
    system's and the user's stores and those that packages add take part.
    `stores` names further stores (folders or `Tree` objects) and replaces these defaults. `env` is the current
    environment; the default is `CATALOG_ENV`, then what a detector finds. `offline` says whether fetching is
    forbidden; the default is `CATALOG_OFFLINE`. A commit that was fetched once is never fetched again. `lock` is a
    lock file: what it says is read and nothing else, so it goes with `env` and `offline` alone. Only the cards that it
    locks may be asked for, unless `unlocked` says that all others of its commit may be, too.

    Raises SourceError when there is no catalog, GitError when the repository cannot be read, RevisionError when the
    revision names no commit, RemoteError when a remote repository cannot be fetched from, LockError when a locked card
    is not what the lock file says.

    A card that is not locked raises NotLockedError when it is asked for.

    >>> from tempfile import TemporaryDirectory
    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("demo", cards=[{"name": "tiny", "model_family": "llama", "checkpoint": "hg://org/tiny"}])
    >>> with TemporaryDirectory() as folder, open_catalog(folder, stores=[tree]) as catalog:
    ...     catalog.card("tiny").uri("checkpoint")
    'hg://org/tiny'
    """
    if lock is not None:
        if any(value is not None for value in (source, rev, root, stores)):
            raise SourceError("a lock file names its own source", hint="leave out source, rev, root and stores")
        return open_locked(lock, env=env, offline=offline, unlocked=unlocked)
    opener = find_opener(source, root, offline=offline, fetches_files=rev is not None)
    end = opener.default if rev is None else commit_named(rev)
    return open_endpoint(opener, end, root, env=env, stores=stores)


def open_locked(
    path: PathLike, *, env: str | None = None, offline: bool | None = None, unlocked: bool = False
) -> Catalog:
    """The catalog of a lock file: the locked cards of its commit alone, every one checked to be what it was.

    With `unlocked`, all cards of the commit. Raises LockError that says what differs, or that the file is not valid.
    """
    from assetcards.sources.locked import LockedCatalog
    from assetcards.sources.lockfile import check_lock
    from assetcards.sources.lockreading import load_lock
    from assetcards.sources.lockuses import note_lock_uses

    lock = load_lock(path)
    catalog = open_lock_source(path, lock, rev=lock.commit, env=env, offline=offline)
    catalog = catalog.with_(revision=Revision(asked=lock.revision, commit=lock.commit))
    check_lock(lock, catalog)
    note_lock_uses(path, lock, catalog)
    names = (card.full_name for card in lock.cards)
    return catalog if unlocked else LockedCatalog(catalog, names, os.fspath(path))


def open_lock_source(
    path: PathLike, lock: Lock, *, rev: str, env: str | None = None, offline: bool | None = None
) -> Catalog:
    """The catalog that a lock file is of, at a revision. Raises LockError when the locked commit is not there."""
    from assetcards.sources.lockfile import LockError

    try:
        return open_catalog(
            lock_source(path, lock), rev=rev, root=lock.root or ".", env=env, stores=(), offline=offline
        )
    except RevisionError:
        if rev != lock.commit:
            raise
    raise LockError(
        f"commit {lock.commit[:12]}, which is locked, is not in {lock.repository}:"
        " its branch may have been squashed, rebased or force-pushed, and removed",
        hint="fetch all branches, of a shallow clone all history, or lock another commit: catalog lock --update",
    )


def lock_source(path: PathLike, lock: Lock) -> str:
    """The repository that a lock file is of; a path in it is relative to the folder of the file."""
    from assetcards.git.addresses import maybe_address

    if maybe_address(lock.repository) is not None:
        return lock.repository
    return os.path.join(os.path.dirname(absolute_path(path)), lock.repository)
