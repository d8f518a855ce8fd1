"""`catalog stores`: the stores in search order, and what they contain."""

from __future__ import annotations

from dataclasses import dataclass

from assetcards.findings import has_errors
from assetcards.model.catalog import Catalog, Revision
from assetcards.model.store import Store
from assetcards.trees.tree import TreeOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """A store: how many files and cards it has, and how many files have errors; or why it cannot be read."""

    role: str
    origin: TreeOrigin
    files: int
    cards: int
    broken_files: int
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """The stores in search order, and the revision that is read."""

    revision: Revision | None
    stores: tuple[Searched, ...]


def search_stores(catalog: Catalog) -> Search:
    """Read every store of a catalog."""
    return Search(revision=catalog.revision, stores=tuple(_search(catalog, store) for store in catalog.stores))


def _search(catalog: Catalog, store: Store) -> Searched:
    problem = catalog.maybe_problem(store)
    files = [] if problem else list(store.files())
    return Searched(
        role=store.role,
        origin=store.origin,
        files=len(files),
        cards=sum(len(file.cards) for file in files),
        broken_files=sum(has_errors(file.findings) for file in files),
        problem=problem.removeprefix(f"{store.origin.place}: ") if problem else None,
    )
