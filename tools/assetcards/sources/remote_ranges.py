"""Opening both ends of a range in a remote repository: two fetched commits, or the one at which two of them parted."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from assetcards.errors import GitError, NoCatalogError
from assetcards.git.addresses import Address
from assetcards.git.commits import merge_base
from assetcards.model.catalog import Catalog, Revision
from assetcards.sources.defaults import PathLike
from assetcards.sources.opening import StoreLike, make_catalog, remote
from assetcards.sources.ranges import Opener, Range
from assetcards.sources.remotes import Remote


def remote_openers(
    address: Address, ends: Range, stores: tuple[StoreLike, ...], before_history: Callable[[str], None] | None
) -> list[RemoteOpener]:
    """What opens the two ends, every revision resolved once.

    Raises GitError for an index or a checkout, which a remote repository has not, and what `Remote.resolve` raises.
    """
    if any(end.kind != "commit" for end in ends):
        raise GitError(
            f"{address} is a remote repository, which has no checkout and no index", hint="name two revisions"
        )
    source = remote(address)
    ids = {revision: source.resolve(revision) for revision in dict.fromkeys(ends[0].revisions + ends[1].revisions)}
    commits = [
        _parted(source, tuple(ids[revision] for revision in end.revisions), before_history)
        if len(end.revisions) == 2
        else ids[end.revisions[0]]
        for end in ends
    ]
    return [
        RemoteOpener(end=end, commit=commit, stores=stores, remote=source)
        for end, commit in zip(ends, commits, strict=True)
    ]


def _parted(source: Remote, commits: tuple[str, ...], before_history: Callable[[str], None] | None) -> str:
    """The commit at which two parted, by the history of both."""
    if len(set(commits)) == 1:
        return commits[0]
    repository = source.open_history(commits, before_history)
    try:
        return merge_base(repository, *commits)
    finally:
        repository.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteOpener(Opener):
    """Opens one end in a remote repository."""

    remote: Remote

    def maybe_open(self, root: PathLike | None) -> Catalog | None:
        try:
            tree, _ = self.remote.open(self.commit, os.fspath(root) if root is not None else None)
        except NoCatalogError:
            return None
        revision = Revision(asked=self.end.asked, commit=self.commit)
        return make_catalog(tree, env="", stores=self.stores, revision=revision)

    def root_of(self, catalog: Catalog) -> PathLike:
        return catalog.own.origin.folder
