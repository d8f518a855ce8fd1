"""What is compared with what: two commits, the index or the checkout, named in git's own notation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from assetcards.errors import GitError, RevisionError, SourceError
from assetcards.git.commits import maybe_head, merge_base
from assetcards.git.repo import Repository
from assetcards.model.catalog import Catalog, Revision
from assetcards.sources.defaults import PathLike
from assetcards.sources.opening import StoreLike, maybe_address_of, open_catalog
from assetcards.sources.places import check_inner_repository, check_is_of, find_repository
from assetcards.sources.snapshots import maybe_open_commit, open_index, open_where_it_was, root_of
from assetcards.trees.roots import NAME_ROOT
from assetcards.trees.tree import SETTINGS_FILE

SideKind: TypeAlias = Literal["commit", "checkout", "index"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One end of a range: a commit, the index or the checkout.

    `revisions` are one to name the commit, or two to name the commit at which they parted.
    """

    kind: SideKind
    revisions: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """How the end was named."""
        return "...".join(self.revisions) or self.kind


Range: TypeAlias = tuple[Endpoint, Endpoint]
"""The old end and the new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """An opened end: how it was named, the full id of the commit (empty for index and checkout), and its catalog.

    `rival` is what a search finds in place of the catalog, which is where it was before; empty is nothing.
    """

    kind: SideKind
    asked: str
    commit: str
    catalog: Catalog = field(repr=False)
    rival: str = ""


def parse_range(revisions: Sequence[str], *, staged: bool = False, base: str | None = None) -> Range:
    """Read `A B`, `A..B`, `A...B`, `A` or nothing as git does; `staged` means the index, not the checkout.

    `base` names the branch that HEAD, or with `staged` the index, is to be merged into. Raises RevisionError for what
    does not go together.

    >>> old, new = parse_range(["main...HEAD"])
    >>> old.asked, new.asked
    ('main...HEAD', 'HEAD')
    """
    if base is not None:
        if revisions:
            raise RevisionError(base, "--base compares with HEAD or, with --staged, the index, and takes no revisions")
        return _commit(base, "HEAD"), Endpoint(kind="index") if staged else _commit("HEAD")
    ends = _split(revisions[0]) if len(revisions) == 1 else None
    if ends is None and len(revisions) == 2:
        ends = _commit(revisions[0]), _commit(revisions[1])
    if len(revisions) > 2 or (ends and staged):
        raise RevisionError(revisions[-1], "two ends can be compared: a range, two revisions, or one with --staged")
    old = _commit(revisions[0] if revisions else "HEAD")
    return ends or (old, Endpoint(kind="index" if staged else "checkout"))


def _split(text: str) -> Range | None:
    """The two ends of `A..B` or `A...B`, in which an empty one is HEAD."""
    for dots in ("...", ".."):
        first, found, second = text.partition(dots)
        if found:
            old, new = first or "HEAD", second or "HEAD"
            return _commit(old, new) if dots == "..." else _commit(old), _commit(new)
    return None


def _commit(*revisions: str) -> Endpoint:
    return Endpoint(kind="commit", revisions=revisions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener(ABC):
    """Opens one end of a range, with the stores that both have; `commit` is empty where it is none."""

    end: Endpoint
    commit: str
    stores: tuple[StoreLike, ...]

    @abstractmethod
    def maybe_open(self, root: PathLike | None) -> Catalog | None:
        """The catalog of this end; None when its commit has none."""

    def explain_missing(self) -> None:
        """Raise SourceError when it is known why no commit has a catalog."""
        return

    @abstractmethod
    def root_of(self, catalog: Catalog) -> PathLike:
        """The folder of a catalog's cards, as a root that the other end may have, too."""

    def side(self, catalog: Catalog | None, rival: str = "") -> Side:
        """What was opened."""
        end, opened = self.end, catalog or Catalog([])
        return Side(kind=end.kind, asked=end.asked, commit=self.commit, catalog=opened, rival=rival)


