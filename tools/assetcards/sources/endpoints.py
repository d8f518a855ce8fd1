"""What is read of a source: its files as they are checked out, its index, or a commit; and the one way to open it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from assetcards.model.catalog import Catalog, Revision
from assetcards.model.upstream import OpenUpstreams, no_upstreams
from assetcards.sources.defaults import PathLike
from assetcards.trees.roots import Folders, explain_odd, maybe_root
from assetcards.trees.tree import Tree

EndpointKind: TypeAlias = Literal["commit", "checkout", "index"]


class Endpoint(NamedTuple):
    """A commit, the index or the checkout, as it was named.

    `revisions` are one to name the commit, or two to name the commit at which they parted; with `merging`, the second
    one is taken for merged with what is being merged into it.
    """

    kind: EndpointKind
    revisions: tuple[str, ...] = ()
    merging: bool = False

    @property
    def asked(self) -> str:
        """How the endpoint was named."""
        return "...".join(self.revisions) or self.kind


CHECKOUT = Endpoint(kind="checkout")
INDEX = Endpoint(kind="index")


def commit_named(*revisions: str, merging: bool = False) -> Endpoint:
    """The endpoint of one revision, or of the commit at which two parted."""
    return Endpoint(kind="commit", revisions=revisions, merging=merging)


class Opener(ABC):
    """Opens endpoints of one source, in which every name is looked up once: all that it opens is of one moment."""

    default = CHECKOUT
    """What is opened by default."""

    def __init__(self) -> None:
        self.open_upstreams: OpenUpstreams = no_upstreams
        self._odd = ""
        self._named: dict[str, str] = {}
        self._commits: dict[Endpoint, str] = {}

    def commit_of(self, end: Endpoint) -> str:
        """The full id of the commit; empty for index and checkout, and for HEAD before the first commit.

        Raises RevisionError for what names no commit, and what else the source cannot do.
        """
        if end not in self._commits:
            self._commits[end] = self._find_commit(end)
        return self._commits[end]

    def _find_commit(self, end: Endpoint) -> str:
        for revision in end.revisions:
            if revision not in self._named:
                self._named[revision] = self.look_up(revision)
        ids = [self._named[revision] for revision in end.revisions]
        if len(ids) < 2 or not all(ids):  # with what has no commit yet nothing is in common
            return ids[0] if len(ids) == 1 else ""
        return self.parted(ids, merging=end.merging)

    def revision_of(self, end: Endpoint) -> Revision | None:
        """What was asked for and the commit that it is; None for what is no commit."""
        commit = self.commit_of(end)
        return Revision(asked=end.asked, commit=commit) if commit else None

    @abstractmethod
    def look_up(self, revision: str) -> str:
        """The full id of the commit that a revision names now; empty for HEAD before the first commit."""

    @abstractmethod
    def parted(self, commits: Sequence[str], *, merging: bool) -> str:
        """The full id of the commit at which two parted, given by their full ids."""

    @abstractmethod
    def check_has(self, *ends: Endpoint) -> None:
        """Raise GitError for what such a source never has, as a bare repository has no checkout."""

    @abstractmethod
    def tree(self, end: Endpoint, root: PathLike | None) -> Tree:
        """The cards of an endpoint, at `root`, or where `catalog.toml` is. Raises NoCatalogError when there are none.

        A folder that was named needs no `catalog.toml`.
        """

    @abstractmethod
    def maybe_tree(self, end: Endpoint, root: PathLike | None) -> Tree | None:
        """As `tree`, but None for a commit without the root or, when that is not said, without a `catalog.toml`."""

    @abstractmethod
    def root_of(self, catalog: Catalog) -> PathLike:
        """The folder of a catalog's cards, as a root that other endpoints may have, too."""

    @abstractmethod
    def upstream_base(self) -> str:
        """The address, or the absolute path, that the relative repository of an upstream is seen from."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is read from another machine: what is on this one is none of its business."""
        return False

    def catalogs_of(self, end: Endpoint) -> Sequence[PathLike]:
        """The folders of all catalogs of an endpoint, as roots that other endpoints may have, too."""
        return ()

    def check_holds(self, catalog: Catalog) -> None:
        """Raise NoCatalogError when commits of the source do not hold the files of its checkout."""
        return

    def require_commits(self, end: Endpoint) -> None:
        """Raise RevisionError when the endpoint is named by HEAD, which has no commit yet."""
        return

    def search(self, start: str, folders: Folders, *, upward: bool) -> str | None:
        """The root that `maybe_root` finds; what was found instead is kept for `explain_missing`."""
        found = maybe_root(start, folders, upward=upward)
        if found is None:
            self._odd = folders.odd or self._odd
        return found

    def explain_missing(self) -> None:
        """Raise NoCatalogError if the reason why no catalog was found is known."""
        if self._odd:
            raise explain_odd(self._odd)
