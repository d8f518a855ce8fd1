"""Opening a catalog: from a folder, a commit, a remote repository or a lock file, with the stores read beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from assetcards.errors import RevisionError, SourceError
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.settings_file import load_settings
from assetcards.model.store import Store, catalog_store
from assetcards.model.upstream import OpenUpstreams, no_upstreams
from assetcards.sources.defaults import (
    PathLike,
    absolute_path,
    check_is_path,
    current_environment,
    default_stores,
    is_offline,
    maybe_indexes,
    maybe_named_source,
    open_cache,
)
from assetcards.sources.endpoints import INDEX, Endpoint, Opener, commit_named
from assetcards.sources.places import existing_folder
from assetcards.sources.upstreams import Upstreams
from assetcards.trees.folder import FolderTree
from assetcards.trees.foreign import checked
from assetcards.trees.tree import FileUnreadableError, Tree

if TYPE_CHECKING:
    from assetcards.git.addresses import Address
    from assetcards.git.tree import IndexTree
    from assetcards.sources.lockfile import Lock

StoreLike: TypeAlias = "Tree | str | os.PathLike[str]"


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


def find_opener(
    source: StoreLike | None,
    root: PathLike | None,
    *,
    offline: bool | None = None,
    fetches_files: bool = False,
    before_history: Callable[[str], None] | None = None,
) -> Opener:
    """What opens endpoints of a source: a tree, what is on this machine, or a remote repository with the user's cache.

    With `fetches_files`, a `file://` address is remote, too. `CATALOG_OFFLINE` counts when `offline` is not said.
    """
    opener = _find_opener(source, root, offline, fetches_files, before_history)
    opener.open_upstreams = Upstreams(opener, offline=offline).stores
    return opener


def _find_opener(
    source: StoreLike | None,
    root: PathLike | None,
    offline: bool | None,
    fetches_files: bool,
    before_history: Callable[[str], None] | None,
) -> Opener:
    if isinstance(source, Tree):
        from assetcards.sources.given import TreeOpener

        return TreeOpener(source)
    _check_named(source, root)
    check_is_path(root or "")
    address = maybe_address_of(source)
    if address is None or (address.is_file and not fetches_files):
        from assetcards.sources.local import LocalOpener

        return LocalOpener(source, root, offline=bool(offline))
    from assetcards.sources.remotes import RemoteOpener

    forbidden = is_offline() if offline is None else offline
    return RemoteOpener(address, open_cache(), offline=forbidden, before_history=before_history)


def open_endpoint(
    opener: Opener,
    end: Endpoint,
    root: PathLike | None = None,
    *,
    env: str | None = None,
    stores: Iterable[StoreLike] | None = (),
) -> Catalog:
    """The catalog of an endpoint. Raises NoCatalogError when it has none, and what `make_catalog` raises."""
    return _make_catalog(opener, end, opener.tree(end, root), env, stores)


def maybe_open_endpoint(
    opener: Opener,
    end: Endpoint,
    root: PathLike | None = None,
    *,
    env: str | None = None,
    stores: Iterable[StoreLike] | None = (),
) -> Catalog | None:
    """As `open_endpoint`; None for a commit without a catalog, and before the first commit."""
    tree = opener.maybe_tree(end, root)
    return None if tree is None else _make_catalog(opener, end, tree, env, stores)


def _make_catalog(
    opener: Opener, end: Endpoint, tree: Tree, env: str | None, stores: Iterable[StoreLike] | None
) -> Catalog:
    revision = opener.revision_of(end)
    return make_catalog(tree, env=env, stores=stores, revision=revision, open_upstreams=opener.open_upstreams)


def open_index(
    source: PathLike | None = None,
    *,
    root: PathLike | None = None,
    env: str | None = None,
    stores: Iterable[StoreLike] = (),
) -> Catalog:
    """Open the catalog in the git index: the commit that is being made, whatever the checkout holds.

    In a hook of that repository it is the index that git names there. Only the `stores` named take part beside it.
    Raises SourceError when there is no catalog in it, GitError when the repository cannot be read.
    """
    return open_endpoint(find_opener(source, root), INDEX, root, env=env, stores=stores)


def make_catalog(
    tree: Tree,
    *,
    env: str | None,
    stores: Iterable[StoreLike] | None,
    revision: Revision | None = None,
    open_upstreams: OpenUpstreams = no_upstreams,
) -> Catalog:
    """The catalog of a tree, with its upstreams; without `stores` also the default ones, unless it has a revision.

    Raises SourceError when the tree, or a store that somebody named, cannot be listed: the answers would lack its
    cards. A default store may be missing; `catalog stores` says so.
    """
    if isinstance(stores, str | bytes | os.PathLike):
        raise TypeError(f"stores is a list of folders and trees, not {stores!r} alone")
    tree = checked(tree)
    settings = load_settings(tree)
    indexes = maybe_indexes()
    asked = [catalog_store(tree, settings, indexes=indexes)]
    asked += [Store(_as_tree(store), role="named", bounds=settings.bounds, indexes=indexes) for store in stores or ()]
    for store in asked:
        store.require_paths()
    others = default_stores(tree) if stores is None and revision is None else []
    return Catalog(
        [*asked, *open_upstreams(settings.upstreams, tree), *others],
        settings=settings,
        env=current_environment(env),
        revision=revision,
        open_upstreams=open_upstreams,
    )


def with_folders(catalog: Catalog, folders: Iterable[PathLike]) -> Catalog:
    """The catalog with more folders of cards beside it: those that it does not read already.

    Read twice, each of their cards would be a duplicate.
    """
    origins = (store.origin for store in catalog.stores)
    read = {os.path.realpath(origin.place) for origin in origins if origin.kind == "path"}
    stores = list(catalog.stores)
    for folder in map(absolute_path, folders):
        if os.path.realpath(folder) not in read:
            read.add(os.path.realpath(folder))
            stores.append(Store(FolderTree(folder), role="named", bounds=catalog.settings.bounds))
    return catalog.with_(stores=stores)


def check_readable(catalog: Catalog) -> None:
    """Raise SourceError, the catalog closed, when its own store, or one that somebody named, cannot be listed."""
    for store in catalog.stores:
        problem = catalog.maybe_problem(store) if store.role in ("catalog", "named") else None
        if problem is not None:
            catalog.close()
            raise SourceError(problem)


def maybe_read_staged(catalog: Catalog, path: str, limit: int) -> bytes | None:
    """At most `limit` bytes of a file of the index beside a catalog of it, by its path in the repository; or None."""
    try:
        return _index_beside(catalog, "").read(path, limit)
    except FileUnreadableError:
        return None


def is_staged_folder(catalog: Catalog, folder: str) -> bool:
    """Whether the index beside a catalog of it has files in a folder, by its path in the repository."""
    return _index_beside(catalog, folder).exists()


def _index_beside(catalog: Catalog, folder: str) -> IndexTree:
    from assetcards.git.tree import IndexTree

    tree = catalog.own.tree
    assert isinstance(tree, IndexTree)
    return tree.at(folder)


def _as_tree(store: StoreLike) -> Tree:
    if isinstance(store, Tree):
        return store
    _check_named(store)
    return FolderTree(existing_folder(absolute_path(store)))


def _check_named(*paths: PathLike | None) -> None:
    """Refuse an empty string, such as an unset variable gives: it would mean the current directory."""
    if "" in paths:
        raise SourceError("an empty string names no folder", hint="name one, or leave it out")


def maybe_address_of(source: PathLike | None) -> Address | None:
    """The address that a source is, or `CATALOG_REPO` without one; None when it is a path. Raises AddressError."""
    named = os.fspath(source) if source is not None else maybe_named_source() or ""
    if ":" not in named and "@" not in named:
        return None
    from assetcards.git.addresses import maybe_address

    return maybe_address(named)


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
