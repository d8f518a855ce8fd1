"""What is compared with what: two commits, the index or the checkout, named in git's own notation."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from assetcards.errors import CatalogMissingError, NoCatalogError, RevisionError, SourceError
from assetcards.model.catalog import Catalog
from assetcards.sources.defaults import PathLike
from assetcards.sources.endpoints import CHECKOUT, INDEX, Endpoint, EndpointKind, Opener, commit_named
from assetcards.sources.making import maybe_open_endpoint
from assetcards.sources.openers import StoreLike, find_opener
from assetcards.trees.roots import NAME_ROOT
from assetcards.trees.tree import SETTINGS_FILE

OpenedT = TypeVar("OpenedT", Catalog, Catalog | None)

Range: TypeAlias = tuple[Endpoint, Endpoint]
"""The old end and the new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """An opened end: how it was named, the full id of the commit (empty for index and checkout), and its catalog.

    `rival` is what a search finds in place of the catalog, which is where it was before; empty is nothing.
    """

    kind: EndpointKind
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
        # what is being merged is part of what the index holds, and none of the branch's own
        return commit_named(base, "HEAD", merging=staged), INDEX if staged else commit_named("HEAD")
    ends = maybe_range(revisions[0]) if len(revisions) == 1 else None
    if ends is None and len(revisions) == 2:
        ends = commit_named(revisions[0]), commit_named(revisions[1])
    if len(revisions) > 2 or (ends and staged):
        raise RevisionError(revisions[-1], "two ends can be compared: a range, two revisions, or one with --staged")
    old = commit_named(revisions[0] if revisions else "HEAD")
    return ends or (old, INDEX if staged else CHECKOUT)


def range_words(ends: Range) -> list[str]:
    """The words that `parse_range` reads as these ends.

    >>> range_words(parse_range(["main...HEAD"])), range_words(parse_range([], staged=True))
    (['main...HEAD'], ['HEAD', '--staged'])
    """
    old, new = ends
    if old.merging:
        return ["--base", old.revisions[0], "--staged"]
    if new.kind == "commit":
        return [old.asked if len(old.revisions) > 1 else f"{old.asked}..{new.asked}"]
    return [old.asked, *(["--staged"] if new.kind == "index" else [])]


def maybe_range(text: str) -> Range | None:
    """The two ends of `A..B` or `A...B`, in which an empty one is HEAD; None for a revision."""
    for dots in ("...", ".."):
        first, found, second = text.partition(dots)
        if found:
            old, new = first or "HEAD", second or "HEAD"
            return commit_named(old, new) if dots == "..." else commit_named(old), commit_named(new)
    return None


def open_range(
    ends: Range,
    *,
    source: StoreLike | None = None,
    root: PathLike | None = None,
    stores: Iterable[StoreLike] = (),
    before_history: Callable[[str], None] | None = None,
) -> tuple[Side, Side]:
    """Open the catalogs of both ends, each with its own root; an end that has no catalog gives an empty one.

    Every revision is resolved once, so that both ends are of one moment. The merge base of two commits of a remote
    repository needs their history; before that is fetched, `before_history` is called with the address. Raises what
    `open_catalog` raises, and SourceError when neither end has a catalog.
    """
    opener = find_opener(source, root, before_history=before_history)
    opener.check_has(*ends)
    for end in ends:
        opener.commit_of(end)  # what names no commit is reported before anything is read
    stores = tuple(stores)
    old = _maybe_open(opener, ends[0], root, stores)
    new, rival = open_where_it_was(opener, old, root, lambda at: _maybe_open(opener, ends[1], at, stores))
    if old is None and new is not None and root is not None:
        old = maybe_open_before_move(opener, ends, new, lambda at: _maybe_open(opener, ends[0], at, stores))
    if old is None and new is None:
        opener.explain_missing()
        raise missing_catalog(root, *ends)
    if root is None:
        old = old or (_maybe_open(opener, ends[0], opener.root_of(new), stores) if new else None)
        new = new or (_maybe_open(opener, ends[1], opener.root_of(old), stores) if old else None)
    return _side(opener, ends[0], old), _side(opener, ends[1], new, rival)


def missing_catalog(root: PathLike | None, *ends: Endpoint) -> NoCatalogError:
    """What is said where no end has the catalog; a folder that somebody named and that is not there is no "none"."""
    where = ", and none in ".join(end.asked for end in ends)
    if root is None:
        return CatalogMissingError(f"no {SETTINGS_FILE} in {where}", hint=NAME_ROOT)
    return NoCatalogError(f"there is no folder {os.fspath(root)!r} in {where}", hint="name another one with --root")


def _maybe_open(opener: Opener, end: Endpoint, root: PathLike | None, stores: Iterable[StoreLike]) -> Catalog | None:
    catalog = maybe_open_endpoint(opener, end, root, env="", stores=stores)
    if catalog is not None and end.kind == "checkout":
        opener.check_holds(catalog)
    return catalog


def _side(opener: Opener, end: Endpoint, catalog: Catalog | None, rival: str = "") -> Side:
    opened = catalog or Catalog([])
    return Side(kind=end.kind, asked=end.asked, commit=opener.commit_of(end), catalog=opened, rival=rival)


def open_where_it_was(
    opener: Opener, before: Catalog | None, root: PathLike | None, open_at: Callable[[PathLike | None], OpenedT]
) -> tuple[OpenedT, str]:
    """The later side of a change: the catalog where it was before, as long as there is one; and its rival, or nothing.

    A rival is what a search finds instead: a change could bring it, to be judged in place of what was there before.
    `open_at` opens the side at a root, or with None where a search finds a catalog.
    """
    if before is None or before.home is None or root is not None:
        return open_at(root), ""
    was = opener.root_of(before)
    try:
        found = open_at(None)
    except SourceError as error:  # there are several
        there = _maybe_open_there(was, open_at)
        if there is None:
            raise
        return there, error.message
    if found is not None and os.path.realpath(opener.root_of(found)) == os.path.realpath(was):
        return found, ""
    there = _maybe_open_there(was, open_at)
    if there is None or found is None:
        return there or found, ""
    found.close()
    origin = found.own.origin
    where = origin.place if origin.kind == "path" else origin.folder or "the top folder"
    return there, f"another catalog, in {where}"


def maybe_open_before_move(
    opener: Opener, ends: Range, after: Catalog, open_at: Callable[[PathLike], Catalog | None]
) -> Catalog | None:
    """The old side of a change that has no catalog where somebody named one: the one that the change has moved there.

    That is the only one of the old side that the new one has no more, if the one there is new. None if it is not clear.
    """
    old, new = ({os.path.realpath(root): root for root in opener.catalogs_of(end)} for end in ends)
    gone = [root for real, root in old.items() if real not in new]
    here = os.path.realpath(opener.root_of(after))
    return open_at(gone[0]) if len(gone) == 1 and here in new and here not in old else None


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
