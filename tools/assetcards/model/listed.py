"""The names that `list` gives of a whole catalog, kept once all of its cards were resolved without an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assetcards.model.catalog import Catalog
from assetcards.model.name_index import NameIndexes, maybe_indexed
from assetcards.names import FullName


class _Place(NamedTuple):
    """Where the names of a catalog are kept, and what they depend on."""

    indexes: NameIndexes
    key: str
    facts: bytes


def maybe_listed(catalog: Catalog) -> Sequence[str] | None:
    """The full names of all cards, sorted, if they are kept: all resolve in the environments in force."""
    place = _maybe_place(catalog)
    index = None if place is None else place.indexes.maybe_read(place.key, place.facts)
    return None if index is None else index.maybe_all_names()


def keep_listed(catalog: Catalog, names: Sequence[FullName]) -> None:
    """Keep the names, if all is as it was before the cards were read."""
    place = _maybe_place(catalog)
    stores = [store for store in catalog.stores if catalog.maybe_problem(store) is None]
    if place is None or not catalog.own.is_large or not all(store.is_unchanged() for store in stores):
        return
    indexed = maybe_indexed((name, "") for name in sorted(names))
    if indexed is not None:
        place.indexes.keep(place.key, place.facts, indexed)


def _maybe_place(catalog: Catalog) -> _Place | None:
    indexes, state = catalog.own.indexes, catalog.own.state
    facts = list(_facts_of(catalog))
    if indexes is None or state is None or None in facts:
        return None
    return _Place(indexes, f"listed-{state.key}", b"\0\0".join(filter(None, facts)))


def _facts_of(catalog: Catalog) -> Iterator[bytes | None]:
    """What the names depend on: the environments in force, and each store; None where that is not known."""
    yield repr((catalog.environments_in_force, catalog.settings.is_catalog)).encode()
    for store in catalog.stores:
        problem = catalog.maybe_problem(store)
        yield f"{store.role}: {problem}".encode("utf-8", "surrogateescape")
        if problem is None:
            yield None if store.state is None else store.state.facts