def open_range(
    ends: Range,
    *,
    source: PathLike | None = None,
    root: PathLike | None = None,
    stores: Iterable[StoreLike] = (),
    before_history: Callable[[str], None] | None = None,
) -> tuple[Side, Side]:
    """Open the catalogs of both ends, each with its own root; an end that has no catalog gives an empty one.

    Every revision is resolved once, so that both ends tell of one moment. Where two commits of a remote repository
    parted its history tells; before that is fetched, `before_history` is called with the address. Raises what
    `open_catalog` raises, and SourceError when neither end has a catalog.
    """
    address = maybe_address_of(source)
    if address is not None and not address.is_file:
        from assetcards.sources.remote_ranges import remote_openers

        openers: Sequence[Opener] = remote_openers(address, ends, tuple(stores), before_history)
    else:
        openers = _local_openers(ends, source, root, tuple(stores))
    old = openers[0].maybe_open(root)
    new, rival = open_where_it_was(old, root, openers[1].maybe_open, openers[0].root_of)
    if old is None and new is None:
        for opener in openers:
            opener.explain_missing()
        raise SourceError(f"no {SETTINGS_FILE} in {ends[0].asked}, and none in {ends[1].asked}", hint=NAME_ROOT)
    if root is None:
        old = old or (openers[0].maybe_open(openers[1].root_of(new)) if new else None)
        new = new or (openers[1].maybe_open(openers[0].root_of(old)) if old else None)
    return openers[0].side(old), openers[1].side(new, rival)


def _local_openers(
    ends: Range, source: PathLike | None, root: PathLike | None, stores: tuple[StoreLike, ...]
) -> list[_LocalOpener]:
    repository = find_repository(source, root).repository
    commits = _resolve_ends(repository, ends)
    repository.close()
    return [
        _LocalOpener(end=end, commit=commit, stores=stores, source=source, top=repository.top)
        for end, commit in zip(ends, commits, strict=True)
    ]


def _resolve_ends(repository: Repository, ends: Range) -> list[str]:
    """The commit of each end; empty for index and checkout, and for HEAD before the first commit."""
    revisions = dict.fromkeys(revision for end in ends for revision in end.revisions)
    ids = {each: maybe_head(repository) or "" if each == "HEAD" else repository.resolve(each) for each in revisions}
    if repository.top is None and any(end.kind != "commit" for end in ends):
        message = f"{repository.place} is a bare repository, which has no checkout and no index"
        raise GitError(message, hint="name two revisions")
    merging = repository.maybe_commit("MERGE_HEAD") if any(end.kind == "index" for end in ends) else None
    merged = [merging] if merging else []  # its history is part of what the index holds, and none of the branch's own
    return [_commit_of(repository, [ids[revision] for revision in end.revisions], merged) for end in ends]


def _commit_of(repository: Repository, ids: Sequence[str], merged: Sequence[str]) -> str:
    """The commit, or the one that two have in common; with what has no commit yet there is none."""
    if len(ids) == 2 and all(ids):
        return merge_base(repository, *ids, *merged)
    return ids[0] if len(ids) == 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _LocalOpener(Opener):
    """Opens one end in a repository on this machine."""

    source: PathLike | None
    top: str | None

    def maybe_open(self, root: PathLike | None) -> Catalog | None:
        if self.end.kind == "checkout":
            checkout = open_catalog(self.source, root=root, env="", stores=self.stores)
            assert self.top is not None, "a bare repository has no checkout"
            check_is_of(self.top, checkout.own.origin.place)
            return checkout
        if self.end.kind == "index":
            return open_index(self.source, root=root, env="", stores=self.stores)
        if not self.commit:
            return None
        catalog = maybe_open_commit(self.source, self.commit, root=root, env="", stores=self.stores)
        return catalog and catalog.with_(revision=Revision(asked=self.end.asked, commit=self.commit))

    def explain_missing(self) -> None:
        check_inner_repository(self.top)

    def root_of(self, catalog: Catalog) -> PathLike:
        """In a commit it is where that folder is in a checkout."""
        return root_of(catalog)
