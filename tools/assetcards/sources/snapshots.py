"""Opening what a change is between: the catalog in the git index, and in commits of its repository."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TypeVar

from assetcards.errors import SourceError
from assetcards.git.commits import maybe_head, merge_base
from assetcards.git.folders import CommitFolders, IndexFolders
from assetcards.git.tree import CommitTree, IndexTree
from assetcards.model.catalog import Catalog, Revision
from assetcards.sources.defaults import PathLike, maybe_hook_index
from assetcards.sources.opening import StoreLike, make_catalog
from assetcards.sources.places import find_repository
from assetcards.trees.roots import NAME_ROOT, maybe_root
from assetcards.trees.tree import SETTINGS_FILE, FileUnreadableError

OpenedT = TypeVar("OpenedT", Catalog, Catalog | None)


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
    repository, start, upward = find_repository(source, root)
    index_file = maybe_hook_index(repository)
    folders = IndexFolders(repository, index_file)
    folder = start if root is not None else maybe_root(start, folders, upward=upward)
    if folders.are_none and repository.top is not None:
        message = f"the index of {repository.place} is empty or missing"
        raise SourceError(message, hint="`git add` files, or `git reset` when it was lost")
    if folder is None:
        raise SourceError(f"no {SETTINGS_FILE} in the index of {repository.place}", hint=NAME_ROOT)
    tree = IndexTree(repository, folder, index_file)
    if not tree.exists():
        raise SourceError(f"there is no folder {folder!r} in the index of {repository.place}", hint="add its files")
    return make_catalog(tree, env=env, stores=stores)


def maybe_open_commit(
    source: PathLike | None,
    rev: str,
    *,
    root: PathLike | None = None,
    env: str | None = None,
    stores: Iterable[StoreLike] = (),
) -> Catalog | None:
    """The catalog that a commit holds as its folder `root`, or in the folder of a `catalog.toml`.

    None when it holds none, and for `HEAD` before the first commit. Raises as `open_catalog` does for all else.
    """
    repository, start, upward = find_repository(source, root)
    commit = maybe_head(repository) if rev == "HEAD" else repository.resolve(rev)
    if commit is None:
        return None
    folder = start if root is not None else maybe_root(start, CommitFolders(repository, commit), upward=upward)
    if folder is None:
        return None
    tree = CommitTree(repository, commit, folder)
    if not tree.exists():
        return None
    return make_catalog(tree, env=env, stores=stores, revision=Revision(asked=rev, commit=commit))


def root_of(catalog: Catalog) -> PathLike:
    """The folder of a catalog's cards, as a root that another side may have, too.

    In a commit it is where that folder is in a checkout.
    """
    origin = catalog.own.origin
    return os.path.join(origin.place, origin.folder)


def open_where_it_was(
    before: Catalog | None,
    root: PathLike | None,
    open_at: Callable[[PathLike | None], OpenedT],
    root_of: Callable[[Catalog], PathLike] = root_of,
) -> tuple[OpenedT, str]:
    """The later side of a change: the catalog where it was before, as long as there is one; and its rival, or nothing.

    A rival is what a search finds instead: a change could bring it, to be judged in place of what was there before.
    `open_at` opens the side at a root, or with None where a search finds a catalog.
    """
    if before is None or before.home is None or root is not None:
        return open_at(root), ""
    was = root_of(before)
    try:
        found = open_at(None)
    except SourceError as error:  # there are several
        there = _maybe_open_there(was, open_at)
        if there is None:
            raise
        return there, error.message
    if found is not None and os.path.realpath(root_of(found)) == os.path.realpath(was):
        return found, ""
    there = _maybe_open_there(was, open_at)
    if there is None or found is None:
        return there or found, ""
    found.close()
    origin = found.own.origin
    where = origin.place if origin.kind == "path" else origin.folder or "the top folder"
    return there, f"another catalog, in {where}"


def _maybe_open_there(was: PathLike, open_at: Callable[[PathLike | None], OpenedT]) -> OpenedT | None:
    """The catalog in a folder; None when there is none any more."""
    try:
        there = open_at(was)
    except SourceError:
        return None
    if there is not None and there.home is None:
        there.close()
        return None
    return there


def find_merge_base(source: PathLike | None, first: str, second: str) -> str:
    """The full id of the commit at which two revisions parted. Raises RevisionError when there is none."""
    repository = find_repository(source, None).repository
    return merge_base(repository, repository.resolve(first), repository.resolve(second))


def maybe_read_index(source: PathLike | None, path: str, limit: int) -> bytes | None:
    """At most `limit` bytes of a file in the index, by its path from the top of the repository; None without one."""
    repository, _, _ = find_repository(source, None)
    try:
        return IndexTree(repository, "", maybe_hook_index(repository)).read(path, limit)
    except FileUnreadableError:
        return None
