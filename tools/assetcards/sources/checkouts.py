"""Checkouts as git sees them with the variables of this process, and what partial clones lack."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from assetcards.errors import GitError
from assetcards.sources.defaults import fetch_limits, is_offline, variables
from assetcards.trees.folder import FolderTree
from assetcards.trees.work_tree import maybe_work_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assetcards.git.attributes import Attributes
    from assetcards.git.repo import Repository
    from assetcards.trees.roots import DiskFolders


def open_checkout(folder: str) -> FolderTree:
    """The card files of a folder that somebody opens: in a work tree those that git would take, else all of them.

    A folder that git ignores as a whole is read as if it were outside of git; so is one that git does not read, as that
    of another user.
    """
    if maybe_work_tree(os.path.realpath(folder)) is None:
        return FolderTree(folder)
    from assetcards.git.checkout import maybe_checkout

    try:
        return maybe_checkout(folder, variables(), partial(supply_missing, offline=False)) or FolderTree(folder)
    except GitError:
        return FolderTree(folder)


def is_left_out(file: str) -> bool:
    """Whether a sparse checkout leaves out a file of the index, by its absolute path."""
    from assetcards.git import checkout_listing

    folder, name = os.path.split(file)
    return checkout_listing.is_left_out(os.path.join(os.path.realpath(folder), name), variables())


def supply_missing(repository: Repository, *, offline: bool) -> None:
    """Let a partial clone have what it lacks, unless fetching is forbidden, here or by `CATALOG_OFFLINE`."""
    if not repository.is_partial():
        return
    from assetcards.git.partial import Supply

    repository.supply = Supply(repository, variables(), fetch_limits, offline=offline or is_offline())


def checkout_folders(top: str) -> DiskFolders:
    """The folders of the work tree with that top, where the root of a catalog is searched for."""
    from assetcards.git.checkout_folders import CheckoutFolders

    return CheckoutFolders(top, variables())


def ask_attributes(files: Mapping[str, bytes], paths: Iterable[str]) -> dict[str, Attributes]:
    """What `.gitattributes` files say of paths; nothing of the user's own counts. Raises GitError."""
    from assetcards.git.attributes import read_attributes

    return read_attributes(files, paths, variables())
