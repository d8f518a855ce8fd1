"""`catalog show`: one resolved card."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from assetcards.model.catalog import Catalog, Revision
from assetcards.model.resolved import ResolvedCard
from assetcards.names import parse_asked

if TYPE_CHECKING:
    from assetcards.families.opened import OpenedKind


class Shown(NamedTuple):
    """A resolved card, the name it was asked for by, and its revision; `opened` is None when it was not asked for."""

    query: str
    card: ResolvedCard
    revision: Revision | None
    opened: tuple[OpenedKind, ...] | None = None


def show(catalog: Catalog, query: str) -> Shown:
    """Resolve one card. Raises what `Catalog.card` raises."""
    return Shown(query, catalog.resolve(parse_asked(query)), catalog.revision)


def show_opened(catalog: Catalog, query: str) -> Shown:
    """Resolve one card, with its configs as they are opened.

    Raises what `Catalog.card` raises, CardError when the code of a family would not take its config, FieldError when
    none of its families is described.
    """
    from assetcards.families.opened import open_configs

    shown = show(catalog, query)
    return shown._replace(opened=open_configs(catalog, shown.card))
