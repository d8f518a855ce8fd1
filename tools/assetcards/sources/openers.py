"""What opens the source that somebody names: a tree, a folder, or the address of a remote repository."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from assetcards.errors import SourceError
from assetcards.sources.defaults import PathLike, check_is_path, is_offline, maybe_named_source, open_cache
from assetcards.sources.endpoints import Opener
from assetcards.sources.upstreams import Upstreams
from assetcards.trees.tree import Tree

if TYPE_CHECKING:
    from assetcards.git.addresses import Address

StoreLike: TypeAlias = "Tree | str | os.PathLike[str]"


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
    check_named(source, root)
    check_is_path(root or "")
    address = maybe_address_of(source)
    if address is None or (address.is_file and not fetches_files):
        from assetcards.sources.local import LocalOpener

        return LocalOpener(source, root, offline=bool(offline))
    from assetcards.sources.remotes import RemoteOpener

    forbidden = is_offline() if offline is None else offline
    return RemoteOpener(address, open_cache(), offline=forbidden, before_history=before_history)


def maybe_address_of(source: PathLike | None) -> Address | None:
    """The address that a source is, or `CATALOG_REPO` without one; None when it is a path. Raises AddressError."""
    named = os.fspath(source) if source is not None else maybe_named_source() or ""
    if ":" not in named and "@" not in named:
        return None
    from assetcards.git.addresses import maybe_address

    return maybe_address(named)


def check_named(*paths: PathLike | None) -> None:
    """Refuse an empty string, such as an unset variable gives: it would mean the current directory."""
    if "" in paths:
        raise SourceError("an empty string names no folder", hint="name one, or leave it out")
